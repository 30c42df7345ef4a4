-- One row per header path and kind of table: its value on each axis. Deeper parts win over higher ones.
-- open_axes: what its deepest part that speaks of an axis says about it is not known, or contradicts itself.
with ranked as (
    select
        *,
        row_number() over (
            partition by table_kind, column_path, axis order by
                -- 年末结转和结余/项目支出结转和结余 is still money for the next year
                value is distinct from 'carry_to_next_year',
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
            nullif(max(value) filter (where axis = '{{ axis }}'), '?') as {{ axis }},
        {% endfor %}
        max(depth) filter (where axis = 'column_role' and value = 'total') as total_depth,
        list(distinct axis order by axis) filter (where is_conflict or value = '?') as open_axes
    from nearest
    group by table_kind, column_path
),

shapes as (
    select
        table_kind,
        column_path,
        count(distinct depth) as part_count,
        max(depth) filter (
            where
            axis in (
                'fund_source', 'spending_kind', 'vintage', 'item', 'economic_department_code',
                'economic_government_code'
            )
            and value is not null
        )
            as content_depth,
        bool_or(is_memo) as is_among_which,
        bool_or(axis = 'column_role' and value = 'memo') as is_memo
    from {{ ref('int_heading_part') }}
    group by table_kind, column_path
)

select
    shapes.table_kind,
    shapes.column_path,
    shapes.part_count,
    shapes.content_depth,
    shapes.is_among_which,
    coalesce(shapes.is_memo, false) as is_memo,
    pivoted.* exclude (table_kind, column_path)
from shapes
left join pivoted on shapes.table_kind = pivoted.table_kind and shapes.column_path = pivoted.column_path
