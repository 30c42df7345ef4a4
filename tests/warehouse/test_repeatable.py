"""Two builds of the same raw data say the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from pipelines.settings import Settings
from pipelines.warehouse import dbt_build

#: Schemas whose every row must come again; what names the moment of a run is not among them.
SCHEMAS = ("intermediate", "marts", "reconciliation")
#: Suspects are written to it after dbt; what they are added to stands in schema reconciliation.
AMENDED = "fct_reconciliation"


def test_two_builds_are_equal(seed_home: Path, tmp_path: Path) -> None:
    home = shutil.copytree(seed_home, tmp_path / "home", symlinks=True)
    before = shutil.copy(home / "build.duckdb", tmp_path / "before.duckdb")
    report = dbt_build(Settings(home=home))
    assert report.succeeded
    with duckdb.connect(home / "build.duckdb", read_only=True) as connection:
        connection.execute(f"attach '{before}' as earlier (read_only)")
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables"
            " where table_catalog = 'build' and table_type = 'BASE TABLE'"
            f" and table_schema in {SCHEMAS}"
        ).fetchall()
        different = {
            f"{schema}.{name}": rows
            for schema, name in tables
            if name != AMENDED
            and (
                rows := connection.execute(
                    f"(from {schema}.{name} except all from earlier.{schema}.{name}) union all"
                    f" (from earlier.{schema}.{name} except all from {schema}.{name})"
                ).fetchall()
            )
        }
    assert len(tables) >= 80
    assert different == {}
