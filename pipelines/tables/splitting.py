"""Cells that a missing rule has run together: parted again by where their texts stand.

Belongs here: cutting cells along borders that other rows and columns draw, and rows whose cells
hold several lines of complete numbers. Does not belong here: drawn lines (``grid``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from pipelines.disclosure.amounts import normalize_width
from pipelines.tables.grid import Grid, GridCell
from pipelines.tables.text import Char, Line, centre, is_one_line, lines_of, runs_of

#: A number that stands for itself: with decimals, or a subject code.
_COMPLETE = re.compile(r"[-△]?\d[\d,]*\.\d{2,6}%?|\d{3}(\d{2}){1,2}")
_AMOUNT = re.compile(r"[-△]?\d[\d,]*(\.\d+)?%?")
#: A text of a heading; spaced single characters (收　入) are one word over several columns.
_WORD_LENGTH = 3


def split_spans(grid: Grid, by_cell: Mapping[int, list[Char]]) -> bool:
    """Part cells over several rows that print a number in each; whether any was.

    So a heading and the first amount below it, or two codes, where the rule between is missing.
    """
    is_changed = False
    for cell in list(grid.cells):
        chars = by_cell.get(id(cell), [])
        if cell.row_span < 2 or len(chars) < 2:
            continue
        lines = lines_of(chars)
        rows = [grid.row_at(sum(centre(c)[1] for c in x.chars) / len(x.chars)) for x in lines]
        first = next((i for i, line in enumerate(lines) if _is_complete(line)), len(lines))
        numbers = lines[first:]
        is_parted = len(set(rows[first:])) == len(numbers) and rows[first:] != rows[:1]
        if len(lines) < 2 or not numbers or not all(map(_is_complete, numbers)) or not is_parted:
            continue
        if first and rows[first - 1] >= rows[first]:
            continue
        _cut_rows(grid, cell, [rows[0], *rows[max(first, 1) :]])
        is_changed = True
    return is_changed


def _cut_rows(grid: Grid, cell: GridCell, rows: Sequence[int]) -> None:
    starts = [cell.row, *rows[1:]]
    ends = [*starts[1:], cell.row_end]
    x0, _, x1, _ = cell.box
    pieces = [
        GridCell(
            start,
            cell.col,
            end - start,
            cell.col_span,
            (x0, grid.ys[start], x1, grid.ys[end]),
        )
        for start, end in zip(starts, ends, strict=True)
    ]
    _replace(grid, cell, pieces)


def split_columns(grid: Grid, by_cell: Mapping[int, list[Char]]) -> bool:
    """Part cells over several columns whose texts stand apart, one in each; whether any was.

    The rule between two columns may be missing in some rows; its place is known from the others.
    """
    is_changed = False
    for cell in list(grid.cells):
        chars = by_cell.get(id(cell), [])
        if cell.col_span < 2 or len(chars) < 2:
            continue
        columns = _columns_of_runs(grid, cell, chars)
        if len(columns) < 2:
            continue
        _cut_columns(grid, cell, columns)
        is_changed = True
    return is_changed


def _columns_of_runs(grid: Grid, cell: GridCell, chars: Sequence[Char]) -> list[int]:
    """First columns of the pieces that a cell's texts ask for; [] where it is one text."""
    words: dict[int, list[str]] = defaultdict(list)
    for run in runs_of(chars):
        first = grid.column_at(centre(run[0])[0])
        if grid.column_at(centre(run[-1])[0]) != first:
            return []
        words[first].append("".join(c["text"] for c in run))
    if len(words) < 2:
        return []
    texts = [text for column in words.values() for text in column]
    is_numbers = all(_AMOUNT.fullmatch(normalize_width(text)) for text in texts)
    is_words = all(len("".join(column)) >= _WORD_LENGTH for column in words.values())
    is_single = all(len(column) == 1 for column in words.values())
    if is_numbers and any("." in text for text in texts):
        return sorted(words)
    # Words side by side, one to a column, over the whole width of the cell.
    is_full = len(words) == cell.col_span
    return sorted(words) if is_words and is_single and is_full else []


def _cut_columns(grid: Grid, cell: GridCell, columns: Sequence[int]) -> None:
    starts = [cell.col, *columns[1:]]
    ends = [*starts[1:], cell.col_end]
    pieces = [
        GridCell(
            cell.row,
            start,
            cell.row_span,
            end - start,
            (grid.xs[start], cell.box[1], grid.xs[end], cell.box[3]),
        )
        for start, end in zip(starts, ends, strict=True)
    ]
    _replace(grid, cell, pieces)


def split_rows(grid: Grid, by_cell: Mapping[int, list[Char]]) -> Grid | None:
    """A grid with rows parted that hold several rows of numbers; None where none does.

    Told by two cells of the row or more that end in lines of complete numbers, level with each
    other: the one with most lines has them all (at least two). A number that wraps has a line
    that is none.
    """
    cuts: list[float] = []
    for row in range(grid.row_count):
        # Each once, from left to right.
        cells = dict.fromkeys(id(c) for c in grid.owner[row] if c.row == row and c.row_span == 1)
        held = [by_cell.get(cell, []) for cell in cells]
        if sum(not is_one_line(chars) for chars in held) >= 2:
            cuts.extend(_cuts([lines_of(chars) for chars in held]))
    if not cuts:
        return None
    return _with_cuts(grid, cuts)


def _cuts(cells: Sequence[Sequence[Line]]) -> list[float]:
    """Where a row is to be cut, given the lines of its cells; [] where it is one row."""
    numbers = [_closing_numbers(lines) for lines in cells]
    longest = max(range(len(cells)), key=lambda i: len(numbers[i]), default=0)
    anchors = numbers[longest] if cells else []
    others = [lines for i, lines in enumerate(numbers) if i != longest and lines]
    if len(anchors) < 2 or not any(len(lines) >= 2 for lines in others):
        return []
    if not all(_is_level(line, anchors) for lines in others for line in lines):
        return []
    cuts = [(a.bottom + b.top) / 2 for a, b in pairwise(anchors)]
    heads = [
        lines[-len(own) - 1]
        for lines, own in zip(cells, numbers, strict=True)
        if len(lines) > len(own) >= 2
    ]
    if heads:  # What stands above the first numbers is their heading.
        bottom = max(line.bottom for line in heads)
        if bottom < anchors[0].top:
            cuts.insert(0, (bottom + anchors[0].top) / 2)
    return cuts


def _closing_numbers(lines: Sequence[Line]) -> list[Line]:
    """The complete numbers that a cell's lines end with."""
    first = len(lines)
    while first and _is_complete(lines[first - 1]):
        first -= 1
    return list(lines[first:])


def _is_level(line: Line, anchors: Sequence[Line]) -> bool:
    middle = (line.top + line.bottom) / 2
    return any(abs((other.top + other.bottom) / 2 - middle) < 0.4 * other.size for other in anchors)


def _is_complete(line: Line) -> bool:
    return _COMPLETE.fullmatch(normalize_width(line.text)) is not None


def _with_cuts(grid: Grid, cuts: Sequence[float]) -> Grid:
    ys = sorted([*grid.ys, *cuts])
    cut = Grid(grid.page_no, grid.xs, ys, [], grid.open_top, grid.open_bottom)
    cut.owner = [[None] * grid.column_count for _ in range(len(ys) - 1)]  # type: ignore[list-item]
    for cell in grid.cells:
        first, last = ys.index(grid.ys[cell.row]), ys.index(grid.ys[cell.row_end])
        # A cell of the parted row is parted as well; one that spans rows stays whole.
        borders = range(first, last) if cell.row_span == 1 else [first]
        for row in borders:
            end = row + 1 if cell.row_span == 1 else last
            box = (cell.box[0], ys[row], cell.box[2], ys[end])
            piece = GridCell(row, cell.col, end - row, cell.col_span, box)
            cut.cells.append(piece)
            _own(cut, piece)
    return cut


def _replace(grid: Grid, cell: GridCell, pieces: Sequence[GridCell]) -> None:
    at = next(i for i, other in enumerate(grid.cells) if other is cell)
    grid.cells[at : at + 1] = pieces
    for piece in pieces:
        _own(grid, piece)


def _own(grid: Grid, cell: GridCell) -> None:
    for row in range(cell.row, cell.row_end):
        for col in range(cell.col, cell.col_end):
            grid.owner[row][col] = cell
