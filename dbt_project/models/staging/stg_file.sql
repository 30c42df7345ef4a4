select
    file_path,
    sha256,
    document_id,
    size_bytes,
    source_url,
    retrieved_at,
    published_on,
    sidecar_publisher,
    sidecar_region_code,
    sidecar_title,
    licence,
    sidecar_fiscal_year,
    sidecar_disclosure_kind,
    superseded_by
from {{ source('raw', 'file') }}
