-- Terms of shape 3: what rule_pairs.csv compares.
with quantities as (
    select * from {{ ref('rec_quantity') }}
),

pairs as (
    select * from {{ ref('rule_pairs') }}
)

{{ same_quantity('quantities', 'pairs') }}
