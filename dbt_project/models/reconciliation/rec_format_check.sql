-- Shape 7, and names of codes: what one table, form or document prints in itself. One instance per code, unit
-- or table, so that what holds is counted.
with figures as (
    select * from {{ ref('fct_figure') }}
),

-- A subject code and the names that it has in the tables of a document.
code_names as (
    select
        document_id,
        subject_code,
        -- Rows with both economic classifications print the name of the first code first.
        {{ strip_ordinals(
            "split_part(" ~ normalise_text('row_label') ~ ", '/', "
            ~ "if(economic_department_code is not null and economic_government_code is not null, 1, -1))"
        ) }} as name,
        table_no,
        page,
        figure_id,
        is_marked
    from figures
    where
        subject_code is not null and row_label <> ''
        and (
            not contains(row_label, '/')
            or (economic_department_code is not null and economic_government_code is not null)
        )
        and length(subject_code) in (3, 5, 7)
        and economic_government_code is distinct from subject_code
        and (economic_department_code is null or function_code is null)
        and table_kind not in ('other', 'performance_target', 'staff_assets', 'government_procurement')
),

-- A table that gives a code several names splits codes further: its names are not those of the codes.
single_names as (
    select n.*
    from code_names as n
    where
        not exists (
            select 1
            from code_names as other
            where
                other.document_id = n.document_id and other.table_no = n.table_no
            group by other.subject_code
            having count(distinct other.name) > 1
        )
),

named_codes as (
    select
        'code_name_same' as rule_id,
        document_id,
        subject_code as instance_key,
        subject_code || ' ' || min(name) as instance,
        count(distinct name) = 1 as holds,
        case
            when count(distinct table_no) = 1 then 'the code is printed in one table only'
        end as reason,
        list_sort(list_distinct(list(page))) as pages,
        list_sort(list_distinct(list(figure_id))) as figure_ids,
        bool_or(is_marked) as is_marked,
        string_agg(distinct name, ' | ' order by name) as actual_printed,
        '' as expected_printed
    from single_names
    group by document_id, subject_code
),

code_formats as (
    select
        'subject_code_format' as rule_id,
        document_id,
        table_id as instance_key,
        '表' || table_no as instance,
        bool_and(
            regexp_full_match(subject_code, '2[0-9]{2}([0-9]{2}){0,2}|[1356][0-9]{2}([0-9]{2})?|1[0-9]{2,10}')
        ) as holds,
        cast(null as varchar) as reason,
        list_sort(list_distinct(list(page))) as pages,
        list_sort(
            list_distinct(list(figure_id) filter (
                where
                not regexp_full_match(
                    subject_code, '2[0-9]{2}([0-9]{2}){0,2}|[1356][0-9]{2}([0-9]{2})?|1[0-9]{2,10}'
                )
            ))
        ) as figure_ids,
        bool_or(is_marked) as is_marked,
        left(
            string_agg(distinct subject_code, ' ' order by subject_code) filter (
                where
                not regexp_full_match(
                    subject_code, '2[0-9]{2}([0-9]{2}){0,2}|[1356][0-9]{2}([0-9]{2})?|1[0-9]{2,10}'
                )
            ), 200
        ) as actual_printed,
        '类3位、款5位、项7位' as expected_printed
    from figures
    where
        subject_code is not null
        and item_code is null
        and table_kind in (
            'revenue', 'expenditure', 'basic_expenditure', 'fiscal_expenditure',
            'fiscal_basic_expenditure', 'general_public_budget_expenditure',
            'general_public_budget_basic_expenditure', 'government_fund_expenditure',
            'state_capital_expenditure'
        )
    group by document_id, table_id, table_no
),

numbers as (
    select
        *,
        translate(printed, '，．０１２３４５６７８９－−△ ', ',.0123456789---') as plain
    from figures
    where value_kind = 'money'
),

thousands as (
    select
        'thousands_groups' as rule_id,
        document_id,
        table_id as instance_key,
        '表' || table_no as instance,
        bool_and(
            not contains(plain, ',')
            or regexp_full_match(plain, '[-(]?[0-9]{1,3}(,[0-9]{3})*(\.[0-9]+)?\)?')
        ) as holds,
        if(bool_or(contains(plain, ',')), null, 'the table prints no thousands separators') as reason,
        list_sort(list_distinct(list(page))) as pages,
        coalesce(list_sort(list_distinct(list(figure_id) filter (
            where contains(plain, ',')
            and not regexp_full_match(plain, '[-(]?[0-9]{1,3}(,[0-9]{3})*(\.[0-9]+)?\)?')
        ))), []) as figure_ids,
        bool_or(is_marked) as is_marked,
        string_agg(printed, ' ' order by page, row_no) filter (
            where contains(plain, ',')
            and not regexp_full_match(plain, '[-(]?[0-9]{1,3}(,[0-9]{3})*(\.[0-9]+)?\)?')
        ) as actual_printed,
        '1,234.50' as expected_printed
    from numbers
    where table_kind not in ('performance_target', 'other', 'staff_assets')
    group by document_id, table_id, table_no
),

years as (
    select
        'no_year_as_amount' as rule_id,
        document_id,
        table_id as instance_key,
        '表' || table_no as instance,
        not bool_or(regexp_full_match(plain, '(19|20)[0-9]{2}')) as holds,
        case
            when not bool_or(contains(plain, '.')) then 'the table prints no decimals'
        end as reason,
        list_sort(list_distinct(list(page))) as pages,
        coalesce(list_sort(list_distinct(list(figure_id) filter (
            where regexp_full_match(plain, '(19|20)[0-9]{2}')
        ))), []) as figure_ids,
        bool_or(is_marked) as is_marked,
        string_agg(printed, ' ' order by page, row_no) filter (
            where regexp_full_match(plain, '(19|20)[0-9]{2}')
        ) as actual_printed,
        '' as expected_printed
    from numbers
    where table_kind not in ('performance_target', 'other', 'staff_assets')
    group by document_id, table_id, table_no
),

-- Units by key: spelled differently, they are one unit.
unit_tables as (
    select distinct
        document_id,
        table_kind,
        unit_key,
        unit_label,
        page
    from figures
    where unit_key is not null and regexp_matches(unit_label, '[^0-9[:punct:][:space:]]{4}')
),

project_units as (
    select
        'project_unit_in_unit_table' as rule_id,
        p.document_id,
        p.unit_key as instance_key,
        min(p.unit_label) as instance,
        bool_or(r.unit_key is not null) as holds,
        case
            when
                not exists (
                    select 1
                    from unit_tables as u
                    where u.document_id = p.document_id and u.table_kind = 'revenue'
                )
                then 'the revenue table prints no units'
        end as reason,
        list_sort(list_distinct(list(p.page))) as pages,
        cast([] as varchar[]) as figure_ids,
        false as is_marked,
        min(p.unit_label) as actual_printed,
        '' as expected_printed
    from unit_tables as p
    left join unit_tables as r
        on p.document_id = r.document_id and p.unit_key = r.unit_key and r.table_kind = 'revenue'
    where p.table_kind = 'project_expenditure'
    group by p.document_id, p.unit_key
),

-- 注：…故本表为空表 under a table that has amounts.
empty_notes as (
    select
        'empty_note_under_empty_table' as rule_id,
        t.document_id,
        t.table_id as instance_key,
        '《' || coalesce(t.title, '表' || t.table_no) || '》' as instance,
        count(f.figure_id) = 0 as holds,
        cast(null as varchar) as reason,
        [cast(t.page_to as integer)] as pages,
        coalesce(list_sort(list(f.figure_id) filter (where f.figure_id is not null)), []) as figure_ids,
        coalesce(bool_or(f.is_marked), false) as is_marked,
        t.note as actual_printed,
        string_agg(f.printed, ' ' order by f.page, f.row_no, f.col_no) as expected_printed
    from {{ ref('int_table') }} as t
    left join figures as f
        on t.table_id = f.table_id and f.amount_yuan <> 0
    where regexp_matches({{ normalise_text('t.note') }}, '本表(为空表?|无数据|没有数据|无内容|空表)')
    group by t.document_id, t.table_id, t.title, t.table_no, t.page_to, t.note
),

-- A cost of a project that is many times its amount stands in the wrong unit.
cost_targets as (
    select
        'performance_cost_in_scale' as rule_id,
        t.document_id,
        t.figure_id as instance_key,
        '《' || coalesce(k.title, '表' || k.table_no) || '》' || t.row_label as instance,
        t.amount_yuan <= 1000 * a.total_yuan as holds,
        if(a.total_yuan > 0, null, 'the form prints no amount') as reason,
        [t.page] as pages,
        [t.figure_id] || a.figure_ids as figure_ids,
        t.is_marked,
        t.printed as actual_printed,
        format('{:,.2f} 元', cast(a.total_yuan as double)) as expected_printed
    from figures as t
    inner join {{ ref('int_table') }} as k on t.table_id = k.table_id
    inner join {{ ref('fct_performance_project') }} as a on t.table_id = a.table_id and a.row_no is null
    where
        t.table_kind = 'performance_target' and t.measure = 'target' and t.amount_yuan is not null
        and contains(t.row_label, '成本') and coalesce(t.operator, '=') in ('=', '<=')
),

-- The department's code in 主管部门及编码: all forms of a document are of one department.
department_codes as (
    select
        document_id,
        table_id,
        page_from,
        project_name,
        department_printed,
        regexp_extract(department_printed, '([0-9]{3,6})[^0-9]*$', 1) as code
    from {{ ref('fct_performance_project') }}
    where row_no is null and regexp_matches(department_printed, '[0-9]{3,6}[^0-9]*$')
),

departments as (
    select
        'performance_department_code' as rule_id,
        c.document_id,
        c.table_id as instance_key,
        coalesce(c.project_name, c.table_id) || ': ' || c.department_printed as instance,
        c.code = m.code as holds,
        if(m.code is null, 'the forms do not agree on one department', null) as reason,
        [c.page_from] as pages,
        cast([] as varchar[]) as figure_ids,
        false as is_marked,
        c.department_printed as actual_printed,
        m.code as expected_printed
    from department_codes as c
    left join (
        select
            document_id,
            code
        from department_codes
        group by document_id, code
        having count(*) >= 3
        qualify count(*) >= 0.75 * sum(count(*)) over (partition by document_id)
    ) as m on c.document_id = m.document_id
),

-- A year in the title of a table is the document's.
heading_years as (
    select
        'heading_year' as rule_id,
        t.document_id,
        t.table_id as instance_key,
        '《' || t.title || '》' as instance,
        contains({{ normalise_text('t.title') }}, cast(d.fiscal_year as varchar)) as holds,
        cast(null as varchar) as reason,
        [cast(t.page_from as integer)] as pages,
        cast([] as varchar[]) as figure_ids,
        false as is_marked,
        t.title as actual_printed,
        cast(d.fiscal_year as varchar) as expected_printed
    from {{ ref('int_table') }} as t
    inner join {{ ref('int_document') }} as d on t.document_id = d.document_id
    where
        t.table_kind <> 'other' and d.fiscal_year is not null
        and regexp_matches({{ normalise_text('t.title') }}, '20[0-9]{2}年')
),

-- Tables that are numbered are numbered without a gap.
table_numbers as (
    select
        document_id,
        table_id,
        page_from,
        regexp_extract(printed_number, '^[^0-9]*', 0) as series,
        try_cast(regexp_extract(printed_number, '([0-9]+)[^0-9]*$', 1) as integer) as number
    from {{ ref('int_table') }}
    where printed_number is not null and not regexp_matches(printed_number, '[0-9]+[-.—][0-9]+')
),

number_sequences as (
    select
        'table_number_sequence' as rule_id,
        document_id,
        series as instance_key,
        series || ' 1–' || max(number) as instance,
        count(distinct number) = max(number) as holds,
        if(count(distinct number) < 3, 'fewer than three tables are numbered', null) as reason,
        list_sort(list_distinct(list(cast(page_from as integer)))) as pages,
        cast([] as varchar[]) as figure_ids,
        false as is_marked,
        string_agg(distinct cast(number as varchar), ' ' order by cast(number as varchar)) as actual_printed,
        '1–' || max(number) as expected_printed
    from table_numbers
    where number between 1 and 99
    group by document_id, series
),

-- A budget plans no negative amounts.
negatives as (
    select
        'negative_amount' as rule_id,
        f.document_id,
        f.table_id as instance_key,
        '表' || f.table_no as instance,
        not bool_or(f.amount_yuan < 0) as holds,
        cast(null as varchar) as reason,
        list_sort(list_distinct(list(cast(f.page as integer)))) as pages,
        coalesce(list_sort(list(f.figure_id) filter (where f.amount_yuan < 0)), []) as figure_ids,
        bool_or(f.is_marked) as is_marked,
        string_agg(f.printed, ' ' order by f.page, f.row_no, f.figure_id) filter (where f.amount_yuan < 0)
            as actual_printed,
        '' as expected_printed
    from {{ ref('rec_figure') }} as f
    inner join {{ ref('int_document') }} as d on f.document_id = d.document_id
    where
        d.disclosure_kind = 'budget' and not f.is_comparison_column and not regexp_matches(f.label, '增减|增长')
        and f.table_kind not in ('other', 'performance_target')
    group by f.document_id, f.table_id, f.table_no
),

-- Where a table prints codes of a level, it prints those of all its codes.
table_codes as (
    select
        document_id,
        table_id,
        min(table_no) as table_no,
        min(page) as page,
        subject_code as code,
        bool_or(is_marked) as is_marked
    from figures
    where
        length(subject_code) in (3, 5, 7)
        and table_kind in ('expenditure', 'general_public_budget_expenditure', 'fiscal_expenditure')
        and economic_department_code is null and economic_government_code is null
    group by document_id, table_id, subject_code
),

parent_codes as (
    select
        'parent_code_printed' as rule_id,
        c.document_id,
        c.table_id as instance_key,
        '表' || min(c.table_no) as instance,
        bool_and(p.code is not null) as holds,
        cast(null as varchar) as reason,
        list_sort(list_distinct(list(cast(c.page as integer)))) as pages,
        cast([] as varchar[]) as figure_ids,
        bool_or(c.is_marked) as is_marked,
        string_agg(distinct c.code, ' ' order by c.code) filter (where p.code is null) as actual_printed,
        '' as expected_printed
    from table_codes as c
    left join table_codes as p
        on c.table_id = p.table_id and left(c.code, length(c.code) - 2) = p.code
    where
        length(c.code) > 3
        and exists (
            select 1
            from table_codes as level
            where level.table_id = c.table_id and length(level.code) = length(c.code) - 2
        )
    group by c.document_id, c.table_id
),

-- 301 and 303 are personnel, whatever is meant by it.
placements as (
    select
        'economic_class_kind' as rule_id,
        document_id,
        table_id || '|' || row_no || '|' || block_no as instance_key,
        min(place) as instance,
        not bool_or(spending_kind = 'basic_operating') as holds,
        cast(null as varchar) as reason,
        list_sort(list_distinct(list(cast(page as integer)))) as pages,
        coalesce(list_sort(list(figure_id) filter (where spending_kind = 'basic_operating')), []) as figure_ids,
        bool_or(is_marked) as is_marked,
        string_agg(printed_unit, ' ' order by figure_id) filter (where spending_kind = 'basic_operating')
            as actual_printed,
        '' as expected_printed
    from {{ ref('rec_main_figure') }}
    where
        amount_yuan <> 0 and left(economic_department_code, 3) in ('301', '303') and spending_kind is not null
        and table_kind = 'general_public_budget_basic_expenditure'
    group by document_id, table_id, row_no, block_no
),

-- A cost is limited from above.
cost_operators as (
    select
        'performance_cost_operator' as rule_id,
        t.document_id,
        t.figure_id as instance_key,
        '《' || coalesce(k.title, '表' || k.table_no) || '》' || t.row_label as instance,
        t.operator in ('=', '<=') as holds,
        cast(null as varchar) as reason,
        [cast(t.page as integer)] as pages,
        [t.figure_id] as figure_ids,
        t.is_marked,
        t.printed as actual_printed,
        '= | ≤' as expected_printed
    from figures as t
    inner join {{ ref('int_table') }} as k on t.table_id = k.table_id
    where
        t.table_kind = 'performance_target' and t.measure = 'target' and t.amount_yuan is not null
        and regexp_matches(t.row_label, '(^|/)成本指标/') and t.operator is not null
)

select * from empty_notes
union all by name
select * from departments
union all by name
select * from cost_targets
union all by name
select * from named_codes
union all by name
select * from code_formats
union all by name
select * from thousands
union all by name
select * from years
union all by name
select * from project_units
union all by name
select * from heading_years
union all by name
select * from number_sequences
union all by name
select * from negatives
union all by name
select * from parent_codes
union all by name
select * from placements
union all by name
select * from cost_operators
