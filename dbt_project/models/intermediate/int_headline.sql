-- Headline amounts of each canonical disclosure, one row per metric: what documents of two years, of plan and outcome,
-- or of a department and its unit can be compared by.
with headlines as (
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
)

select
    document_id,
    metric,
    amount_yuan
from headlines
where amount_yuan is not null
