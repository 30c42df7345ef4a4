-- Every figure that was extracted is in fct_figure exactly once, and nothing else is.
with raw_figures as (
    select
        figure_id,
        count(*) as raw_count
    from {{ ref('stg_figure') }}
    group by figure_id
),

published as (
    select
        figure_id,
        count(*) as published_count
    from {{ ref('fct_figure') }}
    group by figure_id
)

select
    coalesce(raw_figures.figure_id, published.figure_id) as figure_id,
    raw_figures.raw_count,
    published.published_count
from raw_figures
full outer join published on raw_figures.figure_id = published.figure_id
where raw_figures.raw_count is distinct from published.published_count
