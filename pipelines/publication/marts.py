"""Copy schema ``marts`` of the build file into a database file of its own.

Belongs here: tables with their constraints and comments, byte for byte the same content; the
fingerprint of that content. Does not belong here: tables that publishing adds (``changes``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

#: Dashboards embed their own DuckDB; this format is read by 1.2 and everything later.
STORAGE_VERSION = "v1.2.0"


def quoted(text: str) -> str:
    """As an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def name(*parts: str) -> str:
    """As a qualified SQL name."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in parts)


def attach(con: duckdb.DuckDBPyConnection, path: Path, alias: str, *, read_only: bool) -> None:
    """Attach a file; one that is opened for writing is made in the published storage format."""
    option = "READ_ONLY" if read_only else f"STORAGE_VERSION '{STORAGE_VERSION}'"
    con.execute(f"ATTACH {quoted(str(path))} AS {name(alias)} ({option})")


def tables(con: duckdb.DuckDBPyConnection, catalog: str) -> list[str]:
    """Tables and views of schema ``marts``, those that others refer to first."""
    found = con.execute(
        "SELECT table_name FROM information_schema.tables "
        "WHERE table_catalog = ? AND table_schema = 'marts' ORDER BY table_name",
        [catalog],
    ).fetchall()
    order: TopologicalSorter[str] = TopologicalSorter({t: [] for (t,) in found})
    for table, referenced in con.execute(
        "SELECT table_name, referenced_table FROM duckdb_constraints() "
        "WHERE database_name = ? AND schema_name = 'marts' AND constraint_type = 'FOREIGN KEY'",
        [catalog],
    ).fetchall():
        if table != referenced:
            order.add(table, referenced)
    return list(order.static_order())


def fingerprint(con: duckdb.DuckDBPyConnection, catalog: str, *more: str) -> str:
    """SHA-256 over content, columns, constraints and comments of all tables, in any row order.

    Args:
        con: a connection that has ``catalog`` attached.
        catalog: a database with schema ``marts``.
        more: whatever else makes a publication another one (the suites that audit it).
    """
    digest = hashlib.sha256()
    for table in sorted(tables(con, catalog)):
        content = con.execute(
            f"SELECT count(*), sum(hash(t)) FROM {name(catalog, 'marts', table)} AS t"
        ).fetchone()
        digest.update(repr((table, content, _shape(con, catalog, table))).encode())
    for text in more:
        digest.update(hashlib.sha256(text.encode()).digest())
    return digest.hexdigest()


def copy(con: duckdb.DuckDBPyConnection, source: str, target: str) -> list[str]:
    """Make every table of ``source.marts`` in ``target.marts``; views become tables.

    ``CREATE TABLE AS`` would lose constraints and comments, ``COPY FROM DATABASE`` would copy the
    other schemas too and leave their space in the file. ``con`` is a connection to ``:memory:``.
    """
    con.execute(f"CREATE SCHEMA {name(target, 'marts')}")
    copied = tables(con, source)
    con.execute(f"USE {name(target)}")
    for table in copied:
        ddl = con.execute(
            "SELECT sql FROM duckdb_tables() "
            "WHERE database_name = ? AND schema_name = 'marts' AND table_name = ?",
            [source, table],
        ).fetchone()
        origin, copied_to = name(source, "marts", table), name(target, "marts", table)
        if ddl is None:
            con.execute(f"CREATE TABLE {copied_to} AS FROM {origin}")
        else:
            con.execute(ddl[0])
            con.execute(f"INSERT INTO {copied_to} FROM {origin}")
        comment(con, copied_to, *_comments(con, source, table))
    con.execute("USE memory")
    return copied


def comment(
    con: duckdb.DuckDBPyConnection,
    table: str,
    text: str | None,
    columns: Sequence[tuple[str, str | None]],
) -> None:
    """Describe a table and its columns; None describes nothing."""
    if text:
        con.execute(f"COMMENT ON TABLE {table} IS {quoted(text)}")
    for column, description in columns:
        if description:
            con.execute(f"COMMENT ON COLUMN {table}.{name(column)} IS {quoted(description)}")


def _comments(
    con: duckdb.DuckDBPyConnection, catalog: str, table: str
) -> tuple[str | None, list[tuple[str, str | None]]]:
    where = "WHERE database_name = $1 AND schema_name = 'marts'"
    row = con.execute(
        f"SELECT comment FROM duckdb_tables() {where} AND table_name = $2 "
        f"UNION ALL SELECT comment FROM duckdb_views() {where} AND view_name = $2",
        [catalog, table],
    ).fetchone()
    columns = con.execute(
        f"SELECT column_name, comment FROM duckdb_columns() {where} AND table_name = $2 "
        "ORDER BY column_index",
        [catalog, table],
    ).fetchall()
    return row[0] if row else None, columns


def _shape(con: duckdb.DuckDBPyConnection, catalog: str, table: str) -> list[tuple[object, ...]]:
    where = "WHERE database_name = $1 AND schema_name = 'marts' AND table_name = $2"
    columns = con.execute(
        f"SELECT column_name, data_type, comment FROM duckdb_columns() {where} "
        "ORDER BY column_index",
        [catalog, table],
    ).fetchall()
    constraints = con.execute(
        f"SELECT constraint_text FROM duckdb_constraints() {where} ORDER BY ALL", [catalog, table]
    ).fetchall()
    return [*columns, *constraints, (_comments(con, catalog, table)[0],)]
