-- The subject of the classifications that a claim names: by code, by its path of 类、款、项, by the name that a table
-- of the document (or of its other half) gives it, or by a name that differs by one character or by its order.
-- Names decide, never amounts; where two codes are as near, none is taken.
with spoken as (
    select distinct
        document_id,
        spoken
    from (
        select
            document_id,
            spoken
        from {{ ref('int_claim_words') }}
        where kind in ('amount', 'percent') or role = 'unchanged'
        union all
        select
            document_id,
            whole as spoken
        from {{ ref('int_claim_words') }}
    )
    where spoken <> ''
),

bracketed as (
    select
        document_id,
        spoken,
        nullif(
            regexp_extract(spoken, '(?:^|[^0-9.])((?:2[0-9]{2}|[35][0-9]{2})(?:[0-9]{2}){0,2})(?:[^0-9.年]|$)', 1), ''
        ) as code,
        -- 教育支出[类], 教育支出类普通教育款小学教育项, 教育支出-普通教育-小学教育: all are 教育支出(类)普通教育(款)小学教育(项)
        case
            when regexp_matches(spoken, '\([类款项]\)') then spoken
            when regexp_matches(spoken, '\[[类款项]\]') then translate(spoken, '[]', '()')
            when regexp_full_match(spoken, '[^()]{2,}类[^()]{2,}款[^()]{2,}项(支出|科目)?')
                then regexp_replace(spoken, '^(.{2,}?)类(.{2,}?)款(.{2,}?)项', '\1(类)\2(款)\3(项)')
            when regexp_full_match(spoken, '[^()0-9/>-]{3,}[/>-]+[^()0-9/>-]{2,}[/>-]+[^()0-9/>-]{2,}')
                then regexp_replace(spoken, '^([^/>-]+)[/>-]+([^/>-]+)[/>-]+([^/>-]+)', '\1(类)\2(款)\3(项)')
            else spoken
        end as path
    from spoken
),

parsed as (
    select
        document_id,
        spoken,
        code,
        {{ subject_stem("nullif(regexp_extract(path, '([^)、,。;:]+?)\\(类\\)', 1), '')") }} as class_stem,
        {{ subject_stem("nullif(regexp_extract(path, '([^)、,。;:]+?)\\(款\\)', 1), '')") }} as section_stem,
        {{ subject_stem("nullif(regexp_extract(path, '([^)、,。;:]+?)\\(项\\)', 1), '')") }} as item_stem,
        {{ subject_stem("regexp_replace(path, '\\([类款项]\\)', '', 'g')") }} as plain_stem
    from bracketed
),

-- the rows of the tables; text and tables may stand in two files of one disclosure
document_rows as (
    select distinct
        documents.document_id,
        table_rows.classification,
        table_rows.code,
        {{ subject_stem('table_rows.label_text') }} as stem
    from (
        select
            documents.document_id,
            unnest(list_distinct([documents.document_id, coalesce(ranks.companion_document_id, documents.document_id)]))
                as table_document_id
        from {{ ref('int_document') }} as documents
        left join {{ ref('int_document_rank') }} as ranks on documents.document_id = ranks.document_id
    ) as documents
    inner join (
        select
            document_id,
            label_text,
            unnest(['function', 'economic_department', 'economic_government']) as classification,
            unnest([function_code, economic_department_code, economic_government_code]) as code
        from {{ ref('int_row') }}
    ) as table_rows on documents.table_document_id = table_rows.document_id
    where table_rows.code is not null and table_rows.label_text <> ''
),

-- a code may be spoken of by another of its names
document_names as (
    select
        document_id,
        classification,
        code,
        stem
    from document_rows
    where stem <> ''
    union
    select
        codes.document_id,
        codes.classification,
        codes.code,
        {{ subject_stem('names.name') }} as stem
    from (select distinct
        document_id,
        classification,
        code
    from document_rows) as codes
    inner join {{ ref('int_subject_name') }} as names
        on codes.classification = names.classification and codes.code = names.code
),

class_codes as (
    select
        {{ subject_stem('name') }} as stem,
        min(code) as code
    from {{ ref('int_subject_name') }}
    where classification = 'function' and length(code) = 3
    group by all
),

-- 款 that bear a name, whether or not the document has them: 林业和草原(款)一般行政管理事务(项) is none of 水利
section_codes as (
    select distinct
        {{ subject_stem('name') }} as stem,
        code
    from {{ ref('int_subject_name') }}
    where classification = 'function' and length(code) = 5
),

-- the 款 that a path names, by the tables of the document
sections_said as (
    select distinct
        parsed.document_id,
        parsed.spoken,
        names.code
    from parsed
    inner join document_names as names
        on
            parsed.document_id = names.document_id and parsed.section_stem = names.stem
            and names.classification = 'function' and length(names.code) = 5
),

path_candidates as (
    select
        parsed.document_id,
        parsed.spoken,
        names.code,
        case
            when parsed.item_stem is not null and length(names.code) = 7
                then
                    case
                        when names.stem = parsed.item_stem and sections.code is not null then 1
                        when names.stem = parsed.item_stem and section_codes.code is null then 2
                        -- 人大事务行政运行(项): the 款 stands before the name
                        when
                            ends_with(parsed.item_stem, names.stem)
                            and above.stem = left(parsed.item_stem, length(parsed.item_stem) - length(names.stem))
                            then 3
                        -- 其他…(项) of a 款 is its 99, whatever it was called that year
                        when
                            sections.code is not null and starts_with(parsed.item_stem, '其他')
                            and starts_with(names.stem, '其他') and ends_with(names.code, '99')
                            then 4
                        when
                            length(parsed.item_stem) >= 5
                            and (sections.code is not null or section_codes.code is null)
                            and (
                                levenshtein(names.stem, parsed.item_stem) <= 1
                                or list_sort(string_split(names.stem, ''))
                                = list_sort(string_split(parsed.item_stem, ''))
                                -- 归口管理的行政单位离退休
                                or regexp_replace(parsed.item_stem, '^(未?归口管理的?)', '') = names.stem
                            )
                            then 5
                    end
            -- 卫生健康支出(类)卫生健康支出(款)计划生育事务(项), where the tables call that a 款
            when
                parsed.item_stem is not null and length(names.code) = 5 and names.stem = parsed.item_stem
                and parsed.class_stem is not null and parsed.section_stem = parsed.class_stem
                then 7
            when parsed.item_stem is null and parsed.section_stem is not null and length(names.code) = 5
                then
                    case
                        when names.stem = parsed.section_stem then 1
                        when
                            length(parsed.section_stem) >= 5 and levenshtein(names.stem, parsed.section_stem) <= 1
                            then 5
                    end
            when
                parsed.item_stem is null and parsed.section_stem is null and length(names.code) = 3
                and (names.stem = parsed.class_stem or names.code = class_codes.code)
                then 1
        end as way
    from parsed
    left join class_codes on parsed.class_stem = class_codes.stem
    inner join document_names as names
        on
            parsed.document_id = names.document_id and names.classification = 'function'
            and (class_codes.code is null or starts_with(names.code, class_codes.code))
    left join section_codes on parsed.section_stem = section_codes.stem
    left join sections_said as sections
        on
            parsed.document_id = sections.document_id and parsed.spoken = sections.spoken
            and length(names.code) = 7 and left(names.code, 5) = sections.code
    left join document_names as above
        on
            names.document_id = above.document_id and above.classification = 'function'
            and length(names.code) = 7 and left(names.code, 5) = above.code
    where parsed.class_stem is not null or parsed.section_stem is not null or parsed.item_stem is not null
),

path_best as (
    select
        document_id,
        spoken,
        'function' as classification,
        min(code) as code,
        case when min(way) <= 3 then 'path' else 'near' end as named_by
    from (
        select *
        from path_candidates
        where way is not null
        qualify way = min(way) over (partition by document_id, spoken)
    ) as best
    group by document_id, spoken
    having count(distinct code) = 1
),

by_code as (
    select distinct
        parsed.document_id,
        parsed.spoken,
        codes.classification,
        codes.code,
        'code' as named_by
    from parsed
    inner join (select distinct
        document_id,
        classification,
        code
    from document_rows) as codes
        on parsed.document_id = codes.document_id and parsed.code = codes.code
    -- one code, one classification: 301 is an economic class of departments, 501 of governments
    qualify count(distinct codes.classification) over (partition by parsed.document_id, parsed.spoken) = 1
),

by_name as (
    select
        parsed.document_id,
        parsed.spoken,
        names.classification,
        case
            when count(distinct names.code) = 1 then min(names.code)
            -- a class and its only 款 of the same name: the class
            when count(distinct substr(names.code, 1, 3)) = 1 and min(length(names.code)) = 3
                then arg_min(names.code, length(names.code))
        end as code,
        'name' as named_by
    from parsed
    inner join document_names as names
        on parsed.document_id = names.document_id and parsed.plain_stem = names.stem
    where parsed.class_stem is null and parsed.section_stem is null and parsed.item_stem is null
    group by parsed.document_id, parsed.spoken, names.classification
),

found as (
    select
        *,
        1 as preference
    from by_code
    union all
    select
        *,
        2 as preference
    from path_best
    union all
    select
        *,
        3 + list_position(['function', 'economic_department', 'economic_government'], classification) as preference
    from by_name
    where code is not null
)

select
    document_id,
    spoken,
    classification,
    code,
    named_by
from found
qualify row_number() over (partition by document_id, spoken order by preference) = 1
