"""What each column of a table is for: codes, names, numbers of rows, remarks, figures; blocks.

Belongs here: column roles by heading word (seed ``label_columns.csv``) with the column's content
as fallback, and the cut of a table into side-by-side blocks. Does not belong here: what a figure
column measures (dbt seeds).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipelines.disclosure.amounts import Content
from pipelines.disclosure.codes import split_code_name
from pipelines.disclosure.lexicon import read_lexicon
from pipelines.tables.headers import _ENUMERATED as ENUMERATED
from pipelines.tables.model import Column
from pipelines.tables.numbers import (
    is_amount,
    is_date,
    is_numeric,
    is_odd_amount,
    is_strong_amount,
    read_number,
)
from pipelines.tables.text import plain, squash

LABEL_ROLES = frozenset({"code", "unit_code", "unit_name", "name", "ordinal", "attribute"})
NAMING_ROLES = frozenset({"code", "unit_code", "unit_name", "name", "ordinal"})
_SUBJECT_HEADING = re.compile(r"项目|科目|功能|经济|支出|收入|指标")
_MONEY = re.compile(r"(数|额|金|款|入|出|费|计|余|转|算)$")
_CODE = re.compile(r"^[A-Z]?\d{1,12}$")
#: Classes that subjects are numbered by (101 to 110, 201 to 239, 301 to 315, 399, 501 to 515,
#: 599), with 款 and 项: amounts of three, five or seven digits rarely all begin so.
_SUBJECT_CODE = re.compile(r"^(10[1-9]|110|2[0-3]\d|[35](0\d|1[0-5]|99))(\d{2}){0,2}$")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = read_lexicon("label_columns.csv")
    return tuple((re.compile(row["pattern"]), row["role"]) for row in rows)


@cache
def role_of_heading(part: str) -> str | None:
    """Role that the seed gives to a single heading, None where it names no label column."""
    flat = plain(part)
    return next((role for pattern, role in _patterns() if pattern.search(flat)), None)


def is_label_heading(path: tuple[str, ...]) -> bool:
    """Whether a heading stands over labels that name or number rows, as the seed knows them."""
    return bool(path) and role_of_heading(path[-1]) in NAMING_ROLES


@dataclass(slots=True)
class Filling:
    """Counts of what the body cells of a column hold."""

    filled: int = 0
    amounts: int = 0
    strong: int = 0
    codes: int = 0
    subject_codes: int = 0
    coded_names: int = 0
    enumerated: int = 0
    texts: int = 0
    length: int = 0
    is_counting: bool = False

    def share(self, count: int) -> float:
        """A count as a share of the filled cells."""
        return count / self.filled if self.filled else 0.0


def content_of(texts: Sequence[str]) -> Filling:
    """Count what the cells of a column hold."""
    counts = Filling()
    for text in texts:
        flat = squash(text)
        if not flat or read_number(flat).content in (Content.DASH, Content.OVERFLOW):
            continue
        counts.filled += 1
        counts.length += len(flat)
        counts.strong += is_strong_amount(flat)
        counts.codes += bool(_CODE.match(flat))
        counts.subject_codes += bool(_SUBJECT_CODE.match(flat))
        counts.enumerated += bool(ENUMERATED.match(flat))
        is_odd = is_odd_amount(text) or (
            read_number(flat).number is None and is_numeric(flat) and not is_date(flat)
        )
        if is_odd:  # 12.345.678,00 is no text, whatever else it may be.
            counts.strong += 1
        if is_amount(flat) or is_odd:
            counts.amounts += 1
        elif read_number(flat).content is not Content.NUMBER:
            counts.texts += 1
            split = split_code_name(text)
            counts.coded_names += bool(split.code and len(split.code) >= 3 and split.name)
    counts.is_counting = _is_counting([squash(text) for text in texts if squash(text)])
    return counts


def _is_counting(texts: Sequence[str]) -> bool:
    """1, 2, 3 … down the column, as an unnamed column of row numbers prints it."""
    numbers = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 4]
    return (
        len(numbers) >= 5
        and len(numbers) >= 0.8 * len(texts)
        and all(b == a + 1 for a, b in pairwise(numbers))
    )


def read_columns(paths: Sequence[tuple[str, ...]], texts: Sequence[Sequence[str]]) -> list[Column]:
    """Columns with role and block; ``paths`` their headings, ``texts`` their body cells."""
    contents = [content_of(column) for column in texts]
    roles = [_role(path, content) for path, content in zip(paths, contents, strict=True)]
    for i, content in enumerate(contents[:-1]):
        # Codes beside the names they stand for, under a heading that the seed does not know.
        is_code = content.filled >= 3 and content.share(content.subject_codes) >= 0.8
        is_named = any(role in ("text", "name") for role in roles[:i])
        if roles[i] == "figure" and is_code and roles[i + 1] in ("text", "name") and not is_named:
            roles[i] = "code"
    first_figure = next((i for i, role in enumerate(roles) if role == "figure"), len(roles))
    columns = []
    for i, (path, role, content) in enumerate(zip(paths, roles, contents, strict=True)):
        if role == "text":
            has_figures_right = any(r == "figure" for r in roles[i + 1 :])
            is_name = i < first_figure or (has_figures_right and content.enumerated >= 2)
            role = "name" if is_name else "attribute"
        columns.append(Column(i, path, role))
    _set_blocks(columns, contents)
    return columns


def _role(path: tuple[str, ...], content: Filling) -> str:
    """Role of a column; ``text`` where only its place can tell name from remark."""
    role = role_of_heading(path[-1]) if path else None
    if content.filled and content.share(content.strong) > 0.6:
        return "figure"
    if role == "name" and content.share(content.subject_codes) >= 0.6:
        return "code"
    if role == "unit_name" and content.share(content.codes) >= 0.6:
        return "unit_code"
    is_short = content.filled > 0 and content.share(content.length) <= 2
    if role == "unit_name" and is_short and plain(path[-1]) == "单位":
        return "attribute"  # The unit of a quantity: 台, 套, 人次
    if role in ("name", "unit_name") and content.amounts and content.share(content.amounts) > 0.8:
        return "figure"
    if role is None and not content.filled and len(path) > 1:
        # A blank column beside 一级项目 under 项目名称 is one of names, not of amounts.
        above = role_of_heading(path[-2])
        role = above if above in ("name", "unit_name") and not _MONEY.search(path[-1]) else None
    if role is not None:
        return role
    if content.is_counting and not path:
        return "ordinal"
    if not path and content.filled >= 2 and content.share(content.subject_codes) >= 0.8:
        return "code"
    if content.texts > 0.5 * content.filled:
        return "text"
    return "figure"


def _set_blocks(columns: list[Column], contents: Sequence[Filling]) -> None:
    """A block begins where columns that name rows come again after figures."""
    block = 1
    has_figure = False
    i = 0
    while i < len(columns):
        if columns[i].role in LABEL_ROLES:
            end = i
            while end < len(columns) and columns[end].role in LABEL_ROLES:
                end += 1
            start = next((k for k in range(i, end) if columns[k].role in NAMING_ROLES), end)
            if start == end and has_figure and _heads_again(columns, block, end):
                start = end - 1
                columns[start].role = "name"
            is_block = (
                has_figure
                and end < len(columns)
                and any(c.role in ("name", "unit_name") for c in columns[start:end])
                and _names_anew(columns, contents, start, end, block)
            )
            for k in range(i, end):
                if is_block and k == start:
                    block += 1
                    has_figure = False
                columns[k].block_no = block
            i = end
        else:
            has_figure = True
            columns[i].block_no = block
            i += 1


def _heads_again(columns: list[Column], block: int, at: int) -> bool:
    """Whether a column of figures bears the very headings of one in the block before it.

    Then the texts between them name rows: what else would tell the two amounts apart?
    """
    return at < len(columns) and any(
        c.block_no == block and c.role == "figure" and c.path == columns[at].path
        for c in columns[:at]
        if c.path
    )


def _names_anew(
    columns: list[Column], contents: Sequence[Filling], start: int, end: int, block: int
) -> bool:
    """Whether label columns after figures name rows of their own, and do not just describe them.

    They do where they stand under another top heading (收入 | 支出), repeat a heading of the
    labels before, print numbered names (一、…) or subjects, or stand before an amount headed as one
    before them is.
    """
    if _heads_again(columns, block, end):
        return True
    before = [c for c in columns[:start] if c.role in NAMING_ROLES]
    names = [c for c in columns[start:end] if c.role in ("name", "unit_name")]
    tops = {c.path[0] for c in before if len(c.path) > 1}
    leaves = {c.path[-1] for c in before if c.path}
    return any(
        (len(c.path) > 1 and bool(tops) and c.path[0] not in tops)
        or (bool(c.path) and c.path[-1] in leaves)
        or contents[c.col_no].enumerated >= 2
        or (bool(c.path) and _SUBJECT_HEADING.search(c.path[-1]) is not None)
        for c in names
    )


def code_systems(columns: Sequence[Column]) -> list[list[Column]]:
    """Code columns bound to systems: 类/款/项 side by side are one, a full code column is one."""
    systems: list[list[Column]] = []
    for column in columns:
        if column.role != "code":
            continue
        last = systems[-1][-1] if systems else None
        is_next = (
            last is not None
            and last.col_no == column.col_no - 1
            and last.block_no == column.block_no
            and (
                (column.path == last.path)
                or (
                    column.path[:-1] == last.path[:-1]
                    and column.path[-1:] != ("类",)
                    and plain(column.path[-1] if column.path else "") in ("款", "项", "目")
                )
            )
        )
        if is_next:
            systems[-1].append(column)
        else:
            systems.append([column])
    return systems
