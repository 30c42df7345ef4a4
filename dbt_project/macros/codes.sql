{#-
  Which classification a printed subject code belongs to, by the heading above it and its shape.
  A heading decides where it names one; else the shape does: functions 2xx (类, 款, 项), economic classes of
  departments 30x–31x and 399 (类, 款), of government 50x–51x and 599. NULL for what is no subject code.
-#}
{% macro code_classification(code, heading) -%}
    case
        when regexp_matches({{ heading }}, '项目(类别|类型|编码|代码)|类型|采购|品目|单位|部门编码|部门代码|资产') then null
        when
            regexp_matches({{ heading }}, '政府.*经济')
            and regexp_full_match({{ code }}, '5[0-9]{2}([0-9]{2})?')
            then 'economic_government'
        when regexp_full_match({{ code }}, '2[0-9]{2}([0-9]{2}){0,2}')
            and not regexp_matches({{ heading }}, '经济')
            then 'function'
        when regexp_full_match({{ code }}, '(30[0-9]|31[0-9]|399)([0-9]{2})?')
            and not regexp_matches({{ heading }}, '功能')
            then 'economic_department'
        when regexp_full_match({{ code }}, '(50[0-9]|51[0-9]|599)([0-9]{2})?')
            and not regexp_matches({{ heading }}, '功能')
            then 'economic_government'
    end
{%- endmacro %}
