-- Identity of each document that was extracted, with its region: from the evidence, else from the longest
-- name of a division that the publisher's name begins with.
with identity as (
    select
        documents.document_id,
        documents.sha256,
        documents.page_from,
        documents.page_to,
        documents.page_count,
        documents.read_by,
        documents.extractor,
        identity.* exclude (document_id),
        {{ normalise_text("identity.publisher_name") }} as publisher_text
    from {{ ref('stg_document') }} as documents
    left join {{ ref('int_document_identity') }} as identity on documents.document_id = identity.document_id
    where documents.state = 'extracted'
),

names as (
    select
        region_code,
        full_name as name,
        level
    from {{ ref('int_region') }}
    where is_latest and level <> 'central'
    union
    select
        region_code,
        name,
        level
    from {{ ref('int_region') }}
    where is_latest and valid_to is null and level <> 'central'
    union
    -- 上海市普陀区 for 上海市 + 普陀区, 福州市仓山区 for 福建省 + 福州市 + 仓山区
    select
        county.region_code,
        parent.name || county.name,
        county.level
    from {{ ref('int_region') }} as county
    inner join
        {{ ref('int_region') }} as parent
        on county.parent_code = parent.region_code and parent.is_latest
    where county.is_latest and parent.level <> 'central'
),

found as (
    select
        identity.document_id,
        names.region_code,
        count(distinct names.region_code)
            over (partition by identity.document_id, length(names.name))
            as rivals,
        row_number()
            over (partition by identity.document_id order by length(names.name) desc, names.region_code)
            as choice
    from identity
    inner join names on starts_with(identity.publisher_text, names.name)
)

select
    identity.document_id,
    identity.sha256,
    identity.page_from,
    identity.page_to,
    identity.page_count,
    identity.read_by,
    identity.extractor,
    identity.publisher_name,
    identity.publisher_text,
    identity.fiscal_year,
    identity.disclosure_kind,
    identity.scope,
    identity.part,
    identity.unit_code,
    identity.published_on,
    case
        when regexp_full_match(identity.region_hint, '[0-9]{6}') then identity.region_hint
        when regexp_matches(identity.publisher_text, '^(国家|中华人民共和国|全国|国务院|中共中央|中央|最高人民)') then '000000'
        when found.rivals = 1 then found.region_code
    end as region_code
from identity
left join found on identity.document_id = found.document_id and found.choice = 1
