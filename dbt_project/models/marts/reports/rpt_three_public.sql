-- The three public expenses of each canonical document in its year, side by side; whole document only.
with items as (
    select
        facts.document_id,
        facts.item,
        facts.amount_yuan
    from {{ ref('fct_three_public') }} as facts
    inner join {{ ref('dim_document') }} as documents on facts.document_id = documents.document_id
    where
        documents.is_canonical
        and facts.measure = 'amount'
        and facts.figure_year = documents.fiscal_year
        and facts.stage = case documents.disclosure_kind when 'budget' then 'initial_budget' else 'final' end
        and facts.unit_key is not distinct from documents.unit_key
        and facts.item is not null
    -- two tables by scope: 财政拨款 before 一般公共预算
    qualify row_number() over (
        partition by facts.document_id, facts.item
        order by
            list_position(['fiscal', 'general_public_budget', 'all'], facts.fund_source) nulls last,
            list_position(['all', 'current'], facts.vintage) nulls last,
            facts.fund_source,
            facts.amount_yuan,
            facts.figure_ids
    ) = 1
)

select
    documents.document_id,
    documents.publisher_name,
    documents.region_code,
    documents.fiscal_year,
    documents.disclosure_kind,
    max(items.amount_yuan) filter (where items.item = 'total') as total_yuan,
    max(items.amount_yuan) filter (where items.item = 'abroad') as abroad_yuan,
    max(items.amount_yuan) filter (where items.item = 'reception') as reception_yuan,
    max(items.amount_yuan) filter (where items.item = 'vehicle') as vehicle_yuan,
    max(items.amount_yuan) filter (where items.item = 'vehicle_purchase') as vehicle_purchase_yuan,
    max(items.amount_yuan) filter (where items.item = 'vehicle_operation') as vehicle_operation_yuan,
    max(items.amount_yuan) filter (where items.item = 'conference') as conference_yuan,
    max(items.amount_yuan) filter (where items.item = 'training') as training_yuan,
    max(items.amount_yuan) filter (where items.item = 'operating_cost') as operating_cost_yuan
from {{ ref('dim_document') }} as documents
inner join items on documents.document_id = items.document_id
group by
    documents.document_id,
    documents.publisher_name,
    documents.region_code,
    documents.fiscal_year,
    documents.disclosure_kind
