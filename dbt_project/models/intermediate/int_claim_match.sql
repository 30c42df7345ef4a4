-- Figures of the tables with the coordinates that a claim speaks of, found without looking at the amount; only among
-- figures that the words fit equally well does the amount decide. Text and tables may stand in two files of one
-- disclosure.
with claims as (
    select
        claims.*,
        unnest(list_distinct([claims.document_id, coalesce(ranks.companion_document_id, claims.document_id)]))
            as table_document_id,
        case claims.table_kind
            when 'revenue' then ['revenue', 'balance']
            when 'expenditure' then ['expenditure', 'balance']
            when 'balance' then ['balance', 'revenue', 'expenditure']
            when 'fiscal_expenditure' then ['fiscal_expenditure', 'general_public_budget_expenditure', 'fiscal_balance']
            when 'fiscal_basic_expenditure' then ['fiscal_basic_expenditure', 'general_public_budget_basic_expenditure']
            when 'general_public_budget_basic_expenditure'
                then [
                    'general_public_budget_basic_expenditure', 'fiscal_basic_expenditure', 'basic_expenditure',
                    'general_public_budget_expenditure'
                ]
            when 'project_expenditure' then ['project_expenditure', 'expenditure']
            when 'general_public_budget_expenditure'
                then [
                    'general_public_budget_expenditure',
                    'fiscal_expenditure',
                    'government_fund_expenditure',
                    'expenditure'
                ]
            when 'operating_cost' then ['operating_cost', 'three_public']
            else [claims.table_kind]
        end as kinds
    from {{ ref('int_claim') }} as claims
    left join {{ ref('int_document_rank') }} as ranks on claims.document_id = ranks.document_id
    where claims.is_tied and claims.kind in ('amount', 'percent')
),

-- 一般公共预算财政拨款收入 may or may not count what was carried over, where a table prints both
carried_over as (
    select distinct
        table_id,
        fund_source
    from {{ ref('int_figure') }}
    where vintage = 'carryover' and measure = 'amount' and amount_yuan <> 0
),

candidates as (
    select
        claims.claim_id,
        figures.figure_id,
        -- a change is not the amount itself
        claims.role in ('value', 'base') and coalesce(
            abs(figures.amount_yuan - {{ amount_yuan('claims.number', 'claims.unit') }})
            <= {{ yuan_factor('claims.unit') }} * power(10, -({{ printed_decimals('claims.printed') }})),
            false
        ) as is_equal,
        claims.vintage is null and figures.vintage = 'current' and figures.row_role <> 'total'
        and carried_over.table_id is not null as is_open,
        list_position(claims.kinds, figures.table_kind) as kind_rank,
        case
            when (figures.fund_source is not distinct from claims.fund_source) then 0
            when claims.fund_source is null and figures.fund_source in ('all', 'fiscal') then 0
            -- one of the funds, only where no column is for all of them
            when claims.fund_source is null and figures.table_kind not in ('balance', 'revenue', 'fiscal_balance')
                then 1
            when
                claims.fund_source in ('fiscal', 'general_public_budget')
                and figures.fund_source in ('fiscal', 'general_public_budget')
                then 1
            -- these tables are about fiscal money whether or not their headings say so
            when
                claims.fund_source in ('fiscal', 'general_public_budget')
                and figures.fund_source = 'all' and figures.table_kind in ('three_public', 'operating_cost')
                then 2
        end as fund_rank,
        case
            when (figures.vintage is not distinct from claims.vintage) then 0
            when claims.vintage is null and figures.vintage = 'all' then 0
            when
                claims.vintage is null and figures.vintage = 'current' and claims.fund_source is not null
                and not (figures.side is not null and figures.row_role = 'total')
                then 0
            when claims.vintage is null and figures.vintage = 'current' and not figures.has_carryover_column then 1
            -- a class of a table whose columns are 本年 and 上年结转: the text prints the first
            when claims.vintage is null and figures.vintage = 'current' and claims.function_code is not null then 2
        end as vintage_rank,
        case
            when figures.row_role = 'total' and not figures.is_subtotal or claims.vintage is not null then 0
            else 1
        end as row_rank
    from claims
    inner join {{ ref('int_figure') }} as figures
        on
            figures.document_id = claims.table_document_id
            and figures.figure_year = claims.figure_year
            and figures.stage = claims.stage
            and list_contains(claims.kinds, figures.table_kind)
            and figures.value_kind = 'money'
            and figures.measure = 'amount'
            and coalesce(figures.function_code, '') = coalesce(claims.function_code, '')
            and coalesce(figures.economic_department_code, '') = coalesce(claims.economic_department_code, '')
            and coalesce(figures.economic_government_code, '') = coalesce(claims.economic_government_code, '')
            and (
                figures.table_kind = 'three_public'
                or coalesce(claims.spending_kind, '') = case
                    when figures.spending_kind is null or figures.spending_kind = 'all'
                        then coalesce(claims.spending_kind, '')
                    when
                        claims.spending_kind is null
                        and figures.table_kind in (
                            'general_public_budget_basic_expenditure', 'fiscal_basic_expenditure',
                            'basic_expenditure', 'project_expenditure'
                        )
                        and figures.spending_kind in ('basic', 'project')
                        then ''
                    else figures.spending_kind
                end
            )
            and (
                claims.spending_kind is null
                or figures.table_kind = 'three_public'
                or figures.spending_kind = claims.spending_kind
            )
            and (
                case
                    when figures.table_kind in ('three_public', 'operating_cost', 'government_procurement')
                        then coalesce(figures.item, '') = coalesce(claims.item, 'total')
                    else true
                end
            )
            and (
                claims.side is null
                or claims.side = 'both'
                or figures.side is null
                or figures.side = claims.side
            )
            and (
                claims.function_code is not null
                or claims.economic_department_code is not null
                or claims.economic_government_code is not null
                or figures.row_role = 'total'
                or (figures.table_kind = 'three_public' and figures.item is not null)
                or (
                    figures.side = 'revenue'
                    and (claims.fund_source is not null or claims.vintage is not null)
                )
                or (figures.side = 'expenditure' and claims.spending_kind is not null)
            )
            and figures.column_role <> 'memo'
            -- these tables print income beside what is spent of it
            and (
                figures.table_kind not in ('government_fund_expenditure', 'state_capital_expenditure')
                or claims.side is null
                or figures.side is not null
                or (claims.side = 'revenue') = (figures.spending_kind is null)
            )
    left join carried_over
        on figures.table_id = carried_over.table_id and figures.fund_source = carried_over.fund_source
),

ranked as (
    select
        *,
        min(kind_rank * 1000 + fund_rank * 100 + vintage_rank * 10 + row_rank) over (partition by claim_id) as best
    from candidates
    where fund_rank is not null and vintage_rank is not null
),

fitting as (
    select
        *,
        bool_or(is_equal) over (partition by claim_id)
        and not bool_and(is_equal and not is_open) over (partition by claim_id) as is_decided_by_value
    from ranked
    where kind_rank * 1000 + fund_rank * 100 + vintage_rank * 10 + row_rank = best
)

select
    claim_id,
    list(distinct figure_id order by figure_id) as matched_figure_ids,
    any_value(is_decided_by_value) as is_decided_by_value
from fitting
where is_equal or not (is_decided_by_value or is_open)
group by claim_id
