-- Shape 5: shares, growth rates and rates of completion, with the amounts that the sentence, or the one
-- before it, gives for them. Several possible amounts are several readings.
with claims as (
    select
        *,
        cast(regexp_extract(sentence_id, 's([0-9]+)$', 1) as integer) as sentence_no,
        {{ whole_words('subject') }} as core
    from {{ ref('rec_claim') }}
    where kind in ('amount', 'percent')
),

percents as (
    select
        *,
        list_distinct(list_filter([
            {{ whole_words('base') }},
            {{ whole_words('whole') }}
        ], x -> x <> '')) as whole_cores
    from claims
    where kind = 'percent' and role in ('share', 'increase', 'decrease', 'completion') and number < 10000
),

-- The amount that stands right before the percentage.
led as (
    select
        p.*,
        a.claim_id as led_id,
        a.amount as led_amount,
        a.half_unit as led_half,
        a.role as led_role,
        a.start as led_start,
        a.core as led_core,
        a.printed as led_printed,
        a.clause_words as led_clause
    from percents as p
    inner join claims as a
        on
            p.document_id = a.document_id and p.sentence_id = a.sentence_id and p.start > a.start
            and a.kind = 'amount' and a.amount is not null
    qualify row_number() over (partition by p.claim_id order by a.start desc) = 1
),

-- No other percentage between the amount and its own.
paired as (
    select l.*
    from led as l
    where
        not exists (
            select 1
            from percents as other
            where
                other.document_id = l.document_id and other.sentence_id = l.sentence_id
                and other.start > l.led_start and other.start < l.start
        )
),

-- A share of a named whole: every amount that the text or the tables give for that name. Of an unnamed
-- one: the amounts before it in its sentence and in the two sentences before.
said_wholes as (
    select
        l.claim_id,
        w.claim_id as whole_id,
        w.amount as whole,
        w.half_unit as whole_half,
        w.printed as whole_printed,
        w.page as whole_page,
        list_contains(l.whole_cores, w.core) as is_named
    from paired as l
    inner join claims as w
        on
            l.document_id = w.document_id and w.kind = 'amount' and w.amount is not null
            and l.led_id <> w.claim_id and w.role in ('value', 'base')
            and (
                list_contains(l.whole_cores, w.core)
                or (
                    l.led_amount <= w.amount
                    and (
                        (l.sentence_no = w.sentence_no and l.led_start > w.start)
                        or l.sentence_no - w.sentence_no between 1 and 2
                    )
                )
            )
    where l.role = 'share' and l.led_role = 'value'
),

printed_wholes as (
    select
        l.claim_id,
        q.figure_id as whole_id,
        q.amount as whole,
        q.half_unit as whole_half,
        q.printed as whole_printed,
        q.page as whole_page,
        true as is_named
    from paired as l
    inner join {{ ref('claim_quantities') }} as m
        on
            m.whole_pattern is null
            and (
                regexp_full_match(regexp_replace(l.base, '^(部门|本部门|全部)', ''), m.subject_pattern)
                or regexp_full_match(l.whole, m.subject_pattern)
            )
    inner join {{ ref('rec_quantity') }} as q
        on
            l.document_id = q.document_id and m.quantity = q.quantity
            and coalesce(m.quantity_key, '') = q.quantity_key
            and not contains(q.alternative, 'all columns')
    where l.role = 'share' and l.led_role = 'value' and (l.base <> '' or l.whole <> '')
),

share_wholes as (
    select *
    from (
        select
            *,
            'claim' as whole_kind
        from said_wholes
        union all
        select
            *,
            'figure' as whole_kind
        from printed_wholes
    ) as w
    -- What is named counts; what only stands near counts where nothing is named.
    qualify is_named or not bool_or(is_named) over (partition by claim_id)
),

shares as (
    select
        'narrative_percent_equals_ratio' as rule_id,
        l.document_id,
        l.claim_id as instance_key,
        l.subject || ': ' || {{ sentence_start('l.sentence') }} as instance,
        row_number() over (partition by l.claim_id order by w.whole_id) as reading,
        l.number as percent,
        l.half_unit as percent_half,
        l.led_amount as part,
        l.led_half as part_half,
        w.whole,
        w.whole_half,
        if(w.whole_kind = 'figure', [w.whole_id], []) as figure_ids,
        list_filter(
            [l.claim_id, l.led_id, if(w.whole_kind = 'claim', w.whole_id, null)],
            x -> x is not null
        ) as claim_ids,
        list_sort(list_distinct([l.page, w.whole_page])) as pages,
        l.is_marked,
        l.printed as actual_printed,
        l.led_printed || ' / ' || w.whole_printed as expected_printed,
        not w.is_named as is_open,
        cast(null as varchar) as reason
    from paired as l
    inner join share_wholes as w on l.claim_id = w.claim_id
),

-- Growth: change and rate side by side; the amount of the year, or of the base, before them.
growth_bases as (
    select
        l.claim_id,
        a.claim_id as amount_id,
        a.amount
        + case
            when a.role = 'base' then 0
            when l.led_role = 'increase' then -l.led_amount
            else l.led_amount
        end as whole,
        a.half_unit + if(a.role = 'base', 0, l.led_half) as whole_half,
        a.printed as amount_printed,
        a.page as amount_page,
        -- 主要原因是…增加5万元，增长10%: perhaps the growth of a part that is not named here.
        regexp_matches(
            if(
                l.sentence_no = a.sentence_no,
                substring(l.words_before, length(a.words_before) + 1), l.words_before
            ), '原因|由于|因为|主要是|其中'
        ) as is_reason
    from paired as l
    inner join claims as a
        on
            l.document_id = a.document_id and a.kind = 'amount' and a.amount is not null
            and l.led_id <> a.claim_id and a.role in ('value', 'base')
            and l.led_core = a.core
            and (
                (l.sentence_no = a.sentence_no and l.led_start > a.start)
                or l.sentence_no = a.sentence_no + 1
            )
    where l.role in ('increase', 'decrease') and l.led_role = l.role
),

growths as (
    select
        if(
            max(g.whole) over (partition by l.claim_id) = 0,
            'narrative_growth_zero_base', 'narrative_growth_equals_ratio'
        ) as rule_id,
        l.document_id,
        l.claim_id as instance_key,
        l.subject || ': ' || {{ sentence_start('l.sentence') }} as instance,
        row_number() over (partition by l.claim_id order by g.amount_id) as reading,
        abs(l.number) as percent,
        l.half_unit as percent_half,
        abs(l.led_amount) as part,
        l.led_half as part_half,
        g.whole,
        g.whole_half,
        cast([] as varchar[]) as figure_ids,
        [l.claim_id, l.led_id, g.amount_id] as claim_ids,
        list_sort(list_distinct([l.page, g.amount_page])) as pages,
        l.is_marked,
        l.printed as actual_printed,
        g.amount_printed || ', ' || l.led_printed as expected_printed,
        g.is_reason as is_open,
        case
            when max(g.whole) over (partition by l.claim_id) = 0 then null
            when g.whole <= 0 then 'the base is zero'
        end as reason
    from paired as l
    inner join growth_bases as g on l.claim_id = g.claim_id
),

-- Growth told by two amounts: 2023年…为 X，2024年…为 Y，增加 Z%.
two_year_growths as (
    select
        if(b.amount = 0, 'narrative_growth_zero_base', 'narrative_growth_equals_ratio') as rule_id,
        l.document_id,
        l.claim_id as instance_key,
        l.subject || ': ' || {{ sentence_start('l.sentence') }} as instance,
        1 as reading,
        if(l.role = 'decrease', -1, 1) * abs(l.number) as percent,
        l.half_unit as percent_half,
        l.led_amount - b.amount as part,
        l.led_half + b.half_unit as part_half,
        b.amount as whole,
        b.half_unit as whole_half,
        cast([] as varchar[]) as figure_ids,
        [l.claim_id, l.led_id, b.claim_id] as claim_ids,
        [l.page] as pages,
        l.is_marked,
        l.printed as actual_printed,
        b.printed || ' → ' || l.led_printed as expected_printed,
        false as is_open,
        if(b.amount < 0, 'the base is below zero', null) as reason
    from paired as l
    inner join claims as b
        on
            l.document_id = b.document_id and l.sentence_id = b.sentence_id and l.led_start > b.start
            and b.kind = 'amount' and b.amount is not null and b.role = 'value'
    where
        l.role in ('increase', 'decrease') and l.led_role = 'value'
        and b.year = l.fiscal_year - 1
        and contains(l.led_clause, cast(l.fiscal_year as varchar))
        -- Nothing else stands between the two amounts and the rate.
        and not exists (
            select 1
            from claims as other
            where
                other.document_id = l.document_id and other.sentence_id = l.sentence_id
                and other.start > b.start and other.start < l.start and other.claim_id <> l.led_id
        )
),

-- Completion: 年初预算为 X，支出决算为 Y，完成年初预算的 Z%.
completions as (
    select
        'narrative_completion_equals_ratio' as rule_id,
        l.document_id,
        l.claim_id as instance_key,
        l.subject || ': ' || {{ sentence_start('l.sentence') }} as instance,
        1 as reading,
        l.number as percent,
        l.half_unit as percent_half,
        l.led_amount as part,
        l.led_half as part_half,
        b.amount as whole,
        b.half_unit as whole_half,
        cast([] as varchar[]) as figure_ids,
        [l.claim_id, l.led_id, b.claim_id] as claim_ids,
        [l.page] as pages,
        l.is_marked,
        l.printed as actual_printed,
        l.led_printed || ' / ' || b.printed as expected_printed,
        false as is_open,
        cast(null as varchar) as reason
    from paired as l
    inner join claims as b
        on
            l.document_id = b.document_id and l.sentence_id = b.sentence_id and l.led_start > b.start
            and b.kind = 'amount' and b.amount is not null
            and regexp_matches(b.clause_words, '预算(数)?(为|是|安排|:)?$')
            -- 年初预算, 全年预算 and 调整预算 are different amounts; 预算 alone is the nearest one.
            and contains(
                b.clause_words,
                coalesce(nullif(regexp_extract(l.base, '年初|全年|调整'), ''), '预算')
            )
    where l.role = 'completion' and l.led_role = 'value'
    qualify row_number() over (partition by l.claim_id order by b.start desc) = 1
),

-- In tables: a column of rates beside a column of differences, against the older of the years compared.
rate_columns as (
    select
        *,
        table_id || '|' || row_no || '|' || block_no as line
    from {{ ref('fct_figure') }}
    where
        value_kind = 'percent' and number is not null and measure in ('difference', 'growth')
        and table_kind not in ('performance_target', 'staff_assets', 'other')
),

changed_rows as (
    select
        c.instance_key,
        max(f.table_id || '|' || f.row_no || '|' || f.block_no) as line,
        max(f.column_parent) filter (where c.side = 'actual') as column_parent,
        max(c.instance) as instance,
        max(f.document_id) as document_id,
        max(c.amount) filter (where c.side = 'actual') as change,
        max(c.half_unit) filter (where c.side = 'actual') as change_half,
        max(-c.amount) filter (where c.side = 'expected' and f.amount_yuan = -c.amount and c.printed like '−%')
            as base,
        max(c.half_unit) filter (where c.printed like '−%') as base_half,
        list_sort(list(c.figure_id)) as figure_ids,
        string_agg(c.printed, ', ' order by c.side, c.printed) as printed
    from {{ ref('rec_change_term') }} as c
    inner join {{ ref('rec_figure') }} as f on c.figure_id = f.figure_id
    where c.rule_id = 'difference_equals_years'
    group by c.instance_key
),

row_growths as (
    select
        'growth_column_equals_ratio' as rule_id,
        r.document_id,
        r.figure_id as instance_key,
        c.instance || ' ' || r.column_path as instance,
        1 as reading,
        r.number as percent,
        {{ half_unit(printed_decimals('r.printed'), '1') }} as percent_half,
        c.change as part,
        c.change_half as part_half,
        c.base as whole,
        c.base_half as whole_half,
        c.figure_ids || [r.figure_id] as figure_ids,
        cast([] as varchar[]) as claim_ids,
        [r.page] as pages,
        r.is_marked,
        r.printed as actual_printed,
        c.printed as expected_printed,
        false as is_open,
        -- Where the difference or the base is nought, publishers print what they like.
        if(coalesce(c.base, 0) = 0 or c.change = 0, 'the base is zero', null) as reason
    from rate_columns as r
    inner join changed_rows as c
        on r.line = c.line and regexp_replace(r.column_path, '(^|/)[^/]*$', '\1') = c.column_parent
    where c.column_parent <> ''
)

select * from shares
union all by name
select * from row_growths
union all by name
select * from growths
union all by name
select * from two_year_growths
union all by name
select * from completions
