-- Every single part of every header path, and what the lexicon says about it on each axis.
-- Value `?`: the part speaks of the axis, and nobody knows what it says.
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

{{ match_terms('heading', 'parts') }}

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
