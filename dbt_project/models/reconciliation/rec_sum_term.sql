-- Terms of all sums: shapes 1 and 2. Where a rule is a law (parts are not above their whole), the parts are
-- the side that must not be above.
with nodes as (
    select * from {{ ref('rec_code_node') }}
    union all by name
    select * from {{ ref('rec_column_node') }}
    union all by name
    select * from {{ ref('rec_balance_node') }}
    union all by name
    select * from {{ ref('rec_three_public_node') }}
    union all by name
    select * from {{ ref('rec_performance_node') }}
    union all by name
    select * from {{ ref('rec_claim_node') }}
    union all by name
    select * from {{ ref('rec_project_node') }}
),

terms as (
    {{ children_sum_to_parent('nodes') }}
),

laws as (
    select rule_id from {{ ref('rules') }}
    where relation = 'not_above'
)

select
    t.* replace (
        if(l.rule_id is null, t.side, if(t.side = 'actual', 'expected', 'actual')) as side
    )
from terms as t
left join laws as l on t.rule_id = l.rule_id
