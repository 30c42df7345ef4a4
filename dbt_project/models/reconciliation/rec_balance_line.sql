-- The rows of 收支总表 and 财政拨款收支总表 by side: items, the year's total, the grand total.
with lines as (  -- noqa: RF04
    select
        *,
        table_id || '|' || side || '|' || block_no || '|' || column_path as scope
    from {{ ref('rec_figure') }}
    where table_kind in ('balance', 'fiscal_balance') and side is not null and not is_comparison_column
)

select
    *,
    case
        when regexp_full_match(label, '本年(收入|支出)(合计|小计|总计)?') then 'current'
        -- 收入合计 is the year's where no 本年收入 stands beside it, else the grand total.
        when
            regexp_full_match(label, '(收入|支出)合计')
            and not bool_or(regexp_full_match(label, '本年(收入|支出)(合计|小计|总计)?'))
                over (partition by scope)
            then 'current'
        when regexp_full_match(label, '(收入|支出)?(总计|合计)') then 'total'
        else 'item'
    end as line_kind,
    regexp_full_match(
        label, '(一般公共预算|政府性基金预算?|国有资本经营预算?)(财政)?(拨款)?(收入|支出|资金)?'
    ) as is_fund_line,
    regexp_matches(label, '结转|结余') as is_carry_line
from lines
