-- Shape 6 over sentences: years, names and denials of the text against what the tables print.
with sentences as (
    select
        s.document_id,
        s.sentence_id,
        s.page,
        s.text,
        {{ normalise_text('s.text') }} as words,
        d.fiscal_year,
        d.disclosure_kind,
        coalesce(p.is_marked, false) as is_marked
    from {{ ref('stg_sentence') }} as s
    inner join {{ ref('int_document') }} as d on s.document_id = d.document_id
    left join {{ ref('stg_page') }} as p on s.document_id = p.document_id and s.page = p.page
),

figures as (
    select * from {{ ref('rec_figure') }}
    where is_main and amount_yuan <> 0
),

-- 本部门无2022年政府性基金预算支出情况 in a document of another year: copied from an older one.
none_sentences as (
    select
        'narrative_year_of_none_sentence' as rule_id,
        document_id,
        sentence_id as instance_key,
        {{ sentence_start('text') }} as instance,
        cast({{ year_of_none('text') }} as integer) = fiscal_year as holds,
        cast(null as varchar) as reason,
        [cast(page as integer)] as pages,
        cast([] as varchar[]) as figure_ids,
        is_marked,
        {{ year_of_none('text') }} as actual_printed,
        cast(fiscal_year as varchar) as expected_printed
    from sentences
    where
        {{ year_of_none('text') }} <> '' and fiscal_year is not null
        and not regexp_matches(text, '结转|结余|决算|执行|完成')
),

-- 没有使用政府性基金预算拨款安排的支出 beside a table of it with amounts.
denials as (
    select
        *,
        case
        regexp_extract(
            words,
            '(?:没有使用|没有|无)(?:20[0-9]{2}年度?)?(?:当年|使用|安排)?(?:的)?(政府性基金|国有资本经营|三公经费)', 1
        )
            when '政府性基金' then 'government_fund_expenditure'
            when '国有资本经营' then 'state_capital_expenditure'
            when '三公经费' then 'three_public'
        end as table_kind
    from sentences
    where
        -- Instructions and conditions deny nothing; money carried over is another amount.
        not regexp_matches(words, '结转|结余|保留|下述|如无|若无|的,|变化|增减|以外')
),

denied as (
    select
        'narrative_none_is_empty' as rule_id,
        s.document_id,
        s.sentence_id as instance_key,
        {{ sentence_start('s.text') }} as instance,
        count(f.figure_id) = 0 as holds,
        cast(null as varchar) as reason,
        list_sort(list_distinct(
            [cast(s.page as integer)] || coalesce(list(cast(f.page as integer)) filter (where f.page is not null), [])
        )) as pages,
        coalesce(list_sort(list(f.figure_id) filter (where f.figure_id is not null)), []) as figure_ids,
        s.is_marked or coalesce(bool_or(f.is_marked), false) as is_marked,
        {{ sentence_start('s.text') }} as actual_printed,
        coalesce(string_agg(f.printed, ' ' order by f.page, f.row_no, f.figure_id), '') as expected_printed
    from denials as s
    left join figures as f
        on
            s.document_id = f.document_id and s.table_kind = f.table_kind
            and coalesce(f.vintage, 'current') <> 'carryover'
            and coalesce(f.side, 'expenditure') = 'expenditure'
    where
        s.table_kind is not null
        -- The document prints the table that is spoken of.
        and exists (
            select 1
            from {{ ref('int_table') }} as t
            where t.document_id = s.document_id and t.table_kind = s.table_kind
        )
    group by s.document_id, s.sentence_id, s.text, s.page, s.is_marked
),

-- Names of classes that were given up before the document's year.
former_names as (
    select
        'narrative_class_name_current' as rule_id,
        s.document_id,
        s.sentence_id as instance_key,
        {{ sentence_start('s.text') }} as instance,
        count(former.code) = 0 as holds,
        cast(null as varchar) as reason,
        [cast(s.page as integer)] as pages,
        cast([] as varchar[]) as figure_ids,
        s.is_marked,
        coalesce(string_agg(distinct former.name, '、' order by former.name), '') as actual_printed,
        coalesce(string_agg(distinct present.name, '、' order by present.name), '') as expected_printed
    from sentences as s
    inner join (
        select distinct name
        from {{ ref('subject_class_names') }}
        where classification = 'function' and length(name) >= 6
    ) as any_name on contains(s.words, any_name.name)
    left join {{ ref('subject_class_names') }} as former
        on
            any_name.name = former.name and former.classification = 'function'
            and cast(former.valid_to as integer) < s.fiscal_year
    left join {{ ref('subject_class_names') }} as present
        on former.code = present.code and present.valid_to is null and present.classification = 'function'
    where s.fiscal_year is not null
    group by s.document_id, s.sentence_id, s.text, s.page, s.is_marked
),

-- 支出包括：… names the classes that have an amount.
class_labels as (
    select
        document_id,
        label,
        min(figure_id) as figure_id
    from figures
    where length(function_code) = 3 and table_kind in ('balance', 'expenditure')
    group by document_id, label
),

class_lists as (
    select
        'narrative_class_list_complete' as rule_id,
        s.document_id,
        s.sentence_id as instance_key,
        {{ sentence_start('s.text') }} as instance,
        bool_and(contains(s.words, regexp_replace(c.label, '支出$', ''))) as holds,
        cast(null as varchar) as reason,
        [cast(s.page as integer)] as pages,
        list_sort(list(c.figure_id) filter (
            where not contains(s.words, regexp_replace(c.label, '支出$', ''))
        )) as figure_ids,
        s.is_marked,
        {{ sentence_start('s.text') }} as actual_printed,
        coalesce(string_agg(c.label, '、' order by c.label) filter (
            where not contains(s.words, regexp_replace(c.label, '支出$', ''))
        ), '') as expected_printed
    from sentences as s
    inner join class_labels as c on s.document_id = c.document_id
    where contains(s.words, '支出包括:')
    group by s.document_id, s.sentence_id, s.text, s.page, s.is_marked
    having count(*) filter (where contains(s.words, regexp_replace(c.label, '支出$', ''))) >= 2
),

-- 人员经费…主要包括：基本工资、… names the economic items that have an amount.
economic_names as (
    select distinct {{ normalise_text('name') }} as name
    from {{ ref('subject_codes_observed') }}
    where kind = 'dept_econ' and length(code) = 5
),

named_items as (
    select
        s.document_id,
        s.sentence_id,
        s.page,
        s.text,
        s.is_marked,
        unnest(string_split(
            regexp_replace(
                regexp_extract(s.words, '(?:包括|用于):?(.*)$', 1), '[。;.]$|等(支出|费用|方面)?[。;.]?$', '', 'g'
            ), '、'
        )) as item
    from sentences as s
    where
        regexp_matches(s.words, '(人员经费|公用经费).*(主要包括|包括|主要用于)')
        -- 机关运行经费：指… explains a word.
        and not regexp_matches(s.words, ':(是)?指')
),

item_lists as (
    select
        'narrative_economic_list_agrees' as rule_id,
        n.document_id,
        n.sentence_id as instance_key,
        {{ sentence_start('n.text') }} as instance,
        bool_and(f.label is not null) as holds,
        cast(null as varchar) as reason,
        [cast(n.page as integer)] as pages,
        cast([] as varchar[]) as figure_ids,
        n.is_marked,
        coalesce(string_agg(distinct n.item, '、' order by n.item) filter (where f.label is null), '')
            as actual_printed,
        '' as expected_printed
    from named_items as n
    inner join economic_names as e on n.item = e.name
    left join (
        select distinct
            document_id,
            label
        from figures
        where length(economic_department_code) = 5
    ) as f on n.document_id = f.document_id and n.item = f.label
    where
        exists (
            select 1
            from figures as basic
            where basic.document_id = n.document_id and length(basic.economic_department_code) = 5
        )
    group by n.document_id, n.sentence_id, n.text, n.page, n.is_marked
    having count(distinct n.item) >= 3
),

-- A table without amounts is explained, below it or in the text.
empty_tables as (
    select
        'empty_table_explained' as rule_id,
        t.document_id,
        t.table_id as instance_key,
        '《' || coalesce(t.title, '表' || t.table_no) || '》' as instance,
        t.note is not null or count(s.sentence_id) > 0 as holds,
        if(d.part = 'tables', 'the explanations stand in another file', null) as reason,
        [cast(t.page_from as integer)] as pages,
        cast([] as varchar[]) as figure_ids,
        false as is_marked,
        '' as actual_printed,
        '' as expected_printed
    from {{ ref('int_table') }} as t
    inner join {{ ref('int_document') }} as d on t.document_id = d.document_id
    left join sentences as s
        on
            t.document_id = s.document_id
            and regexp_matches(s.words, '无|没有|未安排|不涉及')
            and contains(
                s.words,
                case t.table_kind
                    when 'government_fund_expenditure' then '政府性基金'
                    when 'state_capital_expenditure' then '国有资本'
                    when 'three_public' then '三公'
                    when 'commissioned_service' then '委托业务'
                end
            )
    where
        t.is_empty and t.table_kind in (
            'government_fund_expenditure', 'state_capital_expenditure', 'three_public',
            'commissioned_service'
        )
    group by t.document_id, t.table_id, t.title, t.table_no, t.note, t.page_from, d.part
)

select * from none_sentences
union all by name
select * from denied
union all by name
select * from former_names
union all by name
select * from class_lists
union all by name
select * from item_lists
union all by name
select * from empty_tables
