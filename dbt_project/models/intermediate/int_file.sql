-- Every file that was seen, with what became of it. Bytes that were published twice are one document: the first
-- path in alphabetical order stands for it, the others are superseded.
select
    files.*,
    documents.state as extraction_state,
    documents.reason_code as extraction_reason_code,
    documents.reason as extraction_reason,
    row_number() over (partition by files.sha256 order by files.file_path) as copy_no,
    first_value(files.file_path) over (partition by files.sha256 order by files.file_path) as first_path
from {{ ref('stg_file') }} as files
left join {{ ref('stg_document') }} as documents on files.document_id = documents.document_id
