select
    document_id,
    state,
    reason_code,
    reason
from {{ source('raw', 'exclusion') }}
