{#-
  Minimum coverage: where at least five documents print figures in all kinds of tables that a rule requires
  (rules.csv, column requires), at least one instance of the rule must have been evaluated. A mistyped label
  or a renamed column cannot make a rule pass by never running. Fewer documents may all be of a layout to
  which the rule does not apply.
-#}
{% test every_rule_is_evaluated(model) %}
with needs as (
    select
        rule_id,
        unnest(string_split(requires, ' ')) as table_kind,
        len(string_split(requires, ' ')) as kinds
    from {{ ref('rules') }}
    where requires is not null and requires <> ''
),

printed as (
    select distinct
        document_id,
        table_kind
    from {{ ref('rec_figure') }}
),

ready as (
    select
        n.rule_id,
        p.document_id
    from needs as n
    inner join printed as p on n.table_kind = p.table_kind
    group by n.rule_id, p.document_id, n.kinds
    having count(*) = n.kinds
),

evaluated as (
    select distinct rule_id
    from {{ model }}
    where state <> 'not_applicable'
)

select
    r.rule_id,
    count(*) as documents_that_print_the_tables
from ready as r
left join evaluated as e on r.rule_id = e.rule_id
where e.rule_id is null
group by r.rule_id
having count(*) >= 5
{% endtest %}
