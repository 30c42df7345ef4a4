-- Rows may print the class of departments, that of government, or both.
{{ fact_from_figures(
    [
        'figures.document_id', 'figures.fiscal_year', 'figures.unit_key', 'figures.unit_code', 'figures.table_kind',
        'figures.economic_department_code', 'figures.economic_government_code', 'figures.function_code',
        'figures.fund_source', 'figures.spending_kind', 'figures.vintage', 'figures.stage', 'figures.figure_year',
        'figures.measure', 'figures.row_role', 'figures.column_role'
    ],
    "figures.table_kind in (
        'expenditure', 'basic_expenditure', 'fiscal_expenditure', 'fiscal_basic_expenditure',
        'general_public_budget_expenditure', 'general_public_budget_basic_expenditure',
        'government_fund_expenditure', 'state_capital_expenditure', 'operating_cost'
    )
    and figures.value_kind = 'money'
    and figures.has_economic_classes
    and (
        figures.economic_department_code is not null
        or figures.economic_government_code is not null
        or not figures.has_functions
    )",
    label_unless=['figures.economic_department_code', 'figures.economic_government_code']
) }}
