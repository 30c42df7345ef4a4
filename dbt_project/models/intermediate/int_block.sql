-- Side-by-side blocks of a table: which side of a two-sided table it is, and which classification its labels name.
with kinds as (
    select
        tables.table_id,
        tables.document_id,
        tables.table_kind,
        kinds.is_two_sided,
        tables.classification as title_classification
    from {{ ref('int_table') }} as tables
    left join {{ ref('table_kinds') }} as kinds on tables.table_kind = kinds.table_kind
),

headings as (
    select
        figures.table_id,
        figures.block_no,
        -- of the columns that name a side, what most of them name
        case
            when
                count(*) filter (where headings.side = 'revenue')
                > count(*) filter (where headings.side = 'expenditure')
                then 'revenue'
            else min(headings.side)
        end as side,
        string_agg(distinct figures.column_path, ' ' order by figures.column_path) as column_paths
    from {{ ref('stg_figure') }} as figures
    inner join kinds on figures.table_id = kinds.table_id
    inner join {{ ref('int_heading') }} as headings
        on kinds.table_kind = headings.table_kind and figures.column_path = headings.column_path
    group by figures.table_id, figures.block_no
),

labels as (
    select
        table_id,
        block_no,
        string_agg(distinct header_path, ' ' order by header_path) as label_headings,
        max(case
            when regexp_matches({{ normalise_text('text') }}, '支出(合计|总计|小计)|基本支出|一般公共服务') then 'expenditure'
            when regexp_matches({{ normalise_text('text') }}, '收入(合计|总计|小计)|收入$') then 'revenue'
        end) as side
    from {{ ref('stg_label') }}
    where role in ('name', 'code')
    group by table_id, block_no
),

blocks as (
    select distinct
        table_id,
        block_no
    from {{ ref('stg_row') }}
)

select
    blocks.table_id,
    blocks.block_no,
    case when kinds.is_two_sided then coalesce(headings.side, labels.side) end as side,
    case
        when
            regexp_matches(
                labels.label_headings || ' ' || coalesce(headings.column_paths, ''), '政府(预算)?(支出)?经济'
            )
            then 'economic_government'
        when
            regexp_matches(labels.label_headings || ' ' || coalesce(headings.column_paths, ''), '经济')
            then 'economic_department'
        when
            regexp_matches(labels.label_headings || ' ' || coalesce(headings.column_paths, ''), '功能')
            then 'function'
        when
            regexp_matches(labels.label_headings || ' ' || coalesce(headings.column_paths, ''), '支出用途|支出性质')
            then 'use'
        else kinds.title_classification
    end as classification,
    labels.label_headings
from blocks
inner join kinds on blocks.table_id = kinds.table_id
left join headings on blocks.table_id = headings.table_id and blocks.block_no = headings.block_no
left join labels on blocks.table_id = labels.table_id and blocks.block_no = labels.block_no
