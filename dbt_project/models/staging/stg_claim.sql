select
    document_id,
    claim_id,
    sentence_id,
    page,
    start,
    printed,
    try_cast(number as decimal(28, 8)) as number,
    unit,
    kind,
    clause,
    subject_text,
    whole_text,
    base_text,
    role,
    year,
    said_in,
    explains
from {{ source('raw', 'claim') }}
