with subjects as (
    select
        replace(classification, 'economic_', '') as classification,
        * exclude (classification)
    from {{ ref('int_subject') }}
    where
        classification in ('economic_department', 'economic_government')
        and regexp_full_match(code, '[35][0-9]{2}([0-9]{2})?')
)

select
    subjects.classification,
    subjects.code as economic_code,
    subjects.name,
    case length(subjects.code) when 3 then 'class' else 'section' end as level,
    parents.code as parent_code,
    coalesce(subjects.former_names, cast([] as varchar[])) as former_names,
    case
        when subjects.classification = 'department'
            then case
                when substr(subjects.code, 1, 3) in ('301', '303') then 'personnel'
                when substr(subjects.code, 1, 3) in ('302', '309', '310') then 'operating'
            end
    end as spending_group,
    case
        when subjects.classification = 'department'
            then case subjects.code
                when '30212' then 'abroad'
                when '30217' then 'reception'
                when '30231' then 'vehicle_operation'
                when '31013' then 'vehicle_purchase'
                when '30913' then 'vehicle_purchase'
                when '30215' then 'conference'
                when '30216' then 'training'
            end
    end as three_public_item,
    -- two parallel sets since 2018
    cast(
        coalesce(
            subjects.name_valid_from, case subjects.classification when 'government' then 2018 end
        ) as integer
    ) as valid_from,
    cast(null as integer) as valid_to,
    case
        when subjects.name_valid_from is not null then subjects.years_source
        when subjects.classification = 'government' then 'memory'
        else subjects.years_source
    end as years_source,
    subjects.source,
    cast(subjects.document_count as integer) as document_count
from subjects
left join subjects as parents
    on
        subjects.classification = parents.classification
        and parents.code = substr(subjects.code, 1, 3)
        and length(subjects.code) > 3
