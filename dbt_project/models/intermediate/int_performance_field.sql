-- Key and value pairs in the heads of performance forms: the label after 项目名称, 主管部门, 年度目标 …
with labels as (
    select
        labels.table_id,
        labels.row_no,
        labels.col_no,
        {{ strip_ordinals(normalise_text('labels.text')) }} as term,
        lead(labels.text)
            over (partition by labels.table_id, labels.row_no order by labels.col_no, labels.block_no, labels.text)
            as next_text
    from {{ ref('stg_label') }} as labels
    inner join {{ ref('int_table') }} as tables on labels.table_id = tables.table_id
    where tables.table_kind = 'performance_target' and coalesce(labels.header_path, '') = ''
),

fields as (
    select
        table_id,
        row_no,
        col_no,
        case
            when
                regexp_full_match(
                    term,
                    '(转移支付|专项\(项目\)|项目\(专项\))名称|项目(\(政策\)|\(专项\)|支出|资金)?名称'
                    || '|专项(资金)?名称|(政策|项目)和?(项目)?名称|二级项目(名称)?'
                )
                then 'project_name'
            when
                regexp_full_match(term, '(主管|预算|省级主管|市级主管)?部门(及(编码|代码))?|主管(预算)?部门(及代码|及编码)?|主管单位')
                then 'department'
            when regexp_full_match(term, '(实施|项目|预算|使用|填报|申报|资金使用)?单位(名称)?|部门\(单位\)名称|项目实施单位') then 'unit'
            when
                regexp_full_match(term, '(年度)?(总体)?(绩效)?目标|年度(绩效|总体)?目标|总体目标|中期目标|项目(年度)?目标')
                then 'annual_goal'
        end as field,
        next_text
    from labels
    where next_text is not null
)

select
    table_id,
    arg_min(next_text, (row_no, col_no, next_text)) filter (where field = 'project_name') as project_name,
    arg_min(next_text, (row_no, col_no, next_text)) filter (where field = 'department') as department_printed,
    arg_min(next_text, (row_no, col_no, next_text)) filter (where field = 'unit') as unit_printed,
    arg_min(next_text, (row_no, col_no, next_text)) filter (where field = 'annual_goal') as annual_goal
from fields
where field is not null
group by table_id
