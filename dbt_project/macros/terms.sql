{#-
  What the seed `terms` says about each distinct text, as CTEs that end in `decided`:
  part_text, table_kind, axis, value (the smallest of equals), is_conflict.

  place  'heading' or 'row': whose terms apply.
  uses   a CTE with part_text and table_kind.

  The row of the seed with the smallest priority wins; equals that differ are a conflict. What a text
  speaks of without its frame (year, 上年, 结转, 预算数, 小计) counts where the whole text is not known:
  上年一般公共预算财政拨款结转 is of 一般公共预算财政拨款.
-#}
{% macro match_terms(place, uses) -%}
term_texts as (
    select
        part_text,
        part_text as matched_text,
        0 as distance
    from (select distinct part_text from {{ uses }})
    where part_text <> ''

    union all

    select
        part_text,
        {{ term_core('part_text') }} as matched_text,
        100 as distance
    from (select distinct part_text from {{ uses }})
    where {{ term_core('part_text') }} not in ('', part_text)
),

hits as (
    select
        term_texts.part_text,
        lexicon.axis,
        case
            when lexicon.axis = 'figure_year' and lexicon.value = '$1'
                then regexp_extract(term_texts.part_text, '([0-9]{4})', 1)
            else lexicon.value
        end as value,
        lexicon.table_kinds,
        lexicon.priority + term_texts.distance as priority
    from term_texts
    inner join {{ texts_matching('term_texts', 'matched_text', ref('terms')) }} as found
        on term_texts.matched_text = found.text
    inner join {{ ref('terms') }} as lexicon
        on
            found.pattern = lexicon.pattern
            and lexicon.place in ('{{ place }}', 'both')
            and (term_texts.distance = 0 or lexicon.axis in ('fund_source', 'spending_kind', 'item'))
            and (term_texts.distance = 0 or lexicon.value <> '?')
),

matched as (
    select
        hits.part_text,
        uses.table_kind,
        hits.axis,
        hits.value,
        hits.priority,
        min(hits.priority) over (partition by hits.part_text, uses.table_kind, hits.axis) as best
    from hits
    inner join (
        select distinct
            part_text,
            table_kind
        from {{ uses }}
    ) as uses on hits.part_text = uses.part_text
    where hits.table_kinds is null or list_contains(string_split(hits.table_kinds, '|'), uses.table_kind)
),

decided as (
    select
        part_text,
        table_kind,
        -- '-': known to say nothing
        case when value = '-' then 'neutral' else axis end as axis,
        min(nullif(value, '-')) as value,
        count(distinct nullif(value, '-')) > 1 as is_conflict
    from matched
    where priority = best
    group by 1, 2, 3
)
{%- endmacro %}

{#- What a heading or label speaks of, without the words that frame it: year, carry-over, stage, sum. -#}
{% macro term_core(column) -%}
    regexp_replace(
        regexp_replace(
            regexp_replace(
                {{ column }},
                '^([0-9]{4}年(度|初)?|上年(度)?(末)?|年初|年末|以前年度|本年(度)?|当年|其中:)', ''
            ),
            '((年初|调整|全年|年末)?(预算|决算|执行)(数|额|金额)|合计|小计|总计|资金|\((含|不含)[^()]*\))$', ''
        ),
        '(上年|年末)?(的)?(结转|结余)([和、及]?(结转|结余))*(资金)?$', ''
    )
{%- endmacro %}
