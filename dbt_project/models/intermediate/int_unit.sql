-- Budget units of each document: those with a printed code, the publisher itself, and names without a code.
with documents as (
    select
        documents.document_id,
        documents.region_code,
        documents.fiscal_year,
        documents.publisher_name,
        documents.publisher_text,
        documents.unit_code,
        regions.name as region_name
    from {{ ref('int_document') }} as documents
    left join
        {{ ref('int_region') }} as regions
        on documents.region_code = regions.region_code and regions.is_latest
),

spellings as (
    select
        document_id,
        unit_code,
        unit_name,
        unit_text,
        count(*) as mention_count,
        'table' as found_in
    from {{ ref('int_unit_mention') }}
    group by document_id, unit_code, unit_name, unit_text

    union all

    select
        document_id,
        unit_code,
        publisher_name,
        publisher_text,
        1,
        'publisher'
    from documents
    where publisher_name is not null
),

stemmed as (
    select
        spellings.*,
        documents.region_code,
        documents.region_name,
        documents.fiscal_year,
        {{ unit_stem('spellings.unit_text', 'documents.region_name') }} as stem
    from spellings
    inner join documents on spellings.document_id = documents.document_id
),

coded as (
    select
        document_id,
        stem,
        unit_code,
        max(unit_text) as unit_text
    from stemmed
    where unit_code is not null and stem is not null
    group by document_id, stem, unit_code
),

-- A name that a department and one of its units share means the unit: the department is a sum, only units hold
-- projects and staff. Where several units remain the spelling stays open.
holders as (
    select
        coded.*,
        count(*) over (partition by coded.document_id, coded.stem) as holder_count
    from coded
    where not exists (
        select 1 from coded as longer
        where
            longer.document_id = coded.document_id
            and longer.stem = coded.stem
            and starts_with(longer.unit_code, coded.unit_code)
            and length(longer.unit_code) > length(coded.unit_code)
    )
),

resolved as (
    select
        stemmed.*,
        coalesce(
            stemmed.unit_code,
            case when aliases.unit_code is not null and not aliases.is_ambiguous then aliases.unit_code end,
            case when holders.holder_count = 1 and stemmed.found_in = 'table' then holders.unit_code end
        ) as resolved_code,
        case
            when stemmed.unit_code is not null then 'code printed'
            when aliases.unit_code is not null then aliases.reason
            when
                holders.holder_count = 1 and holders.unit_text = stemmed.unit_text
                then 'same name as a unit with a code'
            when holders.holder_count = 1 then 'same name but for region, 人民政府, 驻 or a suffix'
        end as reason,
        coalesce(aliases.is_ambiguous, false) or coalesce(holders.holder_count > 1, false) as is_ambiguous
    from stemmed
    left join {{ ref('unit_aliases') }} as aliases
        on
            stemmed.region_code = aliases.region_code
            and stemmed.unit_text = {{ normalise_text('aliases.alias') }}
    left join holders
        on stemmed.document_id = holders.document_id and stemmed.stem = holders.stem
    qualify row_number() over (
        partition by stemmed.document_id, stemmed.unit_code, stemmed.unit_text, stemmed.found_in
        order by holders.unit_code
    ) = 1
)

select
    document_id,
    region_code,
    fiscal_year,
    unit_code as printed_code,
    unit_name as spelling,
    unit_text,
    stem,
    found_in,
    mention_count,
    resolved_code as unit_code,
    coalesce(reason, 'no code printed') as reason,
    is_ambiguous,
    case
        when is_ambiguous and resolved_code is null then null
        when resolved_code is not null
            then
                coalesce(region_code, 'unknown')
                || '-'
                || coalesce(cast(fiscal_year as varchar), 'unknown')
                || '-'
                || resolved_code
        else coalesce(region_code, 'unknown') || '-name:' || unit_text
    end as unit_key
from resolved
