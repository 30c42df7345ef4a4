"""Forms: key-value rows, and blocks with a heading row of their own (performance targets).

Belongs here: telling a form from a column table, its labels and heading rows. Does not belong
here: what an indicator is about.
"""

from __future__ import annotations

import re

from pipelines.disclosure.amounts import Content
from pipelines.tables.model import Part
from pipelines.tables.numbers import is_amount, is_date, read_number
from pipelines.tables.text import plain

_INDICATOR = re.compile(r"^[一二三]级指标(\(.*\))?$|^指标值(\(.*\))?$|^绩效指标(值|名称)?$")
_VALUE_HEADING = re.compile(
    r"(值|分值|权重|得分|金额|预算数|执行数|决算数|总额|财政拨款|资金|支出|合计|小计"
    r"|完成率|执行率|分|数)(\(.*\))?$"
)
_HEADING_WORD = re.compile(
    r"^([一二三四]级(绩效)?指标(名称)?|(绩效|指标)?(指标)?(名称|内容|值|说明|解释|性质|方向|单位)?"
    r"|.*指标值.*|.*目标值.*|(评价)?标准|.*分值.*|.*权重.*|得分|度量单位|计量单位|单位|备注|绩效指标|任务名称|主要内容|预算金额.*|总额|财政拨款|其他资金|.*资金"
    r"|.*金额.*|年初预算数|全年预算数|全年执行数|执行率|.*完成情况.*|.*完成值.*|偏差原因.*|绩效标准|评分标准|.*运算符.*|符号)(\(.*\))?$"
)
_TEXT_HEADING = re.compile(r"(名称|内容|说明|解释|单位|标准|方向|性质|备注)(\(.*\))?$")
_MONEY_HEADING = re.compile(r"(金额|资金|拨款|总额|合计|小计|支出|预算数|执行数|决算数)(\(.*\))?$")
_KEY = re.compile(
    r"^(项目(名称|编码|单位|类别|类型|属性|资金.*)|(部门|单位|专项)名称|部门\(单位\)名称|预算单位|主管部门.*"
    r"|实施单位|(整体|总体|年度)(绩效)?目标|总体资金.*|部门预算.*|年度绩效目标|实施期.*|资金.*|项目.*负责人.*|联系.*)$"
)
_NO_FIGURE_KEY = re.compile(
    r"编码|代码|编号|电话|时间|日期|年度$|年份|邮编|起止|周期|期限|级次|序号|版本"
)


def is_form(part: Part) -> bool:
    """A grid whose first row is no heading of columns: keys and values, or blocks with headings."""
    rows = range(part.caption_rows, part.grid.row_count)
    for row in rows:
        texts = [plain(part.text(c)) for c in part.starting(row) if part.text(c)]
        if sum(bool(_INDICATOR.match(t)) for t in texts) >= 2:
            return (row > part.caption_rows and row >= part.header_end) or _begins_with_key(part)
    is_titled = re.search(r"绩效|自评", part.caption.title or "") is not None
    return _begins_with_key(part) and (is_titled or _is_key_value(part))


def _begins_with_key(part: Part) -> bool:
    for row in range(part.caption_rows, part.grid.row_count):
        cells = [c for c in part.starting(row) if part.text(c)]
        if cells:
            return (
                bool(_KEY.match(plain(part.text(cells[0]))))
                and len(cells) <= 4
                and (cells[0].col_end < part.grid.column_count and len(part.row_cells(row)) <= 6)
                and _is_wide_value(part, row)
            )
    return False


def _is_wide_value(part: Part, row: int) -> bool:
    cells = part.row_cells(row)
    return len(cells) < max(3, 0.75 * part.grid.column_count) or len(cells) == 2


def _is_key_value(part: Part) -> bool:
    rows = range(part.caption_rows, part.grid.row_count)
    keyed = sum(
        bool(cells and _KEY.match(plain(part.text(cells[0]))))
        for row in rows
        if (cells := [c for c in part.starting(row) if part.text(c)])
    )
    return keyed >= 2


def heading_rows(part: Part) -> set[int]:
    """Rows that head the columns of a block below them."""
    found: set[int] = set()
    for row in range(part.caption_rows, part.grid.row_count - 1):
        cells = part.starting(row)
        texts = [plain(part.text(c)) for c in cells if part.text(c)]
        if len(texts) < 2 or any(is_amount(text) for text in texts):
            continue
        is_keyed = 2 * (len(cells) - len(texts)) >= len(texts) and len(set(texts)) <= 2
        words = sum(bool(_HEADING_WORD.match(text)) for text in texts)
        if words >= 2 and words >= len(texts) - 1 and not is_keyed:
            if row - 1 in found or _has_heading_word(part, row):
                found.add(row)
        elif _heads_amounts(part, row):
            found.add(row)
    return found | {row - 1 for row in found if _is_parted_by(part, row)}


def _is_parted_by(part: Part, row: int) -> bool:
    """Whether a heading row prints the parts of the headings right above it (实施期 | 年度)."""
    above = row - 1
    if above < part.caption_rows or any(is_amount(part.text(c)) for c in part.starting(above)):
        return False
    starting = part.starting(above)
    # Beside them 一级指标 is merged over both rows; of a key and its value nothing is.
    goes_down = any(
        c.row_end > row and _HEADING_WORD.match(plain(part.text(c))) and part.text(c)
        for c in starting
    )
    parted = [
        c
        for c in starting
        if part.text(c)
        and c.row_end == row
        and sum(c.col <= x.col < c.col_end for x in part.starting(row)) > 1
    ]
    return goes_down and bool(parted) and all(part.text(c) for c in starting)


def _has_heading_word(part: Part, row: int) -> bool:
    texts = [plain(part.text(c)) for c in part.row_cells(row) if part.text(c)]
    return len(texts) >= 3 and any(
        re.search(r"指标|分值|权重|任务名称|金额|预算数|总额", text) for text in texts
    )


def _heads_amounts(part: Part, row: int) -> bool:
    """Whether the rows right below hold nothing but amounts, each under a text of this row."""
    for below in (row + 1, row + 2):
        if below >= part.grid.row_count:
            return False
        cells = [c for c in part.starting(below) if part.text(c)]
        amounts = [c for c in cells if is_amount(part.text(c))]
        if amounts:
            above = [part.cell(row, c.col) for c in amounts]
            return (
                len(amounts) >= 2
                and len(amounts) == len(cells)
                and all(c.row <= row and part.text(c) for c in above)
                and all(c.row == row or c.row_end <= below for c in above)
            )
        if len(cells) < 2:
            return False
    return False


def is_value(text: str, path: tuple[str, ...]) -> bool:
    """Whether a cell of a value column prints a number; of targets also several, or in words."""
    if not re.search(r"\d", text) or re.fullmatch(r"#+", text) or is_date(text):
        return False
    if _MONEY_HEADING.search(plain(path[-1])):
        return read_number(text).content in (Content.NUMBER, Content.MULTIPLE)
    return True


def is_key_figure(key: str, text: str) -> bool:
    """Whether the cell beside a key is a figure (not a code, a date, a text)."""
    reading = read_number(text)
    if reading.content is not Content.NUMBER or reading.number is None:
        return False
    if len(reading.number.unit or "") > 4:
        return False
    return not _NO_FIGURE_KEY.search(plain(key))


def is_value_heading(text: str) -> bool:
    """Whether a heading stands over values (指标值, 分值, 总额), not over labels or remarks."""
    flat = plain(text)
    if re.match(r"^[一二三四]级", flat) or _TEXT_HEADING.search(flat):
        return False
    return bool(_VALUE_HEADING.search(flat))
