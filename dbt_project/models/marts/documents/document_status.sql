select
    files.file_path,
    files.document_id,
    files.sha256,
    cast(files.size_bytes as bigint) as size_bytes,
    case
        when files.copy_no > 1 then 'superseded'
        when files.extraction_state = 'quarantined' or files.extraction_state is null then 'quarantined'
        when ranks.superseded_by is not null then 'superseded'
        else 'published'
    end as state,
    case
        when files.copy_no > 1 then 'same_bytes'
        when files.extraction_state is null then 'not_extracted'
        when files.extraction_state = 'quarantined' then files.extraction_reason_code
        when ranks.superseded_by is not null then 'republished'
    end as reason_code,
    case
        when files.copy_no > 1 then 'The same bytes as ' || files.first_path || '; counted once.'
        when files.extraction_state is null then 'No extraction of this file was loaded.'
        when files.extraction_state = 'quarantined' then files.extraction_reason
        when ranks.superseded_by is not null
            then
                'Another document of the same unit, year, kind and part stands for it: '
                || ranks.superseded_by
                || '.'
    end as reason,
    ranks.superseded_by,
    cast(documents.page_count as integer) as page_count,
    cast(coalesce(tables.table_count, 0) as integer) as table_count,
    cast(coalesce(figures.figure_count, 0) as integer) as figure_count,
    cast(coalesce(pages.marked_page_count, 0) as integer) as marked_page_count,
    cast(coalesce(tokens.unexplained_token_count, 0) as integer) as unexplained_token_count
from {{ ref('int_file') }} as files
left join {{ ref('stg_document') }} as documents on files.document_id = documents.document_id
left join {{ ref('int_document_rank') }} as ranks on files.document_id = ranks.document_id
left join (
    select
        document_id,
        count(*) as table_count
    from {{ ref('stg_printed_table') }}
    group by document_id
) as tables on files.document_id = tables.document_id
left join (
    select
        document_id,
        count(*) as figure_count
    from {{ ref('stg_figure') }}
    group by document_id
) as figures on files.document_id = figures.document_id
left join (
    select
        document_id,
        count(*) filter (where is_marked) as marked_page_count
    from {{ ref('stg_page') }}
    group by document_id
) as pages on files.document_id = pages.document_id
left join (
    select
        document_id,
        sum(token_count) filter (where token_class = 'unexplained') as unexplained_token_count
    from {{ ref('stg_token_account') }}
    group by document_id
) as tokens on files.document_id = tokens.document_id
