-- One row per indicator of a performance form: levels, target and weight as printed.
with columns_of_forms as (
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

target_tables as (
    select distinct table_id from columns_of_forms
    where field = 'target'
),

names as (
    select
        labels.table_id,
        labels.row_no,
        labels.block_no,
        max(labels.text) filter (where regexp_matches(labels.header_path, '一级') and not labels.is_project_name)
            as indicator_level1,
        max(labels.text) filter (where regexp_matches(labels.header_path, '二级') and not labels.is_project_name)
            as indicator_level2,
        max(labels.text) filter (where labels.is_name) as indicator_name
    from (
        select
            all_labels.*,
            -- 一级项目名称 is a level of projects, not of indicators
            regexp_matches(all_labels.header_path, '项目|单位') as is_project_name,
            regexp_matches(all_labels.header_path, '三级|指标名称|指标内容')
            -- 活动 | 绩效指标 | 指标值; without a column of values it is a text about all indicators of a project
            or (regexp_matches(all_labels.header_path, '(^|/)绩效指标$') and target_tables.table_id is not null)
                as is_name
        from {{ ref('stg_label') }} as all_labels
        left join target_tables on all_labels.table_id = target_tables.table_id
    ) as labels
    inner join {{ ref('int_table') }} as tables on labels.table_id = tables.table_id
    where tables.table_kind = 'performance_target'
    group by labels.table_id, labels.row_no, labels.block_no
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
        max(figures.number) filter (where figures.field = 'target') as target_number,
        max(figures.operator) filter (where figures.field = 'target') as operator,
        max(figures.printed) filter (where figures.field = 'target') as target_figure,
        max(figures.number) filter (where figures.field = 'weight') as weight,
        max(figures.printed) filter (where figures.field = 'achieved') as achieved_printed,
        max(figures.number) filter (where figures.field = 'score') as score,
        list(figures.figure_id order by figures.reading_order) as figure_ids
    from (
        select
            *,
            case
                when regexp_matches(heading, '分值|权重') then 'weight'
                when regexp_matches(heading, '完成(值|情况)') then 'achieved'
                when regexp_matches(heading, '得分') then 'score'
                when regexp_matches(heading, '指标值|目标值') then 'target'
            end as field
        from (
            select
                *,
                {{ normalise_text('column_path') }} as heading
            from {{ ref('int_fact_figure') }}
            where table_kind = 'performance_target'
        )
    ) as figures
    where figures.field is not null
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
),

-- In a table that lists projects the indicators stand beside the project's name, or below it. A cell that a page
-- break cuts may repeat only the end of the name, above the row that prints it in full.
project_labels as (
    select
        table_id,
        row_no,
        {{ normalise_text('max_by(text, col_no)') }} as project_text
    from {{ ref('stg_label') }}
    where regexp_matches(header_path, '(项目|专项|政策)(名称)?$')
    group by table_id, row_no
),

listed as (
    select
        table_rows.table_id,
        table_rows.row_no,
        arg_min(
            projects.row_no,
            (
                coalesce(projects.project_text <> labels.project_text, true),
                not coalesce(ends_with(projects.project_text, labels.project_text), false),
                projects.row_no > table_rows.row_no,
                abs(projects.row_no - table_rows.row_no)
            )
        ) as project_row_no
    from (
        select distinct
            table_id,
            row_no
        from {{ ref('stg_row') }}
    ) as table_rows
    inner join {{ ref('int_performance_row') }} as projects
        on table_rows.table_id = projects.table_id and projects.entry = 'project'
    left join project_labels as labels
        on table_rows.table_id = labels.table_id and table_rows.row_no = labels.row_no
    group by table_rows.table_id, table_rows.row_no
)

select
    table_rows.table_id,
    table_rows.document_id,
    forms.fiscal_year,
    forms.unit_key,
    forms.unit_code,
    forms.project_key,
    forms.project_name,
    forms.row_no as project_row_no,
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
    figures.achieved_printed,
    cast(figures.score as decimal(28, 8)) as score,
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
left join listed on table_rows.table_id = listed.table_id and table_rows.row_no = listed.row_no
inner join {{ ref('int_performance_form') }} as forms
    on
        table_rows.table_id = forms.table_id
        and forms.row_no is not distinct from cast(listed.project_row_no as integer)
where
    coalesce(names.indicator_level1, names.indicator_level2, names.indicator_name) is not null
    and coalesce(names.indicator_name, regexp_extract(table_rows.row_label, '[^/]*$')) <> ''
