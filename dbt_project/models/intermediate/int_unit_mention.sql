-- Budget units as rows print them: code, name or both.
with codes as (
    select
        document_id,
        table_id,
        row_no,
        block_no,
        min(coalesce(code, text)) as unit_code
    from {{ ref('stg_label') }}
    where role = 'unit_code'
    group by document_id, table_id, row_no, block_no
),

names as (
    select
        document_id,
        table_id,
        row_no,
        block_no,
        min(text) as unit_name,
        -- 单位（项目）名称, 科目名称（单位）: one column for both; a name is a unit only beside a unit's code
        bool_and(regexp_matches(coalesce(header_path, ''), '项目|科目|类别')) as is_mixed_column,
        bool_or(role = 'name') as is_name_column
    from {{ ref('stg_label') }}
    where
        role = 'unit_name'
        -- a name column that may hold units, too: 支出项目类别（资金使用单位）
        or (role = 'name' and regexp_matches(header_path, '单位[)）]'))
    group by document_id, table_id, row_no, block_no
),

-- Rows with a goal are projects: in a column for both, the rows without one are the units above them.
goals as (
    select
        table_id,
        row_no
    from {{ ref('stg_label') }}
    where regexp_matches(header_path, '绩效目标$')
    group by table_id, row_no
),

goal_tables as (
    select distinct table_id from goals
),

both_parts as (
    select
        coalesce(codes.document_id, names.document_id) as document_id,
        coalesce(codes.table_id, names.table_id) as table_id,
        coalesce(codes.row_no, names.row_no) as row_no,
        coalesce(codes.block_no, names.block_no) as block_no,
        codes.unit_code,
        case
            when codes.unit_code is not null or not names.is_mixed_column then names.unit_name
            when names.is_name_column and goal_tables.table_id is not null
                then if(goals.row_no is null, names.unit_name, null)
            when
                regexp_matches(
                    -- 公文交换站（公报编辑部）: a second name in brackets
                    regexp_replace({{ normalise_text('names.unit_name') }}, '([^(])\([^()]+部\)$', '\1'),
                    '{{ unit_name_ending() }}'
                )
                then names.unit_name
        end as unit_name
    from codes
    full outer join names
        on codes.table_id = names.table_id and codes.row_no = names.row_no and codes.block_no = names.block_no
    left join goals on names.table_id = goals.table_id and names.row_no = goals.row_no
    left join goal_tables on names.table_id = goal_tables.table_id
),

split as (
    select
        document_id,
        table_id,
        row_no,
        block_no,
        -- one cell may print both: 219001-某单位, 某单位-108
        coalesce(
            nullif(regexp_extract(unit_code, '[0-9]{3,}'), ''),
            nullif(regexp_extract(unit_name, '^[(\[]?([0-9]{3,})', 1), ''),
            nullif(regexp_extract(unit_name, '[-—]([0-9]{3,})$', 1), '')
        ) as unit_code,
        nullif(
            regexp_replace(coalesce(unit_name, ''), '^[(\[]?[0-9]{3,}[\])]?[-—_ ]*|[-—][0-9]{3,}$', '', 'g'),
            ''
        ) as unit_name
    from both_parts
)

select
    *,
    {{ normalise_text('unit_name') }} as unit_text
from split
where
    (unit_code is not null or unit_name is not null)
    and coalesce(not regexp_full_match({{ normalise_text('unit_name') }}, '(合计|总计|小计):?'), true)
