"""What a document holds: whether it is a budget disclosure, and which part of one.

Belongs here: weighing its words (seed disclosure_terms.csv) and counting its tables and sentences.
Does not belong here: whose disclosure it is (identity).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from pipelines.disclosure.candidate import Candidate
from pipelines.disclosure.lexicon import read_lexicon

if TYPE_CHECKING:
    from pipelines.narrative import Narrative
    from pipelines.pdf import Page
    from pipelines.tables import Table, TableReading

#: Weight of different terms from which a document is a disclosure.
THRESHOLD = 6
_MIN_CHARS = 20
_MIN_MONEY_SENTENCES = 3
# A text has small tables of its own (vehicles, units); a set of tables has at least
# balance, revenue, expenditure and 三公.
_MIN_FIGURES = 4
_MIN_TABLES = 4
_PERFORMANCE = re.compile(r"绩效")


def is_disclosure(pages: Sequence[Page]) -> tuple[bool, str]:
    """Whether the document is a department's budget or final accounts, or a part of one.

    Every term of the lexicon counts once, however often it is printed: a long text that mentions
    a budget again and again is not one. Pages are read until the terms are enough. The reason is a
    sentence; `no_text: …` for scans.
    """
    if sum(len(page.chars) for page in pages) < _MIN_CHARS:
        return False, "no_text: The file has no text layer, only pictures; it needs OCR."
    found: dict[str, int] = {}
    for text in _texts(pages):
        found |= {name: weight for name, pattern, weight in _terms() if pattern.search(text)}
        if sum(found.values()) >= THRESHOLD:
            return True, f"terms of budget disclosures found: {_heaviest(found)}"
    words = _heaviest(found) or "none"
    return False, (
        "The document is no department budget or final accounts, nor a part of one: of the "
        f"{len(_terms())} terms that such documents print it has {words}. If it is one, add its "
        "words to dbt_project/seeds/disclosure_terms.csv."
    )


def part_of(tables: TableReading, narrative: Narrative, first_page: int = 1) -> Candidate:
    """complete, tables, narrative or performance, by what the document holds."""
    performance = [table for table in tables.tables if _is_performance(table)]
    money = [
        table
        for table in tables.tables
        if table not in performance and len(table.figures) >= _MIN_FIGURES
    ]
    said = sum(
        any(claim.kind == "amount" for claim in placed.claims) for placed in narrative.sentences
    )
    counts = (
        f"{len(money)} tables with figures, {len(performance)} on performance, "
        f"{said} sentences with amounts"
    )
    if said >= _MIN_MONEY_SENTENCES:
        part = "complete" if len(money) >= _MIN_TABLES else "narrative"
    elif performance and len(money) < _MIN_TABLES:
        part = "performance"
    else:
        part = "tables"
    return Candidate("part", part, first_page, counts, "counts", 0.9)


def _is_performance(table: Table) -> bool:
    words = " ".join(filter(None, [table.caption.title, table.caption.heading]))
    header = " ".join(part for column in table.columns for part in column.path)
    return bool(_PERFORMANCE.search(words) or _PERFORMANCE.search(header))


@cache
def _terms() -> tuple[tuple[str, re.Pattern[str], int], ...]:
    return tuple(
        (row["name"], re.compile(row["term"]), int(row["weight"]))
        for row in read_lexicon("disclosure_terms.csv")
    )


def _heaviest(found: Mapping[str, int]) -> str:
    names = [name for name, _, _ in _terms() if name in found]
    return ", ".join(sorted(names, key=lambda name: -found[name])[:6])


def _texts(pages: Sequence[Page]) -> Iterator[str]:
    """Characters of each page as drawn, then in reading order, without white space.

    Both ways a page can be ordered are searched, since some producers write text scrambled and
    others put a heading's characters on slightly different heights. No term goes over a page end.
    """
    for page in pages:
        pieces = [c["text"] for c in page.chars]
        rows = [round(c["top"] / 3) for c in page.chars]
        lefts = [c["x0"] for c in page.chars]
        placed = [pieces[at] for at in np.lexsort((lefts, rows)).tolist()]
        yield from ("".join("".join(each).split()) for each in (pieces, placed))
