-- What each canonical disclosure is expected to have, and what of it was found: tables by kind, sections by title.
-- Text and tables in two files count as one disclosure.
with files_of_disclosures as (
    select
        documents.document_id,
        documents.publisher_name,
        documents.region_code,
        documents.fiscal_year,
        documents.disclosure_kind,
        unnest(list_distinct([
            documents.document_id, coalesce(documents.companion_document_id, documents.document_id)
        ])) as part_document_id
    from {{ ref('dim_document') }} as documents
    where documents.is_canonical
),

found as (
    select
        document_id,
        'table' as part,
        table_kind as requirement,
        page_from as page,
        is_empty,
        is_empty and note is not null as has_note
    from {{ ref('dim_table') }}

    union all

    select
        document_id,
        'section' as part,
        section_kind as requirement,
        page_from as page,
        coalesce(text, '') = '' as is_empty,
        false as has_note
    from {{ ref('document_section') }}
    where section_kind is not null
)

select
    disclosures.document_id,
    disclosures.publisher_name,
    disclosures.region_code,
    disclosures.fiscal_year,
    disclosures.disclosure_kind,
    requirements.part,
    requirements.requirement,
    requirements.name_zh as requirement_name,
    count(found.document_id) > 0 as is_found,
    cast(count(found.document_id) as integer) as found_count,
    coalesce(bool_and(found.is_empty), false) as is_empty,
    coalesce(bool_or(found.has_note), false) as has_note,
    cast(min(found.page) as integer) as first_page
from files_of_disclosures as disclosures
inner join {{ ref('disclosure_requirements') }} as requirements
    on disclosures.disclosure_kind = requirements.disclosure_kind
left join found
    on
        disclosures.part_document_id = found.document_id
        and requirements.part = found.part
        and requirements.requirement = found.requirement
group by
    disclosures.document_id,
    disclosures.publisher_name,
    disclosures.region_code,
    disclosures.fiscal_year,
    disclosures.disclosure_kind,
    requirements.part,
    requirements.requirement,
    requirements.name_zh
