"""Column tables: headers over columns of labels and figures, rows in blocks side by side.

Belongs here: rows, labels and figures of such a table from its parts. Does not belong here: what a
column is for (``columns``), how rows are named and nested (``rows``), forms (``form_building``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.disclosure.codes import normalize_code, split_code_name
from pipelines.tables import beside
from pipelines.tables.captions import is_note
from pipelines.tables.columns import (
    LABEL_ROLES,
    is_label_heading,
    read_columns,
    role_of_heading,
)
from pipelines.tables.grid import GridCell
from pipelines.tables.headers import header_path, is_index_row
from pipelines.tables.model import BlockRow, Column, Label, Part, Placed, Table
from pipelines.tables.numbers import is_odd_amount, is_strong_amount
from pipelines.tables.placing import covering, figure_of, is_figure, place
from pipelines.tables.rows import begins_row, finish_rows
from pipelines.tables.stitching import column_map
from pipelines.tables.text import squash


def build_column_table(table: Table) -> None:
    """Fill columns, cells, rows, labels and figures of a table of columns from its parts."""
    first = table.parts[0]
    maps = [column_map(first, part) or list(range(part.grid.column_count)) for part in table.parts]
    width = first.grid.column_count
    paths = [header_path(first, col) for col in range(width)]
    texts: list[list[str]] = [[] for _ in range(width)]
    bodies = [list(_body_rows(part)) for part in table.parts]
    for part, at, body in zip(table.parts, maps, bodies, strict=True):
        for row in body:
            for cell in part.starting(row):
                if cell.col_span == 1 and cell.col < len(at) and at[cell.col] < width:
                    texts[at[cell.col]].append(part.text(cell))
    table.columns = read_columns(paths, texts)
    table.header_row_count = first.header_end - first.caption_rows
    blocks = sorted({c.block_no for c in table.columns})
    open_rows: dict[int, list[BlockRow]] = {block: [] for block in blocks}
    pending: list[tuple[Placed, BlockRow, Column]] = []
    row_no = 0
    above: list[tuple[Placed, Part]] = []
    if first.header_above is not None:
        _place_header(table, first.header_above)
    columns = {column.col_no: column for column in table.columns}
    for part, at, body in zip(table.parts, maps, bodies, strict=True):
        _place_header(table, part)
        numbers: dict[int, int] = {}
        for row in body:
            if _is_broken_row(part, row, above, table, at):
                _append_to_row_above(part, row, above, table, at, open_rows)
                continue
            row_no += 1
            numbers[row] = row_no
            above = []
            for cell in part.starting(row):
                above.append((place(table, part, cell, row_no, at, "text"), part))
            for block in blocks:
                block_row, figures = _block_row(table, columns, part, row, row_no, block, at)
                open_rows[block].append(block_row)
                pending.extend((placed, block_row, column) for placed, column in figures)
        _place_rest(table, part, set(body), row_no, at)
        if part.beside is not None:
            pending.extend(_read_beside(table, part, part.beside, numbers, open_rows, width))
    table.row_count = row_no
    for block in blocks:
        finish_rows(open_rows[block], table.columns)
        table.block_rows.extend(open_rows[block])
    _lend_labels(open_rows, {id(row) for _, row, _ in pending})
    for placed, block_row, column in pending:
        figure = figure_of(placed, block_row, column.path)
        beside.lend(figure, [(x.path, x.text) for x in block_row.labels if x.role == "attribute"])
        table.figures.append(figure)
    _set_roles(table)
    with_figures = {(figure.row_no, figure.block_no) for figure in table.figures}
    table.block_rows = [
        row for row in table.block_rows if row.labels or (row.row_no, row.block_no) in with_figures
    ]


def _read_beside(
    table: Table,
    left: Part,
    right: Part,
    numbers: dict[int, int],
    open_rows: dict[int, list[BlockRow]],
    width: int,
) -> list[tuple[Placed, BlockRow, Column]]:
    """Figures of the right-hand columns on their own page, in the rows of the left-hand ones."""
    block = max(open_rows)
    if len(table.columns) == width:
        table.columns += [
            Column(width + col, path, "attribute" if is_label_heading(path) else "figure", block)
            for col in range(right.grid.column_count)
            for path in [header_path(right, col)]
        ]
    at = [width + col for col in range(right.grid.column_count)]
    columns = {column.col_no: column for column in table.columns}
    block_rows = {row.row_no: row for row in open_rows[block]}
    _place_header(table, right)
    found = []
    for row, row_no in numbers.items():
        row_beside = row - left.header_end + right.header_end
        if row_beside >= right.grid.row_count:
            break
        for cell in right.starting(row_beside):
            text = right.text(cell)
            if not text:
                continue
            placed = place(table, right, cell, row_no, at, "text")
            column = columns[placed.col_no]
            if column.role == "figure" and is_figure(text):
                found.append((placed, block_rows[row_no], column))
    return found


def _lend_labels(open_rows: dict[int, list[BlockRow]], with_figures: set[int]) -> None:
    """A total that only the left of two blocks names, and only the right one prints."""
    for block, rows in open_rows.items():
        left = {row.row_no: row for row in open_rows.get(block - 1, [])}
        for row in rows:
            lender = left.get(row.row_no)
            if row.labels or id(row) not in with_figures or lender is None:
                continue
            if id(lender) not in with_figures:
                row.row_label = lender.row_label


def _body_rows(part: Part) -> Iterator[int]:
    """Body rows in which any cell with text begins, notes left out."""
    for row in range(part.header_end, part.grid.row_count):
        cells = [cell for cell in part.starting(row) if part.text(cell)]
        if not cells:
            continue
        if len(cells) == 1 and is_note(part.text(cells[0])) and cells[0].col_span > 1:
            continue
        texts = [part.text(cell) for cell in cells]
        if row == part.header_end and len(texts) >= 3 and is_index_row(texts):
            continue
        yield row


def _place_header(table: Table, part: Part) -> None:
    for row in range(part.header_end):
        role = "caption" if row < part.caption_rows else "header"
        for cell in part.starting(row):
            if part.text(cell):
                place(table, part, cell, row - part.header_end + 1, None, role)


def _place_rest(table: Table, part: Part, body: set[int], row_no: int, at: list[int]) -> None:
    """Notes inside the grid and repeated column numbers: cells, but no rows."""
    for row in range(part.header_end, part.grid.row_count):
        if row in body:
            continue
        for cell in part.starting(row):
            if part.text(cell):
                role = "note" if is_note(part.text(cell)) else "header"
                place(table, part, cell, row_no, at, role)


def _block_row(
    table: Table,
    columns: dict[int, Column],
    part: Part,
    row: int,
    row_no: int,
    block: int,
    at: list[int],
) -> tuple[BlockRow, list[tuple[Placed, Column]]]:
    block_row = BlockRow(row_no, block, part.page_no)
    figures: list[tuple[Placed, Column]] = []
    named: dict[str, tuple[GridCell, int]] = {}
    for cell, cols in covering(part, row, at):
        here = [columns[c] for c in cols if c in columns and columns[c].block_no == block]
        text = part.text(cell)
        if not here or not text or _is_column_heading(part, cell):
            continue
        labelled = [c for c in here if c.role in LABEL_ROLES]
        valued = [c for c in here if c.role == "figure"]
        if labelled and not (valued and is_strong_amount(text)):
            label = _label(labelled, cell, text, row)
            block_row.labels.append(label)
            if label.role in ("name", "unit_name") and label.role not in named:
                named[label.role] = (cell, _first_column(label, block, table.columns, at))
        elif valued and cell.row == row and (is_figure(text) or is_odd_amount(text)):
            placed = next(
                (p for p in reversed(table.cells) if p.row_no == row_no and p.box == cell.box), None
            )
            if placed is not None:
                figures.append((placed, valued[0]))
        elif valued and cell.row == row and cell.col_span > 1:
            # A label merged over figure columns (合计 over code, name and empty amounts).
            block_row.labels.append(Label(here[0].col_no, here[0].path, "name", squash(text)))
    for role in ("unit_name", "name"):  # Units are indented where no name is.
        if role in named:
            _set_indent(block_row, part, *named[role])
    return block_row, figures


def _first_column(label: Label, block: int, columns: list[Column], at: list[int]) -> int:
    """The first grid column of a block that holds labels of the same role."""
    alike = (c.col_no for c in columns if c.block_no == block and c.role == label.role)
    first = min((label.col_no, *alike))
    return at.index(first) if first in at else 0


def _is_column_heading(part: Part, cell: GridCell) -> bool:
    """Whether a cell is a heading that goes on beside body rows (类 beside 合计)."""
    return cell.row < part.header_end and role_of_heading(part.text(cell)) is not None


def _label(columns: list[Column], cell: GridCell, text: str, row: int) -> Label:
    column = columns[0]
    role = column.role
    if len(columns) > 1:
        by_rank = ("name", "unit_name", "unit_code", "code", "attribute", "ordinal")
        column = min(columns, key=lambda c: by_rank.index(c.role))
        role = column.role
    if role in ("code", "unit_code", "ordinal") and not _is_code_text(text, role):
        role = "name"
    return Label(column.col_no, column.path, role, squash(text), None, cell.row < row)


def _is_code_text(text: str, role: str) -> bool:
    if normalize_code(text) is not None or re.fullmatch(r"[A-Z]\d*", squash(text)):
        return True
    if role == "ordinal":
        return not re.search(r"[一-龥]{2}", text)
    split = split_code_name(text)
    return split.code is not None and len(split.code) >= 2


def _set_indent(block_row: BlockRow, part: Part, cell: GridCell, first: int) -> None:
    """Set where a name begins; ``first`` is the first column that holds such labels."""
    lines = part.content(cell).lines
    if not lines:
        return
    left = lines[0].x0 - cell.box[0]
    right, size = cell.box[2] - lines[0].x1, lines[0].size
    block_row.indent = left
    block_row.offset = cell.box[0] - part.grid.xs[first] if cell.col > first else 0.0
    is_even = abs(left - right) < 0.5 * size
    block_row.is_centred = len(lines) == 1 and is_even and left > size


def _is_broken_row(
    part: Part, row: int, above: list[tuple[Placed, Part]], table: Table, at: list[int]
) -> bool:
    """Whether the first row of a page only ends the texts of the row before the page break."""
    if not above or row != part.header_end or above[0][1] is part:
        return False
    cells = [cell for cell in part.starting(row) if part.text(cell)]
    roles = {c.col_no: c.role for c in table.columns}
    # Where all rows print a code, one without a code is the rest of the row above it.
    is_coded = any(roles.get(p.col_no) == "code" and normalize_code(p.text) for p, _ in above)
    if any(roles.get(at[cell.col]) not in ("name", "unit_name", "attribute") for cell in cells):
        return False
    for cell in cells:
        placed = next((p for p, _ in above if p.col_no == at[cell.col]), None)
        if placed is None or not placed.content.lines:
            return False
        line = placed.content.lines[-1]
        is_full = placed.box[2] - line.x1 <= 1.6 * line.size
        if not is_full and not (is_coded and not begins_row(part.text(cell))):
            return False
    return any(p.role == "figure" or is_figure(p.text) for p, _ in above)


def _append_to_row_above(
    part: Part,
    row: int,
    above: list[tuple[Placed, Part]],
    table: Table,
    at: list[int],
    open_rows: dict[int, list[BlockRow]],
) -> None:
    for cell in part.starting(row):
        text = part.text(cell)
        if not text:
            continue
        placed = next(p for p, _ in above if p.col_no == at[cell.col])
        place(table, part, cell, placed.row_no, at, "label")
        for rows in open_rows.values():
            for label in rows[-1].labels:
                if label.col_no == placed.col_no and label.text == squash(placed.text):
                    label.text += squash(text)


def _set_roles(table: Table) -> None:
    """Role of each body cell, from the labels that came of it."""
    roles = {c.col_no: c.role for c in table.columns}
    for placed in table.cells:
        if placed.row_no < 1 or placed.role in ("figure", "note", "header"):
            continue
        role = roles.get(placed.col_no, "text")
        if role in ("code", "unit_code"):
            placed.role = "code"
        elif role == "ordinal":
            placed.role = "ordinal"
        elif role in LABEL_ROLES:
            placed.role = "label"
        else:
            placed.role = "text"
