-- Rows of the project tables; project_key ties a project to its performance form.
with facts as (
    {{ fact_from_figures(
        [
            'figures.document_id', 'figures.fiscal_year', 'figures.unit_key', 'figures.unit_code',
            'figures.item as project_name', 'figures.row_label', 'figures.function_code',
            'figures.economic_department_code', 'figures.economic_government_code', 'figures.fund_source',
            'figures.spending_kind', 'figures.vintage', 'figures.stage', 'figures.figure_year', 'figures.measure',
            'figures.row_role', 'figures.column_role'
        ],
        "figures.table_kind = 'project_expenditure' and figures.value_kind = 'money'"
    ) }}
)

select
    *,
    {{ project_key('unit_key', 'fiscal_year', normalise_text('project_name')) }} as project_key
from facts
