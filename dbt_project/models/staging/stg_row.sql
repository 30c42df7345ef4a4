select
    document_id,
    table_id,
    page,
    row_no,
    block_no,
    row_label,
    level,
    parent_row_no,
    unit_label
from {{ source('raw', 'row') }}
