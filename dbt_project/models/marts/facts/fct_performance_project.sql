-- One row per performance form, with the amounts of its head, and one per row of the tables that list projects or
-- tasks. 其中：财政拨款 and the like are parts of the total.
-- The heads of forms: labels name the amounts, or columns do beside one label (总体资金情况: 预算支出总额 | 财政拨款).
with heads as (
    select
        *,
        case
            when regexp_matches(heading, '财政(拨款|资金)') and regexp_matches(heading, '其他') then 'unknown'
            when regexp_matches(heading, '财政(拨款|资金)((合计|小计)|/(合计|小计))?$') then 'fiscal'
            when regexp_matches(heading, '财政(拨款|资金)/') then 'part'
            when regexp_full_match(heading, '(.*/)?其他(资金|收入)') then 'other'
            when regexp_matches(heading, '总额$') then 'total'
            when regexp_matches(label, '总额|资金合计|预算金额|金额合计|资金总量|^合计$') then 'total'
            when regexp_matches(label, '财政(拨款|资金)|当年财政拨款|本年一般公共预算') then 'fiscal'
            when regexp_matches(label, '其他(资金|收入)?$') then 'other'
        end as amount_kind
    from (
        select
            figures.*,
            {{ strip_ordinals(normalise_text("regexp_extract(figures.row_label, '[^/]*$')")) }} as label,
            {{ strip_ordinals(normalise_text('figures.column_path')) }} as heading
        from {{ ref('int_fact_figure') }} as figures
        anti join {{ ref('int_performance_row') }} as listed
            on figures.table_id = listed.table_id and figures.row_no = listed.row_no
        where
            figures.table_kind = 'performance_target'
            and figures.value_kind = 'money'
            and coalesce(figures.measure, '') <> 'target'
            and regexp_matches({{ normalise_text('figures.row_label') }}, '资金|总额|金额|合计')
    )
),

amounts as (
    select
        table_id,
        cast(null as integer) as row_no,
        arg_min(amount_yuan, reading_order) filter (where amount_kind = 'total') as total_yuan,
        arg_min(amount_yuan, reading_order) filter (where amount_kind = 'fiscal') as fiscal_yuan,
        arg_min(amount_yuan, reading_order) filter (where amount_kind = 'other') as other_yuan,
        list(figure_id order by reading_order) as figure_ids
    from heads
    group by table_id

    union all

    select
        table_id,
        row_no,
        total_yuan,
        fiscal_yuan,
        other_yuan,
        figure_ids
    from {{ ref('int_performance_row') }}
),

targets as (
    select
        table_id,
        project_row_no,
        count(*) as indicator_count,
        sum(weight) as weight_sum
    from {{ ref('fct_performance_target') }}
    group by table_id, project_row_no
)

select
    forms.table_id,
    forms.row_no,
    forms.entry,
    forms.document_id,
    forms.fiscal_year,
    forms.unit_key,
    forms.unit_code,
    forms.project_key,
    forms.project_name,
    forms.project_text,
    forms.is_in_project_table,
    forms.department_printed,
    forms.unit_printed,
    amounts.total_yuan,
    amounts.fiscal_yuan,
    amounts.other_yuan,
    forms.annual_goal,
    cast(coalesce(targets.indicator_count, 0) as integer) as indicator_count,
    cast(targets.weight_sum as decimal(20, 4)) as weight_sum,
    forms.page_from,
    coalesce(amounts.figure_ids, cast([] as varchar[])) as figure_ids
from {{ ref('int_performance_form') }} as forms
left join amounts on forms.table_id = amounts.table_id and forms.row_no is not distinct from amounts.row_no
left join targets on forms.table_id = targets.table_id and forms.row_no is not distinct from targets.project_row_no
