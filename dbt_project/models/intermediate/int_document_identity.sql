-- What a document is, decided per axis from the evidence that the extraction found. A value's weight is
-- that of its best evidence; evidence of further kinds adds a little; ties go to the earliest page.
with files as (
    -- What a sidecar says holds for every disclosure of the file, but its publisher for a file of one only.
    select
        documents.document_id,
        files.sidecar_region_code,
        files.published_on,
        files.sidecar_fiscal_year,
        files.sidecar_disclosure_kind,
        case
            when count(distinct documents.document_id) over (partition by documents.sha256) = 1
                then files.sidecar_publisher
        end as sidecar_publisher
    from {{ ref('stg_file') }} as files
    inner join {{ ref('stg_document') }} as documents on files.sha256 = documents.sha256
),

evidence as (
    select
        document_id,
        axis,
        value,
        page,
        method,
        score
    from {{ ref('stg_candidate') }}
    where value is not null

    union all

    select
        document_id,
        'publisher',
        sidecar_publisher,
        0,
        'sidecar',
        0.97
    from files
    where sidecar_publisher is not null

    union all

    select
        document_id,
        'region',
        sidecar_region_code,
        0,
        'sidecar',
        0.99
    from files
    where sidecar_region_code is not null

    union all

    select
        document_id,
        'published_on',
        cast(published_on as varchar),
        0,
        'sidecar',
        0.99
    from files
    where published_on is not null

    union all

    -- What the publisher's list says of year and kind counts where the document itself says next to nothing.
    select
        document_id,
        'fiscal_year',
        cast(sidecar_fiscal_year as varchar),
        0,
        'sidecar',
        0.3
    from files
    where sidecar_fiscal_year is not null

    union all

    select
        document_id,
        'disclosure_kind',
        sidecar_disclosure_kind,
        0,
        'sidecar',
        0.3
    from files
    where sidecar_disclosure_kind is not null

    union all

    -- A person who has looked at the document is believed.
    select
        document_id,
        decision,
        value,
        0,
        'person',
        10
    from {{ ref('document_decisions') }}
    where value is not null
),

weighed as (
    select
        document_id,
        axis,
        value,
        max(score) + 0.05 * (count(distinct method) - 1) + 0.01 * ln(count(*)) as weight,
        min(page) as first_page
    from evidence
    group by document_id, axis, value
),

chosen as (
    select
        *,
        row_number() over (
            partition by document_id, axis
            order by weight desc, first_page asc, length(value) desc, value asc
        ) as choice
    from weighed
)

select
    document_id,
    max(value) filter (where axis = 'publisher') as publisher_name,
    try_cast(max(value) filter (where axis = 'fiscal_year') as integer) as fiscal_year,
    max(value) filter (where axis = 'disclosure_kind') as disclosure_kind,
    max(value) filter (where axis = 'scope') as scope,
    max(value) filter (where axis = 'part') as part,
    max(value) filter (where axis = 'region') as region_hint,
    max(value) filter (where axis = 'unit_code') as unit_code,
    try_cast(max(value) filter (where axis = 'published_on') as date) as published_on
from chosen
where choice = 1
group by document_id
