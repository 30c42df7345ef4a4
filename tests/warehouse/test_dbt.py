"""dbt in this process, on a project of a few lines."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

from pipelines.settings import Settings
from pipelines.warehouse import DbtProjectBroken, dbt_build, dbt_manifest

PROJECT = {
    "dbt_project.yml": "name: small\nversion: 1.0.0\nprofile: small\nmodels: {+schema: marts}\n",
    "profiles.yml": (
        "small: {target: build, outputs: {build: {type: duckdb, schema: main, threads: 1, "
        "path: \"{{ env_var('YUSUAN_BUILD_PATH') }}\"}}}\n"
    ),
    "macros/schema.sql": (
        "{% macro generate_schema_name(name, node) %}{{ name or 'main' }}{% endmacro %}"
    ),
    "seeds/codes.csv": "code,name\n1,a\n2,b\n",
    "models/amounts.sql": "select code, code * 10.5 as amount from {{ ref('codes') }}",
    "models/totals.sql": "select sum(amount) as total from {{ ref('amounts') }}",
    "models/schema.yml": (
        "models:\n- name: amounts\n  columns:\n  - name: amount\n    data_tests: [not_null]\n"
    ),
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    for name, text in PROJECT.items():
        path = tmp_path / "dbt_project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    home = tmp_path / "home"
    home.mkdir()
    return Settings(project_root=tmp_path, home=home)


def change(settings: Settings, name: str, text: str | None) -> None:
    path = settings.dbt_project_dir / name
    if text is None:
        path.unlink()
    else:
        path.write_text(text)


def relations(settings: Settings) -> set[str]:
    with duckdb.connect(settings.build_path) as connection:
        return {
            name
            for (name,) in connection.execute(
                "select table_name from information_schema.tables"
            ).fetchall()
        }


def test_build_tells_progress_and_leaves_the_file_closed(settings: Settings) -> None:
    told: list[tuple[int, int, str]] = []
    report = dbt_build(settings, lambda *progress: told.append(progress))
    assert report.succeeded
    assert report.problems == []
    assert {outcome.kind for outcome in report.outcomes} == {"model", "seed", "test"}
    assert [done for done, _, _ in told] == [1, 2, 3, 4]
    assert {total for _, total, _ in told} == {4}
    # Opened with another configuration: fails while dbt's own connection is open.
    with duckdb.connect(settings.build_path, read_only=True) as connection:
        assert connection.execute("select total from marts.totals").fetchone() == (31.5,)


def test_everything_is_written_below_the_home(settings: Settings) -> None:
    before = set(settings.dbt_project_dir.rglob("*"))
    dbt_build(settings)
    assert set(settings.dbt_project_dir.rglob("*")) == before
    assert (settings.dbt_target / "manifest.json").exists()
    assert (settings.logs_dir / "dbt.log").exists()
    assert "YUSUAN_BUILD_PATH" not in os.environ


def test_a_failing_test_shows_rows(settings: Settings) -> None:
    change(settings, "models/amounts.sql", "select 7 as code, null::decimal(9, 2) as amount")
    report = dbt_build(settings)
    assert not report.succeeded
    (problem,) = report.blocking
    assert (problem.kind, problem.name) == ("test", "not_null_amounts_amount")
    assert "1 result" in problem.message
    assert problem.samples == [{"amount": "None"}]


def test_a_warning_does_not_block(settings: Settings) -> None:
    change(settings, "models/amounts.sql", "select 7 as code, null::decimal(9, 2) as amount")
    change(
        settings,
        "models/schema.yml",
        "models:\n- name: amounts\n  columns:\n  - name: amount\n"
        "    data_tests: [{not_null: {config: {severity: warn}}}]\n",
    )
    report = dbt_build(settings)
    assert report.succeeded
    assert [problem.is_blocking for problem in report.problems] == [False]


def test_a_broken_model_is_named_and_what_it_skips_is_not(settings: Settings) -> None:
    change(settings, "models/amounts.sql", "select no_such_column from {{ ref('codes') }}")
    report = dbt_build(settings)
    assert not report.succeeded
    assert [problem.name for problem in report.problems] == ["amounts"]
    assert "no_such_column" in report.problems[0].message


def test_a_relation_that_no_model_makes_is_dropped(settings: Settings) -> None:
    dbt_build(settings)
    with duckdb.connect(settings.build_path) as connection:
        connection.execute("create schema raw; create table raw.kept as select 1")
    change(settings, "models/totals.sql", None)
    dbt_build(settings)
    assert "totals" not in relations(settings)
    assert {"kept", "amounts", "codes"} <= relations(settings)


def test_manifest_is_parsed_again_only_after_a_change(settings: Settings) -> None:
    dbt_manifest(settings)
    path = settings.dbt_target / "manifest.json"
    first = path.stat().st_mtime_ns
    dbt_manifest(settings)
    assert path.stat().st_mtime_ns == first
    change(settings, "models/more.sql", "select 1 as one")
    assert "model.small.more" in dbt_manifest(settings)["nodes"]


def test_a_project_that_cannot_be_parsed(settings: Settings) -> None:
    change(settings, "models/amounts.sql", "select * from {{ ref('nowhere') }}")
    with pytest.raises(DbtProjectBroken, match="nowhere"):
        dbt_manifest(settings)
