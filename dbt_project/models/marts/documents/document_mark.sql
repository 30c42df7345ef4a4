-- Why a page, or a figure of a page that is sound else, is not to be trusted.
with marks as (
    select
        document_id,
        page,
        unnest(mark_reasons) as mark_reason,
        true as is_of_page,
        cast(null as varchar) as figure_id
    from {{ ref('stg_page') }}

    union all

    select
        document_id,
        page,
        unnest(mark_reasons),
        false,
        figure_id
    from {{ ref('stg_figure') }}
)

select
    marks.document_id,
    cast(marks.page as integer) as page,
    marks.mark_reason,
    bool_or(marks.is_of_page) as is_whole_page,
    cast(count(marks.figure_id) as integer) as figure_count,
    coalesce(any_value(reasons.sentence_zh), marks.mark_reason) as sentence_zh,
    coalesce(any_value(reasons.sentence_en), marks.mark_reason) as sentence_en
from marks
left join {{ ref('mark_reasons') }} as reasons on marks.mark_reason = reasons.mark_reason
group by marks.document_id, marks.page, marks.mark_reason
