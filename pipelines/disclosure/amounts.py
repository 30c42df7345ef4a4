"""How numbers are written in Chinese budget disclosures: printed text -> exact decimal text.

Belongs here: notation only (thousands separators, full-width digits, negatives, comparison
operators, percent signs, the unit printed behind a number). Does not belong here: what the number
is about, which unit of money a column has, or any arithmetic. Numbers stay text, so that the
printed precision is kept and nothing passes through a float.

Every notation below was seen in published disclosures; `ParsedNumber.notation` names it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Notation(StrEnum):
    """How the sign is written."""

    PLAIN = "plain"
    PLUS = "plus"
    MINUS = "minus"
    TRIANGLE = "triangle"
    PARENTHESES = "parentheses"


class Content(StrEnum):
    """What a cell holds, as far as its notation tells."""

    NUMBER = "number"
    BLANK = "blank"
    DASH = "dash"
    OVERFLOW = "overflow"
    MULTIPLE = "multiple"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """One number. `number` is plain decimal text: optional "-", digits, optional point and digits.

    Printed decimals are kept ("12.30"), leading zeros and a plus sign are not. `operator` is one
    of = >= <= > < or None. `unit` is the text behind the number ("万元", "%", "人次"), None where
    nothing is printed. `has_bad_grouping`: commas that do not part groups of three, as when a
    digit was clipped or two numbers run together; the digits are those printed.
    """

    number: str
    operator: str | None
    unit: str | None
    is_percent: bool
    notation: Notation
    has_bad_grouping: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell holds, with the number where it holds exactly one."""

    content: Content
    number: ParsedNumber | None = None

    @property
    def is_multiple(self) -> bool:
        """Several numbers in one cell: not one number, and not guessed."""
        return self.content is Content.MULTIPLE


# Full-width ASCII block, and the look-alikes of sign, point, operator that producers write.
# Not NFKC: that would turn ㎡ into m2 and ① into 1.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDTH |= str.maketrans(
    {
        "\u3000": " ",
        "\u00a0": " ",
        "\ufeff": " ",
        "\u200b": " ",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "﹣": "-",
        "﹪": "%",
        "٪": "%",
        "≧": "≥",
        "⩾": "≥",
        "≦": "≤",
        "⩽": "≤",
        "﹥": ">",
        "﹤": "<",
        "﹦": "=",
        "﹐": ",",
        "﹙": "(",
        "﹚": ")",
        "Δ": "△",
        "∆": "△",
        "▵": "△",
    }
)

_OPERATORS = {
    "=": "=", "≥": ">=", ">=": ">=", "=>": ">=", "≤": "<=", "<=": "<=", "=<": "<=",
    ">": ">", "<": "<", "》": ">", "《": "<",  # 》90% is printed for >90%
    "等于": "=", "大于等于": ">=", "大于或等于": ">=", "不低于": ">=",
    "不少于": ">=", "不小于": ">=", "至少": ">=", "小于等于": "<=", "小于或等于": "<=",
    "不超过": "<=", "不高于": "<=", "不大于": "<=", "不多于": "<=", "至多": "<=",
    "大于": ">", "超过": ">", "高于": ">", "多于": ">", "小于": "<", "低于": "<", "少于": "<",
}  # fmt: skip
_SUFFIX_OPERATORS = {
    "以上": ">=", "及以上": ">=", "(含)以上": ">=", "以内": "<=", "之内": "<=",
    "以下": "<=", "及以下": "<=", "(含)以下": "<=",
}  # fmt: skip


def _alternatives(words: dict[str, str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d[\d,]*\d\.\d+|\d[\d,]*\d|\d+(?:\.\d+)?|\.\d+"
# A unit is letters, Chinese characters and a few signs; sentence punctuation ends a number, not
# a unit, and a digit would be a second number. m2, m3, km2 are the exceptions.
_UNIT = r"[%‰‱℃°]|(?:k?m[23])|[%‰]?(?:[^\W\d_]|[/()·*²³㎡㎥%])*"
_NUMBER = re.compile(
    rf"(?P<operator>{_alternatives(_OPERATORS)})?\s*(?:人民币)?[¥￥]?\s*"
    rf"(?:(?P<open>\()?\s*(?P<sign>[-+△▲—]\s*)?(?P<digits>{_DIGITS})\s*(?P<close>\))?"
    rf"(?P<percent>%)?)\s*(?P<unit>{_UNIT})"
)
_SUFFIX = re.compile(rf"(?P<unit>.*?)(?P<suffix>{_alternatives(_SUFFIX_OPERATORS)})")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?")
_DASH = re.compile(r"[-—―─/\\一_~*]+")
_SEPARATOR = re.compile(r"[;,、\s]+|(?<=\D)/(?=[≥≤<>=\d])|(?<=\d)[-~至](?=\d)")
_MAX_UNIT = 6
_MAX_COMPOUND_UNIT = 10


def normalize_width(text: str) -> str:
    """Full-width ASCII and look-alikes to ASCII, character by character (offsets stay)."""
    return text.translate(_WIDTH)


def parse_number(text: str | None) -> ParsedNumber | None:
    """The one number that `text` prints, or None. `read_number` says why there is none."""
    return read_number(text).number


def read_number(text: str | None) -> Reading:
    """Classify a cell's text, and parse it where it is exactly one number.

    >>> read_number("≤50万元").number.number
    '50'
    >>> read_number("（12.30）").number.number
    '-12.30'
    >>> read_number("——").content
    <Content.DASH: 'dash'>
    """
    plain = normalize_width(text or "").strip()
    if not plain:
        return Reading(Content.BLANK)
    if set(plain) == {"#"} or re.fullmatch(r"[#\s]*#{2,}[#\s]*", plain):
        return Reading(Content.OVERFLOW)
    if _DASH.fullmatch(re.sub(r"\s", "", plain)):
        return Reading(Content.DASH)
    parsed = _parse(_join_wraps(plain))
    if parsed is not None:
        return Reading(Content.NUMBER, parsed)
    several = len(_TOKEN.findall(plain)) > 1 and _is_list(plain)
    return Reading(Content.MULTIPLE if several else Content.TEXT)


def _join_wraps(plain: str) -> str:
    """Remove white space inside a number that was wrapped; keep it between two whole numbers.

    `1,234,5` + `67.89` is one number, since the first part alone has no valid grouping, and so
    are `123.` + `45` and `- 12.3`; `12` + `34` may be two.
    """
    pieces = plain.split()
    joined = pieces[0]
    for piece in pieces[1:]:
        wrapped = (
            joined.endswith((".", ","))
            or piece.startswith((".", ","))
            or not piece[0].isdigit()
            or not joined[-1].isdigit()
            or _tail_is_cut(joined)
        )
        joined += piece if wrapped else f" {piece}"
    return joined


def _tail_is_cut(text: str) -> bool:
    tail = re.search(r"\d[\d,]*$", text)
    return tail is not None and "," in tail[0] and not _GROUPED.fullmatch(tail[0])


def _parse(plain: str) -> ParsedNumber | None:
    match = _NUMBER.fullmatch(plain)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    digits = match["digits"]
    sign = (match["sign"] or "").strip()
    if match["open"] and sign:
        return None
    unit = (match["percent"] or "") + match["unit"]
    operator = _OPERATORS.get(match["operator"] or "")
    if suffix := _SUFFIX.fullmatch(unit):
        if operator is None:
            operator = _SUFFIX_OPERATORS[suffix["suffix"]]
        unit = suffix["unit"]
    if bracketed := re.fullmatch(r"\(([^()]+)\)", unit):
        unit = bracketed[1]
    if not _is_unit(unit, in_parentheses=bool(match["open"])):
        return None
    notation = _notation(sign, bool(match["open"]))
    number = _plain_digits(digits)
    if notation in (Notation.MINUS, Notation.TRIANGLE, Notation.PARENTHESES):
        number = f"-{number}"
    return ParsedNumber(
        number=number,
        operator=operator,
        unit=unit or None,
        is_percent=unit.startswith("%"),
        notation=notation,
        has_bad_grouping="," in digits and not _GROUPED.fullmatch(digits),
    )


def _is_unit(unit: str, in_parentheses: bool) -> bool:
    """Whether the text behind a number is a unit, and not a name or a sentence.

    Not units are the rest of "3名工作人员参加…", "2024年部门预算", "1%人口抽样调查", and of the
    numbered "(1)工资福利支出".
    """
    if in_parentheses:
        return unit in ("", "%", "元", "万元", "亿元")
    if unit.startswith("%"):
        return unit == "%"
    if unit[:1] in ("年", "月", "号"):
        return unit in ("年", "年度", "月", "号", "年/次", "月/次")
    return len(unit) <= (_MAX_COMPOUND_UNIT if re.search(r"[/(]", unit) else _MAX_UNIT)


def _notation(sign: str, in_parentheses: bool) -> Notation:
    if in_parentheses:
        return Notation.PARENTHESES
    if sign in ("△", "▲"):
        return Notation.TRIANGLE
    if sign == "+":
        return Notation.PLUS
    return Notation.MINUS if sign else Notation.PLAIN


def _plain_digits(digits: str) -> str:
    whole, point, decimals = digits.replace(",", "").partition(".")
    return (whole.lstrip("0") or "0") + point + decimals


def _is_list(plain: str) -> bool:
    """Whether every part between separators is a number of its own (`≤1次；≤2次`, `12 34`)."""
    parts = [part for part in _SEPARATOR.split(plain) if part]
    return len(parts) > 1 and sum(_parse(p) is not None for p in parts) > 1
