-- Every spelling of a unit that a document prints anywhere, its text, cells, titles and lines above tables, with how
-- often: the names known from its tables with or without region, 人民政府 and 驻, and the aliases of the register.
with documents as (
    select distinct
        units.document_id,
        units.region_code,
        units.fiscal_year,
        regions.name as region_name
    from {{ ref('int_unit') }} as units
    left join
        {{ ref('int_region') }} as regions
        on units.region_code = regions.region_code and regions.is_latest
),

names as (
    select distinct
        units.document_id,
        units.stem,
        {{ escape_pattern('units.stem') }} as pattern,
        -- a short rest (办公室) may be said of anybody: only with what stands before it
        length(units.stem) >= 5 as is_telling,
        coalesce({{ escape_pattern('documents.region_name') }} || '、?', '') as region_pattern
    from {{ ref('int_unit') }} as units
    inner join documents on units.document_id = documents.document_id
    where units.stem is not null
),

patterns as (
    select
        document_id,
        '(?:' || region_pattern || '(?:人民政府)?驻?'
        -- a longer name that ends in this one is of somebody else: kept whole, to be known by it
        || if(is_telling, '|[院市省区县州厅局委部]?(?:人民政府)?驻?', '') || ')' || pattern
        || '(?:[(（](?:汇总|本级|机关|本部|部门|含下属单位)[)）]|-[0-9]{3,})?' as pattern,
        length(stem) as weight
    from names
    where is_telling or region_pattern <> ''

    union all

    select
        documents.document_id,
        {{ escape_pattern('aliases.alias') }},
        length(aliases.alias)
    from documents
    inner join {{ ref('unit_aliases') }} as aliases on documents.region_code = aliases.region_code
),

of_document as (
    select
        document_id,
        -- the first that fits is taken: the longest name goes first
        string_agg(pattern, '|' order by weight desc, pattern asc) as pattern
    from patterns
    group by document_id
),

texts as (
    select
        document_id,
        text
    from {{ ref('stg_section') }}
    union all
    select
        document_id,
        text
    from {{ ref('stg_cell') }}
    union all
    select
        document_id,
        title
    from {{ ref('stg_printed_table') }}
    union all
    select
        document_id,
        organisation_line
    from {{ ref('stg_printed_table') }}
),

lines as (
    select
        document_id,
        string_agg(regexp_replace(text, '[\s　]+', '', 'g'), chr(10)) as lines
    from texts
    group by document_id
),

found as (
    select
        lines.document_id,
        unnest(regexp_extract_all(lines.lines, of_document.pattern)) as spelling
    from lines
    inner join of_document on lines.document_id = of_document.document_id

    union all

    -- the cover is no text of a section
    select
        document_id,
        regexp_replace(spelling, '[\s　]+', '', 'g')
    from {{ ref('int_unit') }}
    where found_in = 'publisher'
),

counted as (
    select
        document_id,
        spelling,
        {{ normalise_text('spelling') }} as unit_text,
        count(*) as mention_count
    from found
    group by document_id, spelling
)

select
    counted.*,
    documents.region_code,
    documents.fiscal_year,
    {{ unit_stem('counted.unit_text', 'documents.region_name') }} as stem,
    nullif(regexp_extract(counted.unit_text, '-([0-9]{3,})$', 1), '') as printed_code,
    case
        when regexp_matches(counted.unit_text, '\((汇总|部门|含下属单位)\)$') then 'department'
        when regexp_matches(counted.unit_text, '\((本级|机关|本部)\)$') then 'unit'
    end as said_level
from counted
inner join documents on counted.document_id = documents.document_id
