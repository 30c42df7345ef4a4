{{ config(schema='marts', contract={'enforced': true}, persist_docs={'relation': true, 'columns': true}) }}

select
    rule_id,
    cast(version as integer) as version,
    rule_group as "group",
    shape,
    relation,
    unit,
    sentence_zh,
    sentence_en,
    formula,
    tolerance,
    severity,
    cause,
    cast(min_support as integer) as min_support,
    applies_to,
    precondition,
    example_pass,
    example_fail
from {{ ref('rules') }}
