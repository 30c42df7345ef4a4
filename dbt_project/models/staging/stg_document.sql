select
    document_id,
    sha256,
    extractor,
    read_by,
    page_count,
    producer,
    state,
    reason_code,
    reason
from {{ source('raw', 'document') }}
