-- Projects by unit and year, from the project tables and from the performance forms.
with named as (
    select
        project_key,
        unit_key,
        fiscal_year,
        project_name,
        {{ normalise_text('project_name') }} as project_text,
        document_id,
        row_role = 'leaf' as is_leaf,
        true as is_in_table,
        false as has_form
    from {{ ref('fct_project_expenditure') }}
    where project_key is not null

    union all

    select
        project_key,
        unit_key,
        fiscal_year,
        project_name,
        project_text,
        document_id,
        true,
        false,
        true
    from {{ ref('fct_performance_project') }}
    where project_key is not null
)

select
    project_key,
    any_value(unit_key) as unit_key,
    cast(any_value(fiscal_year) as integer) as fiscal_year,
    arg_min(project_name, (has_form, project_name)) as project_name,
    arg_min(project_text, (has_form, project_text)) as project_text,
    not bool_or(is_leaf) as is_group,
    bool_or(is_in_table) as is_in_project_table,
    bool_or(has_form) as has_performance_form,
    cast(count(distinct document_id) as integer) as document_count
from named
group by project_key
