-- One row per indicator of a performance form: levels, target and weight as printed.
with names as (
    select
        labels.table_id,
        labels.row_no,
        labels.block_no,
        max(labels.text) filter (where regexp_matches(labels.header_path, '一级') and not labels.is_project_name)
            as indicator_level1,
        max(labels.text) filter (where regexp_matches(labels.header_path, '二级') and not labels.is_project_name)
            as indicator_level2,
        max(labels.text) filter (where regexp_matches(labels.header_path, '三级|指标名称|指标内容')) as indicator_name
    -- 一级项目名称 is a level of projects, not of indicators
    from (
        select
            *,
            regexp_matches(header_path, '项目|单位') as is_project_name
        from {{ ref('stg_label') }}
    ) as labels
    inner join {{ ref('int_table') }} as tables on labels.table_id = tables.table_id
    where tables.table_kind = 'performance_target'
    group by labels.table_id, labels.row_no, labels.block_no
),

columns_of_forms as (
    select
        cells.table_id,
        cells.row_no as header_row,
        cells.col_no,
        cells.col_span,
        case
            when regexp_matches({{ normalise_text('cells.text') }}, '指标值|目标值') then 'target'
            when regexp_matches({{ normalise_text('cells.text') }}, '^(分值|权重|分值权重|指标分值|指标权重)') then 'weight'
        end as field
    from {{ ref('stg_cell') }} as cells
    inner join {{ ref('int_table') }} as tables on cells.table_id = tables.table_id
    where tables.table_kind = 'performance_target' and cells.role = 'header'
),

printed_targets as (
    select
        names.table_id,
        names.row_no,
        string_agg(cells.text, '' order by cells.col_no, cells.top, cells.x0) as target_printed
    from names
    inner join {{ ref('stg_cell') }} as cells
        on
            names.table_id = cells.table_id
            and names.row_no = cells.row_no
            and cells.role in ('figure', 'text')
    inner join columns_of_forms
        on
            cells.table_id = columns_of_forms.table_id
            and cells.col_no >= columns_of_forms.col_no
            and cells.col_no < columns_of_forms.col_no + columns_of_forms.col_span
            and names.row_no >= columns_of_forms.header_row
    where columns_of_forms.field = 'target'
    group by names.table_id, names.row_no
),

figures as (
    select
        figures.table_id,
        figures.row_no,
        figures.block_no,
        max(figures.number) filter (where not figures.is_weight) as target_number,
        max(figures.operator) filter (where not figures.is_weight) as operator,
        max(figures.printed) filter (where not figures.is_weight) as target_figure,
        max(figures.number) filter (where figures.is_weight) as weight,
        list(figures.figure_id order by figures.reading_order) as figure_ids
    from (
        select
            *,
            regexp_matches({{ normalise_text('column_path') }}, '分值|权重') as is_weight
        from {{ ref('int_fact_figure') }}
        where
            table_kind = 'performance_target'
            and regexp_matches({{ normalise_text('column_path') }}, '指标值|目标值|分值|权重')
    ) as figures
    group by figures.table_id, figures.row_no, figures.block_no
),

units as (
    select
        table_id,
        row_no,
        block_no,
        max(unit_cell) as target_unit
    from {{ ref('stg_figure') }}
    where regexp_matches({{ normalise_text('column_path') }}, '指标值|目标值')
    group by table_id, row_no, block_no
)

select
    table_rows.table_id,
    table_rows.document_id,
    forms.fiscal_year,
    forms.unit_key,
    forms.unit_code,
    forms.project_key,
    forms.project_name,
    cast(table_rows.row_no as integer) as row_no,
    cast(table_rows.block_no as integer) as block_no,
    cast(table_rows.page as integer) as page,
    names.indicator_level1,
    names.indicator_level2,
    coalesce(names.indicator_name, regexp_extract(table_rows.row_label, '[^/]*$')) as indicator_name,
    coalesce(printed_targets.target_printed, figures.target_figure) as target_printed,
    figures.operator,
    cast(figures.target_number as decimal(28, 8)) as target_number,
    units.target_unit,
    cast(figures.weight as decimal(28, 8)) as weight,
    coalesce(figures.figure_ids, cast([] as varchar[])) as figure_ids
from {{ ref('stg_row') }} as table_rows
inner join names
    on
        table_rows.table_id = names.table_id
        and table_rows.row_no = names.row_no
        and table_rows.block_no = names.block_no
left join figures
    on
        table_rows.table_id = figures.table_id
        and table_rows.row_no = figures.row_no
        and table_rows.block_no = figures.block_no
left join units
    on
        table_rows.table_id = units.table_id
        and table_rows.row_no = units.row_no
        and table_rows.block_no = units.block_no
left join printed_targets
    on table_rows.table_id = printed_targets.table_id and table_rows.row_no = printed_targets.row_no
inner join {{ ref('int_performance_form') }} as forms on table_rows.table_id = forms.table_id
where
    coalesce(names.indicator_level1, names.indicator_level2, names.indicator_name) is not null
    and coalesce(names.indicator_name, regexp_extract(table_rows.row_label, '[^/]*$')) <> ''
