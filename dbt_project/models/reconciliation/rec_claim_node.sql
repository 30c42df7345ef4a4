-- Shape 1 over the text: amounts, counts and shares that a sentence lists, and the whole that they are parts of.
with claims as (
    select
        *,
        cast(regexp_extract(sentence_id, 's([0-9]+)$', 1) as integer) as sentence_no,
        lead_words || '|' || subject_words as pattern_words,
        coalesce(amount, cast(number as decimal(20, 2))) as quantity,
        if(kind = 'count', 0, half_unit) as quantity_half
    from {{ ref('rec_claim') }}
    where role in ('value', 'share') and (year is null or year = fiscal_year) and not is_in_brackets
),

amounts as (
    select * from claims
    where kind = 'amount' and role = 'value' and amount is not null
),

-- 其中：… names its whole, which stands before it in the sentence; a new head ends the list.
listed as (
    select
        p.*,
        w.claim_id as whole_id,
        w.quantity as whole_quantity,
        w.quantity_half as whole_half
    from amounts as p
    inner join amounts as w
        on
            p.document_id = w.document_id and p.sentence_id = w.sentence_id
            and p.start > w.start and p.whole_words = w.subject_words
    where
        p.whole_words <> ''
        and not exists (
            select 1
            from amounts as head
            where
                head.document_id = p.document_id and head.sentence_id = p.sentence_id
                and head.start > w.start and head.start < p.start
                and head.whole_words = ''
        )
    qualify row_number() over (partition by p.claim_id order by w.start desc) = 1
),

-- The share that is printed right after an amount.
shares as (
    select
        a.claim_id as part_id,
        s.claim_id,
        s.quantity,
        s.quantity_half,
        s.printed,
        s.page,
        s.is_marked
    from amounts as a
    inner join claims as s
        on
            a.document_id = s.document_id and a.sentence_id = s.sentence_id and a.start < s.start
            and s.kind = 'percent' and s.role = 'share'
    where
        not exists (
            select 1
            from claims as between_them
            where
                between_them.document_id = a.document_id and between_them.sentence_id = a.sentence_id
                and between_them.start > a.start and between_them.start < s.start
        )
),

-- A sentence may split the same whole twice (by use, and by function): once the parts are the whole, the
-- list has ended.
summed as (
    select
        l.*,
        s.claim_id as share_id,
        abs(
            sum(l.quantity) over list_so_far - l.whole_quantity
        ) <= sum(l.quantity_half) over list_so_far + l.whole_half as is_full_here
    from listed as l
    left join shares as s on l.claim_id = s.part_id
    window list_so_far as (partition by l.whole_id order by l.start)
),

lists as (
    select
        *,
        sum(quantity) over (partition by whole_id) as parts_sum,
        sum(quantity_half) over (partition by whole_id) + whole_half as list_tolerance,
        bool_or(quantity > whole_quantity + quantity_half + whole_half) over (partition by whole_id)
            as has_larger_part,
        bool_and(share_id is not null) over (partition by whole_id) as has_all_shares,
        count(*) over (partition by whole_id) as parts
    from summed
    qualify coalesce(
        bool_or(is_full_here) over (
            partition by whole_id order by start rows between unbounded preceding and 1 preceding
        ), false
    ) is false
),

-- 收入包括：…；支出包括：… list all of the income and expenditure that stand before them.
sided as (
    select
        *,
        regexp_extract(words_before, '^(?:.*[,;。])?(收入|支出)包括:', 1) as listed_side
    from amounts
),

enumerations as (
    select
        p.claim_id,
        p.listed_side,
        w.claim_id as whole_id
    from sided as p
    inner join sided as w
        on
            p.document_id = w.document_id and p.section_no is not distinct from w.section_no
            and p.sentence_no - w.sentence_no between 0 and 3 and w.listed_side = ''
            and regexp_matches(w.subject_words, if(p.listed_side = '支出', '支出|收支', '收入|收支'))
    where p.listed_side <> ''
    qualify
        dense_rank() over (
            partition by p.sentence_id, p.listed_side order by w.sentence_no desc, w.start asc
        ) = 1
),

-- Lists that are complete: they say so, or their shares come to a hundred.
complete as (
    select
        claim_id,
        whole_id,
        listed_side
    from enumerations
    union all
    select
        l.claim_id,
        l.whole_id,
        '' as listed_side
    from lists as l
    inner join shares as s on l.claim_id = s.part_id
    where l.has_all_shares and l.parts > 1
    qualify
        abs(sum(s.quantity) over (partition by l.whole_id) - 100)
        <= sum(2 * s.quantity_half) over (partition by l.whole_id)
),

-- Lists that the lexicon names; the nearest whole of the section counts.
patterned as (
    select
        q.rule_id,
        q.list_name,
        p.claim_id,
        w.claim_id as whole_id
    from {{ ref('claim_parts') }} as q
    inner join claims as w
        on w.kind in ('amount', 'count') and regexp_matches(w.pattern_words, q.whole_pattern)
    inner join claims as p
        on
            w.document_id = p.document_id and w.section_no is not distinct from p.section_no
            and w.kind = p.kind and w.claim_id < p.claim_id
            and regexp_matches(p.pattern_words, q.part_pattern)
    where p.sentence_no - w.sentence_no <= 3
    qualify
        dense_rank() over (partition by q.rule_id, q.list_name, p.claim_id order by w.claim_id desc) = 1
),

members as (
    -- Several parts that are each below the whole may overlap: only a larger part is certain.
    select distinct
        'narrative_parts_not_above_whole' as rule_id,
        whole_id as scope,
        whole_id,
        claim_id,
        not has_larger_part as is_weak
    from lists
    union all
    select
        'narrative_parts_sum_to_whole' as rule_id,
        whole_id || '|' || listed_side as scope,
        whole_id,
        claim_id,
        false as is_weak
    from complete
    union all
    select
        rule_id,
        whole_id || '|' || list_name as scope,
        whole_id,
        claim_id,
        false as is_weak
    from patterned
),

nodes as (
    select distinct
        m.rule_id,
        m.scope,
        'whole' as node,
        cast(null as varchar) as parent,
        m.whole_id as claim_id,
        m.is_weak
    from members as m
    union all
    select
        m.rule_id,
        m.scope,
        cast(null as varchar) as node,
        'whole' as parent,
        m.claim_id,
        m.is_weak
    from members as m
),

share_lists as (
    select
        l.whole_id,
        l.document_id,
        l.claim_id,
        s.claim_id as share_id
    from lists as l
    inner join shares as s on l.claim_id = s.part_id
    where
        l.has_all_shares and l.parts > 1 and abs(l.parts_sum - l.whole_quantity) <= l.list_tolerance
        and l.whole_quantity > 0
)

select
    n.rule_id,
    c.document_id,
    n.scope,
    cast(null as varchar) as support_key,
    if(n.node = 'whole', c.subject || ': ' || {{ sentence_start('c.sentence') }}, null) as instance,
    1 as reading,
    n.node,
    n.parent,
    cast(null as varchar) as figure_id,
    n.claim_id,
    c.quantity as amount,
    c.quantity_half as half_unit,
    c.page,
    c.is_marked,
    c.printed,
    cast(null as varchar) as reason,
    n.is_weak
from nodes as n
inner join claims as c on n.claim_id = c.claim_id
union all
select
    'narrative_shares_sum' as rule_id,
    s.document_id,
    s.whole_id as scope,
    cast(null as varchar) as support_key,
    cast(null as varchar) as instance,
    1 as reading,
    cast(null as varchar) as node,
    'whole' as parent,
    cast(null as varchar) as figure_id,
    s.share_id as claim_id,
    c.quantity as amount,
    c.quantity_half as half_unit,
    c.page,
    c.is_marked,
    c.printed,
    cast(null as varchar) as reason,
    false as is_weak
from share_lists as s
inner join claims as c on s.share_id = c.claim_id
union all
select distinct
    'narrative_shares_sum' as rule_id,
    s.document_id,
    s.whole_id as scope,
    cast(null as varchar) as support_key,
    c.subject || ': ' || {{ sentence_start('c.sentence') }} as instance,
    1 as reading,
    'whole' as node,
    cast(null as varchar) as parent,
    cast(null as varchar) as figure_id,
    cast(null as varchar) as claim_id,
    cast(100 as decimal(20, 2)) as amount,
    cast(0 as decimal(24, 6)) as half_unit,
    c.page,
    false as is_marked,
    '100%' as printed,
    cast(null as varchar) as reason,
    false as is_weak
from share_lists as s
inner join claims as c on s.whole_id = c.claim_id
