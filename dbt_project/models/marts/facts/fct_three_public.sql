-- Amounts of the 三公 tables, with conferences, training and operating cost where the same table prints them.
{{ fact_from_figures(
    [
        'figures.document_id', 'figures.fiscal_year', 'figures.unit_key', 'figures.unit_code', 'figures.item',
        "case when figures.item is null then figures.row_label || '|' || figures.column_path else '' end as unmapped_label",
        'figures.fund_source', 'figures.vintage', 'figures.stage', 'figures.figure_year', 'figures.measure'
    ],
    "figures.table_kind = 'three_public' and figures.value_kind = 'money'",
    add_leaves=false
) }}
