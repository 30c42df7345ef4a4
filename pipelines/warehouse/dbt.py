"""dbt inside this process: parse, build, and say what went wrong.

Belongs here: calling dbt with every file it writes below the home, and turning its results into
problems with sample rows. Does not belong here: SQL, or Dagster's view of the results (``defs/``).
A new dbt process costs 8 s; `dbtRunner` in a running one costs what the models cost.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.extraction.identity import hash_files, source_files
from pipelines.settings import Settings

if TYPE_CHECKING:
    from dbt.artifacts.schemas.results import NodeResult

_SAMPLE_ROWS = 5
_FINISHED = {"LogModelResult", "LogSeedResult", "LogTestResult", "LogNodeNoOpResult"}
_GOOD = {"success", "pass", "no-op", "partial success"}

#: done, total, name of the node that has just been built or tested
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class DbtProblem:
    """A model that could not be built, or a test that failed or warned."""

    unique_id: str
    name: str
    kind: str  # model | seed | test | unit_test | project
    is_blocking: bool
    message: str
    samples: list[dict[str, str]] = field(default_factory=list)  # rows of a failing test, as text


@dataclass(frozen=True)
class NodeOutcome:
    """What dbt says of one node, without dbt's types."""

    unique_id: str
    kind: str
    status: str
    seconds: float
    failures: int | None


@dataclass(frozen=True)
class BuildReport:
    """Outcome of one build; ``succeeded`` is False where any model or error-level test failed."""

    succeeded: bool
    outcomes: list[NodeOutcome]
    problems: list[DbtProblem]

    @property
    def blocking(self) -> list[DbtProblem]:
        """Problems that stop the run."""
        return [problem for problem in self.problems if problem.is_blocking]


class DbtProjectBroken(RuntimeError):
    """The dbt project cannot be parsed; the message is dbt's."""


def dbt_manifest(settings: Settings) -> dict[str, Any]:
    """The project as dbt understands it (``manifest.json``), parsed only when it has changed.

    Raises :class:`DbtProjectBroken`.
    """
    path = settings.dbt_target / "manifest.json"
    key_path = settings.dbt_target / "manifest.key"
    sources = [p for p in source_files(settings.dbt_project_dir) if "target" not in p.parts]
    key = hash_files(sources, settings.dbt_project_dir) + version("dbt-core")
    if not (path.exists() and key_path.exists() and key_path.read_text() == key):
        result = _invoke(settings, ["parse"])
        if not result.success:
            raise DbtProjectBroken(f"dbt cannot read the project: {result.exception}")
        key_path.write_text(key)
    return json.loads(path.read_text(encoding="utf-8"))


def dbt_build(
    settings: Settings,
    on_progress: Progress = lambda done, total, name: None,
) -> BuildReport:
    """Build all seeds and models in ``build.duckdb`` and test their data.

    Relations that no model makes any longer are dropped first: what is published is what the
    project says now. The build file is closed when this returns. Unit tests test code and not
    data: see :func:`dbt_unit_tests`.
    """
    _drop_stale(settings.build_path, dbt_manifest(settings))
    return _execute(settings, ["build", "--exclude-resource-type", "unit_test"], on_progress)


def dbt_run(settings: Settings, select: Sequence[str]) -> BuildReport:
    """Build seeds and models that ``select`` names (dbt's syntax), without testing their data."""
    command = ["build", "--exclude-resource-type", "unit_test", "test", "--select", *select]
    return _execute(settings, command, lambda *progress: None)


def dbt_unit_tests(settings: Settings) -> BuildReport:
    """Run the project's unit tests. The models they read from must have been built."""
    return _execute(settings, ["test", "--select", "test_type:unit"], lambda *progress: None)


def _execute(settings: Settings, command: list[str], on_progress: Progress) -> BuildReport:
    done = count(1)

    def on_event(event: Any) -> None:
        if event.info.name in _FINISHED:
            # Tests say `num_models` where models and seeds say `total`.
            total = getattr(event.data, "total", None) or event.data.num_models
            on_progress(next(done), int(total), event.data.node_info.node_name)

    try:
        result = _invoke(settings, command, [on_event])
    finally:
        _release_build_file()
    results: list[NodeResult] = list(getattr(result.result, "results", None) or [])
    problems = [_problem(settings.build_path, r) for r in results if str(r.status) not in _GOOD]
    # What was skipped because of another failure is no problem of its own.
    problems = [p for p in problems if p.message != "skipped"]
    if result.exception is not None:
        problems.insert(0, DbtProblem("project", "dbt", "project", True, str(result.exception)))
    outcomes = [
        NodeOutcome(
            unique_id=r.node.unique_id,
            kind=str(r.node.resource_type),
            status=str(r.status),
            seconds=r.execution_time,
            failures=r.failures,
        )
        for r in results
    ]
    succeeded = bool(result.success) and not any(p.is_blocking for p in problems)
    return BuildReport(succeeded, outcomes, problems)


def _invoke(
    settings: Settings,
    command: list[str],
    callbacks: list[Callable[[Any], None]] | None = None,
) -> Any:
    from dbt.cli.main import dbtRunner

    arguments = [
        "--log-level", "info" if settings.verbose else "none",
        "--log-level-file", "info",
        "--log-path", str(settings.logs_dir),
        "--no-send-anonymous-usage-stats",
        "--no-version-check",
        *command,
        "--project-dir", str(settings.dbt_project_dir),
        "--profiles-dir", str(settings.dbt_project_dir),
        "--target-path", str(settings.dbt_target),
    ]  # fmt: skip
    with _environment(YUSUAN_BUILD_PATH=str(settings.build_path)):
        return dbtRunner(callbacks=callbacks).invoke(arguments)


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _release_build_file() -> None:
    """dbt-duckdb keeps its connection for the life of the process; the audit needs the file."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager as Manager

    environment = Manager._ENV
    if environment is not None:
        environment.close()
    Manager.close_all_connections()


def _drop_stale(build_path: Path, manifest: dict[str, Any]) -> None:
    made = {
        (node["schema"], node["alias"])
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed", "snapshot")
    }
    with duckdb.connect(build_path) as connection:
        present = connection.execute(
            "select table_schema, table_name, table_type from information_schema.tables "
            "where table_catalog = current_database() and table_schema <> 'raw'"
        ).fetchall()
        for schema, name, kind in present:
            if (schema, name) not in made:
                what = "view" if kind == "VIEW" else "table"
                connection.execute(f'drop {what} if exists "{schema}"."{name}"')


def _problem(build_path: Path, result: NodeResult) -> DbtProblem:
    node: Any = result.node
    status = str(result.status)
    kind = str(node.resource_type)
    sql = getattr(node, "compiled_code", None)
    is_data_test = kind == "test" and result.failures
    return DbtProblem(
        unique_id=node.unique_id,
        name=node.name,
        kind=kind,
        is_blocking=status != "warn",
        message="skipped" if status == "skipped" else (result.message or status).strip(),
        samples=_sample(build_path, sql) if is_data_test and sql else [],
    )


def _sample(build_path: Path, sql: str) -> list[dict[str, str]]:
    """First rows that a failing test selects, values as text (exact, whatever the type)."""
    try:
        with duckdb.connect(build_path, read_only=True) as connection:
            cursor = connection.execute(f"select * from ({sql}) limit {_SAMPLE_ROWS}")
            names = [column[0] for column in cursor.description or []]
            return [
                {name: str(value) for name, value in zip(names, row, strict=True)}
                for row in cursor.fetchall()
            ]
    except duckdb.Error:
        return []  # the relation under test is itself broken; the message says so
