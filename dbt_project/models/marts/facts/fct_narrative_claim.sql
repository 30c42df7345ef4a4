select
    claims.claim_id,
    claims.document_id,
    cast(documents.fiscal_year as integer) as fiscal_year,
    document_units.unit_key,
    document_units.unit_code,
    claims.sentence_id,
    cast(claims.page as integer) as page,
    claims.section_title,
    claims.section_kind,
    claims.sentence,
    cast(claims.start as integer) as start,
    claims.printed,
    claims.kind as claim_kind,
    claims.role,
    cast(claims.number as decimal(28, 8)) as number,
    claims.unit,
    {{ amount_yuan('claims.number', "case when claims.kind = 'amount' then claims.unit end") }}
        as amount_yuan,
    claims.clause,
    claims.subject_text,
    case
        when
            resources.resource is not null
            then case when resources.is_resource then 'resource.' else 'count.' end || resources.resource
        when claims.kind in ('count', 'other') then null
        when
            claims.table_kind is not null
            and claims.is_recognised
            and coalesce(
                claims.function_code,
                claims.item,
                claims.spending_kind,
                claims.fund_source,
                claims.vintage,
                claims.side
            ) is not null
            then concat_ws(
                '.',
                claims.table_kind,
                case when claims.side <> 'both' then claims.side end,
                claims.function_code,
                claims.item, claims.fund_source, claims.spending_kind, claims.vintage
            )
        when matches.matched_figure_ids is not null then claims.table_kind
    end as refers_to,
    claims.table_kind,
    claims.side,
    claims.function_code,
    claims.item,
    claims.fund_source,
    claims.spending_kind,
    claims.vintage,
    claims.stage,
    cast(claims.figure_year as integer) as figure_year,
    coalesce(matches.matched_figure_ids, cast([] as varchar[])) as matched_figure_ids
from {{ ref('int_claim') }} as claims
inner join {{ ref('int_document') }} as documents on claims.document_id = documents.document_id
left join {{ ref('int_document_unit') }} as document_units on claims.document_id = document_units.document_id
left join {{ ref('int_claim_match') }} as matches on claims.claim_id = matches.claim_id
left join {{ ref('int_resource_claim') }} as resources on claims.claim_id = resources.claim_id
