{#- Words of a sentence as claims compare them: 收入、支出 and 收、支 are 收支. -#}
{% macro claim_words(column) -%}
    regexp_replace({{ normalise_text(column) }}, '收入?(、|和|与|及)?支出?', '收支', 'g')
{%- endmacro %}

{#-
  The words without the body that the money is of: 某市某局本级1家行政单位的机关运行经费预算 → 机关运行经费预算. What
  stands before must end like a body and what follows must begin like a quantity; 事业单位收入 names a source.
-#}
{% macro without_body(column) -%}
    case
        when regexp_matches({{ column }}, '^(行政|事业|附属|上级|下级|非同级|其他)|\([类款项]\)|采购.*采购|预留|涉及') then {{ column }}
        else regexp_replace(
            {{ column }},
            '^[^,。;:]*?(单位|部门|本级|机关|局|委|院|办|厅|中心|街道|处|会|部|室|站|所|校|馆|队|政府'
            || '|\((部门|单位|汇总|本级|机关|本部|含下属单位)\))的?'
            || '((财政拨款|一般公共|公共财政|政府性基金|国有资本|机关运行|三公|政府采购|委托业务|差旅费|会议费|培训费|部门预算|部门收支|收支|收入'
            || '|支出|预算|决算|公务接待|公务用车|因公|年初|当年|本年|上年|基本支出|项目支出|总收入|总支出).*)$',
            '\3'
        )
    end
{%- endmacro %}

{#-
  The name of a subject as names are compared: without code, ordinals, 科目, the words for its amount (年初预算数, 支出) and
  的. Takes an expression of normalised words.
-#}
{% macro subject_stem(column) -%}
    replace(regexp_replace(
        {{ column }},
        '^[0-9]*[-.]?|\([0-9]+\)|(支出|费用)?(科目)?(财政拨款)?(支出)?(年初|全年|调整)?(预算|决算)?(执行)?(数)?(安排)?(支出)?$', '', 'g'
    ), '的', '')
{%- endmacro %}

{#- Words less the budgets that are the name of a fund or of a body: 一般公共预算财政拨款支出决算 says 决算 only. -#}
{% macro budget_words(column) -%}
    regexp_replace(
        {{ column }}, '(一般公共|政府性基金|国有资本经营|财政拨款|公共财政|部门|单位|采购)(项目)?预算|预算(单位|内|绩效)', '\1', 'g'
    )
{%- endmacro %}

{#- 1 where the words speak of the year before, 0 else; 上年结转 is money of this year. -#}
{% macro says_last_year(column) -%}
    cast(
        regexp_matches(
            regexp_replace({{ column }}, '上年度?(末|累计)?(财政拨款)?(结转|结余)', '', 'g'),
            '上(一)?年|去年|上(一)?年度|同期|前一年'
        ) as integer
    )
{%- endmacro %}

{#-
  The lines of a text in which a pattern is found, as a list. A pattern that stands in a table is compiled for every
  row that it is matched with: over lines of one text that is once, over a column it is once per row.
-#}
{% macro lines_with(lines, pattern) -%}
    regexp_extract_all({{ lines }}, '(?m)^.*(?:' || {{ pattern }} || ').*$')
{%- endmacro %}

{#- The words of a total as a share names it: 本年支出合计, 全部支出 and 支出总额的 are 支出. -#}
{% macro total_words(column) -%}
    regexp_replace(
        regexp_replace({{ column }}, '^(全部|全年|总的|本年度?|当年|本?部门|本?单位)+', ''),
        '(总|年初)?(预算|决算)?(数)?的?(合计|总计|总额|总数|比重|比例)?的?$', ''
    )
{%- endmacro %}
