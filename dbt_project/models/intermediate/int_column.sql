-- The role of every column of figures: total (has parts in other columns), part, or memo (a side remark).
-- Columns are compared within their group: same block, year, stage and measure.
with columns_used as (
    select distinct
        figures.table_id,
        figures.block_no,
        tables.table_kind,
        figures.column_path
    from {{ ref('stg_figure') }} as figures
    inner join {{ ref('int_table') }} as tables on figures.table_id = tables.table_id
),

described as (
    select
        columns_used.*,
        coalesce(headings.figure_year, '') || '|' || coalesce(headings.stage, '') || '|'
        || coalesce(headings.measure, 'amount') as column_group,
        headings.vintage,
        headings.fund_source,
        headings.spending_kind,
        funds.parent as fund_parent,
        spendings.parent as spending_parent,
        coalesce(headings.content_depth, 0) as content_depth,
        coalesce(headings.total_depth, 0) as total_depth,
        regexp_replace(columns_used.column_path, '/?[^/]*$', '') as upper_path,
        headings.value_kind in ('count', 'percent', 'other') as is_no_money,
        headings.is_among_which,
        coalesce(headings.is_memo or headings.measure in ('growth', 'share', 'base_excluded', 'other'), false)
            as is_said_memo
    from columns_used
    inner join {{ ref('int_heading') }} as headings
        on columns_used.table_kind = headings.table_kind and columns_used.column_path = headings.column_path
    left join {{ ref('coordinate_values') }} as funds
        on funds.axis = 'fund_source' and headings.fund_source = funds.value
    left join {{ ref('coordinate_values') }} as spendings
        on spendings.axis = 'spending_kind' and headings.spending_kind = spendings.value
),

-- 小计 | 其中：基本支出 | 项目支出: 其中 opens the list of parts; alone beside the whole it names a side remark
among_which as (
    select distinct
        remark.table_id,
        remark.block_no,
        remark.column_path
    from described as remark
    inner join described as sibling
        on
            remark.table_id = sibling.table_id
            and remark.block_no = sibling.block_no
            and remark.column_group = sibling.column_group
            and remark.upper_path = sibling.upper_path
            and not sibling.is_said_memo
            and (
                (
                    remark.spending_parent = sibling.spending_parent
                    and remark.spending_kind <> sibling.spending_kind
                )
                or (remark.fund_parent = sibling.fund_parent and remark.fund_source <> sibling.fund_source)
            )
    where remark.is_among_which
),

roled as (
    select
        described.*,
        described.is_said_memo or (described.is_among_which and among_which.column_path is null) as is_memo
    from described
    left join among_which
        on
            described.table_id = among_which.table_id
            and described.block_no = among_which.block_no
            and described.column_path = among_which.column_path
),

counted as (
    select
        *,
        count(*) filter (where not is_memo and is_no_money is distinct from true)
            over (partition by table_id, block_no, column_group) as group_size,
        count(*) filter (where not is_memo and total_depth > 0 and total_depth >= content_depth)
            over (partition by table_id, block_no, column_group) as group_totals,
        bool_or(vintage = 'carryover') over (partition by table_id, block_no) as has_carryover_column
    from roled
),

with_children as (
    select
        counted.table_id,
        counted.block_no,
        counted.column_path,
        bool_or(
            others.column_path <> counted.column_path
            and not others.is_memo
            and starts_with(others.column_path, counted.upper_path || '/')
        ) as has_parts_below
    from counted
    inner join counted as others on counted.table_id = others.table_id and counted.block_no = others.block_no
    group by counted.table_id, counted.block_no, counted.column_path
)

select
    counted.table_id,
    counted.block_no,
    counted.table_kind,
    counted.column_path,
    coalesce(counted.has_carryover_column, false) as has_carryover_column,
    counted.total_depth > counted.content_depth and counted.content_depth > 0 and counted.group_totals > 1
        as is_nested_subtotal,
    case
        when counted.is_memo then 'memo'
        -- 编制预算 | 上年结转: two parts of a whole that is not printed
        when counted.has_carryover_column and counted.total_depth = 0 then 'part'
        when counted.group_size = 1 then 'total'
        -- 小计 under a heading that is itself one part of the whole, with nothing but side remarks beside it
        when
            counted.total_depth > counted.content_depth
            and counted.content_depth > 0
            and not coalesce(with_children.has_parts_below, false)
            and counted.group_totals > 1
            then 'part'
        when counted.total_depth > 0 and counted.total_depth >= counted.content_depth then 'total'
        when counted.content_depth > 0 then 'part'
        -- a plain amount beside parts of it, where no total is printed: 编制预算 | 上年结转
        when counted.group_totals > 0 or counted.has_carryover_column then 'part'
        else 'total'
    end as column_role
from counted
left join with_children
    on
        counted.table_id = with_children.table_id
        and counted.block_no = with_children.block_no
        and counted.column_path = with_children.column_path
