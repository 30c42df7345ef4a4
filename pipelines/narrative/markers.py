"""How headings and list items are numbered: 第一部分, 一、, （一）, 1., （1）.

Belongs here: the notation and the level that each kind of number stands for. Does not belong here:
whether a numbered line is a heading (that takes its place and its surroundings).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PART, CHINESE, BRACKETED_CHINESE, ARABIC, BRACKETED_ARABIC = 1, 2, 3, 4, 5

_CHINESE_NUMBER = r"[一二三四五六七八九十百]+"
_KINDS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (PART, re.compile(rf"第\s*(?:{_CHINESE_NUMBER}|\d+)\s*(?:部\s*分|章|篇)\s*[、：:.]?\s*")),
    (CHINESE, re.compile(rf"{_CHINESE_NUMBER}\s*[、．.]\s*")),
    (BRACKETED_CHINESE, re.compile(rf"[（(]\s*{_CHINESE_NUMBER}\s*[)）]\s*[、.．]?\s*")),
    # Not "1.5万元" and not "3、5月": a number goes on behind the point.
    (ARABIC, re.compile(r"\d{1,2}\s*[.．、](?!\s*\d)\s*")),
    (BRACKETED_ARABIC, re.compile(r"(?:[（(]\s*\d{1,2}\s*[)）]|\d{1,2}\s*[)）]|[①-⑳])\s*")),
)


@dataclass(frozen=True, slots=True)
class Marker:
    """The number in front of a heading or item: its level, its text, what follows it."""

    level: int
    number: str
    title: str


def read_marker(text: str) -> Marker | None:
    """The numbering that `text` begins with, or None."""
    for level, pattern in _KINDS:
        if match := pattern.match(text):
            return Marker(level, match[0].strip(), text[match.end() :].strip())
    return None
