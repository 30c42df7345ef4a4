"""A small typesetter for budget documents: paragraphs, captions, ruled grids that run over pages.

Belongs here: putting text and ruling lines on pages the way office programs do it, and noting on
which page each figure landed. Used by the facsimile of the seed document and by the golden pages.
Does not belong here: any document's content, and anything that reads a PDF.

Coordinates are points with a top-left origin *of the page as displayed*; a page that is stored
turned by 90 degrees (``rotate=90``) is drawn through a matrix, as print drivers do it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

A4 = (595.28, 841.89)

Align = Literal["left", "center", "right"]

#: Characters that may not begin a line.
_NO_START = set("，。、；：？！）)”’》」％%.,;:")
#: Runs that office programs keep together on a line: numbers with their separators, Latin words.
_UNIT = re.compile(r"[0-9A-Za-z.,%<>=≤≥+-]+|.", re.DOTALL)


@dataclass(frozen=True)
class Fact:
    """What a printed figure is, in the vocabulary of the truth files; the page is noted in print.

    ``table_no`` counts printed tables in reading order from 1. Amounts follow from ``printed``.
    """

    table_no: int
    table_kind: str
    row_label: str
    column_path: str
    side: str | None = None
    subject_code: str | None = None
    unit_label: str | None = None
    value_kind: str = "money"
    money_unit: str | None = "万元"
    notes: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class Cell:
    """One cell of a grid; ``None`` in a row stands for a place covered by a merged cell.

    ``indent`` is counted in characters. ``vertical`` sets one character per line, ``turned`` turns
    the line by 90 degrees. A cell with a ``fact`` is a figure.
    """

    text: str = ""
    row_span: int = 1
    col_span: int = 1
    align: Align = "left"
    indent: float = 0
    bold: bool = False
    vertical: bool = False
    turned: bool = False
    fact: Fact | None = None
    size: float | None = None


Row = list[Cell | None]


@dataclass
class Grid:
    """A ruled table: column widths in points, header rows, body rows.

    ``breaks`` holds body rows (from 0) before which a new page begins; elsewhere the grid breaks
    where the page is full. ``fill`` stretches the rows so that a forced break looks natural.
    """

    widths: Sequence[float]
    header: list[Row]
    body: list[Row]
    repeat_header: bool = False
    size: float = 9
    min_height: float = 18
    header_height: float = 20
    padding: float = 2.5
    breaks: frozenset[int] = frozenset()
    ruling: Literal["lines", "rects", "double", "open", "none"] = "lines"
    line_width: float = 0.5


@dataclass
class Printed:
    """A figure in print: its fact, its text, the page it is on."""

    fact: Fact
    text: str
    page: int


def register_font(name: str, path: Path) -> None:
    """Make a TrueType font known to reportlab (a second call with the same name does nothing)."""
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, str(path)))


def wrap(text: str, font: str, size: float, width: float, first_indent: float = 0) -> list[str]:
    """Break text into lines of at most ``width`` points; ``\\n`` forces a break."""
    lines: list[str] = []
    for part in text.split("\n"):
        line, room = "", width - first_indent
        for match in _UNIT.finditer(part):
            unit = match.group()
            pieces = [unit]
            if pdfmetrics.stringWidth(unit, font, size) > width:
                pieces = list(unit)  # longer than a line: broken anywhere, as office programs do
            for piece in pieces:
                if pdfmetrics.stringWidth(line + piece, font, size) <= room + 0.01:
                    line += piece
                elif piece[0] in _NO_START and len(line) > 1:
                    lines.append(line[:-1])
                    line, room = line[-1] + piece, width
                elif line:
                    lines.append(line)
                    line, room = piece.lstrip(" ") or "", width
                else:
                    line = piece
        lines.append(line)
    return lines


@dataclass
class Paper:
    """Pages being printed. ``figures`` collects what was printed, ``marks`` named places."""

    path: Path
    font: str
    bold_font: str
    margin: float = 62
    numbers: bool = True
    first_number: int = 1
    compress: int = 1
    page: int = 0
    width: float = 0
    height: float = 0
    y: float = 0
    figures: list[Printed] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.canvas = Canvas(
            str(self.path),
            invariant=1,
            pageCompression=self.compress,
            # Otherwise Helvetica is listed though never used. (The stubs take it for a number.)
            initialFontName=self.font,  # pyright: ignore[reportArgumentType]
        )

    # -- pages ---------------------------------------------------------------------------------

    def new_page(
        self,
        size: tuple[float, float] = A4,
        rotate: int = 0,
        numbered: bool = True,
        margin: float | None = None,
        turn: int = 0,
    ) -> None:
        """Begin a page of the ``size`` that it is read in; ``rotate`` is its /Rotate (0, 90, 270).

        ``turn`` (0, 90, 180, 270) is how far a reader must turn a page, whose file does not.
        """
        self._end_page()
        self.page += 1
        self.width, self.height = size
        self._style = (size, rotate, numbered, margin, turn)
        self._margin = self.margin if margin is None else margin
        # Of a page with /Rotate reportlab swaps the MediaBox itself.
        self.canvas.setPageSize(size[::-1] if turn in (90, 270) else size)
        self.canvas.setPageRotation(rotate)
        if turn == 180:
            self.canvas.transform(-1, 0, 0, -1, *size)
        elif 90 in (rotate, turn):
            # Shown turned clockwise: displayed (X, Y) is stored (W - Y, X), W the stored width.
            self.canvas.transform(0, 1, -1, 0, size[1], 0)
        elif 270 in (rotate, turn):
            # Shown turned the other way: displayed (X, Y) is stored (Y, H - X), H stored height.
            self.canvas.transform(0, -1, 1, 0, 0, size[0])
        self.y = self._margin

    def next_page(self) -> None:
        """Begin another page in the style of the current one."""
        size, rotate, numbered, margin, turn = self._style
        self.new_page(size, rotate, numbered, margin, turn)

    def _end_page(self) -> None:
        if not self.page:
            return
        if self.numbers and self._style[2]:
            number = str(self.page + 1 - self.first_number)
            self.text(self.width / 2, self.height - 32, number, 9, align="center")
        self.canvas.showPage()

    def save(self) -> None:
        """Finish the last page and write the file."""
        self._end_page()
        self.canvas.save()

    @property
    def bottom(self) -> float:
        """Lowest y that content may use."""
        return self.height - max(self._margin - 10, 48)

    @property
    def inner(self) -> float:
        """Width between the margins."""
        return self.width - 2 * self._margin

    # -- text ----------------------------------------------------------------------------------

    def text(
        self,
        x: float,
        top: float,
        text: str,
        size: float,
        bold: bool = False,
        align: Align = "left",
    ) -> None:
        """One line whose upper edge is ``top``; ``x`` is its left end, middle or right end."""
        name = self.bold_font if bold else self.font
        advance = pdfmetrics.stringWidth(text, name, size)
        x -= {"left": 0.0, "center": advance / 2, "right": advance}[align]
        self.canvas.setFont(name, size)
        self.canvas.drawString(x, self.height - top - 0.86 * size, text)

    def paragraph(
        self,
        text: str,
        size: float = 15,
        leading: float = 27,
        bold: bool = False,
        align: Align = "left",
        indent: float = 2,
        after: float = 0,
    ) -> None:
        """A paragraph between the margins from ``y`` on, over as many pages as it needs.

        ``indent`` (first line) is counted in characters.
        """
        first = indent * size if align == "left" else 0
        name = self.bold_font if bold else self.font
        for i, line in enumerate(wrap(text, name, size, self.inner, first)):
            if self.y + leading > self.bottom:
                self.next_page()
            x = {
                "left": self._margin + (first if i == 0 else 0),
                "center": self.width / 2,
                "right": self.width - self._margin,
            }[align]
            self.text(x, self.y + (leading - size) / 2, line, size, bold, align)
            self.y += leading
        self.y += after

    def leader_line(
        self, left: str, right: str, size: float, indent: float, leading: float
    ) -> None:
        """A line of a contents page: text, dots, page number."""
        if self.y + leading > self.bottom:
            self.next_page()
        top = self.y + (leading - size) / 2
        x0, x1 = self._margin + indent * size, self.width - self._margin
        self.text(x0, top, left, size)
        self.text(x1, top, right, size, align="right")
        start = x0 + pdfmetrics.stringWidth(left, self.font, size) + 3
        end = x1 - pdfmetrics.stringWidth(right, self.font, size) - 3
        dot = pdfmetrics.stringWidth(".", self.font, size)
        self.text(end, top, "." * int((end - start) / dot), size, align="right")
        self.y += leading

    # -- grids ---------------------------------------------------------------------------------

    def grid(self, grid: Grid, x: float | None = None) -> None:
        """Print a grid from ``y`` on; over page ends it goes on on pages of the same style.

        A merged cell that a page end cuts prints its text in its first part only.
        """
        x0 = (self.width - sum(grid.widths)) / 2 if x is None else x
        header_heights = self._row_heights(grid, grid.header, grid.header_height)
        body_heights = self._row_heights(grid, grid.body, grid.min_height)
        start, first = 0, True
        while start < len(grid.body) or first:
            with_header = first or grid.repeat_header
            room = self.bottom - self.y - (sum(header_heights) if with_header else 0)
            end = start
            while end < len(grid.body) and not (end > start and end in grid.breaks):
                need = sum(body_heights[start : end + 1])
                if need > room and end > start:
                    break
                end += 1
            rows = (grid.header if with_header else []) + _cut(grid.body, start, end)
            heights = (header_heights if with_header else []) + body_heights[start:end]
            self._draw(grid, rows, heights, x0)
            self.y += sum(heights)
            start, first = end, False
            if start < len(grid.body):
                self.next_page()

    def _cell_lines(self, grid: Grid, cell: Cell, col: int) -> tuple[list[str], float, str]:
        size = cell.size or grid.size
        name = self.bold_font if cell.bold else self.font
        if cell.vertical:
            return list(cell.text), size, name
        if cell.turned:
            return [cell.text], size, name
        width = sum(grid.widths[col : col + cell.col_span]) - 2 * grid.padding - cell.indent * size
        return wrap(cell.text, name, size, width), size, name

    def _row_heights(self, grid: Grid, rows: list[Row], minimum: float) -> list[float]:
        heights = [minimum] * len(rows)
        spans: list[tuple[int, int, float]] = []
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell is None:
                    continue
                lines, size, _ = self._cell_lines(grid, cell, c)
                need = len(lines) * size * 1.25 + 2 * grid.padding
                spans.append((r, cell.row_span, need))
        for r, span, need in sorted(spans, key=lambda s: s[1]):
            short = need - sum(heights[r : r + span])
            if short > 0:
                for i in range(r, min(r + span, len(rows))):
                    heights[i] += short / span
        return heights

    def _draw(self, grid: Grid, rows: list[Row], heights: list[float], x0: float) -> None:
        xs = [x0]
        for width in grid.widths:
            xs.append(xs[-1] + width)
        ys = [self.y]
        for height in heights:
            ys.append(ys[-1] + height)
        boxes: list[tuple[float, float, float, float]] = []
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell is None:
                    continue
                bottom = ys[min(r + cell.row_span, len(rows))]
                box = (xs[c], ys[r], xs[c + cell.col_span], bottom)
                boxes.append(box)
                self._cell(grid, cell, c, box)
        self._rule(grid, boxes)

    def _cell(
        self, grid: Grid, cell: Cell, col: int, box: tuple[float, float, float, float]
    ) -> None:
        lines, size, _ = self._cell_lines(grid, cell, col)
        x0, top, x1, bottom = box
        if cell.turned:
            self._turned((x0 + x1) / 2, (top + bottom) / 2, cell.text, size)
            return
        leading = size * 1.25
        y = top + (bottom - top - len(lines) * leading) / 2 + (leading - size) / 2
        align: Align = "center" if cell.vertical else cell.align
        x = {
            "left": x0 + grid.padding + cell.indent * size,
            "center": (x0 + x1) / 2,
            "right": x1 - grid.padding,
        }[align]
        for line in lines:
            if line:
                self.text(x, y, line, size, cell.bold, align)
            y += leading
        if cell.fact is not None:
            self.figures.append(Printed(cell.fact, cell.text, self.page))

    def _turned(self, x: float, y: float, text: str, size: float) -> None:
        """A line around (x, y) that reads upwards."""
        self.canvas.saveState()
        self.canvas.translate(x + 0.36 * size, self.height - y)
        self.canvas.rotate(90)
        self.canvas.setFont(self.font, size)
        self.canvas.drawCentredString(0, 0, text)
        self.canvas.restoreState()

    def _rule(self, grid: Grid, boxes: list[tuple[float, float, float, float]]) -> None:
        if grid.ruling == "none" or not boxes:
            return
        left, right = min(b[0] for b in boxes), max(b[2] for b in boxes)
        horizontal, vertical = _edges(boxes)
        self.canvas.setLineWidth(grid.line_width)
        for y, x0, x1 in horizontal:
            self._line(grid, x0, y, x1, y)
        for x, y0, y1 in vertical:
            if grid.ruling == "open" and x in (left, right):
                continue
            self._line(grid, x, y0, x, y1)

    def _line(self, grid: Grid, x0: float, y0: float, x1: float, y1: float) -> None:
        flip = self.height
        if grid.ruling == "rects":  # as Word writes borders: thin filled rectangles
            w = grid.line_width
            self.canvas.rect(
                x0 - w / 2, flip - y1 - w / 2, x1 - x0 + w, y1 - y0 + w, stroke=0, fill=1
            )
            return
        shifts = (-0.9, 0.9) if grid.ruling == "double" else (0.0,)
        for d in shifts:
            dx, dy = (0.0, d) if y0 == y1 else (d, 0.0)
            self.canvas.line(x0 + dx, flip - y0 - dy, x1 + dx, flip - y1 - dy)


def _cut(body: list[Row], start: int, end: int) -> list[Row]:
    """Body rows of one page; merged cells that began before ``start`` go on without text."""
    rows: list[Row] = [list(row) for row in body[start:end]]
    for r in range(start):
        for c, cell in enumerate(body[r]):
            if cell is not None and r + cell.row_span > start and start < end:
                rest = min(r + cell.row_span, end) - start
                rows[0][c] = Cell("", rest, cell.col_span)
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell is not None and r + cell.row_span > len(rows):
                rows[r][c] = Cell(**{**cell.__dict__, "row_span": len(rows) - r})
    return rows


_Segment = tuple[float, float, float]


def _edges(
    boxes: Iterable[tuple[float, float, float, float]],
) -> tuple[list[_Segment], list[_Segment]]:
    """The cell borders as long lines: (y, x0, x1) and (x, y0, y1), shared edges once."""
    horizontal: dict[float, list[tuple[float, float]]] = {}
    vertical: dict[float, list[tuple[float, float]]] = {}
    for x0, top, x1, bottom in boxes:
        for y in (top, bottom):
            horizontal.setdefault(y, []).append((x0, x1))
        for x in (x0, x1):
            vertical.setdefault(x, []).append((top, bottom))
    return _merged(horizontal), _merged(vertical)


def _merged(lines: dict[float, list[tuple[float, float]]]) -> list[_Segment]:
    merged: list[_Segment] = []
    for at in sorted(lines):
        spans = sorted(lines[at])
        low, high = spans[0]
        for a, b in spans[1:]:
            if a > high + 0.01:
                merged.append((at, low, high))
                low, high = a, b
            else:
                high = max(high, b)
        merged.append((at, low, high))
    return merged


HeaderTree = Sequence[Sequence]


def header_rows(tree: HeaderTree, size: float | None = None, bold: bool = False) -> list[Row]:
    """Header rows of a tree ``[[text, [children…]], …]``; a leaf spans the rows below it."""
    depth = _depth(tree)
    rows: list[Row] = [[] for _ in range(depth)]

    def place(nodes: HeaderTree, level: int) -> int:
        total = 0
        for text, children in nodes:
            if children:
                width = _leaves(children)
                rows[level].append(Cell(text, 1, width, "center", bold=bold, size=size))
                rows[level].extend([None] * (width - 1))
                place(children, level + 1)
            else:
                width = 1
                rows[level].append(Cell(text, depth - level, 1, "center", bold=bold, size=size))
                for below in range(level + 1, depth):
                    rows[below].append(None)
            total += width
        return total

    place(tree, 0)
    return rows


def leaf_paths(tree: HeaderTree, above: tuple[str, ...] = ()) -> list[str]:
    """Header paths of the columns from left to right, white space removed."""
    paths: list[str] = []
    for text, children in tree:
        here = (*above, squeeze(text))
        paths.extend(leaf_paths(children, here) if children else ["/".join(here)])
    return paths


def squeeze(text: str) -> str:
    """Text without any white space."""
    return re.sub(r"\s+", "", text)


def _depth(tree: HeaderTree) -> int:
    return 1 + max((_depth(children) for _, children in tree if children), default=0)


def _leaves(tree: HeaderTree) -> int:
    return sum(_leaves(children) if children else 1 for _, children in tree)
