-- Shape 1 over tables of projects: the total row and the rows that may be added up.
with figures as (
    select
        *,
        count(*) filter (where is_total_label) over (partition by table_id, column_path) as total_rows
    from {{ ref('rec_figure') }}
    where table_kind = 'project_expenditure' and not is_comparison_column
)

select
    'project_total_sum' as rule_id,
    document_id,
    table_id || '|' || column_path as scope,
    table_id as support_key,
    if(is_total_label, place, null) as instance,
    1 as reading,
    if(is_total_label, 'total', null) as node,
    if(is_total_label, null, 'total') as parent,
    figure_id,
    cast(null as varchar) as claim_id,
    amount_yuan as amount,
    half_unit,
    page,
    is_marked,
    printed_unit as printed,
    cast(null as varchar) as reason
from figures
where total_rows = 1 and (is_total_label or row_role = 'leaf')
