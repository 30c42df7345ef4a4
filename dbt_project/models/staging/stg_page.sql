select
    document_id,
    page,
    width,
    height,
    rotation,
    char_count,
    ruling_count,
    image_count,
    is_marked,
    mark_reasons
from {{ source('raw', 'page') }}
