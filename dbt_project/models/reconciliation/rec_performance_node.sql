-- Shape 1 in performance forms: the amount of a project, its sources and its cost targets; the weights of its
-- indicators; the amounts of all forms against what the text and the tables say of all projects.
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
        bool_or(regexp_matches(label_text, '实施期|中期|长期')) over (partition by table_id) as has_periods,
        -- A source of another name may be part of the amount.
        bool_or(amount_kind is null and amount_yuan <> 0) over (partition by scope) as has_other_sources
    from amounts
),

-- Money carried over is a source of its own, or a part of the appropriation (second reading).
scoped_readings as (
    select
        *,
        unnest(if(amount_kind = 'source' and contains(label, '结转'), [1], [1, 2])) as reading
    from scoped
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
    qualify bool_and(has_weight) over (partition by regexp_replace(table_id, '-t[0-9]+$', ''), form_no)
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
),

-- The one amount of a form that names a project: that of the year, where the form says so.
form_totals as (
    select
        f.*,
        p.project_name,
        starts_with(f.label, '年度') as is_of_year
    from figures as f
    inner join {{ ref('fct_performance_project') }} as p on f.table_id = p.table_id and p.row_no is null
    where
        regexp_full_match(f.label, '((年度|年度预算|项目|预算)?(资金)?(申请)?总额|年度(预算)?资金(申请)?(总额)?)')
        and p.project_name is not null and not contains(p.project_name, '整体')
        and not regexp_matches(f.label_text || f.path_text, '实施期|中期|长期|上年')
    qualify
        starts_with(f.label, '年度')
        or not bool_or(starts_with(f.label, '年度')) over (partition by f.table_id)
),

form_amounts as (
    select * from form_totals
    qualify count(*) over (partition by table_id) = 1
),

-- What a project may cost: targets that are sums of money, no prices of a single thing.
cost_targets as (
    select
        f.document_id,
        f.table_id,
        f.figure_id,
        f.page,
        f.is_marked,
        f.printed,
        f.operator,
        f.amount_yuan,
        a.figure_id as total_id,
        a.amount_yuan as total,
        a.place || '（' || a.project_name || '）' as place,
        bool_or(f.operator = '<=') over (partition by f.table_id) as has_ceilings,
        sum(f.amount_yuan) over (partition by f.table_id) as targets_sum
    from {{ ref('fct_figure') }} as f
    inner join form_amounts as a on f.table_id = a.table_id
    where
        f.measure = 'target' and f.amount_yuan > 0 and contains(f.row_label, '成本')
        and f.operator in ('=', '<=') and a.amount_yuan > 0
        and not regexp_matches(f.row_label, '单价|单位成本|[每人户次]均|标准|每[^/年]*$')
        and not contains(f.printed, '/')
),

-- 207840万元 for a project of 20.78万元, and 840800.00万元 for costs of 84万元, are meant in 元: that is a
-- finding of its own, and further readings here.
read_costs as (
    select
        * replace (
            -- A number read in another unit is not the figure that is held.
            if(reading = 2 and amount_yuan > 10 * total, null, figure_id) as figure_id,
            if(reading = 2 and amount_yuan > 10 * total, amount_yuan / 10000, amount_yuan) as amount_yuan,
            if(reading = 3, total / 10000, total) as total
        )
    from (
        select
            *,
            unnest(list_filter([
                1,
                if(max(amount_yuan > 10 * total) over (partition by table_id), 2, null),
                if(total > 1000 * targets_sum, 3, null)
            ], x -> x is not null)) as reading
        from cost_targets
    ) as target
),

-- Targets that come to something else altogether are not the costs of the whole project.
covering_costs as (
    select
        *,
        if(has_ceilings, 'performance_amount_within_cost', 'performance_cost_equals_amount') as rule_id,
        if(
            sum(amount_yuan) over (partition by table_id, reading) between 0.8 * total
            and if(has_ceilings, 10, 1.25) * total,
            null, 'the cost targets are not those of the whole project'
        ) as reason
    from read_costs
),

-- 13个项目…涉及金额539.26万元, where the document has 13 forms.
said_amounts as (
    select
        c.document_id,
        c.claim_id,
        c.page,
        c.is_marked,
        c.printed,
        c.amount,
        c.half_unit,
        {{ sentence_start('c.sentence') }} as sentence
    from {{ ref('rec_claim') }} as c
    inner join {{ ref('rec_claim') }} as n
        on
            c.document_id = n.document_id and c.sentence_id = n.sentence_id and n.start < c.start
            and n.kind = 'count' and contains(n.subject, '项目')
    inner join (
        select
            document_id,
            count(*) as forms
        from form_amounts
        group by document_id
    ) as f on c.document_id = f.document_id and n.number = f.forms
    where
        c.kind = 'amount' and c.amount is not null and c.role = 'value'
        and contains(c.sentence_words, '绩效') and f.forms > 1
    qualify count(*) over (partition by c.document_id, c.sentence_id) = 1
),

project_totals as (
    select
        w.document_id,
        w.figure_id,
        w.amount_yuan,
        w.half_unit,
        w.page,
        w.is_marked,
        w.printed_unit,
        w.place,
        row_number() over (partition by w.document_id order by w.table_no, w.column_path, w.row_no) as reading,
        if(
            abs(w.amount_yuan - f.forms_sum) <= 0.1 * w.amount_yuan,
            null, 'the forms are not those of all projects'
        ) as reason
    from {{ ref('rec_whole') }} as w
    inner join (
        select
            document_id,
            sum(amount_yuan) as forms_sum
        from form_amounts
        group by document_id
        having count(*) > 1
    ) as f on w.document_id = f.document_id
    where
        (w.is_total_label or w.is_only_row) and w.amount_yuan > 0
        and (
            (w.table_kind in ('expenditure', 'general_public_budget_expenditure') and w.column_kind = 'project')
            or (w.table_kind = 'project_expenditure' and w.column_kind in ('all', 'project'))
        )
)

select  -- noqa: AM07
    'performance_parts' as rule_id,
    document_id,
    scope,
    cast(null as varchar) as support_key,
    if(amount_kind = 'total', place, null) as instance,
    reading,
    if(amount_kind = 'total', 'total', null) as node,
    if(amount_kind = 'source', 'total', null) as parent,
    figure_id,
    cast(null as varchar) as claim_id,
    amount_yuan as amount,
    half_unit,
    page,
    is_marked,
    printed_unit as printed,
    false as is_shared,
    case
        when totals > 1 or same_label > 1 or has_periods then 'the form prints several amounts'
    end as reason,
    has_other_sources as is_weak
from scoped_readings
where amount_kind is not null
union all by name
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
union all by name
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
union all by name
-- Costs that are all fixed add up to the amount.
select
    rule_id,
    document_id,
    table_id as scope,
    cast(null as varchar) as support_key,
    place as instance,
    reading,
    if(has_ceilings, 'whole', null) as node,
    if(has_ceilings, null, 'whole') as parent,
    figure_id,
    cast(null as varchar) as claim_id,
    cast(amount_yuan as decimal(20, 2)) as amount,
    -- A target is what is set, not what was rounded.
    cast(0 as decimal(24, 6)) as half_unit,
    page,
    is_marked,
    printed,
    reason,
    true as is_shared
from covering_costs
union all by name
select distinct
    c.rule_id,
    c.document_id,
    c.table_id as scope,
    cast(null as varchar) as support_key,
    c.place as instance,
    c.reading,
    if(c.has_ceilings, null, 'whole') as node,
    if(c.has_ceilings, 'whole', null) as parent,
    if(c.reading = 3, null, a.figure_id) as figure_id,
    cast(null as varchar) as claim_id,
    cast(c.total as decimal(20, 2)) as amount,
    if(c.reading = 3, a.half_unit / 10000, a.half_unit) as half_unit,
    a.page,
    a.is_marked,
    a.printed_unit as printed,
    cast(null as varchar) as reason
from covering_costs as c
inner join form_amounts as a on c.total_id = a.figure_id
union all by name
select
    'performance_sum_equals_text' as rule_id,
    document_id,
    claim_id as scope,
    cast(null as varchar) as support_key,
    sentence as instance,
    1 as reading,
    'whole' as node,
    cast(null as varchar) as parent,
    cast(null as varchar) as figure_id,
    claim_id,
    amount,
    half_unit,
    page,
    is_marked,
    printed,
    cast(null as varchar) as reason
from said_amounts
union all by name
select
    'performance_sum_equals_text' as rule_id,
    f.document_id,
    s.claim_id as scope,
    cast(null as varchar) as support_key,
    cast(null as varchar) as instance,
    1 as reading,
    cast(null as varchar) as node,
    'whole' as parent,
    f.figure_id,
    cast(null as varchar) as claim_id,
    f.amount_yuan as amount,
    f.half_unit,
    f.page,
    f.is_marked,
    f.printed_unit as printed,
    cast(null as varchar) as reason
from form_amounts as f
inner join said_amounts as s on f.document_id = s.document_id
union all by name
select
    'performance_sum_equals_projects' as rule_id,
    document_id,
    '' as scope,
    cast(null as varchar) as support_key,
    place as instance,
    reading,
    'whole' as node,
    cast(null as varchar) as parent,
    figure_id,
    cast(null as varchar) as claim_id,
    amount_yuan as amount,
    half_unit,
    page,
    is_marked,
    printed_unit as printed,
    reason
from project_totals
union all by name
select
    'performance_sum_equals_projects' as rule_id,
    f.document_id,
    '' as scope,
    cast(null as varchar) as support_key,
    cast(null as varchar) as instance,
    t.reading,
    cast(null as varchar) as node,
    'whole' as parent,
    f.figure_id,
    cast(null as varchar) as claim_id,
    f.amount_yuan as amount,
    f.half_unit,
    f.page,
    f.is_marked,
    f.printed_unit as printed,
    cast(null as varchar) as reason
from form_amounts as f
inner join project_totals as t on f.document_id = t.document_id
