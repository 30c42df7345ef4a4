-- Which row each row is part of, as far as meaning allows: the extraction's link by indentation, numbering and code,
-- without those that the labels contradict; steps, where a row's label ends left of where the next row's begins; and
-- funds that are named again below what was carried over.
with recursive value_paths as (
    select
        axis,
        value,
        cast(value as varchar) as path
    from {{ ref('coordinate_values') }}
    where parent is null

    union all

    select
        child.axis,
        child.value,
        value_paths.path || '>' || child.value
    from {{ ref('coordinate_values') }} as child
    inner join value_paths on child.axis = value_paths.axis and child.parent = value_paths.value
),

own as (
    select
        terms.table_id,
        terms.row_no,
        terms.block_no,
        max(value_paths.path) filter (where terms.axis = 'fund_source') as fund_path,
        max(value_paths.path) filter (where terms.axis = 'spending_kind') as spending_path,
        max(terms.value) filter (where terms.axis = 'item') as item,
        max(terms.value) filter (where terms.axis = 'fund_source') as fund_source,
        max(terms.value) filter (where terms.axis = 'vintage') as vintage,
        coalesce(bool_or(terms.axis = 'row_role'), false) as is_total
    from {{ ref('int_row_term') }} as terms
    left join value_paths on terms.axis = value_paths.axis and terms.value = value_paths.value
    where terms.axis is not null
    group by terms.table_id, terms.row_no, terms.block_no
),

printed as (
    select
        child.table_id,
        child.row_no,
        child.block_no,
        child.parent_row_no
    from {{ ref('stg_row') }} as child
    left join own as own_child
        on
            child.table_id = own_child.table_id
            and child.row_no = own_child.row_no
            and child.block_no = own_child.block_no
    left join own as own_parent
        on
            child.table_id = own_parent.table_id
            and child.parent_row_no = own_parent.row_no
            and child.block_no = own_parent.block_no
    where
        child.parent_row_no is not null
        -- a sum is part of nothing, and nothing is part of one
        and not coalesce(own_child.is_total, false)
        and not coalesce(own_parent.is_total, false)
        -- 政府性基金 is no part of 一般公共预算, nor 运行维护费 of 购置费
        and coalesce(starts_with(own_child.fund_path, own_parent.fund_path || '>'), true)
        and coalesce(starts_with(own_child.spending_path, own_parent.spending_path || '>'), true)
        and coalesce(
            own_parent.item = 'total'
            or (own_parent.item = 'vehicle' and own_child.item in ('vehicle_purchase', 'vehicle_operation')),
            own_child.item is null or own_parent.item is null
        )
),

label_span as (
    select
        labels.table_id,
        labels.row_no,
        labels.block_no,
        min(labels.col_no) as first_col,
        max(labels.col_no) as last_col
    from {{ ref('stg_label') }} as labels
    inner join {{ ref('int_table') }} as tables on labels.table_id = tables.table_id
    where
        labels.role = 'name'
        and not labels.is_carried
        and tables.table_kind in ('government_procurement', 'project_expenditure', 'commissioned_service')
    group by labels.table_id, labels.row_no, labels.block_no
),

steps as (
    select
        child.table_id,
        child.row_no,
        child.block_no,
        max(above.row_no) as parent_row_no
    from label_span as child
    inner join label_span as above
        on
            child.table_id = above.table_id
            and child.block_no = above.block_no
            and child.row_no > above.row_no
            and child.first_col > above.last_col
    left join own
        on above.table_id = own.table_id and above.row_no = own.row_no and above.block_no = own.block_no
    where not coalesce(own.is_total, false)
    group by child.table_id, child.row_no, child.block_no
),

-- 年初财政拨款结转和结余, and below it 一般公共预算财政拨款, which the income of the year named above already: its parts,
-- whether or not their amounts (mostly zero) or an indentation show it
said_again as (
    select
        again.table_id,
        again.row_no,
        again.block_no,
        max(carried.row_no) as parent_row_no
    from own as again
    inner join own as carried
        on
            again.table_id = carried.table_id
            and again.block_no = carried.block_no
            and again.row_no > carried.row_no
            and carried.vintage = 'carryover'
            and coalesce(carried.fund_source, 'fiscal') = 'fiscal'
            and not carried.is_total
    inner join own as first_said
        on
            again.table_id = first_said.table_id
            and again.block_no = first_said.block_no
            and first_said.row_no < carried.row_no
            and first_said.fund_source = again.fund_source
            and first_said.vintage is null
            and not first_said.is_total
    inner join {{ ref('int_table') }} as tables on again.table_id = tables.table_id
    where
        tables.table_kind in ('balance', 'fiscal_balance')
        and again.fund_source in ('general_public_budget', 'government_fund', 'state_capital')
        and again.vintage is null
        and again.spending_path is null
        and not again.is_total
        -- nothing but such parts stands between
        and not exists (
            select 1 from {{ ref('stg_row') }} as between_rows
            left join own as said
                on
                    between_rows.table_id = said.table_id
                    and between_rows.row_no = said.row_no
                    and between_rows.block_no = said.block_no
            where
                between_rows.table_id = again.table_id
                and between_rows.block_no = again.block_no
                and between_rows.row_no > carried.row_no
                and between_rows.row_no < again.row_no
                and between_rows.row_label <> ''
                and (coalesce(said.is_total, true) or said.fund_source is null)
        )
    group by again.table_id, again.row_no, again.block_no
)

select
    table_rows.table_id,
    table_rows.row_no,
    table_rows.block_no,
    coalesce(printed.parent_row_no, steps.parent_row_no, said_again.parent_row_no) as parent_row_no
from {{ ref('stg_row') }} as table_rows
left join printed
    on
        table_rows.table_id = printed.table_id
        and table_rows.row_no = printed.row_no
        and table_rows.block_no = printed.block_no
left join steps
    on
        table_rows.table_id = steps.table_id
        and table_rows.row_no = steps.row_no
        and table_rows.block_no = steps.block_no
left join said_again
    on
        table_rows.table_id = said_again.table_id
        and table_rows.row_no = said_again.row_no
        and table_rows.block_no = said_again.block_no
where coalesce(printed.parent_row_no, steps.parent_row_no, said_again.parent_row_no) is not null
