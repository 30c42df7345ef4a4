-- Parts of row labels and what the lexicon says about them; the heading of the label column counts as their head.
with row_parts as (
    select
        table_rows.table_id,
        table_rows.row_no,
        table_rows.block_no,
        tables.table_kind,
        unnest(string_split(table_rows.row_label, '/')) as part,
        generate_subscripts(string_split(table_rows.row_label, '/'), 1) as depth
    from {{ ref('stg_row') }} as table_rows
    inner join {{ ref('int_table') }} as tables on table_rows.table_id = tables.table_id
),

parts as (
    select
        *,
        {{ strip_ordinals(normalise_text('part')) }} as part_text
    from row_parts
),

asked as (
    select
        part_text,
        table_kind
    from parts
    where table_kind <> 'performance_target'
),

{{ match_terms('row', 'asked') }}

select
    parts.table_id,
    parts.row_no,
    parts.block_no,
    parts.table_kind,
    parts.part,
    parts.part_text,
    parts.depth,
    decided.axis,
    case when not decided.is_conflict then decided.value end as value,
    coalesce(decided.is_conflict, false) as is_conflict
from parts
left join decided
    on
        parts.part_text = decided.part_text
        and parts.table_kind = decided.table_kind
        and decided.axis <> 'neutral'
