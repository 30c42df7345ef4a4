-- Projects by unit and year: a name in a project table; its normalised form is the key.
select
    md5(
        coalesce(unit_key, '')
        || '|'
        || cast(coalesce(fiscal_year, 0) as varchar)
        || '|'
        || {{ normalise_text('project_name') }}
    )
        as project_key,
    unit_key,
    cast(fiscal_year as integer) as fiscal_year,
    min(project_name) as project_name,
    {{ normalise_text('project_name') }} as project_text,
    cast(count(distinct document_id) as integer) as document_count
from {{ ref('fct_project_expenditure') }}
where project_name is not null
group by all
