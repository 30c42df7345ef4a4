"""Parquet folders into schema ``raw``: insert what is new, drop what is gone.

Belongs here: the tables of `pipelines.extraction.schema` as DuckDB tables, kept equal to the landed
files. Does not belong here: a change of any value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.extraction.schema import LANDING_TABLES, PASSING_REASONS, TABLES
from pipelines.settings import Settings
from pipelines.sources import Exclusion, LandedFile

_FILES_PER_INSERT = 200


class BuildFileLocked(RuntimeError):
    """Another process has the build file open."""


@dataclass(frozen=True)
class LoadReport:
    """Numbers of files, each counted once however often its bytes were landed, and of paths."""

    inserted: int
    dropped: int
    kept: int
    files: int


def load(
    settings: Settings,
    landed: Sequence[LandedFile],
    extractor: str,
    excluded: Sequence[Exclusion] = (),
) -> LoadReport:
    """Make schema ``raw`` hold exactly the landed files as ``extractor`` read them, without the
    disclosures that are ``excluded``.

    ``raw.file`` and ``raw.exclusion`` are written anew; documents are inserted where this
    extractor's are not yet there, and removed where their file or their extractor is gone. All in
    one transaction. Raises :class:`BuildFileLocked` where another process uses the build file.
    """
    wanted = {file.sha256 for file in landed}
    with _open(settings.build_path) as connection:
        connection.begin()
        connection.execute("create schema if not exists raw")
        # A table whose shape changed is emptied with all others: documents are loaded whole.
        outdated = [not _has_shape(connection, name, schema) for name, schema in TABLES.items()]
        if any(outdated):
            for name, schema in TABLES.items():
                _create(connection, name, schema)
        present = dict(connection.execute("select sha256, extractor from raw.document").fetchall())
        keep = {key for key, made_by in present.items() if key in wanted and made_by == extractor}
        # A file whose folder was made anew (a crash that was tried again) is loaded anew.
        keep -= _quarantined_in_passing(connection)
        # So is a file that is left out, or was: in whole or in part, now or not any longer.
        moved = {one.document_id[:16] for one in excluded} | _excluded_files(connection)
        keep = {key for key in keep if key[:16] not in moved}
        new = sorted(wanted - keep)
        _delete(connection, sorted(present.keys() - keep))
        folder = settings.extracted_dir / extractor
        _insert(connection, [folder / key for key in new])
        left_out = _leave_out(connection, excluded)
        for name, schema in LANDING_TABLES.items():
            _create(connection, name, schema)
        _insert_rows(connection, "file", _file_rows(landed))
        _insert_rows(connection, "exclusion", left_out)
        connection.commit()
        dropped = len(present.keys() - wanted)
        return LoadReport(len(new), dropped, len(keep), len(landed))


def _open(path: Path) -> duckdb.DuckDBPyConnection:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return duckdb.connect(path)
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise BuildFileLocked(
                f"{path} is open in another process (a database tool?). Close it and run again; "
                "readers use the published file instead."
            ) from error
        # Derived data: a file that cannot be read (cut off, another version's) is made anew.
        path.unlink(missing_ok=True)
        path.with_name(path.name + ".wal").unlink(missing_ok=True)
        return duckdb.connect(path)


def _has_shape(connection: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema) -> bool:
    rows = connection.execute(
        "select column_name, data_type from duckdb_columns() "
        "where schema_name = 'raw' and table_name = ? and database_name = current_database() "
        "order by column_index",
        [name],
    ).fetchall()
    return rows == _columns(connection, schema)


def _columns(connection: duckdb.DuckDBPyConnection, schema: pa.Schema) -> list[tuple[str, str]]:
    """Names and DuckDB types of an Arrow schema."""
    empty = schema.empty_table()
    connection.register("shape_of", empty)
    try:
        rows = connection.execute("describe shape_of").fetchall()
    finally:
        connection.unregister("shape_of")
    return [(row[0], row[1]) for row in rows]


def _create(connection: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema) -> None:
    columns = ", ".join(f'"{column}" {kind}' for column, kind in _columns(connection, schema))
    connection.execute(f'create or replace table raw."{name}" ({columns})')
    for field in schema:
        description = (field.metadata or {}).get(b"description", b"").decode()
        if description:
            text = description.replace("'", "''")
            connection.execute(f"""comment on column raw."{name}"."{field.name}" is '{text}'""")


def _quarantined_in_passing(connection: duckdb.DuckDBPyConnection) -> set[str]:
    rows = connection.execute(
        "select sha256 from raw.document where reason_code in (select unnest(?))",
        [list(PASSING_REASONS)],
    ).fetchall()
    return {row[0] for row in rows}


def _delete(connection: duckdb.DuckDBPyConnection, hashes: list[str]) -> None:
    """Remove all disclosures of the files with these hashes."""
    if not hashes:
        return
    found = connection.execute(
        "select document_id from raw.document where sha256 in (select unnest(?))", [hashes]
    ).fetchall()
    for name in TABLES:
        connection.execute(
            f'delete from raw."{name}" where document_id in (select unnest(?))',
            [[row[0] for row in found]],
        )


def _insert(connection: duckdb.DuckDBPyConnection, folders: list[Path]) -> None:
    for start in range(0, len(folders), _FILES_PER_INSERT):
        chunk = folders[start : start + _FILES_PER_INSERT]
        for name in TABLES:
            connection.execute(
                f'insert into raw."{name}" by name select * from read_parquet(?)',
                [[str(folder / f"{name}.parquet") for folder in chunk]],
            )


def _excluded_files(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Ids of the files of which the last load left something out."""
    try:
        rows = connection.execute("select left(document_id, 16) from raw.exclusion").fetchall()
    except duckdb.CatalogException:
        return set()
    return {row[0] for row in rows}


def _leave_out(
    connection: duckdb.DuckDBPyConnection, excluded: Sequence[Exclusion]
) -> list[dict[str, Any]]:
    """Remove disclosures; returns a row for each."""
    rows: dict[str, dict[str, Any]] = {}
    for one in excluded:
        found = [one.document_id]
        if one.is_whole_file:
            of_file = connection.execute(
                "select document_id from raw.document where left(document_id, 16) = ?",
                [one.document_id],
            ).fetchall()
            found = [row[0] for row in of_file] or found
        for document_id in found:
            said = {"state": one.state, "reason_code": one.reason_code, "reason": one.reason}
            rows[document_id] = {"document_id": document_id, **said}
    for name in TABLES if rows else ():
        connection.execute(
            f'delete from raw."{name}" where document_id in (select unnest(?))', [list(rows)]
        )
    return list(rows.values())


def _file_rows(landed: Iterable[LandedFile]) -> list[dict[str, Any]]:
    return [
        {
            "file_path": file.file_path,
            "sha256": file.sha256,
            "document_id": file.document_id,
            "size_bytes": file.size_bytes,
            "source_url": file.sidecar.source_url,
            "retrieved_at": file.sidecar.retrieved_at,
            "published_on": file.sidecar.published_on,
            "sidecar_publisher": file.sidecar.publisher,
            "sidecar_region_code": file.region_code,
            "sidecar_title": file.sidecar.title,
            "licence": file.sidecar.licence,
            "sidecar_fiscal_year": file.sidecar.fiscal_year,
            "sidecar_disclosure_kind": file.sidecar.disclosure_kind,
            "superseded_by": file.sidecar.superseded_by,
        }
        for file in landed
    ]


def _insert_rows(
    connection: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, Any]]
) -> None:
    connection.register("rows_of_load", pa.Table.from_pylist(rows, schema=LANDING_TABLES[name]))
    connection.execute(f'insert into raw."{name}" by name select * from rows_of_load')
    connection.unregister("rows_of_load")
