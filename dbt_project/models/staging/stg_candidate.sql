select
    document_id,
    axis,
    value,
    page,
    text,
    method,
    score
from {{ source('raw', 'candidate') }}
