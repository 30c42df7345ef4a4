"""Everything that the pages ask the published database.

Belongs here: SQL over schema ``marts``, and holding answers until another publication is there.
Does not belong here: drawing.

A connection is opened for each question and closed after it: a process that kept one open would go
on reading the old file after a publication was replaced. Answers are cached under the publication's
id, so that a new publication shows without a restart.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from pipelines.publication.reader import open_published, published_folder
from pipelines.run import recall
from pipelines.settings import Settings

Row = dict[str, Any]

#: Headlines of ``rpt_department_year`` by their metric in ``rpt_headline``.
HEADLINES = {
    "revenue": "revenue_yuan",
    "expenditure": "expenditure_yuan",
    "basic": "basic_yuan",
    "project": "project_yuan",
    "three_public.total": "three_public_yuan",
}

#: Not every 支出总表 prints functions; the next widest table does then.
_WIDEST_FIRST = [
    "expenditure",
    "fiscal_expenditure",
    "general_public_budget_expenditure",
]

_BEHIND = ", ".join(
    f"any_value(headlines.figure_ids) filter (where metric = '{metric}') as \"{column} ids\""
    for metric, column in HEADLINES.items()
)

settings = Settings()


def publication_id() -> str:
    """Id of the publication that is shown; raises NothingPublished where there is none."""
    return published_folder(settings.home).name


def ask(sql: str, *parameters: object) -> list[Row]:
    """Rows of a query; amounts as Decimal, lists as lists."""
    return _ask(publication_id(), sql, parameters)


@st.cache_data(max_entries=500, show_spinner=False)
def _ask(publication: str, sql: str, parameters: tuple[object, ...]) -> list[Row]:
    del publication  # only part of the cache's key
    with open_published(settings.home) as connection:
        cursor = connection.execute(sql, list(parameters))
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def counts() -> Row:
    """Documents, quarantined files, figures, rule instances and failures."""
    return ask(
        """
        select
            (select count(*) from marts.dim_document) as documents,
            (select count(distinct publisher_name) from marts.dim_document) as publishers,
            (select count(*) from marts.document_status where state = 'quarantined')
                as quarantined,
            (select count(*) from marts.fct_figure) as figures,
            (
                select count(*) from marts.fct_reconciliation
                where state in ('pass', 'pass_rounding', 'fail')
            ) as evaluated,
            (
                select count(*) from marts.fct_reconciliation
                where state = 'fail' and severity = 'error'
            ) as errors
        """
    )[0]


def latest_publication() -> Row:
    """Id and time of the publication."""
    return ask("select * from marts.publication order by time desc, id desc limit 1")[0]


def changes() -> list[Row]:
    """What the latest publication changed, counted by kind."""
    return ask(
        """
        select kind, change, count(*) as n from marts.publication_change
        where publication_id = (
            select id from marts.publication order by time desc, id desc limit 1
        )
        group by all order by all
        """
    )


def files() -> list[Row]:
    """Every file seen, with its state, publisher, year and doubts."""
    return ask(
        """
        select s.file_path, s.state, s.reason, d.publisher_name, d.fiscal_year, d.disclosure_kind,
            d.part, d.page_count, s.figure_count, s.marked_page_count, s.document_id
        from marts.document_status as s
        left join marts.dim_document as d using (document_id)
        order by s.state = 'published', d.publisher_name, d.fiscal_year, s.file_path
        """
    )


def disclosures() -> list[Row]:
    """Canonical disclosures, by publisher and year."""
    return ask(
        """
        select document_id, publisher_name, fiscal_year, disclosure_kind
        from marts.dim_document
        where is_canonical
        order by publisher_name, fiscal_year desc, disclosure_kind
        """
    )


def department(document_id: str) -> Row | None:
    """The row of ``rpt_department_year``, each headline with its figures (``revenue ids``)."""
    rows = ask(
        f"""
        select departments.*, {_BEHIND}
        from marts.rpt_department_year as departments
        left join marts.rpt_headline as headlines using (document_id)
        where departments.document_id = ?
        group by all
        """,
        document_id,
    )
    return rows[0] if rows else None


def all_departments() -> list[Row]:
    """``rpt_department_year``, newest first, each headline with its figures (``revenue ids``)."""
    return ask(
        f"""
        select departments.*, {_BEHIND}
        from marts.rpt_department_year as departments
        left join marts.rpt_headline as headlines using (document_id)
        group by all
        order by fiscal_year desc, expenditure_yuan desc nulls last, document_id
        """
    )


def revenue(document_id: str) -> list[Row]:
    """Revenue by source, the document's totals only."""
    return ask(
        """
        select row_label, fund_source, vintage, row_role, amount_yuan, figure_ids
        from marts.fct_revenue
        where document_id = ? and amount_yuan is not null and row_role = 'total'
            and measure = 'amount' and column_role in ('total', 'part')
        order by amount_yuan desc, fund_source, vintage
        """,
        document_id,
    )


def functions(document_id: str) -> list[Row]:
    """Expenditure by function and spending kind, out of the widest table that prints functions."""
    return ask(
        """
        select e.table_kind, e.function_code, coalesce(s.name, e.row_label) as name, s.level,
            s.parent_code, e.spending_kind, e.amount_yuan, e.figure_ids
        from marts.fct_function_expenditure as e
        left join marts.dim_function_subject as s on e.function_code = s.function_code
            and e.fiscal_year between coalesce(s.valid_from, 0) and coalesce(s.valid_to, 9999)
        where e.document_id = ? and e.measure = 'amount' and e.function_code is not null
            and e.vintage = 'all'
            and e.table_kind = (
                select arg_min(table_kind, list_position($kinds, table_kind))
                from marts.fct_function_expenditure
                where document_id = ? and measure = 'amount' and function_code is not null
                    and vintage = 'all' and list_contains($kinds, table_kind)
            )
        order by e.function_code
        """.replace("$kinds", str(_WIDEST_FIRST)),
        document_id,
        document_id,
    )


def economics(document_id: str) -> list[Row]:
    """Basic spending by economic class of the departments' classification."""
    return ask(
        """
        select e.economic_department_code as code, coalesce(s.name, e.row_label) as name, s.level,
            e.spending_kind, e.table_kind, e.amount_yuan, e.figure_ids
        from marts.fct_economic_expenditure as e
        left join marts.dim_economic_subject as s
            on e.economic_department_code = s.economic_code and s.classification = 'department'
            and e.fiscal_year between coalesce(s.valid_from, 0) and coalesce(s.valid_to, 9999)
        where e.document_id = ? and e.economic_department_code is not null
            and e.measure = 'amount' and e.function_code is null
        order by e.table_kind, code
        """,
        document_id,
    )


def three_public(document_id: str) -> list[Row]:
    """The 三公 table."""
    return ask(
        """
        select item, stage, vintage, figure_year, amount_yuan, figure_ids
        from marts.fct_three_public
        where document_id = ? and item is not null and measure = 'amount'
        order by figure_year desc, stage, vintage, item
        """,
        document_id,
    )


def projects(document_id: str) -> list[Row]:
    """``rpt_projects`` of a document, dearest first, with its form's figures."""
    return ask(
        """
        select p.project_name, p.unit_code, p.amount_yuan, p.carryover_yuan, p.form_yuan,
            p.indicator_count, p.figure_ids, f.figure_ids as form_figure_ids
        from marts.rpt_projects as p
        left join (
            select document_id, project_key,
                flatten(array_agg(figure_ids order by page_from)) as figure_ids
            from marts.fct_performance_project
            group by all
        ) as f using (document_id, project_key)
        where p.document_id = ?
        order by coalesce(p.amount_yuan, p.form_yuan) desc nulls last, p.project_name
        """,
        document_id,
    )


def targets(document_id: str) -> list[Row]:
    """Performance indicators of a document's projects."""
    return ask(
        """
        select project_name, indicator_level1, indicator_level2, indicator_name, target_printed,
            page, figure_ids
        from marts.fct_performance_target
        where document_id = ?
        order by page, row_no, block_no
        """,
        document_id,
    )


def over_years(document_id: str | None = None) -> list[Row]:
    """``rpt_year_over_year``: headlines of one document, or the expenditure of all."""
    one = "years.document_id = ?" if document_id else "years.metric = 'expenditure'"
    return ask(
        f"""
        select years.*, now.figure_ids, earlier.figure_ids as prior_figure_ids
        from marts.rpt_year_over_year as years
        left join marts.rpt_headline as now
            on years.document_id = now.document_id and years.metric = now.metric
        left join marts.rpt_headline as earlier
            on years.prior_document_id = earlier.document_id and years.metric = earlier.metric
        where {one} and years.metric <> 'function'
        order by years.publisher_name, years.fiscal_year, years.document_id, years.amount_yuan desc,
            years.metric
        """,
        *([document_id] if document_id else []),
    )


def functions_over_years(document_id: str) -> list[Row]:
    """Functions of a document beside the year before, following the subject and not its code."""
    return ask(
        """
        with years as (
            select * from marts.rpt_year_over_year where document_id = ? and metric = 'function'
        ),

        printed as (
            select document_id, table_kind, function_code, amount_yuan,
                flatten(list(figure_ids order by row_role, figure_ids)) as figure_ids
            from marts.fct_function_expenditure
            where measure = 'amount' and document_id in (
                select document_id from years union all select prior_document_id from years
            )
            group by all
        )

        select years.*, now.figure_ids, earlier.figure_ids as prior_figure_ids
        from years
        left join printed as now
            on years.document_id = now.document_id and years.table_kind = now.table_kind
            and years.function_code = now.function_code and years.amount_yuan = now.amount_yuan
        left join printed as earlier
            on years.prior_document_id = earlier.document_id
            and years.table_kind = earlier.table_kind
            and years.prior_function_code = earlier.function_code
            and years.prior_amount_yuan = earlier.amount_yuan
        order by years.table_kind, years.function_code
        """,
        document_id,
    )


def across(document_id: str) -> list[Row]:
    """``rpt_across_documents`` with a document on either side: budget against final accounts."""
    return ask(
        """
        select across_documents.*, here.figure_ids, there.figure_ids as other_figure_ids
        from marts.rpt_across_documents as across_documents
        left join marts.rpt_headline as here
            on across_documents.document_id = here.document_id
            and across_documents.metric = here.metric
            and across_documents.amount_yuan = here.amount_yuan
        left join marts.rpt_headline as there
            on across_documents.other_document_id = there.document_id
            and across_documents.metric = there.metric
        where ? in (across_documents.document_id, across_documents.other_document_id)
        order by across_documents.relation, across_documents.other_publisher_name,
            across_documents.amount_yuan desc, across_documents.metric
        """,
        document_id,
    )


def table_kinds() -> dict[str, tuple[str, str]]:
    """Names of the kinds of tables: Chinese, English."""
    rows = ask("select table_kind, name_zh, name_en from marts.dim_table_kind")
    return {row["table_kind"]: (row["name_zh"], row["name_en"]) for row in rows}


def search(words: str, limit: int = 500) -> list[Row]:
    """Figures whose row label, code, unit or printed number holds all words."""
    terms = words.split()
    if not terms:
        return []
    text = (
        "concat_ws(' ', f.row_label, f.subject_code, f.unit_label, f.printed, f.item, "
        "d.publisher_name, d.fiscal_year)"
    )
    return ask(
        f"""
        select d.publisher_name, d.fiscal_year, f.page, f.table_kind, f.row_label, f.subject_code,
            f.column_path, f.printed, f.amount_yuan, [f.figure_id] as figure_ids
        from marts.fct_figure as f
        inner join marts.dim_document as d using (document_id)
        where {" and ".join(f"contains(lower({text}), lower(?))" for _ in terms)}
        order by d.publisher_name, d.fiscal_year desc, f.page, f.table_no, f.row_no
        limit {limit}
        """,
        *terms,
    )


def quality() -> list[Row]:
    """``rpt_disclosure_quality``."""
    return ask(
        """
        select * from marts.rpt_disclosure_quality
        order by publisher_name, fiscal_year, document_id, requirement
        """
    )


def confidence() -> list[Row]:
    """``rpt_confidence`` with the number of errors of each disclosure."""
    return ask(
        """
        select c.document_id, c.holding_percent,
            count(v.finding_id) filter (where v.state = 'fail' and v.severity = 'error')
                as error_count
        from marts.rpt_confidence as c
        left join marts.fct_reconciliation as v on c.document_id = v.document_id
        group by all
        """
    )


def figure(figure_id: str) -> Row | None:
    """One figure with its table and document."""
    rows = ask(
        """
        select f.*, t.title as table_title, d.file_path, d.sha256, d.publisher_name,
            d.fiscal_year, d.disclosure_kind, d.source_url
        from marts.fct_figure as f
        left join marts.dim_table as t on f.table_id = t.table_id
        inner join marts.dim_document as d on f.document_id = d.document_id
        where f.figure_id = ?
        """,
        figure_id,
    )
    return rows[0] if rows else None


def rules_of(figure_id: str) -> list[Row]:
    """Rule instances that a figure takes part in, failures first."""
    return ask(
        """
        select v.state, v.severity, v.instance, v.actual_printed, v.expected_printed,
            v.sentence_zh, v.sentence_en, v.rule_id
        from marts.fct_reconciliation as v
        where list_contains(v.figure_ids, ?) and v.state <> 'not_applicable'
        order by list_position(['fail', 'pass_rounding', 'pass'], v.state), v.rule_id, v.instance
        """,
        figure_id,
    )


def document_file(file_path: str) -> Path:
    """Where a document's PDF should stand."""
    last = recall(settings)
    return (Path(last.raw_dir) if last else settings.raw_dir) / file_path
