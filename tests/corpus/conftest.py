"""One run over all real documents, which the tests of this folder share."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from tests.corpus.documents import CORPUS
from tests.running import yusuan


@pytest.fixture(scope="session")
def published_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the publication of the whole corpus, made once for all worker processes."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    home = shared / "corpus_home"
    with (shared / "corpus_home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = shared / "corpus_home.txt"
        if not said.exists():
            raw = CORPUS.resolve() / "pdf"
            done = yusuan("run", "--raw", raw, "--home", home, "--json", timeout=3600)
            said.write_text(f"exit {done.code}\n{done.out}\n{done.err}", encoding="utf-8")
        text = said.read_text(encoding="utf-8")
    if not text.startswith("exit 0\n"):
        pytest.fail(f"the run on the corpus failed: {text}")
    return (home / "published").resolve()
