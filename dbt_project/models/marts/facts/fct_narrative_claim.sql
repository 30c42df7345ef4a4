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
    claims.whole_text,
    claims.base_text,
    case
        when
            resources.resource is not null
            then case when resources.is_resource then 'resource.' else 'count.' end || resources.resource
        when
            claims.is_tied
            then concat_ws(
                '.',
                claims.table_kind,
                case when claims.side <> 'both' then claims.side end,
                claims.function_code, claims.economic_department_code, claims.economic_government_code,
                claims.item, claims.fund_source, claims.spending_kind, claims.vintage
            )
    end as refers_to,
    case
        when claims.is_tied then case when matches.is_decided_by_value then 'value' else claims.tied_by end
    end as tied_by,
    case
        when claims.is_tied or resources.resource is not null then null
        else coalesce(claims.untied_reason, 'outside_tables')
    end as untied_reason,
    -- what an untied claim speaks of is not told in part
    case when claims.is_tied then claims.table_kind end as table_kind,
    case when claims.is_tied then claims.side end as side,
    case when claims.is_tied then claims.function_code end as function_code,
    case when claims.is_tied then claims.economic_department_code end as economic_department_code,
    case when claims.is_tied then claims.economic_government_code end as economic_government_code,
    case when claims.is_tied then claims.item end as item,
    case when claims.is_tied then claims.fund_source end as fund_source,
    case when claims.is_tied then claims.spending_kind end as spending_kind,
    case when claims.is_tied then claims.vintage end as vintage,
    claims.stage,
    cast(claims.figure_year as integer) as figure_year,
    -- 增长5% behind 比上年增加10万元 is against the same base
    coalesce(claims.base_stage, numerators.base_stage) as base_stage,
    cast(coalesce(claims.base_year, numerators.base_year) as integer) as base_year,
    ratios.numerator_claim_id,
    ratios.denominator_claim_id,
    coalesce(matches.matched_figure_ids, cast([] as varchar[])) as matched_figure_ids
from {{ ref('int_claim') }} as claims
inner join {{ ref('int_document') }} as documents on claims.document_id = documents.document_id
left join {{ ref('int_document_unit') }} as document_units on claims.document_id = document_units.document_id
left join {{ ref('int_claim_match') }} as matches on claims.claim_id = matches.claim_id
left join {{ ref('int_resource_claim') }} as resources on claims.claim_id = resources.claim_id
left join {{ ref('int_claim_ratio') }} as ratios on claims.claim_id = ratios.claim_id
left join {{ ref('int_claim') }} as numerators on ratios.numerator_claim_id = numerators.claim_id
