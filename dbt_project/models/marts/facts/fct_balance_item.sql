{{ fact_from_figures(
    [
        'figures.document_id', 'figures.fiscal_year', 'figures.unit_key', 'figures.unit_code', 'figures.table_kind',
        'figures.side', 'figures.row_label', 'figures.function_code', 'figures.economic_department_code',
        'figures.economic_government_code', 'figures.fund_source', 'figures.spending_kind', 'figures.vintage',
        'figures.stage', 'figures.figure_year', 'figures.measure', 'figures.row_role', 'figures.column_role', 'figures.is_subtotal'
    ],
    "figures.table_kind in ('balance', 'fiscal_balance') and figures.value_kind = 'money'"
) }}
