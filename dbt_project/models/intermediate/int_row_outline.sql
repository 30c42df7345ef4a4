-- Which rows are part of which, where layout and codes do not say it: proved by the sums. Only in tables whose leaf
-- rows do not add up to the printed total (or that print none): from the last row to the first, a row whose amount is
-- the sum of the rows that follow is their parent, and the outline counts only if what remains on top then adds up to
-- the total. A row whose amount is that of the one row below is its parent where it names a unit or where that row has
-- parts of its own (`is_cautious`), or, if that does not close, anywhere. 其中 rows that are no full split are remarks.
-- Where nothing closes, nothing changes.
with recursive amounts as (
    select
        table_rows.document_id,
        table_rows.table_id,
        table_rows.block_no,
        table_rows.row_no,
        figures.column_path,
        columns_used.column_role,
        table_rows.row_role,
        table_rows.is_subtotal,
        table_rows.unit_label is not null as is_unit,
        regexp_matches({{ normalise_text('table_rows.row_label') }}, '(^|/)[^一-龥]*其中') as is_remark,
        -- codes order these kinds of rows only by chance: 办公费 of a project
        tables.table_kind not in ('project_expenditure', 'government_procurement', 'commissioned_service')
        and coalesce(
            table_rows.function_code, table_rows.economic_department_code, table_rows.economic_government_code
        ) is not null as is_coded,
        -- printed amounts have at most six decimals: whole numbers make the sums exact
        cast(figures.number * 1000000 as hugeint) as amount,
        length(regexp_extract(figures.printed, '\.([0-9]+)$', 1)) as decimals
    from {{ ref('int_row') }} as table_rows
    inner join {{ ref('int_table') }} as tables on table_rows.table_id = tables.table_id
    inner join {{ ref('stg_figure') }} as figures
        on
            table_rows.table_id = figures.table_id
            and table_rows.row_no = figures.row_no
            and table_rows.block_no = figures.block_no
    inner join {{ ref('int_column') }} as columns_used
        on
            figures.table_id = columns_used.table_id
            and figures.block_no = columns_used.block_no
            and figures.column_path = columns_used.column_path
    where
        tables.table_kind in (
            'balance', 'fiscal_balance', 'revenue', 'expenditure', 'basic_expenditure', 'fiscal_expenditure',
            'general_public_budget_expenditure', 'government_fund_expenditure', 'state_capital_expenditure',
            'project_expenditure', 'government_procurement', 'commissioned_service'
        )
        and columns_used.column_role <> 'memo'
        and figures.number <> 0
),

-- the column that says most: filled in the most rows, a total before its parts
chosen as (
    select
        table_id,
        block_no,
        arg_max(column_path, (row_count, column_role = 'total', column_path)) as column_path
    from (
        select
            table_id,
            block_no,
            column_path,
            column_role,
            count(*) as row_count
        from amounts
        group by table_id, block_no, column_path, column_role
    ) as columns_counted
    group by table_id, block_no
),

sums as (
    select
        amounts.table_id,
        amounts.block_no,
        max(amounts.amount) filter (where amounts.row_role = 'total' and not amounts.is_subtotal) as total,
        sum(amounts.amount) filter (where amounts.row_role = 'leaf') as leaf_sum,
        sum(amounts.amount) filter (where amounts.row_role = 'leaf' and not amounts.is_remark) as plain_leaf_sum,
        bool_or(amounts.is_coded) as has_codes,
        count(*) as row_count,
        cast(power(10, 6 - max(amounts.decimals)) as hugeint) as last_digit
    from amounts
    inner join chosen
        on
            amounts.table_id = chosen.table_id
            and amounts.block_no = chosen.block_no
            and amounts.column_path = chosen.column_path
    group by amounts.table_id, amounts.block_no
),

open_tables as (
    select
        *,
        -- 其中 rows beside a split that is complete without them
        coalesce(abs(plain_leaf_sum - total) <= last_digit, false) as has_remarks
    from sums
    where
        row_count between 3 and 400
        and (total is null or abs(leaf_sum - total) > last_digit * row_count)
),

listed as (
    select
        open_tables.table_id,
        open_tables.block_no,
        open_tables.total,
        open_tables.last_digit,
        list(
            {
                'row_no': amounts.row_no, 'amount': amounts.amount, 'is_unit': amounts.is_unit
            } order by amounts.row_no desc
        ) as members
    from open_tables
    inner join chosen
        on open_tables.table_id = chosen.table_id and open_tables.block_no = chosen.block_no
    inner join amounts
        on
            open_tables.table_id = amounts.table_id
            and open_tables.block_no = amounts.block_no
            and chosen.column_path = amounts.column_path
    where
        amounts.row_role <> 'total'
        and not open_tables.has_remarks
        -- codes say their own tree
        and (amounts.row_role = 'leaf' or not open_tables.has_codes)
    group by open_tables.table_id, open_tables.block_no, open_tables.total, open_tables.last_digit
),

folding as (
    select
        listed.table_id,
        listed.block_no,
        modes.is_cautious,
        1 as step,
        cast([] as struct(row_no integer, amount hugeint, is_parent boolean)[]) as top_rows,
        cast([] as struct(row_no integer, parent_row_no integer)[]) as links
    from listed
    cross join (values (true), (false)) as modes (is_cautious)

    union all

    select
        folded.table_id,
        folded.block_no,
        folded.is_cautious,
        folded.step + 1,
        list_prepend(
            { 'row_no': cast(folded.row_no as integer), 'amount': folded.amount, 'is_parent': folded.taken > 0 },
            folded.top_rows[folded.taken + 1:]
        ),
        list_concat(
            folded.links,
            list_transform(
                folded.top_rows[1:folded.taken],
                lambda part: { 'row_no': part.row_no, 'parent_row_no': cast(folded.row_no as integer) }
            )
        )
    from (
        select
            folding.*,
            listed.members[folding.step].row_no as row_no,
            listed.members[folding.step].amount as amount,
            coalesce(
                list_filter(
                    range(1, len(folding.top_rows) + 1),
                    lambda taken: abs(
                        list_sum(list_transform(folding.top_rows[1:taken], lambda part: part.amount)) -- noqa: RF01
                        - listed.members[folding.step].amount
                    ) <= case when taken = 1 then 0 else listed.last_digit * cast(floor(sqrt(taken)) as integer) end
                    and (
                        taken > 1
                        or not folding.is_cautious
                        or listed.members[folding.step].is_unit
                        or folding.top_rows[1].is_parent
                    )
                )[1],
                0
            ) as taken
        from folding
        inner join listed on folding.table_id = listed.table_id and folding.block_no = listed.block_no
        where folding.step <= len(listed.members)
    ) as folded
),

closed as (
    select
        folding.table_id,
        folding.block_no,
        folding.links,
        folding.top_rows
    from folding
    inner join listed on folding.table_id = listed.table_id and folding.block_no = listed.block_no
    where
        folding.step = len(listed.members) + 1
        and len(folding.links) > 0
        and case
            when listed.total is null then len(folding.top_rows) = 1
            else
                abs(list_sum(list_transform(folding.top_rows, lambda part: part.amount)) - listed.total) -- noqa: RF01
                <= listed.last_digit
        end
    qualify row_number() over (partition by folding.table_id, folding.block_no order by folding.is_cautious desc) = 1
),

parents as (
    select
        table_id,
        block_no,
        unnest(links).row_no as row_no,
        unnest(links).parent_row_no as parent_row_no
    from closed
)

select
    amounts.table_id,
    amounts.block_no,
    amounts.row_no,
    parents.parent_row_no,
    case
        -- the one row on top of a table that prints no other total
        when listed.total is null and parents.row_no is null then 'total'
        when
            amounts.row_no in (
                select above.parent_row_no
                from parents as above
                where amounts.table_id = above.table_id and amounts.block_no = above.block_no
            )
            then 'parent'
        else 'leaf'
    end as row_role,
    false as is_remark
from amounts
inner join chosen
    on
        amounts.table_id = chosen.table_id
        and amounts.block_no = chosen.block_no
        and amounts.column_path = chosen.column_path
inner join listed on amounts.table_id = listed.table_id and amounts.block_no = listed.block_no
inner join closed on amounts.table_id = closed.table_id and amounts.block_no = closed.block_no
left join parents
    on
        amounts.table_id = parents.table_id
        and amounts.block_no = parents.block_no
        and amounts.row_no = parents.row_no
where list_contains(list_transform(listed.members, lambda member: member.row_no), amounts.row_no) -- noqa: RF01

union all

select distinct
    amounts.table_id,
    amounts.block_no,
    amounts.row_no,
    cast(null as integer),
    'leaf',
    true
from amounts
inner join open_tables on amounts.table_id = open_tables.table_id and amounts.block_no = open_tables.block_no
where open_tables.has_remarks and amounts.is_remark
