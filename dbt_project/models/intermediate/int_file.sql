-- Every file that was seen. Bytes that were published twice are read once: the first path in alphabetical order
-- stands for them, the others are copies.
select
    *,
    row_number() over (partition by sha256 order by file_path) as copy_no,
    first_value(file_path) over (partition by sha256 order by file_path) as first_path
from {{ ref('stg_file') }}
