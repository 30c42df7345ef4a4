-- Metric: execution rate. What final accounts report as a part of what the budget of the same publisher and year
-- planned, for each headline amount that both print.
select
    publisher_name,
    fiscal_year,
    metric,
    other_amount_yuan as planned_yuan,
    amount_yuan as final_yuan,
    ratio as execution_rate,
    document_id,
    other_document_id as budget_document_id
from {{ ref('rpt_across_documents') }}
where relation = 'budget'
order by publisher_name, fiscal_year, metric, document_id
