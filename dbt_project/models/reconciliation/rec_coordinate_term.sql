-- Shape 3 without naming tables: figures of one document whose coordinates are all known and the same,
-- printed in different tables. The first table that prints them is compared with each later one.
with figures as (
    select
        *,
        concat_ws(
            '|', coalesce(function_code, ''), coalesce(economic_department_code, ''),
            coalesce(economic_government_code, ''), coalesce(item, ''),
            replace(coalesce(side, ''), 'expenditure', ''), fund_source,
            spending_kind, vintage, stage, cast(figure_year as varchar), unit_key, row_role
        ) as coordinates
    from {{ ref('rec_figure') }}
    where
        fund_source is not null and spending_kind is not null and vintage is not null
        and stage is not null and figure_year is not null and unit_key is not null
        and measure = 'amount' and not is_memo_column
        and table_kind not in (
            'performance_target', 'staff_assets', 'other', 'government_procurement',
            'commissioned_service', 'project_expenditure', 'three_public'
        )
        and (row_role = 'total' or function_code is not null or economic_department_code is not null)
),

pairs as (
    select
        earlier.document_id,
        later.coordinates || '|' || later.figure_id as instance_key,
        earlier.figure_id as earlier_figure,
        later.figure_id as later_figure,
        later.table_id as support_key
    from figures as later
    inner join figures as earlier
        on
            later.document_id = earlier.document_id
            and later.coordinates = earlier.coordinates
            and later.table_no > earlier.table_no
    qualify
        row_number() over (
            partition by later.figure_id order by earlier.table_no, earlier.figure_id
        ) = 1
)

select
    'same_coordinates_equal' as rule_id,
    p.document_id,
    p.instance_key,
    if(side.side = 'actual', f.place, null) as instance,
    1 as reading,
    p.support_key,
    side.side,
    f.figure_id,
    cast(null as varchar) as claim_id,
    f.amount_yuan as amount,
    f.half_unit,
    f.page,
    f.is_marked,
    f.printed_unit as printed,
    cast(null as varchar) as reason
from pairs as p
cross join (select unnest(['actual', 'expected']) as side) as side
inner join figures as f
    on f.figure_id = if(side.side = 'actual', p.later_figure, p.earlier_figure)
