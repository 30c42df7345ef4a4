"""The Parquet files of a publication and the data package that describes them (Frictionless).

Belongs here: file formats. Does not belong here: descriptions, which come from the comments of the
database (and those from dbt).
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.publication import openness
from pipelines.publication.marts import name, quoted, tables

#: DuckDB type -> type of a Frictionless table schema; all that begins otherwise is a string.
_TYPES = {
    "DECIMAL": "number",
    "DOUBLE": "number",
    "FLOAT": "number",
    "BIGINT": "integer",
    "HUGEINT": "integer",
    "INTEGER": "integer",
    "SMALLINT": "integer",
    "TINYINT": "integer",
    "UBIGINT": "integer",
    "UINTEGER": "integer",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "STRUCT": "object",
    "MAP": "object",
}


def write(
    con: duckdb.DuckDBPyConnection, catalog: str, folder: Path, keys: dict[str, tuple[str, ...]],
    *, publication_id: str, time: datetime,
) -> None:  # fmt: skip
    """Write ``parquet/<table>/data.parquet`` for each table and ``datapackage.json``.

    Args:
        con: a connection with ``catalog`` attached; ``catalog.marts`` is written out.
        catalog: name of the database.
        folder: the publication's folder.
        keys: primary keys of tables that declare none in the database.
        publication_id: id of the publication, its ``version``.
        time: when it was made, UTC.
    """
    resources = []
    for table in sorted(tables(con, catalog)):
        path = folder / "parquet" / table / "data.parquet"
        path.parent.mkdir(parents=True)
        con.execute(
            f"COPY {name(catalog, 'marts', table)} TO {quoted(str(path))} "
            "(FORMAT parquet, COMPRESSION zstd)"
        )
        resources.append(_resource(con, catalog, table, path, folder, keys))
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "profile": "data-package",
        "name": "yusuan",
        "title": f"{openness.TITLE_ZH} / {openness.TITLE_EN}",
        "description": openness.terms(),
        "version": publication_id,
        "created": time.replace(tzinfo=UTC).isoformat().replace("+00:00", "Z"),
        "sources": openness.sources(con, catalog),
        "resources": resources,
    }
    columns = {r["name"]: {f["name"] for f in r["schema"]["fields"]} for r in resources}
    if model := openness.fiscal_model(columns):
        package["model"] = model
    content = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(content, encoding="utf-8")


def _resource(
    con: duckdb.DuckDBPyConnection, catalog: str, table: str, path: Path, folder: Path,
    keys: dict[str, tuple[str, ...]],
) -> dict[str, Any]:  # fmt: skip
    where = "WHERE database_name = $1 AND schema_name = 'marts' AND table_name = $2"
    columns = con.execute(
        f"SELECT column_name, data_type, comment, is_nullable FROM duckdb_columns() {where} "
        "ORDER BY column_index",
        [catalog, table],
    ).fetchall()
    declared = con.execute(
        f"SELECT constraint_column_names FROM duckdb_constraints() {where} "
        "AND constraint_type = 'PRIMARY KEY'",
        [catalog, table],
    ).fetchone()
    about = con.execute(f"SELECT comment FROM duckdb_tables() {where}", [catalog, table]).fetchone()
    key = list(declared[0]) if declared else list(keys.get(table, ()))
    schema: dict[str, Any] = {"fields": [_field(*column) for column in columns]}
    if key:
        schema["primaryKey"] = key
    return {
        "name": table,
        "type": "table",
        "path": path.relative_to(folder).as_posix(),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": (about[0] if about else None) or table,
        "hash": f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}",
        "schema": schema,
    }


def _field(
    column: str, duckdb_type: str, description: str | None, nullable: bool
) -> dict[str, Any]:
    base = duckdb_type.split("(")[0].split()[0]  # DECIMAL(20,2), TIMESTAMP WITH TIME ZONE
    kind = "array" if duckdb_type.endswith("[]") else _TYPES.get(base, "string")
    field: dict[str, Any] = {"name": column, "type": kind}
    if description:
        field["description"] = description
    if not nullable:
        field["constraints"] = {"required": True}
    return field
