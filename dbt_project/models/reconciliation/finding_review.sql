{{ config(schema='marts', contract={'enforced': true}, persist_docs={'relation': true, 'columns': true}) }}

-- The register of reviews beside what the findings say now.
select
    f.finding_id,
    r.document_id,
    r.rule_id,
    r.instance,
    r.verdict,
    case
        when d.document_id is null then 'no_document'
        when f.finding_id is null or f.state = 'not_applicable' then 'gone'
        when f.state <> 'fail' then 'mended'
        when f.review is null then 'reopened'
        else 'in_force'
    end as state,
    r.actual_printed,
    r.expected_printed,
    f.actual_printed as actual_printed_now,
    f.expected_printed as expected_printed_now,
    r.reviewer,
    r.reviewed_on,
    r.note
from {{ ref('finding_reviews') }} as r
left join {{ ref('int_document') }} as d on r.document_id = d.document_id
left join {{ ref('fct_reconciliation') }} as f
    on r.document_id = f.document_id and r.rule_id = f.rule_id and r.instance = f.instance
