-- What performance tables speak of, with unit and project: a whole form (row_no NULL), or a row of a table that
-- lists projects or tasks (int_performance_row). The unit of a form: the one that the title or the form names, by
-- the longest spelling that stands in it; of a row: that of the row. The project: the row of the project table with
-- the same name and unit; else the only one of that name; else, of the same unit, the one whose name differs by some
-- characters and not by a number (网络等级保护测评, 网络安全等级保护测评), where each is the other's nearest and
-- neither has a namesake.
with title_units as (
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
),

-- 某局（本级） in a list of the 某局 is no other unit where the project table names none
own_names as (
    select distinct
        units.document_id,
        units.unit_text
    from {{ ref('int_unit') }} as units
    inner join {{ ref('int_unit') }} as publishers
        on
            units.document_id = publishers.document_id
            and units.stem = publishers.stem
            and publishers.found_in = 'publisher'
    where units.found_in = 'table'
),

whole_forms as (
    select
        tables.table_id,
        cast(null as integer) as row_no,
        'form' as entry,
        tables.document_id,
        cast(documents.fiscal_year as integer) as fiscal_year,
        title_units.unit_key is not null as is_unit_named,
        coalesce(title_units.unit_key, document_units.unit_key) as unit_key,
        coalesce(title_units.unit_code, document_units.unit_code) as unit_code,
        fields.project_name,
        {{ normalise_text('fields.project_name') }} as project_text,
        fields.department_printed,
        fields.unit_printed,
        fields.annual_goal,
        cast(tables.page_from as integer) as page_from
    from {{ ref('int_table') }} as tables
    inner join {{ ref('int_document') }} as documents on tables.document_id = documents.document_id
    left join {{ ref('int_document_unit') }} as document_units on tables.document_id = document_units.document_id
    left join {{ ref('int_performance_field') }} as fields on tables.table_id = fields.table_id
    left join title_units on tables.table_id = title_units.table_id
    anti join (
        select table_id from {{ ref('int_performance_row') }}
        where entry = 'project'
    ) as lists on tables.table_id = lists.table_id
    where tables.table_kind = 'performance_target' and not tables.is_empty
),

forms as (
    select * from whole_forms

    union all by name

    select
        listed.table_id,
        cast(listed.row_no as integer) as row_no,
        listed.entry,
        listed.document_id,
        cast(documents.fiscal_year as integer) as fiscal_year,
        listed.unit_printed is not null and own_names.unit_text is null as is_unit_named,
        listed.unit_key,
        listed.unit_code,
        listed.project_name,
        listed.project_text,
        listed.unit_printed,
        listed.annual_goal,
        cast(listed.page as integer) as page_from
    from {{ ref('int_performance_row') }} as listed
    inner join {{ ref('int_document') }} as documents on listed.document_id = documents.document_id
    left join own_names
        on
            listed.document_id = own_names.document_id
            and {{ normalise_text('listed.unit_printed') }} = own_names.unit_text
),

-- what may be a project of the project table
named_forms as (
    select * from forms
    where entry in ('form', 'project')
),

projects as (
    select
        document_id,
        unit_key,
        any_value(unit_code) as unit_code,
        {{ normalise_text('item') }} as project_text,
        count(*) over (partition by document_id, {{ normalise_text('item') }}) as namesakes
    from {{ ref('int_fact_figure') }}
    where table_kind = 'project_expenditure' and item is not null and row_role = 'leaf'
    group by document_id, unit_key, {{ normalise_text('item') }}
),

same_name as (
    select
        forms.table_id,
        forms.row_no,
        projects.unit_key,
        projects.unit_code,
        projects.project_text
    from named_forms as forms
    inner join projects
        on
            forms.document_id = projects.document_id
            and forms.project_text = projects.project_text
            and (
                forms.unit_key is not distinct from projects.unit_key
                or (projects.namesakes = 1 and not forms.is_unit_named)
            )
),

near_name as (
    select
        forms.table_id,
        forms.row_no,
        projects.unit_key,
        projects.unit_code,
        projects.project_text,
        row_number() over (
            partition by forms.table_id, forms.row_no
            order by levenshtein(forms.project_text, projects.project_text), projects.project_text
        ) as rank_of_form,
        row_number() over (
            partition by projects.document_id, projects.unit_key, projects.project_text
            order by levenshtein(forms.project_text, projects.project_text), forms.table_id, forms.row_no
        ) as rank_of_project
    from named_forms as forms
    anti join same_name
        on forms.table_id = same_name.table_id and forms.row_no is not distinct from same_name.row_no
    inner join projects
        on
            forms.document_id = projects.document_id
            and (forms.unit_key is not distinct from projects.unit_key or not forms.is_unit_named)
    anti join same_name as taken
        on projects.unit_key is not distinct from taken.unit_key and projects.project_text = taken.project_text
    where
        levenshtein(forms.project_text, projects.project_text)
        <= 0.2 * least(strlen(forms.project_text), strlen(projects.project_text)) -- both count bytes
        and regexp_replace(forms.project_text, '[^0-9一二三四五六七八九十甲乙丙丁]', '', 'g')
        = regexp_replace(projects.project_text, '[^0-9一二三四五六七八九十甲乙丙丁]', '', 'g')
),

matched as (
    select
        table_id,
        row_no,
        unit_key,
        unit_code,
        project_text
    from same_name

    union all

    select
        table_id,
        row_no,
        unit_key,
        unit_code,
        project_text
    from near_name
    where rank_of_form = 1 and rank_of_project = 1
)

select
    forms.table_id,
    forms.row_no,
    forms.entry,
    forms.document_id,
    forms.fiscal_year,
    coalesce(matched.unit_key, forms.unit_key) as unit_key,
    coalesce(matched.unit_code, forms.unit_code) as unit_code,
    forms.project_name,
    forms.project_text,
    {{ project_key(
        'coalesce(matched.unit_key, forms.unit_key)', 'forms.fiscal_year',
        "case when forms.entry in ('form', 'project') then coalesce(matched.project_text, forms.project_text) end"
    ) }} as project_key,
    matched.table_id is not null as is_in_project_table,
    forms.department_printed,
    forms.unit_printed,
    forms.annual_goal,
    forms.page_from
from forms
left join matched on forms.table_id = matched.table_id and forms.row_no is not distinct from matched.row_no
