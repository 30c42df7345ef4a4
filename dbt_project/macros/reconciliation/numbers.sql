{#-
  Half a unit of the last printed digit, in yuan: what rounding may have moved a printed amount by.
  `decimals` counts the digits after the point, `factor` is what one printed unit is worth in yuan.
-#}
{% macro half_unit(decimals, factor) -%}
    cast(0.5 * ({{ factor }}) / power(10, {{ decimals }}) as decimal(24, 6))
{%- endmacro %}

{#- Digits printed after the decimal point. -#}
{% macro printed_decimals(printed) -%}
    length(regexp_extract(translate({{ printed }}, '．０１２３４５６７８９', '.0123456789'), '\.([0-9]+)', 1))
{%- endmacro %}

{#- Words that begin with an organisation's name and go on with a total: group 2 is the total alone. -#}
{% macro publisher_prefix() -%}
    '^.{2,40}(局|部|委|委员会|办|办公室|厅|院|中心|会|署|所|室|队|处|馆|校|站|政府|本级|单位|\(.{2,6}\))'
    || '((收入|支出|收支|财政拨款|一般公共预算|本年|三公).*)$'
{%- endmacro %}

{#- The words of a whole or base, without what varies: 本部门支出总额 and 支出合计 are both 支出. -#}
{% macro whole_words(column) -%}
    regexp_replace(
        regexp_replace({{ column }}, '^(全部|全年|总的|本部门|部门)', ''),
        '(总|年初)?(预算|决算)?(数)?的?(合计|总计|总额|总数|比重|比例)?$', ''
    )
{%- endmacro %}

{#- The year of a sentence that says of a budget that there is none; '' where it says no such thing. -#}
{% macro year_of_none(sentence) -%}
    regexp_extract(
        {{ normalise_text(sentence) }},
        '^(?:.{0,30}(?:部门|单位|局|委|办|厅|院|会|中心))?(?:没有|无)(20[0-9]{2})年度?(?:政府性基金|国有资本|一般公共|财政拨款|三公)', 1
    )
{%- endmacro %}
