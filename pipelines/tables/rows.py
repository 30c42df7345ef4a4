"""What each row is called: label, codes, unit, and which row it is part of.

Belongs here: joining label cells, completing codes, levels by code, numbering and indentation.
Does not belong here: what a label means (dbt seeds).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.disclosure.codes import (
    complete_code_columns,
    complete_codes,
    normalize_code,
    split_code_name,
)
from pipelines.tables.columns import code_systems
from pipelines.tables.model import BlockRow, Column, Label
from pipelines.tables.text import plain, squash

_RANKS = (
    re.compile(r"^[一二三四五六七八九十]+、"),
    re.compile(r"^[(（][一二三四五六七八九十]+[)）]"),
    re.compile(r"^\d+[、.．]"),
    re.compile(r"^[(（]\d+[)）]"),
    re.compile(r"^[①-⑳]"),
)
#: 类, 款, 项, and the finer levels that some publishers add.
_SUBJECT_CODE = re.compile(r"^\d{3}(\d{2}){0,3}$")
#: Indentation (points) that makes a row part of the one above it.
_INDENT_STEP = 3.0
#: A column with so many names, of which this share stands in the middle, indents none.
_FEWEST_CENTRED = 3
_CENTRED_SHARE = 0.6
_OF_WHICH = re.compile(r"^其中[:：]?")
_TOTAL = re.compile(r"^((本年|当年)?(收入|支出)?(合计|总计|小计)|总计.*)[:：]?$")


def begins_row(text: str) -> bool:
    """Whether a text is the beginning of a row's name: a total, or numbered."""
    bare = squash(text)
    return _is_total_text(bare) or any(pattern.match(bare) for pattern in _RANKS)


def name_parts(row: BlockRow) -> list[str]:
    """What names a row: its name cells, or the budget unit where it prints none."""
    names = [label.text for label in row.labels if label.role == "name"]
    if names:
        return names
    return [label.text for label in row.labels if label.role == "unit_name"]


def finish_rows(rows: Sequence[BlockRow], columns: Sequence[Column]) -> None:
    """Fill code, labels, unit, level and parent of all rows of one block, in printed order."""
    block_columns = [c for c in columns if rows and c.block_no == rows[0].block_no]
    _split_coded_names(rows)
    for system in code_systems(block_columns):
        _complete_system(rows, [c.col_no for c in system])
    first_figure = min((c.col_no for c in block_columns if c.role == "figure"), default=0)
    has_unit_code = any(c.role == "unit_code" for c in block_columns)
    for row in rows:
        parts = name_parts(row)
        if not parts:
            parts = _naming_attributes(row, first_figure)
        row.row_label = "/".join(squash(part) for part in parts if squash(part))
        row.code = next((x.code for x in row.labels if x.role == "code" and x.code), None)
        row.unit_label = _unit_label(row, has_unit_code)
    _set_hierarchy(rows)


def _naming_attributes(row: BlockRow, first_figure: int) -> list[str]:
    """The text left of the figures that names a row which prints no name (类型: 专项业务支出)."""
    texts = [
        label.text
        for label in row.labels
        if label.role == "attribute" and label.col_no < first_figure
    ]
    return [text for text in texts if re.search(r"[一-龥]", text)][:1]


def _unit_label(row: BlockRow, has_unit_code: bool) -> str | None:
    codes = [squash(x.text) for x in row.labels if x.role == "unit_code" and squash(x.text)]
    names = [squash(x.text) for x in row.labels if x.role == "unit_name" and squash(x.text)]
    if has_unit_code and not codes:
        return None
    parts = [*codes, *(n for n in names if not _TOTAL.match(plain(n)))]
    return "/".join(parts) or None


def _split_coded_names(rows: Sequence[BlockRow]) -> None:
    """Part "2010301 行政运行" into code and name, where the column prints most names so."""
    by_column: dict[int, list[tuple[BlockRow, Label]]] = {}
    for row in rows:
        for label in row.labels:
            if label.role in ("name", "code"):
                by_column.setdefault(label.col_no, []).append((row, label))
    for entries in by_column.values():
        splits = [split_code_name(label.text) for _, label in entries]
        coded = [
            s.code is not None
            and bool(_SUBJECT_CODE.match(s.code))
            and bool(s.name)
            and not s.name[0].isascii()
            for s in splits
        ]
        pure = sum(normalize_code(label.text) is not None for _, label in entries)
        if sum(coded) < 2 or sum(coded) + pure < 0.5 * len(entries):
            continue
        for (row, label), split, is_coded in zip(entries, splits, coded, strict=True):
            if not is_coded:
                continue
            at = row.labels.index(label)
            row.labels[at : at + 1] = [
                Label(label.col_no, label.path, "code", label.text, split.code, label.is_carried),
                Label(label.col_no, label.path, "name", split.name, None, label.is_carried),
            ]


def _complete_system(rows: Sequence[BlockRow], cols: list[int]) -> None:
    """Complete the codes of one system; the completed code stands on the system's first label."""
    printed: list[list[Label | None]] = []
    for row in rows:
        at = {x.col_no: x for x in row.labels if x.role == "code" and x.col_no in cols}
        printed.append([at.get(col) for col in cols])
    texts = [[x.code or x.text if x else None for x in labels] for labels in printed]
    if len(cols) > 1:
        completed = complete_code_columns(texts)
    else:
        completed = complete_codes([t[0] for t in texts], _levels_by_indent(rows, texts))
    for labels, code in zip(printed, completed, strict=True):
        first = next((x for x in labels if x is not None), None)
        for label in labels:
            if label is not None:
                label.code = code if label is first else None


def _levels_by_indent(
    rows: Sequence[BlockRow], texts: Sequence[Sequence[str | None]]
) -> list[int | None] | None:
    short = [t[0] for t in texts if t[0] and len(re.sub(r"\D", "", t[0])) <= 2]
    if not short:
        return None
    indents = sorted({round(r.indent) for r in rows if r.indent is not None and r.code is None})
    steps: list[int] = []
    for indent in indents:
        if not steps or indent - steps[-1] > 3:
            steps.append(indent)
    if len(steps) != 3:
        return None
    return [None if row.indent is None else _nearest_step(steps, row.indent) for row in rows]


def _nearest_step(steps: Sequence[int], indent: float) -> int:
    return min(range(len(steps)), key=lambda i: abs(steps[i] - indent))


def _set_hierarchy(rows: Sequence[BlockRow]) -> None:
    if sum(row.code is not None for row in rows) >= 2:
        _by_code(rows)
    else:
        _by_numbering(rows)


def _by_code(rows: Sequence[BlockRow]) -> None:
    open_rows: list[BlockRow] = []
    for row in rows:
        if row.code is None:
            if _is_total(row):
                row.level = 0
            continue
        while open_rows and not (
            row.code.startswith(open_rows[-1].code or "") and row.code != open_rows[-1].code
        ):
            open_rows.pop()
        row.parent_row_no = open_rows[-1].row_no if open_rows else None
        row.level = len(open_rows)
        open_rows.append(row)


def _by_numbering(rows: Sequence[BlockRow]) -> None:
    """Levels by 一、（一）1.（1）, 其中, and by indentation where the row prints no number."""
    if len({round(row.offset) for row in rows if row.indent is not None}) > 1:
        for row in rows:  # Names in several columns: the column tells, not the place in it.
            row.indent = row.offset if row.offset else row.indent
            row.is_centred = row.is_centred and not row.offset
    _drop_centred_indents(rows)
    base = min((r.indent for r in rows if r.indent is not None and not _is_total(r)), default=0.0)
    open_rows: list[tuple[int | None, float, BlockRow]] = []
    for row in rows:
        name = row.row_label.split("/")[-1]
        if not plain(name):
            continue
        if _is_total(row):
            row.level = 0
            open_rows = []
            continue
        indent = base if row.indent is None else row.indent
        is_of_which = bool(_OF_WHICH.match(plain(name)))
        rank = _rank(name)
        if not is_of_which or (open_rows and _OF_WHICH.match(plain(open_rows[-1][2].row_label))):
            _close(open_rows, rank, indent, base)
        row.parent_row_no = open_rows[-1][2].row_no if open_rows else None
        row.level = len(open_rows)
        open_rows.append((rank, indent, row))


def _drop_centred_indents(rows: Sequence[BlockRow]) -> None:
    """Where a centred text begins says nothing: in a column of such, or among numbered rows.

    Among numbered rows (当年收入小计) it does where rows that are not centred begin there too.
    """
    named = [row for row in rows if row.indent is not None and not _is_total(row)]
    centred = sum(row.is_centred for row in named)
    if len(named) >= _FEWEST_CENTRED and centred >= _CENTRED_SHARE * len(named):
        for row in named:  # A column of centred names, where length alone tells the indent
            row.indent = None
        return
    if not any(_rank(row.row_label.split("/")[-1]) is not None for row in rows):
        return
    indents = [r.indent for r in rows if r.indent is not None and not r.is_centred]
    for row in rows:
        indent = row.indent
        if row.is_centred and indent is not None:
            is_shared = any(abs(indent - other) < _INDENT_STEP for other in indents)
            row.indent = indent if is_shared else None


def _rank(name: str) -> int | None:
    """How high a row's printed number ranks (一、 before （一）); None where it prints none."""
    bare = re.sub(r"^其中[:：]?", "", name)
    return next((i for i, pattern in enumerate(_RANKS) if pattern.match(bare)), None)


def _close(
    open_rows: list[tuple[int | None, float, BlockRow]],
    rank: int | None,
    indent: float,
    base: float,
) -> None:
    """Close the open rows that a row of this rank or indentation is no part of."""
    if rank is not None and any(r is not None for r, _, _ in open_rows):
        while open_rows:
            other = open_rows[-1][0]
            if other is not None and other < rank:
                return
            open_rows.pop()
            if other == rank:
                return
        return
    while open_rows:
        other, other_indent, _ = open_rows[-1]
        is_inside = indent > other_indent + _INDENT_STEP
        if rank is None and other is not None and indent > base + _INDENT_STEP:
            is_inside = is_inside or indent > other_indent + 1
        if is_inside:
            return
        open_rows.pop()


def _is_total(row: BlockRow) -> bool:
    return _is_total_text(row.row_label.split("/")[-1])


def _is_total_text(text: str) -> bool:
    return bool(_TOTAL.match(plain(text)))
