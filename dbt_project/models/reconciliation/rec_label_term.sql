-- Shape 3 within the text: one label, said with two amounts. Only where one fund pays for everything, so that
-- the amounts of the sections (all sources, fiscal, general public budget) are one and the same.
with single_fund as (
    select e.document_id
    from {{ ref('rec_whole') }} as e
    inner join {{ ref('rec_whole') }} as g on e.document_id = g.document_id and e.amount_yuan = g.amount_yuan
    where
        e.table_kind = 'expenditure' and g.table_kind = 'general_public_budget_expenditure'
        and e.column_kind = 'all' and g.column_kind = 'all'
        and (e.is_total_label or e.is_only_row) and (g.is_total_label or g.is_only_row)
    group by e.document_id
),

labelled as (
    select
        c.*,
        case
            when n.name is not null then n.name
            when regexp_full_match(c.subject_words, '(本年|当年)?一般公共预算(财政)?拨款(收入)?')
                then '一般公共预算拨款'
        end as same_label
    from {{ ref('rec_claim') }} as c
    inner join single_fund as s on c.document_id = s.document_id
    left join {{ ref('stg_section') }} as t
        on c.document_id = t.document_id and c.section_no = t.section_no
    left join (
        select distinct regexp_replace(name, '支出$', '') as name
        from {{ ref('subject_class_names') }}
        where classification = 'function'
    ) as n
        on regexp_replace(regexp_replace(c.subject_words, '\(类\)', ''), '(支出)+$', '') = n.name
    where
        c.kind = 'amount' and c.amount is not null and c.is_plain_amount and not c.speaks_of_budget
        and not c.is_in_brackets
        and not regexp_matches(
            coalesce(t.title, '') || c.whole_words || c.clause_words, '基本|项目|基金|国有资本|人员|公用'
        )
),

pairs as (
    select
        later.document_id,
        later.claim_id,
        earlier.claim_id as earlier_id
    from labelled as later
    inner join labelled as earlier
        on
            later.document_id = earlier.document_id and later.same_label = earlier.same_label
            and later.sentence_id > earlier.sentence_id
    qualify row_number() over (
        partition by later.claim_id order by (later.amount = earlier.amount), earlier.claim_id
    ) = 1
)

select
    'narrative_same_label_same_amount' as rule_id,
    p.document_id,
    p.claim_id as instance_key,
    if(side.side = 'actual', c.subject || ': ' || {{ sentence_start('c.sentence') }}, null) as instance,
    1 as reading,
    cast(null as varchar) as support_key,
    side.side,
    cast(null as varchar) as figure_id,
    c.claim_id,
    c.amount,
    c.half_unit,
    c.page,
    c.is_marked,
    c.printed,
    cast(null as varchar) as reason
from pairs as p
cross join (select unnest(['actual', 'expected']) as side) as side
inner join labelled as c on c.claim_id = if(side.side = 'actual', p.claim_id, p.earlier_id)
