-- What a code meant in which years, and the code that its subject bears today: the key of a series over years.
with changes as (
    select
        classification,
        code,
        name,
        valid_from,
        valid_to,
        successor_code,
        years_source,
        source
    from {{ ref('subject_changes') }}

    union all

    select
        classification,
        code,
        name,
        valid_from,
        valid_to,
        code as successor_code,
        years_source,
        note
    from {{ ref('subject_class_names') }} as former
    where
        valid_to is not null
        and not exists (
            select 1 from {{ ref('subject_changes') }} as known
            where
                former.classification = known.classification
                and former.code = known.code
                and former.name = known.name
        )
),

-- the last change of each code, before what it means today
last_changes as (
    select
        classification,
        code,
        max(valid_to) as last_year,
        arg_max(years_source, valid_to) as years_source
    from changes
    group by classification, code
),

printed as (
    select
        named.classification,
        named.code,
        named.name,
        count(distinct named.document_id) as document_count,
        min(documents.fiscal_year) as first_year,
        max(documents.fiscal_year) as last_year
    from {{ ref('int_subject_printed') }} as named
    inner join {{ ref('int_document') }} as documents on named.document_id = documents.document_id
    group by named.classification, named.code, named.name
),

versions as (
    select
        classification,
        code,
        name,
        valid_from,
        valid_to,
        successor_code as subject_code,
        false as is_current,
        years_source,
        source
    from changes

    union all

    -- a code that passed its subject on and was given no other stands for nothing today
    select
        subjects.classification,
        subjects.code,
        subjects.name,
        coalesce(last_changes.last_year + 1, subjects.name_valid_from),
        null,
        subjects.code as subject_code,
        true,
        coalesce(last_changes.years_source, subjects.years_source),
        subjects.source
    from {{ ref('int_subject') }} as subjects
    left join last_changes
        on subjects.classification = last_changes.classification and subjects.code = last_changes.code
    where not exists (
        select 1 from changes
        where
            subjects.classification = changes.classification
            and subjects.code = changes.code
            and {{ normalise_text('subjects.name') }} = {{ normalise_text('changes.name') }}
    )
)

select
    versions.classification || '-' || versions.code || '-' || coalesce(cast(versions.valid_to as varchar), 'now')
    || '-' || versions.name as subject_version_key,
    versions.classification,
    versions.code,
    versions.name,
    cast(versions.valid_from as integer) as valid_from,
    cast(versions.valid_to as integer) as valid_to,
    versions.subject_code,
    versions.is_current,
    versions.years_source,
    versions.source,
    cast(coalesce(printed.document_count, 0) as integer) as printed_document_count,
    cast(printed.first_year as integer) as first_printed_year,
    cast(printed.last_year as integer) as last_printed_year
from versions
left join printed
    on
        versions.classification = printed.classification
        and versions.code = printed.code
        and {{ normalise_text('versions.name') }} = printed.name
