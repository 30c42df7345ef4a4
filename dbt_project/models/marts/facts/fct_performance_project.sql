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
),

-- the unit that the title or the form names, by the longest spelling that stands in it
title_units as (
    select
        forms.table_id,
        arg_max(units.unit_key, (length(units.unit_text), length(units.unit_code), units.unit_key)) as unit_key,
        arg_max(units.unit_code, (length(units.unit_text), length(units.unit_code), units.unit_key)) as unit_code
    from {{ ref('int_table') }} as forms
    left join {{ ref('int_performance_field') }} as heads on forms.table_id = heads.table_id
    inner join {{ ref('int_unit') }} as units
        on
            forms.document_id = units.document_id
            and units.unit_code is not null
            and units.found_in = 'table'
            and (
                starts_with(forms.title_text, units.unit_text)
                or {{ normalise_text('heads.unit_printed') }} = units.unit_text
            )
    where forms.table_kind = 'performance_target'
    group by forms.table_id
)

select
    tables.table_id,
    tables.document_id,
    cast(documents.fiscal_year as integer) as fiscal_year,
    coalesce(title_units.unit_key, document_units.unit_key) as unit_key,
    coalesce(title_units.unit_code, document_units.unit_code) as unit_code,
    fields.project_name,
    {{ normalise_text('fields.project_name') }} as project_text,
    fields.department_printed,
    fields.unit_printed,
    amounts.total_yuan,
    amounts.fiscal_yuan,
    amounts.other_yuan,
    fields.annual_goal,
    cast(coalesce(targets.indicator_count, 0) as integer) as indicator_count,
    cast(targets.weight_sum as decimal(20, 4)) as weight_sum,
    cast(tables.page_from as integer) as page_from,
    coalesce(amounts.figure_ids, cast([] as varchar[])) as figure_ids
from {{ ref('int_table') }} as tables
inner join {{ ref('int_document') }} as documents on tables.document_id = documents.document_id
left join {{ ref('int_document_unit') }} as document_units on tables.document_id = document_units.document_id
left join {{ ref('int_performance_field') }} as fields on tables.table_id = fields.table_id
left join amounts on tables.table_id = amounts.table_id
left join targets on tables.table_id = targets.table_id
left join title_units on tables.table_id = title_units.table_id
where tables.table_kind = 'performance_target' and not tables.is_empty
