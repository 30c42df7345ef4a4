-- Shape 7: blank cells where sums of the table, or another table, need a number. Blank is unknown and never
-- 0, so that a sum with a blank whole is no instance of any sum; here the blank itself is what does not hold.
-- Across the columns a layout has to be established: some row adds up in it, and none does not.
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
        count(*) filter (where abs(whole - parts) <= tolerance and whole <> 0) >= 1
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

-- Down the rows: a code or total row without an amount, where codes below it have some.
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

-- Every code that a table prints, and how deep the codes are that have others below them.
codes as (
    select
        table_id,
        code,
        bool_or(has_amounts) as has_amounts
    from (
        select
            table_id,
            code,
            true as has_amounts
        from nodes
        union all
        select
            r.table_id,
            coalesce(r.economic_department_code, r.economic_government_code, r.function_code) as code,
            false as has_amounts
        from {{ ref('int_row') }} as r
        where
            r.table_id in (select n.table_id from nodes as n)
            and coalesce(r.economic_department_code, r.economic_government_code, r.function_code) is not null
            and (
                r.function_code is null
                or coalesce(r.economic_department_code, r.economic_government_code) is null
            )
    ) as printed_codes
    group by table_id, code
),

parent_levels as (
    select distinct
        scope,
        length(parent) as digits
    from nodes
    where parent is not null
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
        -- The code is no mere heading: it prints amounts in other columns, or others of its level print here
        -- what those below them come to.
        and (
            c.has_amounts
            or exists (
                select 1
                from parent_levels as v
                where v.scope = n.scope and v.digits = length(c.code)
            )
        )
        and not exists (
            select 1
            from nodes as q
            where q.scope = n.scope and q.code = c.code
        )
    group by n.document_id, n.table_id, n.column_path, n.scope, c.code
    union all
    -- A code with an amount, and none on the rows of the codes below it.
    select
        n.document_id,
        n.table_id,
        n.column_path,
        any_value(n.table_title) as table_title,
        any_value(n.table_no) as table_no,
        n.code as label,
        min(n.page) as page,
        bool_or(n.is_marked) as is_marked,
        list(distinct n.figure_id order by n.figure_id) as figure_ids,
        string_agg(distinct n.printed_unit, ' + ' order by n.printed_unit) as printed,
        '有数而下级空白 / blank below it' as fault
    from nodes as n
    inner join parent_levels as v on n.scope = v.scope and length(n.code) = v.digits
    inner join codes as c
        on n.table_id = c.table_id and starts_with(c.code, n.code) and length(c.code) > length(n.code)
    where
        n.amount_yuan <> 0
        and not exists (
            select 1
            from nodes as q
            where q.table_id = n.table_id and starts_with(q.code, n.code) and length(q.code) > length(n.code)
        )
    group by n.document_id, n.table_id, n.column_path, n.scope, n.code
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

-- Totals of two-sided tables: blank in a column that has items, where another column or side has a total.
balance_columns as (
    select
        document_id,
        table_id,
        block_no,
        column_path,
        any_value(column_parent) as column_parent,
        any_value(side) as side,
        any_value(table_title) as table_title,
        any_value(table_no) as table_no,
        min(page) as page,
        bool_or(is_marked) as is_marked,
        list(figure_id order by figure_id) as figure_ids,
        string_agg(printed_unit, ' + ' order by row_no) filter (where amount_yuan <> 0) as printed
    from {{ ref('rec_balance_line') }}
    where line_kind = 'item'
    group by document_id, table_id, block_no, column_path
    having bool_or(amount_yuan <> 0)
),

balance_totals as (
    select
        b.document_id,
        b.table_id,
        b.column_path,
        any_value(b.table_title) as table_title,
        any_value(b.table_no) as table_no,
        any_value(b.page) as page,
        any_value(b.is_marked) as is_marked,
        any_value(b.figure_ids) as figure_ids,
        any_value(b.printed) as printed,
        any_value(r.label_text) as label,
        count(f.figure_id) filter (where f.column_path = b.column_path and f.block_no = b.block_no) = 0
            as is_blank,
        -- Two splits of one side share a row for their totals: the total of the other is this one's too.
        coalesce(bool_or(f.column_path <> b.column_path and f.column_parent <> b.column_parent), false)
            as has_other_split
    from balance_columns as b
    inner join {{ ref('int_row') }} as r
        on
            b.table_id = r.table_id and b.block_no = r.block_no
            and regexp_full_match(r.label_text, '(本年)?(收入|支出)?(合计|总计)')
    left join {{ ref('rec_figure') }} as f
        on r.table_id = f.table_id and r.row_no = f.row_no and b.side = f.side
    group by b.document_id, b.table_id, b.block_no, b.column_path, r.row_no
),

-- Classes of two-sided tables: blank in all columns, where the detailed table prints an amount.
balance_classes as (
    select distinct
        w.document_id,
        r.table_id,
        b.column_path,
        b.table_title,
        b.table_no,
        r.function_code || ' ' || r.label_text as label,
        w.page,
        w.is_marked,
        [w.figure_id] as figure_ids,
        w.printed_unit as printed,
        f.row_no is null as is_blank
    from {{ ref('int_row') }} as r
    inner join (
        select *
        from balance_columns
        qualify row_number() over (partition by table_id, block_no order by column_path) = 1
    ) as b on r.table_id = b.table_id and r.block_no = b.block_no
    inner join {{ ref('int_table') }} as t on r.table_id = t.table_id
    inner join {{ ref('rec_whole') }} as w
        on
            b.document_id = w.document_id and r.function_code = w.subject_code and w.column_kind = 'all'
            and w.tables_of_kind = 1
            and case t.table_kind
                when 'balance' then w.table_kind = 'expenditure'
                else w.table_kind in ('fiscal_expenditure', 'general_public_budget_expenditure')
            end
    left join {{ ref('rec_figure') }} as f
        on r.table_id = f.table_id and r.row_no = f.row_no and r.block_no = f.block_no
    where length(r.function_code) = 3 and w.amount_yuan <> 0 and not r.is_subtotal
    qualify count(distinct r.row_no) over (partition by r.table_id, r.function_code) = 1
),

-- Performance forms: the amount of the year is blank, where its sources are printed.
form_totals as (
    select
        s.document_id,
        r.table_id,
        '' as column_path,
        any_value(s.table_title) as table_title,
        any_value(s.table_no) as table_no,
        r.label_text as label,
        min(s.page) as page,
        bool_or(s.is_marked) as is_marked,
        list(distinct s.figure_id order by s.figure_id) as figure_ids,
        string_agg(distinct s.printed_unit, ' + ' order by s.printed_unit) as printed,
        count(f.figure_id) = 0 as is_blank
    from {{ ref('int_row') }} as r
    inner join {{ ref('rec_figure') }} as s
        on
            r.table_id = s.table_id and r.block_no = s.block_no
            and s.row_no between r.row_no + 1 and r.row_no + 3
            and regexp_full_match(s.label, '(本年|当年)?财政(性)?(拨款|资金)')
            and regexp_replace(s.row_label, '[^/]*$', '') = regexp_replace(r.row_label, '[^/]*$', '')
            and s.amount_yuan <> 0
    left join {{ ref('rec_figure') }} as f
        on r.table_id = f.table_id and r.row_no = f.row_no and r.block_no = f.block_no
    where
        s.table_kind = 'performance_target'
        and regexp_full_match(
            r.label_text, '((年度|年度预算|项目|预算|实施期)?(资金)?总额|年度(预算)?资金(总额)?):?'
        )
    group by s.document_id, r.table_id, r.row_no, r.label_text
),

blanks as (
    select
        document_id,
        table_id,
        column_path,
        table_title,
        table_no,
        label,
        page,
        is_marked,
        figure_ids,
        printed,
        if(is_blank, '空白而各项有数 / blank beside its items', null) as fault
    from balance_totals
    where
        not (is_blank and has_other_split)
        and table_id in (
            select p.table_id from balance_totals as p
            where not p.is_blank
        )
    union all
    select
        document_id,
        table_id,
        column_path,
        table_title,
        table_no,
        label,
        page,
        is_marked,
        figure_ids,
        printed,
        if(is_blank, '空白而支出表有数 / blank, and not so in the table of expenditure', null) as fault
    from balance_classes
    union all
    select
        document_id,
        table_id,
        column_path,
        table_title,
        table_no,
        label,
        page,
        is_marked,
        figure_ids,
        printed,
        if(is_blank, '空白而资金来源有数 / blank above its sources', null) as fault
    from form_totals
),

found as (
    select * from rows_across
    union all
    select * from blanks
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
