-- Expenditure by function with names and the tree, canonical documents, amounts of the own year.
select
    facts.document_id,
    documents.publisher_name,
    documents.region_code,
    documents.fiscal_year,
    documents.disclosure_kind,
    facts.table_kind,
    facts.unit_key,
    facts.function_code,
    subjects.name as function_name,
    subjects.level,
    subjects.parent_code,
    substr(facts.function_code, 1, 3) as class_code,
    subjects.class_name,
    facts.fund_source,
    facts.spending_kind,
    facts.vintage,
    facts.row_role,
    facts.column_role,
    facts.amount_yuan,
    facts.is_additive,
    facts.figure_ids
from {{ ref('fct_function_expenditure') }} as facts
inner join {{ ref('dim_document') }} as documents on facts.document_id = documents.document_id
left join {{ ref('dim_function_subject') }} as subjects on facts.function_code = subjects.function_code
where
    documents.is_canonical
    and facts.function_code is not null
    and facts.measure = 'amount'
    and facts.figure_year = documents.fiscal_year
