"""The two tables that publishing adds to ``marts``: ``publication`` and ``publication_change``.

Belongs here: what a publication says of itself and how it differs from the one before. Does not
belong here: whether a difference is acceptable (the gate's drift checks read these tables).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from pipelines.publication.marts import comment, name

_TABLES = """
CREATE TABLE {marts}.publication (
    id VARCHAR PRIMARY KEY,
    time TIMESTAMP NOT NULL,
    previous_id VARCHAR,
    fingerprint VARCHAR NOT NULL,
    versions MAP(VARCHAR, VARCHAR) NOT NULL,
    counts MAP(VARCHAR, BIGINT) NOT NULL
);
CREATE TABLE {marts}.publication_change (
    publication_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    change VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    item VARCHAR NOT NULL,
    "before" VARCHAR,
    "after" VARCHAR,
    changed_columns VARCHAR,
    figures_before BIGINT,
    figures_after BIGINT
);
"""

_COMMENTS: dict[str, tuple[str, list[tuple[str, str | None]]]] = {
    "publication": (
        "发布记录，最后一行是本次发布 / Publications so far; the newest row is this one",
        [
            ("id", "发布编号，以 UTC 时间开头 / Id, begins with the time in UTC"),
            ("time", "发布时间（UTC） / When it was made, UTC"),
            ("previous_id", "上一次发布 / The publication before it"),
            ("fingerprint", "内容指纹 / SHA-256 of the content"),
            ("versions", "程序与抽取器的版本 / Versions of code, extractor, dbt, DuckDB"),
            ("counts", "文件、表、数字、勾稽的个数 / Numbers of documents, tables, figures, rules"),
        ],
    ),
    "publication_change": (
        "与上一次发布的差别；新增或消失的文件只列一行，不逐个列其数字 / "
        "Differences from the publication before. A document that came or went is one row; its "
        "figures are not listed one by one, its findings are",
        [
            ("publication_id", "本次发布 / This publication"),
            ("kind", "document 文件、figure 数字、finding 不符 / document, figure or finding"),
            ("change", "came 新增、went 消失、changed 变化 / came, went or changed"),
            ("document_id", "文件编号 / The document"),
            ("item", "文件路径、数字编号或规则与实例 / File path, figure id, or rule and instance"),
            ("before", "之前 / As it was"),
            ("after", "之后 / As it is"),
            ("changed_columns", "变化的列 / Columns that differ"),
            ("figures_before", "文件的数字个数，之前 / Figures of the document, before"),
            ("figures_after", "文件的数字个数，之后 / Figures of the document, now"),
        ],
    ),
}

_COUNTS = """
SELECT MAP {{
    'documents': (SELECT count(*) FROM {marts}.dim_document),
    'quarantined': (SELECT count(*) FROM {marts}.document_status WHERE state = 'quarantined'),
    'tables': (SELECT count(*) FROM {marts}.dim_table),
    'figures': (SELECT count(*) FROM {marts}.fct_figure),
    'rules_evaluated': (
        SELECT count(*) FROM {marts}.fct_reconciliation WHERE state <> 'not_applicable'
    ),
    'failures': (SELECT count(*) FROM {marts}.fct_reconciliation WHERE state = 'fail')
}}
"""


@dataclass(frozen=True)
class Entry:
    """The row of ``publication`` that is being made; ``time`` is UTC without a zone."""

    id: str
    time: datetime
    previous_id: str | None
    fingerprint: str
    versions: dict[str, str]


def add(
    con: duckdb.DuckDBPyConnection, catalog: str, previous: str | None, entry: Entry
) -> dict[str, int]:
    """Make both tables in ``catalog.marts`` and return how much of what changed.

    Args:
        con: a connection with both databases attached.
        catalog: the publication in the making.
        previous: the database of the publication before, or None for the first one.
        entry: what the new row says.

    Returns:
        ``{"document came": 2, "finding went": 1, ...}``.
    """
    marts = name(catalog, "marts")
    con.execute(_TABLES.format(marts=marts))
    for table, (text, columns) in _COMMENTS.items():
        comment(con, f"{marts}.{table}", text, columns)
    if previous is not None:
        con.execute(
            f"INSERT INTO {marts}.publication BY NAME "
            f"SELECT * FROM {name(previous, 'marts')}.publication"
        )
    counts = _COUNTS.format(marts=marts)
    con.execute(
        f"INSERT INTO {marts}.publication SELECT $1, $2, $3, $4, $5, ({counts})",
        [entry.id, entry.time, entry.previous_id, entry.fingerprint, entry.versions],
    )
    old = name(previous, "marts") if previous is not None else _nothing(con, catalog)
    for statement in (
        _documents(con, catalog, marts, old),
        _figures(con, catalog, marts, old),
        _findings(marts, old),
    ):
        con.execute(
            f"INSERT INTO {marts}.publication_change BY NAME "
            f"SELECT $1 AS publication_id, * FROM ({statement})",
            [entry.id],
        )
    summary = con.execute(
        f"SELECT kind || ' ' || change, count(*) FROM {marts}.publication_change "
        "GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return dict(summary)


def _nothing(con: duckdb.DuckDBPyConnection, catalog: str) -> str:
    """Empty tables to compare the first publication with."""
    con.execute("ATTACH ':memory:' AS nothing; CREATE SCHEMA nothing.marts")
    for table in ("dim_document", "fct_figure", "fct_reconciliation"):
        con.execute(
            f"CREATE TABLE nothing.marts.{table} AS FROM {name(catalog, 'marts', table)} LIMIT 0"
        )
    return "nothing.marts"


def _differing(con: duckdb.DuckDBPyConnection, catalog: str, old: str, table: str) -> str:
    """SQL that names the columns in which rows ``n`` and ``p`` differ, '' where none does.

    Only columns that both publications have are compared: a new column is no change of the data.
    """

    def columns(relation: str) -> list[str]:
        return [row[0] for row in con.execute(f"DESCRIBE {relation}").fetchall()]

    before = set(columns(f"{old}.{table}"))
    common = [c for c in columns(name(catalog, "marts", table)) if c in before]
    cases = ", ".join(
        f"CASE WHEN n.{name(c)} IS DISTINCT FROM p.{name(c)} THEN '{c}' END" for c in common
    )
    return f"concat_ws(', ', {cases})"


def _documents(con: duckdb.DuckDBPyConnection, catalog: str, marts: str, old: str) -> str:
    differing = _differing(con, catalog, old, "dim_document")
    return f"""
        WITH now AS (
            SELECT d.document_id, count(f.figure_id) AS figures
            FROM {marts}.dim_document AS d LEFT JOIN {marts}.fct_figure AS f USING (document_id)
            GROUP BY ALL
        ), past AS (
            SELECT d.document_id, count(f.figure_id) AS figures
            FROM {old}.dim_document AS d LEFT JOIN {old}.fct_figure AS f USING (document_id)
            GROUP BY ALL
        ), compared AS (
            SELECT
                'document' AS kind,
                CASE WHEN p.document_id IS NULL THEN 'came' WHEN n.document_id IS NULL THEN 'went'
                     ELSE 'changed' END AS change,
                coalesce(n.document_id, p.document_id) AS document_id,
                coalesce(n.file_path, p.file_path, '') AS item,
                CASE WHEN n.document_id IS NOT NULL AND p.document_id IS NOT NULL
                     THEN {differing} END AS changed_columns
            FROM {marts}.dim_document AS n FULL JOIN {old}.dim_document AS p USING (document_id)
        )
        SELECT c.kind, c.change, c.document_id, c.item, nullif(c.changed_columns, '')
                   AS changed_columns,
               past.figures || ' figures' AS "before", now.figures || ' figures' AS "after",
               past.figures AS figures_before, now.figures AS figures_after
        FROM compared AS c LEFT JOIN now USING (document_id) LEFT JOIN past USING (document_id)
        WHERE c.change <> 'changed' OR c.changed_columns <> ''
           OR now.figures <> past.figures
    """


def _figures(con: duckdb.DuckDBPyConnection, catalog: str, marts: str, old: str) -> str:
    """Only in documents that both publications have."""
    differing = _differing(con, catalog, old, "fct_figure")

    def said(row: str) -> str:
        return (
            f"concat_ws(' ', nullif({row}.row_label, ''), nullif({row}.column_path, ''), "
            f"{row}.printed)"
        )

    return f"""
        SELECT
            'figure' AS kind,
            CASE WHEN p.figure_id IS NULL THEN 'came' WHEN n.figure_id IS NULL THEN 'went'
                 ELSE 'changed' END AS change,
            coalesce(n.document_id, p.document_id) AS document_id,
            coalesce(n.figure_id, p.figure_id) AS item,
            CASE WHEN p.figure_id IS NOT NULL THEN {said("p")} END AS "before",
            CASE WHEN n.figure_id IS NOT NULL THEN {said("n")} END AS "after",
            CASE WHEN n.figure_id IS NOT NULL AND p.figure_id IS NOT NULL
                 THEN {differing} END AS changed_columns
        FROM {marts}.fct_figure AS n FULL JOIN {old}.fct_figure AS p USING (figure_id)
        WHERE coalesce(n.document_id, p.document_id) IN (
                  SELECT document_id FROM {marts}.dim_document
                  INTERSECT SELECT document_id FROM {old}.dim_document)
          AND (n.figure_id IS NULL OR p.figure_id IS NULL OR {differing} <> '')
    """


def _findings(marts: str, old: str) -> str:
    def failing(schema: str) -> str:
        return (
            "SELECT rule_id, document_id, instance, concat_ws(' ', severity, cause, 'expected', "
            "CAST(expected AS VARCHAR), 'actual', CAST(actual AS VARCHAR)) AS said "
            f"FROM {schema}.fct_reconciliation WHERE state = 'fail'"
        )

    return f"""
        SELECT
            'finding' AS kind,
            CASE WHEN p.said IS NULL THEN 'came' WHEN n.said IS NULL THEN 'went'
                 ELSE 'changed' END AS change,
            document_id, rule_id || ': ' || instance AS item,
            p.said AS "before", n.said AS "after"
        FROM ({failing(marts)}) AS n
        FULL JOIN ({failing(old)}) AS p USING (rule_id, document_id, instance)
        WHERE n.said IS DISTINCT FROM p.said
    """
