"""Which parts are one table: continuation over pages, with and without repeated headers.

Belongs here: comparing columns, titles and headers of parts that follow each other. Does not
belong here: reading rows.
"""

from __future__ import annotations

import re
from itertools import pairwise

from pipelines.tables.columns import is_label_heading, role_of_heading
from pipelines.tables.headers import header_path, header_signature
from pipelines.tables.model import Part
from pipelines.tables.numbers import is_amount
from pipelines.tables.text import plain, squash

_CONTINUED = re.compile(r"[(（]?续(表)?\d*[)）]?$")
#: Column borders of two parts are the same within this many points.
SAME_BORDER = 4.0


def column_map(first: Part, part: Part) -> list[int] | None:
    """For each column of ``part`` the column of ``first`` it continues; None where they differ.

    Positions count from the grid's left edge, since margins of odd and even pages differ.
    """
    for shift in (0.0, first.grid.xs[0] - part.grid.xs[0]):
        xs = [x + shift for x in part.grid.xs]
        near = [_nearest(first.grid.xs, x) for x in xs]
        hits = sum(abs(first.grid.xs[i] - x) <= SAME_BORDER for i, x in zip(near, xs, strict=True))
        if len(xs) == len(first.grid.xs) and hits == len(xs):
            return list(range(len(xs) - 1))
        # One part lacks borders that no cell of it needs; what it has must be the other's.
        if hits >= max(3, 0.9 * len(xs)) and _same_outline(first, xs):
            return [_nearest(first.grid.xs[:-1], x) for x in xs[:-1]]
    return None


def _same_outline(first: Part, xs: list[float]) -> bool:
    return (
        abs(first.grid.xs[0] - xs[0]) <= SAME_BORDER
        and abs(first.grid.xs[-1] - xs[-1]) <= SAME_BORDER
    )


def _nearest(positions: list[float], x: float) -> int:
    return min(range(len(positions)), key=lambda i: abs(positions[i] - x))


def has_header(part: Part) -> bool:
    """Whether the rows found as header read like one."""
    texts = [
        t
        for row in range(part.caption_rows, part.header_end)
        for c in part.starting(row)
        if (t := part.text(c))
    ]
    if not texts:
        return False
    columns = part.grid.column_count
    covered = set()
    for row in range(part.caption_rows, part.header_end):
        for cell in part.row_cells(row):
            if part.text(cell):
                covered.update(range(cell.col, cell.col_end))
    return len(covered) >= 0.6 * columns and any(role_of_heading(t) for t in texts)


def continues(previous: list[Part], part: Part) -> bool:
    """Whether ``part`` goes on with the table of ``previous`` parts."""
    first, last = previous[0], previous[-1]
    is_next_page = (
        part.page_no == last.page_no + 1 and part.is_first_on_page and last.is_last_on_page
    )
    is_below = part.page_no == last.page_no and not part.caption.has_text_above
    if not (is_next_page or is_below) or last.notes:
        return False
    if column_map(first, part) is None:
        return False
    title = part.caption.title
    if title is None:
        if part.caption.has_text_above and not part.caption.is_continued:
            return False
        if first.is_form and is_next_page and not part.caption.unit_line:
            return True  # Its headings come again inside, and are read there.
        is_same = header_signature(part) == header_signature(first)
        if part.caption.unit_line or part.caption.printed_number or part.caption_rows:
            return is_same and has_header(part)
        return is_same or not has_header(part)
    if not is_next_page or first.is_form or part.is_form:
        return False
    same_title = _CONTINUED.sub("", plain(title)) == plain(first.caption.title or "")
    if same_title and _CONTINUED.search(plain(title)):
        return True
    units = {plain(p.caption.organisation_line) for p in (first, part)}
    if len(units) > 1:  # The same table of another unit.
        return False
    return (
        same_title
        and header_signature(part) == header_signature(first)
        and _goes_on(first_body_row(first), first_body_row(part))
    )


def goes_on_with_header(previous: Part, part: Part) -> bool:
    """Whether the page break stands inside the header: ``previous`` holds its upper rows only."""
    return (
        part.page_no == previous.page_no + 1
        and part.is_first_on_page
        and previous.is_last_on_page
        and previous.header_end == previous.grid.row_count
        and not part.is_form
        and part.caption.is_bare()
        and not part.caption.has_text_above
        and _same_outline(previous, part.grid.xs)
        and has_header(part)
        and header_signature(part) != header_signature(previous)
        and all(_is_border(part.grid.xs, x) for x in previous.grid.xs)
    )


def stands_beside(previous: list[Part], part: Part) -> Part | None:
    """The part whose right-hand columns ``part`` prints, where a wide table is split sideways.

    Such a page has no title. It has no column that names rows, and its rows are as many and as
    high; or it prints the same names again.
    """
    if not part.is_first_on_page or not part.caption.is_bare() or part.caption.has_text_above:
        return None
    if part.is_form:
        return None
    left = next((p for p in previous if p.beside is None), None)
    if left is None or part.page_no <= left.page_no or not _names_rows(previous[0]):
        return None
    if left.header_end - left.caption_rows != part.header_end - part.caption_rows:
        return None
    if _names_rows(part):
        return left if _repeats_labels(left, part) else None
    heights = [_row_heights(p) for p in (left, part)]
    if len(heights[0]) != len(heights[1]):
        return None
    is_same = all(abs(a - b) <= SAME_BORDER for a, b in zip(*heights, strict=True))
    return left if is_same else None


def _repeats_labels(left: Part, part: Part) -> bool:
    """Whether a part prints the labels of another one again, under the same headings, row by row,
    and other columns beside them."""
    columns, others = _label_columns(left), _label_columns(part)
    headings = [header_path(part, col) for col in range(part.grid.column_count)]
    known = {header_path(left, col) for col in range(left.grid.column_count)}
    has_others = any(path and path not in known for path in headings)
    return has_others and bool(columns) and columns == others


def _label_columns(part: Part) -> dict[tuple[str, ...], list[str]]:
    """Texts of the columns that name rows, by heading."""
    rows = range(part.header_end, part.grid.row_count)
    return {
        path: [squash(part.text(part.cell(row, col))) for row in rows]
        for col in range(part.grid.column_count)
        if is_label_heading(path := header_path(part, col))
    }


def _names_rows(part: Part) -> bool:
    headings = (part.text(c) for r in range(part.header_end) for c in part.starting(r))
    return any(role_of_heading(text) in ("name", "unit_name", "code") for text in headings if text)


def _row_heights(part: Part) -> list[float]:
    ys = part.grid.ys[part.caption_rows :]
    return [b - a for a, b in pairwise(ys)]


def _is_border(xs: list[float], x: float) -> bool:
    return abs(xs[_nearest(xs, x)] - x) <= SAME_BORDER


def _goes_on(first: list[str], later: list[str]) -> bool:
    """Whether a body under the same title and header goes on, or is that of another unit.

    Another unit's table begins with the same label (合计) and other amounts; a total that is
    repeated on each page has the same amounts.
    """
    if not first or not later or first[0] != later[0]:
        return True
    return first == later and any(is_amount(text) for text in first)


def first_body_row(part: Part) -> list[str]:
    """Texts of the first body row that prints any."""
    for row in range(part.header_end, part.grid.row_count):
        texts = [t for cell in part.starting(row) if (t := squash(part.text(cell)))]
        if texts:
            return texts
    return []
