{#-
  A unit's name without what its spellings differ in: the region it belongs to, 人民政府, 驻, punctuation, and
  suffixes such as (本级) or (汇总). Applied to normalised text. An empty rest falls back to the whole.
-#}
{% macro unit_stem(column, region_name) -%}
    coalesce(
        nullif(
            regexp_replace(
                regexp_replace(
                    replace({{ column }}, coalesce({{ region_name }}, '\u0000'), ''),
                    '\((本级|汇总|机关|本部|部门|含下属单位)\)|-[0-9]+$|本级$|、|-',
                    '',
                    'g'
                ),
                '^人民政府(驻)?|^驻',
                ''
            ),
            ''
        ),
        {{ column }}
    )
{%- endmacro %}

{#- How names of organisations end; tells a unit from a project or a subject in a column that holds both. -#}
{% macro unit_name_ending() -%}
    (厅|局|委|委员会|办公室|院|校|大学|中学|小学|幼儿园|研究所|中心|站|馆|支队|大队|总队|办事处|联络处|处|协会|联合会|党校|社|团|台|本级\)|本级|机关\)|机关)$
{%- endmacro %}
