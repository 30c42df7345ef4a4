"""Which rows of a grid are its header, and the path of header cells above each column.

Belongs here: telling header rows from body rows by shape and content. Does not belong here: what
a heading means (dbt seed), which columns are labels (``columns``).
"""

from __future__ import annotations

import re
from itertools import pairwise

from pipelines.tables.captions import kind_of, read_caption, read_row_captions
from pipelines.tables.model import Caption, Part
from pipelines.tables.numbers import is_amount, is_strong_amount
from pipelines.tables.text import plain, squash

_ENUMERATED = re.compile(
    r"^([一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d+[、.．]|其中[:：]|[①-⑳])"
)
_WORDS = re.compile(r"[一-龥]{2}")
_TOTAL = re.compile(r"^(总计|合计|收入总计|支出总计|收入合计|支出合计|总计\(.*\))$")
_INDEX_WORD = re.compile(
    r"^(栏次|行次|项次|序号|\*+|[甲乙丙丁戊]|[-—]+|[A-Z]"
    r"|\(?\d{1,2}\)?栏?"
    r"|\(?(\d{1,2}|[A-Z])\)?=[\d()A-Z=+\-*/×÷、,.~%]+)$"
)
#: A subject's code; four digits may be a year that heads a column.
_CODE = re.compile(r"^\d{3}(\d{2}){0,2}$")


def is_index_row(texts: list[str]) -> bool:
    """A row that numbers the columns: 栏次 | 1 | 2 | 3, ** | 1 | 2, 1=2+3."""
    filled = [plain(text) for text in texts if text.strip()]
    if len(filled) < 2 or not all(_INDEX_WORD.match(text) for text in filled):
        return False
    if all(set(text) == {"*"} for text in filled):
        return True
    numbers = [int(m[1]) for text in filled if (m := re.match(r"\(?(\d{1,2})(?!\d)", text))]
    if not numbers:
        return False
    if len(numbers) >= 2:
        steps = [b - a for a, b in pairwise(numbers)]
        restarts = sum(step <= 0 for step in steps)  # each block may count anew
        if len(numbers) == len(filled) and any(step > 1 for step in steps):
            return False  # No word or formula tells that these are not counts.
        return numbers[0] <= 3 and (restarts == 0 or restarts * 4 <= len(steps))
    return bool(re.match(r"栏次|\*|甲", filled[0]))


def find_header(part: Part) -> Caption | None:
    """Set ``caption_rows`` and ``header_end`` of a part; the caption found inside the grid."""
    inner = _caption_rows(part)
    first = part.caption_rows
    rows = part.grid.row_count
    end = min(first + 1, rows)
    if first >= rows or _is_body_row(part, first):
        part.header_end = first
        return inner
    body = next((r for r in range(first + 1, rows) if _has_amount(part, r)), rows)
    while True:
        end = max(
            (
                cell.row_end
                for row in range(first, end)
                for cell in part.starting(row)
                if part.text(cell)
            ),
            default=end,
        )
        # A heading merged down the whole table (绩效指标 beside its indicators) heads no columns.
        end = max(min(end, body), first + 1)
        if end >= rows:
            break
        if is_index_row(_texts_ending(part, end)):
            end += 1
            break
        if _is_body_row(part, end) or not _subdivides(part, first, end):
            break
        end += 1
    part.header_end = end
    return inner


def _caption_rows(part: Part) -> Caption | None:
    found: Caption | None = None
    for row in range(part.grid.row_count - 1):
        cells = part.starting(row)
        texts = [part.text(cell) for cell in cells]
        if not any(texts):
            if row == part.caption_rows and all(cell.row_span == 1 for cell in cells) and found:
                part.caption_rows += 1
                continue
            break
        caption = read_row_captions(texts) or _caption_cell(part, row)
        if caption is None and _stands_over_title(part, row):
            caption = Caption()
        if caption is None:
            break
        part.caption_rows = row + 1
        found = _merge(found, caption)
    return found


#: So many rows may stand over the title in the grid (附件, who publishes).
_ROWS_OVER_TITLE = 3


def _stands_over_title(part: Part, row: int) -> bool:
    """A row of one cell as wide as the grid, with the table's title in such a row below it."""
    for below in range(row, min(row + 1 + _ROWS_OVER_TITLE, part.grid.row_count)):
        cells = part.starting(below)
        if len(cells) != 1 or cells[0].col_span < part.grid.column_count:
            return False
        text = part.text(cells[0])
        if is_amount(text):
            return False
        if below > row and kind_of(text) == "title":
            return True
    return False


def _caption_cell(part: Part, row: int) -> Caption | None:
    """The caption in a cell as wide as the grid: what a frame around the page swallows."""
    cells = part.starting(row)
    if len(cells) != 1 or part.grid.column_count < 2:
        return None
    lines = part.content(cells[0]).lines
    if len(lines) < 2:
        return None
    caption = read_caption(lines, cells[0].box)
    is_caption = caption.title is not None and (caption.unit_line or caption.organisation_line)
    return caption if is_caption or caption.unit_line else None


def _merge(first: Caption | None, second: Caption) -> Caption:
    if first is None:
        return second
    first.title = (first.title or "") + (second.title or "") or None
    first.unit_line = first.unit_line or second.unit_line
    first.organisation_line = first.organisation_line or second.organisation_line
    first.printed_number = first.printed_number or second.printed_number
    return first


def _is_body_row(part: Part, row: int) -> bool:
    texts = [text for cell in part.starting(row) if (text := squash(part.text(cell)))]
    if any(is_strong_amount(text) or _CODE.match(text) for text in texts):
        return True
    if is_index_row(_texts_ending(part, row)):
        return False
    if any(is_amount(text) for text in texts):
        return True
    is_total = bool(texts) and _TOTAL.match(plain(texts[0])) is not None
    # 合计 may head a column as well, but not beside other headings (合计 | 其中：财政拨款).
    return any(_ENUMERATED.match(text) for text in texts[:1]) or (
        is_total and len(texts) <= 2 and not any(_WORDS.search(text) for text in texts[1:])
    )


def _has_amount(part: Part, row: int) -> bool:
    texts = [text for cell in part.starting(row) if (text := squash(part.text(cell)))]
    return any(is_amount(text) for text in texts) and not is_index_row(_texts_ending(part, row))


def _texts_ending(part: Part, row: int) -> list[str]:
    """Texts of the cells that begin and end in a row; 类, 款, 项 may go on beside 栏次 and 合计."""
    return [part.text(cell) for cell in part.starting(row) if cell.row_span == 1]


def _subdivides(part: Part, first: int, row: int) -> bool:
    """Whether a row prints the parts of a heading above it."""
    cells = part.starting(row)
    for above in (c for r in range(first, row) for c in part.starting(r)):
        if above.row_end != row or above.col_span < 2:
            continue
        within = [c for c in cells if above.col <= c.col and c.col_end <= above.col_end]
        texts = [squash(part.text(c)) for c in within]
        filled_count = sum(bool(t) for t in texts)
        is_parted = len(within) >= 2 and filled_count >= (1 if part.text(above) else 2)
        if is_parted and not any(_ENUMERATED.match(t) for t in texts):
            return True
    # Cells of an upper row drawn without being merged: the row below fills what it leaves blank.
    blanks = [
        c
        for c in part.starting(row - 1)
        if not part.text(c) and c.col_span < part.grid.column_count
    ]
    filled = [squash(part.text(c)) for c in cells if part.text(c)]
    if blanks and len(filled) >= 0.6 * len(cells) and len(filled) >= 3:
        return not any(_ENUMERATED.match(t) for t in filled)
    return False


def header_path(part: Part, col: int) -> tuple[str, ...]:
    """Texts of the header cells above a column, top to bottom; index rows left out."""
    path: list[str] = []
    if part.header_above is not None:
        middle = (part.grid.xs[col] + part.grid.xs[col + 1]) / 2
        upper = part.header_above
        path.extend(header_path(upper, upper.grid.column_at(middle)))
    last = None
    for row in range(part.caption_rows, part.header_end):
        cell = part.cell(row, col)
        if cell is last:
            continue
        last = cell
        text = squash(part.text(cell))
        if not text or (cell.row == row and _is_index_cell(part, row, text)):
            continue
        path.append(text)
    return tuple(path)


def _is_index_cell(part: Part, row: int, text: str) -> bool:
    return bool(_INDEX_WORD.match(plain(text))) and is_index_row(_texts_ending(part, row))


def header_signature(part: Part) -> tuple[str, ...]:
    """Header texts in reading order, to compare a repeated header with the first one."""
    seen: list[str] = []
    for row in range(part.caption_rows, part.header_end):
        seen.extend(plain(part.text(cell)) for cell in part.starting(row) if part.text(cell))
    return tuple(seen)
