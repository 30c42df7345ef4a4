-- The amounts that tables are about (rec_figure.is_main), with the place of their column and row.
select
    f.*,
    length(f.column_path) - length(replace(f.column_path, '/', '')) as depth,
    coalesce(f.spending_kind, 'all') as column_kind,
    count(distinct f.column_path) over (partition by f.table_id, f.side) = 1 as is_only_column,
    count(distinct f.row_no) over (partition by f.table_id) = 1 as is_only_row,
    dense_rank() over (partition by f.document_id, f.table_kind order by f.table_id)
    + dense_rank() over (partition by f.document_id, f.table_kind order by f.table_id desc) - 1
        as tables_of_kind
from {{ ref('rec_figure') }} as f
where f.is_main
