-- Percentages with the amounts that they are a ratio of, where the text says them: for a share the part and the whole;
-- for a completion what was spent and what was planned; for a growth the change (or, where none is said, the amount of
-- the year) and the amount that it grew from. By order and words, never by value.
with claims as (
    select
        claims.claim_id,
        claims.document_id,
        claims.sentence_id,
        cast(regexp_extract(claims.sentence_id, '([0-9]+)$', 1) as integer) as sentence_no,
        claims.start,
        claims.kind,
        claims.role,
        claims.stage,
        claims.figure_year,
        claims.base_stage,
        words.subject,
        split_part(words.whole, '/', 1) as whole,
        {{ total_words('words.subject') }} as total,
        {{ total_words("replace(words.base_words, coalesce(words.publisher_text, '-'), '')") }} as base_total
    from {{ ref('int_claim') }} as claims
    inner join {{ ref('int_claim_words') }} as words on claims.claim_id = words.claim_id
    where claims.kind in ('amount', 'percent')
),

amounts as (
    select *
    from claims
    where kind = 'amount' and role in ('value', 'base', 'increase', 'decrease')
),

percents as (
    select *
    from claims
    where kind = 'percent' and role in ('share', 'completion', 'increase', 'decrease')
),

numerators as (
    select
        percents.claim_id,
        arg_max(amounts.claim_id, amounts.start) as numerator_claim_id
    from percents
    inner join amounts
        on
            percents.sentence_id = amounts.sentence_id and amounts.start < percents.start
            and percents.subject = amounts.subject
            and (
                amounts.role = percents.role
                or amounts.role = 'value'
            )
    group by percents.claim_id
),

candidates as (
    select
        percents.claim_id,
        numerators.numerator_claim_id,
        amounts.claim_id as denominator_claim_id,
        amounts.sentence_no,
        amounts.start
    from percents
    inner join numerators on percents.claim_id = numerators.claim_id
    inner join amounts as parts on numerators.numerator_claim_id = parts.claim_id
    inner join amounts
        on
            percents.document_id = amounts.document_id
            and amounts.claim_id <> parts.claim_id
            and case percents.role
                when 'share'
                    then
                        amounts.role = 'value'
                        and amounts.sentence_no between percents.sentence_no - 8 and percents.sentence_no
                        and (amounts.sentence_no < percents.sentence_no or amounts.start < parts.start)
                        and amounts.subject <> percents.subject
                        and (
                            amounts.subject = percents.whole
                            or (percents.base_total <> '' and amounts.total = percents.base_total)
                        )
                when 'completion'
                    then
                        amounts.sentence_no = percents.sentence_no and amounts.start < percents.start
                        and amounts.subject = percents.subject
                        and amounts.stage = coalesce(percents.base_stage, 'initial_budget')
                else
                    amounts.sentence_no = percents.sentence_no and amounts.start < percents.start
                    and amounts.subject = percents.subject
                    and (
                        amounts.role = 'base'
                        or (parts.role = 'value' and amounts.role = 'value' and amounts.figure_year < parts.figure_year)
                    )
            end
)

select
    numerators.claim_id,
    numerators.numerator_claim_id,
    arg_max(candidates.denominator_claim_id, (candidates.sentence_no, candidates.start)) as denominator_claim_id
from numerators
left join candidates on numerators.claim_id = candidates.claim_id
group by numerators.claim_id, numerators.numerator_claim_id
