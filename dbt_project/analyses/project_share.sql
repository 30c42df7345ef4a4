-- Metric: project share. Project expenditure as a part of all expenditure of the same disclosure; NULL where either is
-- not printed, so that what is unknown is never 0.
select
    publisher_name,
    fiscal_year,
    disclosure_kind,
    scope,
    project_yuan,
    expenditure_yuan,
    project_share,
    document_id
from {{ ref('rpt_department_year') }}
order by publisher_name, fiscal_year, disclosure_kind, scope, document_id
