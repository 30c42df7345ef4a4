"""Texts drawn over each other on one place, which no reader can keep apart by where they stand.

Belongs here: telling such places, and parting them by the order in which they were drawn. Does not
belong here: the same text drawn twice (``pdf.visible``), text over the page (``watermarks``).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipelines.marks import Mark
from pipelines.tables.model import Table
from pipelines.tables.text import Char, Line

#: Neighbours share at most this part of the narrower one's width, whatever the font.
_DEEP = 0.3
#: In a tightly set font neighbours may overlap more, but never so much.
_DEEPEST = 0.8


def parted_by_drawing(lines: Sequence[Line], chars: Sequence[Char]) -> list[Line] | None:
    """The texts as they were drawn, one line after the other; None where none covers another.

    ``lines`` have the same characters by their places; ``chars`` are in drawing order.
    """
    if not any(
        a["x1"] > b["x0"] and _overlap(a, b) > _DEEP
        for line in lines
        for a, b in pairwise(line.chars)
    ):
        return None  # as almost always
    at = {id(char): i for i, char in enumerate(chars)}
    is_overlaid = any(
        (share := _overlap(a, b)) > _DEEPEST or (share > _DEEP and at[id(b)] != at[id(a)] + 1)
        for line in lines
        for a, b in pairwise(line.chars)
    )
    if not is_overlaid:
        return None
    texts: list[list[Char]] = []
    for char in chars:
        if texts and texts[-1][-1]["x0"] < char["x0"] and _is_level(texts[-1][-1], char):
            texts[-1].append(char)
        else:
            texts.append([char])
    return [Line(text) for text in texts]


def overlaid_pages(tables: Sequence[Table]) -> dict[int, list[Mark]]:
    """Mark reasons by page: those where a label or heading is overlaid. A figure marks itself."""
    return {
        placed.page_no: [Mark.OVERLAID_TEXT]
        for table in tables
        for placed in table.cells
        if placed.content.is_overlaid and placed.role != "figure"
    }


def _overlap(left: Char, right: Char) -> float:
    """Share of the narrower character's width that both stand on."""
    if not (left["upright"] and right["upright"]):
        return 0.0
    common = left["x1"] - right["x0"]
    if common <= 0:
        return 0.0
    return common / max(min(left["x1"] - left["x0"], right["x1"] - right["x0"]), 0.1)


def _is_level(char: Char, other: Char) -> bool:
    return abs(char["bottom"] - other["bottom"]) < 0.5 * max(char["size"], other["size"])
