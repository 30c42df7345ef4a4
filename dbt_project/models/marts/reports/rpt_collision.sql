-- Figures of one document with the same coordinates and other amounts: what the publisher did not tell apart, and
-- what the lexicons do not.
with figures as (
    select
        *,
        -- everything that says what a figure means
        md5(
            cast(
                (
                    document_id, table_kind, unit_key, side, function_code, economic_department_code,
                    economic_government_code, item_code, item, fund_source, spending_kind, vintage, stage,
                    figure_year, measure, row_role, column_role, is_subtotal, detail
                ) as varchar
            )
        ) as collision_id
    from {{ ref('fct_figure') }}
    where
        value_kind = 'money'
        and amount_yuan is not null
        and table_kind not in ('performance_target', 'staff_assets', 'other')
),

colliding as (
    select
        collision_id,
        min(document_id) as document_id,
        min(table_kind) as table_kind,
        min(row_label) as row_label,
        min(column_path) as column_path,
        count(distinct column_path) as path_count,
        count(distinct table_id) as table_count,
        count(distinct concat_ws('/', table_id, row_no, block_no)) < count(*) as is_in_one_row,
        count(*) as figure_count,
        list(distinct page order by page) as pages,
        list(amount_yuan order by page, row_no, block_no, col_no) as amounts_yuan,
        list(figure_id order by page, row_no, block_no, col_no) as figure_ids
    from figures
    group by collision_id
    having count(distinct amount_yuan) > 1
)

select
    collision_id,
    document_id,
    table_kind,
    row_label,
    column_path,
    case
        when is_in_one_row then 'columns_not_told_apart'
        when table_count = 1 and path_count = 1 then 'rows_not_named'
        when table_count > 1 then 'printed_differently'
        else 'rows_not_told_apart'
    end as explanation,
    cast(figure_count as integer) as figure_count,
    pages,
    amounts_yuan,
    figure_ids
from colliding
