-- What the lexicons do not know: titles, heading parts, contradictions, with how often and where.
with headings_unknown as (
    select
        'heading' as kind,
        parts.part as printed,
        parts.table_kind,
        figures.document_id,
        figures.page,
        figures.printed as example
    from (
        select distinct
            table_kind,
            column_path,
            part
        from {{ ref('int_heading_part') }}
        where
            (axis is null or is_conflict or value = '?')
            and part_text <> ''
            and table_kind not in ('performance_target', 'other', 'staff_assets')
    ) as parts
    inner join {{ ref('fct_figure') }} as figures
        on parts.table_kind = figures.table_kind and parts.column_path = figures.column_path
),

-- labels that speak of a source, where the figure has found none
labels_unknown as (
    select
        'label' as kind,
        parts.part as printed,
        figures.table_kind,
        figures.document_id,
        figures.page,
        figures.printed as example
    from {{ ref('int_row_term') }} as parts
    inner join {{ ref('fct_figure') }} as figures
        on
            parts.table_id = figures.table_id
            and parts.row_no = figures.row_no
            and parts.block_no = figures.block_no
    where parts.axis = 'fund_source' and (parts.value = '?' or parts.is_conflict) and figures.fund_source is null
),

titles_unknown as (
    select
        'title' as kind,
        coalesce(title, '') as printed,
        table_kind,
        document_id,
        page_from as page,
        cast(null as varchar) as example
    from {{ ref('int_table') }}
    where not is_known_title and not is_empty
),

contradictions as (
    select
        'contradiction' as kind,
        figures.row_label || ' × ' || figures.column_path as printed,
        figures.table_kind,
        figures.document_id,
        figures.page,
        figures.printed as example
    from {{ ref('int_figure_meaning') }} as meaning
    inner join {{ ref('fct_figure') }} as figures on meaning.figure_id = figures.figure_id
    where meaning.is_contradictory
),

incomplete as (
    select
        'coordinate' as kind,
        concat_ws(
            ', ',
            case when fund_source is null then 'fund_source' end,
            case when stage is null then 'stage' end,
            case when figure_year is null then 'figure_year' end,
            case when table_kind = 'three_public' and item is null then 'item' end
        ) || ': ' || row_label || ' × ' || column_path as printed,
        table_kind,
        document_id,
        page,
        printed as example
    from {{ ref('fct_figure') }}
    where
        value_kind = 'money'
        and table_kind not in ('performance_target', 'other', 'staff_assets')
        and (
            fund_source is null
            or stage is null
            or figure_year is null
            or (table_kind = 'three_public' and item is null)
        )
),

everything as (
    select * from headings_unknown
    union all
    select * from labels_unknown
    union all
    select * from titles_unknown
    union all
    select * from contradictions
    union all
    select * from incomplete
)

select
    kind,
    printed,
    table_kind,
    cast(count(*) as integer) as figure_count,
    cast(count(distinct document_id) as integer) as document_count,
    min(document_id) as example_document_id,
    cast(arg_min(page, (document_id, page)) as integer) as example_page,
    arg_min(example, (document_id, page, example)) as example_printed
from everything
group by kind, printed, table_kind
