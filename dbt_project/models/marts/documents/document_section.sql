select
    sections.document_id,
    cast(sections.section_no as integer) as section_no,
    cast(sections.parent_no as integer) as parent_no,
    cast(sections.level as integer) as level,
    sections.title,
    lexicon.section_kind,
    cast(sections.page_from as integer) as page_from,
    cast(sections.page_to as integer) as page_to,
    sections.text
from {{ ref('stg_section') }} as sections
left join (
    select
        titles.title,
        arg_min(kinds.section_kind, (kinds.priority, kinds.section_kind)) as section_kind
    from (
        select distinct title from {{ ref('stg_section') }}
        where title is not null
    ) as titles
    inner join {{ ref('section_titles') }} as kinds
        on regexp_matches({{ normalise_text('titles.title') }}, kinds.pattern)
    group by titles.title
) as lexicon on sections.title = lexicon.title
