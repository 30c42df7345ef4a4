"""Cells of parts put into their table, and figures made of them.

Belongs here: what column tables and forms have in common. Does not belong here: which cell names a
row and which is a figure (``column_tables``, ``form_building``).
"""

from __future__ import annotations

from pipelines.disclosure.amounts import Content
from pipelines.marks import Mark
from pipelines.tables.grid import GridCell
from pipelines.tables.model import BlockRow, Figure, Part, Placed, Table
from pipelines.tables.numbers import (
    is_before_words,
    is_date,
    is_numeric,
    is_odd_amount,
    read_number,
)
from pipelines.tables.separators import is_exchanged

#: Words behind a number up to this length are its unit; longer ones make it a text.
_UNIT_LENGTH = 6


def place(
    table: Table, part: Part, cell: GridCell, row_no: int, at: list[int] | None, role: str
) -> Placed:
    """Add a cell of a part to its table; ``at`` gives the table's column of each of the part's."""
    col = at[cell.col] if at is not None and cell.col < len(at) else cell.col
    placed = Placed(
        part.page_no,
        row_no,
        cell.row_span,
        col,
        cell.col_span,
        cell.box,
        part.content(cell),
        role,
        part.cell_chars.get(id(cell), []),
        id(cell) in part.clipped_cells,
    )
    table.cells.append(placed)
    return placed


def covering(part: Part, row: int, at: list[int]) -> list[tuple[GridCell, list[int]]]:
    """Cells over a row with the table columns each one covers."""
    return [
        (cell, [at[c] for c in range(cell.col, min(cell.col_end, len(at)))])
        for cell in part.row_cells(row)
    ]


def is_figure(text: str) -> bool:
    """Whether a cell among amounts prints one, though perhaps an unreadable one."""
    if is_date(text):
        return False
    reading = read_number(text)
    if reading.content is Content.OVERFLOW or reading.content is Content.MULTIPLE:
        return True
    if reading.number is None:
        # Digits that make no number are marked, and not dropped.
        return is_numeric(text) or is_before_words(text)
    return len(reading.number.unit or "") <= _UNIT_LENGTH


def figure_of(placed: Placed, row: BlockRow, path: tuple[str, ...]) -> Figure:
    """The figure that a cell prints, with the marks of its number."""
    reading = read_number(placed.text)
    number = reading.number
    marks = [Mark.CLIPPED] if placed.is_clipped else []
    if placed.content.is_overlaid:
        marks.append(Mark.OVERLAID_TEXT)
    if reading.content is Content.OVERFLOW:
        marks.append(Mark.OVERFLOW)
    elif is_exchanged(placed.text):
        marks.append(Mark.EXCHANGED_SEPARATORS)
    elif reading.content is Content.MULTIPLE:
        marks.append(Mark.SEVERAL_NUMBERS)
    elif number.has_bad_grouping if number is not None else is_numeric(placed.text):
        marks.append(Mark.BAD_GROUPING)
    elif number is None and (is_odd_amount(placed.text) or is_before_words(placed.text)):
        marks.append(Mark.ODD_NUMBER)
    placed.role = "figure"
    return Figure(placed, row.row_no, row.block_no, row.row_label, row.code, path, marks)
