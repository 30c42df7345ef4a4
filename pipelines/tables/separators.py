"""Numbers whose comma and point seem to be exchanged: 1.234,56 is no way to write an amount here.

Belongs here: what tells that a font, or a producer, prints one for the other. Does not belong
here: what a number is worth; a number of such a page is marked, and not guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipelines.disclosure.amounts import normalize_width
from pipelines.marks import Mark
from pipelines.tables.model import Table
from pipelines.tables.text import squash

#: A comma before one or two closing digits; or points before groups of three, more than one.
_EXCHANGED = re.compile(r"[-+△▲(]*(\d+(\.\d{3})*,\d{1,2}|\d{1,3}(\.\d{3}){2,}(,\d+)?)[)%]*")
#: So many cells of a page, and this share of those that show it either way, tell of its font.
_FEWEST = 3
_SHARE = 0.5


def is_exchanged(text: str) -> bool:
    """Whether a text is a number whose comma can only be its point."""
    return _EXCHANGED.fullmatch(normalize_width(squash(text))) is not None


def exchanged_pages(tables: Sequence[Table]) -> dict[int, list[Mark]]:
    """Mark reasons by page: those whose amounts, or most of them, have the two exchanged."""
    counts: Counter[int] = Counter()
    plain: Counter[int] = Counter()
    for figure in (figure for table in tables for figure in table.figures):
        page, text = figure.placed.page_no, figure.placed.text
        counts[page] += is_exchanged(text)
        plain[page] += bool(re.search(r"\d\.\d{1,2}(?!\d)", text))
    return {
        page: [Mark.EXCHANGED_SEPARATORS]
        for page, count in counts.items()
        if count >= _FEWEST and count >= _SHARE * (count + plain[page])
    }
