-- Cube coordinates of every figure: heading and row label refine each other, then the title; what none of them
-- limits takes the default of its kind of table. Contradictions stay NULL and are listed.
with recursive value_paths as (
    select
        axis,
        value,
        cast(value as varchar) as path
    from {{ ref('coordinate_values') }}
    where parent is null

    union all

    select
        child.axis,
        child.value,
        value_paths.path || '>' || child.value
    from {{ ref('coordinate_values') }} as child
    inner join value_paths on child.axis = value_paths.axis and child.parent = value_paths.value
),

gathered as (
    select
        figures.figure_id,
        figures.document_id,
        figures.table_id,
        figures.row_no,
        figures.block_no,
        figures.column_path,
        tables.table_kind,
        tables.has_carryover_heading,
        kinds.is_revenue,
        kinds.is_two_sided,
        nullif(kinds.default_spending_kind, '') as default_spending_kind,
        nullif(kinds.default_item, '') as default_item,
        documents.fiscal_year,
        documents.disclosure_kind,
        figure_values.value_kind,
        blocks.side,
        blocks.label_headings,
        coalesce(headings.stage, table_rows.stage) as heading_stage,
        coalesce(headings.figure_year, table_rows.figure_year) as heading_year,
        coalesce(headings.measure, table_rows.measure) as heading_measure,
        table_rows.is_subtotal,
        coalesce(list_contains(headings.open_axes, 'fund_source'), false) as is_heading_fund_open,
        coalesce(list_contains(headings.open_axes, 'spending_kind'), false) as is_heading_spending_open,
        coalesce(list_contains(headings.open_axes, 'stage'), false) as is_stage_open,
        coalesce(list_contains(headings.open_axes, 'item'), false) as is_item_open,
        coalesce(table_rows.is_fund_open, false) as is_row_fund_open,
        headings.side as heading_side,
        headings.economic_department_code as heading_department_code,
        headings.economic_government_code as heading_government_code,
        headings.item as heading_item,
        headings.vintage as heading_vintage,
        headings.fund_source as heading_fund,
        headings.content_depth,
        headings.total_depth,
        table_columns.column_role,
        coalesce(outline.is_remark, false) as is_remark,
        table_columns.has_carryover_column,
        coalesce(table_columns.is_nested_subtotal, false) as is_nested_subtotal,
        coalesce(outline.row_role, table_rows.row_role) as row_role,
        coalesce(table_rows.label_text, '') = ''
        or table_rows.unit_label is not null
        or coalesce(
            table_rows.figure_year, table_rows.measure, table_rows.stage, table_rows.fund_source, table_rows.vintage
        ) is not null as is_item_free_row,
        table_rows.label_text,
        table_rows.label_printed,
        table_rows.item as row_item,
        coalesce(table_rows.vintage, outline_parents.vintage) as row_vintage,
        table_rows.fund_source as row_fund,
        table_rows.function_code,
        table_rows.economic_department_code,
        table_rows.economic_government_code,
        heading_fund.path as heading_fund_path,
        row_fund.path as row_fund_path,
        title_fund.path as title_fund_path,
        heading_spending.path as heading_spending_path,
        row_spending.path as row_spending_path,
        projects.project_name
    from {{ ref('stg_figure') }} as figures
    inner join {{ ref('int_table') }} as tables on figures.table_id = tables.table_id
    left join {{ ref('table_kinds') }} as kinds on tables.table_kind = kinds.table_kind
    left join {{ ref('int_document') }} as documents on figures.document_id = documents.document_id
    left join {{ ref('int_figure_value') }} as figure_values on figures.figure_id = figure_values.figure_id
    left join {{ ref('int_heading') }} as headings
        on tables.table_kind = headings.table_kind and figures.column_path = headings.column_path
    left join {{ ref('int_column') }} as table_columns
        on
            figures.table_id = table_columns.table_id
            and figures.block_no = table_columns.block_no
            and figures.column_path = table_columns.column_path
    left join {{ ref('int_block') }} as blocks
        on figures.table_id = blocks.table_id and figures.block_no = blocks.block_no
    left join {{ ref('int_row') }} as table_rows
        on
            figures.table_id = table_rows.table_id
            and figures.row_no = table_rows.row_no
            and figures.block_no = table_rows.block_no
    left join {{ ref('int_row_outline') }} as outline
        on
            figures.table_id = outline.table_id
            and figures.row_no = outline.row_no
            and figures.block_no = outline.block_no
    left join {{ ref('int_row') }} as outline_parents
        on
            outline.table_id = outline_parents.table_id
            and outline.parent_row_no = outline_parents.row_no
            and outline.block_no = outline_parents.block_no
    left join {{ ref('int_project') }} as projects
        on
            figures.table_id = projects.table_id
            and figures.row_no = projects.row_no
            and figures.block_no = projects.block_no
    left join value_paths as heading_fund
        on heading_fund.axis = 'fund_source' and headings.fund_source = heading_fund.value
    left join value_paths as row_fund
        on row_fund.axis = 'fund_source' and table_rows.fund_source = row_fund.value
    left join value_paths as title_fund
        on title_fund.axis = 'fund_source' and tables.fund_source = title_fund.value
    left join value_paths as heading_spending
        on heading_spending.axis = 'spending_kind' and headings.spending_kind = heading_spending.value
    left join value_paths as row_spending
        on row_spending.axis = 'spending_kind' and table_rows.spending_kind = row_spending.value
),

-- 三公 tables whose grand total includes conferences and training; basic tables that add up 人员 and 公用
table_facts as (
    select
        table_id,
        bool_or(coalesce(heading_item, '') in ('conference', 'training')) as has_conference_columns,
        -- 机关工资福利支出 beside 对个人和家庭的补助: the class is that of the government, whatever it is also called
        bool_or(heading_government_code is not null) as has_government_columns,
        bool_or(
            row_role = 'total'
            and coalesce(row_spending_path, '') in ('all>basic>basic_personnel', 'all>basic>basic_operating')
        ) as has_personnel_total_rows
    from gathered
    group by table_id
),

judged as (
    select
        gathered.*,
        table_facts.has_conference_columns,
        case when not table_facts.has_government_columns then gathered.heading_department_code end
            as column_department_code,
        coalesce(gathered.is_revenue, false)
        or coalesce(if(gathered.is_two_sided, gathered.side, gathered.heading_side) = 'revenue', false)
            as is_revenue_side,
        {{ refine(refine('heading_fund_path', 'row_fund_path'), 'title_fund_path') }} as fund_path,
        {{ contradicts('heading_fund_path', 'row_fund_path') }}
        or {{ contradicts(refine('heading_fund_path', 'row_fund_path'), 'title_fund_path') }}
            as fund_contradicts,
        {{ refine(
            'heading_spending_path',
            "coalesce(row_spending_path, case when table_facts.has_personnel_total_rows and economic_department_code is not null and default_spending_kind = 'basic' then case when regexp_matches(economic_department_code, '^30[13]') then 'all>basic>basic_personnel' else 'all>basic>basic_operating' end end)"
        ) }} as spending_path,
        {{ contradicts('heading_spending_path', 'row_spending_path') }} as spending_contradicts,
        gathered.is_heading_fund_open
        or (
            gathered.is_row_fund_open
            and (coalesce(gathered.is_revenue, false) or coalesce(gathered.side = 'revenue', false))
        ) as is_fund_open
    from gathered
    left join table_facts on gathered.table_id = table_facts.table_id
)

select
    figure_id,
    table_kind,
    case when is_two_sided then side end as side,
    function_code,
    coalesce(economic_department_code, column_department_code) as economic_department_code,
    coalesce(economic_government_code, heading_government_code) as economic_government_code,
    case
        when table_kind in ('performance_target', 'staff_assets') then nullif(label_printed, '')
        when table_kind = 'three_public'
            then case
                when is_item_open then null
                when heading_item is not null and heading_item <> 'total' then heading_item
                when row_item is not null and row_item <> 'total' then row_item
                when heading_item = 'total' or row_item = 'total' then 'total'
                when has_conference_columns and column_role = 'total' then 'grand_total'
                when row_role = 'total' or total_depth > 0 then 'total'
                -- a row that names something else than an item, a unit or a year is no sum of all items
                when column_role = 'total' and (is_item_free_row or heading_item is not null) then 'total'
            end
        when table_kind = 'project_expenditure' and row_role <> 'total' then project_name
        else coalesce(heading_item, default_item)
    end as item,
    case
        when table_kind in ('performance_target', 'staff_assets', 'other') then null
        when fund_contradicts then null
        -- a title that names one budget holds whatever the heading says of it
        when is_fund_open and coalesce(not starts_with(title_fund_path, 'all>fiscal>'), true) then null
        else coalesce({{ path_value('fund_path') }}, 'all')
    end as fund_source,
    case
        when table_kind in ('performance_target', 'staff_assets', 'other') then null
        -- 本年收入/基本支出 in one table with expenditure: revenue set apart for a kind of spending
        when is_revenue_side
            then if(coalesce(is_two_sided or is_revenue, false), null, {{ path_value('heading_spending_path') }})
        when spending_contradicts then null
        when is_heading_spending_open and coalesce(default_spending_kind <> 'project', true) then null
        else coalesce({{ path_value('spending_path') }}, default_spending_kind)
    end as spending_kind,
    case
        when table_kind in ('performance_target', 'staff_assets', 'other') then null
        when heading_vintage is not null and row_vintage is not null and heading_vintage <> row_vintage
            -- 本年收入合计 under 上年结转, or 上年结转 under 编制预算: the narrower statement
            then 'carryover'
        when coalesce(heading_vintage, row_vintage) is not null then coalesce(heading_vintage, row_vintage)
        when has_carryover_column and (column_role = 'part' or heading_fund is not null) then 'current'
        when has_carryover_heading and heading_fund is not null then 'current'
        when is_revenue_side and coalesce(heading_fund, row_fund) is not null then 'current'
        else 'all'
    end as vintage,
    case
        when table_kind in ('performance_target', 'staff_assets', 'other') then null
        when is_stage_open then null
        else coalesce(
            heading_stage,
            case disclosure_kind when 'budget' then 'initial_budget' when 'final_accounts' then 'final' end
        )
    end as stage,
    case
        when table_kind in ('performance_target', 'staff_assets', 'other') then null
        when heading_year = 'previous' then fiscal_year - 1
        when heading_year = 'current' then fiscal_year
        else coalesce(try_cast(heading_year as integer), fiscal_year)
    end as figure_year,
    case
        when value_kind = 'money' then coalesce(heading_measure, 'amount')
        else coalesce(heading_measure, 'other')
    end as measure,
    case when table_kind not in ('performance_target', 'staff_assets', 'other') then row_role end as row_role,
    case when table_kind not in ('performance_target', 'staff_assets', 'other') then column_role end
        as column_role,
    coalesce(is_subtotal, false) or is_nested_subtotal as is_subtotal,
    is_remark,
    has_carryover_column or has_carryover_heading as has_carryover_column,
    fund_contradicts or spending_contradicts as is_contradictory
from judged
