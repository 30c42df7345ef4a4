-- Figures as the facts need them: with the code of their unit and what kind of rows their table has.
with rows_of_tables as (
    select
        table_id,
        bool_or(function_code is not null) as has_functions,
        bool_or(economic_department_code is not null or economic_government_code is not null)
            as has_economic_classes
    from {{ ref('int_figure') }}
    group by table_id
)

select
    figures.*,
    units.unit_code,
    rows_of_tables.has_functions,
    rows_of_tables.has_economic_classes
from {{ ref('int_figure') }} as figures
inner join rows_of_tables on figures.table_id = rows_of_tables.table_id
left join (
    select
        unit_key,
        max(unit_code) as unit_code
    from {{ ref('int_unit') }}
    where unit_key is not null
    group by unit_key
) as units on figures.unit_key = units.unit_key
