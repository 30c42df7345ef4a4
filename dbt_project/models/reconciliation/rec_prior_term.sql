-- Shape 3 between documents: what a budget says of the year before, in its text (current ∓ change) or in a column
-- of its 三公 table, against the budget of that year by the same publisher.
with documents as (
    select
        document_id,
        fiscal_year,
        region_code,
        disclosure_kind,
        coalesce(scope, '') as scope,
        {{ normalise_text('publisher_name') }} as publisher
    from {{ ref('dim_document') }}
    where is_canonical and fiscal_year is not null and publisher_name is not null
),

neighbours as (
    select
        later.document_id,
        later.fiscal_year,
        earlier.document_id as prior_id
    from documents as later
    inner join documents as earlier
        on
            later.publisher = earlier.publisher
            and later.region_code is not distinct from earlier.region_code
            and later.disclosure_kind = earlier.disclosure_kind
            and later.scope = earlier.scope
            and later.fiscal_year = earlier.fiscal_year + 1
    where later.disclosure_kind = 'budget'
    qualify count(*) over (partition by later.document_id) = 1
),

claims as (
    select c.*
    from {{ ref('rec_claim') }} as c
    inner join neighbours as n on c.document_id = n.document_id
    where c.kind = 'amount' and c.amount is not null
),

-- 支出预算 X，比2023年预算增加 Y: the amount right before the change, of the same thing.
changes as (
    select
        c.document_id,
        c.claim_id,
        v.claim_id as current_id,
        v.subject,
        v.whole,
        if(c.role = 'increase', -1, 1) as sign
    from claims as c
    inner join claims as v
        on
            c.document_id = v.document_id and c.sentence_id = v.sentence_id and v.start < c.start
            and v.role = 'value' and v.is_said_here and (v.year is null or v.year = v.fiscal_year)
            and c.subject_words = v.subject_words
    where
        c.role in ('increase', 'decrease')
        and regexp_matches(c.base, '^(' || (c.fiscal_year - 1) || '年|上年)(\(.*\))?(年初)?(部门)?预算(数)?$')
        and not exists (
            select 1
            from claims as between_them
            where
                between_them.sentence_id = c.sentence_id and between_them.document_id = c.document_id
                and between_them.start > v.start and between_them.start < c.start
        )
),

said as (
    select distinct
        c.claim_id,
        c.current_id,
        c.document_id,
        c.sign,
        q.quantity,
        coalesce(q.quantity_key, '') as quantity_key
    from changes as c
    inner join {{ ref('claim_quantities') }} as q
        on
            regexp_full_match(c.subject, q.subject_pattern)
            and (q.whole_pattern is null or regexp_full_match(c.whole, q.whole_pattern))
),

printed as (
    select
        f.document_id,
        f.figure_id,
        f.item as quantity_key
    from {{ ref('rec_figure') }} as f
    inner join neighbours as n on f.document_id = n.document_id and f.figure_year = n.fiscal_year - 1
    where
        f.table_kind = 'three_public' and f.item is not null and f.measure = 'amount'
        and f.stage = 'initial_budget' and (f.is_total_label or f.unit_label is null)
),

instances as (
    select
        s.claim_id as instance_key,
        n.document_id,
        n.prior_id,
        s.quantity,
        s.quantity_key
    from said as s
    inner join neighbours as n on s.document_id = n.document_id
    union all
    select
        p.figure_id as instance_key,
        n.document_id,
        n.prior_id,
        'three_public' as quantity,
        p.quantity_key
    from printed as p
    inner join neighbours as n on p.document_id = n.document_id
),

readings as (
    select
        i.instance_key,
        i.document_id,
        q.figure_id,
        q.amount,
        q.half_unit,
        q.is_marked,
        q.printed,
        q.words,
        dense_rank() over (
            partition by i.instance_key order by q.quantity, q.quantity_key, q.alternative
        ) as reading
    from instances as i
    inner join {{ ref('rec_quantity') }} as q
        on i.prior_id = q.document_id and i.quantity = q.quantity and i.quantity_key = q.quantity_key
    where q.reason is null
),

terms as (
    select
        document_id,
        instance_key,
        reading,
        'expected' as side,
        figure_id,
        null as claim_id,
        amount,
        half_unit,
        -- Pages are those of this document.
        null as page,
        is_marked,
        printed || '（上年预算）' as printed,
        null as instance
    from readings
    union all
    select
        r.document_id,
        r.instance_key,
        r.reading,
        'actual' as side,
        null as figure_id,
        c.claim_id,
        if(c.claim_id = s.claim_id, s.sign, 1) * c.amount as amount,
        c.half_unit,
        c.page,
        c.is_marked,
        c.printed,
        c.subject || ': ' || {{ sentence_start('c.sentence') }} as instance
    from (
        select distinct
            document_id,
            instance_key,
            reading
        from readings
    ) as r
    inner join (
        select distinct
            claim_id,
            current_id,
            sign
        from said
    ) as s on r.instance_key = s.claim_id
    inner join claims as c on c.claim_id in (s.claim_id, s.current_id)
    union all
    select
        r.document_id,
        r.instance_key,
        r.reading,
        'actual' as side,
        f.figure_id,
        null as claim_id,
        f.amount_yuan as amount,
        f.half_unit,
        f.page,
        f.is_marked,
        f.printed_unit as printed,
        f.place as instance
    from (
        select distinct
            document_id,
            instance_key,
            reading
        from readings
    ) as r
    inner join {{ ref('rec_figure') }} as f on r.instance_key = f.figure_id
)

select
    'prior_year_equals_last_document' as rule_id,
    document_id,
    instance_key,
    cast(instance as varchar) as instance,
    cast(reading as bigint) as reading,
    cast(null as varchar) as support_key,
    side,
    cast(figure_id as varchar) as figure_id,
    cast(claim_id as varchar) as claim_id,
    amount,
    half_unit,
    cast(page as integer) as page,
    is_marked,
    printed,
    cast(null as varchar) as reason,
    false as is_weak
from terms
