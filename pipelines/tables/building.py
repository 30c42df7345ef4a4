"""From the parts of one table to its columns, rows, labels and figures.

Belongs here: putting headers, columns, rows and forms together. Does not belong here: geometry
(``grid``), wording (``captions``, ``headers``, ``forms``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.disclosure.amounts import Content
from pipelines.disclosure.codes import normalize_code, split_code_name
from pipelines.marks import Mark
from pipelines.tables import beside, forms
from pipelines.tables.captions import is_bracketed_unit, is_note
from pipelines.tables.columns import (
    LABEL_ROLES,
    is_label_heading,
    read_columns,
    role_of_heading,
)
from pipelines.tables.grid import GridCell
from pipelines.tables.headers import header_path, is_index_row
from pipelines.tables.model import BlockRow, Column, Figure, Label, Part, Placed, Table
from pipelines.tables.numbers import (
    is_date,
    is_numeric,
    is_odd_amount,
    is_strong_amount,
    read_number,
)
from pipelines.tables.rows import begins_row, finish_rows
from pipelines.tables.separators import is_exchanged
from pipelines.tables.stitching import column_map
from pipelines.tables.text import squash

#: Headings of form columns that neither name a row nor print its value.
_SIDE_HEADING = re.compile(
    r"(备注|说明|解释|标准|主要内容|单位|方向|性质|运算符.*|符号|是否.*|原因.*|措施)(\(.*\))?$"
)
#: Words behind a number up to this length are its unit; longer ones make it a text.
_UNIT_LENGTH = 6


def build(table: Table) -> None:
    """Fill columns, cells, rows, labels and figures of a table from its parts."""
    table.is_form = table.parts[0].is_form
    if table.is_form:
        _build_form(table)
    else:
        _build_column_table(table)


# ---- column tables ------------------------------------------------------------------------


def _build_column_table(table: Table) -> None:
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
                above.append((_place(table, part, cell, row_no, at, "text"), part))
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
        figure = _figure(placed, block_row, column.path)
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
            placed = _place(table, right, cell, row_no, at, "text")
            column = columns[placed.col_no]
            if column.role == "figure" and _is_figure(text):
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
                _place(table, part, cell, row - part.header_end + 1, None, role)


def _place_rest(table: Table, part: Part, body: set[int], row_no: int, at: list[int]) -> None:
    """Notes inside the grid and repeated column numbers: cells, but no rows."""
    for row in range(part.header_end, part.grid.row_count):
        if row in body:
            continue
        for cell in part.starting(row):
            if part.text(cell):
                role = "note" if is_note(part.text(cell)) else "header"
                _place(table, part, cell, row_no, at, role)


def _place(
    table: Table, part: Part, cell: GridCell, row_no: int, at: list[int] | None, role: str
) -> Placed:
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


def _covering(part: Part, row: int, at: list[int]) -> list[tuple[GridCell, list[int]]]:
    """Cells over a row with the table columns each one covers."""
    return [
        (cell, [at[c] for c in range(cell.col, min(cell.col_end, len(at)))])
        for cell in part.row_cells(row)
    ]


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
    for cell, cols in _covering(part, row, at):
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
        elif valued and cell.row == row and (_is_figure(text) or is_odd_amount(text)):
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


def _is_figure(text: str) -> bool:
    if is_date(text):
        return False
    reading = read_number(text)
    if reading.content is Content.OVERFLOW or reading.content is Content.MULTIPLE:
        return True
    if reading.number is None:
        return is_numeric(text)  # Digits that make no number are marked, and not dropped.
    return len(reading.number.unit or "") <= _UNIT_LENGTH


def _figure(placed: Placed, row: BlockRow, path: tuple[str, ...]) -> Figure:
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
    elif number is None and is_odd_amount(placed.text):
        marks.append(Mark.ODD_NUMBER)
    placed.role = "figure"
    return Figure(placed, row.row_no, row.block_no, row.row_label, row.code, path, marks)


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
    return any(p.role == "figure" or _is_figure(p.text) for p, _ in above)


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
        _place(table, part, cell, placed.row_no, at, "label")
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


# ---- forms --------------------------------------------------------------------------------


def _build_form(table: Table) -> None:
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
                    _place(table, part, cell, row - part.caption_rows + 1, None, "caption")
                continue
            if not cells:
                continue
            row_no += 1
            placed = [_place(table, part, cell, row_no, at, "text") for cell in cells]
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
    for cell, cols in _covering(part, row, at):
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
        figure = _figure(placed, block_row, path)
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
    cells = [(c, cols) for c, cols in _covering(part, row, at) if c.row == row and part.text(c)]
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
        for cell, cols in _covering(part, last, at)
        if cols and part.text(cell)
    }
