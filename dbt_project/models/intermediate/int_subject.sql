-- Subjects with every name they bore, by classification: observed codes, and classes with the years of their names.
with observed as (
    select
        case kind
            when 'func' then 'function'
            when 'dept_econ' then 'economic_department'
            when 'gov_econ' then 'economic_government'
        end as classification,
        code,
        name,
        n_docs,
        share,
        alternatives
    from {{ ref('subject_codes_observed') }}
),

class_names as (
    select
        classification,
        code,
        list(
            name || coalesce(' (–' || cast(valid_to as varchar) || ')', '') order by coalesce(valid_to, 9999)
        )
        filter (where valid_to is not null) as former_names,
        max(valid_from) filter (where valid_to is null) as name_valid_from,
        max(years_source) as years_source,
        arg_max(name, (coalesce(valid_to, 9999), name)) as current_name,
        list(name) filter (where valid_to is null) as current_names
    from {{ ref('subject_class_names') }}
    group by classification, code
),

-- names that a code or, before it, another code bore for the same subject
former as (
    select
        classification,
        successor_code as code,
        list(
            name || if(code = successor_code, '', ' ' || code) || ' (–' || cast(valid_to as varchar) || ')'
            order by valid_to, code
        ) as former_names
    from {{ ref('subject_changes') }}
    where successor_code is not null
    group by classification, successor_code
),

all_codes as (
    select
        classification,
        code
    from observed
    union
    select
        classification,
        code
    from class_names
),

-- codes that this corpus prints with a name and the observed list does not have
printed_names as (
    select
        classification,
        code,
        name,
        count(*) as row_count,
        list(distinct document_id) as document_ids
    from {{ ref('int_subject_printed') }}
    group by classification, code, name
),

printed as (
    select
        classification,
        code,
        -- the spelling of most rows; among equals the first by its characters
        arg_min(name, (-row_count, name)) as name,
        len(list_distinct(flatten(list(document_ids)))) as n_docs
    from printed_names
    group by classification, code
)

select
    coalesce(all_codes.classification, printed.classification) as classification,
    coalesce(all_codes.code, printed.code) as code,
    case
        -- spellings that are valid side by side: the one that most documents print
        when list_contains(class_names.current_names, observed.name) then observed.name
        else coalesce(class_names.current_name, observed.name, printed.name)
    end as name,
    nullif(
        list_distinct(list_concat(coalesce(class_names.former_names, []), coalesce(former.former_names, []))), []
    ) as former_names,
    class_names.name_valid_from,
    class_names.years_source,
    case
        when all_codes.code is null then 'printed' when observed.code is not null then 'observed' else
            'class_names'
    end as source,
    coalesce(observed.n_docs, printed.n_docs, 0) as document_count
from all_codes
full outer join printed on all_codes.classification = printed.classification and all_codes.code = printed.code
left join observed on all_codes.classification = observed.classification and all_codes.code = observed.code
left join
    class_names
    on all_codes.classification = class_names.classification and all_codes.code = class_names.code
left join former
    on
        coalesce(all_codes.classification, printed.classification) = former.classification
        and coalesce(all_codes.code, printed.code) = former.code
