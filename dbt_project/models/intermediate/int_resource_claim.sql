-- Counts in the text that are of a resource: posts, staff, vehicles, land, buildings, equipment.
select
    claims.claim_id,
    arg_min(lexicon.resource, (lexicon.priority, lexicon.resource)) as resource,
    arg_min(cast(lexicon.is_resource as boolean), (lexicon.priority, lexicon.resource)) as is_resource
from {{ ref('int_claim') }} as claims
inner join {{ ref('resource_terms') }} as lexicon
    on
        regexp_matches({{ normalise_text('claims.subject_text') }}, lexicon.pattern)
        and regexp_full_match({{ normalise_text('claims.unit') }}, lexicon.unit_pattern)
where claims.kind in ('count', 'other') and claims.role = 'value'
group by claims.claim_id
