"""Decisions of people about documents: withdrawn, no disclosure, or another one than was read.

Belongs here: the register (a seed of the dbt project, so that the next run applies it), writing a
row of it, and which documents it and the sidecars keep out of the warehouse. Does not belong here:
what a run does with that (``warehouse/`` leaves them out, dbt takes the rest as evidence).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.sources.landing import LandedFile

COLUMNS = ("document_id", "decision", "value", "reason", "decided_by", "decided_on")

#: Decisions that keep a document out, with what its status is then.
EXCLUDING = {"withdrawn": "withdrawn", "not_a_disclosure": "quarantined"}

#: Decisions about what a document is, with what a value has to look like.
_VALUES = {
    "publisher": (r".{2,}", "a name"),
    "region": (r"\d{6}", "six digits of GB/T 2260"),
    "fiscal_year": (r"(19|20)\d{2}", "four digits"),
    "disclosure_kind": (r"budget|final_accounts", "budget or final_accounts"),
    "scope": (r"department|own|unit", "department, own or unit"),
    "part": (r"complete|tables|narrative|performance", "complete, tables, narrative, performance"),
    "unit_code": (r"\d{3,}", "digits"),
}
DECISIONS = (*EXCLUDING, *_VALUES)
_ID = re.compile(r"[0-9a-f]{16}(-p\d+)?")


class DecisionError(ValueError):
    """A decision that cannot be used; the message says which and why."""


@dataclass(frozen=True)
class Decision:
    """A row of the register."""

    document_id: str
    decision: str
    value: str
    reason: str
    decided_by: str
    decided_on: str

    def check(self, where: str) -> None:
        """Raise :class:`DecisionError` where it says nothing that a run could apply."""
        if not _ID.fullmatch(self.document_id):
            raise DecisionError(
                f"{where}: {self.document_id!r} is no document_id; `yusuan status` and "
                "dim_document have them"
            )
        if self.decision not in DECISIONS:
            raise DecisionError(f"{where}: a decision is one of {', '.join(DECISIONS)}")
        if self.decision in EXCLUDING:
            if self.value:
                raise DecisionError(f"{where}: {self.decision} takes no value")
        else:
            pattern, words = _VALUES[self.decision]
            if not re.fullmatch(pattern, self.value):
                raise DecisionError(f"{where}: {self.decision} takes {words}, not {self.value!r}")
        if not self.reason.strip():
            raise DecisionError(f"{where}: say why; the next reader has to follow it")


@dataclass(frozen=True)
class Exclusion:
    """A disclosure that stays out of the warehouse, and what its status is."""

    document_id: str
    state: str  # withdrawn | quarantined
    reason_code: str
    reason: str
    is_whole_file: bool = False  # with all disclosures that it holds


def read_decisions(path: Path) -> list[Decision]:
    """The register. Raises :class:`DecisionError` where it is not what it should be."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise DecisionError(f"{path.name}: the first line has to be {','.join(COLUMNS)}")
            rows = [{name: (row.get(name) or "").strip() for name in COLUMNS} for row in reader]
    except (OSError, UnicodeDecodeError) as error:
        raise DecisionError(f"{path.name}: cannot be read ({error})") from error
    decisions = [Decision(**row) for row in rows]
    seen: set[tuple[str, str]] = set()
    for line, one in enumerate(decisions, start=2):
        one.check(f"{path.name}, row {line}")
        if (one.document_id, one.decision) in seen:
            raise DecisionError(f"{path.name}, row {line}: is decided in an earlier row already")
        seen.add((one.document_id, one.decision))
    return decisions


def record(path: Path, decision: Decision, *, undo: bool = False) -> str:
    """Write a decision, or remove it; an older one of the same kind goes. Returns what was done.

    Raises :class:`DecisionError`.
    """
    if not undo:
        decision.check(decision.document_id)
    before = read_decisions(path)
    key = (decision.document_id, decision.decision)
    kept = [one for one in before if (one.document_id, one.decision) != key]
    if undo and len(kept) == len(before):
        raise DecisionError(f"{decision.document_id}: no such decision is recorded")
    temporary = path.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        rows = kept if undo else [*kept, decision]
        writer.writerows([getattr(one, name) for name in COLUMNS] for one in rows)
    temporary.replace(path)
    if undo:
        return "removed"
    return "recorded" if len(kept) == len(before) else "replaced"


def exclusions(files: Iterable[LandedFile], decisions: Sequence[Decision]) -> list[Exclusion]:
    """Disclosures that stay out: decided by a person, or withdrawn in the sidecar of every copy."""
    files = list(files)
    present = {file.document_id for file in files}
    out: dict[str, Exclusion] = {}
    standing = {file.sha256 for file in files if file.sidecar.withdrawn_on is None}
    for file in files:
        if file.sidecar.withdrawn_on is not None and file.sha256 not in standing:
            said = file.sidecar.withdrawn_reason
            reason = f"Withdrawn by its publisher on {file.sidecar.withdrawn_on}"
            out[file.document_id] = Exclusion(
                file.document_id,
                "withdrawn",
                "withdrawn",
                f"{reason}: {said}" if said else reason + ".",
                is_whole_file=True,
            )
    for one in decisions:
        if one.decision in EXCLUDING and one.document_id[:16] in present:
            words = one.decision.replace("_", " ")
            by = f"{one.decided_by or 'a person'}, {one.decided_on}".rstrip(", ")
            out.setdefault(
                one.document_id,
                Exclusion(
                    one.document_id,
                    EXCLUDING[one.decision],
                    one.decision,
                    f"{words[0].upper()}{words[1:]} ({by}): {one.reason}",
                ),
            )
    return [out[key] for key in sorted(out)]
