-- Shape 1 over the items of 三公 tables, in rows or in columns.
with figures as (
    select
        *,
        count(distinct item) over (partition by table_id, column_path) > 1 as has_items_in_rows,
        -- An item of another name may be part of the total.
        bool_or(item is null and amount_yuan <> 0 and label_level is distinct from 0)
            over (partition by table_id, column_path) as has_other_rows,
        bool_or(item is null and amount_yuan <> 0 and label_level is distinct from 0)
            over (partition by table_id, row_no, block_no) as has_other_columns
    from {{ ref('rec_figure') }}
    where table_kind = 'three_public' and coalesce(measure, 'amount') = 'amount' and is_comparison_column is not true
    qualify item is not null
),

scoped as (
    select
        *,
        table_id || '|' || coalesce(cast(figure_year as varchar), '') || '|' || coalesce(stage, '')
        || '|' || coalesce(fund_source, '')
        || '|' || if(has_items_in_rows, column_path, row_no || '/' || block_no) as scope
    from figures
),

items as (
    select
        *,
        count(*) over (partition by scope, item) > 1 as is_repeated,
        bool_or(item = 'vehicle') over (partition by scope) as has_vehicle
    from scoped
),

parts as (
    select
        *,
        'three_public_vehicle_sum' as rule_id,
        'vehicle' as parent,
        1 as reading
    from items
    where item in ('vehicle_purchase', 'vehicle_operation')
    union all
    -- A total may hold conference and training costs too, and in some tables the operating cost.
    select
        *,
        'three_public_sum' as rule_id,
        'total' as parent,
        unnest(
            case
                when
                    item in ('abroad', 'reception', 'vehicle')
                    or (not has_vehicle and item in ('vehicle_purchase', 'vehicle_operation'))
                    then [1, 2, 3]
                when item in ('conference', 'training') then [2, 3]
                when item = 'operating_cost' then [3]
                else []
            end
        ) as reading
    from items
),

wholes as (
    select
        *,
        'three_public_vehicle_sum' as rule_id,
        1 as reading
    from items
    where item = 'vehicle'
    union all
    select
        *,
        'three_public_sum' as rule_id,
        unnest([1, 2, 3]) as reading
    from items
    where item = 'total'
)

select
    rule_id,
    document_id,
    scope,
    cast(null as varchar) as support_key,
    place as instance,
    reading,
    item as node,
    cast(null as varchar) as parent,
    figure_id,
    cast(null as varchar) as claim_id,
    amount_yuan as amount,
    half_unit,
    page,
    is_marked,
    printed_unit as printed,
    cast(null as varchar) as reason,
    coalesce(if(has_items_in_rows, has_other_rows, has_other_columns), false) as is_weak
from wholes
union all
select
    rule_id,
    document_id,
    scope,
    cast(null as varchar) as support_key,
    cast(null as varchar) as instance,
    reading,
    cast(null as varchar) as node,
    parent,
    figure_id,
    cast(null as varchar) as claim_id,
    amount_yuan as amount,
    half_unit,
    page,
    is_marked,
    printed_unit as printed,
    if(is_repeated, 'an item is printed more than once', null) as reason,
    coalesce(if(has_items_in_rows, has_other_rows, has_other_columns), false) as is_weak
from parts
