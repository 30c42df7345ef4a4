-- Years that documents or figures speak of, and those between.
with bounds as (
    select
        coalesce(min(figure_year) filter (where figure_year between 1990 and 2100), 2017) as first_year,
        coalesce(max(figure_year) filter (where figure_year between 1990 and 2100), 2026) as last_year
    from {{ ref('fct_figure') }}
)

select
    cast(years.fiscal_year as integer) as fiscal_year,
    cast(years.fiscal_year - 1 as integer) as prior_year,
    make_date(cast(years.fiscal_year as integer), 1, 1) as starts_on,
    make_date(cast(years.fiscal_year as integer), 12, 31) as ends_on,
    case
        when years.fiscal_year >= 2019 then '2019'
        when years.fiscal_year >= 2018 then '2018'
        else 'before 2018'
    end as subject_revision
from (select unnest(range(first_year - 1, last_year + 1)) as fiscal_year from bounds) as years
