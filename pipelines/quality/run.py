"""Run the committed suites against a database file and say what failed.

Belongs here: opening the context of ``expectations/``, running a checkpoint, turning results into
sentences with sample rows. Does not belong here: what is expected (``checks``), how the pages look
(``docs``), what a failure means for a publication (``pipelines.publication``).
"""

from __future__ import annotations

import contextlib
import io
import logging
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import duckdb

from pipelines.findings import find
from pipelines.settings import PROJECT_ROOT

#: A suite may also be run on its own; a publication runs both.
SuiteName = Literal["gate", "verdicts"]

#: Rows of a failure that are handed on; all failing rule instances are in ``fct_reconciliation``.
MAX_SAMPLES = 20

DATASOURCE = "warehouse"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class FailedExpectation:
    """One expectation that did not hold, or could not be evaluated."""

    expectation: str
    """Name of the check, as in ``checks``."""
    reason: str
    """What is wrong, as a sentence; for one that raised, the error's message."""
    samples: list[dict[str, Any]] = field(default_factory=list)
    """Rows that break it, at most ``MAX_SAMPLES``."""
    raised: bool = False
    """It could not be evaluated at all."""
    is_drift: bool = False
    """It compares with the last publication; an operator may accept it."""
    doubted: dict[str, str] = field(default_factory=dict)
    """For a doubt: document id -> path of its file, of every document in question."""

    def sentence(self, rows: int = 3) -> str:
        """Name, reason and the first rows, on one line each."""
        shown = ["  " + ", ".join(f"{k}={v}" for k, v in s.items()) for s in self.samples[:rows]]
        return "\n".join([f"{self.expectation}: {self.reason}", *shown])

    def doubts(self) -> list[str]:
        """One line per document whose reading is in doubt."""
        return [
            f"{path} (document {document}): {self.expectation}: {self.reason}"
            for document, path in self.doubted.items()
        ]


@dataclass(frozen=True)
class SuiteResult:
    """What a suite found."""

    suite: str
    success: bool
    evaluated: int
    failed: list[FailedExpectation]
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """For reports in JSON."""
        return {
            "suite": self.suite,
            "success": self.success,
            "evaluated": self.evaluated,
            "seconds": round(self.seconds, 2),
            "failed": [
                {
                    "expectation": f.expectation,
                    "reason": f.reason,
                    "raised": f.raised,
                    "samples": f.samples,
                }
                for f in self.failed
            ],
        }


@dataclass(frozen=True)
class Audit:
    """Both suites over the same bytes."""

    gate: SuiteResult
    verdicts: SuiteResult


def run_suite(
    name: SuiteName,
    database: Path,
    *,
    build: Path | None = None,
    expectations_dir: Path = PROJECT_ROOT / "expectations",
) -> SuiteResult:
    """Run one suite on a DuckDB file, which is opened read-only and closed again.

    Args:
        name: ``gate`` or ``verdicts``.
        database: file with schema ``marts``.
        build: the build file (schema ``raw``) that ``gate`` compares with; not needed where
            ``database`` is itself called ``build.duckdb``, nor for ``verdicts``.
        expectations_dir: the Great Expectations project.
    """
    with (
        tempfile.TemporaryDirectory(prefix="yusuan-audit-") as scratch,
        _context(database, build, Path(scratch), Path(scratch) / "docs", expectations_dir) as gx,
    ):
        return _run(gx, name)


def audit(
    database: Path,
    *,
    build: Path,
    docs_dir: Path,
    expectations_dir: Path = PROJECT_ROOT / "expectations",
) -> Audit:
    """Run both suites; write Data Docs of both and all findings into ``docs_dir`` (made anew)."""
    from pipelines.quality.docs import make_offline

    with (
        tempfile.TemporaryDirectory(prefix="yusuan-audit-") as scratch,
        _context(database, build, Path(scratch), docs_dir, expectations_dir) as gx,
    ):
        result = Audit(gate=_run(gx, "gate"), verdicts=_run(gx, "verdicts"))
        with _quiet():
            gx.build_data_docs(site_names=["quality"])
    with duckdb.connect(database, read_only=True) as con:
        found = find(con)
    make_offline(docs_dir, [result.gate, result.verdicts], found)
    return result


@contextlib.contextmanager
def _context(
    database: Path, build: Path | None, scratch: Path, docs_dir: Path, expectations_dir: Path
) -> Iterator[Any]:
    """The committed project, bound to these files. Nothing is written into it."""
    if not database.is_file():
        raise FileNotFoundError(f"no database to audit at {database}")
    import great_expectations as gx

    from pipelines.quality.datasource import DuckDBDatasource

    variables = {
        "YUSUAN_AUDIT_DATABASE": str(database.resolve()),
        "YUSUAN_AUDIT_BUILD": str(build.resolve()) if build else "",
        "YUSUAN_AUDIT_RESULTS": str(scratch / "results"),
        "YUSUAN_AUDIT_DOCS": str(docs_dir.resolve()),
    }
    with _quiet():
        context = gx.get_context(
            mode="file", context_root_dir=str(expectations_dir), runtime_environment=variables
        )
    datasource = context.data_sources.get(DATASOURCE)
    if not isinstance(datasource, DuckDBDatasource):
        raise TypeError(f"datasource {DATASOURCE} of {expectations_dir} is not of type duckdb")
    try:
        yield context
    finally:
        datasource.close()


def _run(context: Any, name: SuiteName) -> SuiteResult:
    started = time.monotonic()
    with _quiet():
        checkpoint = context.checkpoints.get(name)
        expected = sum(len(v.suite.expectations) for v in checkpoint.validation_definitions)
        outcome = checkpoint.run()
    results = [r for run in outcome.run_results.values() for r in run.results]
    failed = [f for r in results if (f := _failure(r.to_json_dict())) is not None]
    if len(results) != expected:
        failed.append(
            FailedExpectation(
                expectation=f"suite_{name}_complete",
                reason=f"{expected} expectations stand in the suite, {len(results)} gave a result",
                raised=True,
            )
        )
    return SuiteResult(
        suite=name,
        success=not failed,
        evaluated=len(results),
        failed=failed,
        seconds=time.monotonic() - started,
    )


def _failure(result: Mapping[str, Any]) -> FailedExpectation | None:
    """None where it holds. An error inside Great Expectations is a failure with its message."""
    config = result["expectation_config"]
    meta = config.get("meta") or {}
    name = meta.get("check") or config["type"]
    message = exception_message(result.get("exception_info") or {})
    if message is not None:
        return FailedExpectation(name, f"could not be evaluated: {message}", raised=True)
    if result.get("success"):
        return None
    details = result.get("result") or {}
    sentence = config.get("description") or name
    return FailedExpectation(
        expectation=name,
        reason=f"{sentence} ({_count(details)})",
        samples=_samples(details, config.get("kwargs", {})),
        is_drift=bool(meta.get("drift")),
        doubted=_documents(details) if meta.get("doubt") else {},
    )


def exception_message(info: Mapping[str, Any]) -> str | None:
    """First line of the error, from either of the two shapes that ``exception_info`` has.

    One error of the expectation itself stands flat; errors of its metrics stand by metric id.
    """
    entries: Sequence[Any] = [info] if "raised_exception" in info else list(info.values())
    for entry in entries:
        if isinstance(entry, Mapping) and entry.get("raised_exception"):
            text = str(entry.get("exception_message") or "unknown error").strip()
            return text.splitlines()[0] if text else "unknown error"
    return None


def _count(details: Mapping[str, Any]) -> str:
    if "unexpected_count" in details:
        return f"{details['unexpected_count']} of {details.get('element_count', '?')} rows"
    if "details" in details:
        return f"{details.get('observed_value')} rows"
    return f"found {details.get('observed_value')}"


def _samples(details: Mapping[str, Any], kwargs: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = (details.get("details") or {}).get("unexpected_rows")
    if isinstance(rows, list):
        return [dict(r) for r in rows[:MAX_SAMPLES]]
    values = details.get("partial_unexpected_list") or []
    column = kwargs.get("column", "value")
    return [{column: v} for v in values[:MAX_SAMPLES]]


def _documents(details: Mapping[str, Any]) -> dict[str, str]:
    """From all rows, not from the samples only."""
    rows = (details.get("details") or {}).get("unexpected_rows") or []
    return {row["document_id"]: row["file_path"] for row in rows}


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Great Expectations prints hints and warnings of its own; they are kept in the log."""
    said = io.StringIO()
    with warnings.catch_warnings(), contextlib.redirect_stdout(said):
        warnings.simplefilter("ignore")
        yield
    if text := said.getvalue().strip():
        logger.debug("great expectations: %s", text)
