-- Headline amounts of each document: of its own year and of the stage of its kind. Of the places that print an amount
-- the first is taken: a printed total of the table that is about it, else the sum of that table's additive rows, else
-- the balance. Of totals of several units, that of the document's own unit comes first.
{%- set whole = "not is_subtotal and fund_source = 'all' and vintage = 'all'" %}
{%- set basic_kinds = "('basic', 'basic_personnel', 'basic_operating')" %}
{%- set revenue = "table_kind = 'revenue'" %}
{%- set revenue_side = "table_kind = 'balance' and side = 'revenue'" %}
{%- set revenue_total = revenue ~ " and not is_subtotal and fund_source = 'all'" %}
{%- set expenditure = "table_kind = 'expenditure'" %}
{%- set expenditure_side = "table_kind = 'balance' and side = 'expenditure' and spending_kind = 'all'" %}
with figures as (
    select
        figures.*,
        coalesce(figures.unit_key <> document_units.unit_key, true) as is_other_unit,
        coalesce(
            figures.row_role = 'total'
            and figures.function_code is null
            and figures.economic_department_code is null
            and figures.economic_government_code is null,
            false
        ) as is_total
    from {{ ref('int_fact_figure') }} as figures
    inner join {{ ref('int_document') }} as documents on figures.document_id = documents.document_id
    left join {{ ref('int_document_unit') }} as document_units on figures.document_id = document_units.document_id
    where
        figures.value_kind = 'money'
        and figures.measure = 'amount'
        and figures.amount_yuan is not null
        and figures.column_role <> 'memo'
        and figures.figure_year = documents.fiscal_year
        and figures.stage = case documents.disclosure_kind when 'budget' then 'initial_budget' else 'final' end
),

-- persons and offices: of the first table that tells them apart
basic_parts as (
    select
        document_id,
        spending_kind,
        arg_min(amount_yuan, table_order) as amount_yuan
    from (
        select
            document_id,
            spending_kind,
            list_position(
                [
                    'expenditure', 'basic_expenditure', 'fiscal_basic_expenditure',
                    'general_public_budget_basic_expenditure'
                ],
                table_kind
            ) as table_order,
            coalesce(
                {{ printed_total("not is_subtotal and vintage = 'all'") }},
                {{ added_up("true") }}
            ) as amount_yuan
        from figures
        where spending_kind in ('basic_personnel', 'basic_operating')
        group by document_id, spending_kind, table_kind
    ) as parts_by_table
    where table_order is not null and amount_yuan is not null
    group by document_id, spending_kind
),

amounts as (
    select
        document_id,
        coalesce(
            {{ printed_total(revenue ~ " and " ~ whole) }},
            {{ printed_total(revenue_side ~ " and " ~ whole) }},
            {{ added_up(revenue) }}
        ) as revenue_yuan,
        coalesce(
            {{ printed_total(revenue_total ~ " and vintage = 'current'") }},
            {{ printed_total(revenue_side ~ " and is_subtotal and fund_source = 'all'") }}
        ) as current_yuan,
        coalesce(
            {{ printed_total(revenue_total ~ " and vintage = 'carryover'") }},
            {{ added_up(revenue ~ " and vintage = 'carryover'") }},
            {{ added_up(revenue_side ~ " and vintage = 'carryover'") }}
        ) as carryover_yuan,
        coalesce(
            {{ printed_total(expenditure ~ " and spending_kind = 'all' and " ~ whole) }},
            {{ added_up(expenditure) }},
            {{ printed_total(expenditure_side ~ " and is_subtotal") }},
            {{ printed_total(expenditure_side ~ " and not is_subtotal") }}
        ) as expenditure_yuan,
        coalesce(
            {{ printed_total(expenditure ~ " and spending_kind = 'basic' and " ~ whole) }},
            {{ added_up(expenditure ~ " and spending_kind in " ~ basic_kinds) }},
            {{ printed_total("table_kind = 'basic_expenditure' and spending_kind = 'basic' and " ~ whole) }},
            -- 收支总表 by use, whichever of its splits is the additive one
            sum(amount_yuan) filter (
                where table_kind = 'balance' and row_role = 'leaf' and spending_kind in {{ basic_kinds }}
            )
        ) as basic_yuan,
        coalesce(
            {{ printed_total(expenditure ~ " and spending_kind = 'project' and " ~ whole) }},
            {{ added_up(expenditure ~ " and spending_kind = 'project'") }},
            sum(amount_yuan) filter (
                where table_kind = 'balance' and row_role = 'leaf' and spending_kind = 'project'
            ),
            {{ printed_total("table_kind = 'project_expenditure' and " ~ whole) }}
        ) as project_yuan
    from figures
    group by document_id
),

budgets as (
    select
        document_id,
        table_kind,
        coalesce(
            {{ printed_total("spending_kind = 'all' and not is_subtotal") }},
            {{ added_up("true") }}
        ) as amount_yuan
    from figures
    where
        table_kind in ('general_public_budget_expenditure', 'government_fund_expenditure', 'state_capital_expenditure')
    group by document_id, table_kind
)

select
    amounts.document_id,
    cast(amounts.revenue_yuan as decimal(20, 2)) as revenue_yuan,
    cast(coalesce(amounts.current_yuan, amounts.revenue_yuan - coalesce(amounts.carryover_yuan, 0)) as decimal(20, 2))
        as current_yuan,
    cast(amounts.carryover_yuan as decimal(20, 2)) as carryover_yuan,
    cast(amounts.expenditure_yuan as decimal(20, 2)) as expenditure_yuan,
    cast(amounts.basic_yuan as decimal(20, 2)) as basic_yuan,
    cast(personnel.amount_yuan as decimal(20, 2)) as personnel_yuan,
    cast(operating.amount_yuan as decimal(20, 2)) as operating_yuan,
    cast(amounts.project_yuan as decimal(20, 2)) as project_yuan,
    cast(general_public_budget.amount_yuan as decimal(20, 2)) as general_public_budget_yuan,
    cast(government_fund.amount_yuan as decimal(20, 2)) as government_fund_yuan,
    cast(state_capital.amount_yuan as decimal(20, 2)) as state_capital_yuan
from amounts
left join basic_parts as personnel
    on amounts.document_id = personnel.document_id and personnel.spending_kind = 'basic_personnel'
left join basic_parts as operating
    on amounts.document_id = operating.document_id and operating.spending_kind = 'basic_operating'
left join budgets as general_public_budget
    on
        amounts.document_id = general_public_budget.document_id
        and general_public_budget.table_kind = 'general_public_budget_expenditure'
left join budgets as government_fund
    on
        amounts.document_id = government_fund.document_id
        and government_fund.table_kind = 'government_fund_expenditure'
left join budgets as state_capital
    on amounts.document_id = state_capital.document_id and state_capital.table_kind = 'state_capital_expenditure'
