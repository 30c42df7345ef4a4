"""What the modules of this room hand to each other: parts of tables, tables, columns, rows.

Belongs here: plain data. Does not belong here: any reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipelines.marks import Mark
from pipelines.tables.grid import Grid, GridCell
from pipelines.tables.text import CellText, Line

EMPTY = CellText()


@dataclass(slots=True)
class Caption:
    """Lines above a grid, or in its first rows, told apart by what they say."""

    title: str | None = None
    heading: str | None = None
    printed_number: str | None = None
    organisation_line: str | None = None
    unit_line: str | None = None
    has_text_above: bool = False
    is_continued: bool = False
    lines: list[Line] = field(default_factory=list)

    def is_bare(self) -> bool:
        """Nothing that begins a new table stands above."""
        return self.title is None


@dataclass(slots=True)
class Part:
    """One grid with its texts: a table, or the piece of one that stands on this page."""

    page_no: int
    grid: Grid
    texts: dict[int, CellText]
    cell_chars: dict[int, list[Any]]
    clipped_cells: set[int] = field(default_factory=set)
    rejoined: list[Any] = field(default_factory=list)
    caption: Caption = field(default_factory=Caption)
    notes: list[Line] = field(default_factory=list)
    caption_rows: int = 0
    header_end: int = 0
    is_first_on_page: bool = False
    is_last_on_page: bool = False
    is_form: bool = False
    #: The upper header rows, where the page break stands inside the header.
    header_above: Part | None = None
    #: The columns of a too wide table that stand on a page of their own, row by row.
    beside: Part | None = None
    _rows: dict[int, tuple[tuple[GridCell, ...], tuple[GridCell, ...]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def cell(self, row: int, col: int) -> GridCell:
        """The cell that covers a slot."""
        return self.grid.owner[row][col]

    def content(self, cell: GridCell) -> CellText:
        """Text of a cell with its lines."""
        return self.texts.get(id(cell), EMPTY)

    def text(self, cell: GridCell) -> str:
        """Text of a cell; empty where it prints none."""
        content = self.texts.get(id(cell))
        return "" if content is None else content.text

    def row_cells(self, row: int) -> Sequence[GridCell]:
        """Cells that cover a row, from left to right, each once."""
        return self._cells_of(row)[0]

    def starting(self, row: int) -> Sequence[GridCell]:
        """Cells that begin in a row, from left to right."""
        return self._cells_of(row)[1]

    def _cells_of(self, row: int) -> tuple[tuple[GridCell, ...], tuple[GridCell, ...]]:
        # Kept, since rows are asked for their cells again and again: the grid of a part is final.
        found = self._rows.get(row)
        if found is None:
            cells: list[GridCell] = []
            for cell in self.grid.owner[row]:
                if not cells or cells[-1] is not cell:
                    cells.append(cell)
            found = self._rows[row] = tuple(cells), tuple(c for c in cells if c.row == row)
        return found


@dataclass(slots=True)
class Column:
    """A grid column of a table."""

    col_no: int
    path: tuple[str, ...]
    role: str = "figure"
    block_no: int = 1


@dataclass(slots=True)
class Placed:
    """A cell of a stitched table; ``row_no`` 1.. in the body, 0, -1.. upwards in the header."""

    page_no: int
    row_no: int
    row_span: int
    col_no: int
    col_span: int
    box: tuple[float, float, float, float]
    content: CellText
    role: str = "text"
    chars: list[Any] = field(default_factory=list)
    is_clipped: bool = False

    @property
    def text(self) -> str:
        """The printed text."""
        return self.content.text


@dataclass(slots=True)
class Label:
    """A label cell of a row, with the heading above it."""

    col_no: int
    path: tuple[str, ...]
    role: str
    text: str
    code: str | None = None
    is_carried: bool = False


@dataclass(slots=True)
class BlockRow:
    """What one block of one row is called."""

    row_no: int
    block_no: int
    page_no: int
    row_label: str = ""
    code: str | None = None
    unit_label: str | None = None
    labels: list[Label] = field(default_factory=list)
    level: int | None = None
    parent_row_no: int | None = None
    #: How far the name begins behind the border of its column, and that behind the first column's.
    indent: float | None = None
    offset: float = 0.0
    is_centred: bool = False


@dataclass(slots=True)
class Figure:
    """A cell that prints a number, with what names its row and column."""

    placed: Placed
    row_no: int
    block_no: int
    row_label: str
    code: str | None
    path: tuple[str, ...]
    mark_reasons: list[Mark] = field(default_factory=list)
    #: Printed in cells beside the value; its own come first.
    unit: str | None = None
    operator: str | None = None


@dataclass(slots=True)
class Table:
    """A table stitched over its pages; ``rows()`` gives it as the raw tables of the schema."""

    table_no: int
    parts: list[Part]
    caption: Caption
    columns: list[Column] = field(default_factory=list)
    cells: list[Placed] = field(default_factory=list)
    block_rows: list[BlockRow] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    header_row_count: int = 0
    row_count: int = 0
    note: str | None = None
    is_form: bool = False

    @property
    def pages(self) -> list[int]:
        """Pages on which the table stands, ascending."""
        upper = self.parts[0].header_above
        pages = {part.page_no for part in self.parts}
        pages.update(part.beside.page_no for part in self.parts if part.beside)
        return sorted(pages | ({upper.page_no} if upper else set()))

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Rows for printed_table, cell, row, label and figure, without ``document_id``."""
        from pipelines.tables.records import table_records

        return table_records(self)
