{#-
  The shapes of reconciliation rules. Every shape of arithmetic turns its input into *terms*, one row per
  number that takes part in an instance, and `evaluate_terms` (verdicts.sql) judges all of them in the same way:

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
