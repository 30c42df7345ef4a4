-- The unit that a document is about: its printed code, else the shortest code that bears the publisher's name.
with own as (
    select
        documents.document_id,
        documents.region_code,
        documents.fiscal_year,
        documents.unit_code as stated_code,
        publisher.stem,
        publisher.unit_text
    from {{ ref('int_document') }} as documents
    left join {{ ref('int_unit') }} as publisher
        on documents.document_id = publisher.document_id and publisher.found_in = 'publisher'
),

by_name as (
    select
        own.document_id,
        min_by(units.unit_code, (length(units.unit_code), units.unit_code)) as unit_code
    from own
    inner join {{ ref('int_unit') }} as units
        on own.document_id = units.document_id and own.stem = units.stem and units.found_in = 'table'
    where units.unit_code is not null
    group by own.document_id
)

select
    own.document_id,
    coalesce(own.stated_code, by_name.unit_code) as unit_code,
    case
        when coalesce(own.stated_code, by_name.unit_code) is not null
            then
                coalesce(own.region_code, 'unknown')
                || '-'
                || coalesce(cast(own.fiscal_year as varchar), 'unknown')
                || '-' || coalesce(own.stated_code, by_name.unit_code)
        when own.unit_text is not null then coalesce(own.region_code, 'unknown') || '-name:' || own.unit_text
    end as unit_key
from own
left join by_name on own.document_id = by_name.document_id
