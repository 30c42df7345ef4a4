{#-
  Rows of a fact from figures: one per combination of `keys` (names of columns of int_fact_figure, or expressions
  `… as name`).

  - Leaf rows of one table that share their keys are parts that the table does not tell apart (the functions of
    several units without a unit column, two projects of one name): they are added up, where `add_leaves` is true.
  - A quantity that several tables print becomes one row: the first table in reading order is the fact, the others
    are its check; `has_conflict` says that they differ.
  - figure_ids names every figure behind the row.
  - `is_additive` as in int_fact_figure: adding up the rows that have it counts every amount once. Rows of one key
    of which only some are additive (a project that is printed twice, once with and once without a split) stay apart.
  - Where `label_unless` names code columns, a printed code is the key and row_label only says what stands first
    beside it (spellings of one code differ from table to table); rows without any of the codes are told apart by
    their label.
-#}
{% macro fact_from_figures(keys, where, add_leaves=true, label_unless=none) -%}
    {%- set names = [] -%}
    {%- for key in keys -%}
        {%- do names.append(key.split(' as ')[-1].split('.')[-1]) -%}
    {%- endfor %}
    {%- if label_unless %}
        {%- do names.append('label_key') -%}
    {%- endif %}
with by_row as (
    select
        {{ keys | join(',\n        ') }},
        {% if label_unless %}
        case when coalesce({{ label_unless | join(', ') }}) is null then figures.row_label end as label_key,
        {% endif %}
        arg_min(figures.row_label, figures.reading_order) filter (where figures.row_label <> '') as first_label,
        figures.table_id,
        figures.row_no,
        figures.block_no,
        bool_and(figures.row_role = 'leaf') as is_leaf,
        bool_or(figures.is_additive) as is_additive,
        arg_min(figures.amount_yuan, figures.reading_order) as amount_yuan,
        min(figures.reading_order) as reading_order,
        list(figures.figure_id order by figures.reading_order) as figure_ids
    from {{ ref('int_fact_figure') }} as figures
    where {{ where }} and figures.amount_yuan is not null
    group by all
),

apart as (
    select
        *,
        case
            when
                count(*) filter (where is_additive) over same_key > 0
                and count(*) filter (where not is_additive) over same_key > 0
                then is_additive
        end as additive_key
    from by_row
    window same_key as (partition by {{ names | join(', ') }}, table_id)
),

by_table as (
    select
        {{ names | join(',\n        ') }},
        additive_key,
        table_id,
        bool_or(is_additive) as is_additive,
        arg_min(first_label, reading_order) as first_label,
        {% if add_leaves %}
        case when bool_and(is_leaf) then sum(amount_yuan) else arg_min(amount_yuan, reading_order) end as amount_yuan,
        not bool_and(is_leaf) and count(distinct amount_yuan) > 1 as differs_inside,
        {% else %}
        arg_min(amount_yuan, reading_order) as amount_yuan,
        count(distinct amount_yuan) > 1 as differs_inside,
        {% endif %}
        min(reading_order) as reading_order,
        flatten(list(figure_ids order by reading_order)) as figure_ids
    from apart
    group by {{ names | join(', ') }}, additive_key, table_id
)

select
    {{ names | reject('equalto', 'label_key') | join(',\n    ') }},
    {% if label_unless %}
    coalesce(arg_min(first_label, reading_order), '') as row_label,
    {% endif %}
    cast(arg_min(amount_yuan, reading_order) as decimal(20, 2)) as amount_yuan,
    bool_or(is_additive) as is_additive,
    count(distinct amount_yuan) > 1 or bool_or(differs_inside) as has_conflict,
    flatten(list(figure_ids order by reading_order)) as figure_ids
from by_table
group by {{ names | join(', ') }}, additive_key
{%- endmacro %}


{#- Key of a project: its unit, the fiscal year and its normalised name; NULL without a name. -#}
{% macro project_key(unit_key, fiscal_year, project_text) -%}
    case
        when {{ project_text }} is not null
            then md5(concat_ws('|', coalesce({{ unit_key }}, ''), coalesce({{ fiscal_year }}, 0), {{ project_text }}))
    end
{%- endmacro %}


{#- Of the printed totals that meet a condition the one that speaks most directly (columns of int_document_total). -#}
{% macro printed_total(where) -%}
    arg_min(amount_yuan, (is_other_unit, column_role <> 'total', reading_order)) filter (where is_total and {{ where }})
{%- endmacro %}

{#- The sum of the additive rows that meet a condition. -#}
{% macro added_up(where) -%}
    sum(amount_yuan) filter (where is_additive and {{ where }})
{%- endmacro %}
