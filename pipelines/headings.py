"""Headings, labels and titles that no lexicon knows, and rows of the lexicons that could.

Belongs here: reading ``marts.rpt_unmapped`` and proposing seed rows by similarity of wording.
Does not belong here: applying them. A proposal is for a person to accept: two wordings may look
alike and mean different money (财政拨款结转, 非财政拨款结转), so that nothing is written anywhere.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import duckdb

#: Kinds of `rpt_unmapped` that a seed row can mend, with that seed.
SEEDS = {"title": "table_titles", "heading": "terms", "label": "terms"}
#: Below this share of common text a proposal would be a guess.
LEAST_SIMILAR = 0.5
#: Values of `terms` that say nothing of meaning: left open, known to be silent.
_NO_MEANING = {"", "?", "-"}
_ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)、?|\d{1,2}[、.]|\(\d{1,2}\)、?|其中:?)+"
)


@dataclass(frozen=True)
class Unmapped:
    """A wording that the lexicons do not know; ``seen`` says where it stands."""

    kind: str
    printed: str
    table_kind: str
    figures: int
    documents: int
    seen: str


@dataclass(frozen=True)
class Suggestion:
    """A row for a seed: ``row`` in the order of the seed's columns; ``likeness`` from 0 to 1."""

    seed: str
    row: dict[str, str]
    like: str
    likeness: float


def unmapped(connection: duckdb.DuckDBPyConnection) -> list[Unmapped]:
    """What the publication lists as not mapped, most figures first."""
    rows = connection.execute(
        """
        select u.kind, u.printed, u.table_kind, u.figure_count, u.document_count,
            concat_ws(' ', d.publisher_name, d.fiscal_year, d.disclosure_kind)
            || ', page ' || u.example_page
        from marts.rpt_unmapped as u
        left join marts.dim_document as d on u.example_document_id = d.document_id
        order by u.figure_count desc, u.kind, u.printed, u.table_kind
        """
    ).fetchall()
    return [Unmapped(*(row[:5]), seen=row[5] or "") for row in rows]


def suggest(found: Sequence[Unmapped], seeds: Path) -> list[Suggestion]:
    """For each wording that a seed row can mend, the row of the most similar known wording.

    ``seeds`` is the folder of the dbt seeds. A wording without a similar one gets no proposal.
    """
    known = {name: list(_known(seeds, name)) for name in set(SEEDS.values())}
    made: dict[tuple[str, str], Suggestion] = {}
    for one in found:
        seed, text = SEEDS.get(one.kind), normalise(one.printed)
        if seed is None or not text or (seed, text) in made:
            continue
        best = max(
            (
                (SequenceMatcher(None, text, wording).ratio(), wording, row)
                for wording, row in known[seed]
            ),
            key=lambda candidate: candidate[:2],
            default=None,
        )
        if best is None or best[0] < LEAST_SIMILAR:
            continue
        likeness, wording, row = best
        proposed = {**row, "pattern": re.escape(text), "note": one.seen}
        if seed == "terms":
            proposed["place"] = "row" if one.kind == "label" else "heading"
        made[seed, text] = Suggestion(seed, proposed, wording, round(likeness, 2))
    return sorted(made.values(), key=lambda one: (one.seed, -one.likeness, one.row["pattern"]))


def as_csv(suggestions: Sequence[Suggestion]) -> str:
    """Rows as they are pasted into the seeds; before each a line ``# seed: like …`` to judge by."""
    out = io.StringIO()
    for one in suggestions:
        out.write(f"# {one.seed}.csv, like {one.like} ({one.likeness:.2f})\n")
        csv.writer(out, lineterminator="\n").writerow(one.row.values())
    return out.getvalue()


def normalise(text: str) -> str:
    """A wording as the lexicons see it: no white space, quotation marks, ordinals or full width."""
    folded = unicodedata.normalize("NFKC", text)
    folded = re.sub(r"[\s“”‘’\"'「」《》]+", "", folded).lower()
    return re.sub(r"(:|\((单位:)?(万元|元|亿元)\))+$", "", _ORDINAL.sub("", folded))


def wordings(pattern: str) -> list[str]:
    """Plain texts that a pattern of a seed stands for: its alternatives without optional parts."""
    text = re.sub(r"\\([()])", lambda m: {"(": "\x01", ")": "\x02"}[m[1]], pattern)
    while (shorter := re.sub(r"\([^()]*\)[?*]", "", text)) != text:
        text = shorter
    text = re.sub(r"\[[^\]]*\](\{[\d,]+\})?[*+?]?|\.[*+?]|[\^$]|.\?", "", text)
    plain = [
        choice.replace("\x01", "(").replace("\x02", ")")
        for choice in _alternatives(text)
        if not re.search(r"[\\.*+?{}]", choice)
    ]
    return [choice for choice in plain if choice]


def _alternatives(text: str) -> list[str]:
    """The choices of a pattern that holds only groups and bars: ``a(b|c)|d`` → ab, ac, d."""
    choices, depth, last = [], 0, 0
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            choices.append(text[last:at])
            last = at + 1
    choices.append(text[last:])
    spelled: list[str] = []
    for choice in choices:
        group = re.search(r"\(([^()]*)\)", choice)
        if group is None:
            spelled.append(choice)
            continue
        for inner in group[1].split("|"):
            spelled += _alternatives(choice[: group.start()] + inner + choice[group.end() :])
    return spelled


def _known(seeds: Path, seed: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Known wordings with the row that gives them their meaning."""
    for row in _rows(seeds / f"{seed}.csv"):
        if seed == "terms" and row["value"] in _NO_MEANING:
            continue
        if seed == "table_titles" and not row["table_kind"]:
            continue
        for wording in wordings(row["pattern"]):
            yield wording, row
    if seed == "table_titles":  # patterns of titles are short; whole names are more alike
        for kind in _rows(seeds / "table_kinds.csv"):
            row = dict.fromkeys(("priority", "pattern", "table_kind", "classification"), "")
            row |= {"fund_source": "", "note": "", "priority": "400"}
            yield normalise(kind["name_zh"]), row | {"table_kind": kind["table_kind"]}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
