-- Resources that the text counts or a table lists.
select
    claims.claim_id as resource_id,
    claims.document_id,
    claims.fiscal_year,
    claims.unit_key,
    claims.unit_code,
    resources.resource,
    claims.subject_text as item,
    claims.number as quantity,
    claims.unit as quantity_unit,
    'narrative' as found_in,
    claims.page,
    cast([] as varchar[]) as figure_ids,
    [claims.claim_id] as claim_ids
from {{ ref('fct_narrative_claim') }} as claims
inner join
    {{ ref('int_resource_claim') }} as resources
    on claims.claim_id = resources.claim_id and resources.is_resource

union all

select
    figures.figure_id,
    figures.document_id,
    cast(figures.fiscal_year as integer),
    figures.unit_key,
    figures.unit_code,
    'table',
    concat_ws('/', nullif(figures.row_label, ''), nullif(figures.column_path, '')),
    figures.number,
    figures.money_unit,
    'table',
    figures.page,
    [figures.figure_id],
    cast([] as varchar[])
from {{ ref('int_fact_figure') }} as figures
where figures.table_kind = 'staff_assets' and figures.number is not null
