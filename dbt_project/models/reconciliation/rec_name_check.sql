-- Shape 6: names of projects, units and codes in one place against the names in another.
with projects as (
    select distinct
        p.document_id,
        {{ normalise_text('i.project_name') }} as name
    from {{ ref('int_project') }} as i
    inner join {{ ref('int_table') }} as p on i.table_id = p.table_id
    where i.project_name is not null and p.table_kind = 'project_expenditure'
),

forms as (
    select
        document_id,
        table_id,
        page_from,
        project_name,
        {{ normalise_text('project_name') }} as name
    from {{ ref('fct_performance_project') }}
    where row_no is null and project_name is not null and not contains(project_name, '整体')
),

-- Forms whose project the table of projects does not name, where it names most of the others.
form_projects as (
    select
        'performance_project_in_project_table' as rule_id,
        f.document_id,
        f.table_id as instance_key,
        f.project_name as instance,
        bool_or(f.name = p.name) as holds,
        -- The nearest name, so that a reader sees what is meant.
        arg_max(p.name, jaro_winkler_similarity(f.name, p.name)) as nearest,
        max(jaro_winkler_similarity(f.name, p.name)) as nearness,
        f.page_from,
        f.project_name
    from forms as f
    inner join projects as p on f.document_id = p.document_id
    group by f.document_id, f.table_id, f.project_name, f.page_from
),

-- Units by key: what the table of units calls them, and what other tables do.
unit_names as (
    select distinct
        f.document_id,
        f.unit_key,
        f.page,
        f.table_kind,
        regexp_replace({{ normalise_text('f.unit_label') }}, '^[0-9]+[-/]?|[-/]?[0-9]+$', '', 'g') as name
    from {{ ref('fct_figure') }} as f
    where f.unit_key is not null and f.unit_label is not null
),

official_names as (
    select
        document_id,
        unit_key,
        min(name) as name
    from unit_names
    where table_kind = 'revenue' and name <> ''
    group by document_id, unit_key
    having count(distinct name) = 1
),

-- 1.延边朝鲜族自治州驻首尔办事处: a line of the list of units that is nearly one of their names.
listed_units as (
    select
        s.document_id,
        o.unit_key,
        s.page,
        'text' as table_kind,
        regexp_replace({{ strip_ordinals(normalise_text('s.text')) }}, '[。;.,]$', '') as name
    from {{ ref('stg_sentence') }} as s
    inner join official_names as o on s.document_id = o.document_id
    where
        length(s.text) between 6 and 40
        and abs(length(s.text) - length(o.name)) <= 6 and not regexp_matches(s.text, '[0-9]{2}|，|；')
        and jaro_winkler_similarity(
            regexp_replace({{ strip_ordinals(normalise_text('s.text')) }}, '[。;.,]$', ''), o.name
        ) > 0.9
    qualify row_number() over (
        partition by s.document_id, s.sentence_id
        order by jaro_winkler_similarity(
            regexp_replace({{ strip_ordinals(normalise_text('s.text')) }}, '[。;.,]$', ''), o.name
        ) desc, o.unit_key
    ) = 1
),

unit_mentions as (
    select
        'unit_name_same' as rule_id,
        m.document_id,
        m.unit_key || '|' || m.name as instance_key,
        m.name as instance,
        m.name = o.name as holds,
        cast(null as varchar) as reason,
        list_sort(list_distinct(list(cast(m.page as integer)))) as pages,
        cast([] as varchar[]) as figure_ids,
        false as is_marked,
        m.name as actual_printed,
        o.name as expected_printed
    from (
        select * from unit_names
        where name <> ''
        union all
        select * from listed_units
    ) as m
    inner join official_names as o on m.document_id = o.document_id and m.unit_key = o.unit_key
    group by m.document_id, m.unit_key, m.name, o.name
),

-- A code and the names that other documents print for it.
observed as (
    select
        if(kind = 'func', 'function', 'economic') as classification,
        code,
        {{ normalise_text('name') }} as name,
        {{ normalise_text("coalesce(alternatives, '')") }} as alternatives
    from {{ ref('subject_codes_observed') }}
    where kind in ('func', 'dept_econ') and n_docs >= 5 and share >= 0.8
),

printed_codes as (
    select
        f.document_id,
        coalesce(f.function_code, f.economic_department_code) as code,
        if(f.function_code is not null, 'function', 'economic') as classification,
        f.label as name,
        min(f.page) as page,
        min(f.figure_id) as figure_id,
        bool_or(f.is_marked) as is_marked
    from {{ ref('rec_figure') }} as f
    where
        (f.function_code is null) <> (f.economic_department_code is null)
        and f.label <> '' and not contains(f.label_text, '/') and f.economic_government_code is null
        and f.table_kind not in ('balance', 'fiscal_balance', 'other', 'performance_target')
    group by f.document_id, code, classification, f.label
),

known_names as (
    select
        'code_name_as_observed' as rule_id,
        p.document_id,
        p.code || ' ' || p.name as instance_key,
        p.code || ' ' || p.name as instance,
        -- The fiscal name of a class may stand with or without 支出 at its end.
        regexp_replace(p.name, '支出$', '') = regexp_replace(o.name, '支出$', '')
        or contains(o.alternatives, p.name) as holds,
        cast(null as varchar) as reason,
        [cast(p.page as integer)] as pages,
        [p.figure_id] as figure_ids,
        p.is_marked,
        p.code || ' ' || p.name as actual_printed,
        o.name as expected_printed
    from printed_codes as p
    inner join observed as o on p.code = o.code and p.classification = o.classification
)

select
    rule_id,
    document_id,
    instance_key,
    instance,
    holds,
    case
        when
            count(*) over (partition by document_id) < 3
            or count(*) filter (where holds) over (partition by document_id)
            < 0.75 * count(*) over (partition by document_id)
            then 'the table of projects does not name the projects of the forms'
    end as reason,
    [cast(page_from as integer)] as pages,
    cast([] as varchar[]) as figure_ids,
    false as is_marked,
    project_name as actual_printed,
    nearest as expected_printed
from form_projects
union all by name
select * from unit_mentions
union all by name
select * from known_names
