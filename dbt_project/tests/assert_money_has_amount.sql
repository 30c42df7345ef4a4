-- A figure that is money and one number has a unit and an amount; one that is not money has none.
select
    figure_id,
    printed,
    value_kind,
    money_unit,
    number,
    amount_yuan
from {{ ref('fct_figure') }}
where
    (value_kind = 'money' and number is not null and (money_unit is null or amount_yuan is null))
    or (value_kind <> 'money' and (money_unit is not null or amount_yuan is not null))
