-- The unit that a row names, resolved; a row that names none belongs to the unit of the nearest row above it that does.
with recursive named as (
    select
        mentions.table_id,
        mentions.row_no,
        mentions.block_no,
        max(units.unit_key) as unit_key,
        max(units.unit_code) as unit_code
    from {{ ref('int_unit_mention') }} as mentions
    inner join {{ ref('int_unit') }} as units
        on
            mentions.document_id = units.document_id
            and units.found_in = 'table'
            and coalesce(mentions.unit_code, '') = coalesce(units.printed_code, '')
            and coalesce(mentions.unit_text, '') = coalesce(units.unit_text, '')
    group by mentions.table_id, mentions.row_no, mentions.block_no
),

links as (
    select
        printed.table_id,
        printed.row_no,
        printed.block_no,
        printed.parent_row_no
    from {{ ref('int_row_link') }} as printed
    anti join {{ ref('int_row_outline') }} as outline
        on
            printed.table_id = outline.table_id
            and printed.row_no = outline.row_no
            and printed.block_no = outline.block_no

    union all

    select
        table_id,
        row_no,
        block_no,
        parent_row_no
    from {{ ref('int_row_outline') }}
    where parent_row_no is not null
),

inherited as (
    select
        table_id,
        row_no,
        block_no,
        unit_key,
        unit_code,
        0 as distance
    from named

    union all

    select
        links.table_id,
        links.row_no,
        links.block_no,
        inherited.unit_key,
        inherited.unit_code,
        inherited.distance + 1
    from inherited
    inner join links
        on
            inherited.table_id = links.table_id
            and inherited.block_no = links.block_no
            and inherited.row_no = links.parent_row_no
    where inherited.distance < 6
)

select
    table_id,
    row_no,
    block_no,
    arg_min(unit_key, distance) as unit_key,
    arg_min(unit_code, distance) as unit_code,
    min(distance) = 0 as is_printed
from inherited
group by table_id, row_no, block_no
