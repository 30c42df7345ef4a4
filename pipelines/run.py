"""One run: who may run, whether there is anything to do, and what is told while it goes.

Belongs here: the lock on a home, the fingerprint of everything that a publication depends on, the
memory of the last run, and the observer through which assets tell of stages and problems. Does not
belong here: the work (the rooms), its order (``defs/``) and its face on a terminal (``cli``).
Light: it imports no Dagster, dbt, Great Expectations or PDF library.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

from pipelines.extraction.identity import extractor_id, hash_files, source_files
from pipelines.settings import Settings
from pipelines.sources import Landing

try:
    import fcntl
except ImportError:  # Windows: DuckDB's own lock on the build file is left
    fcntl = None

_LIBRARIES = ("dbt-core", "dbt-duckdb", "duckdb", "great-expectations", "pyarrow")


class HomeInUse(RuntimeError):
    """Another run works on the same home."""


@contextmanager
def run_lock(settings: Settings, wait_s: float = 0) -> Iterator[None]:
    """Hold the home for one run; the system lets go of it even if this process is killed.

    Raises :class:`HomeInUse` where another process holds it and has not let go after ``wait_s``.
    """
    deadline = time.monotonic() + wait_s
    settings.home.mkdir(parents=True, exist_ok=True)
    with settings.lock_path.open("a", encoding="utf-8") as handle:
        if fcntl is not None:
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError as error:
                    if time.monotonic() < deadline:
                        time.sleep(min(1, max(0.01, wait_s / 10)))
                        continue
                    raise HomeInUse(
                        f"another run is at work in {settings.home}. Wait until it has ended, or "
                        "give this one another --home."
                    ) from error
        yield


def fingerprint(settings: Settings, landing: Landing) -> str:
    """Hash of all that a publication depends on: files, sidecars, code, seeds, suites."""
    root = settings.project_root
    files = [
        [file.file_path, file.sha256, file.region_code, file.sidecar.model_dump(mode="json")]
        for file in landing.files
    ]
    sources = [
        path
        for folder in (root / "pipelines", settings.dbt_project_dir, settings.expectations_dir)
        if folder.is_dir()
        for path in source_files(folder)
        if not {"target", "logs", "uncommitted"} & set(path.relative_to(folder).parts)
    ]
    parts = [
        files,
        extractor_id(settings.reader, root),
        hash_files(sources, root),
        [f"{name}={version(name)}" for name in _LIBRARIES],
        # A document that was stopped at a limit gets another chance when it is raised.
        [settings.document_timeout_s, settings.document_memory_mb],
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@dataclass
class Summary:
    """What a run has to say for itself; the fields of ``--json``."""

    documents: int = 0  # files under the raw folder
    quarantined: int = 0
    figures: int = 0
    rules_evaluated: int = 0  # instances that are not not_applicable
    failures: int = 0  # instances that failed
    published: str | None = None  # folder of the publication
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class LastRun:
    """The last run that published."""

    fingerprint: str
    publication: str  # name of the folder that readers see
    raw_dir: str
    summary: Summary
    rolled_back_from: str | None = None  # what the run had published, where a person went back


def remember(settings: Settings, last: LastRun) -> None:
    """Keep ``last`` for `recall`."""
    path = settings.home / "last_run.json"
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(asdict(last), ensure_ascii=False, indent=1), encoding="utf-8")
    temporary.replace(path)


def remember_rollback(settings: Settings, last: LastRun, target: Path, summary: Summary) -> None:
    """Keep that readers see ``target`` now, so that a run with nothing new leaves it so."""
    made = last.rolled_back_from or last.publication
    remember(
        settings,
        replace(
            last,
            publication=target.name,
            summary=replace(summary, published=str(target)),
            rolled_back_from=None if target.name == made else made,
        ),
    )


def recall(settings: Settings) -> LastRun | None:
    """The last run, where its publication is still the one that readers see."""
    try:
        content = json.loads((settings.home / "last_run.json").read_text(encoding="utf-8"))
        last = LastRun(**{**content, "summary": Summary(**content["summary"])})
        current = (settings.published / "yusuan.duckdb").resolve(strict=True)
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return last if current.parent.name == last.publication else None


@dataclass
class Observer:
    """Told by the assets how the work goes; this one only keeps it. The CLI's draws bars too."""

    seconds: dict[str, float] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)  # what blocks a publication, in words
    faults: list[str] = field(default_factory=list)  # set-up errors that ended the run, in words
    notes: list[str] = field(default_factory=list)  # what a person should know and blocks nothing
    is_attended: bool = False  # somebody sits before it: nothing waits and tries again
    published: str | None = None  # what the new publication changes, in a sentence

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage. A stage entered twice adds up."""
        begun = time.monotonic()
        self.on_stage(name)
        try:
            yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0) + time.monotonic() - begun, 2)
            self.on_stage_end(name)

    def split(self, stage: str, part: str, seconds: float) -> None:
        """Tell ``seconds`` of a finished stage as a stage of its own."""
        self.seconds[part] = round(self.seconds.get(part, 0) + seconds, 2)
        self.seconds[stage] = round(self.seconds[stage] - seconds, 2)

    def on_stage(self, name: str) -> None:
        """A stage begins."""

    def on_stage_end(self, name: str) -> None:
        """A stage is done; its time stands in ``seconds``."""

    def on_progress(self, stage: str, done: int, total: int, what: str) -> None:
        """``done`` of ``total`` things of a stage are done, the last of them ``what``."""
