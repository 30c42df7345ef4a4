select
    document_id,
    table_id,
    row_no,
    block_no,
    col_no,
    header_path,
    role,
    text,
    code,
    is_carried
from {{ source('raw', 'label') }}
