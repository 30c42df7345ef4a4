-- Counts in the text that are of a resource: posts, staff, vehicles, land, buildings, equipment.
with claims as (
    select
        claim_id,
        {{ normalise_text('subject_text') }} as words,
        {{ normalise_text('unit') }} as unit
    from {{ ref('int_claim') }}
    where
        kind in ('count', 'other') and role = 'value' and number is not null
        -- the area of a building that a project is to build is no resource yet
        and (kind = 'count' or section_kind = 'assets' or regexp_matches(sentence, '房屋|土地|用房'))
),

lines as (
    select string_agg(distinct words, chr(10)) as all_words
    from claims
),

terms as (
    select distinct
        unnest({{ lines_with('lines.all_words', 'lexicon.pattern') }}) as words,
        lexicon.priority,
        lexicon.resource,
        lexicon.is_resource,
        lexicon.unit_pattern
    from lines
    cross join {{ ref('resource_terms') }} as lexicon
)

select
    claims.claim_id,
    arg_min(terms.resource, (cast(terms.priority as integer), terms.resource)) as resource,
    arg_min(cast(terms.is_resource as boolean), (cast(terms.priority as integer), terms.resource)) as is_resource
from claims
inner join terms on claims.words = terms.words and regexp_full_match(claims.unit, terms.unit_pattern)
group by claims.claim_id
