-- Amounts, percentages and counts that the text says, as the rules read them: what is spoken of, in words that can
-- be compared, and the rounding interval.
with claims as (
    select
        c.*,
        s.section_no,
        s.text as sentence,
        d.fiscal_year,
        d.disclosure_kind,
        coalesce(p.is_marked, false) as is_marked,
        {{ normalise_text("coalesce(c.subject_text, '')") }} as subject_all,
        {{ normalise_text("coalesce(c.whole_text, '')") }} as whole_all,
        {{ normalise_text("coalesce(c.base_text, '')") }} as base,
        {{ normalise_text("coalesce(c.clause, '')") }} as clause_words,
        {{ normalise_text("s.text") }} as sentence_words,
        -- The words since the number before it, whatever that counts.
        {{ normalise_text(
            "substring(s.text, 1 + coalesce(lag(c.start + length(c.printed)) over ("
            ~ "partition by c.document_id, c.sentence_id order by c.start), 0), c.start - coalesce("
            ~ "lag(c.start + length(c.printed)) over ("
            ~ "partition by c.document_id, c.sentence_id order by c.start), 0))"
        ) }} as lead_words,
        {{ normalise_text("left(s.text, c.start)") }} as words_before,
        {{ printed_decimals('c.printed') }} as decimals,
        {{ yuan_factor('c.unit') }} as factor
    from {{ ref('stg_claim') }} as c
    inner join {{ ref('stg_sentence') }} as s
        on c.document_id = s.document_id and c.sentence_id = s.sentence_id
    inner join {{ ref('int_document') }} as d on c.document_id = d.document_id
    left join {{ ref('stg_page') }} as p on c.document_id = p.document_id and c.page = p.page
    where c.number is not null
)

select
    document_id,
    claim_id,
    sentence_id,
    section_no,
    page,
    start,
    printed,
    number,
    unit,
    kind,
    role,
    year,
    fiscal_year,
    disclosure_kind,
    is_marked,
    base,
    clause_words,
    lead_words,
    -- （含结转6.9万元）: a remark on the number before it
    length(words_before) - length(replace(words_before, '(', ''))
    > length(words_before) - length(replace(words_before, ')', '')) as is_in_brackets,
    sentence,
    sentence_words,
    words_before,
    -- 社会保障和就业支出（类）行政事业单位养老支出（款）事业单位离退休（项） → 事业单位离退休
    -- 国家信访局收入预算 → 收入预算
    regexp_replace(
        regexp_replace(
            regexp_replace({{ strip_ordinals('subject_all') }}, '\((项|款|类|目)(科目)?\)(支出)?$', ''),
            '^.*\((类|款)(科目)?\)(支出)?', ''
        ),
        {{ publisher_prefix() }}, '\2'
    ) as subject,
    regexp_matches(subject_all, '\((类|款|项)(科目)?\)') as names_subject,
    -- The subject above it, where the text names that too: 行政事业单位养老支出
    nullif(
        regexp_replace(
            regexp_extract({{ strip_ordinals('subject_all') }}, '^(.*)\((类|款)(科目)?\)', 1),
            '^.*\((类|款)(科目)?\)', ''
        ), ''
    ) as subject_above,
    regexp_replace({{ strip_ordinals('whole_all') }}, {{ publisher_prefix() }}, '\2') as whole,
    subject_all as subject_words,
    whole_all as whole_words,
    subject_all <> '' and contains(sentence_words, subject_all) as is_said_here,
    cast(number * factor as decimal(20, 2)) as amount,
    {{ half_unit('decimals', "coalesce(factor, 1)") }} as half_unit,
    -- 年初预算 in final accounts: an amount that the tables of final accounts rarely print.
    disclosure_kind = 'final_accounts'
    and regexp_matches(
        regexp_replace(
            clause_words || if(role = 'value', subject_all, ''),
            '(一般公共|政府性基金|国有资本经营|财政拨款)预算', '', 'g'
        ),
        '预算'
    ) as speaks_of_budget,
    role = 'value'
    and (year is null or year = fiscal_year)
    and not regexp_matches(clause_words, '上年|去年|比|较|同期|以上|不超过|每|人均|户均')
    -- What an evaluation of projects covers is another amount under the same name.
    and not regexp_matches(sentence_words, '绩效(评价|自评)|涉及') as is_plain_amount
from claims
where kind in ('amount', 'percent', 'count')
