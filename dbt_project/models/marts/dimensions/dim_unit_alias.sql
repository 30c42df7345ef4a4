-- Every spelling met, with the unit it stands for and why; a spelling that several units may mean stays open.
with spellings as (
    select
        coalesce(region_code, 'unknown') as region_code,
        fiscal_year,
        spelling,
        unit_text,
        unit_key,
        unit_code,
        reason,
        is_ambiguous,
        mention_count,
        document_id
    from {{ ref('int_unit') }}
    where spelling is not null

    union all

    -- spellings of the register that texts and project names use
    select
        aliases.region_code,
        units.fiscal_year,
        aliases.alias,
        {{ normalise_text('aliases.alias') }},
        units.unit_key,
        aliases.unit_code,
        aliases.reason,
        aliases.is_ambiguous,
        0,
        null
    from {{ ref('unit_aliases') }} as aliases
    inner join (
        select distinct
            region_code,
            fiscal_year,
            unit_code,
            unit_key
        from {{ ref('int_unit') }}
        where unit_key is not null and unit_code is not null
    ) as units
        on aliases.region_code = units.region_code and aliases.unit_code = units.unit_code
)

select
    region_code,
    cast(fiscal_year as integer) as fiscal_year,
    unit_text as alias,
    max(spelling) as alias_printed,
    unit_key,
    max(unit_code) as unit_code,
    min(reason) as reason,
    bool_or(is_ambiguous) as is_ambiguous,
    cast(sum(mention_count) as integer) as mention_count,
    cast(count(distinct document_id) as integer) as document_count
from spellings
group by region_code, fiscal_year, unit_text, unit_key
