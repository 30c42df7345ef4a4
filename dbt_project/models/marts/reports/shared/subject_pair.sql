-- Functions of two years of one publisher, matched by the subject and not by the code: codes are renumbered and names
-- reworded. Same code and same name; else the same name at the same level, where both years print it once; else the
-- same code, whose name has changed.
with printed as (
    select
        facts.document_id,
        facts.table_kind,
        facts.function_code,
        length(facts.function_code) as level,
        {{ strip_ordinals(normalise_text("regexp_extract(facts.row_label, '[^/]*$')")) }} as name,
        facts.row_label,
        facts.amount_yuan,
        facts.figure_ids
    from {{ ref('fct_function_expenditure') }} as facts
    inner join {{ ref('dim_document') }} as documents on facts.document_id = documents.document_id
    where
        facts.table_kind in ('expenditure', 'general_public_budget_expenditure', 'government_fund_expenditure')
        and facts.function_code is not null
        and facts.measure = 'amount'
        and facts.column_role = 'total'
        and facts.spending_kind = 'all'
        and facts.vintage = 'all'
        and facts.figure_year = documents.fiscal_year
        and facts.stage = case documents.disclosure_kind when 'budget' then 'initial_budget' else 'final' end
    -- the rows of one code that differ in nothing but their role in two tables of one kind
    qualify row_number() over (
        partition by facts.document_id, facts.table_kind, facts.function_code
        order by facts.unit_key is distinct from documents.unit_key, facts.figure_ids[1]
    ) = 1
),

counted as (
    select
        *,
        count(*) over (partition by document_id, table_kind, level, name) as namesakes
    from printed
),

candidates as (
    select
        pairs.document_id,
        pairs.other_document_id,
        this_year.table_kind,
        this_year.function_code,
        last_year.function_code as prior_code,
        case
            when this_year.function_code = last_year.function_code and this_year.name = last_year.name then 1
            when this_year.name = last_year.name then 2
            else 3
        end as preference
    from {{ ref('int_document_pair') }} as pairs
    inner join counted as this_year on pairs.document_id = this_year.document_id
    inner join counted as last_year
        on
            pairs.other_document_id = last_year.document_id
            and this_year.table_kind = last_year.table_kind
            and this_year.level = last_year.level
            and (
                this_year.function_code = last_year.function_code
                or (this_year.name = last_year.name and this_year.namesakes = 1 and last_year.namesakes = 1)
            )
    where pairs.relation = 'previous_year'
),

matched as (
    select *
    from candidates
    -- each subject once on either side, the better reason first
    qualify
        preference = min(preference) over (partition by document_id, table_kind, function_code)
        and preference = min(preference) over (partition by other_document_id, document_id, table_kind, prior_code)
)

select
    pairs.document_id,
    pairs.other_document_id,
    coalesce(this_year.table_kind, last_year.table_kind) as table_kind,
    this_year.function_code,
    this_year.row_label,
    this_year.amount_yuan,
    last_year.function_code as prior_function_code,
    last_year.row_label as prior_row_label,
    last_year.amount_yuan as prior_amount_yuan
from {{ ref('int_document_pair') }} as pairs
inner join counted as this_year on pairs.document_id = this_year.document_id
left join matched
    on
        pairs.document_id = matched.document_id
        and pairs.other_document_id = matched.other_document_id
        and this_year.table_kind = matched.table_kind
        and this_year.function_code = matched.function_code
left join counted as last_year
    on
        pairs.other_document_id = last_year.document_id
        and matched.table_kind = last_year.table_kind
        and matched.prior_code = last_year.function_code
where pairs.relation = 'previous_year'

union all

-- subjects that this year no longer prints
select
    pairs.document_id,
    pairs.other_document_id,
    last_year.table_kind,
    null,
    null,
    null,
    last_year.function_code,
    last_year.row_label,
    last_year.amount_yuan
from {{ ref('int_document_pair') }} as pairs
inner join counted as last_year on pairs.other_document_id = last_year.document_id
anti join matched
    on
        pairs.document_id = matched.document_id
        and last_year.table_kind = matched.table_kind
        and last_year.function_code = matched.prior_code
where pairs.relation = 'previous_year'
