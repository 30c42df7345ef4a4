select
    region_code || '-' || cast(valid_from as varchar) as region_version_key,
    region_code,
    valid_from,
    cast(valid_to as integer) as valid_to,
    name,
    full_name,
    level,
    parent_code,
    successor_code,
    is_latest
from {{ ref('int_region') }}
