-- Metric: total budget. What a department takes in and spends in its year, as its tables print it, in yuan: one row
-- for each canonical disclosure, plans and outcomes told apart.
select
    publisher_name,
    fiscal_year,
    disclosure_kind,
    scope,
    revenue_yuan,
    expenditure_yuan,
    document_id
from {{ ref('rpt_department_year') }}
order by publisher_name, fiscal_year, disclosure_kind, scope, document_id
