-- Money figures as the rules read them: rounding interval, label and header parts to compare by.
with figures as (
    select
        f.*,
        t.title as table_title,
        {{ normalise_text("coalesce(f.row_label, '')") }} as label_text,
        {{ normalise_text("coalesce(f.column_path, '')") }} as path_text,
        {{ printed_decimals('f.printed') }} as own_decimals,
        {{ yuan_factor('f.money_unit') }} as factor
    from {{ ref('fct_figure') }} as f
    inner join {{ ref('int_table') }} as t on f.table_id = t.table_id
    where f.value_kind = 'money' and f.amount_yuan is not null and f.money_unit is not null
),

labelled as (
    select
        *,
        {{ strip_ordinals("split_part(label_text, '/', -1)") }} as label,
        -- 1: 一、 2: （一） 3: 1. 0: 其中 NULL: no ordinal
        case
            when regexp_matches(split_part(label_text, '/', -1), '^[一二三四五六七八九十]+、') then 1
            when regexp_matches(split_part(label_text, '/', -1), '^\([一二三四五六七八九十]+\)') then 2
            when regexp_matches(split_part(label_text, '/', -1), '^\(?[0-9]{1,2}(、|\.|\))') then 3
            when starts_with(split_part(label_text, '/', -1), '其中') then 0
        end as label_level,
        {{ strip_ordinals("split_part(path_text, '/', -1)") }} as column_leaf,
        regexp_replace(column_path, '(^|/)[^/]*$', '\1') as column_parent,
        -- Spreadsheets print 3 for 3.00: a table's own precision counts where it is finer.
        greatest(
            own_decimals, least(2, max(own_decimals) over (partition by table_id, money_unit))
        ) as decimals
    from figures
),

described as (
    select
        *,
        {{ half_unit('decimals', 'factor') }} as half_unit,
        printed || ' ' || money_unit as printed_unit,
        -- Where a figure stands, in words.
        '《' || coalesce(table_title, '表' || table_no) || '》'
        || concat_ws(
            ' · ', nullif(concat_ws(' ', subject_code, nullif(label, '')), ''), nullif(column_path, '')
        ) as place,
        regexp_full_match(
            label,
            '(人员经费|公用经费|日常公用经费|人员支出|公用支出)?(合计|总计)|(本年)?(收入|支出)(合计|总计)'
        ) as is_total_label,
        subject_code is null and function_code is null and economic_department_code is null
        and economic_government_code is null as is_codeless,
        regexp_full_match(
            column_leaf, '合计|小计|总计|(本年)?(收入|支出)(合计|小计|总计)|预算合计|合计数'
        ) as is_total_column,
        -- 其中 columns, and 政府采购 beside the split of an expenditure, are remarks and no parts.
        (
            contains(path_text, '其中')
            or coalesce(column_role = 'memo', false)
            or (regexp_matches(path_text, '政府采购|政府购买') and table_kind <> 'government_procurement')
        ) as is_memo_column,
        regexp_matches(path_text, '增减|增长|同比|比例|占比|%|率$|上年(执行|预算|决算|完成)')
        or coalesce(measure, 'amount') <> 'amount' as is_comparison_column,
        regexp_matches(path_text, '增长率|占比|比例|%|率$')
        or coalesce(measure in ('growth', 'share', 'other'), false) as is_rate_column
    from labelled
)

select
    * exclude (is_total_label, is_codeless),
    -- Above coded rows, the only row without a code is the total, whatever its name (the unit's own).
    is_total_label
    or (
        is_codeless
        and table_kind not in (
            'balance', 'fiscal_balance', 'three_public', 'performance_target', 'staff_assets'
        )
        and count(*) filter (where is_codeless) over (partition by table_id, column_path) = 1
        and count(*) filter (where not is_codeless) over (partition by table_id, column_path) > 0
        and row_no = min(row_no) over (partition by table_id)
    ) as is_total_label,
    -- The amount that the table is about: of the latest year that it prints, final where it prints that.
    not is_comparison_column
    and not is_memo_column
    and (
        figure_year is null or figure_year = max(figure_year) over (partition by table_id)
    )
    and (
        stage is null or stage = 'final'
        or not coalesce(bool_or(stage = 'final') over (partition by table_id), false)
    ) as is_main
from described
