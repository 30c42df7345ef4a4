{#-
  The verdicts. Here: what each instance of a rule comes to, from its terms, ratios or checks. How a shape of
  arithmetic makes terms of figures is in `shapes.sql`, which also says what a term is.
-#}

{#-
  The verdict on every instance of a relation of terms. `rules`: rule_id, relation, severity, cause,
  min_support, carryover, membership. `carryovers`: document_id, amount, half_unit: money carried over from earlier years
  that the document prints. Result: one row per rule, document and instance.

  tolerance = Σ half units of the numbers that take part, where all zeros count as one number: a form prints
  dozens of them for what there is not, and few for what is less than half a unit. pass: difference 0; pass_rounding: within the
  tolerance; fail: beyond. Of several readings the one with the smallest difference counts.
  Where most instances of one layout fail, the layout was not understood: not applicable. A failure whose
  layout has fewer than `min_support` passing instances of amounts is a warning, not an error. A difference that
  is an amount carried over (rules.carryover = equal) tells of two scopes and is not applicable; one that is no
  larger (within) is a warning. Where labels alone tell the parts (rules.membership = labels), a difference of the
  size of one part is a warning: it may be a part of another.
  Cause: `extraction` where a figure taking part is marked (token accounting, the reader's own doubts, the page);
  `undecided` where the layout or a member of the sum is only likely; else what the catalogue says of the rule.
-#}
{% macro evaluate_terms(terms, rules, carryovers) -%}
    with readings as (
        select
            t.rule_id,
            t.document_id,
            t.instance_key,
            t.reading,
            min(r.relation) as relation,
            min(r.severity) as severity,
            min(r.cause) as cause,
            min(r.min_support) as min_support,
            min(r.carryover) as carryover,
            min(r.membership) as membership,
            coalesce(max(t.instance), t.instance_key) as instance,
            max(t.support_key) as support_key,
            min(t.reason) as reason,
            sum(t.amount) filter (where t.side = 'actual') as actual,
            sum(t.amount) filter (where t.side = 'expected') as expected,
            coalesce(sum(t.half_unit) filter (where t.amount <> 0), 0)
            + coalesce(max(t.half_unit) filter (where t.amount = 0), 0) as tolerance,
            bool_or(t.is_marked) as is_marked,
            coalesce(bool_or(t.is_weak), false) as is_weak,
            list(abs(t.amount)) filter (where t.side = 'expected' and t.amount <> 0) as parts,
            list_sort(list_distinct(list(t.page) filter (where t.page is not null))) as pages,
            list_sort(list_distinct(list(t.figure_id) filter (where t.figure_id is not null)))
                as figure_ids,
            list_sort(list_distinct(list(t.claim_id) filter (where t.claim_id is not null)))
                as claim_ids,
            count(*) filter (where t.side = 'actual') as actual_count,
            count(*) filter (where t.side = 'expected') as expected_count,
            string_agg(t.printed, ' + ' order by t.page, t.figure_id, t.claim_id)
                filter (where t.side = 'actual') as actual_printed,
            string_agg(t.printed, ' + ' order by t.page, t.figure_id, t.claim_id)
                filter (where t.side = 'expected') as expected_printed
        from {{ terms }} as t
        inner join {{ rules }} as r on t.rule_id = r.rule_id
        group by t.rule_id, t.document_id, t.instance_key, t.reading
    ),

    judged as (
        select
            *,
            actual - expected as difference,
            case
                when reason is not null then 'not_applicable'
                when actual is null or expected is null then 'not_applicable'
                when relation = 'not_above' and actual <= expected then 'pass'
                when actual = expected then 'pass'
                when relation = 'not_above' and actual - expected <= tolerance then 'pass_rounding'
                when abs(actual - expected) <= tolerance then 'pass_rounding'
                else 'fail'
            end as state
        from readings
    ),

    best as (
        select
            * replace (
                -- Without one of its parts it holds: by their labels alone, that may be a part of a part.
                is_weak or coalesce(
                    membership = 'labels'
                    and len(list_filter(parts, x -> abs(x - abs(difference)) <= tolerance)) > 0,
                    false
                ) as is_weak
            )
        from judged
        qualify row_number() over (
            partition by rule_id, document_id, instance_key
            order by
                case state
                    when 'pass' then 1 when 'pass_rounding' then 2 when 'fail' then 3 else 4
                end,
                abs(difference) nulls last,
                reading
        ) = 1
    ),

    supported as (
        select
            *,
            count(*) filter (where state in ('pass', 'pass_rounding'))
                over (partition by rule_id, document_id, support_key) as passing,
            count(*) filter (where state = 'fail')
                over (partition by rule_id, document_id, support_key) as failing,
            -- Rules of one layout vouch for each other; nought equals nought in any layout.
            count(*) filter (where state in ('pass', 'pass_rounding') and actual <> 0)
                over (partition by document_id, coalesce(support_key, rule_id)) as support,
            -- The money carried over is in the one side and not in the other: two scopes, no mistake.
            exists (
                select 1
                from {{ carryovers }} as c
                where
                    c.document_id = best.document_id
                    and case best.carryover
                        when 'equal' then abs(abs(best.difference) - c.amount) <= best.tolerance + c.half_unit
                        when 'within' then abs(best.difference) <= c.amount + best.tolerance + c.half_unit
                        else false
                    end
            ) as is_carryover
        from best
    )

    select
        rule_id,
        document_id,
        instance_key,
        instance,
        case
            when state = 'fail' and support_key is not null and failing >= 3 and failing > passing
                then 'not_applicable'
            when state = 'fail' and is_carryover and carryover = 'equal' then 'not_applicable'
            else state
        end as state,
        case
            when state = 'fail' and support_key is not null and failing >= 3 and failing > passing
                then 'most instances of this layout fail: the layout is not established'
            when state = 'fail' and is_carryover and carryover = 'equal'
                then 'the difference is money carried over: the sides are of two scopes'
            when state <> 'not_applicable' then null
            when reason is not null then reason
            when actual is null then 'the whole is blank'
            else 'no part is printed'
        end as reason,
        cast(expected as decimal(20, 2)) as expected,
        cast(actual as decimal(20, 2)) as actual,
        cast(difference as decimal(20, 2)) as difference,
        cast(tolerance as decimal(20, 4)) as tolerance,
        case
            when
                state = 'fail' and severity = 'error'
                and (is_marked or is_weak or is_carryover or support < min_support)
                then 'warning'
            else severity
        end as severity,
        case
            when state <> 'fail' then null
            when support_key is not null and failing >= 3 and failing > passing then null
            when is_carryover and carryover = 'equal' then null
            when is_marked then 'extraction'
            when is_weak or is_carryover or support < min_support then 'undecided'
            else cause
        end as cause,
        pages,
        coalesce(figure_ids, []) as figure_ids,
        coalesce(claim_ids, []) as claim_ids,
        actual_printed,
        expected_printed,
        expected_count,
        reading
    from supported
{%- endmacro %}

{#-
  Shape 5, a percentage in a sentence against two amounts. `ratios`: rule_id, document_id, instance_key,
  instance, reading, percent, percent_half, part, part_half, whole, whole_half, figure_ids, claim_ids,
  pages, is_marked, actual_printed, expected_printed, is_open, reason. `rules` as above. Result as
  evaluate_terms. An open ratio, whose sentence does not name the whole, holds or is not applicable.
  tolerance = half a unit of the percentage and what the rounding of both amounts can move the ratio by;
  half a unit more (a digit cut off instead of rounded) is pass_rounding. A whole of zero has no ratio: a
  part beside it is a failure, no part is not applicable.
-#}
{% macro evaluate_ratios(ratios, rules) -%}
    with computed as (
        select
            t.*,
            r.severity,
            r.cause,
            cast(case when t.whole <> 0 then 100 * cast(t.part as double) / t.whole end as decimal(20, 6))
                as expected,
            cast(
                case
                    when t.whole <> 0
                        then
                            100 * (t.part_half + abs(cast(t.part as double) / t.whole) * t.whole_half)
                            / abs(t.whole)
                end as decimal(20, 6)
            ) as carried_half
        from {{ ratios }} as t
        inner join {{ rules }} as r on t.rule_id = r.rule_id
    ),

    judged as (
        select
            *,
            case
                when reason is not null then 'not_applicable'
                when whole = 0 and part = 0 then 'not_applicable'
                when whole = 0 then 'fail'
                when abs(percent - expected) <= percent_half + carried_half then 'pass'
                when abs(percent - expected) <= 2 * percent_half + carried_half then 'pass_rounding'
                when is_open then 'not_applicable'
                else 'fail'
            end as state
        from computed
    ),

    best as (
        select *
        from judged
        qualify row_number() over (
            partition by rule_id, document_id, instance_key
            order by
                case state
                    when 'pass' then 1 when 'pass_rounding' then 2 when 'fail' then 3 else 4
                end,
                abs(percent - expected) nulls last,
                reading
        ) = 1
    )

    select
        rule_id,
        document_id,
        instance_key,
        instance,
        state,
        case
            when state <> 'not_applicable' then null
            when reason is not null then reason
            when is_open and whole <> 0 then 'the sentence does not name the whole or the base'
            else 'the base is zero'
        end as reason,
        cast(expected as decimal(20, 2)) as expected,
        cast(percent as decimal(20, 2)) as actual,
        cast(percent - expected as decimal(20, 2)) as difference,
        cast(2 * percent_half + carried_half as decimal(20, 4)) as tolerance,
        case
            when state = 'fail' and severity = 'error' and is_marked then 'warning' else severity
        end as severity,
        case when state = 'fail' then if(is_marked, 'extraction', cause) end as cause,
        pages,
        figure_ids,
        claim_ids,
        actual_printed,
        expected_printed
    from best
{%- endmacro %}

{#-
  Shapes 6 and 7, sets of names and formats: what is compared is text, and a row of `checks` already says
  whether it holds: rule_id, document_id, instance_key, instance, holds, reason, pages, figure_ids,
  is_marked, actual_printed, expected_printed. Result as evaluate_terms, without numbers.
-#}
{% macro evaluate_checks(checks, rules) -%}
    select
        t.rule_id,
        t.document_id,
        t.instance_key,
        t.instance,
        case when t.reason is not null then 'not_applicable' when t.holds then 'pass' else 'fail' end as state,
        t.reason,
        cast(null as decimal(20, 2)) as expected,
        cast(null as decimal(20, 2)) as actual,
        cast(null as decimal(20, 2)) as difference,
        cast(null as decimal(20, 4)) as tolerance,
        if(r.severity = 'error' and t.is_marked and not t.holds, 'warning', r.severity) as severity,
        case
            when t.reason is null and not t.holds then if(t.is_marked, 'extraction', r.cause)
        end as cause,
        t.pages,
        t.figure_ids,
        cast([] as varchar []) as claim_ids,
        t.actual_printed,
        t.expected_printed
    from {{ checks }} as t
    inner join {{ rules }} as r on t.rule_id = r.rule_id
{%- endmacro %}
