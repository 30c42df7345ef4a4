-- Shape 1 over the labels of 收支总表 and 财政拨款收支总表. The rows of a side, in order, are items,
-- the year's total (本年收入合计) and the grand total (收入总计). Which rows are parts is told by their
-- ordinals; where the print allows several readings, all are offered and the best one counts.
with lines as (  -- noqa: RF04
    select * from {{ ref('rec_balance_line') }}
),

bounds as (
    select
        scope,
        min(row_no) filter (where line_kind = 'current') as current_row,
        count(*) filter (where line_kind = 'current') as current_lines,
        min(label_level) filter (where line_kind = 'current') as current_level,
        max(row_no) filter (where line_kind = 'total') as total_row,
        min(row_no) as first_row,
        count(*) filter (where line_kind = 'total') as total_lines,
        count(*) filter (where line_kind = 'item' and label_level = 1) as first_level_items,
        count(distinct row_no) < count(*) as has_double_rows
    from lines
    group by scope
),

placed as (
    select
        l.*,
        b.current_row,
        b.current_lines,
        b.current_level,
        b.total_row,
        b.first_row,
        b.total_lines,
        b.first_level_items,
        case
            when b.has_double_rows then 'the header does not tell two columns apart'
            when b.current_lines > 1 then 'the total of the year is printed more than once'
            when b.total_lines > 1 then 'the grand total is printed more than once'
        end as reason,
        -- The next 一、 below a heading 一、本年收入 ends its items.
        (
            select min(n.row_no)
            from lines as n
            where
                n.scope = l.scope and n.row_no > b.current_row and n.label_level = 1
                and n.line_kind = 'item'
        ) as next_first_level
    from lines as l
    inner join bounds as b on l.scope = b.scope
),

current_parts as (
    select
        *,
        unnest(
            list_filter([
                if(label_level = 1, 1, null),
                if(label_level is distinct from 0 and parent_row_no is null, 2, null),
                if(label_level = 1 or label_level is null, 3, null)
            ], x -> x is not null)
        ) as reading
    from placed
    where line_kind = 'item' and current_row is not null and current_level is null and row_no < current_row
    union all
    select
        *,
        unnest(
            list_filter([
                if(label_level = 2 and row_no < coalesce(next_first_level, total_row, 100000), 1, null),
                if(parent_row_no = current_row, 2, null),
                if(label_level = 1 and not is_carry_line, 3, null)
            ], x -> x is not null)
        ) as reading
    from placed
    where
        line_kind = 'item' and current_level is not null and row_no > current_row
        and row_no < coalesce(total_row, 100000)
),

total_parts as (
    select
        *,
        unnest(
            list_filter([
                if(line_kind = 'current' or label_level is distinct from 0, 1, null),
                if(line_kind = 'current' or label_level is null, 2, null),
                if(
                    line_kind = 'current' or (parent_row_no is null and label_level is distinct from 0),
                    3, null
                ),
                if(
                    line_kind = 'current' or (not is_fund_line and label_level is distinct from 0), 4, null
                )
            ], x -> x is not null)
        ) as reading
    from placed
    where
        current_row is not null and current_level is null and line_kind in ('current', 'item')
        and row_no >= current_row and row_no < total_row
    union all
    -- A heading 一、本年收入 stands beside 二、上年结转.
    select
        *,
        unnest(
            list_filter([
                if(label_level = 1, 1, null),
                if(line_kind = 'current' or (is_carry_line and label_level = 1), 2, null)
            ], x -> x is not null)
        ) as reading
    from placed
    where
        current_level is not null and line_kind in ('current', 'item') and row_no < total_row
    union all
    -- No total of the year: the grand total, at the foot or at the head, is the sum of 一、 二、 …
    select
        *,
        unnest(
            list_filter([
                if(label_level = 1, 1, null),
                if(label_level is distinct from 0 and parent_row_no is null, 2, null)
            ], x -> x is not null)
        ) as reading
    from placed
    where
        current_row is null and line_kind = 'item' and (row_no < total_row or total_row = first_row)
),

parts as (
    select
        'balance_current_sum' as rule_id,
        'current' as parent,
        *
    from current_parts
    union all
    select
        'balance_total_sum' as rule_id,
        'total' as parent,
        *
    from total_parts
),

wholes as (
    select distinct
        p.rule_id,
        p.parent as node,
        p.reading,
        w.*
    from parts as p
    inner join placed as w on p.scope = w.scope and p.parent = w.line_kind
)

select
    rule_id,
    document_id,
    scope,
    table_id || '|' || side as support_key,
    place as instance,
    reading,
    node,
    cast(null as varchar) as parent,
    figure_id,
    cast(null as varchar) as claim_id,
    amount_yuan as amount,
    half_unit,
    page,
    is_marked,
    printed_unit as printed,
    reason
from wholes
union all
select
    rule_id,
    document_id,
    scope,
    table_id || '|' || side as support_key,
    cast(null as varchar) as instance,
    reading,
    cast(null as varchar) as node,
    parent,
    figure_id,
    cast(null as varchar) as claim_id,
    amount_yuan as amount,
    half_unit,
    page,
    is_marked,
    printed_unit as printed,
    reason
from parts
