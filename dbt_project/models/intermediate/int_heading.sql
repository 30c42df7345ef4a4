-- One row per header path and kind of table: its value on each axis. Deeper parts win over higher ones.
with ranked as (
    select
        *,
        row_number() over (
            partition by table_kind, column_path, axis order by
                case when axis = 'side' then depth else -depth end
        ) as nearness
    from {{ ref('int_heading_part') }}
    where axis is not null and axis <> 'neutral'
),

nearest as (
    select * from ranked
    where nearness = 1
),

pivoted as (
    select
        table_kind,
        column_path,
        {% for axis in heading_axes() %}
            max(value) filter (where axis = '{{ axis }}') as {{ axis }},
        {% endfor %}
        max(depth) filter (where axis = 'column_role' and value = 'total') as total_depth,
        list(distinct axis order by axis) filter (where is_conflict) as conflicting_axes
    from nearest
    group by table_kind, column_path
),

shapes as (
    select
        table_kind,
        column_path,
        count(distinct depth) as part_count,
        max(depth) filter (
            where axis in ('fund_source', 'spending_kind', 'vintage', 'item') and value is not null
        )
            as content_depth,
        bool_or(is_memo or (axis = 'column_role' and value = 'memo')) as is_memo,
        list(part order by depth) filter (where axis is null and part_text <> '') as unknown_parts
    from {{ ref('int_heading_part') }}
    group by table_kind, column_path
)

select
    shapes.table_kind,
    shapes.column_path,
    shapes.part_count,
    shapes.content_depth,
    shapes.is_memo,
    shapes.unknown_parts,
    pivoted.* exclude (table_kind, column_path)
from shapes
left join pivoted on shapes.table_kind = pivoted.table_kind and shapes.column_path = pivoted.column_path
