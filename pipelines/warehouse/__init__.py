"""The build file: schema ``raw`` from Parquet, and everything above it by dbt.

Belongs here: opening ``build.duckdb`` for writing, loading, and running dbt in this process. Does
not belong here: SQL that gives meaning (``dbt_project/``), audits (``quality/``), or readers' files
(``publication/``). All of it is one writer: callers see to it that nothing runs at the same time.
"""

from pipelines.warehouse.dbt import (
    BuildReport,
    DbtProblem,
    DbtProjectBroken,
    dbt_build,
    dbt_manifest,
    dbt_run,
    dbt_unit_tests,
)
from pipelines.warehouse.load import BuildFileLocked, LoadReport, load

__all__ = [
    "BuildFileLocked",
    "BuildReport",
    "DbtProblem",
    "DbtProjectBroken",
    "LoadReport",
    "dbt_build",
    "dbt_manifest",
    "dbt_run",
    "dbt_unit_tests",
    "load",
]
