-- What each number of the text speaks of: coordinates from the words of its subject, then from its section.
with recursive section_kinds as (
    select
        sections.document_id,
        sections.section_no,
        sections.parent_no,
        sections.title,
        arg_min(kinds.section_kind, (kinds.priority, kinds.section_kind)) as section_kind
    from {{ ref('stg_section') }} as sections
    left join {{ ref('section_titles') }} as kinds
        on regexp_matches({{ normalise_text('sections.title') }}, kinds.pattern)
    group by sections.document_id, sections.section_no, sections.parent_no, sections.title
),

section_chain as (
    select
        document_id,
        section_no,
        parent_no,
        section_kind,
        0 as distance
    from section_kinds

    union all

    select
        section_chain.document_id,
        section_chain.section_no,
        upper_section.parent_no,
        upper_section.section_kind,
        section_chain.distance + 1
    from section_chain
    inner join section_kinds as upper_section
        on
            section_chain.document_id = upper_section.document_id
            and section_chain.parent_no = upper_section.section_no
    where section_chain.distance < 6
),

nearest_kind as (
    select
        document_id,
        section_no,
        arg_min(section_kind, distance) as section_kind
    from section_chain
    where section_kind is not null
    group by document_id, section_no
),

claims as (
    select
        claims.*,
        sentences.text as sentence,
        sentences.section_no,
        section_kinds.title as section_title,
        nearest_kind.section_kind,
        coalesce({{ normalise_text('claims.subject_text') }}, '') as subject,
        coalesce({{ normalise_text('claims.clause') }}, '') as clause_text,
        -- 类、款、项 said in the clause are nearer than a subject carried on from before
        case
            when
                regexp_matches({{ normalise_text('claims.clause') }}, '\([款项]\)')
                and not regexp_matches(coalesce({{ normalise_text('claims.subject_text') }}, ''), '\([款项]\)')
                then {{ normalise_text('claims.clause') }}
            else coalesce({{ normalise_text('claims.subject_text') }}, '')
        end as spoken_text
    from {{ ref('stg_claim') }} as claims
    inner join {{ ref('stg_sentence') }} as sentences on claims.sentence_id = sentences.sentence_id
    left join section_kinds
        on sentences.document_id = section_kinds.document_id and sentences.section_no = section_kinds.section_no
    left join nearest_kind
        on sentences.document_id = nearest_kind.document_id and sentences.section_no = nearest_kind.section_no
    where
        claims.kind in ('amount', 'percent', 'count')
        -- areas are measured, not counted; they are resources all the same
        or (claims.kind = 'other' and claims.number is not null and claims.unit in ('平方米', '㎡', '亩', '公顷'))
),

subject_terms as (
    select
        subjects.subject,
        lexicon.axis,
        arg_min(lexicon.value, (lexicon.priority, lexicon.value)) as value
    from (select distinct subject from claims) as subjects
    inner join {{ ref('claim_terms') }} as lexicon
        on lexicon.source = 'subject' and regexp_matches(subjects.subject, lexicon.pattern)
    group by subjects.subject, lexicon.axis
),

subject_axes as (
    select
        subject,
        max(value) filter (where axis = 'table_kind') as table_kind,
        max(value) filter (where axis = 'spending_kind') as spending_kind,
        max(value) filter (where axis = 'fund_source') as fund_source,
        max(value) filter (where axis = 'vintage') as vintage,
        max(value) filter (where axis = 'item') as item,
        max(value) filter (where axis = 'side') as side
    from subject_terms
    group by subject
),

-- a subject may name a function: by its code, as 类、款、项, or by the name that a table of the document gives it
function_rows as (
    select distinct
        documents.document_id,
        table_rows.function_code,
        regexp_replace(table_rows.label_text, '(支出)?$', '') as stem
    from {{ ref('int_document') }} as documents
    left join {{ ref('int_document_rank') }} as ranks on documents.document_id = ranks.document_id
    inner join {{ ref('int_row') }} as table_rows
        on table_rows.document_id = coalesce(ranks.companion_document_id, documents.document_id)
    where table_rows.function_code is not null and table_rows.label_text <> ''
),

spoken as (
    select distinct
        document_id,
        spoken_text,
        nullif(regexp_extract(spoken_text, '(?:^|[^0-9])(2[0-9]{2}(?:[0-9]{2}){0,2})(?:[^0-9]|$)', 1), '') as code,
        regexp_replace(
            nullif(regexp_extract(spoken_text, '([^)、,。;:]+?)\(类\)', 1), ''), '^[0-9]*[-.]?|支出$', '', 'g'
        ) as class_stem,
        regexp_replace(nullif(regexp_extract(spoken_text, '([^)、,。;:]+?)\(款\)', 1), ''), '^[0-9]*[-.]?|支出$', '', 'g')
            as section_stem,
        regexp_replace(nullif(regexp_extract(spoken_text, '([^)、,。;:]+?)\(项\)', 1), ''), '^[0-9]*[-.]?|支出$', '', 'g')
            as item_stem,
        regexp_replace(
            regexp_replace(spoken_text, '\([类款项]\)', '', 'g'),
            '^[0-9]*[-.]?|(财政拨款)?(支出)?(年初)?(预算|决算)?(数)?(支出)?$', '', 'g'
        ) as plain_stem
    from claims
    where spoken_text <> ''
),

class_codes as (
    select
        regexp_replace(name, '支出$', '') as stem,
        min(code) as code
    from {{ ref('int_subject_name') }}
    where classification = 'function' and length(code) = 3
    group by regexp_replace(name, '支出$', '')
),

function_candidates as (
    select
        spoken.document_id,
        spoken.spoken_text,
        function_rows.function_code,
        case
            when spoken.code = function_rows.function_code then 1
            when spoken.item_stem is not null then 2
            when spoken.section_stem is not null then 3
            when spoken.class_stem is not null then 4
            else 5
        end as way
    from spoken
    left join class_codes on spoken.class_stem = class_codes.stem
    inner join function_rows
        on
            spoken.document_id = function_rows.document_id
            and (
                spoken.code = function_rows.function_code
                or (
                    spoken.item_stem is not null
                    and length(function_rows.function_code) = 7
                    and function_rows.stem = spoken.item_stem
                    and coalesce(starts_with(function_rows.function_code, class_codes.code), true)
                )
                or (
                    spoken.item_stem is null
                    and spoken.section_stem is not null
                    and length(function_rows.function_code) = 5
                    and function_rows.stem = spoken.section_stem
                    and coalesce(starts_with(function_rows.function_code, class_codes.code), true)
                )
                or (
                    spoken.item_stem is null and spoken.section_stem is null and spoken.class_stem is not null
                    and function_rows.function_code = class_codes.code
                )
                or (
                    spoken.item_stem is null and spoken.section_stem is null and spoken.class_stem is null
                    and function_rows.stem = spoken.plain_stem
                )
            )
),

-- two items of one name (行政运行 under two classes): the 款 decides where it is said, else the subject stays open
section_checked as (
    select
        candidates.*,
        coalesce(bool_or(sections.function_code is not null), false) as section_agrees
    from function_candidates as candidates
    inner join spoken on candidates.document_id = spoken.document_id and candidates.spoken_text = spoken.spoken_text
    left join function_rows as sections
        on
            candidates.document_id = sections.document_id
            and length(sections.function_code) = 5
            and starts_with(candidates.function_code, sections.function_code)
            and length(candidates.function_code) = 7
            and sections.stem = spoken.section_stem
    group by all
),

function_of_subject as (
    select
        document_id,
        spoken_text,
        case
            when count(distinct function_code) filter (where section_agrees) = 1
                then min(function_code) filter (where section_agrees)
            when count(distinct function_code) = 1 then min(function_code)
            -- a class and its only 款 of the same name: the class
            when
                bool_and(way = 5)
                and count(distinct substr(function_code, 1, 3)) = 1
                and min(length(function_code)) = 3
                then min(function_code)
        end as function_code
    from section_checked
    group by document_id, spoken_text
),

section_kinds_of_tables as (
    select
        pattern as section_kind,
        value as table_kind
    from {{ ref('claim_terms') }}
    where source = 'section' and axis = 'table_kind'
)

select
    claims.claim_id,
    -- Nothing in the subject but words that the lexicon knows: it speaks of a whole, not of something unknown to us.
    functions.function_code is not null
    -- 2026年预算安排70.00万元 under （一）因公出国（境）经费
    or (claims.section_kind = 'three_public' and subject_axes.item is not null and claims.clause_text <> '')
    or (
        claims.subject <> ''
        and not regexp_matches(claims.spoken_text, '\([类款项]\)')
        -- a whole is named in its own sentence; 其中…涉及 speaks of a part that no table shows
        and contains({{ normalise_text('claims.sentence') }}, claims.subject)
        and claims.clause_text <> ''
        and not contains(claims.clause_text, '涉及')
        and length(regexp_replace(
            replace(claims.subject, coalesce(documents.publisher_text, '\u0000'), ''),
            '{{ claim_stop_words() }}',
            '',
            'g'
        )) <= 1
    ) as is_recognised,
    claims.document_id,
    claims.sentence_id,
    claims.page,
    claims.start,
    claims.sentence,
    claims.section_no,
    claims.section_title,
    claims.section_kind,
    claims.printed,
    claims.number,
    claims.unit,
    claims.kind,
    claims.role,
    claims.clause,
    claims.subject_text,
    claims.year,
    case
        when
            claims.section_kind in ('performance', 'assets', 'terms', 'functions', 'organisation')
            and (subject_axes.table_kind is distinct from 'three_public')
            and (subject_axes.table_kind is distinct from 'operating_cost')
            and (subject_axes.table_kind is distinct from 'government_procurement')
            then null
        when
            subject_axes.item in ('abroad', 'reception', 'vehicle', 'vehicle_operation', 'vehicle_purchase')
            and (claims.section_kind = 'three_public' or subject_axes.table_kind is null)
            then 'three_public'
        -- a part of the section's whole: 基本支出 in the section on the general public budget
        when
            subject_axes.table_kind in ('revenue', 'expenditure')
            and claims.section_kind in (
                'general_public_budget', 'fiscal_balance', 'government_fund', 'state_capital', 'basic_expenditure',
                'fiscal_expenditure'
            )
            then section_tables.table_kind
        when functions.function_code is not null and section_tables.table_kind in ('balance', 'revenue')
            then case when claims.section_kind = 'revenue' then 'revenue' else 'expenditure' end
        when
            subject_axes.spending_kind is not null
            and coalesce(subject_axes.table_kind, section_tables.table_kind) in ('balance', 'revenue')
            then 'expenditure'
        when
            subject_axes.fund_source is not null
            and section_tables.table_kind in ('balance', 'revenue', 'fiscal_balance')
            and (subject_axes.side is distinct from 'expenditure')
            and (subject_axes.table_kind is distinct from 'fiscal_balance')
            then section_tables.table_kind
        else coalesce(
            subject_axes.table_kind,
            section_tables.table_kind,
            -- functions in a text without sections are those of the general public budget
            case when functions.function_code is not null then 'general_public_budget_expenditure' end
        )
    end as table_kind,
    functions.function_code,
    subject_axes.spending_kind,
    subject_axes.fund_source,
    subject_axes.vintage,
    subject_axes.item,
    subject_axes.side,
    case
        when regexp_matches(claims.clause_text, '年初预算|年初') then 'initial_budget'
        when regexp_matches(claims.clause_text, '全年预算|调整预算') then 'adjusted_budget'
        when regexp_matches(claims.clause_text, '决算') then 'final'
        when regexp_matches(claims.clause_text, '执行数') then 'execution'
        when documents.disclosure_kind = 'final_accounts' and regexp_matches(claims.clause_text, '预算(数)?(合计)?(为)?$')
            then 'initial_budget'
        when documents.disclosure_kind = 'budget' then 'initial_budget'
        when documents.disclosure_kind = 'final_accounts' then 'final'
    end as stage,
    case
        when claims.year is not null and claims.role = 'value' then claims.year
        else documents.fiscal_year
    end as figure_year
from claims
left join {{ ref('int_document') }} as documents on claims.document_id = documents.document_id
left join subject_axes on claims.subject = subject_axes.subject
left join function_of_subject as functions
    on claims.document_id = functions.document_id and claims.spoken_text = functions.spoken_text
left join section_kinds_of_tables as section_tables on claims.section_kind = section_tables.section_kind
