"""Whether a publication is still what was published.

Belongs here: the list of checksums that a publication carries, and reading a publication again to
say what is wrong with it. Does not belong here: whether its numbers are right, which
``pipelines.quality`` asked before it was published, and repairing anything.

The list is called ``SHA256SUMS`` and has the format of ``sha256sum``, so that whoever copied a
publication can check the copy without this project: ``sha256sum --check SHA256SUMS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from pipelines.publication.marts import name, quoted, tables
from pipelines.publication.reader import DATABASE
from pipelines.sources import sha256_of

CHECKSUMS = "SHA256SUMS"

#: Called with (done, total, what was checked).
Progress = Callable[[int, int, str], None]


def write_checksums(folder: Path) -> None:
    """Write ``SHA256SUMS`` over all files of a publication; the last thing written to it."""
    lines = [f"{sha256_of(folder / path)}  {path}\n" for path in _files(folder)]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def verify(folder: Path, raw_dir: Path | None, progress: Progress | None = None) -> list[str]:
    """What is wrong with the publication in ``folder``, in sentences; empty where nothing is.

    Checked are the checksum of every file; for every table the number of rows against its Parquet
    file, and against the counts that the publication states of itself; that every fact, figure and
    rule instance belongs to a document, and every figure_id to a figure; and that each document's
    PDF stands in ``raw_dir`` with the bytes that were read.

    Args:
        folder: a publication.
        raw_dir: where the documents are; None leaves them out.
        progress: told after each file.
    """
    return [*_check_files(folder, progress), *_check_content(folder, raw_dir, progress)]


def _files(folder: Path) -> list[str]:
    found = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return sorted(path for path in found if path != CHECKSUMS)


def _check_files(folder: Path, progress: Progress | None) -> Iterator[str]:
    try:
        text = (folder / CHECKSUMS).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        yield f"{CHECKSUMS} cannot be read ({error}); whether files have changed is not known"
        return
    listed = {path: sha for sha, _, path in (line.partition("  ") for line in text.splitlines())}
    present = set(_files(folder))
    for done, (path, sha) in enumerate(sorted(listed.items()), start=1):
        if path not in present:
            yield f"{path} is missing"
        elif sha256_of(folder / path) != sha:
            yield f"{path} has changed since it was published"
        if progress:
            progress(done, len(listed), path)
    for path in sorted(present - listed.keys()):
        yield f"{path} does not belong to the publication"


def _check_content(folder: Path, raw_dir: Path | None, progress: Progress | None) -> Iterator[str]:
    try:
        # External access stays on: the Parquet files beside the database are read as well.
        with duckdb.connect(str(folder / DATABASE), read_only=True) as con:
            yield from _check_rows(con, folder)
            yield from _check_references(con)
            if raw_dir is not None:
                yield from _check_documents(con, raw_dir, progress)
    except duckdb.Error as error:
        yield f"{DATABASE} cannot be read: {error}"


def _check_rows(con: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[str]:
    for table in _tables(con):
        held = _count(con, f"marts.{name(table)}")
        parquet = folder / "parquet" / table / "data.parquet"
        try:
            exported = _count(con, f"read_parquet({quoted(str(parquet))})")
        except duckdb.Error as error:
            yield f"parquet/{table}/data.parquet cannot be read: {error}"
            continue
        if held != exported:
            yield f"{table} has {held:,} rows in {DATABASE} and {exported:,} in its Parquet file"
    row = con.execute(
        "SELECT counts FROM marts.publication ORDER BY time DESC, id DESC LIMIT 1"
    ).fetchone()
    for what, table in {"documents": "dim_document", "figures": "fct_figure"}.items():
        count = row[0].get(what) if row else None
        held = _count(con, f"marts.{table}")
        if count != held:
            yield f"the publication says that it has {count} {what}; {table} has {held:,} rows"


def _check_references(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    columns: dict[str, set[str]] = {}
    for table, column in con.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'marts'"
    ).fetchall():
        columns.setdefault(table, set()).add(column)
    for table in _tables(con):
        if not table.startswith(("dim_table", "document_section", "fct_")):
            continue
        if "document_id" in columns[table]:
            orphans = _count(
                con,
                f"(SELECT 1 FROM marts.{name(table)} AS t "
                "ANTI JOIN marts.dim_document AS d USING (document_id))",
            )
            if orphans:
                yield f"{orphans:,} rows of {table} belong to no document of dim_document"
        if "figure_ids" in columns[table]:
            orphans = _count(
                con,
                f"(SELECT 1 FROM (SELECT unnest(figure_ids) AS figure_id FROM marts.{name(table)}) "
                "ANTI JOIN marts.fct_figure USING (figure_id))",
            )
            if orphans:
                yield f"{orphans:,} figure_ids of {table} are no figures of fct_figure"


def _check_documents(
    con: duckdb.DuckDBPyConnection, raw_dir: Path, progress: Progress | None
) -> Iterator[str]:
    documents = con.execute(
        "SELECT DISTINCT file_path, sha256 FROM marts.dim_document ORDER BY ALL"
    ).fetchall()
    for done, (path, sha) in enumerate(documents, start=1):
        try:
            if sha256_of(raw_dir / path) != sha:
                yield f"the document {path} is not the one that was read: its bytes have changed"
        except OSError as error:
            yield f"the document {path} cannot be read from {raw_dir}: {error.strerror}"
        if progress:
            progress(done, len(documents), path)


def _tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    row = con.execute("SELECT current_database()").fetchone()
    return sorted(tables(con, row[0])) if row else []


def _count(con: duckdb.DuckDBPyConnection, source: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {source}").fetchone()
    return row[0] if row else 0
