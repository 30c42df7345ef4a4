-- Divisions of GB/T 2260 with the years of their validity, and one entry for central publishers.
with divisions as (
    select
        region_code,
        name,
        province,
        case when prefecture not in ('', '直辖') then prefecture end as prefecture,
        case level when '省级' then 'province' when '地级' then 'prefecture' else 'county' end as level,
        valid_from,
        valid_to,
        nullif(new_code, '') as successor_code,
        row_number() over (
            partition by region_code order by valid_to desc nulls first, valid_from desc
        ) = 1 as is_latest
    from {{ ref('gb2260') }}
)

select
    region_code,
    cast(coalesce(valid_from, 1981) as integer) as valid_from,
    cast(valid_to as integer) as valid_to,
    name,
    case level
        when 'province' then name
        when 'prefecture' then province || name
        else province || coalesce(prefecture, '') || name
    end as full_name,
    level,
    case level
        when 'province' then '000000'
        when 'prefecture' then substr(region_code, 1, 2) || '0000'
        when 'county' then
            case
                when prefecture is null then substr(region_code, 1, 2) || '0000' else
                    substr(region_code, 1, 4) || '00'
            end
    end as parent_code,
    successor_code,
    is_latest
from divisions
qualify
    row_number()
        over (partition by region_code, coalesce(valid_from, 1981) order by valid_to desc nulls first)
    = 1

union all

select
    '000000',
    1949,
    null,
    '中央',
    '中央',
    'central',
    null,
    null,
    true
