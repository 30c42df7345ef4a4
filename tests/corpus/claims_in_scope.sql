-- Which amounts of the text must be tied: those whose own words (or, where the clause has none, the words carried on to
-- it) name the total of a table, a class, a 款 or 项, an item of the three public expenses or 机关运行经费. The words
-- decide alone, whether or not the claim is tied; thresholds are no amounts. Over published tables only.
with said as (
    select
        claim_id,
        document_id,
        sentence_id,
        sentence,
        printed,
        role,
        refers_to,
        tied_by,
        untied_reason,
        regexp_replace(
            coalesce(clause, '') || '|' || coalesce(subject_text, ''), '[\s　“”"]', '', 'g'
        ) as words,
        regexp_replace(
            regexp_replace(coalesce(subject_text, ''), '[\s　“”"]', '', 'g'),
            '^[（(]?[0-9一二三四五六七八九十①-⑳]+[)）、.．]|[（(][0-9]+[)）]|科目$|支出$', '', 'g'
        ) as stem
    from marts.fct_narrative_claim
    where claim_kind = 'amount' and role <> 'threshold'
),

names as (
    select distinct regexp_replace(name, '支出$', '') as stem
    from marts.dim_function_subject
)

select
    said.*,
    case
        when regexp_matches(words, '[（(](类|款|项)[)）]') or names.stem is not null then 'subject'
        when regexp_matches(words, '三公|因公.{0,2}出[国境]|公务接待|公务用?车') then 'three_public'
        when regexp_matches(words, '机关运行经费') then 'operating_cost'
        else 'total'
    end as scope
from said
left join names on said.stem = names.stem
where
    names.stem is not null
    or regexp_matches(
        words,
        '[（(](类|款|项)[)）]|三公|因公.{0,2}出[国境]|公务接待|公务用?车|机关运行经费'
        || '|总计|合计|总额|总预算|总决算|总收入|总支出|收支|收、支|收入、支出|(收入|支出)(预算|决算)|本年(收入|支出)|(预算|决算)(收入|支出)'
        || '|财政拨款|一般公共预算|政府性基金|国有资本经营|基本支出|项目支出|人员经费|公用经费|事业收入|经营收入|其他收入|上级补助|结转|结余'
    )
