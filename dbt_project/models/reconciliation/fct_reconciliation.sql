{{ config(schema='marts', contract={'enforced': true}) }}

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
        *,
        row_number() over (
            partition by rule_id, document_id, words order by pages, instance_key
        ) as occurrence
    from verdicts
)

select
    n.rule_id,
    n.document_id,
    n.words || if(n.occurrence > 1, ' (' || n.occurrence || ')', '') as instance,
    n.state,
    n.reason,
    n.expected,
    n.actual,
    n.difference,
    n.tolerance,
    n.severity,
    n.cause,
    n.pages,
    n.figure_ids,
    n.claim_ids,
    n.actual_printed,
    n.expected_words as expected_printed,
    s.suspect_figure_id,
    s.suggested_value,
    case
        when n.state = 'fail'
            then
                '第' || n.pages_zh || '页　' || n.words || '：' || coalesce(n.actual_printed, '')
                || coalesce(if(n.relation = 'not_above', ' > ', ' ≠ ') || n.expected_words, '')
                || '。' || n.rule_zh
    end as sentence_zh,
    case
        when n.state = 'fail'
            then
                'Page ' || n.pages_en || ', ' || n.words || ': ' || coalesce(n.actual_printed, '')
                || coalesce(if(n.relation = 'not_above', ' > ', ' ≠ ') || n.expected_words, '')
                || '. ' || n.rule_en
    end as sentence_en
from numbered as n
left join {{ ref('rec_suspect') }} as s
    on n.rule_id = s.rule_id and n.document_id = s.document_id and n.instance_key = s.instance_key
