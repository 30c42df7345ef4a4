-- Figures as the facts need them: corrected where the register of corrections says so, with the code of their unit,
-- what kind of rows their table has, and whether they may be added up (`is_additive`): the amounts of a document's
-- tables of one kind, side, stage and year that are counted once each, so that their sum is the printed total.
--
-- - Rows: leaves; the total where the table has no leaves.
-- - Columns: the parts of a row; its total where the row prints no parts. Side remarks (其中) never,
--   nor rows that are one.
-- - Blocks and tables that print the same whole again, split otherwise (收支总表 by function and by use; projects by
--   name and by economic class): the first of function, economic class, other, and of those the first printed; of
--   project tables the one that names projects.
-- - 三公: the four items without parts; a 合计 only where none of them is printed.
with rows_of_tables as (
    select
        table_id,
        bool_or(function_code is not null) as has_functions,
        bool_or(economic_department_code is not null or economic_government_code is not null)
            as has_economic_classes,
        count(*) filter (where table_kind = 'project_expenditure' and item is not null) > 0 as has_projects
    from {{ ref('int_figure') }}
    group by table_id
),

-- one whole: a table, or a block of a two-sided one
marked as (
    select
        figures.* replace (coalesce(corrections.corrected_amount_yuan, figures.amount_yuan) as amount_yuan),
        rows_of_tables.has_functions,
        rows_of_tables.has_economic_classes,
        rows_of_tables.has_projects,
        if(figures.side is null, 0, figures.block_no) as whole_no,
        figures.value_kind = 'money' and figures.measure = 'amount' as is_amount,
        bool_or(figures.row_role = 'leaf' and figures.column_role <> 'memo' and not figures.is_remark)
            over whole as has_leaves,
        bool_or(figures.column_role = 'part' and figures.amount_yuan is not null) over this_row as has_parts,
        -- items side by side in columns, with units in the rows
        count(distinct figures.item) over this_row > 1 as has_item_columns,
        bool_or(figures.item in ('vehicle_purchase', 'vehicle_operation')) over three_public as has_vehicle_parts,
        bool_or(figures.item in ('abroad', 'reception', 'vehicle', 'vehicle_purchase', 'vehicle_operation'))
            over three_public as has_items
    from {{ ref('int_figure') }} as figures
    inner join rows_of_tables on figures.table_id = rows_of_tables.table_id
    left join {{ ref('int_correction') }} as corrections
        on figures.figure_id = corrections.figure_id and corrections.state = 'applied'
    window
        whole as (
            partition by
                figures.table_id, if(figures.side is null, 0, figures.block_no), figures.measure,
                figures.stage, figures.figure_year
        ),
        this_row as (
            partition by
                figures.table_id, figures.row_no, figures.block_no, figures.measure, figures.stage,
                figures.figure_year
        ),
        three_public as (
            partition by figures.table_id, figures.measure, figures.stage, figures.figure_year, figures.unit_key
        )
),

countable as (
    select
        *,
        coalesce(
            is_amount
            and amount_yuan is not null
            and case
                when table_kind = 'three_public'
                    then
                        (
                            item in ('abroad', 'reception', 'vehicle_purchase', 'vehicle_operation')
                            or (item = 'vehicle' and not coalesce(has_vehicle_parts, false))
                            or (item = 'total' and not coalesce(has_items, false))
                        )
                        and column_role <> 'memo'
                        and case
                            when has_item_columns then row_role = 'leaf' or not has_leaves
                            else column_role = 'part' or not has_parts
                        end
                else
                    (row_role = 'leaf' or (row_role = 'total' and not is_subtotal and not has_leaves))
                    and (column_role = 'part' or (column_role = 'total' and not has_parts))
                    and not is_remark
            end,
            false
        ) as counts_in_whole
    from marked
),

wholes as (
    select
        document_id,
        table_kind,
        side,
        stage,
        figure_year,
        table_id,
        whole_no,
        -- tables by function and by economic class are two facts of one kind
        case
            when any_value(side) is not null or table_kind in ('project_expenditure', 'government_procurement') then ''
            when bool_or(has_economic_classes) and not bool_or(has_functions) then 'economic'
            else 'function'
        end as subject,
        case
            when bool_or(has_projects) then 0
            when bool_or(function_code is not null) then 1
            when bool_or(economic_department_code is not null) then 2
            when bool_or(economic_government_code is not null) then 3
            else 4
        end as preference,
        min(reading_order) as first_figure,
        sum(amount_yuan) as whole_yuan
    from countable
    where counts_in_whole
    group by document_id, table_kind, side, stage, figure_year, table_id, whole_no
),

repeated as (
    select distinct
        again.table_id,
        again.whole_no,
        again.stage,
        again.figure_year
    from wholes as again
    inner join wholes as main
        on
            again.document_id = main.document_id
            and again.table_kind = main.table_kind
            and again.side is not distinct from main.side
            and again.stage is not distinct from main.stage
            and again.figure_year is not distinct from main.figure_year
            and again.subject = main.subject
            and (again.preference, again.first_figure) > (main.preference, main.first_figure)
            -- equal but for rounding
            and abs(again.whole_yuan - main.whole_yuan) <= 0.0001 * abs(main.whole_yuan)
)

select
    countable.* exclude (
        has_projects, whole_no, is_amount, has_leaves, has_parts, has_item_columns, has_vehicle_parts, has_items
    ),
    countable.counts_in_whole and repeated.table_id is null as is_additive,
    units.unit_code
from countable
left join repeated
    on
        countable.table_id = repeated.table_id
        and countable.whole_no = repeated.whole_no
        and countable.stage is not distinct from repeated.stage
        and countable.figure_year is not distinct from repeated.figure_year
left join (
    select
        unit_key,
        max(unit_code) as unit_code
    from {{ ref('int_unit') }}
    where unit_key is not null
    group by unit_key
) as units on countable.unit_key = units.unit_key
