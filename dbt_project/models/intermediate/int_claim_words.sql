-- Numbers of the text with their section and the words that they are read by, normalised: one place for all of it.
with recursive section_titles_read as (
    select
        title,
        {{ normalise_text('title') }} as words
    from (select distinct title from {{ ref('stg_section') }})
),

title_lines as (
    select string_agg(distinct words, chr(10)) as all_words
    from section_titles_read
),

kinds_of_words as (
    select
        words,
        arg_min(section_kind, (cast(priority as integer), section_kind)) as section_kind
    from (
        select
            unnest({{ lines_with('title_lines.all_words', 'kinds.pattern') }}) as words,
            kinds.section_kind,
            kinds.priority
        from title_lines
        cross join {{ ref('section_titles') }} as kinds
    )
    group by words
),

kinds_of_titles as (
    select
        titles.title,
        kinds_of_words.section_kind
    from section_titles_read as titles
    inner join kinds_of_words on titles.words = kinds_of_words.words
),

sections as (
    select
        sections.document_id,
        sections.section_no,
        sections.parent_no,
        sections.level,
        sections.title,
        kinds_of_titles.section_kind
    from {{ ref('stg_section') }} as sections
    left join kinds_of_titles on sections.title = kinds_of_titles.title
),

section_chain as (
    select
        document_id,
        section_no,
        parent_no,
        section_kind,
        level,
        0 as distance
    from sections

    union all

    select
        section_chain.document_id,
        section_chain.section_no,
        upper_section.parent_no,
        upper_section.section_kind,
        upper_section.level,
        section_chain.distance + 1
    from section_chain
    inner join sections as upper_section
        on
            section_chain.document_id = upper_section.document_id
            and section_chain.parent_no = upper_section.section_no
    where section_chain.distance < 6
),

nearest_kind as (
    select
        document_id,
        section_no,
        arg_min(section_kind, distance) as own_kind,
        -- （二）农林水支出（类） in the section on the general public budget is a part of that
        arg_min(section_kind, distance) filter (
            where level > 1 and section_kind in (
                'general_public_budget', 'fiscal_expenditure', 'government_fund', 'state_capital'
            )
        ) as upper_kind
    from section_chain
    where section_kind is not null
    group by document_id, section_no
),

claims as (
    select
        claims.*,
        sentences.text as sentence,
        sentences.section_no,
        sections.title as section_title,
        case
            when nearest_kind.own_kind = 'expenditure'
                then coalesce(nearest_kind.upper_kind, nearest_kind.own_kind)
            else nearest_kind.own_kind
        end as section_kind,
        documents.publisher_text,
        documents.fiscal_year,
        documents.disclosure_kind,
        coalesce({{ claim_words('claims.clause') }}, '') as clause_words,
        coalesce({{ claim_words('claims.base_text') }}, '') as base_words,
        {{ strip_ordinals("coalesce(" ~ claim_words('claims.subject_text') ~ ", '')") }} as subject_words,
        {{ strip_ordinals("coalesce(" ~ claim_words('claims.whole_text') ~ ", '')") }} as whole_words
    from {{ ref('stg_claim') }} as claims
    inner join {{ ref('stg_sentence') }} as sentences on claims.sentence_id = sentences.sentence_id
    left join {{ ref('int_document') }} as documents on claims.document_id = documents.document_id
    left join sections
        on sentences.document_id = sections.document_id and sentences.section_no = sections.section_no
    left join nearest_kind
        on sentences.document_id = nearest_kind.document_id and sentences.section_no = nearest_kind.section_no
    where
        claims.kind in ('amount', 'percent', 'count')
        or claims.role = 'unchanged'
        -- areas are measured, not counted; they are resources all the same
        or (claims.kind = 'other' and claims.number is not null and claims.unit in ('平方米', '㎡', '亩', '公顷'))
),

own_words as (
    select
        *,
        -- what the clause says of its own number, less what it compares with
        case
            when role = 'base' or base_words = '' then clause_words
            else replace(clause_words, base_words, '')
        end as own_words,
        {{ without_body("replace(subject_words, coalesce(publisher_text, '-'), '')") }} as subject,
        {{ without_body("replace(whole_words, coalesce(publisher_text, '-'), '')") }} as whole
    from claims
)

select
    *,
    -- 类、款、项 said in the clause are nearer than a subject carried on from before
    case
        when regexp_matches(clause_words, '\([款项]\)') and not regexp_matches(subject, '\([款项]\)') then clause_words
        else subject
    end as spoken
from own_words
