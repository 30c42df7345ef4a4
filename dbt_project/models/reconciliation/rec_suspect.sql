-- The most likely wrong figure of a failure: the one whose single correction makes most of the failing
-- identities hold that it takes part in, and breaks the fewest that hold. Two failing identities at least
-- must agree on the corrected value; a tie names nobody.
with terms as (
    select
        t.rule_id,
        t.document_id,
        t.instance_key,
        t.figure_id,
        v.state,
        cast(
            t.amount + if(t.side = 'actual', -v.difference, v.difference) as decimal(20, 2)
        ) as corrected,
        v.tolerance
    from {{ ref('rec_term') }} as t
    inner join {{ ref('rec_verdict') }} as v
        on
            t.rule_id = v.rule_id and t.document_id = v.document_id
            and t.instance_key = v.instance_key and t.reading = v.reading
    inner join {{ ref('rules') }} as r on t.rule_id = r.rule_id and r.relation = 'equal'
    where t.figure_id is not null and v.state in ('pass', 'pass_rounding', 'fail')
),

candidates as (
    select
        a.rule_id,
        a.document_id,
        a.instance_key,
        a.figure_id,
        a.corrected,
        count(distinct b.rule_id || b.instance_key) filter (
            where b.state = 'fail' and abs(b.corrected - a.corrected) <= a.tolerance + b.tolerance
        ) as mended,
        count(distinct b.rule_id || b.instance_key) filter (where b.state <> 'fail') as broken
    from terms as a
    inner join terms as b on a.document_id = b.document_id and a.figure_id = b.figure_id
    where a.state = 'fail'
    group by a.rule_id, a.document_id, a.instance_key, a.figure_id, a.corrected
),

ranked as (
    select
        *,
        mended - broken as score,
        count(*) over (
            partition by rule_id, document_id, instance_key, mended - broken
        ) as ties
    from candidates
    where mended >= 2
)

select
    rule_id,
    document_id,
    instance_key,
    figure_id as suspect_figure_id,
    corrected as suggested_value
from ranked
qualify
    score = max(score) over (partition by rule_id, document_id, instance_key) and ties = 1
