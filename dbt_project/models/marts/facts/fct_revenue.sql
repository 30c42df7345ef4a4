{{ fact_from_figures(
    [
        'figures.document_id', 'figures.fiscal_year', 'figures.unit_key', 'figures.unit_code', 'figures.row_label',
        'figures.function_code', 'figures.fund_source', 'figures.vintage', 'figures.stage', 'figures.figure_year',
        'figures.measure', 'figures.row_role', 'figures.column_role'
    ],
    "figures.table_kind = 'revenue' and figures.value_kind = 'money'"
) }}
