-- One row per canonical document: what the department plans or spent in its year.
select
    documents.document_id,
    documents.publisher_name,
    documents.region_code,
    regions.full_name as region_name,
    documents.unit_key,
    documents.scope,
    documents.fiscal_year,
    documents.disclosure_kind,
    totals.revenue_yuan,
    totals.expenditure_yuan,
    totals.basic_yuan,
    totals.project_yuan,
    cast(totals.project_yuan / nullif(totals.expenditure_yuan, 0) as double) as project_share,
    totals.general_public_budget_yuan,
    totals.government_fund_yuan,
    three_public.total_yuan as three_public_yuan
from {{ ref('dim_document') }} as documents
left join {{ ref('int_document_total') }} as totals
    on totals.document_id = coalesce(
        case when documents.part = 'narrative' then documents.companion_document_id end, documents.document_id
    )
left join {{ ref('rpt_three_public') }} as three_public on documents.document_id = three_public.document_id
left join {{ ref('int_region') }} as regions on documents.region_code = regions.region_code and regions.is_latest
where documents.is_canonical
