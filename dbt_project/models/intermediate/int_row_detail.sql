-- What tells a row apart beside its coordinates: the names that stand above and in it, where it has no subject of its
-- own, or where the rows of its kind of table are finer than subjects (projects, things bought).
with tables as (
    select
        table_id,
        table_kind in ('government_procurement', 'project_expenditure', 'commissioned_service') as is_finer
    from {{ ref('int_table') }}
    where table_kind not in ('performance_target', 'staff_assets')
),

names as (
    select
        labels.table_id,
        labels.row_no,
        labels.block_no,
        labels.col_no,
        string_agg(labels.text, '' order by labels.text) as text
    from {{ ref('stg_label') }} as labels
    inner join tables on labels.table_id = tables.table_id
    where tables.is_finer and labels.role = 'name'
    group by labels.table_id, labels.row_no, labels.block_no, labels.col_no
),

first_columns as (
    select
        table_id,
        row_no,
        block_no,
        min(col_no) as first_col
    from names
    group by table_id, row_no, block_no
),

-- in columns left of a row's first name: what was printed last, unless a column further left has spoken since
last_above as (
    select
        here.table_id,
        here.row_no,
        here.block_no,
        above.col_no,
        max(above.row_no) as above_row_no,
        arg_max(above.text, above.row_no) as text
    from first_columns as here
    inner join names as above
        on
            here.table_id = above.table_id
            and here.block_no = above.block_no
            and here.row_no > above.row_no
            and here.first_col > above.col_no
    group by here.table_id, here.row_no, here.block_no, above.col_no
),

still_valid as (
    select
        *,
        coalesce(
            max(above_row_no) over (
                partition by table_id, row_no, block_no order by col_no
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as left_row_no
    from last_above
),

chains as (
    select
        table_id,
        row_no,
        block_no,
        string_agg(text, '>' order by col_no) as chain
    from still_valid
    where above_row_no >= left_row_no
    group by table_id, row_no, block_no
),

-- 城市宣传经费 buys computers of two kinds: what is bought stands in the column of the catalogue
bought as (
    select
        labels.table_id,
        labels.row_no,
        labels.block_no,
        string_agg(labels.text, '>' order by labels.col_no) as what
    from {{ ref('stg_label') }} as labels
    where
        labels.role = 'attribute'
        and regexp_matches({{ normalise_text('labels.header_path') }}, '(采购|购买)(品目|目录|服务内容)')
    group by labels.table_id, labels.row_no, labels.block_no
)

select
    table_rows.table_id,
    table_rows.row_no,
    table_rows.block_no,
    case
        when tables.is_finer
            then nullif(
                concat_ws('>', coalesce(chains.chain, parents.row_label), table_rows.row_label, bought.what), ''
            )
        when
            table_rows.row_role <> 'total'
            and table_rows.item is null
            and coalesce(
                table_rows.function_code, table_rows.economic_department_code, table_rows.economic_government_code
            ) is null
            then nullif(concat_ws('>', parents.row_label, table_rows.row_label), '')
    end as detail
from {{ ref('int_row') }} as table_rows
inner join tables on table_rows.table_id = tables.table_id
left join chains
    on
        table_rows.table_id = chains.table_id
        and table_rows.row_no = chains.row_no
        and table_rows.block_no = chains.block_no
left join bought
    on
        table_rows.table_id = bought.table_id
        and table_rows.row_no = bought.row_no
        and table_rows.block_no = bought.block_no
left join {{ ref('int_row') }} as parents
    on
        table_rows.table_id = parents.table_id
        and table_rows.parent_row_no = parents.row_no
        and table_rows.block_no = parents.block_no
