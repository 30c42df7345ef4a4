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
                (select count(*) from marts.document_status) as documents,
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


def status(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """One row per file: state, reason, pages, tables, figures, marked pages, rules."""
    return rows(
        connection,
        """
        with tables as (
            select document_id, count(*) as n from marts.dim_table group by all
        ), figures as (
            select document_id, count(*) as n,
                count(distinct page) filter (where is_marked) as marked_pages
            from marts.fct_figure group by all
        ), rules as (
            select document_id,
                count(*) filter (where state in ('pass', 'pass_rounding')) as passed,
                count(*) filter (where state = 'fail') as failed
            from marts.fct_reconciliation group by all
        )
        select
            s.file_path, s.document_id, s.state, s.reason,
            d.page_count as pages,
            t.n as tables, f.n as figures, f.marked_pages,
            r.passed as rules_passed, r.failed as rules_failed
        from marts.document_status as s
        left join marts.dim_document as d using (document_id)
        left join tables as t using (document_id)
        left join figures as f using (document_id)
        left join rules as r using (document_id)
        order by s.file_path
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
