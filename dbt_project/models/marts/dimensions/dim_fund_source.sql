select
    value as fund_source,
    name_zh,
    name_en,
    parent as parent_fund_source,
    case
        when value in ('fiscal', 'general_public_budget', 'government_fund', 'state_capital') then 'fiscal'
        when value = 'all' then 'all'
        else 'own'
    end as fund_group
from {{ ref('coordinate_values') }}
where axis = 'fund_source'
