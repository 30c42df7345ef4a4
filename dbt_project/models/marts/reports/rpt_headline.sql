-- The headline amounts of each canonical disclosure, each with the figures that print it: every place of the document
-- (or of its companion) where the same amount of the same meaning stands. An amount that is nowhere printed as one
-- number is the sum of additive figures of one table kind; one that only the text says has none.
with all_headlines as (
    select
        document_id,
        unnest([
            'revenue', 'current', 'carryover', 'expenditure', 'basic', 'personnel', 'operating', 'project',
            'general_public_budget', 'government_fund', 'state_capital', 'operating_cost'
        ]) as metric,
        unnest([
            revenue_yuan, current_yuan, carryover_yuan, expenditure_yuan, basic_yuan, personnel_yuan, operating_yuan,
            project_yuan, general_public_budget_yuan, government_fund_yuan, state_capital_yuan, operating_cost_yuan
        ]) as amount_yuan
    from {{ ref('rpt_department_year') }}

    union all

    select
        document_id,
        'three_public.' || unnest([
            'total', 'abroad', 'reception', 'vehicle', 'vehicle_purchase', 'vehicle_operation', 'conference', 'training'
        ]) as metric,
        unnest([
            total_yuan, abroad_yuan, reception_yuan, vehicle_yuan, vehicle_purchase_yuan, vehicle_operation_yuan,
            conference_yuan, training_yuan
        ]) as amount_yuan
    from {{ ref('rpt_three_public') }}
),

headlines as (
    select * from all_headlines
    where amount_yuan is not null
),

meant as (
    select
        figures.figure_id,
        figures.document_id,
        figures.table_kind,
        figures.amount_yuan,
        figures.is_additive,
        figures.reading_order,
        coalesce(figures.row_role = 'total', false) as is_total,
        unnest(list_distinct([
            case
                when figures.table_kind in ('revenue', 'balance') and figures.side is distinct from 'expenditure'
                    then case coalesce(figures.vintage, 'all')
                        when 'carryover' then 'carryover' when 'current' then 'current' else 'revenue'
                    end
            end,
            -- 本年收入合计 is a subtotal of the balance, which may not say of which year it is
            if(
                figures.table_kind = 'balance' and figures.side = 'revenue' and figures.is_subtotal, 'current', null
            ),
            if(
                figures.table_kind in ('expenditure', 'balance') and figures.side is distinct from 'revenue'
                and coalesce(figures.spending_kind, 'all') = 'all',
                'expenditure', null
            ),
            case
                when
                    figures.table_kind in ('expenditure', 'balance', 'project_expenditure')
                    or figures.table_kind like '%basic_expenditure'
                    then case figures.spending_kind
                        when 'basic' then 'basic' when 'basic_personnel' then 'personnel'
                        when 'basic_operating' then 'operating' when 'project' then 'project'
                    end
            end,
            -- 基本支出 that is printed only by its parts
            if(
                figures.table_kind in ('expenditure', 'balance')
                and figures.spending_kind in ('basic_personnel', 'basic_operating'),
                'basic', null
            ),
            if(figures.table_kind = 'project_expenditure' and figures.spending_kind is null, 'project', null),
            case figures.table_kind
                when 'general_public_budget_expenditure' then 'general_public_budget'
                when 'government_fund_expenditure' then 'government_fund'
                when 'state_capital_expenditure' then 'state_capital'
                when 'operating_cost' then 'operating_cost'
            end,
            if(figures.item = 'operating_cost', 'operating_cost', null),
            if(figures.table_kind = 'three_public', 'three_public.' || figures.item, null)
        ])) as metric
    from {{ ref('int_fact_figure') }} as figures
    where
        figures.value_kind = 'money'
        and figures.measure = 'amount'
        and figures.amount_yuan is not null
        and figures.column_role <> 'memo'
        and figures.figure_year = figures.fiscal_year
        and figures.stage = case figures.disclosure_kind when 'budget' then 'initial_budget' else 'final' end
),

candidates as (
    select
        headlines.document_id,
        headlines.metric,
        headlines.amount_yuan as headline_yuan,
        meant.* exclude (document_id, metric)
    from headlines
    inner join {{ ref('dim_document') }} as documents on headlines.document_id = documents.document_id
    inner join meant
        on
            meant.document_id in (documents.document_id, documents.companion_document_id)
            and headlines.metric = meant.metric
),

printed as (
    select
        document_id,
        metric,
        -- a total speaks more directly than a row that happens to be all of it
        coalesce(
            list(figure_id order by reading_order) filter (where is_total), list(figure_id order by reading_order)
        ) as figure_ids
    from candidates
    where amount_yuan = headline_yuan
    group by document_id, metric
),

added_by_table as (
    select
        document_id,
        metric,
        min(reading_order) as first_place,
        list(figure_id order by reading_order) as figure_ids
    from candidates
    where is_additive
    group by document_id, metric, table_kind, headline_yuan
    having sum(amount_yuan) = headline_yuan
),

added as (
    select
        document_id,
        metric,
        arg_min(figure_ids, first_place) as figure_ids
    from added_by_table
    group by document_id, metric
)

select
    headlines.document_id,
    headlines.metric,
    headlines.amount_yuan,
    printed.figure_ids is not null as is_printed,
    coalesce(printed.figure_ids, added.figure_ids, []) as figure_ids
from headlines
left join printed on headlines.document_id = printed.document_id and headlines.metric = printed.metric
left join added on headlines.document_id = added.document_id and headlines.metric = added.metric
