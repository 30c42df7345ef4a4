-- Projects with their amount and, where one is published, the performance form of the same unit and name.
with projects as (
    select
        facts.document_id,
        facts.unit_key,
        facts.unit_code,
        facts.project_name,
        {{ normalise_text('facts.project_name') }} as project_text,
        max(facts.amount_yuan) filter (where facts.fund_source = 'all' and facts.vintage = 'all') as amount_yuan,
        max(facts.amount_yuan) filter (where facts.vintage = 'carryover') as carryover_yuan
    from {{ ref('fct_project_expenditure') }} as facts
    where facts.project_name is not null and facts.row_role = 'leaf' and facts.measure = 'amount'
    group by all
),

forms as (
    select
        document_id,
        unit_key,
        project_text,
        max(total_yuan) as form_yuan,
        max(indicator_count) as indicator_count
    from {{ ref('fct_performance_project') }}
    where project_text is not null
    group by document_id, unit_key, project_text
)

select
    projects.document_id,
    documents.publisher_name,
    documents.region_code,
    documents.fiscal_year,
    documents.disclosure_kind,
    projects.unit_key,
    projects.unit_code,
    projects.project_name,
    projects.amount_yuan,
    projects.carryover_yuan,
    forms.form_yuan,
    forms.indicator_count
from projects
inner join {{ ref('dim_document') }} as documents on projects.document_id = documents.document_id
left join forms
    on
        projects.document_id = forms.document_id
        and projects.unit_key = forms.unit_key
        and projects.project_text = forms.project_text
where documents.is_canonical
