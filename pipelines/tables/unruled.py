"""Tables without uprights: three-line tables and columns of text, cut by where their texts stand.

Belongs here: a grid from the places of texts, on pages where the lines draw none. Does not belong
here: drawn grids (``grid``).

Only below a unit line (单位：万元), or where such a table of the page before goes on: nothing else
tells a table without lines from running text with enough certainty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipelines.tables.captions import is_note, is_unit_line, kind_of, segments_of
from pipelines.tables.grid import Grid, grid_of
from pipelines.tables.numbers import is_amount
from pipelines.tables.text import Line, parted, plain, squash

#: A table has this many lines with amounts at least.
_FEWEST = 3
#: Columns are parted by a strip of this width (points) that no amount line prints into.
_STRIP = 4.0
#: Every unit line has one of these: 单位：…, （万元）, 元.
_UNIT_HINT = re.compile(r"[位元(（]")


def find_unruled(page_no: int, lines: Sequence[Line], is_continued: bool) -> Grid | None:
    """The grid of a table without uprights among a page's lines (top to bottom), or None."""
    start = next((i + 1 for i, line in enumerate(lines) if _has_unit(line)), None)
    if start is None:
        if not is_continued:
            return None
        start = 0
    body: list[Line] = []
    for line in lines[start:]:
        text = squash(line.text)
        if is_note(text) or text.endswith("。"):
            break
        if kind_of(text) != "page":
            body.append(line)
    with_amounts = [line for line in body if _amounts(line)]
    if len(with_amounts) < _FEWEST or 2 * len(with_amounts) < len(body):
        return None
    # What stands below the last line with an amount is no row of the table.
    body = body[: body.index(with_amounts[-1]) + 1]
    separators = _separators(with_amounts)
    if not separators:
        return None
    return _grid(page_no, body, separators)


def _has_unit(line: Line) -> bool:
    # Almost no line has any of these; looking for them saves parting it.
    if not _UNIT_HINT.search("".join([char["text"] for char in line.chars])):
        return False
    return any(is_unit_line(plain(segment.text)) for segment in segments_of(line))


def _amounts(line: Line) -> int:
    return sum(is_amount(squash(segment.text)) for segment in _pieces(line))


def _pieces(line: Line) -> list[Line]:
    """Texts of a line parted by any gap wider than a character's half."""
    return parted(line, 0.5)


def _separators(lines: Sequence[Line]) -> list[float]:
    """Middles of the strips that no line prints into, from left to right."""
    spans = sorted((piece.x0, piece.x1) for line in lines for piece in _pieces(line))
    separators = []
    end = spans[0][1]
    for x0, x1 in spans[1:]:
        if x0 - end >= _STRIP:
            separators.append((end + x0) / 2)
        end = max(end, x1)
    return separators


def _grid(page_no: int, body: Sequence[Line], separators: Sequence[float]) -> Grid:
    left = min(line.x0 for line in body) - 1
    right = max(line.x1 for line in body) + 1
    xs = [left, *(x for x in separators if left < x < right), right]
    middles = [(a.bottom + b.top) / 2 for a, b in pairwise(body)]
    ys = [body[0].top - 1, *middles, body[-1].bottom + 1]
    is_parted_right = [
        [not any(p.x0 < x < p.x1 for p in _pieces(line)) for line in body] for x in xs
    ]
    is_parted_below = [[True] * (len(xs) - 1) for _ in ys]
    return grid_of(page_no, xs, ys, is_parted_right, is_parted_below)
