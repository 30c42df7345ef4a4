-- Quantities that performance forms and the text name (see rec_quantity).
with totals as (
    select * from {{ ref('rec_whole') }}
    where is_total_label or is_only_row
),

-- Amounts of performance forms and the rows of the project table with the form's project name.
form_names as (
    select
        table_id,
        {{ normalise_text('project_name') }} as project_name
    from {{ ref('int_performance_field') }}
    where project_name is not null
),

form_amounts as (
    select
        f.*,
        n.project_name,
        count(*) over (partition by f.table_id) as amounts
    from {{ ref('rec_figure') }} as f
    left join form_names as n on f.table_id = n.table_id
    where
        f.table_kind = 'performance_target'
        and regexp_full_match(f.label, '(年度|年度预算|实施期|项目|预算)?资金总额|年度资金|资金总额')
),

-- A row whose figures stand in several blocks prints its name in one of them.
project_rows as (
    select
        f.document_id,
        f.figure_id,
        {{ normalise_text('p.project_name') }} as project_name
    from {{ ref('rec_figure') }} as f
    inner join (
        select
            table_id,
            row_no,
            min(project_name) as project_name
        from {{ ref('int_project') }}
        where project_name is not null
        group by table_id, row_no
        having count(distinct project_name) = 1
    ) as p on f.table_id = p.table_id and f.row_no = p.row_no
    where f.table_kind = 'project_expenditure' and not f.is_comparison_column
),

performance_members as (
    select
        document_id,
        'performance_amount' as quantity,
        table_id as quantity_key,
        '' as alternative,
        figure_id,
        if(amounts > 1, 'the form prints several amounts', null) as reason
    from form_amounts
    union all
    select
        f.document_id,
        'project_amount' as quantity,
        f.table_id as quantity_key,
        p.figure_id as alternative,
        p.figure_id,
        cast(null as varchar) as reason
    from form_amounts as f
    inner join project_rows as p on f.document_id = p.document_id and f.project_name = p.project_name
    union all
    select distinct
        f.document_id,
        'whole_document' as quantity,
        f.table_id as quantity_key,
        t.figure_id as alternative,
        t.figure_id,
        cast(null as varchar) as reason
    from form_amounts as f
    inner join totals as t on f.document_id = t.document_id
    where
        t.table_kind in ('expenditure', 'project_expenditure') and t.column_kind in ('all', 'project')
        and not regexp_matches(f.label, '实施期')
),

-- What the text may name: total rows by kind of table and of spending; 三公 items of the document's year.
said_totals as (
    select
        document_id,
        'total' as quantity,
        table_kind || '|'
        || case
            when not contains(table_kind, 'basic') then column_kind
            when starts_with(label, '人员') then 'basic_personnel'
            when regexp_matches(label, '^(日常)?公用') then 'basic_operating'
            when column_kind in ('all', 'project') then 'basic'
            else column_kind
        end as quantity_key,
        table_id || '|' || column_path || '|' || row_no as alternative,
        figure_id,
        cast(null as varchar) as reason
    from totals
),

said_three_public as (
    select
        f.document_id,
        'three_public' as quantity,
        f.item as quantity_key,
        f.figure_id as alternative,
        f.figure_id,
        cast(null as varchar) as reason
    from {{ ref('rec_figure') }} as f
    inner join {{ ref('int_document') }} as d on f.document_id = d.document_id
    where
        f.table_kind = 'three_public' and f.item is not null
        and coalesce(f.measure, 'amount') = 'amount'
        and coalesce(f.figure_year, d.fiscal_year) = d.fiscal_year
),

-- Subjects by name, in whatever column of the document's year a table prints them: under the name of the
-- subject above, and alone where one code only has that name.
subject_names as (
    select
        f.document_id,
        f.figure_id,
        f.label,
        coalesce(f.subject_code, f.function_code) as code,
        count(distinct coalesce(f.subject_code, f.function_code))
            over (partition by f.document_id, f.label) as codes_of_name,
        (
            select min(p.label)
            from {{ ref('rec_figure') }} as p
            where
                p.document_id = f.document_id
                and p.subject_code = left(f.subject_code, length(f.subject_code) - 2)
        ) as label_above
    from {{ ref('rec_figure') }} as f
    inner join {{ ref('int_document') }} as d on f.document_id = d.document_id
    where
        (f.subject_code is not null or f.function_code is not null)
        and not f.is_comparison_column
        and coalesce(f.figure_year, d.fiscal_year) = d.fiscal_year
),

said_subjects as (
    select
        document_id,
        'subject' as quantity,
        label_above || '/' || label as quantity_key,
        figure_id as alternative,
        figure_id,
        cast(null as varchar) as reason
    from subject_names
    where label_above is not null
    union all
    select
        document_id,
        'subject' as quantity,
        '/' || label as quantity_key,
        figure_id as alternative,
        figure_id,
        cast(null as varchar) as reason
    from subject_names
    where codes_of_name = 1
)

select * from performance_members
union all
select * from said_totals
union all
select * from said_three_public
union all
select * from said_subjects
