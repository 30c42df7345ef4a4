select
    document_id,
    sentence_id,
    section_no,
    page,
    page_to,
    text,
    x0,
    top,
    x1,
    bottom
from {{ source('raw', 'sentence') }}
