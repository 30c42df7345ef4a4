"""Documents that were made to break a reader are read or refused, each with a reason, in bounds.

`make test` takes a few of each kind, `make test-hostile` a thousand through a whole run.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.extraction import pool
from pipelines.extraction.parquet import read_manifest, read_state
from pipelines.settings import Settings
from pipelines.sources import LandedFile, scan
from tests.hostile.mutants import MUTATIONS, mutants

COUNT = 40


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    raw = tmp_path_factory.mktemp("hostile_raw")
    for mutant in mutants(COUNT, tmp_path_factory.mktemp("good")):
        (raw / mutant.name).write_bytes(mutant.content)
    return raw


def test_the_same_seed_makes_the_same_bytes(raw: Path, tmp_path: Path) -> None:
    count = len(MUTATIONS)
    assert count <= COUNT
    for mutant in mutants(count, tmp_path):
        assert (raw / mutant.name).read_bytes() == mutant.content, mutant.name


def test_each_is_read_or_refused_with_a_reason(raw: Path, tmp_path: Path) -> None:
    settings = Settings(
        raw_dir=raw,
        home=tmp_path,
        workers=2,
        document_timeout_s=3,
        document_memory_mb=1500,
    )
    done: dict[str, str] = {}

    def on_done(file: LandedFile, state: str) -> None:
        done[file.file_path] = state

    files = scan(raw).files
    pool.extract_all(files, settings, "x", on_done)
    assert done.keys() == {file.file_path for file in files}
    for file in files:
        folder = pool.folder_of(settings, "x", file.sha256)
        assert read_manifest(folder) is not None, file.file_path
        row = read_state(folder)
        assert row["state"] == done[file.file_path]
        if row["state"] == "quarantined":
            assert row["reason"], file.file_path
            # A fault of ours would have these names.
            assert row["reason_code"] not in ("crashed", "worker_died"), (file.file_path, row)
