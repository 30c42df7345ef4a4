-- One row per body row and block: typed codes, role, and what its label or the rows above it mean.
with recursive ancestors as (
    select
        table_rows.table_id,
        table_rows.row_no,
        table_rows.block_no,
        table_rows.row_no as ancestor_no,
        links.parent_row_no,
        0 as distance
    from {{ ref('stg_row') }} as table_rows
    left join {{ ref('int_row_link') }} as links
        on
            table_rows.table_id = links.table_id
            and table_rows.row_no = links.row_no
            and table_rows.block_no = links.block_no

    union all

    select
        child.table_id,
        child.row_no,
        child.block_no,
        child.parent_row_no as ancestor_no,
        links.parent_row_no,
        child.distance + 1
    from ancestors as child
    left join {{ ref('int_row_link') }} as links
        on
            child.table_id = links.table_id
            and child.block_no = links.block_no
            and child.parent_row_no = links.row_no
    where child.parent_row_no is not null and child.distance < 8
),

own_terms as (
    select * from {{ ref('int_row_term') }}
    where axis is not null and value is not null
),

inherited as (
    select
        ancestors.table_id,
        ancestors.row_no,
        ancestors.block_no,
        terms.axis,
        terms.value,
        row_number() over (
            partition by ancestors.table_id, ancestors.row_no, ancestors.block_no, terms.axis
            order by ancestors.distance asc, terms.depth desc
        ) as nearness
    from ancestors
    inner join own_terms as terms
        on
            ancestors.table_id = terms.table_id
            and ancestors.ancestor_no = terms.row_no
            and ancestors.block_no = terms.block_no
    -- what an item is and whether a row is a total is never inherited
    where ancestors.distance = 0 or terms.axis in ('fund_source', 'spending_kind', 'vintage')
),

axes as (
    select
        table_id,
        row_no,
        block_no,
        nullif(max(value) filter (where axis = 'fund_source'), '?') as fund_source,
        bool_or(axis = 'fund_source' and value = '?') as is_fund_open,
        max(value) filter (where axis = 'spending_kind') as spending_kind,
        max(value) filter (where axis = 'vintage') as vintage,
        max(value) filter (where axis = 'item') as item,
        max(value) filter (where axis = 'stage') as stage,
        max(value) filter (where axis = 'figure_year') as figure_year,
        max(value) filter (where axis = 'measure') as measure
    from inherited
    where nearness = 1
    group by table_id, row_no, block_no
),

last_part as (
    select
        table_id,
        row_no,
        block_no,
        max_by(part_text, depth) as label_text,
        max_by(part, depth) as label_printed,
        max_by(
            coalesce(axis = 'row_role' and value = 'total', false),
            depth * 2 + (axis is not distinct from 'row_role')::int
        )
            as says_total,
        count(distinct depth) as part_count
    from {{ ref('int_row_term') }}
    group by table_id, row_no, block_no
),

parents as (
    select distinct
        table_id,
        block_no,
        parent_row_no as row_no
    from {{ ref('int_row_link') }}
),

named as (
    select
        labels.table_id,
        labels.row_no,
        labels.block_no,
        min(names.code) filter (where names.classification = 'function') as function_code,
        min(names.code) filter (where names.classification = 'economic_department')
            as economic_department_code,
        min(names.code) filter (where names.classification = 'economic_government')
            as economic_government_code
    from {{ ref('stg_label') }} as labels
    inner join {{ ref('int_block') }} as blocks
        on labels.table_id = blocks.table_id and labels.block_no = blocks.block_no
    inner join {{ ref('int_table') }} as tables on labels.table_id = tables.table_id
    inner join {{ ref('int_subject_name') }} as names
        on {{ strip_ordinals(normalise_text('labels.text')) }} = names.name
    where
        labels.role = 'name'
        and (
            (
                blocks.side = 'expenditure'
                and blocks.classification is distinct from 'use'
                and names.classification = coalesce(blocks.classification, 'function')
            )
            -- 一、基本支出 / 1.工资福利支出: a class among uses
            or (
                blocks.side = 'expenditure'
                and coalesce(blocks.classification, 'use') = 'use'
                and names.classification = 'economic_department'
                and names.code in ('301', '302', '303', '307', '309', '310')
            )
            or (
                regexp_matches(labels.header_path, '经济(分类)?科目')
                and names.classification = 'economic_department'
                and not regexp_matches(labels.header_path, '政府')
            )
            or (
                regexp_matches(labels.header_path, '功能(分类)?科目') and names.classification = 'function'
                and length(names.code) = 3
            )
        )
    group by labels.table_id, labels.row_no, labels.block_no
),

coded as (
    select
        table_rows.table_id,
        table_rows.row_no,
        table_rows.block_no,
        coalesce(codes.function_code, named.function_code) as function_code,
        coalesce(codes.economic_department_code, named.economic_department_code) as economic_department_code,
        coalesce(codes.economic_government_code, named.economic_government_code) as economic_government_code,
        -- 国有资本经营预算支出 among functions is 223, not a source
        codes.function_code is null and named.function_code is not null as is_function_by_name
    from {{ ref('stg_row') }} as table_rows
    left join {{ ref('int_label_code') }} as codes
        on
            table_rows.table_id = codes.table_id
            and table_rows.row_no = codes.row_no
            and table_rows.block_no = codes.block_no
    left join named
        on
            table_rows.table_id = named.table_id
            and table_rows.row_no = named.row_no
            and table_rows.block_no = named.block_no
),

-- rows whose code begins another row's longer code of the same unit; codes read from names make no hierarchy
code_parents as (
    select distinct
        upper_codes.table_id,
        upper_codes.row_no,
        upper_codes.block_no
    from {{ ref('int_label_code') }} as upper_codes
    inner join {{ ref('stg_row') }} as upper_rows
        on
            upper_codes.table_id = upper_rows.table_id
            and upper_codes.row_no = upper_rows.row_no
            and upper_codes.block_no = upper_rows.block_no
    inner join {{ ref('int_label_code') }} as lower_codes on upper_codes.table_id = lower_codes.table_id
    inner join {{ ref('stg_row') }} as lower_rows
        on
            lower_codes.table_id = lower_rows.table_id
            and lower_codes.row_no = lower_rows.row_no
            and lower_codes.block_no = lower_rows.block_no
    where
        coalesce(upper_rows.unit_label, '') = coalesce(lower_rows.unit_label, '')
        and (
            (
                length(lower_codes.economic_department_code) > length(upper_codes.economic_department_code)
                and starts_with(lower_codes.economic_department_code, upper_codes.economic_department_code)
            )
            or (
                upper_codes.economic_department_code is null
                and lower_codes.economic_department_code is null
                and length(lower_codes.economic_government_code)
                > length(upper_codes.economic_government_code)
                and starts_with(lower_codes.economic_government_code, upper_codes.economic_government_code)
            )
            or (
                upper_codes.economic_department_code is null
                and lower_codes.economic_department_code is null
                and length(lower_codes.function_code) > length(upper_codes.function_code)
                and starts_with(lower_codes.function_code, upper_codes.function_code)
            )
        )
),

-- project tables with a column of units: rows that print no unit are the groups of those below that do
unit_rows as (
    select distinct
        table_id,
        row_no
    from {{ ref('stg_label') }}
    where role in ('unit_name', 'unit_code') and not regexp_matches(coalesce(header_path, ''), '[(（]')
),

project_groups as (
    select distinct
        group_rows.table_id,
        group_rows.row_no,
        group_rows.block_no
    from {{ ref('stg_row') }} as group_rows
    inner join {{ ref('int_table') }} as tables on group_rows.table_id = tables.table_id
    inner join unit_rows as lower_rows
        on group_rows.table_id = lower_rows.table_id and group_rows.row_no < lower_rows.row_no
    left join unit_rows as own_units
        on group_rows.table_id = own_units.table_id and group_rows.row_no = own_units.row_no
    where
        tables.table_kind = 'project_expenditure'
        and own_units.row_no is null
        and group_rows.row_label <> ''
),

-- a department above its units: its code begins theirs; or, where no codes are printed, its name comes again below
unit_parents as (
    select distinct
        upper_unit.table_id,
        upper_unit.row_no,
        upper_unit.block_no
    from {{ ref('int_unit_mention') }} as upper_unit
    inner join {{ ref('int_unit_mention') }} as lower_unit
        on
            upper_unit.table_id = lower_unit.table_id
            and upper_unit.block_no = lower_unit.block_no
            and upper_unit.row_no < lower_unit.row_no
    left join {{ ref('int_label_code') }} as upper_codes
        on upper_unit.table_id = upper_codes.table_id and upper_unit.row_no = upper_codes.row_no
    left join {{ ref('int_label_code') }} as lower_codes
        on lower_unit.table_id = lower_codes.table_id and lower_unit.row_no = lower_codes.row_no
    inner join {{ ref('int_table') }} as tables on upper_unit.table_id = tables.table_id
    where
        upper_codes.table_id is null
        and (
            (
                starts_with(lower_unit.unit_code, upper_unit.unit_code)
                and length(lower_unit.unit_code) > length(upper_unit.unit_code)
            )
            or (
                tables.table_kind in ('revenue', 'expenditure')
                and upper_unit.unit_code is null
                and lower_unit.unit_code is null
                and upper_unit.unit_text = lower_unit.unit_text
                and lower_codes.table_id is null
            )
        )
)

select
    table_rows.document_id,
    table_rows.table_id,
    table_rows.row_no,
    table_rows.block_no,
    table_rows.page,
    table_rows.row_label,
    links.parent_row_no,
    table_rows.level,
    table_rows.unit_label,
    last_part.label_text,
    last_part.label_printed,
    coded.function_code,
    coded.economic_department_code,
    coded.economic_government_code,
    case when not coalesce(coded.is_function_by_name, false) then axes.fund_source end as fund_source,
    coalesce(axes.is_fund_open and not coded.is_function_by_name, false) as is_fund_open,
    axes.spending_kind,
    axes.vintage,
    axes.item,
    axes.stage,
    axes.figure_year,
    axes.measure,
    coalesce(last_part.says_total, false)
    and coalesce(regexp_matches(last_part.label_text, '^(本年|当年|本期)'), false) as is_subtotal,
    case
        -- 一般公共预算资金/小计: the sum of one part
        when
            coalesce(last_part.says_total, false)
            and last_part.part_count > 1
            and axes.fund_source is not null
            then 'parent'
        when
            coalesce(last_part.says_total, false) and coded.function_code is null
            and coded.economic_department_code is null and coded.economic_government_code is null
            and not (parents.row_no is not null and links.parent_row_no is not null)
            then 'total'
        when
            table_rows.row_label = '' and table_rows.unit_label is null
            and coded.function_code is null and coded.economic_department_code is null then 'total'
        when
            parents.row_no is not null
            or code_parents.row_no is not null
            or unit_parents.row_no is not null
            or project_groups.row_no is not null
            then 'parent'
        else 'leaf'
    end as row_role
from {{ ref('stg_row') }} as table_rows
left join last_part
    on
        table_rows.table_id = last_part.table_id
        and table_rows.row_no = last_part.row_no
        and table_rows.block_no = last_part.block_no
left join axes
    on
        table_rows.table_id = axes.table_id
        and table_rows.row_no = axes.row_no
        and table_rows.block_no = axes.block_no
left join coded
    on
        table_rows.table_id = coded.table_id
        and table_rows.row_no = coded.row_no
        and table_rows.block_no = coded.block_no
left join parents
    on
        table_rows.table_id = parents.table_id
        and table_rows.row_no = parents.row_no
        and table_rows.block_no = parents.block_no
left join code_parents
    on
        table_rows.table_id = code_parents.table_id
        and table_rows.row_no = code_parents.row_no
        and table_rows.block_no = code_parents.block_no
left join {{ ref('int_row_link') }} as links
    on
        table_rows.table_id = links.table_id
        and table_rows.row_no = links.row_no
        and table_rows.block_no = links.block_no
left join unit_parents
    on
        table_rows.table_id = unit_parents.table_id
        and table_rows.row_no = unit_parents.row_no
        and table_rows.block_no = unit_parents.block_no
left join project_groups
    on
        table_rows.table_id = project_groups.table_id
        and table_rows.row_no = project_groups.row_no
        and table_rows.block_no = project_groups.block_no
