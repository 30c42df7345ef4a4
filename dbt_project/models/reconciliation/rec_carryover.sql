-- Money carried over from earlier years that a document prints: rows of two-sided tables, and the totals of
-- columns of that vintage.
select distinct
    document_id,
    abs(amount_yuan) as amount,
    half_unit
from {{ ref('rec_balance_line') }}
where is_carry_line and side = 'revenue' and amount_yuan <> 0
union
select distinct
    document_id,
    abs(amount_yuan) as amount,
    half_unit
from {{ ref('rec_figure') }}
where
    vintage = 'carryover' and is_total_label and amount_yuan <> 0
    and table_kind not in ('three_public', 'performance_target', 'other')
