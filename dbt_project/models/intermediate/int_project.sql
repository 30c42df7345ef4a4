-- The project that a row names: the label under a heading 项目名称, else the last name of the row.
with names as (
    select
        table_id,
        row_no,
        block_no,
        max_by(text, col_no) filter (where regexp_matches(header_path, '项目名称|二级项目|项目$')) as headed_name
    from {{ ref('stg_label') }}
    where role = 'name'
    group by table_id, row_no, block_no
)

select
    table_rows.table_id,
    table_rows.row_no,
    table_rows.block_no,
    case
        when table_rows.unit_label is null or names.headed_name is not null
            then nullif(coalesce(names.headed_name, regexp_extract(table_rows.row_label, '[^/]+$')), '')
    end as project_name
from {{ ref('stg_row') }} as table_rows
inner join {{ ref('int_table') }} as tables on table_rows.table_id = tables.table_id
left join names
    on
        table_rows.table_id = names.table_id
        and table_rows.row_no = names.row_no
        and table_rows.block_no = names.block_no
where tables.table_kind = 'project_expenditure'
