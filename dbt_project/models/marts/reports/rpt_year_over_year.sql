-- Amounts of one year beside those of the year before, of the same publisher, kind and scope: headline amounts, with
-- the change that the text states where it states one, and functions, which follow the subject and not the code.
with stated as (
    select
        documents.document_id,
        case
            when claims.table_kind = 'three_public' then 'three_public.' || claims.item
            when claims.table_kind = 'operating_cost' then 'operating_cost'
            when claims.table_kind = 'general_public_budget_expenditure' and claims.spending_kind is null
                then 'general_public_budget'
            when claims.table_kind = 'expenditure' then coalesce(claims.spending_kind, 'expenditure')
            when claims.table_kind = 'revenue' and claims.fund_source is null and claims.vintage is null then 'revenue'
        end as metric,
        any_value(if(claims.role = 'decrease', -1, 1) * claims.amount_yuan) as change_yuan,
        -- one unit of the last digit that the text prints
        any_value(
            case claims.unit when '亿元' then 100000000 when '万元' then 10000 else 1 end
            / power(10, length(regexp_extract(claims.printed, '\.([0-9]+)', 1)))
        ) as last_digit_yuan
    from {{ ref('dim_document') }} as documents
    inner join {{ ref('fct_narrative_claim') }} as claims
        on claims.document_id in (documents.document_id, documents.companion_document_id)
    where
        documents.is_canonical
        and claims.role in ('increase', 'decrease')
        and claims.amount_yuan is not null
        and claims.function_code is null
        and claims.economic_department_code is null
        and claims.economic_government_code is null
    group by all
    having metric is not null and count(distinct if(claims.role = 'decrease', -1, 1) * claims.amount_yuan) = 1
),

compared as (
    select
        pairs.document_id,
        pairs.other_document_id,
        this_year.metric,
        cast(null as varchar) as table_kind,
        cast(null as varchar) as function_code,
        cast(null as varchar) as subject_name,
        cast(null as varchar) as prior_function_code,
        cast(null as varchar) as prior_subject_name,
        this_year.amount_yuan,
        last_year.amount_yuan as prior_amount_yuan,
        stated.change_yuan as stated_change_yuan,
        stated.last_digit_yuan
    from {{ ref('int_document_pair') }} as pairs
    inner join {{ ref('rpt_headline') }} as this_year on pairs.document_id = this_year.document_id
    inner join {{ ref('rpt_headline') }} as last_year
        on pairs.other_document_id = last_year.document_id and this_year.metric = last_year.metric
    left join stated on pairs.document_id = stated.document_id and this_year.metric = stated.metric
    where pairs.relation = 'previous_year'

    union all

    select
        document_id,
        other_document_id,
        'function',
        table_kind,
        function_code,
        row_label,
        prior_function_code,
        prior_row_label,
        amount_yuan,
        prior_amount_yuan,
        null,
        null
    from {{ ref('subject_pair') }}
)

select
    compared.document_id,
    compared.other_document_id as prior_document_id,
    documents.publisher_name,
    documents.region_code,
    documents.fiscal_year,
    documents.disclosure_kind,
    compared.metric,
    compared.table_kind,
    compared.function_code,
    compared.subject_name,
    compared.prior_function_code,
    compared.prior_subject_name,
    compared.amount_yuan,
    compared.prior_amount_yuan,
    cast(compared.amount_yuan - compared.prior_amount_yuan as decimal(20, 2)) as change_yuan,
    cast((compared.amount_yuan - compared.prior_amount_yuan) / nullif(compared.prior_amount_yuan, 0) as double)
        as change_share,
    cast(compared.stated_change_yuan as decimal(20, 2)) as stated_change_yuan,
    -- both amounts are rounded as the text prints them: their difference may miss by one last digit
    abs(compared.amount_yuan - compared.prior_amount_yuan - compared.stated_change_yuan) <= compared.last_digit_yuan
        as is_reproduced
from compared
inner join {{ ref('dim_document') }} as documents on compared.document_id = documents.document_id
