-- What the words of a claim's subject or whole say by the lexicon, one row per wording: a value per axis, and whether
-- anything is left that no seed speaks for.
with words as (
    select distinct words
    from (
        select subject as words from {{ ref('int_claim_words') }}
        union all
        select whole as words from {{ ref('int_claim_words') }}
        union all
        -- 财政拨款收支总预算/支出: a side of a whole
        select split_part(whole, '/', 1) as words from {{ ref('int_claim_words') }}
    )
    where words <> ''
),

-- every pattern is compiled once, over all wordings as lines of one text
lines as (
    select string_agg(words, chr(10)) as all_words
    from words
),

terms as (
    select
        words,
        axis,
        arg_min(value, (cast(priority as integer), value)) as value
    from (
        select
            unnest({{ lines_with('lines.all_words', 'lexicon.pattern') }}) as words,
            lexicon.axis,
            lexicon.priority,
            lexicon.value
        from lines
        cross join {{ ref('claim_terms') }} as lexicon
        where lexicon.source = 'subject'
    )
    group by words, axis
),

known as (
    select string_agg(pattern, '|' order by cast(priority as integer), pattern) as pattern
    from {{ ref('claim_terms') }}
    where source = 'known'
),

rests as (
    select
        unnest(string_split(lines.all_words, chr(10))) as words,
        unnest(string_split(regexp_replace(lines.all_words, '(?m)' || known.pattern, '', 'g'), chr(10))) as rest
    from lines
    cross join known
)

select
    rests.words,
    max(terms.value) filter (where terms.axis = 'table_kind') as table_kind,
    max(terms.value) filter (where terms.axis = 'spending_kind') as spending_kind,
    max(terms.value) filter (where terms.axis = 'fund_source') as fund_source,
    max(terms.value) filter (where terms.axis = 'vintage') as vintage,
    max(terms.value) filter (where terms.axis = 'item') as item,
    max(terms.value) filter (where terms.axis = 'side') as side,
    max(terms.value) filter (where terms.axis = 'outside') as outside,
    -- one character more or less is a slip or a particle, not another thing
    length(any_value(rests.rest)) <= 1 as is_known
from rests
left join terms on rests.words = terms.words
group by rests.words
