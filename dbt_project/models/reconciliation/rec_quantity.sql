-- Named quantities of a document and the places where they are printed: the sides of the shapes 3 and 4.
-- Several alternatives of one quantity and key are several readings; figures of one alternative are added.
-- `reason` says why a quantity cannot be compared in this document.
with members as (
    select * from {{ ref('rec_balance_quantity') }}
    union all
    select * from {{ ref('rec_table_quantity') }}
    union all
    select * from {{ ref('rec_said_quantity') }}
)

select distinct
    m.document_id,
    m.quantity,
    m.quantity_key,
    m.alternative,
    m.figure_id,
    cast(null as varchar) as claim_id,
    f.amount_yuan as amount,
    f.half_unit,
    f.page,
    f.is_marked,
    f.printed_unit as printed,
    f.place || coalesce('（' || n.project_name || '）', '') as words,
    m.reason,
    -- Forms of one document are written alike: where most agree with the project table, the one that
    -- differs is wrong.
    if(m.quantity = 'performance_amount', f.document_id || '|' || f.label, null) as support_key
from members as m
inner join {{ ref('rec_figure') }} as f on m.figure_id = f.figure_id
left join {{ ref('int_performance_field') }} as n on f.table_id = n.table_id
