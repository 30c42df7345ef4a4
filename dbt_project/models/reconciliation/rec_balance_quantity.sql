-- Quantities of 收支总表 and 财政拨款收支总表 (see rec_quantity).
with figures as (
    select * from {{ ref('rec_main_figure') }}
),

totals as (
    select * from {{ ref('rec_whole') }}
    where is_total_label or is_only_row
),

-- 收支总表: each column alone, or all of them added (编制预算 + 上年结转).
balance_lines as (
    select
        l.*,
        f.is_only_column,
        f.tables_of_kind,
        count(distinct l.column_path) over (partition by l.table_id, l.side) as columns_of_side,
        min(l.row_no) over (partition by l.table_id, l.side, l.block_no) as first_row
    from {{ ref('rec_balance_line') }} as l
    inner join figures as f on l.figure_id = f.figure_id
),

-- In 财政拨款收支总表, what belongs to the general public budget: its own column, or every column
-- where no other fund has an amount.
other_funds as (
    select document_id
    from {{ ref('rec_figure') }}
    where
        amount_yuan <> 0 and is_main
        and (
            table_kind in ('government_fund_expenditure', 'state_capital_expenditure')
            or (
                table_kind = 'fiscal_balance'
                and regexp_matches(label_text || path_text, '政府性基金|国有资本')
            )
        )
    group by document_id
),

general_public_lines as (
    select
        l.*,
        coalesce(l.fund_source = 'general_public_budget', false)
        or contains(l.path_text, '一般公共预算') as is_own_column,
        o.document_id is not null as has_other_funds
    from balance_lines as l
    left join other_funds as o on l.document_id = o.document_id
    where l.table_kind = 'fiscal_balance'
),

balance_alternatives as (
    select
        *,
        unnest(if(columns_of_side > 1, ['all columns', column_path], [column_path])) as alternative_path
    from balance_lines
),

general_public_alternatives as (
    select
        *,
        unnest(if(columns_of_side > 1, ['all columns', column_path], [column_path])) as alternative_path
    from general_public_lines
    -- Where the general public budget has a column, that column alone counts.
    where
        is_own_column
        or not exists (
            select 1
            from general_public_lines as own
            where
                own.table_id = general_public_lines.table_id and own.side = general_public_lines.side
                and own.is_own_column
        )
),

-- The columns of a balance table whose totals are the total of the detailed table: only these hold the
-- same money class by class, with or without what is carried over.
matching_columns as (
    select distinct
        b.table_id,
        b.alternative_path
    from (
        select
            document_id,
            table_id,
            alternative_path,
            row_no,
            block_no,
            'expenditure' as detailed_kind,
            sum(amount_yuan) as amount_yuan
        from balance_alternatives
        where table_kind = 'balance' and side = 'expenditure' and line_kind in ('total', 'current')
        group by all
        union all
        select
            document_id,
            table_id,
            alternative_path,
            row_no,
            block_no,
            'general_public_budget_expenditure' as detailed_kind,
            sum(amount_yuan) as amount_yuan
        from general_public_alternatives
        where side = 'expenditure' and line_kind in ('total', 'current')
        group by all
    ) as b
    inner join totals as t
        on
            b.document_id = t.document_id and b.detailed_kind = t.table_kind
            and t.column_kind = 'all' and abs(b.amount_yuan - t.amount_yuan) <= 2 * t.half_unit
),

balance_members as (
    select
        document_id,
        table_kind || '_' || side as quantity,
        '' as quantity_key,
        line_kind || '|' || row_no || '|' || block_no || '|' || alternative_path as alternative,
        figure_id,
        if(tables_of_kind > 1, 'several tables of one kind', null) as reason
    from balance_alternatives
    where line_kind in ('total', 'current')
    union all
    select
        b.document_id,
        'balance_class' as quantity,
        b.function_code as quantity_key,
        b.row_no || '|' || b.block_no || '|' || b.alternative_path as alternative,
        b.figure_id,
        case
            when b.tables_of_kind > 1 then 'several tables of one kind'
            when m.table_id is null then 'the totals of both tables do not agree'
        end as reason
    from balance_alternatives as b
    left join matching_columns as m
        on b.table_id = m.table_id and b.alternative_path = m.alternative_path
    where
        b.table_kind = 'balance' and b.line_kind = 'item' and b.side = 'expenditure'
        and length(b.function_code) = 3
),

general_public_members as (
    select
        g.document_id,
        if(
            g.line_kind = 'item' and g.side = 'expenditure',
            'fiscal_balance_class', 'fiscal_balance_general_public'
        ) as quantity,
        if(g.line_kind = 'item' and g.side = 'expenditure', g.function_code, '') as quantity_key,
        g.side || '|' || g.row_no || '|' || g.block_no || '|' || g.alternative_path as alternative,
        g.figure_id,
        case
            when g.tables_of_kind > 1 then 'several tables of one kind'
            when
                g.has_other_funds and not g.is_own_column
                then 'other funds are part of the amount'
            -- The year's appropriation alone: what is carried over would be missing.
            when g.has_other_funds and g.side = 'revenue' and g.line_kind = 'item'
                then 'money carried over may be part of the amount'
            when g.line_kind = 'item' and g.side = 'expenditure' and m.table_id is null
                then 'the totals of both tables do not agree'
        end as reason
    from general_public_alternatives as g
    left join matching_columns as m
        on g.table_id = m.table_id and g.alternative_path = m.alternative_path
    where
        g.line_kind in ('total', 'current')
        or (g.line_kind = 'item' and g.side = 'expenditure' and length(g.function_code) = 3)
        or (
            g.line_kind = 'item' and g.side = 'revenue' and not g.is_carry_line
            and contains(g.label, '一般公共预算')
        )
),

side_totals as (
    select
        *,
        is_total_column or is_only_column or columns_of_side = 1 as is_whole
    from balance_lines
    where
        line_kind = 'total'
        -- 合计 above 上年结转 is not all of its side; at the head of the table it is.
        and (
            row_no = first_row
            or contains(label, '总计')
            or not exists (
                select 1
                from balance_lines as below
                where
                    below.table_id = balance_lines.table_id and below.side = balance_lines.side
                    and below.block_no = balance_lines.block_no
                    and below.column_path = balance_lines.column_path
                    and below.row_no > balance_lines.row_no and below.amount_yuan <> 0
                    and below.line_kind = 'item'
            )
        )
    -- 合计 above 结转下年 and 总计 below it: the last one is the grand total.
    qualify row_no = max(row_no) over (partition by table_id, side, block_no, column_path)
),

side_members as (
    select
        document_id,
        unnest(['income_side', 'expenditure_side']) as quantity,
        table_id || '|' || income_path || '|' || outlay_path || '|' || outlay_block as quantity_key,
        '' as alternative,
        unnest([income_figure, outlay_figure]) as figure_id,
        cast(null as varchar) as reason
    from (
        select
            income.document_id,
            income.table_id,
            income.column_path as income_path,
            outlay.column_path as outlay_path,
            outlay.block_no as outlay_block,
            income.figure_id as income_figure,
            outlay.figure_id as outlay_figure
        from side_totals as income
        inner join side_totals as outlay on income.table_id = outlay.table_id
        where
            income.side = 'revenue' and outlay.side = 'expenditure'
            and (
                income.column_leaf = outlay.column_leaf
                or (
                    income.is_whole and outlay.is_whole
                    and not exists (
                        select 1
                        from side_totals as same
                        where
                            same.table_id = income.table_id and same.side = 'expenditure'
                            and same.column_leaf = income.column_leaf
                    )
                )
            )
    ) as side
),

-- Sources of income, row by row.
source_members as (
    select
        document_id,
        'balance_source' as quantity,
        fund_source as quantity_key,
        row_no || '|' || block_no || '|' || alternative_path as alternative,
        figure_id,
        case
            when tables_of_kind > 1 then 'several tables of one kind'
            when
                count(distinct row_no || '|' || block_no) over (partition by table_id, fund_source) > 1
                then 'a source is printed on several rows'
        end as reason
    from balance_alternatives
    where
        table_kind = 'balance' and side = 'revenue' and line_kind = 'item' and not is_carry_line
        and fund_source not in ('all', 'fiscal') and vintage is distinct from 'carryover'
)

select * from balance_members
union all
select * from source_members
union all
select * from general_public_members
union all
select * from side_members
