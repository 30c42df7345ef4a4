-- The register of corrections against what is printed now: a correction counts only where the printed value is still
-- the one that it was made for.
select
    corrections.figure_id,
    figures.document_id,
    corrections.expect,
    figures.printed,
    figures.amount_yuan as printed_amount_yuan,
    cast(corrections.corrected_yuan as decimal(20, 2)) as corrected_amount_yuan,
    case
        when figures.figure_id is null then 'unknown'
        when figures.printed = corrections.expect then 'applied'
        else 'stale'
    end as state,
    corrections.reason,
    corrections.source
from {{ ref('corrections') }} as corrections
left join {{ ref('int_figure') }} as figures on corrections.figure_id = figures.figure_id
