"""Forms: cells, labels and figures of key-value rows and of blocks with a heading row.

Belongs here: putting a form's rows together. Does not belong here: what tells a form, its headings
and its values (``forms``).
"""

from __future__ import annotations

import re

from pipelines.tables import beside, forms
from pipelines.tables.captions import is_bracketed_unit
from pipelines.tables.grid import GridCell
from pipelines.tables.model import BlockRow, Column, Label, Part, Placed, Table
from pipelines.tables.placing import covering, figure_of, place
from pipelines.tables.stitching import column_map
from pipelines.tables.text import squash

#: Headings of form columns that neither name a row nor print its value.
_SIDE_HEADING = re.compile(
    r"(备注|说明|解释|标准|主要内容|单位|方向|性质|运算符.*|符号|是否.*|原因.*|措施)(\(.*\))?$"
)


def build_form(table: Table) -> None:
    """Fill columns, cells, rows and figures of a form from its parts."""
    first = table.parts[0]
    table.columns = [Column(c, (), "text") for c in range(first.grid.column_count)]
    heading: dict[int, tuple[str, ...]] = {}
    carried: dict[int, str] = {}
    row_no = 0
    for part in table.parts:
        at = column_map(first, part) or list(range(part.grid.column_count))
        headed = forms.heading_rows(part)
        is_start = part is not first
        for row in range(part.grid.row_count):
            cells = [cell for cell in part.starting(row) if part.text(cell)]
            if row < part.caption_rows:
                for cell in cells:
                    place(table, part, cell, row - part.caption_rows + 1, None, "caption")
                continue
            if not cells:
                continue
            row_no += 1
            placed = [place(table, part, cell, row_no, at, "text") for cell in cells]
            if row in headed:
                upper = heading if row - 1 in headed else {}
                heading = _headings(part, row, at, upper, headed)
                for p in placed:
                    p.role = "header"
                continue
            _form_row(table, part, row, row_no, at, heading, carried, is_start)
            if _ends_block(part, row, heading):
                heading = {}
        carried = _last_labels(part, at)
    table.row_count = row_no
    table.header_row_count = 0


def _headings(
    part: Part, row: int, at: list[int], above: dict[int, tuple[str, ...]], headed: set[int]
) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for cell in part.row_cells(row):
        if cell.row_end - 1 not in headed and not found:
            continue  # The name of the section, merged down on the left of its rows.
        text = squash(part.text(cell))
        for col in range(cell.col, min(cell.col_end, len(at))):
            upper = above.get(at[col], ())
            if cell.row < row and upper:
                found[at[col]] = upper
            elif text and cell.row == row:
                found[at[col]] = (*upper, text)
            elif not text and _goes_on_below(part, cell, headed):
                # A blank cell beside 预算金额, both divided below: one heading over both.
                found[at[col]] = _heading_left(part, cell, at, found, headed)
            elif upper:
                found[at[col]] = upper
    return found


def _goes_on_below(part: Part, cell: GridCell, headed: set[int]) -> bool:
    below = cell.row_end
    return below in headed and any(
        c.row == below and part.text(c) and cell.col <= c.col < cell.col_end
        for c in part.starting(below)
    )


def _heading_left(
    part: Part,
    cell: GridCell,
    at: list[int],
    found: dict[int, tuple[str, ...]],
    headed: set[int],
) -> tuple[str, ...]:
    """The heading of values left of a blank cell, where it is divided as the blank one is."""
    left = part.cell(cell.row, cell.col - 1) if cell.col else cell
    path = found.get(at[left.col], ())
    is_divided = left.row_end == cell.row_end and _goes_on_below(part, left, headed)
    return path if path and is_divided and forms.is_value_heading(path[-1]) else ()


def _form_row(
    table: Table,
    part: Part,
    row: int,
    row_no: int,
    at: list[int],
    heading: dict[int, tuple[str, ...]],
    carried: dict[int, str],
    is_continued: bool,
) -> None:
    labels: list[Label] = []
    values: list[tuple[Placed, tuple[str, ...]]] = []
    is_headed = bool(heading) and not _is_wide_row(part, row, heading, at)
    pairs: list[tuple[list[Label], Placed, tuple[str, ...]]] = []
    pair_labels: list[Label] = []
    sides: list[tuple[tuple[str, ...], str]] = []
    for cell, cols in covering(part, row, at):
        text = _with_unit(part, cell)
        if not text and cell.row == 0 and is_continued and cols and carried.get(cols[0]):
            text = carried[cols[0]]
        if not text and not is_headed and pair_labels and cell.row == row:
            # A key without a value: what follows is another pair.
            pair_labels = _section_labels(part, row, pair_labels)
        if not text or not cols:
            continue
        path = heading.get(cols[0], ()) if is_headed else ()
        placed = _find_placed(table, cell, row_no) if cell.row == row else None
        if path and forms.is_value_heading(path[-1]):
            if placed is not None and forms.is_value(text, path):
                values.append((placed, path))
        elif is_headed and _is_side_text(path):
            sides.append((path, text))
        elif (
            not is_headed
            and placed is not None
            and pair_labels
            and forms.is_key_figure(pair_labels[-1].text, text)
        ):
            pairs.append((list(pair_labels), placed, ()))
            pair_labels = _section_labels(part, row, pair_labels)
        elif cell.row < row and pair_labels and forms.is_key_figure("", text):
            if not is_headed and len(pair_labels) > 1 and pair_labels[-1].is_carried:
                # The label before a value of the rows above names that value alone.
                closed = pair_labels.pop()
                labels = [x for x in labels if x is not closed]
        else:
            label = Label(cols[0], path, "name", squash(text), None, cell.row < row)
            labels.append(label)
            pair_labels.append(label)
    if values:
        pairs = [(_labels_before(labels, placed.col_no), placed, path) for placed, path in values]
    block_row = BlockRow(row_no, 1, part.page_no)
    block_row.labels = labels if values else (pairs[0][0] if pairs else labels)
    block_row.row_label = "/".join(x.text for x in block_row.labels) if pairs else ""
    if not pairs:
        block_row.row_label = "/".join(x.text for x in labels[:2])
    table.block_rows.append(block_row)
    for own, placed, path in pairs:
        row_label = "/".join(x.text for x in own)
        figure = figure_of(placed, block_row, path)
        figure.row_label = row_label
        beside.lend(figure, sides)
        table.figures.append(figure)
    for placed in table.cells:
        if (
            placed.row_no == row_no
            and placed.role == "text"
            and any(x.col_no == placed.col_no and not x.is_carried for x in labels)
        ):
            placed.role = "label"


def _labels_before(labels: list[Label], col: int) -> list[Label]:
    """The labels that name a value: where a heading of names comes again, the last one before it.

    三级指标 | 指标值 | 三级指标 | 指标值 are two statements side by side.
    """
    leaves = [label.path[-1] for label in labels if label.path]
    if len(set(leaves)) == len(leaves):
        return labels
    own: dict[str, Label] = {}
    for label in labels:
        if label.path and label.col_no < col:
            own[label.path[-1]] = label
    return [x for x in labels if not x.path or own.get(x.path[-1]) is x]


def _with_unit(part: Part, cell: GridCell) -> str:
    """Text of a label; a unit in the ruled cell below it ends it (资金金额 over （万元）)."""
    text = part.text(cell)
    if is_bracketed_unit(text):
        near = part.cell(cell.row - 1, cell.col) if cell.row > part.caption_rows else cell
    else:
        near = part.cell(cell.row_end, cell.col) if cell.row_end < part.grid.row_count else cell
        if not is_bracketed_unit(part.text(near)):
            return text
    if not text or near is cell or (near.col, near.col_end) != (cell.col, cell.col_end):
        return text
    other = part.text(near)
    return (other + text if near.row < cell.row else text + other) if other else text


def _is_side_text(path: tuple[str, ...]) -> bool:
    return bool(path) and _SIDE_HEADING.search(path[-1]) is not None


def _section_labels(part: Part, row: int, labels: list[Label]) -> list[Label]:
    """The section name that holds for all pairs of a row, of the labels before a pair."""
    return [x for x in labels if x.is_carried or _spans(part, row, x)][:1]


def _spans(part: Part, row: int, label: Label) -> bool:
    return any(
        cell.row_span > 1 and squash(part.text(cell)) == label.text for cell in part.row_cells(row)
    )


def _find_placed(table: Table, cell: GridCell, row_no: int) -> Placed | None:
    for placed in reversed(table.cells):
        if placed.row_no != row_no:
            return None
        if placed.box == cell.box:
            return placed
    return None


def _is_wide_row(part: Part, row: int, heading: dict[int, tuple[str, ...]], at: list[int]) -> bool:
    """A row whose values run over several headings: the headed block has ended."""
    cells = [(c, cols) for c, cols in covering(part, row, at) if c.row == row and part.text(c)]
    for _, cols in cells[1:] or cells:
        tops = {heading.get(c) for c in cols if heading.get(c)}
        values = [t for t in tops if t and forms.is_value_heading(t[-1])]
        if len(tops) >= 2 and values:
            return True
    return False


def _ends_block(part: Part, row: int, heading: dict[int, tuple[str, ...]]) -> bool:
    return bool(heading) and len(part.row_cells(row)) <= 2 and part.grid.column_count > 3


def _last_labels(part: Part, at: list[int]) -> dict[int, str]:
    last = part.grid.row_count - 1
    return {
        cols[0]: part.text(cell)
        for cell, cols in covering(part, last, at)
        if cols and part.text(cell)
    }
