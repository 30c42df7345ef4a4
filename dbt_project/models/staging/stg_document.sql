select
    document_id,
    sha256,
    extractor,
    read_by,
    page_from,
    page_to,
    page_count,
    undecided_starts,
    producer,
    state,
    reason_code,
    reason
from {{ source('raw', 'document') }}
