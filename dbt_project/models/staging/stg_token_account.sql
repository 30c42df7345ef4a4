select
    document_id,
    page,
    class as token_class,
    reason,
    token_count,
    examples
from {{ source('raw', 'token_account') }}
