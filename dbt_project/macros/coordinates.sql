{#-
  Of two coordinates on one axis the more specific one; NULL where they contradict each other.
  Both are paths through `coordinate_values`, such as all>fiscal>general_public_budget.
-#}
{% macro refine(left_path, right_path) -%}
    case
        when {{ left_path }} is null then {{ right_path }}
        when {{ right_path }} is null then {{ left_path }}
        when starts_with({{ right_path }} || '>', {{ left_path }} || '>') then {{ right_path }}
        when starts_with({{ left_path }} || '>', {{ right_path }} || '>') then {{ left_path }}
    end
{%- endmacro %}

{#- Two coordinates are known and neither contains the other. -#}
{% macro contradicts(left_path, right_path) -%}
    coalesce(
        not starts_with({{ right_path }} || '>', {{ left_path }} || '>')
        and not starts_with({{ left_path }} || '>', {{ right_path }} || '>'),
        false
    )
{%- endmacro %}

{#- The value at the end of a coordinate path. -#}
{% macro path_value(path) -%}
    regexp_extract({{ path }}, '[^>]+$')
{%- endmacro %}

{#- Axes that a heading part or a row label can set, in the order in which they are pivoted. -#}
{% macro heading_axes() -%}
    {{ return([
        'fund_source', 'spending_kind', 'vintage', 'stage', 'figure_year', 'measure', 'item',
        'column_role', 'value_kind', 'side', 'row_role', 'economic_department_code', 'economic_government_code'
    ]) }}
{%- endmacro %}
