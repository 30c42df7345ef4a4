"""Fixtures that tests of several rooms share."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.golden.catalogue import Golden, make
from tests.running import SEED_RAW, Finished, yusuan


@pytest.fixture(scope="session")
def golden_pdf(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Golden]:
    """``golden_pdf(name)``: the golden document of that name, built once in a session."""
    folder = tmp_path_factory.mktemp("golden")
    built: dict[str, Golden] = {}

    def get(name: str) -> Golden:
        if name not in built:
            built[name] = make(name, folder)
        return built[name]

    return get


@pytest.fixture(scope="session")
def seed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Home of one real run on ``data/raw``, made once for all worker processes. Do not change it:
    whoever runs something in it works on a copy.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    home = shared / "seed_home"
    with (shared / "seed_home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = shared / "seed_home.txt"
        if not said.exists():
            done: Finished = yusuan("run", "--raw", SEED_RAW, "--home", home, "--json")
            said.write_text(f"exit {done.code}\n{done.out}\n{done.err}", encoding="utf-8")
        text = said.read_text(encoding="utf-8")
    if not text.startswith("exit 0\n"):
        pytest.fail(f"the run on data/raw failed: {text}")
    return home


@pytest.fixture(scope="session")
def published_seed(seed_home: Path) -> Path:
    """Folder of the publication of ``data/raw``, with ``yusuan.duckdb`` in it."""
    return (seed_home / "published").resolve()


def pytest_report_header() -> str | None:
    """Say so where the tests in a browser cannot run."""
    if shutil.which("chromium") or shutil.which("chromium-browser"):
        return None
    return "no Chromium here: tests/dashboards/test_pages.py is left out (Debian: chromium)"
