-- The verdict on every instance of every rule.
with terms as (
    select * from {{ ref('rec_term') }}
),

ratios as (
    select * from {{ ref('rec_ratio') }}
),

checks as (
    select * from {{ ref('rec_check') }}
),

rules as (
    select * from {{ ref('rules') }}
),

carryovers as (
    select * from {{ ref('rec_carryover') }}
),

term_verdicts as (
    {{ evaluate_terms('terms', 'rules', 'carryovers') }}
),

ratio_verdicts as (
    {{ evaluate_ratios('ratios', 'rules') }}
),

check_verdicts as (
    {{ evaluate_checks('checks', 'rules') }}
),

-- Ratios and checks have no reading.
verdicts as (  -- noqa: AM07
    select * from term_verdicts  -- noqa: AM07
    union all by name
    select * from ratio_verdicts
    union all by name
    select * from check_verdicts
),

-- A rule that found nothing to read in a document says so.
silent as (
    select
        r.rule_id,
        d.document_id,
        '' as instance_key,
        '全文' as instance,
        'not_applicable' as state,
        'the document prints nothing that this rule reads' as reason,
        r.severity,
        cast([] as integer[]) as pages,
        cast([] as varchar[]) as figure_ids,
        cast([] as varchar[]) as claim_ids
    from rules as r
    cross join {{ ref('int_document') }} as d
    where
        not exists (
            select 1
            from verdicts as v
            where v.rule_id = r.rule_id and v.document_id = d.document_id
        )
),

all_verdicts as (  -- noqa: AM07
    select * from verdicts  -- noqa: AM07
    union all by name
    select * from silent
)

select  -- noqa: AM07
    *,
    left(md5(concat_ws('|', document_id, rule_id, instance_key)), 16) as finding_id
from all_verdicts
