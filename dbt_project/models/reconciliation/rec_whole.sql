-- Figures in the columns that hold the whole of a row, or the whole of its basic or project part: the
-- shallowest total column of that kind, or the only column.
with figures as (
    select * from {{ ref('rec_main_figure') }}
),

whole_columns as (
    select distinct
        table_id,
        column_path,
        column_kind
    from figures
    where is_total_column or is_only_column or coalesce(column_role = 'total', false) or column_kind <> 'all'
    qualify depth = min(depth) over (partition by table_id, side, column_kind)
)

select f.*
from figures as f
inner join whole_columns as w
    on f.table_id = w.table_id and f.column_path = w.column_path and f.column_kind = w.column_kind
