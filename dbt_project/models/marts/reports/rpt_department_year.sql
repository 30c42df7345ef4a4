-- One row per canonical document: what the department plans or spent in its year. 机关运行经费 stands in the table of
-- the three public expenses, in one of its own, or only in the text, of the document or of its companion.
with operating_cost_tables as (
    select
        document_id,
        max(amount_yuan) as amount_yuan
    from {{ ref('fct_economic_expenditure') }}
    where table_kind = 'operating_cost' and row_role = 'total' and measure = 'amount' and figure_year = fiscal_year
    group by document_id
),

operating_cost_said as (
    select
        documents.document_id,
        -- two different amounts say nothing
        case when count(distinct claims.amount_yuan) = 1 then max(claims.amount_yuan) end as amount_yuan
    from {{ ref('dim_document') }} as documents
    inner join {{ ref('fct_narrative_claim') }} as claims
        on claims.document_id in (documents.document_id, documents.companion_document_id)
    where
        claims.table_kind = 'operating_cost'
        and claims.role = 'value'
        and claims.figure_year = documents.fiscal_year
        and claims.amount_yuan is not null
    group by documents.document_id
)

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
    totals.current_yuan,
    totals.carryover_yuan,
    totals.expenditure_yuan,
    totals.basic_yuan,
    totals.personnel_yuan,
    totals.operating_yuan,
    totals.project_yuan,
    cast(totals.project_yuan / nullif(totals.expenditure_yuan, 0) as double) as project_share,
    totals.general_public_budget_yuan,
    totals.government_fund_yuan,
    totals.state_capital_yuan,
    three_public.total_yuan as three_public_yuan,
    coalesce(
        three_public.operating_cost_yuan, operating_cost_tables.amount_yuan, operating_cost_said.amount_yuan
    ) as operating_cost_yuan
from {{ ref('dim_document') }} as documents
left join {{ ref('int_document_total') }} as totals
    on totals.document_id = coalesce(
        case when documents.part = 'narrative' then documents.companion_document_id end, documents.document_id
    )
left join {{ ref('rpt_three_public') }} as three_public on documents.document_id = three_public.document_id
left join operating_cost_tables on documents.document_id = operating_cost_tables.document_id
left join operating_cost_said on documents.document_id = operating_cost_said.document_id
left join {{ ref('int_region') }} as regions on documents.region_code = regions.region_code and regions.is_latest
where documents.is_canonical
