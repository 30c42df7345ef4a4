{#-
  Text as it is compared: full-width forms folded to half-width, quotation marks and white space gone,
  letters in lower case. DuckDB has no NFKC, so the folding names the characters that occur in headings.
-#}
{% macro normalise_text(column) -%}
    lower(
        translate(
            regexp_replace({{ column }}, '[\s　 ​]+', '', 'g'),
            '０１２３４５６７８９（）［］【】：；，．％／－—–−＝＜＞＋〔〕﹙﹚“”‘’"''「」《》',
            '0123456789()[][]:;,.%/----=<>+()()'
        )
    )
{%- endmacro %}

{#-
  A heading or label without what only orders it: ordinals (一、 （二） 3. (4) ①), a leading 其中 or 减/加,
  a trailing colon and a trailing unit or 栏次 in brackets. Applied to text that is normalised already.
-#}
{% macro strip_ordinals(column) -%}
    regexp_replace(
        regexp_replace(
            {{ column }},
            '^(([一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)、?|[0-9]{1,2}(、|\.)|\([0-9]{1,2}\)、?|[①-⑳]|其中:?|加:|减:)+)',
            ''
        ),
        '(:|\((单位:)?(万元|元|亿元)\))+$',
        ''
    )
{%- endmacro %}

{#-
  Texts with the patterns that they match, as a subquery: text, pattern. `texts` is a relation or CTE whose
  `column` holds no line ends; `patterns` a relation with a column `pattern`; is_whole: the pattern must match the
  whole text, else a part of it.

  DuckDB compiles a pattern that is no constant anew for every row (0.1 ms each). Here each is compiled once and
  meets all texts as the lines of one.
-#}
{% macro texts_matching(texts, column, patterns, is_whole=true) -%}
    (
        select distinct
            patterns.pattern,
            unnest(
                regexp_extract_all(
                    all_texts.lines,
                    '(?m)^{{ '(?:' if is_whole else '.*(?:' }}'
                    || replace(patterns.pattern, '[^', '[^\n')
                    || '){{ '$' if is_whole else '.*$' }}'
                )
            ) as text
        from (
            select string_agg(distinct {{ column }}, chr(10)) as lines from {{ texts }} where {{ column }} <> ''
        ) as all_texts
        cross join (select distinct pattern from {{ patterns }}) as patterns
    )
{%- endmacro %}

{#- How a sentence begins, as the place of a finding; … where it goes on. -#}
{% macro sentence_start(column) -%}
    if(length({{ column }}) > 60, left({{ column }}, 60) || '…', {{ column }})
{%- endmacro %}

{#- A text as a pattern that matches nothing but itself. -#}
{% macro escape_pattern(column) -%}
    regexp_replace({{ column }}, '([\\.+*?()|\[\]{}^$])', '\\\1', 'g')
{%- endmacro %}
