-- Documents that speak of the same money: final accounts beside the budget of their year, and what a department prints
-- for a unit beside what that unit's own document prints.
select
    pairs.document_id,
    pairs.other_document_id,
    pairs.relation,
    documents.publisher_name,
    others.publisher_name as other_publisher_name,
    documents.fiscal_year,
    outcome.metric,
    outcome.amount_yuan,
    planned.amount_yuan as other_amount_yuan,
    cast(outcome.amount_yuan - planned.amount_yuan as decimal(20, 2)) as difference_yuan,
    cast(outcome.amount_yuan / nullif(planned.amount_yuan, 0) as double) as ratio
from {{ ref('int_document_pair') }} as pairs
inner join {{ ref('rpt_headline') }} as outcome on pairs.document_id = outcome.document_id
inner join {{ ref('rpt_headline') }} as planned
    on pairs.other_document_id = planned.document_id and outcome.metric = planned.metric
inner join {{ ref('dim_document') }} as documents on pairs.document_id = documents.document_id
inner join {{ ref('dim_document') }} as others on pairs.other_document_id = others.document_id
where pairs.relation = 'budget'

union all

select
    pairs.document_id,
    pairs.other_document_id,
    pairs.relation,
    documents.publisher_name,
    others.publisher_name as other_publisher_name,
    documents.fiscal_year,
    own.metric,
    cast(printed.amount_yuan as decimal(20, 2)),
    own.amount_yuan,
    cast(printed.amount_yuan - own.amount_yuan as decimal(20, 2)),
    cast(printed.amount_yuan / nullif(own.amount_yuan, 0) as double)
from {{ ref('int_document_pair') }} as pairs
inner join {{ ref('dim_document') }} as documents on pairs.document_id = documents.document_id
inner join {{ ref('dim_document') }} as others on pairs.other_document_id = others.document_id
inner join (
    select
        document_id,
        unit_key,
        'revenue' as metric,
        sum(amount_yuan) as amount_yuan
    from {{ ref('fct_revenue') }}
    where is_additive and figure_year = fiscal_year
    group by document_id, unit_key

    union all

    -- expenditure tables by unit have rows without a function
    select
        document_id,
        unit_key,
        'expenditure' as metric,
        sum(amount_yuan) as amount_yuan
    from {{ ref('fct_function_expenditure') }}
    where table_kind = 'expenditure' and is_additive and figure_year = fiscal_year
    group by document_id, unit_key
) as printed on pairs.document_id = printed.document_id and others.unit_key = printed.unit_key
inner join {{ ref('rpt_headline') }} as own
    on pairs.other_document_id = own.document_id and printed.metric = own.metric
where pairs.relation = 'unit'
