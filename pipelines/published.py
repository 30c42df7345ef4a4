"""Questions to the published database, asked by the command line.

Belongs here: SQL over schema ``marts``, with the names of the public contract. Does not belong
here: opening the file (`publication.reader`), printing, and anything that reads the build file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from pipelines.run import Summary

Row = dict[str, Any]


def rows(connection: duckdb.DuckDBPyConnection, sql: str, *parameters: object) -> list[Row]:
    """Result of a query as dictionaries; amounts stay exact."""
    cursor = connection.execute(sql, list(parameters))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def summarise(database: Path) -> Summary:
    """Counts of a published (or audited) database."""
    with duckdb.connect(database, read_only=True) as connection:
        row = rows(
            connection,
            """
            select
                (select count(distinct file_path) from marts.document_status) as documents,
                (select count(*) from marts.document_status where state = 'quarantined')
                    as quarantined,
                (select count(*) from marts.fct_figure) as figures,
                count(*) filter (where state <> 'not_applicable') as rules_evaluated,
                count(*) filter (where state = 'fail') as failures
            from marts.fct_reconciliation
            """,
        )[0]
    return Summary(**row)


def summarise_build(database: Path) -> Summary | None:
    """Counts of the build file of a run that published nothing; None where it was not built."""
    try:
        return summarise(database)
    except duckdb.Error:
        return None


def document_changes(database: Path) -> list[str]:
    """What came, went and changed with the newest publication, a line per document."""
    with duckdb.connect(database, read_only=True) as connection:
        found = rows(
            connection,
            """
            select c.item, c.document_id, c.change, c.figures_before, c.figures_after, s.reason
            from marts.publication_change as c
            left join (
                select document_id, any_value(reason) as reason from marts.document_status
                where state <> 'published' group by document_id
            ) as s using (document_id)
            where c.kind = 'document'
              and c.publication_id = (select id from marts.publication order by time desc limit 1)
            order by c.item, c.document_id
            """,
        )
    return [
        f"{row['item']} {row['document_id']}: {row['change']}, figures "
        f"{row['figures_before'] or 0} → {row['figures_after'] or 0}"
        + (f"; {row['reason']}" if row["reason"] else "")
        for row in found
    ]


def status(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """One row per disclosure of each file, or per file that is not published.

    State, reason, who and what it is, pages, tables, figures, marked pages, rules passed and
    failed, percent of the sum identities that hold; ``page_from`` and ``page_to`` are NULL where
    the disclosure is the whole file.
    """
    return rows(
        connection,
        """
        with rules as (
            select document_id,
                count(*) filter (where state in ('pass', 'pass_rounding')) as passed,
                count(*) filter (where state = 'fail') as failed
            from marts.fct_reconciliation group by all
        ), marks as (
            select document_id, count(distinct page) as n from marts.document_mark group by all
        )
        select
            s.file_path, s.document_id, s.state, s.reason,
            d.publisher_name, d.fiscal_year, d.disclosure_kind,
            if(count(*) over (partition by s.file_path) > 1, s.page_from, null) as page_from,
            if(count(*) over (partition by s.file_path) > 1, s.page_to, null) as page_to,
            d.page_count as pages,
            if(d.document_id is null, null, s.table_count) as tables,
            if(d.document_id is null, null, s.figure_count) as figures,
            if(d.document_id is null, null, coalesce(m.n, 0)) as marked_pages,
            r.passed as rules_passed, r.failed as rules_failed,
            c.holding_percent as sums_hold_percent
        from marts.document_status as s
        left join marts.dim_document as d using (document_id)
        left join rules as r using (document_id)
        left join marks as m using (document_id)
        left join marts.rpt_confidence as c using (document_id)
        order by s.file_path, s.page_from
        """,
    )


def marks(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """One row per published file and reason for which pages or single figures are marked."""
    return rows(
        connection,
        """
        select
            d.file_path, m.mark_reason, any_value(m.sentence_en) as sentence,
            bool_or(m.is_whole_page) as is_whole_page,
            list(m.page order by m.page) as pages, sum(m.figure_count)::integer as figures
        from marts.document_mark as m
        inner join marts.dim_document as d using (document_id)
        group by d.file_path, m.mark_reason
        order by d.file_path, min(m.page), m.mark_reason
        """,
    )


def figure(connection: duckdb.DuckDBPyConnection, figure_id: str) -> Row | None:
    """One figure with its table and document, found by its id or the id's beginning if unique."""
    found = rows(
        connection,
        """
        select
            f.*, t.title as table_title, t.page_from, t.page_to,
            d.file_path, d.sha256, d.publisher_name, d.fiscal_year, d.disclosure_kind, d.source_url
        from marts.fct_figure as f
        left join marts.dim_table as t on f.table_id = t.table_id
        left join marts.dim_document as d on f.document_id = d.document_id
        where starts_with(f.figure_id, ?)
        order by f.figure_id
        limit 2
        """,
        figure_id,
    )
    exact = [row for row in found if row["figure_id"] == figure_id]
    if exact:
        return exact[0]
    return found[0] if len(found) == 1 else None
