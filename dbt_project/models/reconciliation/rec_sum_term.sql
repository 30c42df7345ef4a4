-- Terms of all sums: shapes 1 and 2.
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
)

{{ children_sum_to_parent('nodes') }}
