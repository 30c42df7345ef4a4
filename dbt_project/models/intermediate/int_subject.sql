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
        arg_max(name, coalesce(valid_to, 9999)) as current_name
    from {{ ref('subject_class_names') }}
    group by classification, code
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
printed as (
    select
        'function' as classification,
        function_code as code,
        mode(label_text) as name,
        count(distinct document_id) as n_docs
    from {{ ref('int_row') }}
    where function_code is not null and label_text <> ''
    group by function_code

    union all

    select
        'economic_department',
        economic_department_code,
        mode(label_text),
        count(distinct document_id)
    from {{ ref('int_row') }}
    where economic_department_code is not null and economic_government_code is null and label_text <> ''
    group by economic_department_code

    union all

    select
        'economic_government',
        economic_government_code,
        mode(label_text),
        count(distinct document_id)
    from {{ ref('int_row') }}
    where economic_government_code is not null and economic_department_code is null and label_text <> ''
    group by economic_government_code
)

select
    coalesce(all_codes.classification, printed.classification) as classification,
    coalesce(all_codes.code, printed.code) as code,
    coalesce(class_names.current_name, observed.name, printed.name) as name,
    class_names.former_names,
    class_names.name_valid_from,
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
