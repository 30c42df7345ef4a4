-- All terms: the identities of a document as one system of equations.
select * from {{ ref('rec_sum_term') }}
union all by name
select * from {{ ref('rec_pair_term') }}
union all by name
select * from {{ ref('rec_claim_term') }}
union all by name
select * from {{ ref('rec_coordinate_term') }}
union all by name
select * from {{ ref('rec_label_term') }}
union all by name
select * from {{ ref('rec_change_term') }}
union all by name
select * from {{ ref('rec_prior_term') }}
