"""The register of reviews: what people have said of findings after looking at the page.

Belongs here: writing a row of the register (a dbt seed, so that the next run applies it), and which
rows no longer fit what the warehouse says. Does not belong here: applying it (dbt:
``fct_reconciliation``, ``finding_review``), showing it (``pipelines.findings``, ``docs``).
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

import duckdb

from pipelines.findings import Finding
from pipelines.settings import Settings

Verdict = Literal["confirmed", "false", "explained"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

COLUMNS: tuple[str, ...] = (
    "document_id", "rule_id", "instance", "actual_printed", "expected_printed", "verdict",
    "reviewer", "reviewed_on", "note",
)  # fmt: skip
_KEY = COLUMNS[:3]


class ReviewError(ValueError):
    """The review cannot be recorded; the message says why."""


@dataclass(frozen=True)
class StaleReview:
    """A row of the register that counts no longer."""

    document_id: str
    rule_id: str
    instance: str
    verdict: str
    state: str  # reopened | mended | gone
    was: str
    now: str

    def sentence(self) -> str:
        """What has become of it, in a line."""
        why = {
            "reopened": f"the numbers have changed from {self.was} to {self.now}: open again",
            "mended": "it holds now; the review can go",
            "gone": "there is no such place any longer; the review can go",
        }[self.state]
        return f"{self.verdict}: {self.document_id} {self.rule_id} {self.instance}: {why}"


def register(settings: Settings) -> Path:
    """The file: a seed of the dbt project."""
    return settings.dbt_project_dir / "seeds" / "reconciliation" / "finding_reviews.csv"


def record(
    path: Path, finding: Finding, verdict: str, note: str, reviewer: str, on: date
) -> Literal["recorded", "replaced"]:
    """Write a review of ``finding`` as it stands now; an older one of the same place goes.

    Raises :class:`ReviewError`.
    """
    if verdict not in VERDICTS:
        raise ReviewError(f"a verdict is one of {', '.join(VERDICTS)}, not {verdict!r}")
    if verdict != "confirmed" and not note.strip():
        raise ReviewError(f"{verdict}: say why with --note; the next reader has to follow it")
    if not reviewer.strip():
        raise ReviewError("say with --reviewer who looked at the page")
    row: dict[str, str] = {
        "document_id": finding.document_id,
        "rule_id": finding.rule_id,
        "instance": finding.instance,
        "actual_printed": finding.actual_printed or "",
        "expected_printed": finding.expected_printed or "",
        "verdict": verdict,
        "reviewer": reviewer.strip(),
        "reviewed_on": on.isoformat(),
        "note": " ".join(note.split()),
    }
    before = read(path)
    kept = [old for old in before if any(old[name] != row[name] for name in _KEY)]
    temporary = path.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows([*kept, row])
    temporary.replace(path)
    return "recorded" if len(kept) == len(before) else "replaced"


def read(path: Path) -> list[dict[str, str]]:
    """Rows of the register. Raises :class:`ReviewError` where it is not what it should be."""
    if not path.is_file():
        raise ReviewError(f"there is no register at {path}")
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ReviewError(f"{path}: the first line has to be {','.join(COLUMNS)}")
        rows = list(reader)
    for line, row in enumerate(rows, start=2):
        if row.get("verdict") not in VERDICTS:
            raise ReviewError(
                f"{path}, row {line}: a verdict is one of {', '.join(VERDICTS)}, "
                f"not {row.get('verdict')!r}"
            )
    return rows


_STALE = """
    select document_id, rule_id, instance, verdict, state,
        concat_ws(' ≠ ', actual_printed, expected_printed),
        concat_ws(' ≠ ', actual_printed_now, expected_printed_now)
    from marts.finding_review
    where state in ('reopened', 'mended', 'gone')
    order by all
"""


def stale(connection: duckdb.DuckDBPyConnection) -> Sequence[StaleReview]:
    """Reviews of a published database that count no longer, of documents that it has."""
    return [StaleReview(*row) for row in connection.execute(_STALE).fetchall()]
