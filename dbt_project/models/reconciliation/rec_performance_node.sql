-- Shape 1 in performance forms: the amount of a project and its sources; the weights of its indicators.
with figures as (
    select *
    from {{ ref('rec_figure') }}
    where table_kind = 'performance_target' and coalesce(measure, 'amount') = 'amount'
),

-- A form prints one amount with its sources below it; where it prints several (实施期, 年度, 上年), which
-- source belongs to which is open.
amounts as (
    select
        *,
        case
            when regexp_full_match(label, '(年度|年度预算|项目|预算)?(资金)?总额|年度(预算)?资金(总额)?')
                then 'total'
            when regexp_full_match(label, '(本年|当年)?财政(性)?(拨款|资金)|其他(资金)?|上年结转(资金)?|单位(自有)?资金|自有资金')
                then 'source'
        end as amount_kind,
        table_id || '|' || column_path || '|' || regexp_replace(label_text, '/[^/]*$', '') as scope
    from figures
),

scoped as (
    select
        *,
        count(*) filter (where amount_kind = 'total') over (partition by scope) as totals,
        count(*) over (partition by scope, amount_kind, label) as same_label,
        bool_or(regexp_matches(label_text, '实施期|中期|长期')) over (partition by table_id) as has_periods
    from amounts
),

-- Weights stand in a column of that name, one for every indicator.
indicators as (
    select
        f.table_id,
        f.row_no,
        -- A form without a title goes on from the one before it.
        max(if(t.title is null, null, t.table_no)) over (
            partition by f.document_id order by f.table_no
            range between unbounded preceding and current row
        ) as form_no,
        bool_or(regexp_matches(f.column_path, '权重|分值')) over (
            partition by f.table_id, f.row_no
        ) as has_weight
    from {{ ref('fct_figure') }} as f
    inner join {{ ref('int_table') }} as t on f.table_id = t.table_id
    where f.table_kind = 'performance_target' and f.column_path <> ''
),

weighted_tables as (
    select distinct
        table_id,
        form_no
    from indicators
    where form_no is not null
    qualify bool_and(has_weight) over (partition by left(table_id, 16), form_no)
),

weights as (
    select
        f.*,
        unnest([1, 2]) as reading,
        f.document_id || '|weights|' || w.form_no as scope
    from {{ ref('fct_figure') }} as f
    inner join weighted_tables as w on f.table_id = w.table_id
    where
        f.table_kind = 'performance_target' and regexp_matches(f.column_path, '权重|分值')
        and f.number is not null
)

select
    'performance_parts' as rule_id,
    document_id,
    scope,
    cast(null as varchar) as support_key,
    if(amount_kind = 'total', place, null) as instance,
    1 as reading,
    if(amount_kind = 'total', 'total', null) as node,
    if(amount_kind = 'source', 'total', null) as parent,
    figure_id,
    cast(null as varchar) as claim_id,
    amount_yuan as amount,
    half_unit,
    page,
    is_marked,
    printed_unit as printed,
    case
        when totals > 1 or same_label > 1 or has_periods then 'the form prints several amounts'
    end as reason
from scoped
where amount_kind is not null
union all
select
    'performance_weight_sum' as rule_id,
    document_id,
    scope,
    cast(null as varchar) as support_key,
    cast(null as varchar) as instance,
    reading,
    cast(null as varchar) as node,
    'total' as parent,
    figure_id,
    cast(null as varchar) as claim_id,
    cast(number as decimal(20, 2)) as amount,
    cast(0 as decimal(24, 6)) as half_unit,
    page,
    is_marked,
    printed,
    cast(null as varchar) as reason
from weights
union all
select distinct
    'performance_weight_sum' as rule_id,
    document_id,
    scope,
    cast(null as varchar) as support_key,
    '表' || min(table_no) over (partition by scope) || ' 权重合计' as instance,
    reading,
    'total' as node,
    cast(null as varchar) as parent,
    cast(null as varchar) as figure_id,
    cast(null as varchar) as claim_id,
    cast(if(reading = 1, 90, 100) as decimal(20, 2)) as amount,
    cast(0 as decimal(24, 6)) as half_unit,
    min(page) over (partition by scope) as page,
    false as is_marked,
    if(reading = 1, '90', '100') as printed,
    cast(null as varchar) as reason
from weights
