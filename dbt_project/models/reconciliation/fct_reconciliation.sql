{{ config(schema='marts', contract={'enforced': true}, persist_docs={'relation': true, 'columns': true}) }}

with verdicts as (
    select
        v.*,
        r.sentence_zh as rule_zh,
        r.sentence_en as rule_en,
        r.relation,
        coalesce(nullif(v.instance, ''), v.instance_key) as words,
        -- What the other side comes to, in the unit of the printed side.
        case
            when v.expected_count > 1
                then
                    if(v.expected_count <= 3, v.expected_printed, v.expected_count || ' 项之和') || ' = '
                    || format(
                        '{:,.2f} {}',
                        cast(v.expected as double)
                        / coalesce({{ yuan_factor("regexp_extract(v.actual_printed, '亿元|万元|元')") }}, 1),
                        regexp_extract(v.actual_printed, '亿元|万元|元')
                    )
            when r.unit = 'percent' and v.expected is not null
                then format('{:.2f}% ({})', cast(v.expected as double), v.expected_printed)
            else nullif(v.expected_printed, '')
        end as expected_words,
        array_to_string(list_transform(v.pages, x -> cast(x as varchar)), '、') as pages_zh,
        array_to_string(list_transform(v.pages, x -> cast(x as varchar)), ', ') as pages_en
    from {{ ref('rec_verdict') }} as v
    inner join {{ ref('rules') }} as r on v.rule_id = r.rule_id
),

numbered as (
    select
        * exclude (words, expected_printed),
        expected_words as expected_printed,
        words || if(
            row_number() over same_words > 1, ' (' || row_number() over same_words || ')', ''
        ) as instance_words
    from verdicts
    window same_words as (partition by rule_id, document_id, words order by pages, instance_key)
),

-- What a person has said of a finding counts for these numbers only.
reviewed as (
    select
        n.*,
        r.verdict as review,
        r.note as review_note,
        r.reviewer,
        r.reviewed_on
    from numbered as n
    left join {{ ref('finding_reviews') }} as r
        on
            n.state = 'fail'
            and n.document_id = r.document_id
            and n.rule_id = r.rule_id
            and n.instance_words = r.instance
            and n.actual_printed is not distinct from r.actual_printed
            and n.expected_printed is not distinct from r.expected_printed
)

select
    finding_id,
    rule_id,
    document_id,
    instance_words as instance,
    state,
    reason,
    expected,
    actual,
    difference,
    tolerance,
    severity,
    cause,
    pages,
    figure_ids,
    claim_ids,
    actual_printed,
    expected_printed,
    -- The suspect is named by pipelines/quality/suspects.py, from the system of all identities.
    cast(null as varchar) as suspect_figure_id,
    cast(null as varchar) as suspect_claim_id,
    cast(null as decimal(20, 2)) as suggested_value,
    cast(null as varchar) as suspect_zh,
    cast(null as varchar) as suspect_en,
    review,
    review_note,
    reviewer,
    reviewed_on,
    case
        when state = 'fail'
            then
                '第' || pages_zh || '页　' || instance_words || '：' || coalesce(actual_printed, '')
                || coalesce(if(relation = 'not_above', ' > ', ' ≠ ') || expected_printed, '')
                || '。' || rule_zh
    end as sentence_zh,
    case
        when state = 'fail'
            then
                'Page ' || pages_en || ', ' || instance_words || ': ' || coalesce(actual_printed, '')
                || coalesce(if(relation = 'not_above', ' > ', ' ≠ ') || expected_printed, '')
                || '. ' || rule_en
    end as sentence_en
from reviewed
