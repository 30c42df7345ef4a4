"""A hash comes from memory only where the file cannot have changed."""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path

import pytest

from pipelines.sources import hashes
from pipelines.sources.hashes import SETTLED_S, Hashes


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    return path


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "home" / "hashes.json"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that are read."""
    read: list[Path] = []
    digest = hashes._digest
    monkeypatch.setattr(hashes, "_digest", lambda path: (read.append(path), digest(path))[1])
    return read


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """The clock goes on (or back) while the file stands still."""
    now = time.time() + seconds
    monkeypatch.setattr(hashes.time, "time", lambda: now)


def ask(store: Path, path: Path) -> str:
    """What a run of its own is told."""
    asked = Hashes(store)
    sha256, size = asked.of(path)
    asked.keep()
    assert size == path.stat().st_size
    return sha256


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_file_that_stands_still_is_read_once(
    path: Path, store: Path, opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, SETTLED_S + 1)
    assert {ask(store, path) for _ in range(3)} == {sha256_of(b"old")}
    assert opened == [path]


@pytest.mark.parametrize("seconds", [0, SETTLED_S - 1, -100_000])
def test_a_file_of_this_moment_or_of_the_future_is_read_again(
    path: Path,
    store: Path,
    opened: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    seconds: float,
) -> None:
    """It may change within one tick of the file system's clock."""
    later(monkeypatch, seconds)
    ask(store, path)
    ask(store, path)
    assert opened == [path, path]


@pytest.mark.parametrize("way", ["content", "size", "moved over", "time set back"])
def test_every_change_shows(
    path: Path, store: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    later(monkeypatch, SETTLED_S + 1)
    ask(store, path)
    before = path.stat()
    content = b"longer" if way == "size" else b"new"
    if way == "moved over":
        other = path.with_name("other")
        other.write_bytes(content)
        os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
        other.replace(path)
    else:
        path.write_bytes(content)
    if way == "time set back":
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert ask(store, path) == sha256_of(content)


@pytest.mark.parametrize("damage", ["cut", "wrong hash", "other shape", "none"])
def test_a_damaged_store_is_not_believed(
    path: Path, store: Path, opened: list[Path], monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    later(monkeypatch, SETTLED_S + 1)
    ask(store, path)
    text = store.read_text()
    if damage == "cut":
        store.write_text(text[: len(text) // 2])
    elif damage == "wrong hash":
        store.write_text(text.replace(sha256_of(b"old"), "0" * 64))
    elif damage == "other shape":
        store.write_text(json.dumps({"entries": [], "sha256": None}))
    assert ask(store, path) == sha256_of(b"old")
    assert len(opened) == (1 if damage == "none" else 2)


def test_what_is_gone_is_forgotten(
    path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, SETTLED_S + 1)
    ask(store, path)
    other = path.with_name("b.pdf")
    other.write_bytes(b"b")
    ask(store, other)
    assert list(json.loads(store.read_text())["entries"]) == [str(other)]


def test_a_store_that_cannot_be_written_costs_nothing_else(path: Path, tmp_path: Path) -> None:
    assert ask(tmp_path / "a.pdf" / "hashes.json", path) == sha256_of(b"old")
