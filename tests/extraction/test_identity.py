"""The cache key of extractions."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from pipelines.extraction import identity
from pipelines.extraction.identity import LEXICONS, extractor_id
from pipelines.settings import PROJECT_ROOT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what the hash covers."""
    skip = shutil.ignore_patterns("__pycache__")
    for folder in identity._ROOMS:
        shutil.copytree(
            PROJECT_ROOT / "pipelines" / folder, tmp_path / "pipelines" / folder, ignore=skip
        )
    for name in LEXICONS:
        target = tmp_path / "dbt_project" / "seeds" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT_ROOT / "dbt_project" / "seeds" / name, target)
    return tmp_path


def test_same_code_same_id_wherever_it_stands(project: Path) -> None:
    assert extractor_id(project_root=project) == extractor_id()
    assert re.fullmatch(r"[0-9a-f]{16}", extractor_id())


@pytest.mark.parametrize(
    "path",
    [
        "pipelines/tables/grid.py",
        "pipelines/extraction/schema.py",
        "dbt_project/seeds/" + LEXICONS[0],
    ],
)
def test_code_and_lexicons_change_it(project: Path, path: str) -> None:
    with (project / path).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert extractor_id(project_root=project) != extractor_id()


def test_reader_and_libraries_change_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = extractor_id("pdfium")
    assert extractor_id("pdfplumber") != before
    monkeypatch.setattr(identity, "version", lambda name: "0.0")
    assert extractor_id("pdfium") != before


def test_every_seed_that_the_rooms_read_is_in_the_hash() -> None:
    read = set()
    for room in identity._ROOMS:
        for path in (PROJECT_ROOT / "pipelines" / room).rglob("*.py"):
            if path.name != "identity.py":
                read |= set(re.findall(r"""["']([\w/]+\.csv)["']""", path.read_text("utf-8")))
    assert read == set(LEXICONS)
