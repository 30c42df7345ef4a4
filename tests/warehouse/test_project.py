"""The project's own dbt unit tests, which a run leaves out."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipelines.settings import Settings
from pipelines.warehouse import dbt_manifest, dbt_unit_tests


def test_unit_tests_of_the_project_hold(seed_home: Path, tmp_path: Path) -> None:
    home = shutil.copytree(seed_home, tmp_path / "home", symlinks=True)
    settings = Settings(home=home)
    report = dbt_unit_tests(settings)
    assert [f"{problem.name}: {problem.message}" for problem in report.problems] == []
    assert {outcome.kind for outcome in report.outcomes} == {"unit_test"}
    assert len(report.outcomes) == len(dbt_manifest(settings)["unit_tests"])
