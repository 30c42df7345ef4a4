select
    document_id,
    section_no,
    parent_no,
    level,
    title,
    page_from,
    page_to,
    text
from {{ source('raw', 'section') }}
