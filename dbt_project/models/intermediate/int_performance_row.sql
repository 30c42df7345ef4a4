-- Rows of performance tables that list projects (or, inside the form of a whole department, its tasks), one for each
-- row that prints amounts of its own. Forms about one project are in int_performance_form only.
-- `entry` says what the row is of: a project, a task, or the total of others (合计; a unit's name in a column for
-- both, 项目名称（资金使用单位）).
with labels as (
    select
        labels.table_id,
        labels.row_no,
        labels.col_no,
        labels.role,
        labels.text,
        {{ strip_ordinals(normalise_text("regexp_extract(labels.header_path, '[^/]*$')")) }} as heading
    from {{ ref('stg_label') }} as labels
    inner join {{ ref('int_table') }} as tables on labels.table_id = tables.table_id
    where tables.table_kind = 'performance_target' and labels.header_path <> ''
),

read_labels as (
    select
        *,
        regexp_full_match(heading, '([一二三]级)?(项目|专项(资金)?|政策|任务)(名称)?(\(.*\))?') as is_name,
        regexp_full_match(heading, '.*(年度|绩效|总体)目标') as is_goal,
        contains(heading, '任务') as is_task,
        contains(heading, '单位') as is_of_unit
    from labels
),

named_rows as (
    select
        table_id,
        row_no,
        max_by(text, col_no) filter (where is_name) as project_name,
        bool_or(is_name) as has_name,
        bool_or(is_name and is_task) as is_task,
        bool_or(is_name and is_of_unit) as is_mixed_column,
        min_by(text, col_no) filter (where role = 'unit_name' and not is_name) as unit_printed,
        string_agg(text, '' order by col_no) filter (where is_goal) as annual_goal
    from read_labels
    group by table_id, row_no
),

list_tables as (
    select
        table_id,
        bool_or(is_task) as has_tasks,
        bool_or(is_mixed_column) as has_mixed_column
    from named_rows
    group by table_id
    having bool_or(has_name)
),

amounts as (
    select
        figures.table_id,
        figures.row_no,
        min(figures.document_id) as document_id,
        min(figures.page) as page,
        arg_min(figures.unit_key, figures.reading_order) as unit_key,
        arg_min(figures.unit_code, figures.reading_order) as unit_code,
        arg_min(figures.amount_yuan, figures.reading_order) filter (where figures.amount_kind = 'total') as total_yuan,
        arg_min(figures.amount_yuan, figures.reading_order) filter (where figures.amount_kind = 'fiscal')
            as fiscal_yuan,
        arg_min(figures.amount_yuan, figures.reading_order) filter (where figures.amount_kind = 'other') as other_yuan,
        list(figures.figure_id order by figures.reading_order) as figure_ids
    from (
        select
            *,
            case
                when regexp_matches(heading, '财政(拨款|资金)') and regexp_matches(heading, '其他') then null
                when regexp_matches(heading, '财政(拨款|资金)') then 'fiscal'
                when regexp_full_match(heading, '其他(资金|收入)') then 'other'
                when regexp_matches(heading, '总额|总计|合计|金额|预算数|资金') then 'total'
            end as amount_kind
        from (
            select
                *,
                {{ strip_ordinals(normalise_text("regexp_extract(column_path, '[^/]*$')")) }} as heading
            from {{ ref('int_fact_figure') }}
            where
                table_kind = 'performance_target' and value_kind = 'money' and column_path <> ''
                and coalesce(measure, '') = 'amount'
        )
        -- an amount among the indicators is none of the project's
        where not regexp_matches(heading, '指标|目标值|完成|分值|权重|得分')
    ) as figures
    group by figures.table_id, figures.row_no
    having bool_or(figures.amount_kind is not null)
),

unit_names as (
    select distinct
        table_id,
        row_no
    from {{ ref('int_unit_mention') }}
),

judged as (
    select
        amounts.*,
        named_rows.project_name,
        named_rows.unit_printed,
        named_rows.annual_goal,
        {{ normalise_text('named_rows.project_name') }} as project_text,
        list_tables.has_mixed_column
        and unit_names.row_no is not null as is_unit_total,
        case
            when
                named_rows.project_name is null
                or regexp_full_match(
                    {{ strip_ordinals(normalise_text('named_rows.project_name')) }}, '(金额|资金)?(合计|总计|小计|共计)(金额)?'
                )
                then 'total'
            when list_tables.has_tasks then 'task'
            else 'project'
        end as entry_by_name
    from amounts
    inner join list_tables on amounts.table_id = list_tables.table_id
    left join named_rows on amounts.table_id = named_rows.table_id and amounts.row_no = named_rows.row_no
    left join unit_names on amounts.table_id = unit_names.table_id and amounts.row_no = unit_names.row_no
    -- the total of a department's tasks is the amount of the form
    where not (list_tables.has_tasks and entry_by_name = 'total')
)

select
    document_id,
    table_id,
    row_no,
    page,
    if(is_unit_total, 'total', entry_by_name) as entry,
    project_name,
    project_text,
    coalesce(
        unit_printed,
        last_value(if(is_unit_total, project_name, null) ignore nulls) over above
    ) as unit_printed,
    -- in a column for both, the units' rows say whose the projects below are
    coalesce(last_value(if(is_unit_total, unit_key, null) ignore nulls) over above, unit_key) as unit_key,
    if(
        last_value(if(is_unit_total, row_no, null) ignore nulls) over above is null,
        unit_code, last_value(if(is_unit_total, coalesce(unit_code, ''), null) ignore nulls) over above
    ) as unit_code,
    annual_goal,
    total_yuan,
    fiscal_yuan,
    other_yuan,
    figure_ids
from judged
window above as (partition by table_id order by row_no rows between unbounded preceding and current row)
