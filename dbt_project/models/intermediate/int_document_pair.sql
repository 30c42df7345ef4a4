-- Documents that speak of the same money from two sides, for rules and reports across documents. One row per pair and
-- relation, `document_id` being the one that says something of `other_document_id`:
--   previous_year    the same publisher, kind and scope, one year before
--   budget           final accounts → the budget of the same publisher, scope and year
--   unit             a department → the document of one of its units, same year and kind
--   companion        tables ↔ text of one disclosure, published in two files
-- Only canonical documents speak for others; where text and tables are two files, the tables do. A publisher is told
-- by its unit code where both print one, else by region and name: unit codes hold for one year, names for longer.
with speaking as (
    select
        documents.document_id,
        documents.region_code,
        documents.publisher_text,
        documents.fiscal_year,
        documents.disclosure_kind,
        coalesce(documents.scope, 'department') as scope,
        units.unit_key,
        units.unit_code,
        ranks.companion_document_id
    from {{ ref('int_document') }} as documents
    inner join {{ ref('int_document_rank') }} as ranks on documents.document_id = ranks.document_id
    left join {{ ref('int_document_unit') }} as units on documents.document_id = units.document_id
    where ranks.is_canonical
),

years as (
    select
        later.document_id,
        earlier.document_id as other_document_id,
        'previous_year' as relation
    from speaking as later
    inner join speaking as earlier
        on
            later.region_code is not distinct from earlier.region_code
            and later.publisher_text = earlier.publisher_text
            and later.disclosure_kind = earlier.disclosure_kind
            and later.scope = earlier.scope
            and later.fiscal_year = earlier.fiscal_year + 1
),

budgets as (
    select
        accounts.document_id,
        budgets.document_id as other_document_id,
        'budget' as relation
    from speaking as accounts
    inner join speaking as budgets
        on
            accounts.region_code is not distinct from budgets.region_code
            and accounts.publisher_text = budgets.publisher_text
            and accounts.scope = budgets.scope
            and accounts.fiscal_year = budgets.fiscal_year
    where accounts.disclosure_kind = 'final_accounts' and budgets.disclosure_kind = 'budget'
),

-- the units whose rows a department's tables print, and that publish a document of their own
unit_rows as (
    select distinct
        figures.document_id,
        figures.unit_key
    from {{ ref('int_figure') }} as figures
    where figures.table_kind in ('revenue', 'expenditure') and figures.unit_key is not null
),

units as (
    select
        departments.document_id,
        units.document_id as other_document_id,
        'unit' as relation
    from speaking as departments
    inner join unit_rows on departments.document_id = unit_rows.document_id
    inner join speaking as units
        on
            unit_rows.unit_key = units.unit_key
            and departments.disclosure_kind = units.disclosure_kind
            and departments.fiscal_year = units.fiscal_year
    where
        departments.scope = 'department'
        and units.scope in ('unit', 'own')
        and departments.document_id <> units.document_id
),

companions as (
    select
        document_id,
        companion_document_id as other_document_id,
        'companion' as relation
    from {{ ref('int_document_rank') }}
    where companion_document_id is not null
)

select * from years
union all
select * from budgets
union all
select * from units
union all
select * from companions
