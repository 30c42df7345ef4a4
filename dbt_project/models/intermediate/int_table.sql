-- What each table is about: the first row of table_titles whose pattern its title contains.
-- A table without a title takes the heading above it where that is a table's name.
with titled as (
    select
        *,
        {{ normalise_text("coalesce(title, case when regexp_matches(heading, '表([（(].*)?$') then heading end)") }}
            as title_text
    from {{ ref('stg_printed_table') }}
),

matched as (
    select
        titled.table_id,
        lexicon.table_kind,
        lexicon.classification,
        lexicon.fund_source,
        lexicon.pattern,
        row_number() over (
            partition by titled.table_id order by lexicon.priority asc, lexicon.pattern asc
        ) as choice
    from titled
    inner join {{ ref('table_titles') }} as lexicon on regexp_matches(titled.title_text, lexicon.pattern)
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
    coalesce(matched.table_kind, signatures.table_kind, 'other') as table_kind,
    coalesce(matched.table_kind, signatures.table_kind) is not null as is_known_title,
    nullif(matched.classification, '') as classification,
    nullif(matched.fund_source, '') as fund_source,
    titled.page_from,
    titled.page_to,
    titled.money_unit,
    titled.row_count,
    titled.is_form,
    titled.is_empty,
    titled.note,
    carryover_headings.table_id is not null as has_carryover_heading
from titled
left join matched on titled.table_id = matched.table_id and matched.choice = 1
left join carryover_headings on titled.table_id = carryover_headings.table_id
left join signatures on titled.table_id = signatures.table_id
