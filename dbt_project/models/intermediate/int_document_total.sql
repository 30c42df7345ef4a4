-- Headline amounts of each document: of its own year, whole document, the stage of its kind. The expenditure table
-- comes first; where it prints no total, the balance does.
with figures as (
    select
        figures.*,
        document_units.unit_key as document_unit_key,
        documents.fiscal_year as document_year,
        case documents.disclosure_kind when 'budget' then 'initial_budget' else 'final' end as document_stage
    from {{ ref('int_figure') }} as figures
    inner join {{ ref('int_document') }} as documents on figures.document_id = documents.document_id
    left join {{ ref('int_document_unit') }} as document_units on figures.document_id = document_units.document_id
    where figures.value_kind = 'money' and figures.measure = 'amount'
),

own as (
    select * from figures
    where
        figure_year = document_year
        and stage = document_stage
        and column_role <> 'memo'
        and function_code is null
        and economic_department_code is null
        and economic_government_code is null
),

totals as (
    select * from own
    where row_role = 'total' and not is_subtotal and unit_key is not distinct from document_unit_key
)

select
    document_id,
    coalesce(
        arg_min(amount_yuan, reading_order) filter (
            where table_kind = 'expenditure' and spending_kind = 'all' and fund_source = 'all' and vintage = 'all'
        ),
        arg_min(amount_yuan, reading_order) filter (
            where table_kind = 'balance' and side = 'expenditure' and spending_kind = 'all' and vintage = 'all'
        )
    ) as expenditure_yuan,
    coalesce(
        arg_min(amount_yuan, reading_order) filter (
            where table_kind = 'revenue' and fund_source = 'all' and vintage = 'all'
        ),
        arg_min(amount_yuan, reading_order) filter (
            where table_kind = 'balance' and side = 'revenue' and fund_source = 'all' and vintage = 'all'
        )
    ) as revenue_yuan,
    arg_min(amount_yuan, reading_order) filter (
        where table_kind = 'expenditure' and spending_kind = 'basic' and fund_source = 'all'
    ) as basic_yuan,
    arg_min(amount_yuan, reading_order) filter (
        where table_kind = 'expenditure' and spending_kind = 'project' and fund_source = 'all'
    ) as project_yuan,
    arg_min(amount_yuan, reading_order) filter (
        where
        table_kind = 'general_public_budget_expenditure' and spending_kind = 'all'
        and fund_source = 'general_public_budget'
    ) as general_public_budget_yuan,
    arg_min(amount_yuan, reading_order) filter (
        where table_kind = 'government_fund_expenditure' and spending_kind = 'all'
    ) as government_fund_yuan
from totals
group by document_id
