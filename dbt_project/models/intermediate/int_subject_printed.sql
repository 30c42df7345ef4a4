-- Every row that prints a subject code with a name, once per classification. Where a row bears codes of both economic
-- classifications its name is neither's for certain.
select
    document_id,
    'function' as classification,
    function_code as code,
    label_text as name
from {{ ref('int_row') }}
where function_code is not null and label_text <> ''

union all

select
    document_id,
    'economic_department',
    economic_department_code,
    label_text
from {{ ref('int_row') }}
where economic_department_code is not null and economic_government_code is null and label_text <> ''

union all

select
    document_id,
    'economic_government',
    economic_government_code,
    label_text
from {{ ref('int_row') }}
where economic_government_code is not null and economic_department_code is null and label_text <> ''
