"""The pool with a stand-in for the worker: what happens around documents, not in them."""

import sys
from pathlib import Path

import pytest

from pipelines.extraction import pool
from pipelines.extraction.parquet import MANIFEST, document_row, read_state, write_folder
from pipelines.settings import Settings
from pipelines.sources import LandedFile, scan

# Speaks the worker's protocol; what it does with a document stands in the document.
STAND_IN = """
import json, os, sys, time
from pathlib import Path
from pipelines.extraction.parquet import document_row, write_folder
print("{}", flush=True)
for line in sys.stdin:
    task = json.loads(line)
    path = Path(task["path"])
    what = path.read_text().split()[0]
    tried = path.with_name("." + path.name + ".tried")
    if what == "die" or (what == "die_once" and not tried.exists()):
        tried.touch()
        os.kill(os.getpid(), 9)
    if what == "exit":
        sys.exit(3)
    if what == "hang":
        time.sleep(60)
    if what == "hunger":
        memory = b"x" * 80 * 2**20
        os.abort()
    if what == "full_disk":
        print(json.dumps({"error": "No space left on device"}), flush=True)
        continue
    out = Path(task["out_dir"])
    row = document_row(out.name, task["extractor"], task["reader"], producer=str(os.getpid()))
    write_folder(out, out.name[:16], {"document": [row]})
    print(json.dumps({"state": "extracted"}), flush=True)
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    script = tmp_path / "stand_in.py"
    script.write_text(STAND_IN)
    monkeypatch.setattr(pool, "worker_command", lambda settings: [sys.executable, str(script)])
    raw = tmp_path / "raw"
    raw.mkdir()
    return Settings(raw_dir=raw, home=tmp_path / "home", workers=2, document_timeout_s=60)


def extract(settings: Settings, **documents: str) -> dict[str, str]:
    """Extract documents given by name and content; returns name -> state."""
    for name, content in documents.items():
        (settings.raw_dir / name).write_text(content)
    states: dict[str, str] = {}

    def on_done(file: LandedFile, state: str) -> None:
        states[file.file_path] = state

    pool.extract_all(scan(settings.raw_dir).files, settings, "x", on_done)
    return states


def state_of(settings: Settings, name: str):
    (file,) = [file for file in scan(settings.raw_dir).files if file.file_path == name]
    return read_state(pool.folder_of(settings, "x", file.sha256))


def test_a_dead_worker_costs_its_document_alone(settings: Settings) -> None:
    states = extract(settings, a="good 1", b="die 1", c="good 2", d="exit", e="good 3", f="die 2")
    assert states == {
        "a": "extracted",
        "b": "quarantined",
        "c": "extracted",
        "d": "quarantined",
        "e": "extracted",
        "f": "quarantined",
    }
    row = state_of(settings, "b")
    assert (row["reason_code"], row["state"]) == ("worker_died", "quarantined")
    assert "SIGKILL" in row["reason"]
    assert "exit code 3" in state_of(settings, "d")["reason"]


def test_the_victim_of_another_ones_hunger_is_read_after_all(settings: Settings) -> None:
    assert extract(settings, a="die_once") == {"a": "extracted"}


def test_a_hanging_document_is_stopped_and_comes_back_with_more_time(settings: Settings) -> None:
    settings = settings.model_copy(update={"document_timeout_s": 1.5, "workers": 1})
    assert extract(settings, a="hang") == {"a": "quarantined"}
    row = state_of(settings, "a")
    assert row["reason_code"] == "time_limit"
    assert "1.5 s" in row["reason"]
    assert extract(settings) == {"a": "cached"}
    more = settings.model_copy(update={"document_timeout_s": 2})
    assert extract(more) == {"a": "quarantined"}


def test_a_document_that_eats_the_memory_is_told_so(settings: Settings) -> None:
    settings = settings.model_copy(update={"document_memory_mb": 150})
    assert extract(settings, a="hunger", b="good") == {"a": "quarantined", "b": "extracted"}
    row = state_of(settings, "a")
    assert row["reason_code"] == "memory_limit"
    assert "more memory than 150 MB" in row["reason"]
    assert extract(settings)["a"] == "cached"


def test_a_full_disk_is_no_fault_of_a_document(settings: Settings) -> None:
    with pytest.raises(OSError, match="No space left"):
        extract(settings, a="full_disk")
    assert extract(settings, a="good") == {"a": "extracted"}


def test_processes_that_cannot_start_end_the_run(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "worker_command", lambda settings: [sys.executable, "-c", "x y"])
    with pytest.raises(pool.WorkersCannotStart, match=r"extraction\.log"):
        extract(settings, a="good", b="good too")


def test_second_time_comes_from_the_cache_but_for_passing_reasons(settings: Settings) -> None:
    extract(settings, a="good", b="die")
    assert extract(settings) == {"a": "cached", "b": "quarantined"}


def test_same_bytes_are_read_once(settings: Settings) -> None:
    states = extract(settings, a="good", b="good")
    assert len(states) == 1


def test_a_process_serves_a_bounded_number_of_documents(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_DOCUMENTS_PER_PROCESS", 2)
    one = settings.model_copy(update={"workers": 1})
    extract(one, **{f"d{n}": f"good {n}" for n in range(4)})
    processes = {state_of(one, f"d{n}")["producer"] for n in range(4)}
    assert len(processes) == 2


@pytest.mark.parametrize("damage", ["empty", "flipped", "missing", "no manifest", "odd manifest"])
def test_a_damaged_folder_is_no_cache(settings: Settings, damage: str) -> None:
    extract(settings, a="good")
    (file,) = scan(settings.raw_dir).files
    folder = pool.folder_of(settings, "x", file.sha256)
    figures = folder / "figure.parquet"
    content = bytearray(figures.read_bytes())
    content[len(content) // 2] ^= 1
    if damage == "empty":
        figures.write_bytes(b"")
    elif damage == "flipped":
        figures.write_bytes(content)
    elif damage == "missing":
        figures.unlink()
    elif damage == "no manifest":
        (folder / MANIFEST).unlink()
    else:
        (folder / MANIFEST).write_text('{"state": "extracted", "reason_code": null, "files": []}')
    assert extract(settings) == {"a": "extracted"}
    assert extract(settings) == {"a": "cached"}


def test_what_killed_processes_began_is_removed(settings: Settings) -> None:
    leftover = settings.extracted_dir / "x" / ".abc.123"
    leftover.mkdir(parents=True)
    extract(settings, a="good")
    assert not leftover.exists()


def test_prune_keeps_the_current_and_the_newest_other(settings: Settings) -> None:
    import os

    for age, name in enumerate(["now", "last", "old", "older"]):
        folder = settings.extracted_dir / name
        folder.mkdir(parents=True)
        os.utime(folder, (1000 - age, 1000 - age))
    pool.prune(settings, "now")
    assert {path.name for path in settings.extracted_dir.iterdir()} == {"now", "last"}


def test_unknown_column_is_refused(tmp_path: Path) -> None:
    row = {**document_row("f" * 64, "x", "pdfium"), "colour": "red"}
    with pytest.raises(ValueError, match="colour"):
        write_folder(tmp_path / "out", "f" * 16, {"document": [row]})
    assert not (tmp_path / "out").exists()
