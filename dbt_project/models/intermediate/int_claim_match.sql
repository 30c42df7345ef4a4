-- Figures of the tables with the coordinates that a claim speaks of, found without looking at the amount.
-- Text and tables may stand in two files of one disclosure.
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
                then ['general_public_budget_expenditure', 'fiscal_expenditure', 'expenditure']
            when 'operating_cost' then ['operating_cost', 'three_public']
            else [claims.table_kind]
        end as kinds
    from {{ ref('int_claim') }} as claims
    left join {{ ref('int_document_rank') }} as ranks on claims.document_id = ranks.document_id
    where
        claims.table_kind is not null
        and claims.is_recognised
        and claims.kind in ('amount', 'percent')
        and claims.role <> 'threshold'
),

candidates as (
    select
        claims.claim_id,
        figures.figure_id,
        figures.reading_order,
        list_position(claims.kinds, figures.table_kind) as kind_rank,
        case
            when (figures.fund_source is not distinct from claims.fund_source) then 0
            when claims.fund_source is null and figures.fund_source in ('all', 'fiscal') then 0
            when claims.fund_source is null and figures.table_kind not in ('balance', 'revenue', 'fiscal_balance')
                then 0
            when
                claims.fund_source in ('fiscal', 'general_public_budget')
                and figures.fund_source in ('fiscal', 'general_public_budget')
                then 1
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
            and figures.economic_department_code is null
            and figures.economic_government_code is null
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
                or figures.row_role = 'total'
                or (figures.table_kind = 'three_public' and figures.item is not null)
                or (
                    figures.side = 'revenue'
                    and (claims.fund_source is not null or claims.vintage is not null)
                )
                or (figures.side = 'expenditure' and claims.spending_kind is not null)
            )
            and figures.column_role <> 'memo'
),

ranked as (
    select
        *,
        min(kind_rank * 1000 + fund_rank * 100 + vintage_rank * 10 + row_rank) over (partition by claim_id) as best
    from candidates
    where fund_rank is not null and vintage_rank is not null
)

select
    claim_id,
    list(distinct figure_id order by figure_id) as matched_figure_ids
from ranked
where kind_rank * 1000 + fund_rank * 100 + vintage_rank * 10 + row_rank = best
group by claim_id
