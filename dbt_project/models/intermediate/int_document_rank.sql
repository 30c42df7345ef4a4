-- Which document speaks for a unit, a year, a kind and a part: one that its publisher has not replaced under the same
-- address, the one published last, else the one with more figures.
with sized as (
    select
        document_id,
        count(*) as figure_count
    from {{ ref('stg_figure') }}
    group by document_id
),

-- Files that their publisher has replaced under the same address, wherever a copy of them stands.
versions as (
    select
        sha256,
        bool_and(superseded_by is not null) as is_old_version
    from {{ ref('stg_file') }}
    group by sha256
),

described as (
    select
        documents.document_id,
        units.unit_key,
        documents.fiscal_year,
        documents.disclosure_kind,
        coalesce(documents.part, 'complete') as part,
        documents.scope,
        documents.published_on,
        coalesce(versions.is_old_version, false) as is_old_version,
        coalesce(sized.figure_count, 0) as figure_count
    from {{ ref('int_document') }} as documents
    left join {{ ref('int_document_unit') }} as units on documents.document_id = units.document_id
    left join sized on documents.document_id = sized.document_id
    left join versions on documents.sha256 = versions.sha256
),

ranked as (
    select
        *,
        row_number() over (
            partition by unit_key, fiscal_year, disclosure_kind, scope
            order by
                is_old_version asc,
                case part when 'complete' then 1 when 'tables' then 2 when 'narrative' then 3 else 4 end,
                published_on desc nulls last, figure_count desc, document_id asc
        ) as rank_in_unit,
        first_value(document_id) over (
            partition by unit_key, fiscal_year, disclosure_kind, scope, part
            order by is_old_version asc, published_on desc nulls last, figure_count desc, document_id asc
        ) as first_of_part
    from described
    where unit_key is not null and fiscal_year is not null and disclosure_kind is not null
)

select
    ranked.document_id,
    ranked.rank_in_unit = 1 as is_canonical,
    case when ranked.first_of_part <> ranked.document_id then ranked.first_of_part end as superseded_by,
    companions.document_id as companion_document_id
from ranked
left join ranked as companions
    on
        ranked.unit_key = companions.unit_key
        and ranked.fiscal_year = companions.fiscal_year
        and ranked.disclosure_kind = companions.disclosure_kind
        and ranked.scope is not distinct from companions.scope
        and companions.document_id = companions.first_of_part
        and (
            (ranked.part = 'tables' and companions.part = 'narrative')
            or (ranked.part = 'narrative' and companions.part = 'tables')
        )
