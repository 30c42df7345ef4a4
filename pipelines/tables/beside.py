"""The unit and the operator of a target that stand in columns of their own beside its value.

Belongs here: 指标性质 ≥ | 指标值 43.35 | 计量单位 万元 is one statement. Does not belong here: what
a unit means (dbt seed measure_units).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipelines.tables.model import Figure
from pipelines.tables.numbers import read_number
from pipelines.tables.text import plain, squash

_UNIT_HEADING = re.compile(r"^(绩效)?(指标)?(度量|计量)?单位(\(.*\))?$")
_OPERATOR_HEADING = re.compile(r"^(绩效)?指标(性质|方向)$|^(运算)?符号?$|^运算符号$")
_VALUE_HEADING = re.compile(r"(指标|目标|完成)值(\(.*\))?$")
_LONGEST_UNIT = 8


def lend(figure: Figure, cells: Iterable[tuple[tuple[str, ...], str]]) -> None:
    """Give a target value its unit and operator from the row's ``cells`` (heading path, text)."""
    if not figure.path or not _VALUE_HEADING.search(plain(figure.path[-1])):
        return
    for path, text in cells:
        heading, words = plain(path[-1]) if path else "", squash(text)
        if _UNIT_HEADING.match(heading) and 0 < len(words) <= _LONGEST_UNIT:
            figure.unit = words
        elif _OPERATOR_HEADING.match(heading):
            number = read_number(f"{words}1").number
            figure.operator = number.operator if number else None
