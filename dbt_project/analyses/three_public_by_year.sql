-- Metric: 三公, for each document and year. The three public expenses of a disclosure in its own year, in yuan, with
-- what they were planned at where the disclosure is final accounts that print both.
with planned as (
    select
        facts.document_id,
        max(facts.amount_yuan) as planned_yuan
    from {{ ref('fct_three_public') }} as facts
    inner join {{ ref('dim_document') }} as documents on facts.document_id = documents.document_id
    where
        documents.disclosure_kind = 'final_accounts'
        and facts.item = 'total'
        and facts.measure = 'amount'
        and facts.stage = 'initial_budget'
        and facts.figure_year = documents.fiscal_year
        and facts.unit_key is not distinct from documents.unit_key
    group by facts.document_id
    -- two tables by scope: which of them is meant is open
    having count(distinct facts.amount_yuan) = 1
)

select
    reports.publisher_name,
    reports.fiscal_year,
    reports.disclosure_kind,
    reports.total_yuan,
    reports.abroad_yuan,
    reports.vehicle_yuan,
    reports.reception_yuan,
    planned.planned_yuan,
    reports.document_id
from {{ ref('rpt_three_public') }} as reports
left join planned on reports.document_id = planned.document_id
order by reports.publisher_name, reports.fiscal_year, reports.disclosure_kind, reports.document_id
