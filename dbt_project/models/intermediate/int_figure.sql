-- Every figure with what is printed and what is meant: the one place where both meet.
select
    figures.figure_id,
    figures.document_id,
    figures.table_id,
    cast(tables.table_no as integer) as table_no,
    tables.table_kind,
    cast(figures.page as integer) as page,
    cast(figures.row_no as integer) as row_no,
    cast(figures.block_no as integer) as block_no,
    cast(figures.col_no as integer) as col_no,
    meaning.side,
    figures.row_label,
    cast(coalesce(outline.parent_row_no, table_rows.parent_row_no) as integer) as parent_row_no,
    figures.code as subject_code,
    meaning.function_code,
    meaning.economic_department_code,
    meaning.economic_government_code,
    case
        when
            (figures.code is distinct from meaning.function_code)
            and (figures.code is distinct from meaning.economic_department_code)
            and (figures.code is distinct from meaning.economic_government_code)
            then figures.code
    end as item_code,
    table_rows.unit_label,
    figures.column_path,
    figures.printed,
    figure_values.value_kind,
    figure_values.money_unit,
    figure_values.amount_yuan,
    cast(figures.number as decimal(28, 8)) as number,
    figures.operator,
    figures.x0,
    figures.top,
    figures.x1,
    figures.bottom,
    figures.read_by,
    figures.is_marked,
    coalesce(row_units.unit_key, document_units.unit_key) as unit_key,
    meaning.item,
    meaning.fund_source,
    meaning.spending_kind,
    meaning.vintage,
    meaning.stage,
    cast(meaning.figure_year as integer) as figure_year,
    meaning.measure,
    meaning.row_role,
    meaning.column_role,
    meaning.is_subtotal,
    coalesce(meaning.is_remark, false) as is_remark,
    -- 2026年预算数比2025年执行数（扣除中央基建投资）: two differences of one kind are told apart by their headings
    nullif(
        concat_ws(' | ', details.detail, case when meaning.measure <> 'amount' then figures.column_path end), ''
    ) as detail,
    meaning.has_carryover_column,
    documents.fiscal_year,
    documents.disclosure_kind,
    cast(figures.page as bigint) * 1000000000000
    + cast(tables.table_no as bigint) * 10000000000
    + cast(figures.row_no as bigint) * 1000000
    + figures.block_no * 10000 + figures.col_no as reading_order
from {{ ref('stg_figure') }} as figures
inner join {{ ref('int_table') }} as tables on figures.table_id = tables.table_id
left join {{ ref('int_figure_value') }} as figure_values on figures.figure_id = figure_values.figure_id
left join {{ ref('int_figure_meaning') }} as meaning on figures.figure_id = meaning.figure_id
left join {{ ref('int_row') }} as table_rows
    on
        figures.table_id = table_rows.table_id
        and figures.row_no = table_rows.row_no
        and figures.block_no = table_rows.block_no
left join {{ ref('int_row_outline') }} as outline
    on
        figures.table_id = outline.table_id
        and figures.row_no = outline.row_no
        and figures.block_no = outline.block_no
left join {{ ref('int_row_detail') }} as details
    on
        figures.table_id = details.table_id
        and figures.row_no = details.row_no
        and figures.block_no = details.block_no
left join {{ ref('int_row_unit') }} as row_units
    on
        figures.table_id = row_units.table_id
        and figures.row_no = row_units.row_no
        and figures.block_no = row_units.block_no
left join {{ ref('int_document_unit') }} as document_units on figures.document_id = document_units.document_id
left join {{ ref('int_document') }} as documents on figures.document_id = documents.document_id
