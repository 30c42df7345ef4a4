-- Quantities of the detailed tables: totals, subject codes, basic and project expenditure, the economic items
-- that 三公 are paid from (see rec_quantity).
with figures as (
    select * from {{ ref('rec_main_figure') }}
),

wholes as (
    select * from {{ ref('rec_whole') }}
),

totals as (
    select * from wholes
    where is_total_label or is_only_row
),

table_totals as (
    select
        document_id,
        table_kind || '_total' as quantity,
        '' as quantity_key,
        table_id || '|' || column_path || '|' || row_no as alternative,
        figure_id,
        case
            when tables_of_kind > 1 and table_kind <> 'general_public_budget_expenditure'
                then 'several tables of one kind'
        end as reason
    from totals
    where
        table_kind in (
            'revenue', 'expenditure', 'general_public_budget_expenditure', 'project_expenditure'
        )
        and column_kind in ('all', if(table_kind = 'project_expenditure', 'project', 'all'))
        and not regexp_matches(label, '^(人员|公用|日常)')
),

agreement as (
    select
        e.document_id,
        bool_or(e.amount_yuan = g.amount_yuan) as totals_agree,
        bool_or(e.amount_yuan >= g.amount_yuan) as totals_in_order
    from totals as e
    inner join totals as g on e.document_id = g.document_id
    where
        e.table_kind = 'expenditure' and g.table_kind = 'general_public_budget_expenditure'
        and e.column_kind = 'all' and g.column_kind = 'all'
    group by e.document_id
),

-- Codes of the detailed tables by kind of spending.
codes as (
    select
        w.*,
        w.function_code || '|' || w.column_kind as quantity_key,
        a.totals_agree,
        a.totals_in_order,
        count(*) over (
            partition by w.document_id, w.table_kind, w.function_code, w.column_kind
        ) > 1 as is_repeated
    from wholes as w
    left join agreement as a on w.document_id = a.document_id
    where
        w.table_kind in ('expenditure', 'general_public_budget_expenditure')
        and w.function_code is not null
        and w.economic_department_code is null and w.economic_government_code is null
),

code_members as (
    select
        document_id,
        if(table_kind = 'expenditure', 'expenditure_code', 'general_public_code') as quantity,
        quantity_key,
        '' as alternative,
        figure_id,
        case
            when is_repeated then 'a code is printed on several rows'
            when not coalesce(totals_in_order, false)
                then 'the totals of both tables do not tell that one holds the other'
        end as reason
    from codes
    union all
    select
        document_id,
        'general_public_code_alone' as quantity,
        quantity_key,
        '' as alternative,
        figure_id,
        case
            when is_repeated then 'a code is printed on several rows'
            when not coalesce(totals_agree, false) then 'other sources of money pay too'
        end as reason
    from codes
    where table_kind = 'general_public_budget_expenditure'
    union all
    select
        document_id,
        if(table_kind = 'expenditure', 'expenditure_class', 'general_public_class') as quantity,
        function_code as quantity_key,
        '' as alternative,
        figure_id,
        if(is_repeated, 'a code is printed on several rows', null) as reason
    from codes
    where length(function_code) = 3 and column_kind = 'all'
),

-- 基本支出: the whole table against the columns of the table that has project expenditure too.
basic_kinds as (
    select *
    from (
        values
        ('general_public_budget_basic_expenditure', 'general_public_budget_expenditure'),
        ('fiscal_basic_expenditure', 'fiscal_expenditure'),
        ('basic_expenditure', 'expenditure')
    ) as k (basic_kind, whole_kind)
),

basic_members as (
    select
        f.document_id,
        'basic_table' as quantity,
        k.whole_kind || '|' || f.table_id || '|'
        || case
            when starts_with(f.label, '人员') then 'basic_personnel'
            when regexp_matches(f.label, '^(日常)?公用') then 'basic_operating'
            when f.column_kind in ('all', 'project') then 'basic'
            else f.column_kind
        end as quantity_key,
        f.column_path || '|' || f.row_no as alternative,
        f.figure_id,
        cast(null as varchar) as reason
    from totals as f
    inner join basic_kinds as k on f.table_kind = k.basic_kind
    union all
    select
        b.document_id,
        'basic_column' as quantity,
        k.whole_kind || '|' || b.table_id || '|' || f.column_kind as quantity_key,
        f.table_id || '|' || f.column_path || '|' || f.row_no as alternative,
        f.figure_id,
        cast(null as varchar) as reason
    from totals as f
    inner join basic_kinds as k on f.table_kind = k.whole_kind
    inner join (
        select distinct
            document_id,
            table_id,
            table_kind
        from figures
    ) as b
        on f.document_id = b.document_id and k.basic_kind = b.table_kind
    where f.column_kind in ('basic', 'basic_personnel', 'basic_operating')
),

project_members as (
    select
        document_id,
        'project_column' as quantity,
        '' as quantity_key,
        table_id || '|' || column_path || '|' || row_no as alternative,
        figure_id,
        cast(null as varchar) as reason
    from totals
    where
        table_kind in ('expenditure', 'general_public_budget_expenditure', 'fiscal_expenditure')
        and column_kind = 'project'
),

-- 三公 items and the economic items that basic expenditure pays them from.
three_public_codes as (
    select *
    from (
        values
        ('30212', '出国', 'abroad'),
        ('30217', '接待', 'reception'),
        ('30231', '用车.*(运行|维护)', 'vehicle_operation'),
        ('31013', '用车.*购置', 'vehicle_purchase')
    ) as c (code, name_pattern, item)
),

-- Where the basic table is all of the general public budget, no project pays.
without_projects as (
    select w.document_id
    from totals as w
    inner join totals as b on w.document_id = b.document_id and w.amount_yuan = b.amount_yuan
    where
        w.table_kind = 'general_public_budget_expenditure' and w.column_kind = 'all'
        and b.table_kind = 'general_public_budget_basic_expenditure' and b.column_kind in ('all', 'basic')
    group by w.document_id
),

three_public_members as (
    select
        w.document_id,
        -- Travel abroad may be for teaching and research, which 三公 leaves out: below it only by chance.
        unnest(if(c.item = 'abroad', ['basic_item_alone'], ['basic_item_alone', 'basic_item'])) as quantity,
        c.item as quantity_key,
        w.table_id || '|' || w.column_path || '|' || w.row_no as alternative,
        w.figure_id,
        case
            when
                count(*) over (partition by w.document_id, c.item, w.table_id, w.column_path) > 1
                then 'a code is printed on several rows'
            when unnest(if(c.item = 'abroad', [p.document_id is null], [p.document_id is null, false]))
                then 'projects may pay for it too'
        end as reason
    from wholes as w
    inner join three_public_codes as c
        on w.economic_department_code = c.code and regexp_matches(w.label, c.name_pattern)
    left join without_projects as p on w.document_id = p.document_id
    where
        w.table_kind in ('general_public_budget_basic_expenditure')
        and w.column_kind in ('all', 'basic')
    union all
    select
        document_id,
        'three_public_item' as quantity,
        item as quantity_key,
        table_id || '|' || column_path || '|' || row_no as alternative,
        figure_id,
        cast(null as varchar) as reason
    from figures
    where
        table_kind = 'three_public' and item is not null
        and (is_total_label or is_only_row or label_text <> '' and column_kind = 'all')
),

-- Functions that exist for one economic item only.
linked_members as (
    select
        w.document_id,
        'linked_function' as quantity,
        l.economic_code as quantity_key,
        w.table_id || '|' || w.column_path || '|' || w.row_no as alternative,
        w.figure_id,
        cast(null as varchar) as reason
    from wholes as w
    inner join {{ ref('subject_links') }} as l on w.function_code = l.function_code
    where
        w.table_kind = 'general_public_budget_expenditure' and w.column_kind in ('basic', 'basic_personnel')
        and w.economic_department_code is null
    union all
    select
        w.document_id,
        'linked_item' as quantity,
        l.economic_code as quantity_key,
        -- A code of departments may go with several of government: one of its rows, or all of them added.
        unnest([
            w.table_id || '|' || w.column_path,
            w.table_id || '|' || w.column_path || '|' || w.row_no
        ]) as alternative,
        w.figure_id,
        cast(null as varchar) as reason
    from wholes as w
    inner join {{ ref('subject_links') }} as l on w.economic_department_code = l.economic_code
    where
        w.table_kind = 'general_public_budget_basic_expenditure'
        and w.column_kind in ('all', 'basic', 'basic_personnel') and w.function_code is null
),

-- The tables of the three budgets together.
fund_members as (
    select
        document_id,
        'fund_tables' as quantity,
        '' as quantity_key,
        '' as alternative,
        figure_id,
        case
            when count(*) over (partition by document_id, table_kind) > 1 then 'several totals of one fund'
        end as reason
    from totals
    where
        table_kind in (
            'general_public_budget_expenditure', 'government_fund_expenditure', 'state_capital_expenditure'
        )
        and column_kind = 'all' and side is distinct from 'revenue'
        and document_id in (
            select t.document_id
            from totals as t
            where t.table_kind = 'general_public_budget_expenditure' and t.column_kind = 'all'
        )
),

-- The fiscal column of the revenue table.
revenue_members as (
    select
        document_id,
        'revenue_fiscal' as quantity,
        '' as quantity_key,
        table_id || '|' || column_path || '|' || row_no as alternative,
        figure_id,
        if(tables_of_kind > 1, 'several tables of one kind', null) as reason
    from figures
    where
        table_kind = 'revenue' and fund_source = 'fiscal' and (is_total_label or is_only_row)
        and vintage is distinct from 'carryover'
),

-- Sources of income in the total row of the revenue table.
source_members as (
    select
        document_id,
        'revenue_source' as quantity,
        fund_source as quantity_key,
        table_id || '|' || column_path || '|' || row_no as alternative,
        figure_id,
        case
            when tables_of_kind > 1 then 'several tables of one kind'
            when
                count(distinct column_path) over (partition by table_id, fund_source) > 1
                then 'a source has several columns'
        end as reason
    from figures
    where
        table_kind = 'revenue' and fund_source not in ('all', 'fiscal') and (is_total_label or is_only_row)
        and vintage is distinct from 'carryover'
)

select * from table_totals
union all
select * from source_members
union all
select * from linked_members
union all
select * from fund_members
union all
select * from revenue_members
union all
select * from code_members
union all
select * from basic_members
union all
select * from project_members
union all
select * from three_public_members
