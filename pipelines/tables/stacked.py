"""Tables that share one grid, one below the other, each with a header of its own.

Belongs here: where in a grid another table begins. Does not belong here: tables with a grid each
(``grid``), headers (``headers``) and forms, whose blocks have headings of their own (``forms``).
"""

from __future__ import annotations

import re

from pipelines.tables.columns import NAMING_ROLES, role_of_heading
from pipelines.tables.forms import is_form
from pipelines.tables.grid import Grid, GridCell
from pipelines.tables.model import Part
from pipelines.tables.numbers import is_amount
from pipelines.tables.text import plain, squash

#: A heading is no longer than this, and has at least two letters.
_LONGEST = 20
_WORDS = re.compile(r"[一-龥]{2}")
#: So many rows a header has at most: below its first one amounts must begin.
_DEEPEST = 4
#: So many columns with amounts above and below must have a heading in between.
_FEWEST = 2


def unstacked(part: Part) -> list[Part]:
    """The tables that stand in the grid of ``part``, from top to bottom; mostly the one."""
    starts = _starts(part)
    if not starts or is_form(part):
        return [part]
    ends = [*starts, part.grid.row_count]
    return [_rows_of(part, a, b) for a, b in zip([0, *starts], ends, strict=True)]


def _starts(part: Part) -> list[int]:
    """First rows of further tables: their header, or the title over it."""
    amounts = [_amount_columns(part, row) for row in range(part.grid.row_count)]
    filled = [row for row, columns in enumerate(amounts) if columns]
    if not filled:
        return []
    starts: list[int] = []
    above: set[int] = set()
    seen: set[tuple[str, ...]] = set()
    for row, columns in enumerate(amounts):
        texts = tuple(plain(part.text(cell)) for cell in part.starting(row))
        if not columns and len(above) >= _FEWEST and row < filled[-1] and texts not in seen:
            below: set[int] = set().union(*amounts[row + 1 : row + 1 + _DEEPEST])
            if _is_header(part, row, above & below):
                starts.append(row - 1 if _is_band(part, row - 1) else row)
                above = set()
        seen.add(texts)
        above |= columns
    return starts


def _amount_columns(part: Part, row: int) -> set[int]:
    return {cell.col for cell in part.starting(row) if is_amount(part.text(cell))}


def _is_header(part: Part, row: int, columns: set[int]) -> bool:
    """Whether all of a row are headings, over names and over ``columns`` that hold amounts."""
    cells = part.starting(row)
    if len(cells) < 3 or len(cells) < len(part.row_cells(row)):
        return False  # What is merged from above goes on: no table begins.
    headings = [squash(part.text(cell)) for cell in cells]
    if not all(_WORDS.search(text) and len(text) <= _LONGEST for text in headings):
        return False
    over = sum(any(cell.col <= col < cell.col_end for col in columns) for cell in cells)
    is_named = any(role_of_heading(text) in NAMING_ROLES for text in headings[:2])
    return is_named and over >= _FEWEST


def _is_band(part: Part, row: int) -> bool:
    """One text as wide as the grid: a title, or the unit of what follows."""
    cells = part.starting(row)
    return (
        len(cells) == 1 and cells[0].col_span == part.grid.column_count and cells[0].row_span == 1
    )


def _rows_of(part: Part, first: int, end: int) -> Part:
    """The rows of a part as one of its own; no cell stands over ``first`` or ``end``."""
    moved: dict[int, GridCell] = {}
    for cell in part.grid.cells:
        if first <= cell.row < end:
            moved[id(cell)] = GridCell(
                cell.row - first, cell.col, cell.row_span, cell.col_span, cell.box
            )
    grid = Grid(
        part.page_no,
        part.grid.xs,
        part.grid.ys[first : end + 1],
        list(moved.values()),
        part.grid.open_top if first == 0 else [False] * part.grid.column_count,
        part.grid.open_bottom if end == part.grid.row_count else [False] * part.grid.column_count,
        [[moved[id(cell)] for cell in part.grid.owner[row]] for row in range(first, end)],
    )
    return Part(
        part.page_no,
        grid,
        {id(moved[key]): text for key, text in part.texts.items() if key in moved},
        {id(moved[key]): chars for key, chars in part.cell_chars.items() if key in moved},
        {id(moved[key]) for key in part.clipped_cells if key in moved},
        part.rejoined if first == 0 else [],
    )
