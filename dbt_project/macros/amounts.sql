{#- Yuan in one unit of money; NULL for what is no unit of money. -#}
{% macro yuan_factor(money_unit) -%}
    case {{ money_unit }} when '元' then 1 when '万元' then 10000 when '亿元' then 100000000 end
{%- endmacro %}

{#-
  Exact amount in yuan: number × factor as decimals, never as float. Six decimals of 万元 are 0.01 元; what
  is finer is rounded half away from zero (test `assert_amounts_exact` counts such losses). NULL where the
  number is too long for money: a bank account or a credit code that stands where an amount should.
-#}
{% macro amount_yuan(number, money_unit) -%}
    try_cast(
        cast({{ number }} as decimal(28, 8)) * cast({{ yuan_factor(money_unit) }} as decimal(10, 0))
        as decimal(20, 2)
    )
{%- endmacro %}
