"""The dashboard in a real browser, where Debian's Chromium is installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.settings import PROJECT_ROOT
from tests.running import SEED_RAW

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

#: Without a browser there is nothing to collect; pytest's header says so.
collect_ignore = [] if CHROMIUM else ["test_pages.py"]


@pytest.fixture(scope="module")
def home(seed_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the seed's home, to publish something in."""
    return shutil.copytree(seed_home, tmp_path_factory.mktemp("shown") / "home", symlinks=True)


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """Address of a dashboard over ``home``, started as ``make dashboard`` does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboards/app.py"]
    with subprocess.Popen(
        [*command, "--server.port", str(port)],
        cwd=PROJECT_ROOT,
        env={**os.environ, "YUSUAN_HOME": str(home), "YUSUAN_RAW_DIR": str(SEED_RAW)},
        stdout=subprocess.DEVNULL,
    ) as server:
        url = f"http://localhost:{port}"
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=5).close()
                break
            except OSError:
                time.sleep(0.5)
        yield url
        server.terminate()
