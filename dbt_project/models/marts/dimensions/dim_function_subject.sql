with subjects as (
    select * from {{ ref('int_subject') }}
    where classification = 'function' and regexp_full_match(code, '2[0-9]{2}([0-9]{2}){0,2}')
)

select
    subjects.code as function_code,
    subjects.name,
    case length(subjects.code) when 3 then 'class' when 5 then 'section' else 'item' end as level,
    parents.code as parent_code,
    substr(subjects.code, 1, 3) as class_code,
    classes.name as class_name,
    coalesce(subjects.former_names, cast([] as varchar[])) as former_names,
    cast(subjects.name_valid_from as integer) as valid_from,
    cast(null as integer) as valid_to,
    subjects.years_source,
    subjects.source,
    cast(subjects.document_count as integer) as document_count
from subjects
left join
    subjects as parents
    on parents.code = substr(subjects.code, 1, length(subjects.code) - 2) and length(subjects.code) > 3
left join subjects as classes on classes.code = substr(subjects.code, 1, 3)
