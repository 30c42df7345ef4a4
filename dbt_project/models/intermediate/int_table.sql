-- What each table is about, by the rows of table_titles whose patterns its title contains.
-- A table without a title takes the heading above it: as its title, where that is a table's name; else, after its
-- header cells were asked, as the name of the section that it stands in (第七部分重点项目预算绩效情况说明).
with titled as (
    select
        *,
        {{ normalise_text("coalesce(title, case when regexp_matches(heading, '表([（(].*)?$') then heading end)") }}
            as title_text,
        -- a heading, and not a sentence that stands in its place
        case
            when title is null and not regexp_matches(heading, '[，。；,;]') then {{ normalise_text('heading') }}
        end as section_text
    from {{ ref('stg_printed_table') }}
),

-- each text against each pattern once
texts as (
    select title_text as text from titled
    union
    select section_text from titled
),

-- the first pattern that names a kind; what it leaves open is told by the patterns that name no kind
known_texts as (
    select
        texts.text,
        arg_min(lexicon.table_kind, lexicon.priority) filter (where lexicon.table_kind <> '') as table_kind,
        arg_min(coalesce(lexicon.classification, ''), lexicon.priority) filter (where lexicon.table_kind <> '')
            as kind_classification,
        arg_min(coalesce(lexicon.fund_source, ''), lexicon.priority) filter (where lexicon.table_kind <> '')
            as kind_fund_source,
        arg_min(lexicon.classification, lexicon.priority)
        filter (where coalesce(lexicon.table_kind, '') = '' and lexicon.classification <> '') as classification,
        arg_min(lexicon.fund_source, lexicon.priority)
        filter (where coalesce(lexicon.table_kind, '') = '' and lexicon.fund_source <> '') as fund_source
    from texts
    inner join {{ texts_matching('texts', 'text', ref('table_titles'), is_whole=false) }} as found
        on texts.text = found.text
    inner join {{ ref('table_titles') }} as lexicon on found.pattern = lexicon.pattern
    group by texts.text
),

-- forms and tables without a known title, told by their header cells
signatures as (
    select
        table_id,
        'performance_target' as table_kind
    from {{ ref('stg_cell') }}
    where role = 'header'
    group by table_id
    having
        bool_or(regexp_matches({{ normalise_text('text') }}, '(指标|目标)值'))
        and bool_or(regexp_matches({{ normalise_text('text') }}, '(分值|权重|[一二三]级指标|指标名称|绩效指标)'))
),

carryover_headings as (
    select distinct table_id
    from {{ ref('stg_cell') }}
    where role = 'header' and regexp_matches({{ normalise_text('text') }}, '^(上年|年初).*(结转|结余)')
)

select
    titled.document_id,
    titled.table_id,
    titled.table_no,
    titled.title,
    titled.title_text,
    titled.printed_number,
    coalesce(of_title.table_kind, signatures.table_kind, of_section.table_kind, 'other') as table_kind,
    coalesce(of_title.table_kind, signatures.table_kind, of_section.table_kind) is not null as is_known_title,
    coalesce(
        nullif(of_title.kind_classification, ''), of_title.classification,
        nullif(of_section.kind_classification, ''), of_section.classification
    ) as classification,
    coalesce(
        nullif(of_title.kind_fund_source, ''), of_title.fund_source,
        nullif(of_section.kind_fund_source, ''), of_section.fund_source
    ) as fund_source,
    titled.page_from,
    titled.page_to,
    titled.money_unit,
    titled.row_count,
    titled.is_form,
    titled.is_empty,
    titled.note,
    carryover_headings.table_id is not null as has_carryover_heading
from titled
left join known_texts as of_title on titled.title_text = of_title.text
left join known_texts as of_section on titled.title_text is null and titled.section_text = of_section.text
left join carryover_headings on titled.table_id = carryover_headings.table_id
left join signatures on titled.table_id = signatures.table_id
