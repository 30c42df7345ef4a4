"""How this room reads numbers: the notation of ``disclosure.amounts``, remembered by text.

Belongs here: what the room asks of a cell's text again and again. Does not belong here: notation.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.disclosure import amounts
from pipelines.disclosure.amounts import Content, Reading
from pipelines.tables.text import CACHED, squash

_DATE = re.compile(
    r"(19|20)\d\d(年度?(\d{1,2}月(份|底|末)?(\d{1,2}[日号])?)?|[-/.]\d{1,2}[-/.]\d{1,2}(?!\d))"
    r"|\d{1,2}月((份|底|末|初)|\d{1,2}[日号])?(?!\d)"
)
_NUMERIC = re.compile(r"[-+△▲(]*\d[\d,.]*[)%]*")
#: Thousands, decimals or a power of ten: an amount, however it is written.
_ODD = re.compile(r"\d[,'’ ]\d{3}(?!\d)|\d\.\d{1,2}(?!\d)|\d[eE][+-]?\d")
#: An amount to the cent before words: a remark in the cell of an amount.
_BEFORE_WORDS = re.compile(r"[-+△▲]?(\d{1,3}(,\d{3})+|\d+)\.\d\d[^\d.,%]")
_MONTH = re.compile(r"(19|20)\d\d\.\d{1,2}(?!\d)")
_LONGEST_ODD = 24
_YEAR = re.compile(r"(19|20)\d\d(年度?)?")

#: As ``amounts.read_number``; a cell's text is asked for its number by several modules.
read_number = lru_cache(maxsize=CACHED)(amounts.read_number)


@lru_cache(maxsize=CACHED)
def is_date(text: str) -> bool:
    """Whether all digits of a text belong to dates (已于2025年2月完成)."""
    flat = amounts.normalize_width(squash(text))
    rest = _DATE.sub("", flat)
    return rest != flat and not re.search(r"\d", rest)


@lru_cache(maxsize=CACHED)
def is_amount(text: str) -> bool:
    """Whether a text is a number that a header would not print (a year is none)."""
    reading: Reading = read_number(text)
    if reading.content is not Content.NUMBER or reading.number is None:
        return False
    if _YEAR.fullmatch(squash(amounts.normalize_width(text))):
        return False
    return reading.number.unit in (None, "%", "元", "万元")


@lru_cache(maxsize=CACHED)
def is_strong_amount(text: str) -> bool:
    """A number with a decimal point, thousands separator or percent sign."""
    return is_amount(text) and re.search(r"[.,%．，％]", text) is not None


@lru_cache(maxsize=CACHED)
def is_numeric(text: str) -> bool:
    """Whether a text is made of digits and separators alone, whatever they say."""
    return _NUMERIC.fullmatch(amounts.normalize_width(squash(text))) is not None


@lru_cache(maxsize=CACHED)
def is_before_words(text: str) -> bool:
    """Whether words stand behind an amount to the cent: 1,234.56（含上年结转资金）."""
    return _BEFORE_WORDS.match(amounts.normalize_width(squash(text))) is not None


@lru_cache(maxsize=CACHED)
def is_odd_amount(text: str) -> bool:
    """Whether a text that is read as no number looks like one: 1,234.56-, 1.2E+05, RMB 12.50.

    In a column of amounts it is kept and marked, so that none is lost without a word.
    """
    flat = amounts.normalize_width(text)
    return (
        len(flat) <= _LONGEST_ODD
        and _ODD.search(_MONTH.sub("", flat)) is not None
        and re.search(r"[一-龥]", flat) is None
        and read_number(text).content is not Content.NUMBER
    )
