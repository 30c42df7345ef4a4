"""The project's own dbt unit tests, which a run leaves out."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from pipelines.marks import Mark
from pipelines.settings import PROJECT_ROOT, Settings
from pipelines.warehouse import dbt_manifest, dbt_unit_tests


def test_unit_tests_of_the_project_hold(seed_home: Path, tmp_path: Path) -> None:
    home = shutil.copytree(seed_home, tmp_path / "home", symlinks=True)
    settings = Settings(home=home)
    report = dbt_unit_tests(settings)
    assert [f"{problem.name}: {problem.message}" for problem in report.problems] == []
    assert {outcome.kind for outcome in report.outcomes} == {"unit_test"}
    assert len(report.outcomes) == len(dbt_manifest(settings)["unit_tests"])


def test_every_mark_has_words() -> None:
    """The reasons that the extraction gives are those of the seed."""
    seed = PROJECT_ROOT / "dbt_project" / "seeds" / "mark_reasons.csv"
    with seed.open(encoding="utf-8", newline="") as file:
        known = {row["mark_reason"] for row in csv.DictReader(file)}
    assert set(Mark) == known
