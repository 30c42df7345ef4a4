"""From ruling lines to grids: positions, and rectangular cells that may span rows and columns.

Belongs here: geometry of drawn lines. Does not belong here: text (``text``), and what a row or a
column is for (``headers``, ``columns``, ``rows``).

Why not ``pdfplumber.table.TableFinder`` alone: it builds cells from line crossings, so a table
without outer borders, or a first row after a page break without a rule above it, loses its cells,
and a double border makes phantom columns. Here a grid is the whole box of connected lines, cut
into slots; slots that no line parts are one cell. Nothing inside the box can fall out of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from pipelines.pdf import Page

Box = tuple[float, float, float, float]

#: A drawn object up to this thick is a line (points). Word and Excel draw 0.5 to 3.
LINE_THICKNESS = 3.5
#: Parallel lines closer than this are one line drawn twice.
SNAP = 2.0
#: Gaps up to this inside a line, and up to this between a line's end and a crossing line.
JOIN = 3.0
#: What is shorter than this after joining is no ruling line.
SHORTEST = 5.0
#: A row or column narrower than this, into which no character fits, is a double border.
SLIVER = 6.0
#: A character fits where it stands out by no more than this.
FIT = 0.8
#: A line parts two slots where it covers at least this share of their common side.
COVER = 0.5
#: A rule that crosses no upright belongs to a table of its width up to this far away.
REACH = 40.0
#: Lines that overhang the outermost crossing line by more than this open another row or column.
OVERHANG = 5.0


@dataclass(slots=True)
class GridCell:
    """A rectangle of slots; ``row``/``col`` count from 0 in the grid."""

    row: int
    col: int
    row_span: int
    col_span: int
    box: Box

    @property
    def row_end(self) -> int:
        """The first row below the cell."""
        return self.row + self.row_span

    @property
    def col_end(self) -> int:
        """The first column right of the cell."""
        return self.col + self.col_span


@dataclass(slots=True)
class Grid:
    """The cells of one connected set of ruling lines on one page.

    ``xs`` and ``ys`` are the column and row borders, ascending; ``cells`` covers every slot once.
    ``open_top`` and ``open_bottom`` say for each column whether the outer rule is missing there.
    """

    page_no: int
    xs: list[float]
    ys: list[float]
    cells: list[GridCell]
    open_top: list[bool] = field(default_factory=list)
    open_bottom: list[bool] = field(default_factory=list)
    owner: list[list[GridCell]] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """Outline of the grid."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @property
    def row_count(self) -> int:
        """Number of rows."""
        return len(self.ys) - 1

    @property
    def column_count(self) -> int:
        """Number of columns."""
        return len(self.xs) - 1

    def column_at(self, x: float) -> int:
        """The column that holds a position; the outermost one for positions outside."""
        return min(max(bisect_right(self.xs, x) - 1, 0), self.column_count - 1)

    def row_at(self, y: float) -> int:
        """The row that holds a position; the outermost one for positions outside."""
        return min(max(bisect_right(self.ys, y) - 1, 0), self.row_count - 1)

    def cell_at(self, x: float, y: float) -> GridCell:
        """The cell that holds a point of the grid's box."""
        column = self.column_at(x)
        return self.owner[self.row_at(y)][column]


@dataclass(slots=True)
class _Line:
    """A line at ``at`` (y of a horizontal, x of a vertical one) from ``start`` to ``end``."""

    at: float
    start: float
    end: float


def find_grids(page: Page, chars: Sequence[dict[str, Any]]) -> list[Grid]:
    """Grids of a page from top to bottom, then left to right.

    ``chars`` are the page's visible characters, used to tell a narrow column from the gap of a
    double border. Frames (one cell that holds nothing but other grids or text)
    are no grids.
    """
    horizontal, vertical = _rulings(page)
    grids = []
    for h_lines, v_lines in _connected(horizontal, vertical):
        grid = _lattice(page.page_no, h_lines, v_lines, chars)
        if grid is not None and len(grid.cells) > 1:
            grids.append(grid)
    grids = _joined_parts(grids)
    return sorted(grids, key=lambda g: (round(g.ys[0]), g.xs[0]))


def _rulings(page: Page) -> tuple[list[_Line], list[_Line]]:
    horizontal: list[_Line] = []
    vertical: list[_Line] = []
    shades = [r for r in page.rects if r.get("fill") and _is_area(r) and not _is_white(r, False)]
    for obj in (*page.lines, *page.rects, *page.curves):
        if _is_invisible(obj, shades):
            continue
        x0, x1, top, bottom = obj["x0"], obj["x1"], obj["top"], obj["bottom"]
        is_flat, is_slim = bottom - top <= LINE_THICKNESS, x1 - x0 <= LINE_THICKNESS
        # A dot where two borders meet (Word), or a piece of a dotted line, may belong to either.
        if is_flat:
            horizontal.append(_Line((top + bottom) / 2, x0, x1))
        if is_slim:
            vertical.append(_Line((x0 + x1) / 2, top, bottom))
        if is_flat or is_slim:
            continue
        if _is_stroked(obj):
            _add_outline(obj, horizontal, vertical)
    return _merged(horizontal), _merged(vertical)


def _is_area(obj: dict[str, Any]) -> bool:
    return obj["x1"] - obj["x0"] > LINE_THICKNESS and obj["bottom"] - obj["top"] > LINE_THICKNESS


def _is_white(obj: dict[str, Any], is_stroke: bool) -> bool:
    colour = obj.get("stroking_color" if is_stroke else "non_stroking_color")
    if colour is None:
        return False
    return _is_white_colour(tuple(colour) if isinstance(colour, (tuple, list)) else (colour,))


@lru_cache(maxsize=1024)
def _is_white_colour(parts: tuple[Any, ...]) -> bool:
    if not parts or not all(isinstance(part, (int, float)) for part in parts):
        return False
    if len(parts) == 4:
        return max(parts) <= 0.02  # CMYK
    return min(parts) >= 0.98


def _is_invisible(obj: dict[str, Any], shades: list[dict[str, Any]]) -> bool:
    """White on white: spreadsheets draw the borders they hide. On shading white is visible."""
    is_stroke = bool(obj.get("stroke", True)) and not (obj.get("fill") and not _is_area(obj))
    if not _is_white(obj, is_stroke):
        return False
    x, y = (obj["x0"] + obj["x1"]) / 2, (obj["top"] + obj["bottom"]) / 2
    return not any(
        s["x0"] + 1 < x < s["x1"] - 1 and s["top"] + 1 < y < s["bottom"] - 1 for s in shades
    )


def _is_stroked(obj: dict[str, Any]) -> bool:
    # A filled area without outline is shading; where it matters its borders are drawn as well.
    return bool(obj.get("stroke", True))


def _add_outline(obj: dict[str, Any], horizontal: list[_Line], vertical: list[_Line]) -> None:
    points = obj.get("pts") or []
    if obj.get("object_type") == "rect" or not points:
        x0, x1, top, bottom = obj["x0"], obj["x1"], obj["top"], obj["bottom"]
        points = [(x0, top), (x1, top), (x1, bottom), (x0, bottom), (x0, top)]
    for (xa, ya), (xb, yb) in pairwise(points):
        if abs(ya - yb) <= 0.5 and abs(xa - xb) > LINE_THICKNESS:
            horizontal.append(_Line((ya + yb) / 2, min(xa, xb), max(xa, xb)))
        elif abs(xa - xb) <= 0.5 and abs(ya - yb) > LINE_THICKNESS:
            vertical.append(_Line((xa + xb) / 2, min(ya, yb), max(ya, yb)))


def _merged(lines: list[_Line]) -> list[_Line]:
    """Lines snapped to common positions, overlapping and touching ones joined."""
    merged: list[_Line] = []
    for group in _clusters(sorted(lines, key=lambda line: line.at)):
        weight = sum(line.end - line.start for line in group) or 1.0
        at = sum(line.at * (line.end - line.start) for line in group) / weight
        current: _Line | None = None
        for line in sorted(group, key=lambda line: line.start):
            if current is not None and line.start <= current.end + JOIN:
                current.end = max(current.end, line.end)
            else:
                current = _Line(at, line.start, line.end)
                merged.append(current)
    return [line for line in merged if line.end - line.start >= SHORTEST]


def _clusters(lines: list[_Line]) -> list[list[_Line]]:
    groups: list[list[_Line]] = []
    for line in lines:
        # Held against the first of the group, so that a run of lines cannot drift together.
        if groups and line.at - groups[-1][0].at <= SNAP:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _connected(
    horizontal: list[_Line], vertical: list[_Line]
) -> list[tuple[list[_Line], list[_Line]]]:
    """Sets of lines that cross or touch each other."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    order = sorted(range(len(vertical)), key=lambda i: vertical[i].at)
    ats = [vertical[i].at for i in order]
    for h, line in enumerate(horizontal):
        for k in range(bisect_left(ats, line.start - JOIN), bisect_right(ats, line.end + JOIN)):
            other = vertical[order[k]]
            if other.start - JOIN <= line.at <= other.end + JOIN:
                parent[root(h)] = root(len(horizontal) + order[k])
    sets: dict[int, tuple[list[_Line], list[_Line]]] = {}
    for i in range(len(parent)):
        h_lines, v_lines = sets.setdefault(root(i), ([], []))
        if i < len(horizontal):
            h_lines.append(horizontal[i])
        else:
            v_lines.append(vertical[i - len(horizontal)])
    crossing = [s for s in sets.values() if s[0] and s[1]]
    for h_lines, v_lines in sets.values():
        if not h_lines:
            _adopt_uprights(v_lines, crossing)
    for h_lines, v_lines in sets.values():
        if not v_lines:
            _adopt_rules(h_lines, crossing)
    return [s for s in crossing if len(s[0]) + len(s[1]) > 2]


def _adopt_rules(alone: list[_Line], sets: list[tuple[list[_Line], list[_Line]]]) -> None:
    """Give rules that cross no upright to the set that is as wide, close above or below them.

    Above a heading over all columns, or below a total over all, there may be no upright at all.
    """
    for line in sorted(alone, key=lambda line: line.at):
        for h_lines, v_lines in sets:
            left, right = min(h.start for h in h_lines), max(h.end for h in h_lines)
            if abs(line.start - left) > 2 * JOIN or abs(line.end - right) > 2 * JOIN:
                continue
            ends = [*(v.start for v in v_lines), *(v.end for v in v_lines)]
            if min(ends) - REACH <= line.at <= max(ends) + REACH:
                h_lines.append(line)
                break


def _adopt_uprights(alone: list[_Line], sets: list[tuple[list[_Line], list[_Line]]]) -> None:
    """Give uprights that cross no line to the set that they stand beside, from top to bottom.

    The outer border of a cell that goes on over both ends of the page has no rule to cross.
    """
    for line in alone:
        for _, v_lines in sets:
            top, bottom = min(v.start for v in v_lines), max(v.end for v in v_lines)
            if abs(line.start - top) <= 2 * JOIN and abs(line.end - bottom) <= 2 * JOIN:
                v_lines.append(line)
                break


def _lattice(
    page_no: int,
    h_lines: list[_Line],
    v_lines: list[_Line],
    chars: Sequence[dict[str, Any]],
) -> Grid | None:
    ys = _borders(h_lines, v_lines)
    xs = _borders(v_lines, h_lines)
    if len(xs) < 2 or len(ys) < 2:
        return None
    box = xs[0], ys[0], xs[-1], ys[-1]
    xs = _without_slivers(xs, ("x0", "x1"), box, chars)
    ys = _without_slivers(ys, ("top", "bottom"), box, chars)
    if len(xs) < 2 or len(ys) < 2:
        return None
    is_parted_right = _parting(v_lines, xs, ys)
    is_parted_below = _parting(h_lines, ys, xs)
    return grid_of(page_no, xs, ys, is_parted_right, is_parted_below)


def grid_of(
    page_no: int,
    xs: list[float],
    ys: list[float],
    is_parted_right: list[list[bool]],
    is_parted_below: list[list[bool]],
) -> Grid:
    """A grid with its cells, from borders and what parts the slots.

    ``is_parted_right[i][row]``: is border ``i`` of ``xs`` drawn beside the row;
    ``is_parted_below[i][col]``: is border ``i`` of ``ys`` drawn along the column.
    """
    open_top = [not is_drawn for is_drawn in is_parted_below[0]]
    open_bottom = [not is_drawn for is_drawn in is_parted_below[-1]]
    grid = Grid(page_no, xs, ys, [], open_top, open_bottom)
    return _with_cells(grid, is_parted_right, is_parted_below)


def _borders(across: list[_Line], along: list[_Line]) -> list[float]:
    """Positions of the lines, and the ends of the crossing ones where they stand out."""
    positions = sorted({line.at for line in across})
    first = min(line.start for line in along)
    last = max(line.end for line in along)
    if first < positions[0] - OVERHANG:
        positions.insert(0, first)
    if last > positions[-1] + OVERHANG:
        positions.append(last)
    return positions


def _without_slivers(
    borders: list[float], sides: tuple[str, str], box: Box, chars: Sequence[dict[str, Any]]
) -> list[float]:
    """Borders without those that make a narrow column or row into which no character fits."""
    if all(b - a >= SLIVER for a, b in pairwise(borders)):
        return borders
    x0, top, x1, bottom = box
    low, high = sides
    inside = [c for c in chars if x0 <= c["x0"] and c["x1"] <= x1 and top <= c["top"] <= bottom]
    kept = [borders[0]]
    for border in borders[1:]:
        first = kept[-1]
        if border - first < SLIVER and not any(
            first - FIT <= c[low] and c[high] <= border + FIT for c in inside
        ):
            continue
        kept.append(border)
    return kept


def _parting(lines: list[_Line], across: list[float], along: list[float]) -> list[list[bool]]:
    """``[i][k]``: is border ``i`` of ``across`` drawn beside slot ``k`` of ``along``."""
    covered = [[0.0] * (len(along) - 1) for _ in across]
    for line in lines:
        i = _nearest(across, line.at)
        first = max(bisect_right(along, line.start) - 1, 0)
        for k in range(first, len(along) - 1):
            if along[k] >= line.end:
                break
            covered[i][k] += min(line.end, along[k + 1]) - max(line.start, along[k])
    return [
        [length >= COVER * (along[k + 1] - along[k]) for k, length in enumerate(row)]
        for row in covered
    ]


def _nearest(borders: list[float], at: float) -> int:
    i = bisect_left(borders, at)
    if i == len(borders) or (i > 0 and at - borders[i - 1] <= borders[i] - at):
        return i - 1
    return i


def _with_cells(
    grid: Grid, is_parted_right: list[list[bool]], is_parted_below: list[list[bool]]
) -> Grid:
    """Cut the slots into rectangles, each as wide, then as high, as no line parts it."""
    rows, columns = grid.row_count, grid.column_count
    owner: list[list[GridCell | None]] = [[None] * columns for _ in range(rows)]
    for row in range(rows):
        for col in range(columns):
            if owner[row][col] is not None:
                continue
            col_end = col + 1
            while (
                col_end < columns
                and not is_parted_right[col_end][row]
                and owner[row][col_end] is None
            ):
                col_end += 1
            row_end = row + 1
            while row_end < rows and _is_open(
                is_parted_right, is_parted_below, row_end, col, col_end
            ):
                row_end += 1
            box = (grid.xs[col], grid.ys[row], grid.xs[col_end], grid.ys[row_end])
            cell = GridCell(row, col, row_end - row, col_end - col, box)
            grid.cells.append(cell)
            for r in range(row, row_end):
                for c in range(col, col_end):
                    owner[r][c] = cell
    grid.owner = owner  # type: ignore[assignment]  # every slot is filled by now
    return grid


def _is_open(
    is_parted_right: list[list[bool]],
    is_parted_below: list[list[bool]],
    row: int,
    col: int,
    col_end: int,
) -> bool:
    """Whether the cell above goes on into ``row`` over all its columns."""
    if True in is_parted_below[row][col:col_end]:
        return False
    return not any(border[row] for border in is_parted_right[col + 1 : col_end])


def _joined_parts(grids: list[Grid]) -> list[Grid]:
    """Drop grids that lie wholly inside a cell of a larger one with no cells of its own there."""
    kept = []
    for grid in grids:
        x0, top, x1, bottom = grid.box
        holders = [
            g
            for g in grids
            if g is not grid
            and g.xs[0] <= x0 + SNAP
            and g.xs[-1] >= x1 - SNAP
            and g.ys[0] <= top + SNAP
            and g.ys[-1] >= bottom - SNAP
        ]
        if not holders:
            kept.append(grid)
            continue
        # A table inside a frame: the frame is cut into few cells, the table into many.
        if all(len(g.cells) < len(grid.cells) for g in holders):
            kept.append(grid)
    frames = [
        g
        for g in kept
        if any(_holds(g, other) and len(other.cells) > len(g.cells) for other in kept)
    ]
    return [g for g in kept if g not in frames]


def _holds(outer: Grid, inner: Grid) -> bool:
    return (
        outer is not inner
        and outer.xs[0] <= inner.xs[0] + SNAP
        and outer.xs[-1] >= inner.xs[-1] - SNAP
        and outer.ys[0] <= inner.ys[0] + SNAP
        and outer.ys[-1] >= inner.ys[-1] - SNAP
    )
