-- Shape 1 over codes: each coded figure with the figure that it is part of, by code prefix. Subject
-- codes and unit codes alike; the total row is the parent of all codes without a printed parent.
with eligible as (
    select
        *,
        coalesce(
            case
                when subject_code in (economic_department_code, economic_government_code)
                    then subject_code
            end,
            economic_department_code,
            economic_government_code
        ) as economic_code,
        regexp_extract(coalesce(unit_label, ''), '^[0-9]{3,}') as unit_prefix
    from {{ ref('rec_figure') }}
    where
        table_kind not in (
            'balance', 'fiscal_balance', 'three_public', 'performance_target', 'staff_assets',
            'government_procurement', 'project_expenditure', 'other'
        )
        and not is_rate_column
),

-- The table's own way of writing: codes of subjects, of units, or of units above subjects.
layouts as (
    select
        table_id,
        column_path,
        bool_or(subject_code is not null and not is_total_label) as has_subjects,
        count(distinct unit_label) filter (where not is_total_label) as units,
        bool_or(unit_label is null and not is_total_label) as has_rows_without_unit,
        count(*) filter (where is_total_label) as total_rows,
        bool_or(subject_code is null and unit_prefix = '' and not is_total_label) as has_other_rows,
        count(
            distinct if(is_total_label, null, left(coalesce(economic_code, function_code, subject_code), 1))
        ) as classifications,
        bool_or(economic_code is not null and function_code is not null) as is_crossed
    from eligible
    group by table_id, column_path
),

coded as (
    select
        e.*,
        l.has_subjects,
        l.units,
        l.has_rows_without_unit,
        l.has_other_rows,
        l.classifications,
        l.is_crossed,
        if(l.has_subjects, 'code_tree_sum', 'unit_tree_sum') as tree_rule,
        case
            when e.is_total_label then null
            when l.has_subjects then coalesce(e.economic_code, e.function_code, e.subject_code)
            when e.unit_prefix <> '' then e.unit_prefix
        end as code,
        e.table_id || '|' || e.column_path
        || case
            when l.has_subjects and l.units > 1 and not l.has_rows_without_unit
                then '|' || coalesce(e.unit_label, '')
            else ''
        end
        || case
            when l.is_crossed and e.economic_code is not null then '|' || coalesce(e.function_code, '')
            else ''
        end as scope
    from eligible as e
    inner join layouts as l on e.table_id = l.table_id and e.column_path = l.column_path
    where l.has_subjects or e.unit_prefix <> '' or e.is_total_label
),

-- A total may stand at the head of a table and at its foot.
distinct_totals as (
    select *
    from coded
    qualify
        code is not null
        or row_number() over (partition by scope, label, block_no, amount_yuan order by row_no) = 1
),

keyed as (
    select
        *,
        count(*) over (partition by scope, code, label) as same_total,
        -- One code of a classification goes with several of the other: its rows are parts of one amount.
        count(*) over (
            partition by scope, code, economic_department_code, economic_government_code
        ) as same_code,
        count(*) over (partition by table_id, column_path, row_no, block_no) as same_column
    from distinct_totals
),

parents as (
    select
        child.figure_id,
        arg_max(parent.code, length(parent.code)) as parent_code
    from keyed as child
    inner join keyed as parent
        on
            child.scope = parent.scope
            and starts_with(child.code, parent.code)
            and length(child.code) > length(parent.code)
    group by child.figure_id
),

placed as (
    select
        k.*,
        p.parent_code,
        case
            when k.same_column > 1 then 'the header does not tell two columns apart'
            when k.code is not null and k.same_code > 1 then 'a code is printed on several rows'
            when k.code is null and k.same_total > 1 then 'several total rows'
        end as reason
    from keyed as k
    left join parents as p on k.figure_id = p.figure_id
),

trees as (
    select
        tree_rule as rule_id,
        document_id,
        scope,
        table_id as support_key,
        place as words,
        code as node,
        parent_code as parent,
        reason,
        figure_id
    from placed
    where code is not null
),

-- 人员经费合计 and 公用经费合计 hold the economic classes of their kind, 合计 all classes.
roots as (
    select
        if(total.has_subjects, 'code_root_sum', 'unit_tree_sum') as rule_id,
        total.document_id,
        total.scope || '|total|' || total.label as scope,
        total.table_id as support_key,
        total.place as words,
        total.figure_id as total_figure_id,
        part.figure_id as part_figure_id,
        case
            when total.reason is not null then total.reason
            when part.reason is not null then part.reason
            when total.has_other_rows then 'rows without a code stand in the column'
            when total.has_subjects and total.classifications > 1
                then 'codes of several classifications stand in the column'
            when total.is_crossed then 'rows carry two classifications'
            when total.has_subjects and total.units > 1 then 'rows of several units'
        end as reason
    from placed as total
    inner join placed as part
        on
            total.table_id = part.table_id
            and total.column_path = part.column_path
            and part.code is not null
            and part.parent_code is null
    where
        total.code is null
        and case
            when starts_with(total.label, '人员') then left(part.code, 3) in ('301', '303', '501', '509')
            when regexp_matches(total.label, '^(日常)?公用')
                then left(part.code, 3) not in ('301', '303', '509')
            else true
        end
),

nodes as (
    select
        rule_id,
        document_id,
        scope,
        support_key,
        words as instance,
        node,
        parent,
        reason,
        figure_id
    from trees
    union all
    select distinct
        rule_id,
        document_id,
        scope,
        support_key,
        words as instance,
        'total' as node,
        null as parent,
        null as reason,
        total_figure_id as figure_id
    from roots
    union all
    select
        rule_id,
        document_id,
        scope,
        support_key,
        null as instance,
        null as node,
        'total' as parent,
        reason,
        part_figure_id as figure_id
    from roots
)

select
    n.rule_id,
    n.document_id,
    n.scope,
    n.support_key,
    n.instance,
    1 as reading,
    n.node,
    n.parent,
    n.figure_id,
    cast(null as varchar) as claim_id,
    f.amount_yuan as amount,
    f.half_unit,
    f.page,
    f.is_marked,
    f.printed_unit as printed,
    n.reason,
    true as is_shared
from nodes as n
inner join {{ ref('rec_figure') }} as f on n.figure_id = f.figure_id
