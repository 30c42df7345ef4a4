-- Headline amounts against those of the same publisher's document of the year before, same kind and scope.
select
    this_year.document_id,
    last_year.document_id as prior_document_id,
    this_year.publisher_name,
    this_year.region_code,
    this_year.fiscal_year,
    this_year.disclosure_kind,
    this_year.expenditure_yuan,
    last_year.expenditure_yuan as prior_expenditure_yuan,
    cast(this_year.expenditure_yuan - last_year.expenditure_yuan as decimal(20, 2)) as change_yuan,
    cast((this_year.expenditure_yuan - last_year.expenditure_yuan) / nullif(last_year.expenditure_yuan, 0) as double)
        as change_share,
    this_year.three_public_yuan,
    last_year.three_public_yuan as prior_three_public_yuan
from {{ ref('rpt_department_year') }} as this_year
inner join {{ ref('rpt_department_year') }} as last_year
    on
        this_year.publisher_name = last_year.publisher_name
        and this_year.region_code is not distinct from last_year.region_code
        and this_year.disclosure_kind = last_year.disclosure_kind
        and this_year.scope is not distinct from last_year.scope
        and this_year.fiscal_year = last_year.fiscal_year + 1
