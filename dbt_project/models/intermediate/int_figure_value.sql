-- What kind of number each figure is, in which unit of money, and its exact amount in yuan.
-- A unit printed in the cell comes first, then what the heading says, the label, and last the table's unit line.
with units as (
    select
        figures.figure_id,
        figures.document_id,
        figures.table_id,
        figures.number,
        figures.printed,
        figures.row_label,
        figures.column_path,
        tables.table_kind,
        tables.money_unit as table_unit,
        headings.value_kind as heading_kind,
        headings.measure as heading_measure,
        -- (%) and % are one unit
        regexp_replace({{ normalise_text('figures.unit_cell') }}, '^\((.+)\)$', '\1') as cell_unit,
        regexp_replace({{ normalise_text('figures.unit_header') }}, '^\((.+)\)$', '\1') as header_unit,
        {{ normalise_text(
            "coalesce(figures.unit_label_text, nullif(regexp_extract(figures.row_label, '[(（]([^()（）]*元[^()（）]*)[)）]$', 1), ''))"
        ) }} as label_unit
    from {{ ref('stg_figure') }} as figures
    inner join {{ ref('int_table') }} as tables on figures.table_id = tables.table_id
    left join {{ ref('int_heading') }} as headings
        on tables.table_kind = headings.table_kind and figures.column_path = headings.column_path
),

unit_terms as (
    select distinct cell_unit as unit from units
    where cell_unit is not null
    union
    select distinct header_unit from units
    where header_unit is not null
    union
    select distinct label_unit from units
    where label_unit is not null
),

known as (
    select
        unit_terms.unit,
        min(lexicon.value_kind) as value_kind,
        min(lexicon.money_unit) as money_unit
    from unit_terms
    inner join {{ ref('measure_units') }} as lexicon on regexp_full_match(unit_terms.unit, lexicon.pattern)
    group by unit_terms.unit
),

judged as (
    select
        units.*,
        in_cell.money_unit as cell_money,
        in_header.money_unit as header_money,
        in_label.money_unit as label_money,
        case
            when in_cell.value_kind is not null then in_cell.value_kind
            -- 10万 is money where the label speaks of cost, else a count
            when regexp_matches(units.cell_unit, '^万') and length(units.cell_unit) = 1
                then
                    case
                        when regexp_matches(units.row_label, '成本|费|资金|经费|金额|总额|支出|投入') then 'money' else
                            'count'
                    end
            when units.cell_unit is not null then 'other'
            when regexp_matches(units.printed, '[%％]$') then 'percent'
            when units.number is null then 'other'
            when units.heading_kind is not null then units.heading_kind
            when in_header.value_kind is not null then in_header.value_kind
            when in_label.value_kind is not null then in_label.value_kind
            when units.heading_measure in ('growth', 'share') then 'percent'
            when units.label_unit is not null then 'other'
            when units.table_kind = 'performance_target'
                then case
                    when units.heading_measure = 'target' then 'other'
                    -- a form's unit line speaks of its funds only: 8 of an indicator counted in persons is no money
                    when
                        units.table_unit is not null
                        and (
                            regexp_matches(
                                concat_ws('/', units.column_path, units.row_label), '金额|资金|总额|拨款|预算数|执行数'
                            )
                            -- 总计 beside 财政拨款 and 其他资金
                            or regexp_full_match(units.column_path, '(.*/)?(合计|总计)[:：]?')
                        )
                        then 'money'
                    else 'other'
                end
            when units.table_unit is not null then 'money'
            else 'other'
        end as value_kind
    from units
    left join known as in_cell on units.cell_unit = in_cell.unit
    left join known as in_header on units.header_unit = in_header.unit
    left join known as in_label on units.label_unit = in_label.unit
),

decided as (
    select
        *,
        case
            when value_kind = 'money'
                then coalesce(
                    cell_money,
                    case when cell_unit = '万' then '万元' end,
                    header_money,
                    label_money,
                    table_unit
                )
        end as money_unit
    from judged
),

exact as (
    select
        *,
        {{ amount_yuan('number', 'money_unit') }} as amount_yuan
    from decided
)

select
    figure_id,
    -- too long for money: an account number or the like
    case
        when value_kind = 'money' and number is not null and amount_yuan is null then 'other' else value_kind
    end as value_kind,
    case when number is null or amount_yuan is not null then money_unit end as money_unit,
    number,
    amount_yuan
from exact
