-- Tables by function, and expenditure tables by unit or in one row, which have no function code. Where rows
-- name a function and an economic class, the classes of one function are added up; fct_economic_expenditure has them.
{{ fact_from_figures(
    [
        'figures.document_id', 'figures.fiscal_year', 'figures.unit_key', 'figures.unit_code', 'figures.table_kind',
        'figures.function_code', 'figures.fund_source', 'figures.spending_kind', 'figures.vintage', 'figures.stage', 'figures.figure_year',
        'figures.measure', 'figures.row_role', 'figures.column_role'
    ],
    "figures.table_kind in (
        'expenditure', 'basic_expenditure', 'fiscal_expenditure', 'fiscal_basic_expenditure',
        'general_public_budget_expenditure', 'general_public_budget_basic_expenditure',
        'government_fund_expenditure', 'state_capital_expenditure'
    )
    and figures.value_kind = 'money'
    and (figures.has_functions or not figures.has_economic_classes)
    and (
        figures.function_code is not null
        or (figures.economic_department_code is null and figures.economic_government_code is null)
    )",
    label_unless=['figures.function_code']
) }}
