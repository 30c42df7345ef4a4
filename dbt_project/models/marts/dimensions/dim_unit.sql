with known as (
    select
        unit_key,
        region_code,
        fiscal_year,
        unit_code,
        spelling,
        unit_text,
        mention_count,
        printed_code is not null as is_beside_code
    from {{ ref('int_unit') }}
    where unit_key is not null

    union all

    -- a unit that only its document's own code names
    select
        units.unit_key,
        documents.region_code,
        documents.fiscal_year,
        units.unit_code,
        documents.publisher_name,
        documents.publisher_text,
        1,
        false
    from {{ ref('int_document_unit') }} as units
    inner join {{ ref('int_document') }} as documents on units.document_id = documents.document_id
    where units.unit_key is not null
),

named as (
    select
        unit_key,
        max(region_code) as region_code,
        max(fiscal_year) filter (where unit_code is not null) as fiscal_year,
        max(unit_code) as unit_code,
        -- the spelling beside its code before others, then the one printed most often; among equals the longest, then
        -- the first by its characters
        arg_min(
            spelling, (not is_beside_code, -mention_count, -coalesce(length(spelling), 0), spelling)
        ) as unit_name
    from known
    group by unit_key
)

select
    named.unit_key,
    named.region_code,
    cast(named.fiscal_year as integer) as fiscal_year,
    named.unit_code,
    coalesce(named.unit_name, named.unit_code) as unit_name,
    named.unit_code is null as is_named_only,
    arg_max(parents.unit_key, length(parents.unit_code)) as parent_unit_key,
    case
        when named.unit_code is null then null
        when length(named.unit_code) <= 3 then 'department'
        else 'unit'
    end as level
from named
left join named as parents
    on
        named.region_code is not distinct from parents.region_code
        and named.fiscal_year = parents.fiscal_year
        and starts_with(named.unit_code, parents.unit_code)
        and length(parents.unit_code) < length(named.unit_code)
group by named.unit_key, named.region_code, named.fiscal_year, named.unit_code, named.unit_name
