-- Names that stand for one subject code without doubt, normalised, for rows that print a name and no code.
with names as (
    select
        case kind
            when 'func' then 'function'
            when 'dept_econ' then 'economic_department'
            when 'gov_econ' then 'economic_government'
        end as classification,
        code,
        {{ normalise_text('name') }} as name,
        n_docs
    from {{ ref('subject_codes_observed') }}

    union

    select
        classification,
        code,
        {{ normalise_text('name') }} as name,
        1000 as n_docs
    from {{ ref('subject_class_names') }}
),

usage as (
    select
        classification,
        name,
        code,
        max(n_docs) as n_docs
    from names
    group by classification, name, code
),

-- 办公设备购置 is 31002 and, in capital construction, 30902: a name means the shorter code, or the one printed in at
-- least three times as many documents; else it stands for none
ranked as (
    select
        *,
        min(length(code)) over (partition by classification, name) as shortest,
        row_number() over (partition by classification, name order by length(code), n_docs desc) as place,
        lead(n_docs)
            over (partition by classification, name order by length(code), n_docs desc)
            as next_n_docs,
        lead(length(code))
            over (partition by classification, name order by length(code), n_docs desc)
            as next_length
    from usage
)

select
    classification,
    name,
    code
from ranked
where
    place = 1
    and (next_n_docs is null or next_length > shortest or n_docs >= 3 * next_n_docs)
