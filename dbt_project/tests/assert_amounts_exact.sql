-- The amount in yuan is the printed number times its unit, to the 分: what rounding took off is below 0.01 元.
select
    figures.figure_id,
    figures.printed,
    figures.money_unit,
    figures.amount_yuan
from {{ ref('fct_figure') }} as figures
where
    figures.amount_yuan is not null
    and abs(
        cast(figures.amount_yuan as decimal(38, 8))
        - cast(figures.number as decimal(28, 8))
        * cast({{ yuan_factor('figures.money_unit') }} as decimal(9, 0))
    ) >= 0.01
