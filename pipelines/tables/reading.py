"""Pages to tables: the room's entry.

Belongs here: the order of work. Does not belong here: any rule about lines, words or cells.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

import numpy as np

from pipelines.garbage import uncollected
from pipelines.pdf import Page
from pipelines.pdf.places import Places
from pipelines.tables import captions
from pipelines.tables.building import build
from pipelines.tables.forms import is_form
from pipelines.tables.grid import Grid, GridCell, find_grids
from pipelines.tables.headers import find_header
from pipelines.tables.model import Caption, Part, Table
from pipelines.tables.overlaid import parted_by_drawing
from pipelines.tables.splitting import split_columns, split_rows, split_spans
from pipelines.tables.stacked import unstacked
from pipelines.tables.stitching import (
    continues,
    goes_on_with_header,
    has_header,
    header_signature,
    stands_beside,
)
from pipelines.tables.text import (
    RUN_GAP,
    CellText,
    Line,
    bound_runs,
    cell_text,
    centre,
    clipped_ends,
    lines_of,
    plain,
    printed_chars,
    runs_of,
    runs_over,
    sideways_lines,
    squash,
)
from pipelines.tables.unruled import find_unruled
from pipelines.tables.watermarks import are_laid_over


@dataclass
class PageReading:
    """What the room used of a page. ``free_lines``: text that belongs to no table."""

    page_no: int
    width: float
    height: float
    chars: list[dict[str, Any]]
    parts: list[Part] = field(default_factory=list)
    outside: list[Line] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)
    side_numbers: list[Line] = field(default_factory=list)  # page numbers in a side margin
    caption_lines: list[Line] = field(default_factory=list)
    note_lines: list[Line] = field(default_factory=list)
    clipped: list[dict[str, Any]] = field(default_factory=list)  # cut away or of a cut cell
    watermark: list[dict[str, Any]] = field(default_factory=list)

    @property
    def free_lines(self) -> list[Line]:
        """Lines outside tables that are no caption, note or furniture, top to bottom."""
        used = {
            id(char)
            for line in (*self.caption_lines, *self.note_lines, *self.furniture)
            for char in line.chars
        }
        lines = []
        for line in self.outside:
            rest = [char for char in line.chars if id(char) not in used]
            if rest:
                lines.append(Line(rest))
        return lines


@dataclass
class TableReading:
    """Tables of a document in reading order, and per page what they are made of."""

    tables: list[Table]
    pages: dict[int, PageReading]


@uncollected()
def read_tables(pages: Sequence[Page]) -> TableReading:
    """Find, read and stitch the tables of a document's pages."""
    readings = [_read_page(page) for page in pages]
    _set_furniture(readings)
    _add_unruled(readings)
    tables: list[Table] = []
    previous: PageReading | None = None
    for reading in readings:
        for i, part in enumerate(reading.parts):
            _read_surroundings(reading, i, previous if i == 0 else None)
            part.is_form = is_form(part)
            if tables and continues(tables[-1].parts, part):
                _continue_part(tables[-1].parts[0], part)
                tables[-1].parts.append(part)
            elif tables and (left := stands_beside(tables[-1].parts, part)) is not None:
                left.beside = part
            elif tables and goes_on_with_header(tables[-1].parts[-1], part):
                part.header_above = tables[-1].parts[-1]
                tables[-1].parts = [part]
            else:
                tables.append(Table(len(tables) + 1, [part], part.caption))
        previous = reading
    for table in tables:
        build(table)
        notes = [note for part in table.parts for note in _notes_of(part)]
        table.note = "\n".join(notes) or None
    return TableReading(tables, {reading.page_no: reading for reading in readings})


def _read_page(page: Page) -> PageReading:
    visible, places, clipped = printed_chars(page)
    is_laid_over = are_laid_over(visible, places)
    chars, watermark = list(compress(visible, ~is_laid_over)), list(compress(visible, is_laid_over))
    ends = clipped_ends(page.chars) if clipped else []
    grids = find_grids(page, chars)
    inside, outside = _parted(grids, chars, places.where(~is_laid_over))
    reading = PageReading(page.page_no, page.width, page.height, chars)
    reading.clipped = clipped
    reading.watermark = watermark
    for i, grid in enumerate(grids):
        taken = set()
        for run in _cut_off_runs(grid, [*outside, *clipped]):
            taken.update(id(c) for c in run)
            if any(not c["text"].isascii() for c in run):
                inside[i].extend(run)
        reading.clipped.extend(c for c in outside if id(c) in taken)
        outside = [c for c in outside if id(c) not in taken]
    reading.side_numbers = _side_numbers(page, outside)
    if reading.side_numbers:
        taken = {id(c) for line in reading.side_numbers for c in line.chars}
        outside = [c for c in outside if id(c) not in taken]
    reading.outside = lines_of(outside)
    for i, grid in enumerate(grids):
        if inside[i]:
            part = _part(page.page_no, grid, inside[i], clipped, ends)
            reading.parts += unstacked(part)
    joined = {id(c) for part in reading.parts for c in part.rejoined}
    reading.clipped = [c for c in reading.clipped if id(c) not in joined]
    if reading.parts:
        reading.parts[0].is_first_on_page = True
        reading.parts[-1].is_last_on_page = True
    return reading


def _parted(
    grids: Sequence[Grid], chars: Sequence[dict[str, Any]], places: Places
) -> tuple[dict[int, list[dict[str, Any]]], list[dict[str, Any]]]:
    """Characters by the grid (its number) whose box holds their centre, and those in none."""
    inside: dict[int, list[dict[str, Any]]] = defaultdict(list)
    is_outside = np.ones(len(chars), dtype=bool)
    xs, ys = places.middle_x, places.middle_y
    # The smallest first: a grid inside another one's cell has its own characters.
    for _, i, (x0, top, x1, bottom) in sorted((_area(g), i, g.box) for i, g in enumerate(grids)):
        is_inside = is_outside & (x0 <= xs) & (xs <= x1) & (top <= ys) & (ys <= bottom)
        inside[i] = list(compress(chars, is_inside))
        is_outside &= ~is_inside
    return inside, list(compress(chars, is_outside))


#: How far beyond its grid the text of a cell that the page break cuts is looked for (points).
_CUT_REACH = 400.0


def _cut_off_runs(grid: Grid, chars: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Text of cells that the page break cuts: beside the grid, within columns that are open there.

    Spreadsheets draw a merged cell whole on each of its pages and hide what lies off the print
    area. The words complete the cell's label; numbers are printed again on the page that shows
    them, so they are not taken for figures here.
    """
    found = []
    for is_open, low, high in (
        (grid.open_top, grid.ys[0] - _CUT_REACH, grid.ys[0]),
        (grid.open_bottom, grid.ys[-1], grid.ys[-1] + _CUT_REACH),
    ):
        if not any(is_open) or all(is_open):
            continue
        near = [c for c in chars if low <= (c["top"] + c["bottom"]) / 2 <= high]
        for run in runs_of(near):
            columns = {bisect_right(grid.xs, centre(c)[0]) - 1 for c in run}
            if not all(0 <= col < grid.column_count and is_open[col] for col in columns):
                continue
            if captions.kind_of("".join(c["text"] for c in run)) in ("text", "page", "heading"):
                found.append(run)
    return found


def _area(grid: Grid) -> float:
    x0, top, x1, bottom = grid.box
    return (x1 - x0) * (bottom - top)


def _part(
    page_no: int,
    grid: Grid,
    chars: list[dict[str, Any]],
    clipped: list[dict[str, Any]],
    ends: list[tuple[dict[str, Any], list[dict[str, Any]]]],
) -> Part:
    by_cell = _bind(grid, chars)
    if (parted := split_rows(grid, by_cell)) is not None:
        grid = parted
        by_cell = _bind(grid, chars)
    if split_spans(grid, by_cell):
        by_cell = _bind(grid, chars)
    if split_columns(grid, by_cell):
        by_cell = _bind(grid, chars)
    owners = {id(c): key for key, held in by_cell.items() for c in held} if ends else {}
    rejoined = []
    for seen, cut in ends:
        if (key := owners.get(id(seen))) is not None:
            by_cell[key].extend(c for c in cut if id(c) not in owners)
            rejoined.extend(cut)
    texts: dict[int, CellText] = {}
    for cell in grid.cells:
        if held := by_cell.get(id(cell)):
            text = cell_text(held, cell.box[2] - cell.box[0])
            if (drawn := parted_by_drawing(text.lines, held)) is not None:
                text = CellText(drawn, " ".join(line.text for line in drawn), is_overlaid=True)
            texts[id(cell)] = text
    x0, top, x1, bottom = grid.box
    whole = {id(c) for c in rejoined}
    cut_cells = {
        id(grid.cell_at(x, y))
        for x, y in (centre(c) for c in clipped if id(c) not in whole)
        if x0 <= x <= x1 and top <= y <= bottom
    }
    cut_cells.update(owners[id(seen)] for seen, _ in ends if id(seen) in owners)
    return Part(page_no, grid, texts, by_cell, clipped_cells=cut_cells, rejoined=rejoined)


def _bind(grid: Grid, chars: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    """Characters of each cell (by id), by their centres; numbers over a border stay whole."""
    # Without the outermost borders: what stands beyond them belongs to the outermost cells.
    xs, ys, owner = grid.xs[1:-1], grid.ys[1:-1], grid.owner
    last_column = grid.column_count - 1
    by_cell: dict[int, list[dict[str, Any]]] = defaultdict(list)
    ends: dict[int, GridCell] = {}
    starts: set[int] = set()
    for char in chars:
        x0, x1 = char["x0"], char["x1"]
        row = bisect_right(ys, (char["top"] + char["bottom"]) / 2)
        cell = owner[row][bisect_right(xs, (x0 + x1) / 2)]
        key = id(cell)
        by_cell[key].append(char)
        near = RUN_GAP * char["size"]
        left_edge, _, right_edge, _ = cell.box
        if right_edge - x1 < near:
            ends[key] = cell
            if x1 > right_edge and cell.col_end <= last_column:  # The border goes through it.
                starts.add(id(owner[cell.row][cell.col_end]))
        if x0 - left_edge < near:
            starts.add(key)
            if x0 < left_edge and cell.col:
                left = owner[row][cell.col - 1]
                ends[id(left)] = left
    for key, cell in ends.items():
        left_edge = cell.box[0]
        while cell.col_end <= last_column:
            right = owner[cell.row][cell.col_end]
            if id(right) not in starts or not (by_cell.get(key) and by_cell.get(id(right))):
                break
            edges = (left_edge, right.box[0])
            if runs_over(by_cell[key], by_cell[id(right)], edges):
                by_cell[key].extend(by_cell.pop(id(right)))
                cell = right  # It may go on into the next one.
                continue
            _rebind(grid, by_cell, (key, id(right)))
            break
    return by_cell


def _rebind(grid: Grid, by_cell: dict[int, list[dict[str, Any]]], keys: tuple[int, int]) -> None:
    """Bind the characters of two neighbours anew, run by run."""
    chars = [char for key in keys for char in by_cell.pop(key, [])]
    for cell, char in bound_runs(chars, grid.cell_at):
        by_cell[id(cell)].append(char)


def _add_unruled(readings: Sequence[PageReading]) -> None:
    """Tables without uprights, on pages without any drawn grid."""
    is_open = False
    for reading in readings:
        if reading.parts:
            is_open = False
            continue
        lines = [x for x in reading.outside if not any(x is y for y in reading.furniture)]
        grid = find_unruled(reading.page_no, lines, is_open)
        is_open = grid is not None
        if grid is None:
            continue
        x0, top, x1, bottom = grid.box
        chars = [c for line in lines for c in line.chars if top <= centre(c)[1] <= bottom]
        taken = {id(c) for c in chars if x0 <= centre(c)[0] <= x1}
        part = _part(reading.page_no, grid, [c for c in chars if id(c) in taken], [], [])
        part.is_first_on_page = part.is_last_on_page = True
        reading.parts.append(part)
        reading.outside = [
            line for line in reading.outside if not any(id(c) in taken for c in line.chars)
        ]


#: Share of a page's width on either side in which its number may stand, turned against the text.
_SIDE_MARGIN = 0.1


def _side_numbers(page: Page, outside: Sequence[dict[str, Any]]) -> list[Line]:
    """Page numbers that stand as the paper lies, beside what is read turned."""
    low, high = _SIDE_MARGIN * page.width, (1 - _SIDE_MARGIN) * page.width
    turned = [c for c in outside if not c["upright"] and not low < centre(c)[0] < high]
    if not turned:
        return []
    lines = sideways_lines(turned)
    return [line for line in lines if captions.kind_of(squash(line.text)) == "page"]


def _set_furniture(readings: Sequence[PageReading]) -> None:
    """Page numbers, and lines that stand in the same margin of several pages."""
    places: Counter[tuple[str, int]] = Counter()
    margins: list[tuple[PageReading, Line, tuple[str, int]]] = []
    for reading in readings:
        for line in reading.outside:
            if line.bottom < 0.1 * reading.height or line.top > 0.88 * reading.height:
                text = "".join("#" if c.isdigit() else c for c in plain(line.text))
                key = (text, round(line.top / 4))
                places[key] += 1
                margins.append((reading, line, key))
    for reading, line, (text, row) in margins:
        kind = captions.kind_of(squash(line.text))
        is_repeated = sum(places[(text, row + i)] for i in (-1, 0, 1)) >= 3
        is_head = is_repeated and kind in ("text", "heading") and _is_outermost(reading, line)
        if kind == "page" or is_head:
            reading.furniture.append(line)


def _is_outermost(reading: PageReading, line: Line) -> bool:
    tops = sorted(other.top for other in reading.outside)
    rank = bisect_left(tops, line.top)
    return rank <= 1 or rank >= len(tops) - 2


def _read_surroundings(reading: PageReading, index: int, previous: PageReading | None) -> None:
    """Caption above and notes below a part; header rows."""
    part = reading.parts[index]
    _, top, _, bottom = part.grid.box
    above = max(
        (p.grid.ys[-1] for p in reading.parts[:index] if p.grid.ys[-1] <= top + 3), default=0.0
    )
    below = min(
        (p.grid.ys[0] for p in reading.parts if p.grid.ys[0] >= bottom - 3 and p is not part),
        default=reading.height,
    )
    free = [line for line in reading.outside if line not in reading.furniture]
    left, right = _reach_sideways(reading, part)
    if (left, right) != (0.0, reading.width):
        free = _within_columns(free, left, right)
    lines = _between(free, above - 2, top + 2)
    if index:
        lines = [x for x in lines if not any(x is note for note in reading.note_lines)]
    caption = captions.read_caption(lines, part.grid.box)
    inner = find_header(part)
    if inner is not None:
        caption = _within(inner, caption)
    elif (
        caption.title is None
        and not caption.has_text_above
        and previous is not None
        and has_header(part)
    ):
        caption = _from_page_before(caption, previous, part)
    part.caption = caption
    reading.caption_lines.extend(caption.lines)
    part.notes = _note_lines(_between(free, bottom - 2, below))
    reading.note_lines.extend(part.notes)
    if part.is_last_on_page:
        rest = [x for x in free if x.top >= bottom - 2 and not any(x is n for n in part.notes)]
        part.is_last_on_page = not any(
            captions.kind_of(squash(x.text)) in ("text", "title") and len(squash(x.text)) > 1
            for x in rest
        )


def _reach_sideways(reading: PageReading, part: Part) -> tuple[float, float]:
    """How far the surroundings of a part go to the left and right: to the grids beside it."""
    x0, top, x1, bottom = part.grid.box
    left, right = 0.0, reading.width
    for other in reading.parts:
        other_x0, other_top, other_x1, other_bottom = other.grid.box
        if other is part or other_top >= bottom or other_bottom <= top:
            continue
        if other_x1 <= x0:
            left = max(left, (other_x1 + x0) / 2)
        elif other_x0 >= x1:
            right = min(right, (x1 + other_x0) / 2)
    return left, right


def _within_columns(lines: Sequence[Line], left: float, right: float) -> list[Line]:
    """Lines cut down to their pieces that reach in between two places across the page."""
    cut = []
    for line in lines:
        pieces = [x for x in captions.segments_of(line) if x.x1 > left and x.x0 < right]
        if pieces:
            cut.append(Line([char for piece in pieces for char in piece.chars]))
    return cut


def _between(lines: Sequence[Line], top: float, bottom: float) -> list[Line]:
    return [line for line in lines if top <= (line.top + line.bottom) / 2 <= bottom]


def _within(inner: Caption, outer: Caption) -> Caption:
    inner.title = inner.title or outer.title
    inner.heading = outer.heading
    inner.printed_number = inner.printed_number or outer.printed_number
    inner.organisation_line = inner.organisation_line or outer.organisation_line
    inner.unit_line = inner.unit_line or outer.unit_line
    inner.lines = outer.lines
    inner.has_text_above = outer.has_text_above
    return inner


def _from_page_before(caption: Caption, previous: PageReading, part: Part) -> Caption:
    bottom = max((p.grid.ys[-1] for p in previous.parts), default=0.0)
    lines = [x for x in previous.outside if x.top >= bottom and x not in previous.furniture]
    last = captions.read_caption(lines, part.grid.box)
    if last.title is None or not captions.is_title(plain(last.title)):
        return caption
    previous.caption_lines.extend(last.lines)
    last.unit_line = caption.unit_line or last.unit_line
    last.lines = caption.lines
    return last


def _note_lines(lines: Sequence[Line]) -> list[Line]:
    """Lines under a table from 注： on, as far as they follow each other closely."""
    notes: list[Line] = []
    for line in lines:
        text = squash(line.text)
        if not text:
            continue
        if notes:
            is_near = line.top - notes[-1].bottom < 1.2 * line.size
            is_other = captions.kind_of(text) in ("title", "heading", "unit", "number", "page")
            if not captions.is_note(text) and (is_other or not is_near):
                break
            notes.append(line)
        elif captions.is_note(text):
            notes.append(line)
        else:
            break
    return notes


def _notes_of(part: Part) -> list[str]:
    inner = []
    for row in range(part.header_end, part.grid.row_count):
        cells = [c for c in part.starting(row) if part.text(c)]
        if len(cells) == 1 and captions.is_note(part.text(cells[0])) and cells[0].col_span > 1:
            inner.append(squash(part.text(cells[0])))
    text = "".join(squash(line.text) for line in part.notes)
    return [*inner, *([text] if text else [])]


def _continue_part(first: Part, part: Part) -> None:
    """A continuation has no header, or the first page's again."""
    if header_signature(part) != header_signature(first):
        part.caption_rows = part.header_end = 0
