"""How subject and unit codes are written: normalizing, splitting from names, completing.

Belongs here: the notation of codes (split columns, brackets, joined with the name, printed only
for their own level). Does not belong here: which codes exist or what they mean (dbt seeds), and
which column of a table holds codes (tables).

Government subjects are coded 类 (3 digits), 款 (2), 项 (2): 208 → 20805 → 2080505. Codes are text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.disclosure.amounts import normalize_width

_DASHES = r"[-—_.·/\s]"
# Letter: procurement catalogue (A020101). Groups behind the first one are levels of their own.
_CODE = rf"[A-Z]?\d{{2,}}(?:{_DASHES}{{1,2}}\d{{1,3}}(?!\d))*|\d"
_LEADING = re.compile(
    rf"\s*(?:[(\[【〔<]\s*(?P<bracketed>{_CODE})\s*[)\]】〕>]|(?P<bare>{_CODE}))"
    rf"(?:\s*[-—_:、.]{{1,2}}\s*|\s*)(?P<name>.*)",
    re.DOTALL,
)
_TRAILING = re.compile(
    rf"(?P<name>.*?\D)\s*[(\[【〔]\s*(?P<code>{_CODE})\s*[)\]】〕]\s*", re.DOTALL
)
_WHOLE = re.compile(rf"\s*[(\[【〔]?\s*(?P<code>{_CODE})\s*[)\]】〕]?\s*")
#: The same codes and names come again and again, and several modules ask for each.
_KEPT = 16384
_CLASS_DIGITS = 3
_LEVEL_DIGITS = 2


@dataclass(frozen=True, slots=True)
class CodeAndName:
    """A code (digits, for procurement items with a letter in front) and the text beside it."""

    code: str | None
    name: str


@lru_cache(maxsize=_KEPT)
def normalize_code(text: str | None) -> str | None:
    """The code that `text` prints and nothing else, or None.

    Separators between levels go, and a level printed with one digit gets its zero:
    "302-12" → "30212", "301 2" → "30102", "[30101]" → "30101", "208.05.05" → "2080505".
    """
    match = _WHOLE.fullmatch(normalize_width(text or ""))
    return _join_levels(match["code"]) if match else None


@lru_cache(maxsize=_KEPT)
def split_code_name(text: str | None) -> CodeAndName:
    """Part a cell that prints a code and a name; code None where it prints no code.

    "2010301 行政运行", "（201）一般公共服务支出", "[30101]基本工资", "302-办公费",
    "行政运行（2010301）". The name is as printed, its white space removed.
    """
    printed = text or ""
    plain = normalize_width(printed)
    if match := _LEADING.fullmatch(plain):
        name = printed[slice(*match.span("name"))]
        code = match["bracketed"] or match["bare"]
        # "3名", "2024年度" and "12.5%" are no codes; a bracketed one digit is an enumeration.
        if len(re.sub(r"\D", "", code)) > 1 and not re.match(r"[年月日%‰]", name):
            return CodeAndName(_join_levels(code), _squeeze(name))
    elif (match := _TRAILING.fullmatch(plain)) and len(match["code"]) > 1:
        name = printed[slice(*match.span("name"))]
        return CodeAndName(_join_levels(match["code"]), _squeeze(name))
    return CodeAndName(None, _squeeze(printed))


def complete_code_columns(rows: Sequence[Sequence[str | None]]) -> list[str | None]:
    """Complete codes of rows whose 类/款/项 stand in columns of their own.

    A cell left of the row's last printed one that is blank is taken from the rows above. A row
    that prints a whole code in one column ("20805" under 款) keeps it. None for rows that print
    no code (合计).

    >>> complete_code_columns([["208", "", ""], ["", "05", ""], ["", "", "05"]])
    ['208', '20805', '2080505']
    """
    above: list[str] = []
    completed: list[str | None] = []
    for row in rows:
        parts = [normalize_code(cell) for cell in row]
        last = max((i for i, part in enumerate(parts) if part), default=None)
        if last is None:
            completed.append(None)
            continue
        levels: list[str] = []
        for i, part in enumerate(parts[: last + 1]):
            if part is None:
                levels.append(above[i] if i < len(above) else "")
            elif i and levels[i - 1] and part.startswith("".join(levels[:i])):
                levels.append(part[len("".join(levels[:i])) :])
            else:
                levels.append(part if i == 0 else _pad(part))
        above = levels
        completed.append("".join(levels) or None)
    return completed


def complete_codes(
    printed: Sequence[str | None], levels: Sequence[int | None] | None = None
) -> list[str | None]:
    """Complete codes of rows that print only their own level in one column.

    `levels` are the rows' depths where indentation or numbering tells them (0 = 类). Without a
    depth, a code of three or more digits stands for itself, and one of two digits is placed by
    what follows the 类 above: the first is a 款, the first under a 款 its 项, and further ones
    go on as 项 as long as they rise; one that does not rise is the next 款.

    >>> complete_codes(["208", "05", "05"])
    ['208', '20805', '2080505']
    """
    depths = list(levels) if levels is not None else [None] * len(printed)
    if len(depths) != len(printed):
        raise ValueError("levels must be as many as codes")
    path: list[str] = []
    completed: list[str | None] = []
    for text, depth in zip(printed, depths, strict=True):
        code = normalize_code(text)
        if code is None:
            completed.append(None)
            continue
        if len(code) >= _CLASS_DIGITS or not path:
            path = _split_levels(code)
        else:
            part = _pad(code)
            at = depth if depth is not None else _guess_depth(path, part)
            path = [*path[: max(1, min(at, len(path)))], part]
        completed.append("".join(path))
    return completed


def _guess_depth(path: list[str], part: str) -> int:
    if len(path) < _CLASS_DIGITS:
        return len(path)
    return 2 if part > path[2] else 1


def _split_levels(code: str) -> list[str]:
    levels = [code[:_CLASS_DIGITS]]
    rest = code[_CLASS_DIGITS:]
    levels += [rest[i : i + _LEVEL_DIGITS] for i in range(0, len(rest), _LEVEL_DIGITS)]
    return levels


def _join_levels(code: str) -> str:
    first, *rest = re.split(rf"{_DASHES}+", code.strip())
    return first + "".join(_pad(part) for part in rest)


def _pad(part: str) -> str:
    return part.rjust(_LEVEL_DIGITS, "0")


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)
