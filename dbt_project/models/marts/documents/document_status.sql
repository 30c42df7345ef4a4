with present as (
    select
        document_id,
        sha256,
        state,
        reason_code,
        reason,
        page_from,
        page_to,
        page_count,
        undecided_starts
    from {{ ref('stg_document') }}

    union all by name

    -- what was left out on purpose
    select
        exclusions.document_id,
        files.sha256,
        exclusions.state,
        exclusions.reason_code,
        exclusions.reason
    from {{ ref('stg_exclusion') }} as exclusions
    inner join
        (
            select distinct
                document_id,
                sha256
            from {{ ref('int_file') }}
        ) as files
        on split_part(exclusions.document_id, '-', 1) = files.document_id
),

disclosures as (
    -- A copy of a file that was read already is one row, whatever the file holds.
    select
        files.*,
        coalesce(documents.document_id, files.document_id) as disclosure_id,
        documents.state as extraction_state,
        documents.reason_code as extraction_reason_code,
        documents.reason as extraction_reason,
        documents.page_from,
        documents.page_to,
        documents.page_count,
        documents.undecided_starts
    from {{ ref('int_file') }} as files
    left join present as documents
        on
            files.sha256 = documents.sha256
            and (files.copy_no = 1 or files.document_id = documents.document_id)
),

told as (
    select
        document_id,
        list_filter(
            [
                case when publisher_name is null then 'publisher' end,
                case when region_code is null then 'region' end,
                case when fiscal_year is null then 'fiscal year' end,
                case when disclosure_kind is null then 'budget or final accounts' end,
                case when scope is null then 'scope' end
            ], axis -> axis is not null
        ) as open_axes
    from {{ ref('int_document') }}
)

select
    disclosures.file_path,
    disclosures.disclosure_id as document_id,
    disclosures.sha256,
    cast(disclosures.size_bytes as bigint) as size_bytes,
    case
        when disclosures.copy_no > 1 then 'superseded'
        when disclosures.extraction_state = 'quarantined' or disclosures.extraction_state is null then 'quarantined'
        when disclosures.extraction_state = 'withdrawn' then 'withdrawn'
        when ranks.superseded_by is not null then 'superseded'
        else 'published'
    end as state,
    case
        when disclosures.copy_no > 1 then 'same_bytes'
        when disclosures.extraction_state is null then 'not_extracted'
        when disclosures.extraction_state in ('quarantined', 'withdrawn') then disclosures.extraction_reason_code
        when ranks.superseded_by is not null then 'republished'
        when len(disclosures.undecided_starts) > 0 then 'perhaps_several'
        when len(told.open_axes) > 0 then 'identity_open'
    end as reason_code,
    case
        when disclosures.copy_no > 1 then 'The same bytes as ' || disclosures.first_path || '; counted once.'
        when disclosures.extraction_state is null then 'No extraction of this file was loaded.'
        when disclosures.extraction_state in ('quarantined', 'withdrawn') then disclosures.extraction_reason
        when ranks.superseded_by is not null
            then
                'Another document of the same unit, year, kind and part stands for it: '
                || ranks.superseded_by
                || '.'
        else
            nullif(concat_ws(
                ' ',
                case
                    when len(disclosures.undecided_starts) > 0
                        then
                            'The tables begin again on page '
                            || array_to_string(disclosures.undecided_starts, ', ')
                            || ', and the file does not tell whose they are; kept as one disclosure.'
                end,
                case
                    when len(told.open_axes) > 0
                        then 'The document does not tell: ' || array_to_string(told.open_axes, ', ') || '.'
                end
            ), '')
    end as reason,
    ranks.superseded_by,
    cast(disclosures.page_from as integer) as page_from,
    cast(disclosures.page_to as integer) as page_to,
    cast(disclosures.page_count as integer) as page_count,
    cast(coalesce(tables.table_count, 0) as integer) as table_count,
    cast(coalesce(figures.figure_count, 0) as integer) as figure_count,
    cast(coalesce(pages.marked_page_count, 0) as integer) as marked_page_count,
    cast(coalesce(tokens.unexplained_token_count, 0) as integer) as unexplained_token_count
from disclosures
left join told on disclosures.disclosure_id = told.document_id
left join {{ ref('int_document_rank') }} as ranks on disclosures.disclosure_id = ranks.document_id
left join (
    select
        document_id,
        count(*) as table_count
    from {{ ref('stg_printed_table') }}
    group by document_id
) as tables on disclosures.disclosure_id = tables.document_id
left join (
    select
        document_id,
        count(*) as figure_count
    from {{ ref('stg_figure') }}
    group by document_id
) as figures on disclosures.disclosure_id = figures.document_id
left join (
    select
        document_id,
        count(*) filter (where is_marked) as marked_page_count
    from {{ ref('stg_page') }}
    group by document_id
) as pages on disclosures.disclosure_id = pages.document_id
left join (
    select
        document_id,
        sum(token_count) filter (where token_class = 'unexplained') as unexplained_token_count
    from {{ ref('stg_token_account') }}
    group by document_id
) as tokens on disclosures.disclosure_id = tokens.document_id
