-- Shape 7: blank cells where the table's own sums need a number. Blank is unknown and never 0, so that a
-- sum with a blank whole is no instance of any sum; here the blank itself is what does not hold.
-- Across the columns a layout has to be established: three rows at least add up in it.
with cells as (
    select
        n.scope,
        n.node,
        n.half_unit,
        f.*
    from {{ ref('rec_column_node') }} as n
    inner join {{ ref('rec_figure') }} as f on n.figure_id = f.figure_id
),

sums as (
    select
        scope,
        any_value(table_id) as table_id,
        max(column_path) filter (where node = 'total') as total_path,
        sum(amount_yuan) filter (where node = 'total') as whole,
        sum(amount_yuan) filter (where node is null) as parts,
        sum(half_unit) as tolerance
    from cells
    group by scope
),

layouts as (
    select
        table_id,
        total_path
    from sums
    group by table_id, total_path
    having
        count(*) filter (where abs(whole - parts) <= tolerance and whole <> 0) >= 3
        and count(*) filter (where abs(whole - parts) > tolerance) = 0
),

columns as (  -- noqa: RF04
    select distinct
        l.table_id,
        l.total_path,
        c.column_path,
        c.column_path = l.total_path as is_total
    from layouts as l
    inner join sums as s on l.table_id = s.table_id and l.total_path = s.total_path
    inner join cells as c on s.scope = c.scope
),

rows_across as (  -- noqa: RF04
    select
        f.document_id,
        f.table_id,
        c.total_path as column_path,
        any_value(f.table_title) as table_title,
        any_value(f.table_no) as table_no,
        coalesce(nullif(any_value(f.label), ''), any_value(f.subject_code), '') as label,
        min(f.page) as page,
        bool_or(f.is_marked) as is_marked,
        list(f.figure_id order by f.figure_id) as figure_ids,
        string_agg(f.printed_unit, ' + ' order by f.x0) as printed,
        case
            when count(*) filter (where c.is_total) = 0 and sum(f.amount_yuan) <> 0 then '合计空白 / total blank'
            when count(*) filter (where not c.is_total) = 0 and sum(f.amount_yuan) <> 0
                then '各分栏空白 / all parts blank'
        end as fault
    from {{ ref('rec_figure') }} as f
    inner join columns as c on f.table_id = c.table_id and f.column_path = c.column_path
    group by f.document_id, f.table_id, f.row_no, f.block_no, c.total_path
),

-- Down the rows: a code or total row that prints amounts in other columns, and none here, where codes
-- below it do.
nodes as (
    select
        n.scope,
        n.node as code,
        n.parent,
        f.*
    from {{ ref('rec_code_node') }} as n
    inner join {{ ref('rec_figure') }} as f on n.figure_id = f.figure_id
    where n.rule_id = 'code_tree_sum' and n.node is not null and n.reason is null
),

sums_down as (
    select scope
    from nodes
    group by scope
    having count(parent) > 0
),

codes as (
    select distinct
        table_id,
        code
    from nodes
),

rows_down as (  -- noqa: RF04
    select
        n.document_id,
        n.table_id,
        n.column_path,
        any_value(n.table_title) as table_title,
        any_value(n.table_no) as table_no,
        c.code as label,
        min(n.page) as page,
        bool_or(n.is_marked) as is_marked,
        list(n.figure_id order by n.figure_id) as figure_ids,
        string_agg(n.printed_unit, ' + ' order by n.figure_id) as printed,
        '空白而下级有数 / blank above its parts' as fault
    from nodes as n
    inner join sums_down as s on n.scope = s.scope
    inner join codes as c
        on
            n.table_id = c.table_id
            and starts_with(n.code, c.code)
            and length(c.code) < length(n.code)
            and length(c.code) > coalesce(length(n.parent), 0)
    where
        n.amount_yuan <> 0
        and not exists (
            select 1
            from nodes as q
            where q.scope = n.scope and q.code = c.code
        )
    group by n.document_id, n.table_id, n.column_path, n.scope, c.code
    union all
    select
        n.document_id,
        n.table_id,
        n.column_path,
        any_value(n.table_title) as table_title,
        any_value(n.table_no) as table_no,
        '合计' as label,
        min(n.page) as page,
        bool_or(n.is_marked) as is_marked,
        list(n.figure_id order by n.figure_id) as figure_ids,
        string_agg(n.printed_unit, ' + ' order by n.figure_id) as printed,
        '空白而下级有数 / blank above its parts' as fault
    from nodes as n
    where
        n.parent is null
        and n.amount_yuan <> 0
        and n.table_id in (
            select f.table_id from {{ ref('rec_figure') }} as f
            where f.is_total_label
        )
        and not exists (
            select 1
            from {{ ref('rec_figure') }} as f
            where f.table_id = n.table_id and f.column_path = n.column_path and f.is_total_label
        )
    group by n.document_id, n.table_id, n.column_path
),

found as (
    select * from rows_across
    union all
    select * from rows_down
    union all
    -- Columns in which codes add up, and nothing is blank.
    select distinct
        n.document_id,
        n.table_id,
        n.column_path,
        n.table_title,
        n.table_no,
        '' as label,
        n.page,
        false as is_marked,
        cast([] as varchar[]) as figure_ids,
        cast(null as varchar) as printed,
        cast(null as varchar) as fault
    from nodes as n
    inner join sums_down as s on n.scope = s.scope
)

select
    'sum_not_blank' as rule_id,
    document_id,
    table_id || '|' || column_path as instance_key,
    '《' || coalesce(any_value(table_title), '表' || any_value(table_no)) || '》' || column_path as instance,
    count(fault) = 0 as holds,
    cast(null as varchar) as reason,
    coalesce(
        list_sort(list_distinct(list(page) filter (where fault is not null))), [min(page)]
    ) as pages,
    coalesce(list_sort(list_distinct(flatten(list(figure_ids) filter (where fault is not null)))), [])
        as figure_ids,
    coalesce(bool_or(is_marked) filter (where fault is not null), false) as is_marked,
    string_agg(label || ' ' || fault, '；' order by page, label) filter (where fault is not null) as actual_printed,
    string_agg(printed, '；' order by page, label) filter (where fault is not null) as expected_printed
from found
group by document_id, table_id, column_path
