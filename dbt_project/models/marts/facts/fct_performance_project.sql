-- One row per performance form, with the amounts of its head. 其中：财政拨款 and the like are parts of the total.
with amounts as (
    select
        table_id,
        arg_min(amount_yuan, reading_order) filter (where regexp_matches(label, '总额|资金合计|预算金额|金额合计|资金总量'))
            as total_yuan,
        arg_min(amount_yuan, reading_order) filter (
            where regexp_matches(label, '财政(拨款|资金)|当年财政拨款|本年一般公共预算') and not regexp_matches(label, '总额')
        ) as fiscal_yuan,
        arg_min(amount_yuan, reading_order) filter (where regexp_matches(label, '其他(资金|收入)?$')) as other_yuan,
        list(figure_id order by reading_order) as figure_ids
    from (
        select
            *,
            {{ strip_ordinals(normalise_text("regexp_extract(row_label, '[^/]*$')")) }} as label
        from {{ ref('int_fact_figure') }}
        where
            table_kind = 'performance_target'
            and value_kind = 'money'
            and coalesce(measure, '') <> 'target'
            and regexp_matches({{ normalise_text('row_label') }}, '资金|总额|金额')
    )
    group by table_id
),

targets as (
    select
        table_id,
        count(*) as indicator_count,
        sum(weight) as weight_sum
    from {{ ref('fct_performance_target') }}
    group by table_id
)

select
    forms.table_id,
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
left join amounts on forms.table_id = amounts.table_id
left join targets on forms.table_id = targets.table_id
