select
    tables.table_id,
    tables.document_id,
    cast(tables.table_no as integer) as table_no,
    tables.title,
    tables.printed_number,
    tables.table_kind,
    coalesce(
        tables.classification,
        case
            when codes.functions > codes.economic_classes then 'function'
            when codes.economic_classes > 0 then 'economic'
            when codes.units > 0 and tables.table_kind in ('revenue', 'expenditure') then 'unit'
            when tables.table_kind = 'project_expenditure' then 'project'
        end
    ) as classification,
    cast(tables.page_from as integer) as page_from,
    cast(tables.page_to as integer) as page_to,
    tables.money_unit,
    cast(tables.row_count as integer) as row_count,
    tables.is_empty,
    tables.note
from {{ ref('int_table') }} as tables
left join (
    select
        table_id,
        count(function_code) as functions,
        greatest(count(economic_department_code), count(economic_government_code)) as economic_classes,
        count(unit_label) as units
    from {{ ref('int_row') }}
    group by table_id
) as codes on tables.table_id = codes.table_id
