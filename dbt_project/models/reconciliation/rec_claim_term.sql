-- Shape 4: a claim of the text against every place where the tables print what it speaks of. Each place is
-- a reading: the claim fails only if no place agrees.
with claims as (
    select *
    from {{ ref('rec_claim') }}
    where kind = 'amount' and amount is not null and is_plain_amount
),

-- Each wording against each pattern once.
wordings as (
    select distinct
        subject,
        whole
    from claims
),

spoken_of as (
    select distinct
        w.subject,
        w.whole,
        q.rule_id,
        q.quantity,
        coalesce(q.quantity_key, '') as quantity_key
    from wordings as w
    inner join {{ ref('claim_quantities') }} as q
        on
            regexp_full_match(w.subject, q.subject_pattern)
            and (q.whole_pattern is null or regexp_full_match(w.whole, q.whole_pattern))
),

named as (
    select
        c.document_id,
        c.claim_id,
        q.rule_id,
        q.quantity,
        q.quantity_key
    from claims as c
    inner join spoken_of as q
        on c.subject is not distinct from q.subject and c.whole is not distinct from q.whole
    where
        c.is_said_here
        and (q.quantity = 'three_public' or not c.speaks_of_budget)
    union all
    select
        document_id,
        claim_id,
        'narrative_subject_equals_table' as rule_id,
        'subject' as quantity,
        coalesce(subject_above, '') || '/' || subject as quantity_key
    from claims
    where names_subject and not speaks_of_budget
),

sides as (
    select
        n.rule_id,
        n.document_id,
        n.claim_id as instance_key,
        row_number() over (
            partition by n.rule_id, n.claim_id order by q.quantity, q.quantity_key, q.alternative
        ) as reading,
        q.quantity,
        q.quantity_key,
        q.alternative
    from named as n
    inner join (
        select distinct
            document_id,
            quantity,
            quantity_key,
            alternative
        from {{ ref('rec_quantity') }}
    ) as q
        on n.document_id = q.document_id and n.quantity = q.quantity and n.quantity_key = q.quantity_key
)

select
    s.rule_id,
    s.document_id,
    s.instance_key,
    cast(null as varchar) as instance,
    s.reading,
    cast(null as varchar) as support_key,
    'expected' as side,
    q.figure_id,
    cast(null as varchar) as claim_id,
    q.amount,
    q.half_unit,
    q.page,
    q.is_marked,
    q.printed,
    q.reason,
    false as is_weak
from sides as s
inner join {{ ref('rec_quantity') }} as q
    on
        s.document_id = q.document_id and s.quantity = q.quantity and s.quantity_key = q.quantity_key
        and s.alternative = q.alternative
union all
select
    s.rule_id,
    s.document_id,
    s.instance_key,
    c.subject || ': ' || {{ sentence_start('c.sentence') }} as instance,
    s.reading,
    cast(null as varchar) as support_key,
    'actual' as side,
    cast(null as varchar) as figure_id,
    c.claim_id,
    c.amount,
    c.half_unit,
    c.page,
    c.is_marked,
    c.printed,
    cast(null as varchar) as reason,
    false as is_weak
from sides as s
inner join claims as c on s.instance_key = c.claim_id
