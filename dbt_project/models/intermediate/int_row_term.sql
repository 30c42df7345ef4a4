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
    from (
        select distinct part_text from parts
        where table_kind <> 'performance_target'
    ) as terms
    inner join {{ ref('row_labels') }} as lexicon on regexp_full_match(terms.part_text, lexicon.pattern)
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
    inner join
        (select distinct
            part_text,
            table_kind
        from parts
        where table_kind <> 'performance_target') as uses
        on hits.part_text = uses.part_text
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
left join decided on parts.part_text = decided.part_text and parts.table_kind = decided.table_kind
