-- Confidence without labels: how many of the identities that must hold in any budget do hold in what was read.
-- Only identities between figures of tables: sums of children, sums over columns, one quantity twice. What a text
-- or a form of performance says is left out: it disagrees with the tables more often than it is misread.
with identities as (
    select
        verdicts.document_id,
        rules.shape,
        verdicts.state
    from {{ ref('fct_reconciliation') }} as verdicts
    inner join {{ ref('rules') }} as rules on verdicts.rule_id = rules.rule_id
    where
        rules.shape in ('children_sum_to_parent', 'columns_sum_to_total', 'same_quantity')
        and rules.rule_group in ('vertical', 'horizontal', 'cross_table')
        and verdicts.state <> 'not_applicable'
),

counted as (
    select
        document_id,
        count(*) as identity_count,
        count(*) filter (where state <> 'fail') as holding_count,
        count(*) filter (where shape = 'children_sum_to_parent') as sum_count,
        count(*) filter (where shape = 'children_sum_to_parent' and state <> 'fail') as sum_holding_count,
        count(*) filter (where shape = 'columns_sum_to_total') as column_count,
        count(*) filter (where shape = 'columns_sum_to_total' and state <> 'fail') as column_holding_count,
        count(*) filter (where shape = 'same_quantity') as repeated_count,
        count(*) filter (where shape = 'same_quantity' and state <> 'fail') as repeated_holding_count
    from identities
    group by document_id
)

select
    documents.document_id,
    documents.file_path,
    documents.publisher_name,
    documents.fiscal_year,
    documents.disclosure_kind,
    cast(coalesce(counted.identity_count, 0) as integer) as identity_count,
    cast(coalesce(counted.holding_count, 0) as integer) as holding_count,
    cast(100 * counted.holding_count / counted.identity_count as decimal(5, 2)) as holding_percent,
    cast(coalesce(counted.sum_count, 0) as integer) as sum_count,
    cast(coalesce(counted.sum_holding_count, 0) as integer) as sum_holding_count,
    cast(coalesce(counted.column_count, 0) as integer) as column_count,
    cast(coalesce(counted.column_holding_count, 0) as integer) as column_holding_count,
    cast(coalesce(counted.repeated_count, 0) as integer) as repeated_count,
    cast(coalesce(counted.repeated_holding_count, 0) as integer) as repeated_holding_count
from {{ ref('dim_document') }} as documents
left join counted on documents.document_id = counted.document_id
