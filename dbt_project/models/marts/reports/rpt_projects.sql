-- Projects of the canonical documents and of their companions: the amount of the project table beside that of the
-- performance form; one of the two may be missing.
with documents as (
    select
        *,
        unnest(list_distinct([document_id, coalesce(companion_document_id, document_id)])) as part_document_id
    from {{ ref('dim_document') }}
    where is_canonical
),

projects as (
    select
        document_id,
        project_key,
        sum(amount_yuan) filter (where is_additive) as amount_yuan,
        sum(amount_yuan) filter (where is_additive and vintage = 'carryover') as carryover_yuan,
        flatten(list(figure_ids order by figure_ids) filter (where is_additive)) as figure_ids
    from {{ ref('fct_project_expenditure') }}
    where
        project_key is not null
        and row_role = 'leaf'
        and measure = 'amount'
        and figure_year = fiscal_year
    group by document_id, project_key
),

forms as (
    select
        document_id,
        project_key,
        max(total_yuan) as form_yuan,
        cast(sum(indicator_count) as integer) as indicator_count,
        min(page_from) as form_page
    from {{ ref('fct_performance_project') }}
    where project_key is not null
    group by document_id, project_key
)

select
    documents.document_id,
    documents.publisher_name,
    documents.region_code,
    documents.fiscal_year,
    documents.disclosure_kind,
    dim_project.project_key,
    dim_project.unit_key,
    units.unit_code,
    units.unit_name,
    dim_project.project_name,
    cast(projects.amount_yuan as decimal(20, 2)) as amount_yuan,
    cast(projects.carryover_yuan as decimal(20, 2)) as carryover_yuan,
    cast(projects.amount_yuan - coalesce(projects.carryover_yuan, 0) as decimal(20, 2)) as current_yuan,
    forms.form_yuan,
    forms.indicator_count,
    forms.form_page,
    coalesce(projects.figure_ids, cast([] as varchar[])) as figure_ids
from projects
full outer join forms on projects.document_id = forms.document_id and projects.project_key = forms.project_key
inner join documents on coalesce(projects.document_id, forms.document_id) = documents.part_document_id
inner join {{ ref('dim_project') }} as dim_project
    on coalesce(projects.project_key, forms.project_key) = dim_project.project_key
left join {{ ref('dim_unit') }} as units on dim_project.unit_key = units.unit_key
