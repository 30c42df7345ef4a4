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
        coalesce(headings.content_depth, 0) as content_depth,
        coalesce(headings.total_depth, 0) as total_depth,
        regexp_replace(columns_used.column_path, '/?[^/]*$', '') as upper_path,
        headings.value_kind in ('count', 'percent', 'other') as is_no_money,
        coalesce(headings.column_role = 'memo' or headings.measure in ('growth', 'share', 'base_excluded'), false)
            as is_other_measure,
        coalesce(
            headings.is_memo
            or headings.column_role = 'memo'
            or headings.measure in ('growth', 'share', 'base_excluded'),
            false
        ) as is_memo
    from columns_used
    inner join {{ ref('int_heading') }} as headings
        on columns_used.table_kind = headings.table_kind and columns_used.column_path = headings.column_path
),

-- 小计 | 其中：基本支出 | 项目支出: a full split, whatever the word, where every row adds up
splits as (
    select
        table_id,
        block_no,
        upper_path
    from (
        select
            described.table_id,
            described.block_no,
            described.upper_path,
            figures.row_no,
            count(*) filter (where not described.is_memo and described.total_depth > 0) as total_count,
            count(*) filter (where described.is_memo) as memo_count,
            abs(
                coalesce(sum(figures.number) filter (where not described.is_memo and described.total_depth > 0), 0)
                - coalesce(sum(figures.number) filter (where described.is_memo or described.total_depth = 0), 0)
            ) as gap
        from described
        inner join {{ ref('stg_figure') }} as figures
            on
                described.table_id = figures.table_id
                and described.block_no = figures.block_no
                and described.column_path = figures.column_path
        where described.is_no_money is distinct from true and not described.is_other_measure
        group by described.table_id, described.block_no, described.upper_path, figures.row_no
    ) as row_sums
    group by table_id, block_no, upper_path
    having max(memo_count) > 0 and max(total_count) = 1 and min(total_count) = 1 and max(gap) < 0.015
),

judged as (
    select
        described.* exclude (is_memo),
        described.is_memo and (splits.table_id is null or described.is_other_measure) as is_memo
    from described
    left join splits
        on
            described.table_id = splits.table_id
            and described.block_no = splits.block_no
            and described.upper_path = splits.upper_path
),

counted as (
    select
        *,
        count(*) filter (where not is_memo and is_no_money is distinct from true)
            over (partition by table_id, block_no, column_group) as group_size,
        count(*) filter (where not is_memo and total_depth > 0 and total_depth >= content_depth)
            over (partition by table_id, block_no, column_group) as group_totals,
        bool_or(vintage = 'carryover') over (partition by table_id, block_no) as has_carryover_column
    from judged
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
