select
    documents.document_id,
    documents.sha256,
    files.file_path,
    files.source_url,
    files.retrieved_at,
    documents.publisher_name,
    documents.region_code,
    units.unit_key,
    units.unit_code,
    documents.scope,
    cast(documents.fiscal_year as integer) as fiscal_year,
    documents.disclosure_kind,
    coalesce(documents.part, 'complete') as part,
    ranks.companion_document_id,
    coalesce(documents.published_on, files.published_on) as published_on,
    cast(documents.page_from as integer) as page_from,
    cast(documents.page_to as integer) as page_to,
    cast(documents.page_count as integer) as page_count,
    coalesce(money.money_units, cast([] as varchar[])) as money_units,
    ranks.superseded_by,
    -- a document whose identity is not known has no rival
    coalesce(ranks.is_canonical, true) as is_canonical
from {{ ref('int_document') }} as documents
inner join {{ ref('int_file') }} as files on documents.sha256 = files.sha256 and files.copy_no = 1
left join {{ ref('int_document_unit') }} as units on documents.document_id = units.document_id
left join {{ ref('int_document_rank') }} as ranks on documents.document_id = ranks.document_id
left join (
    select
        document_id,
        list(distinct money_unit order by money_unit) as money_units
    from {{ ref('int_table') }}
    where money_unit is not null
    group by document_id
) as money on documents.document_id = money.document_id
