"""Many documents through worker processes, each document once for each extractor.

Belongs here: the cache, the order, time limits, and what a dead worker means. Does not belong here:
anything inside a document. The caller gives progress a face through ``on_done``.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO

from pipelines.extraction.document import memory_reason
from pipelines.extraction.parquet import document_row, read_manifest, write_folder
from pipelines.extraction.schema import PASSING_REASONS
from pipelines.settings import PROJECT_ROOT, Settings
from pipelines.sources import LandedFile

# PDF libraries leak; a fresh process after so many documents bounds it.
_DOCUMENTS_PER_PROCESS = 64

# What a process has in use when it dies for want of memory: at least this part of its limit.
_NEAR_LIMIT = 0.5


class WorkersCannotStart(RuntimeError):
    """Extraction processes end before they have seen a document: the set-up is at fault."""


@dataclass(frozen=True)
class ExtractionReport:
    """What became of the documents, each named once however often its bytes were landed."""

    extracted: list[str] = field(default_factory=list)  # sha256, in order of completion
    cached: list[str] = field(default_factory=list)


def folder_of(settings: Settings, extractor: str, sha256: str) -> Path:
    """Where one document's extraction stands."""
    return settings.extracted_dir / extractor / sha256


def extract_all(
    files: Sequence[LandedFile],
    settings: Settings,
    extractor: str,
    on_done: Callable[[LandedFile, str], None] = lambda file, state: None,
) -> ExtractionReport:
    """Extract every file that this extractor has not seen, the largest first.

    ``on_done(file, state)`` is called from worker threads; state is ``cached``, ``extracted`` or
    ``quarantined``. Bad documents never raise. The caller holds the home's lock. Raises ``OSError``
    where results cannot be written (a full disk), :class:`WorkersCannotStart` where nothing can be
    read at all.
    """
    _remove_leftovers(settings.extracted_dir / extractor)
    report = ExtractionReport()
    todo: list[LandedFile] = []
    for file in {file.sha256: file for file in files}.values():
        if _is_cached(folder_of(settings, extractor, file.sha256), settings):
            report.cached.append(file.sha256)
            on_done(file, "cached")
        else:
            todo.append(file)
    queue: SimpleQueue[LandedFile] = SimpleQueue()
    for file in sorted(todo, key=lambda file: -file.size_bytes):
        queue.put(file)

    def serve() -> None:
        with _Worker(settings) as worker:
            for file in _drain(queue):
                state = worker.extract(file, extractor)
                report.extracted.append(file.sha256)
                on_done(file, state)

    if todo:
        count = min(settings.workers, len(todo))
        with ThreadPoolExecutor(count, thread_name_prefix="extract") as threads:
            futures = [threads.submit(serve) for _ in range(count)]
            try:
                wait(futures, return_when=FIRST_EXCEPTION)
            finally:
                for _ in _drain(queue):  # a run that was interrupted or failed starts nothing more
                    pass
            for future in futures:
                future.result()
    return report


def prune(settings: Settings, extractor: str) -> None:
    """Drop the extractions of older code, but for the newest of them (a change may be undone)."""
    if not settings.extracted_dir.is_dir():
        return
    others = [
        path
        for path in settings.extracted_dir.iterdir()
        if path.is_dir() and path.name != extractor
    ]
    for path in sorted(others, key=lambda path: path.stat().st_mtime)[:-1]:
        shutil.rmtree(path, ignore_errors=True)


def worker_command(settings: Settings) -> list[str]:
    """How a worker process is started."""
    module = "pipelines.extraction.worker"
    return [sys.executable, "-m", module, str(settings.document_memory_mb)]


def _drain(queue: SimpleQueue[LandedFile]) -> Iterator[LandedFile]:
    while True:
        try:
            yield queue.get_nowait()
        except Empty:
            return


def _remove_leftovers(folder: Path) -> None:
    """Remove what processes that were killed had begun to write."""
    for path in folder.glob(".*"):
        shutil.rmtree(path, ignore_errors=True)


def _is_cached(folder: Path, settings: Settings) -> bool:
    """Whether the folder is whole, and trying again would not make another one."""
    manifest = read_manifest(folder)
    if manifest is None:
        return False
    allowed = {
        "time_limit": settings.document_timeout_s,
        "memory_limit": settings.document_memory_mb,
    }.get(manifest.reason_code or "")
    if allowed is not None and manifest.limit is not None:
        return allowed <= manifest.limit
    return manifest.reason_code not in PASSING_REASONS


@dataclass(frozen=True)
class _Death:
    """Why there is no answer about a document."""

    reason_code: str
    reason: str
    limit: float | None = None


class _Worker:
    """A worker process of one thread; replaced when it dies or has served long enough."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: subprocess.Popen[str] | None = None
        self._served = 0
        settings.logs_dir.mkdir(parents=True, exist_ok=True)
        self._log = (settings.logs_dir / "extraction.log").open("a", encoding="utf-8")

    def __enter__(self) -> _Worker:
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop()
        self._log.close()

    def extract(self, file: LandedFile, extractor: str) -> str:
        """Extract one file; returns its state.

        A process that died may have been the victim of another one's hunger for memory: the
        document is given to a second one before it is given up.
        """
        outcome = self._ask(file, extractor)
        if isinstance(outcome, _Death) and outcome.reason_code == "worker_died":
            outcome = self._ask(file, extractor)
        if isinstance(outcome, str):
            return outcome
        row = document_row(
            file.sha256,
            extractor,
            self._settings.reader,
            state="quarantined",
            reason_code=outcome.reason_code,
            reason=outcome.reason,
        )
        out_dir = folder_of(self._settings, extractor, file.sha256)
        write_folder(out_dir, file.document_id, {"document": [row]}, limit=outcome.limit)
        return "quarantined"

    def _ask(self, file: LandedFile, extractor: str) -> str | _Death:
        """The state of one file, or how the process that read it ended."""
        process = self._running()
        tasks, answers = _pipes(process)
        task = {
            "path": str(file.path),
            "out_dir": str(folder_of(self._settings, extractor, file.sha256)),
            "reader": self._settings.reader,
            "extractor": extractor,
            "sha256": file.sha256,
        }
        timed_out = threading.Event()

        def give_up() -> None:
            timed_out.set()
            process.kill()

        timer = threading.Timer(self._settings.document_timeout_s, give_up)
        timer.start()
        try:
            tasks.write(json.dumps(task) + "\n")
            tasks.flush()
            answer = answers.readline()
        except BrokenPipeError:
            answer = ""
        finally:
            timer.cancel()
        self._served += 1
        if answer.endswith("\n"):
            if timed_out.is_set():  # it answered in the last moment, and was stopped all the same
                self._stop()
            said = json.loads(answer)
            if "error" in said:
                raise OSError(said["error"])
            return str(said["state"])
        peak_mb = _wait(process)
        self._stop()
        return self._cause_of_death(process.returncode, timed_out.is_set(), peak_mb)

    def _cause_of_death(self, returncode: int, timed_out: bool, peak_mb: float) -> _Death:
        if timed_out:
            limit = self._settings.document_timeout_s
            return _Death(
                "time_limit",
                f"Reading the document took longer than {limit:g} s and was stopped. "
                "Allow more time with YUSUAN_DOCUMENT_TIMEOUT_S.",
                limit,
            )
        memory_mb = self._settings.document_memory_mb
        # SIGKILL comes from outside: the system, or a person.
        if returncode != -signal.SIGKILL and peak_mb > _NEAR_LIMIT * memory_mb:
            return _Death("memory_limit", memory_reason(memory_mb), memory_mb)
        try:
            how = signal.Signals(-returncode).name if returncode < 0 else f"exit code {returncode}"
        except ValueError:
            how = f"signal {-returncode}"
        if returncode == -signal.SIGKILL:
            how += ", as the system ends processes when memory runs out"
        return _Death(
            "worker_died",
            f"The process that read the document died twice ({how}). "
            "See logs/extraction.log; the next run with something to do tries again.",
        )

    def _running(self) -> subprocess.Popen[str]:
        if self._process is not None and self._served >= _DOCUMENTS_PER_PROCESS:
            self._stop()
        if self._process is None:
            self._start()
        if self._process is None:  # it may have been the victim of another one's hunger
            self._start()
        if self._process is None:
            raise WorkersCannotStart(
                f"the processes that read documents cannot start; see {self._log.name}"
            )
        return self._process

    def _start(self) -> None:
        self._served = 0
        self._process = subprocess.Popen(  # noqa: S603  # our own module
            worker_command(self._settings),
            cwd=PROJECT_ROOT,
            # One thread per process: a pool of threads for each core would eat the address
            # space that the document may have.
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            encoding="utf-8",
        )
        _, answers = _pipes(self._process)
        if not answers.readline():
            self._stop()

    def _stop(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in _pipes(self._process):
            with suppress(BrokenPipeError):
                pipe.close()
        self._process = None


def _wait(process: subprocess.Popen[str]) -> float:
    """Wait for the end of a process; returns the most memory that it had in use, in MB."""
    if not hasattr(os, "wait4"):  # Windows
        process.wait()
        return 0
    try:
        _, status, usage = os.wait4(process.pid, 0)
    except ChildProcessError:  # `kill` has seen its end already
        process.wait()
        return 0
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    """Where tasks go in and answers come out."""
    if process.stdin is None or process.stdout is None:
        raise TypeError("a worker is started with pipes")
    return process.stdin, process.stdout
