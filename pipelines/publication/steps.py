"""Write–audit–publish: the order of things, and what happens when the gate refuses.

Belongs here: the steps from the build file to the swapped link. Does not belong here: how each
step works (``marts``, ``changes``, ``package``, ``openness``, ``folders``, ``pipelines.quality``).
"""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import duckdb

from pipelines.publication import changes, folders, marts, openness, package
from pipelines.publication.reader import DATABASE
from pipelines.publication.verify import verify, write_checksums
from pipelines.quality import Audit, FailedExpectation, audit
from pipelines.quality.checks import GRAINS
from pipelines.settings import Settings

_NEW = "yusuan"


@dataclass(frozen=True)
class Publication:
    """A publication that readers see."""

    id: str
    path: Path
    is_new: bool
    """False where nothing had changed since the last one, which is then this one."""
    audit: Audit | None = None
    """What the suites found; None where nothing was published anew."""
    changes: dict[str, int] = field(default_factory=dict)
    """Differences from the one before: ``{"document came": 2, "finding went": 1}``."""
    accepted: list[FailedExpectation] = field(default_factory=list)
    """Drift that the caller chose to accept."""
    seconds: dict[str, float] = field(default_factory=dict)
    """By step: copy, audit, package, swap."""

    def sentence(self) -> str:
        """What happened, in one line."""
        if not self.is_new:
            return f"nothing has changed since publication {self.id}; it stays"
        listed = ", ".join(f"{count} {what}" for what, count in self.changes.items())
        return f"published {self.id}: {listed or 'no document, figure or finding differs'}"


class PublicationRefused(RuntimeError):  # it is an outcome, not a fault
    """The gate refused: nothing was published and the last publication stays.

    ``failed`` says what failed, ``report`` is the folder with the full report.
    """

    def __init__(self, failed: list[FailedExpectation], report: Path, audit: Audit) -> None:
        self.failed = failed
        self.report = report
        self.audit = audit
        sentences = "\n".join(f.sentence() for f in failed)
        super().__init__(f"the gate refused this publication ({len(failed)} checks):\n{sentences}")


def publish(settings: Settings, *, accept_drift: bool = False) -> Publication:
    """Publish schema ``marts`` of the build file, if it changed and the gate lets it through.

    Nobody may have the build file open for writing meanwhile.

    Args:
        settings: paths, and how many publications to keep.
        accept_drift: publish although documents or figures were lost since the last publication;
            all other checks still block.

    Raises:
        FileNotFoundError: there is no build file.
        PublicationRefused: the gate refused.
    """
    if not settings.build_path.is_file():
        raise FileNotFoundError(f"there is no build file at {settings.build_path}")
    with folders.locked(settings.publications_dir):
        return _publish(settings, accept_drift)


class CannotRollBack(RuntimeError):  # it says why not
    """There is no such publication to go back to, or it is damaged."""


def roll_back(settings: Settings, publication_id: str | None = None) -> tuple[Path, Path]:
    """Let ``published`` point to an earlier publication (or to a later one, to go forward again).

    Nothing is removed: the publication that was current stays on disk until retention takes it.

    Args:
        settings: paths.
        publication_id: where to go, or the beginning of its name where only one begins so; None is
            the one before the current.

    Returns:
        Folder that was current before, folder that is now.

    Raises:
        CannotRollBack: no such publication, or it is not what was published; nothing was changed.
    """
    with folders.locked(settings.publications_dir):
        kept = folders.finished(settings.publications_dir)
        present = folders.current(settings.published)
        if present is None or present not in [folder.resolve() for folder in kept]:
            raise CannotRollBack(f"nothing is published under {settings.home}")
        if publication_id is None:
            wanted = [f for f in kept if f.name < present.name][-1:]
            missing = f"{present.name} is the oldest publication that is kept"
        else:
            wanted = [f for f in kept if f.name.startswith(publication_id)]
            missing = f"{len(wanted)} publications begin with {publication_id}"
        if len(wanted) != 1:
            names = ", ".join(folder.name for folder in kept)
            raise CannotRollBack(f"{missing}; there are: {names}")
        (target,) = wanted
        if wrong := verify(target, raw_dir=None):
            raise CannotRollBack(f"{target.name} is damaged: {'; '.join(wrong)}")
        folders.point(settings.published, target)
        return present, target


def _publish(settings: Settings, accept_drift: bool) -> Publication:
    previous = folders.current(settings.published)
    now = _time_after(folders.finished(settings.publications_dir), _now())
    clock = _Clock()
    with duckdb.connect(":memory:") as con:
        marts.attach(con, settings.build_path, "build", read_only=True)
        if previous is not None:
            marts.attach(con, previous / DATABASE, "previous", read_only=True)
        fingerprint = marts.fingerprint(con, "build", *_suites(settings))
        if previous is not None and _fingerprint(con) == fingerprint:
            return Publication(previous.name, previous, is_new=False)
        entry = changes.Entry(
            id=_new_id(now, fingerprint),
            time=now,
            previous_id=previous.name if previous is not None else None,
            fingerprint=fingerprint,
            versions=_versions(con),
        )
        unfinished = settings.publications_dir / f"{entry.id}{folders.UNFINISHED}"
        unfinished.mkdir()
        marts.attach(con, unfinished / DATABASE, _NEW, read_only=False)
        marts.copy(con, "build", _NEW)
        changed = changes.add(con, _NEW, "previous" if previous is not None else None, entry)
    clock.lap("copy")
    found = audit(
        unfinished / DATABASE,
        build=settings.build_path,
        docs_dir=unfinished / "quality",
        expectations_dir=settings.expectations_dir,
    )
    clock.lap("audit")
    blocking = [f for f in found.gate.failed if not (accept_drift and f.is_drift)]
    if blocking:
        raise _refuse(settings, unfinished, entry, blocking, found)
    with duckdb.connect(str(unfinished / DATABASE), read_only=True) as con:
        package.write(con, _NEW, unfinished, GRAINS, publication_id=entry.id, time=entry.time)
        openness.write_catalogue(con, _NEW, unfinished, publication_id=entry.id, time=entry.time)
    write_checksums(unfinished)
    clock.lap("package")
    finished = folders.complete(unfinished)
    folders.point(settings.published, finished)
    folders.retain(settings.publications_dir, settings.published, settings.keep_publications)
    clock.lap("swap")
    accepted = [f for f in found.gate.failed if f.is_drift]
    return Publication(entry.id, finished, True, found, changed, accepted, clock.seconds)


def _refuse(
    settings: Settings,
    unfinished: Path,
    entry: changes.Entry,
    failed: list[FailedExpectation],
    found: Audit,
) -> PublicationRefused:
    """Keep the report, drop the copy."""
    report = settings.home / "refused" / entry.id
    shutil.rmtree(report, ignore_errors=True)
    report.mkdir(parents=True)
    shutil.move(unfinished / "quality", report / "quality")
    shutil.rmtree(unfinished)
    content = {
        "publication": entry.id,
        "time": entry.time.isoformat() + "Z",
        "blocking": [f.expectation for f in failed],
        "gate": found.gate.as_dict(),
        "verdicts": found.verdicts.as_dict(),
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n"
    (report / "report.json").write_text(text, encoding="utf-8")
    sentences = "\n\n".join(f.sentence(rows=20) for f in failed)
    (report / "report.txt").write_text(sentences + "\n", encoding="utf-8")
    for old in sorted(report.parent.iterdir())[: -settings.keep_publications]:
        shutil.rmtree(old, ignore_errors=True)
    return PublicationRefused(failed, report, found)


def _fingerprint(con: duckdb.DuckDBPyConnection) -> str | None:
    row = con.execute(
        "SELECT fingerprint FROM previous.marts.publication ORDER BY time DESC, id DESC LIMIT 1"
    ).fetchone()
    return row[0] if row else None


def _suites(settings: Settings) -> list[str]:
    """What audits a publication is part of what makes it another one."""
    return [
        p.read_text(encoding="utf-8") for p in sorted(settings.expectations_dir.rglob("*.json"))
    ]


def _versions(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    extractors = con.execute(
        "SELECT string_agg(DISTINCT extractor, ' ' ORDER BY extractor) FROM build.raw.document "
        "WHERE state = 'extracted'"
    ).fetchone()
    return {
        "yusuan": _version("yusuan"),
        "extractor": (extractors[0] if extractors else None) or "",
        "dbt": _version("dbt-core"),
        "duckdb": duckdb.__version__,
        "great_expectations": _version("great-expectations"),
    }


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "unknown"


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _time_after(kept: list[Path], now: datetime) -> datetime:
    """``now``, or a moment after the newest publication where the clock was set back.

    Which one is the newest is told by time: by what is kept, by going back, and by the gate.
    """
    for folder in reversed(kept):
        stamp = folder.name.partition("Z-")[0]
        try:
            newest = datetime.strptime(stamp, "%Y%m%dT%H%M%S.%f")  # all are UTC
        except ValueError:  # no folder of ours
            continue
        return max(now, newest + timedelta(milliseconds=1))
    return now


def _new_id(now: datetime, fingerprint: str) -> str:
    """Time first, so that ids sort; then a piece of the content's fingerprint."""
    return f"{now:%Y%m%dT%H%M%S}.{now.microsecond // 1000:03d}Z-{fingerprint[:8]}"


class _Clock:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.monotonic()

    def lap(self, step: str) -> None:
        now = time.monotonic()
        self.seconds[step] = round(now - self._last, 2)
        self._last = now
