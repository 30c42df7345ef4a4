select
    document_id,
    table_id,
    page,
    row_no,
    row_span,
    col_no,
    col_span,
    role,
    text,
    x0,
    top,
    x1,
    bottom
from {{ source('raw', 'cell') }}
