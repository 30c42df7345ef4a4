"""Swapping, retention and crashes: readers see the old publication or the new one, whole.

The audit is replaced by one that finds nothing, so that only the steps around it are under test.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.publication import folders, open_published, publish, published_folder, steps
from pipelines.quality import Audit, SuiteResult
from pipelines.settings import Settings
from tests.quality.tiny import execute, tiny_build

READERS_PER_PROCESS = 25

# Each reader of the process opens, asks and closes, until it is told to stop.
READERS = """
import sys, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from pipelines.publication import open_published

home, count = Path(sys.argv[1]), int(sys.argv[2])

def read(_):
    seen = []
    while len(seen) < 2 or not (home / "stop").exists():
        with open_published(home) as con:
            row = con.execute(
                "SELECT p.id, p.counts['figures'] = (SELECT count(*) FROM marts.fct_figure), "
                "(SELECT min(vintage) = max(vintage) FROM marts.fct_figure) "
                "FROM marts.publication AS p ORDER BY p.time DESC LIMIT 1"
            ).fetchone()
        assert row[1] and row[2], row
        if row[0] not in seen:
            assert not seen or row[0] > seen[-1], (row, seen)
            seen.append(row[0])
        time.sleep(2.5)
    return len(seen)

with ThreadPoolExecutor(count) as readers:
    print(min(readers.map(read, range(count))))
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    def finds_nothing(*_: Any, docs_dir: Path, **__: Any) -> Audit:
        docs_dir.mkdir()
        (docs_dir / "index.html").write_text("<html></html>")
        return Audit(
            SuiteResult("gate", True, 1, [], 0.0), SuiteResult("verdicts", True, 1, [], 0.0)
        )

    monkeypatch.setattr(steps, "audit", finds_nothing)
    settings = Settings(home=tmp_path, keep_publications=3)
    tiny_build(settings.build_path)
    return settings


def change(settings: Settings, value: object) -> None:
    """Something new to publish, in every row."""
    execute(settings.build_path, f"UPDATE marts.fct_figure SET vintage = '{value}'")


def vintage(con: duckdb.DuckDBPyConnection) -> str:
    row = con.execute("SELECT DISTINCT vintage FROM marts.fct_figure").fetchall()
    assert len(row) == 1
    return row[0][0]


def test_an_open_reader_keeps_what_it_opened(settings: Settings) -> None:
    settings = settings.model_copy(update={"keep_publications": 1})
    change(settings, "old")
    first = publish(settings)
    with open_published(settings.home) as old:
        change(settings, "new")
        publish(settings)
        assert not first.path.exists()
        # The same process sees the new one while it still holds the old one.
        with open_published(settings.home) as new:
            assert vintage(new) == "new"
        assert vintage(old) == "old"


def test_fifty_readers_and_an_old_one_during_twenty_publications(settings: Settings) -> None:
    """Some of them find a folder that goes before they open it: only the newest is kept."""
    settings = settings.model_copy(update={"keep_publications": 1})
    change(settings, "first")
    publish(settings)
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READERS, str(settings.home), str(READERS_PER_PROCESS)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    with open_published(settings.home) as old:
        for number in range(20):
            change(settings, number)
            assert publish(settings).is_new
            assert vintage(old) == "first"
    (settings.home / "stop").touch()
    for reader in readers:
        said, _ = reader.communicate(timeout=60)
        assert reader.returncode == 0
        assert int(said) >= 2


def test_a_publication_that_goes_while_it_is_opened(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader found the old folder; when it opens it, only the new one is there."""
    settings = settings.model_copy(update={"keep_publications": 1})
    change(settings, "old")
    publish(settings)
    connect = duckdb.connect

    def too_late(*arguments: Any, **options: Any) -> duckdb.DuckDBPyConnection:
        monkeypatch.setattr(duckdb, "connect", connect)
        change(settings, "new")
        publish(settings)
        return connect(*arguments, **options)

    monkeypatch.setattr(duckdb, "connect", too_late)
    with open_published(settings.home) as con:
        assert vintage(con) == "new"


def test_a_clock_that_was_set_back(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings.model_copy(update={"keep_publications": 2})
    ids = []
    for number, year in enumerate((2040, 2040, 2026, 2026, 2027)):
        monkeypatch.setattr(steps, "_now", partial(datetime, year, 1, 1))
        # The third has the content of the first again.
        change(settings, ("a", "b", "a", "c", "d")[number])
        made = publish(settings)
        assert made.is_new
        ids.append(made.id)
        assert published_folder(settings.home).name == made.id
    assert ids == sorted(ids)
    assert [p.name for p in folders.finished(settings.publications_dir)] == ids[-2:]
    assert not publish(settings).is_new
    before, now = steps.roll_back(settings)
    assert (before.name, now.name) == (ids[-1], ids[-2])


def test_the_link_is_never_missing(settings: Settings) -> None:
    publish(settings)
    missing: list[str] = []
    stop = threading.Event()

    def watch() -> None:
        while not stop.is_set():
            if not (settings.published / "yusuan.duckdb").exists():
                missing.append("gone")

    watcher = threading.Thread(target=watch)
    watcher.start()
    for number in range(10):
        change(settings, number)
        publish(settings)
    stop.set()
    watcher.join()
    assert missing == []


def test_the_last_ones_are_kept(settings: Settings) -> None:
    ids = []
    for number in range(5):
        change(settings, number)
        ids.append(publish(settings).id)
    assert [p.name for p in folders.finished(settings.publications_dir)] == ids[-3:]
    assert published_folder(settings.home).name == ids[-1]


def test_the_current_one_is_kept_however_old(settings: Settings) -> None:
    ids = []
    for number in range(3):
        change(settings, number)
        ids.append(publish(settings).id)
    folders.point(settings.published, settings.publications_dir / ids[0])
    folders.retain(settings.publications_dir, settings.published, 1)
    assert [p.name for p in folders.finished(settings.publications_dir)] == [ids[0], ids[2]]


class Killed(BaseException):
    """Like SIGKILL: nothing catches it."""


def killed(*_: Any, **__: Any) -> None:
    raise Killed


@pytest.mark.parametrize(
    ("owner", "step"),
    [
        (steps.marts, "copy"),
        (steps.changes, "add"),
        (steps, "audit"),
        (steps.package, "write"),
        (folders, "_sync"),
        (folders, "complete"),
        (folders, "point"),
        (folders, "retain"),
    ],
)
def test_a_crash_at_any_step_leaves_a_whole_publication(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, owner: Any, step: str
) -> None:
    change(settings, "old")
    first = publish(settings)
    change(settings, "new")
    with monkeypatch.context() as patched:
        patched.setattr(owner, step, killed)
        with pytest.raises(Killed):
            publish(settings)
    with open_published(settings.home) as con:
        # Only after the swap is the new one there; until then the old one is.
        assert vintage(con) == ("new" if step == "retain" else "old")
    again = publish(settings)
    assert again.is_new == (step != "retain")
    assert again.id > first.id
    with open_published(settings.home) as con:
        assert vintage(con) == "new"
    assert list(settings.publications_dir.glob("*.tmp")) == []


def test_leftovers_are_removed(settings: Settings) -> None:
    leftover = settings.publications_dir / "20200101T000000.000Z-aaaaaaaa.tmp"
    leftover.mkdir(parents=True)
    (leftover / "yusuan.duckdb").write_text("half")
    stale_link = settings.home / "published.tmp"
    stale_link.symlink_to("nowhere")
    publication = publish(settings)
    assert not leftover.exists()
    assert not stale_link.is_symlink()
    assert settings.published.resolve() == publication.path


def test_a_second_publisher_waits(settings: Settings) -> None:
    order: list[str] = []

    def other() -> None:
        publish(settings)
        order.append("second")

    with folders.locked(settings.publications_dir):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(timeout=0.5)
        assert thread.is_alive()
        order.append("first")
    thread.join(timeout=60)
    assert order == ["first", "second"]


def test_a_home_can_be_moved(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    publish(settings)
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "home"
    shutil.move(settings.home, elsewhere)
    with open_published(elsewhere) as con:
        assert vintage(con) == "all"


def test_a_link_to_a_removed_folder_counts_as_nothing(settings: Settings) -> None:
    first = publish(settings)
    shutil.rmtree(first.path)
    second = publish(settings)
    assert second.is_new
    assert second.changes == {"document came": 2}
