-- Subject codes printed in a row, typed by classification: at most one of each per row.
with codes as (
    select
        document_id,
        table_id,
        row_no,
        block_no,
        col_no,
        code,
        {{ code_classification('code', "coalesce(header_path, '')") }} as classification
    from {{ ref('stg_label') }}
    where role = 'code' and code is not null
),

first_of_each as (
    select * from codes
    where classification is not null
    qualify row_number() over (partition by table_id, row_no, block_no, classification order by col_no) = 1
)

select
    document_id,
    table_id,
    row_no,
    block_no,
    max(code) filter (where classification = 'function') as function_code,
    max(code) filter (where classification = 'economic_department') as economic_department_code,
    max(code) filter (where classification = 'economic_government') as economic_government_code
from first_of_each
group by document_id, table_id, row_no, block_no
