-- Every single part of every header path, and what the lexicon says about it on each axis.
-- The row of the lexicon with the smallest priority number wins; equals that differ are a conflict.
with paths as (
    select distinct
        tables.table_kind,
        figures.column_path
    from {{ ref('stg_figure') }} as figures
    inner join {{ ref('int_table') }} as tables on figures.table_id = tables.table_id
),

split as (
    select
        table_kind,
        column_path,
        unnest(string_split(column_path, '/')) as part,
        generate_subscripts(string_split(column_path, '/'), 1) as depth
    from paths
),

parts as (
    select
        *,
        {{ normalise_text('part') }} as part_normalised,
        {{ strip_ordinals(normalise_text('part')) }} as part_text
    from split
),

-- each text against each pattern once; the kinds of tables come after
hits as (
    select
        terms.part_text,
        lexicon.axis,
        case
            when lexicon.axis = 'figure_year' and lexicon.value = '$1'
                then regexp_extract(terms.part_text, '([0-9]{4})', 1)
            else lexicon.value
        end as value,
        lexicon.table_kinds,
        lexicon.priority
    from (select distinct part_text from parts) as terms
    inner join {{ ref('heading_parts') }} as lexicon on regexp_full_match(terms.part_text, lexicon.pattern)
),

matched as (
    select
        hits.part_text,
        uses.table_kind,
        hits.axis,
        hits.value,
        hits.priority,
        min(hits.priority) over (partition by hits.part_text, uses.table_kind, hits.axis) as best
    from hits
    inner join (select distinct
        part_text,
        table_kind
    from parts) as uses on hits.part_text = uses.part_text
    where hits.table_kinds is null or list_contains(string_split(hits.table_kinds, '|'), uses.table_kind)
),

decided as (
    select
        part_text,
        table_kind,
        axis,
        min(value) as value,
        count(distinct value) > 1 as is_conflict
    from matched
    where priority = best
    group by part_text, table_kind, axis
)

select
    parts.table_kind,
    parts.column_path,
    parts.depth,
    parts.part,
    parts.part_text,
    decided.axis,
    case when not decided.is_conflict then decided.value end as value,
    coalesce(decided.is_conflict, false) as is_conflict,
    regexp_matches(parts.part_normalised, '^其中:?[^:]') as is_memo
from parts
left join decided on parts.part_text = decided.part_text and parts.table_kind = decided.table_kind
