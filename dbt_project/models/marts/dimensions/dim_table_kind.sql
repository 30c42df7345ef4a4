select
    kinds.table_kind,
    kinds.name_zh,
    kinds.name_en,
    cast(kinds.is_two_sided as boolean) as is_two_sided,
    cast(kinds.is_revenue as boolean) as is_revenue,
    coalesce(titles.titles_seen, cast([] as varchar[])) as titles_seen,
    cast(coalesce(titles.table_count, 0) as integer) as table_count
from {{ ref('table_kinds') }} as kinds
left join (
    select
        table_kind,
        list(distinct title order by title) as titles_seen,
        count(*) as table_count
    from {{ ref('int_table') }}
    group by table_kind
) as titles on kinds.table_kind = titles.table_kind
