-- What each number of the text speaks of: coordinates from the words of its subject, then from the whole that it is a
-- part of, then from its section; and, where it speaks of nothing that we know, why. Amounts are not looked at.
with section_tables as (
    select
        pattern as section_kind,
        value as table_kind
    from {{ ref('claim_terms') }}
    where source = 'section' and axis = 'table_kind'
),

read as (
    select
        words.*,
        subjects.code,
        subjects.classification,
        subjects.named_by,
        terms.table_kind as own_kind,
        terms.spending_kind as own_spending_kind,
        terms.fund_source as own_fund_source,
        terms.vintage,
        terms.item,
        terms.side as own_side,
        terms.outside,
        coalesce(terms.is_known, false) as is_known,
        wholes.table_kind as whole_kind,
        wholes.spending_kind as whole_spending_kind,
        wholes.fund_source as whole_fund_source,
        case split_part(words.whole, '/', 2) when '收入' then 'revenue' when '支出' then 'expenditure' end as whole_side,
        words.whole = '' or whole_subjects.code is not null or coalesce(wholes.is_known, false) as is_whole_known,
        case when whole_subjects.classification = 'function' then whole_subjects.code end as whole_function_code,
        section_tables.table_kind as section_table_kind,
        {{ budget_words("if(words.role = 'base', words.clause_words, words.own_words)") }} as stage_words
    from {{ ref('int_claim_words') }} as words
    left join {{ ref('int_claim_term') }} as terms on words.subject = terms.words
    left join {{ ref('int_claim_subject') }} as subjects
        on
            words.document_id = subjects.document_id and words.spoken = subjects.spoken
            -- 公务接待费 is an item of the three public expenses before it is an economic subject
            and (subjects.named_by <> 'name' or (terms.item is null and terms.table_kind is null))
    left join {{ ref('int_claim_term') }} as wholes on split_part(words.whole, '/', 1) = wholes.words
    left join {{ ref('int_claim_subject') }} as whole_subjects
        on words.document_id = whole_subjects.document_id and words.whole = whole_subjects.spoken
    left join section_tables on words.section_kind = section_tables.section_kind
),

coordinates as (
    select
        *,
        case when classification = 'economic_department' then code end as economic_department_code,
        case when classification = 'economic_government' then code end as economic_government_code,
        -- 主要用于人员经费18万元: of the function that the sentence is about
        case
            when classification = 'function' then code
            when code is null and own_spending_kind is not null and explains = 'use' then whole_function_code
        end as function_code,
        -- 人员经费：①行政运行…
        coalesce(own_spending_kind, case when code is not null then whole_spending_kind end) as spending_kind,
        coalesce(own_fund_source, case when starts_with(item, 'procurement') then whole_fund_source end) as fund_source,
        -- 国有土地使用权出让收入安排的支出 is a subject of expenditure
        coalesce(case when code is null or own_side <> 'revenue' then own_side end, whole_side) as side,
        -- 服务183万元 is procurement only as a part of it
        coalesce(
            own_kind,
            case when whole_kind not in ('balance', 'revenue', 'expenditure') then whole_kind end,
            section_table_kind,
            whole_kind,
            -- functions in a text without sections are those of the general public budget
            case
                when classification = 'function' or (own_spending_kind is not null and whole_function_code is not null)
                    then 'general_public_budget_expenditure'
            end
        ) as said_kind
    from read
),

placed as (
    select
        *,
        case
            when
                section_kind in ('performance', 'assets', 'terms', 'functions', 'organisation')
                and not coalesce(own_kind in (
                    'three_public', 'operating_cost', 'government_procurement', 'commissioned_service'
                ), false)
                then null
            when
                item in ('abroad', 'reception', 'vehicle', 'vehicle_operation', 'vehicle_purchase')
                and (section_kind = 'three_public' or own_kind is null)
                then 'three_public'
            when item in ('conference', 'training') and classification is null then 'three_public'
            -- 差旅费 beside 委托业务费: which table it is of is not said
            when
                starts_with(classification, 'economic') and own_kind is null
                and said_kind in ('three_public', 'operating_cost', 'commissioned_service', 'government_procurement')
                then null
            -- 收入总计 counts what was carried over; the table of income of the year does not
            when
                section_kind = 'balance' and said_kind in ('revenue', 'expenditure', 'balance')
                and classification is null and fund_source is null and spending_kind is null and vintage is null
                and regexp_matches(own_words, '(收入|支出)(预算|决算)?总计|总收入|总支出')
                then 'balance'
            -- final accounts print the income of these funds beside what is spent of it
            when
                side = 'revenue' and disclosure_kind = 'final_accounts'
                and section_kind in ('government_fund', 'state_capital')
                then section_table_kind
            -- else income has no table by fund: 一般公共预算财政拨款收入 stands in the balance of fiscal money
            when
                side = 'revenue'
                and if(said_kind = 'revenue', section_table_kind, said_kind) in (
                    'fiscal_expenditure', 'general_public_budget_expenditure', 'government_fund_expenditure',
                    'state_capital_expenditure', 'expenditure'
                )
                then case
                    when section_table_kind in ('revenue', 'balance', 'fiscal_balance') then section_table_kind
                    when if(said_kind = 'revenue', section_table_kind, said_kind) = 'expenditure' then 'revenue'
                    else 'fiscal_balance'
                end
            -- a part of the section's whole: 基本支出 in the section on the general public budget
            when
                said_kind in ('revenue', 'expenditure')
                and section_kind in (
                    'general_public_budget', 'fiscal_balance', 'government_fund', 'state_capital',
                    'basic_expenditure', 'fiscal_expenditure'
                )
                then section_table_kind
            when classification is not null and said_kind in ('balance', 'revenue')
                then case when section_kind = 'revenue' then 'revenue' else 'expenditure' end
            when spending_kind is not null and said_kind in ('balance', 'revenue') then 'expenditure'
            when
                fund_source is not null
                and section_table_kind in ('balance', 'revenue', 'fiscal_balance')
                and (side is distinct from 'expenditure')
                and (own_kind is distinct from 'fiscal_balance')
                then section_table_kind
            else said_kind
        end as table_kind,
        case
            when regexp_matches(stage_words, '(全年|调整后?|变更后?)的?预算') then 'adjusted_budget'
            when regexp_matches(stage_words, '执行(数|情况)?(为|是|合计)?$|执行数') then 'execution'
            when contains(stage_words, '决算') then 'final'
            when contains(stage_words, '预算') then 'initial_budget'
            when disclosure_kind = 'budget' then 'initial_budget'
            when disclosure_kind = 'final_accounts' then 'final'
        end as stage,
        cast(case
            when role = 'base'
                then coalesce(
                    try_cast(nullif(regexp_extract(clause_words, '((?:19|20)[0-9]{2})年', 1), '') as integer),
                    fiscal_year - {{ says_last_year('clause_words') }}
                )
            else coalesce(year, fiscal_year - {{ says_last_year('own_words') }})
        end as integer) as figure_year
    from coordinates
),

said_first as (
    select
        *,
        case
            when role = 'threshold' then 'threshold'
            when kind in ('count', 'other') and number is not null then null
            when kind = 'amount' and clause_words = '' then 'no_subject'
            when subject = '' and spoken = '' then case when explains is null then 'no_subject' else 'explanation' end
            when outside is not null and code is null then 'outside_tables'
            when table_kind is null and section_kind in ('performance', 'assets', 'terms', 'functions', 'organisation')
                then 'outside_tables'
            when
                regexp_matches(own_words, '涉及|人均|平均|每(人|辆|批)|单价')
                and (own_kind is distinct from 'commissioned_service')
                then 'outside_tables'
            when code is null and regexp_matches(spoken, '\([款项]\)') then 'subject_not_in_tables'
            when
                not is_whole_known and said_in = 'clause' and item is null
                and (code is null or named_by = 'name') and explains is null
                then 'part_of_unknown'
            when whole_spending_kind = 'project' and named_by = 'name' then 'part_of_unknown'
            when code is not null then null
            when not is_known then case when explains is null then 'unknown_words' else 'explanation' end
            when
                coalesce(item, spending_kind, fund_source, vintage, side, own_kind) is null or table_kind is null
                then 'unknown_words'
        end as first_reason
    from placed
),

-- 某项目7,083.34万元，上年结转564.09万元: what is left over of something unknown
judged as (
    select
        *,
        case
            when
                first_reason is null and vintage is not null and own_kind is null
                and coalesce(item, spending_kind, fund_source, own_side) is null
                and (
                    (whole_spending_kind = 'project' and not contains(sentence, whole_text))
                    or (
                        whole = ''
                        and lag(first_reason) over (
                            partition by sentence_id, kind order by start
                        ) in ('unknown_words', 'part_of_unknown', 'outside_tables', 'explanation')
                    )
                )
                then 'part_of_unknown'
            else first_reason
        end as untied_reason
    from said_first
)

select
    claim_id,
    document_id,
    sentence_id,
    page,
    start,
    sentence,
    section_no,
    section_title,
    section_kind,
    printed,
    number,
    unit,
    kind,
    role,
    clause,
    subject_text,
    whole_text,
    base_text,
    year,
    explains,
    kind in ('amount', 'percent') and untied_reason is null or role = 'unchanged' and untied_reason is null
        as is_tied,
    untied_reason,
    case when said_in = 'clause' then 'words' else 'context' end as tied_by,
    named_by,
    table_kind,
    function_code,
    economic_department_code,
    economic_government_code,
    spending_kind,
    fund_source,
    vintage,
    item,
    side,
    stage,
    figure_year,
    case
        when base_words = '' or role not in ('increase', 'decrease', 'unchanged', 'completion') then null
        when regexp_matches(base_words, '全年|调整') then 'adjusted_budget'
        when contains(base_words, '执行') then 'execution'
        when contains(base_words, '决算') then 'final'
        when contains(base_words, '预算') then 'initial_budget'
        else stage
    end as base_stage,
    cast(case
        when base_words = '' or role not in ('increase', 'decrease', 'unchanged', 'completion') then null
        else coalesce(
            try_cast(nullif(regexp_extract(base_words, '((?:19|20)[0-9]{2})', 1), '') as integer),
            figure_year - {{ says_last_year('base_words') }}
        )
    end as integer) as base_year
from judged
