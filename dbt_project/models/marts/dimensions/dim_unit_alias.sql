-- Every spelling met, with the unit it stands for and why; a spelling that several units may mean stays open.
-- Rows that print a code, or a name in a column of units, are resolved by int_unit; the mentions beyond them by the
-- register, by a code or (汇总), (本级) behind the name, or by the only unit of that name.
with in_tables as (
    select
        document_id,
        region_code,
        fiscal_year,
        regexp_replace(spelling, '[\s　]+', '', 'g') as spelling,
        unit_text,
        unit_key,
        unit_code,
        min(reason) as reason,
        bool_or(is_ambiguous) as is_ambiguous,
        sum(mention_count) as mention_count
    from {{ ref('int_unit') }}
    where spelling is not null and found_in = 'table'
    group by all
),

holders as (
    select distinct
        document_id,
        stem,
        unit_code,
        unit_key,
        coalesce(
            bool_or(unit_code is not null) over (partition by document_id, stem) and unit_code is null, false
        ) as is_without_code
    from {{ ref('int_unit') }}
    where unit_key is not null
),

-- who may be meant: the units of the name, and what tells one of them
meant as (
    select
        spellings.document_id,
        spellings.spelling,
        count(distinct holders.unit_key) as holder_count,
        any_value(holders.unit_key) as only_key,
        any_value(holders.unit_code) as only_code,
        min_by(holders.unit_code, length(holders.unit_code)) as shortest_code,
        max_by(holders.unit_code, length(holders.unit_code)) as longest_code,
        max(holders.unit_code) filter (where holders.unit_code = spellings.printed_code) as same_code,
        max(holders.unit_code) filter (where length(holders.unit_code) = length(spellings.printed_code)) as like_code
    from {{ ref('int_unit_spelling') }} as spellings
    left join
        holders
        on spellings.document_id = holders.document_id and spellings.stem = holders.stem and not holders.is_without_code
    group by spellings.document_id, spellings.spelling
),

anywhere as (
    select
        spellings.document_id,
        spellings.region_code,
        spellings.fiscal_year,
        spellings.spelling,
        spellings.unit_text,
        case
            when aliases.alias is not null then if(aliases.is_ambiguous, null, aliases.unit_code)
            when meant.same_code is not null then meant.same_code
            when spellings.printed_code is not null then meant.like_code
            when spellings.said_level = 'department' then meant.shortest_code
            when spellings.said_level = 'unit' then meant.longest_code
            when meant.holder_count = 1 then meant.only_code
        end as unit_code,
        case
            when aliases.alias is not null then null
            when meant.holder_count = 1 and meant.only_code is null then meant.only_key
        end as named_key,
        case
            when aliases.alias is not null then aliases.reason
            when meant.same_code is not null then 'code printed behind the name'
            when spellings.printed_code is not null
                then 'no unit has the code printed behind the name; of that name, the unit with a code as long'
            when spellings.said_level = 'department' then 'said to be the department with its units'
            when spellings.said_level = 'unit' then 'said to be the unit itself'
            when meant.holder_count = 1 then 'same name but for region, 人民政府, 驻 or a suffix'
            else 'several units bear the name'
        end as reason,
        coalesce(aliases.is_ambiguous, meant.holder_count > 1, false) as is_ambiguous,
        -- what the tables say already is not counted again
        spellings.mention_count - coalesce(tables.mention_count, 0) as mention_count
    from {{ ref('int_unit_spelling') }} as spellings
    inner join meant on spellings.document_id = meant.document_id and spellings.spelling = meant.spelling
    left join {{ ref('unit_aliases') }} as aliases
        on
            spellings.region_code = aliases.region_code
            and spellings.unit_text = {{ normalise_text('aliases.alias') }}
    left join (
        select
            document_id,
            spelling,
            sum(mention_count) as mention_count
        from in_tables
        group by document_id, spelling
    ) as tables
        on spellings.document_id = tables.document_id and spellings.spelling = tables.spelling
    -- a longer name that only ends like a unit's is nobody's
    where aliases.alias is not null or meant.holder_count > 0
),

mentions as (
    select
        document_id,
        coalesce(region_code, 'unknown') as region_code,
        fiscal_year,
        spelling,
        unit_text,
        unit_key,
        unit_code,
        reason,
        is_ambiguous,
        mention_count
    from in_tables

    union all

    select
        document_id,
        coalesce(region_code, 'unknown'),
        fiscal_year,
        spelling,
        unit_text,
        coalesce(
            coalesce(region_code, 'unknown')
            || '-' || coalesce(cast(fiscal_year as varchar), 'unknown')
            || '-' || unit_code,
            named_key
        ),
        unit_code,
        reason,
        is_ambiguous and unit_code is null,
        mention_count
    from anywhere
    where mention_count > 0
),

spellings as (
    select
        region_code,
        fiscal_year,
        unit_text,
        spelling,
        unit_key,
        max(unit_code) as unit_code,
        min(reason) as reason,
        bool_or(is_ambiguous) as is_ambiguous,
        sum(mention_count) as mention_count,
        count(distinct document_id) as document_count
    from mentions
    group by region_code, fiscal_year, unit_text, spelling, unit_key
)

select
    region_code,
    cast(fiscal_year as integer) as fiscal_year,
    unit_text as alias,
    spelling as alias_printed,
    unit_key,
    unit_code,
    reason,
    -- 108 and 108001 bear one name: the name alone does not say which
    is_ambiguous
    or count(distinct unit_code) over (partition by region_code, fiscal_year, unit_text) > 1 as is_ambiguous,
    cast(mention_count as integer) as mention_count,
    cast(document_count as integer) as document_count
from spellings
