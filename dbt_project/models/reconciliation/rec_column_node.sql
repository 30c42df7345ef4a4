-- Shape 2: in every row, the figure of a total column and the figures of its part columns.
with figures as (
    select
        *,
        -- Part and total columns are of one year and stage; NULL where the header does not say.
        coalesce(cast(figure_year as varchar), '') || coalesce(stage, '') as comparable,
        count(*) over (partition by table_id, column_path, row_no, block_no) as same_column
    from {{ ref('rec_figure') }}
    where
        table_kind not in ('performance_target', 'staff_assets', 'other')
        and not is_comparison_column
        and coalesce(measure, 'amount') = 'amount'
),

columns as (  -- noqa: RF04
    select
        table_id,
        column_path,
        min(column_parent) as column_parent,
        bool_or(is_total_column) as is_total,
        bool_or(is_memo_column) as is_memo,
        min(comparable) as comparable
    from figures
    where column_path <> ''
    group by table_id, column_path
),

parts as (
    {{ header_parts('columns') }}
),

-- Blocks of a table that differ by their year only are one layout.
totals as (
    select distinct
        table_id,
        total_path,
        table_id || '|' || regexp_replace(total_path, '20[0-9]{2}(年度?)?|上年|当年|本年|去年', '#', 'g') as layout
    from parts
),

wholes as (
    select
        f.*,
        t.layout,
        f.table_id || '|' || f.row_no || '|' || f.block_no || '|' || t.total_path as scope
    from figures as f
    inner join totals as t on f.table_id = t.table_id and f.column_path = t.total_path
),

-- What may be the parts of a row: 1 all columns but remarks; 2 without groups of columns, which may be a
-- remark themselves; 3 with columns called 其中, where that word only begins the list of parts.
portions as (
    select
        f.*,
        w.layout,
        w.scope,
        w.amount_yuan as whole_amount,
        w.half_unit as whole_half,
        regexp_replace(f.column_path, '20[0-9]{2}(年度?)?|上年|当年|本年|去年', '#', 'g') as part_column,
        unnest(list_filter([
            if(not p.is_memo, 1, null),
            if(not p.is_memo and p.is_sibling, 2, null),
            if(p.is_sibling, 3, null)
        ], x -> x is not null)) as reading
    from wholes as w
    inner join parts as p on w.table_id = p.table_id and w.column_path = p.total_path
    inner join figures as f
        on
            w.table_id = f.table_id and w.row_no = f.row_no and w.block_no = f.block_no
            and p.part_path = f.column_path
),

sums as (
    select
        *,
        abs(whole_amount - sum(amount_yuan) over (partition by scope, reading))
        <= sum(half_unit) over (partition by scope, reading) + whole_half as adds_up
    from portions
),

-- The reading that holds on most rows of the layout; rows of zeros tell nothing. Remarks alone are no split.
readings as (
    select
        layout,
        reading
    from sums
    where
        layout in (
            select s.layout
            from sums as s
            where s.reading = 1
        )
    group by layout, reading
    qualify row_number() over (
        partition by layout
        order by count(distinct scope) filter (where adds_up and whole_amount <> 0) desc, reading
    ) = 1
),

-- A column has shown that it is a part where some row adds up with an amount in it.
known_parts as (
    select distinct
        s.layout,
        s.part_column
    from sums as s
    inner join readings as r on s.layout = r.layout and s.reading = r.reading
    where s.adds_up and s.amount_yuan <> 0
),

terms as (
    select
        scope,
        layout,
        figure_id,
        true as is_whole,
        false as is_weak
    from wholes
    union all
    select
        s.scope,
        s.layout,
        s.figure_id,
        false as is_whole,
        s.amount_yuan <> 0 and k.layout is null as is_weak
    from sums as s
    inner join readings as r on s.layout = r.layout and s.reading = r.reading
    left join known_parts as k on s.layout = k.layout and s.part_column = k.part_column
)

select
    'row_total_equals_parts' as rule_id,
    f.document_id,
    t.scope,
    t.layout as support_key,
    if(t.is_whole, f.place, null) as instance,
    1 as reading,
    if(t.is_whole, 'total', null) as node,
    if(t.is_whole, null, 'total') as parent,
    f.figure_id,
    cast(null as varchar) as claim_id,
    f.amount_yuan as amount,
    f.half_unit,
    f.page,
    f.is_marked,
    f.printed_unit as printed,
    if(f.same_column > 1, 'the header does not tell two columns apart', null) as reason,
    t.is_weak
from terms as t
inner join figures as f on t.figure_id = f.figure_id
