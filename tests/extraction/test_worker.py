"""The real worker process: what it says, and when it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from pipelines.settings import PROJECT_ROOT

# Starts the worker as a run does, tells its process id, and waits to be killed.
RUN = """
import subprocess, sys
from pipelines.extraction.pool import worker_command
from pipelines.settings import Settings
worker = subprocess.Popen(
    worker_command(Settings()), stdin=subprocess.PIPE, stdout=subprocess.PIPE
)
worker.stdout.readline()
print(worker.pid, flush=True)
sys.stdin.read()
"""


def is_running(pid: int) -> bool:
    """Zombies have ended."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_a_worker_ends_with_its_run(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", RUN],
        cwd=PROJECT_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stdout is not None
        worker = int(run.stdout.readline())
        os.kill(worker, signal.SIGSTOP)  # busy, as in a document that takes long
        run.kill()
    deadline = time.monotonic() + 30
    while is_running(worker):
        assert time.monotonic() < deadline
        time.sleep(0.02)
