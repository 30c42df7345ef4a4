"""One run: lock, fingerprint, memory."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.run import (
    HomeInUse,
    LastRun,
    Observer,
    Summary,
    fingerprint,
    recall,
    remember,
    remember_rollback,
    run_lock,
)
from pipelines.settings import PROJECT_ROOT, Settings
from pipelines.sources import scan


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings over a small stand-in for the project."""
    root = tmp_path / "project"
    for folder in ("pdf", "tables", "narrative", "disclosure", "extraction"):
        (root / "pipelines" / folder).mkdir(parents=True)
        (root / "pipelines" / folder / "a.py").write_text("1")
    for name in ("label_columns.csv", "disclosure_terms.csv", "codes/gb2260.csv", "kinds.csv"):
        seed = root / "dbt_project" / "seeds" / name
        seed.parent.mkdir(parents=True, exist_ok=True)
        seed.write_text("a,b")
    (root / "expectations" / "suites").mkdir(parents=True)
    (root / "expectations" / "suites" / "gate.json").write_text("{}")
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.pdf").write_bytes(b"a")
    return Settings(project_root=root, raw_dir=raw, home=tmp_path / "home")


def print_of(settings: Settings) -> str:
    return fingerprint(settings, scan(settings.raw_dir))


@pytest.mark.parametrize(
    "changed",
    [
        "project/pipelines/tables/a.py",
        "project/pipelines/cli.py",
        "project/dbt_project/seeds/kinds.csv",
        "project/dbt_project/models/x.sql",
        "project/expectations/suites/gate.json",
        "raw/a.pdf",
        "raw/b.pdf",
    ],
)
def test_fingerprint_changes_with_everything_a_publication_is_made_from(
    settings: Settings, tmp_path: Path, changed: str
) -> None:
    before = print_of(settings)
    path = tmp_path / changed
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("changed")
    assert print_of(settings) != before


def test_fingerprint_changes_with_sidecar_and_reader(settings: Settings) -> None:
    before = print_of(settings)
    assert print_of(settings.model_copy(update={"reader": "pdfplumber"})) != before
    (settings.raw_dir / "a.yml").write_text("published_on: 2024-02-08")
    assert print_of(settings) != before


def test_fingerprint_stays_with_what_does_not_matter(settings: Settings, tmp_path: Path) -> None:
    before = print_of(settings)
    for litter in ("__pycache__/a.pyc", ".hidden", "../dbt_project/target/manifest.json"):
        path = settings.project_root / "pipelines" / litter
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    moved = shutil.copytree(settings.raw_dir, tmp_path / "moved")
    assert print_of(settings.model_copy(update={"raw_dir": moved})) == before


def test_lock_is_exclusive_and_let_go(settings: Settings) -> None:
    with run_lock(settings), pytest.raises(HomeInUse, match="another run"), run_lock(settings):
        pass
    with run_lock(settings):
        pass


def test_lock_of_a_killed_process_is_free(settings: Settings) -> None:
    code = (
        "import sys; from pathlib import Path; from pipelines.run import run_lock;"
        "from pipelines.settings import Settings\n"
        f"with run_lock(Settings(home=Path({str(settings.home)!r}))):\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(HomeInUse), run_lock(settings):
            pass
        other.kill()
    with run_lock(settings):
        pass


def publish(settings: Settings, name: str) -> LastRun:
    folder = settings.publications_dir / name
    folder.mkdir(parents=True)
    (folder / "yusuan.duckdb").touch()
    settings.published.unlink(missing_ok=True)
    settings.published.symlink_to(folder)
    last = LastRun("f", name, str(settings.raw_dir), Summary(documents=3, published=str(folder)))
    remember(settings, last)
    return last


def test_the_last_run_is_remembered(settings: Settings) -> None:
    assert recall(settings) is None
    last = publish(settings, "one")
    assert recall(settings) == last


def test_a_publication_that_readers_do_not_see_is_not_remembered(settings: Settings) -> None:
    publish(settings, "one")
    publish(settings, "two")
    settings.published.unlink()
    settings.published.symlink_to(settings.publications_dir / "one")  # rolled back
    assert recall(settings) is None
    (settings.home / "last_run.json").write_text("{")
    assert recall(settings) is None


def test_observer_adds_up_stages() -> None:
    observer = Observer()
    for _ in range(2):
        with observer.stage("start"):
            pass
    observer.seconds["publish"] = 5.0
    observer.split("publish", "audit", 3.0)
    assert observer.seconds["start"] >= 0
    assert observer.seconds["publish"] == 2.0
    assert observer.seconds["audit"] == 3.0


def test_answering_that_nothing_is_new_needs_no_heavy_library() -> None:
    """Dagster, dbt, Great Expectations and the PDF libraries take seconds to import."""
    code = (
        "import sys, pipelines.cli, pipelines.run, pipelines.sources\n"
        "heavy = {'dagster', 'dbt', 'great_expectations', 'pdfplumber', 'pypdfium2', 'pyarrow'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT_ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_what_a_person_rolled_back_stays_remembered(settings: Settings) -> None:
    last = publish(settings, "two")
    for name in ("one", "two"):
        target = settings.publications_dir / name
        target.mkdir(exist_ok=True)
        (target / "yusuan.duckdb").touch()
        settings.published.unlink()
        settings.published.symlink_to(target)
        remember_rollback(settings, last, target, Summary(documents=7))
        now = recall(settings)
        assert now is not None
        assert (now.publication, now.fingerprint) == (name, last.fingerprint)
        assert now.summary == Summary(documents=7, published=str(target))
        assert now.rolled_back_from == ("two" if name == "one" else None)
        last = now
