{#-
  The shapes of reconciliation rules. Every shape of arithmetic turns its input into *terms*, one row per
  number that takes part in an instance, and `evaluate_terms` judges all of them in the same way:

    rule_id, document_id, instance_key, instance, reading, support_key,
    side ('actual' | 'expected'), figure_id, claim_id, amount, half_unit, page, is_marked, printed, reason

  Σ expected is compared with Σ actual. `reading` numbers the readings that a printed layout allows (1
  where there is only one): an instance fails only if no reading holds. `support_key` names the layout
  (a table, or a table's column) whose other instances tell whether the layout was understood. `reason`
  says why an instance cannot be judged; one such term makes it not applicable. `is_weak`: whether this
  number belongs to the instance is likely, but not shown by another row; a failure is then a warning.
  Blank is unknown, never 0: an absent part has no term; an instance without a whole or without any part
  is not applicable.
-#}

{#-
  Shape 1, children sum to parent, and shape 2 once the header tree is known.
  `nodes`: rule_id, document_id, scope, support_key, instance, reading, node, parent, figure_id, claim_id,
  amount, half_unit, page, is_marked, printed, reason, is_weak, is_shared. Within a scope, `parent` names the node that a row
  is part of. A parent that is printed more than once makes its instance not applicable, unless its rows
  are marked `is_shared`: then they are added.
-#}
{% macro children_sum_to_parent(nodes) -%}
    select
        rule_id,
        document_id,
        scope || '|' || parent as instance_key,
        cast(null as varchar) as instance,
        reading,
        support_key,
        'expected' as side,
        figure_id,
        claim_id,
        amount,
        half_unit,
        page,
        is_marked,
        printed,
        reason,
        is_weak
    from {{ nodes }}
    where parent is not null
    union all
    select
        whole.rule_id,
        whole.document_id,
        whole.scope || '|' || whole.node as instance_key,
        whole.instance,
        whole.reading,
        whole.support_key,
        'actual' as side,
        whole.figure_id,
        whole.claim_id,
        whole.amount,
        whole.half_unit,
        whole.page,
        whole.is_marked,
        whole.printed,
        case
            when
                not coalesce(whole.is_shared, false)
                and count(*) over (
                    partition by whole.rule_id, whole.document_id, whole.scope, whole.reading, whole.node
                ) > 1
                then 'the whole is printed more than once'
            else whole.reason
        end as reason,
        whole.is_weak
    from {{ nodes }} as whole
    where
        whole.node is not null
        and exists (
            select 1
            from {{ nodes }} as part
            where
                part.rule_id = whole.rule_id
                and part.document_id = whole.document_id
                and part.scope = whole.scope
                and part.reading = whole.reading
                and part.parent = whole.node
        )
{%- endmacro %}

{#-
  Shape 2, parts sum to total across columns: which columns are parts of which total column, from the
  header paths alone. `columns`: table_id, column_path, column_parent, is_total, is_memo, comparable (a
  text; only columns of the same one add up). Result: table_id, total_path, part_path, is_memo,
  is_sibling (stands right under the total's own header).
  A column belongs to the total under whose header it stands, unless a total of a lower group stands for
  it. Two totals under one header leave it open which one has parts: they get none.
-#}
{% macro header_parts(columns) -%}
    select
        total.table_id,
        total.column_path as total_path,
        part.column_path as part_path,
        part.is_memo,
        part.column_parent = total.column_parent as is_sibling
    from {{ columns }} as total
    inner join {{ columns }} as part
        on
            total.table_id = part.table_id
            and total.column_path <> part.column_path
            and total.comparable is not distinct from part.comparable
            and starts_with('/' || part.column_path, '/' || total.column_parent)
    where
        total.is_total
        and not exists (
            select 1
            from {{ columns }} as rival
            where
                rival.table_id = total.table_id
                and rival.is_total
                and rival.column_path <> total.column_path
                and rival.column_parent = total.column_parent
                and rival.comparable is not distinct from total.comparable
        )
        and not exists (
            select 1
            from {{ columns }} as lower_total
            where
                lower_total.table_id = total.table_id
                and lower_total.is_total
                and not lower_total.is_memo
                and lower_total.column_path <> part.column_path
                and length(lower_total.column_parent) > length(total.column_parent)
                and starts_with('/' || lower_total.column_parent, '/' || total.column_parent)
                and starts_with('/' || part.column_path, '/' || lower_total.column_parent)
        )
{%- endmacro %}

{#-
  Shape 3, the same quantity in two places, the law that one is not above the other, and shape 4, where
  one of the two is a claim in the text.
  `quantities`: document_id, quantity, quantity_key, alternative, figure_id, claim_id, amount, half_unit,
  page, is_marked, printed, words, reason, support_key. `pairs`: rule_id, actual_quantity, expected_quantity.
  Quantities of one document and key are compared; every alternative of one with every alternative of
  the other is a reading. A quantity that is not printed makes no instance.
-#}
{% macro same_quantity(quantities, pairs) -%}
    select
        side.rule_id,
        side.document_id,
        side.actual_quantity || '|' || side.quantity_key as instance_key,
        case when side.side = 'actual' then q.words end as instance,
        side.reading,
        case when side.side = 'actual' then q.support_key end as support_key,
        side.side,
        q.figure_id,
        q.claim_id,
        q.amount,
        q.half_unit,
        q.page,
        q.is_marked,
        q.printed,
        q.reason,
        false as is_weak
    from (
        select
            rule_id,
            document_id,
            quantity_key,
            actual_quantity,
            row_number() over (
                partition by rule_id, document_id, actual_quantity, quantity_key
                order by actual_alternative, expected_alternative
            ) as reading,
            unnest(['actual', 'expected']) as side,
            unnest([actual_quantity, expected_quantity]) as quantity,
            unnest([actual_alternative, expected_alternative]) as alternative
        from (
            select distinct
                p.rule_id,
                a.document_id,
                a.quantity_key,
                p.actual_quantity,
                p.expected_quantity,
                a.alternative as actual_alternative,
                e.alternative as expected_alternative
            from {{ pairs }} as p
            inner join {{ quantities }} as a on p.actual_quantity = a.quantity
            inner join {{ quantities }} as e
                on
                    p.expected_quantity = e.quantity
                    and a.document_id = e.document_id
                    and a.quantity_key = e.quantity_key
        )
    ) as side
    inner join {{ quantities }} as q
        on
            side.document_id = q.document_id
            and side.quantity = q.quantity
            and side.quantity_key = q.quantity_key
            and side.alternative = q.alternative
{%- endmacro %}

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
