-- Shape 2 with signs: in every row, a column of differences against the two columns that it compares, and the
-- closing balance against what opens, comes in and goes out. Which two columns are compared is shown by the rows.
with figures as (
    select
        *,
        table_id || '|' || row_no || '|' || block_no as line,
        regexp_replace(column_path, '^[^/]*/', '') as column_tail
    from {{ ref('rec_figure') }}
    where table_kind not in ('performance_target', 'staff_assets', 'other') and column_path <> ''
),

differences as (
    select * from figures
    where measure = 'difference' and not regexp_matches(path_text, '%|率|比例')
),

-- An older and a newer column of the same things: of one name below the heads of their years, where the
-- difference has that name too, else of any.
candidates as (
    select
        d.figure_id,
        d.table_id,
        d.column_path,
        newer.figure_id as newer_id,
        newer.column_path as newer_path,
        older.figure_id as older_id,
        older.column_path as older_path,
        d.amount_yuan <> 0 as is_telling,
        abs(d.amount_yuan - newer.amount_yuan + older.amount_yuan)
        <= d.half_unit + newer.half_unit + older.half_unit as holds,
        newer.column_tail = d.column_tail and older.column_tail = d.column_tail as is_namesake
    from differences as d
    inner join figures as newer on d.line = newer.line
    inner join figures as older on d.line = older.line
    where
        newer.figure_year > older.figure_year
        and newer.measure in ('amount', 'base_excluded') and older.measure in ('amount', 'base_excluded')
),

pairs as (
    select
        table_id,
        column_path,
        newer_path,
        older_path
    from (
        select * from candidates
        qualify is_namesake or not bool_or(is_namesake) over (partition by table_id, column_path)
    ) as c
    group by table_id, column_path, newer_path, older_path
    qualify row_number() over (
        partition by table_id, column_path
        order by count(*) filter (where holds and is_telling) desc, newer_path asc, older_path asc
    ) = 1
),

changes as (
    select
        c.figure_id as whole_id,
        c.table_id || '|' || c.column_path as layout,
        unnest([c.figure_id, c.newer_id, c.older_id]) as figure_id,
        unnest(['actual', 'expected', 'expected']) as side,
        unnest([1, 1, -1]) as sign,
        'difference_equals_years' as rule_id
    from candidates as c
    inner join pairs as p
        on
            c.table_id = p.table_id and c.column_path = p.column_path
            and c.newer_path = p.newer_path and c.older_path = p.older_path
),

-- 年初结转和结余 + 本年收入 − 本年支出 = 年末结转和结余, one total column of each in a row.
flow_columns as (
    select
        *,
        case
            when contains(path_text, '年末') then 'closing'
            when contains(path_text, '年初') then 'opening'
            when contains(path_text, '本年收入') then 'income'
            when contains(path_text, '本年支出') then 'outlay'
        end as flow
    from figures
    where not is_comparison_column
),

flows as (
    select * from flow_columns
    where flow is not null
    -- 本年支出 has a 小计 above its basic and project parts.
    qualify
        is_total_column
        or not bool_or(is_total_column) over (partition by line, flow)
),

whole_flows as (
    select * from flows
    qualify
        count(*) over (partition by line, flow) = 1
        and count(*) filter (where flow = 'closing') over (partition by line) = 1
        and count(*) filter (where flow in ('income', 'outlay')) over (partition by line) = 2
),

balances as (
    select
        first_value(figure_id) over (
            partition by line order by (flow <> 'closing') rows between unbounded preceding and unbounded following
        ) as whole_id,
        table_id || '|flow' as layout,
        figure_id,
        if(flow = 'closing', 'actual', 'expected') as side,
        if(flow = 'outlay', -1, 1) as sign,
        'flow_row_balances' as rule_id
    from whole_flows
),

members as (
    select * from changes
    union all
    select * from balances
)

select
    m.rule_id,
    f.document_id,
    m.whole_id as instance_key,
    if(m.side = 'actual', f.place, null) as instance,
    1 as reading,
    m.layout as support_key,
    m.side,
    f.figure_id,
    cast(null as varchar) as claim_id,
    m.sign * f.amount_yuan as amount,
    f.half_unit,
    f.page,
    f.is_marked,
    if(m.sign < 0, '−', '') || f.printed_unit as printed,
    cast(null as varchar) as reason,
    false as is_weak
from members as m
inner join figures as f on m.figure_id = f.figure_id
