"""From a page's characters to its lines of running text, tables left out.

Belongs here: geometry of text lines (clustering, order, gaps, margins). Does not belong here: what
a line is (furniture, heading, sentence) and anything inside a table's box.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from operator import itemgetter
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from pipelines.pdf import Page
from pipelines.pdf.places import Places
from pipelines.tables.watermarks import are_laid_over

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points, top-left origin."""

# A gap this wide (in character sizes) parts two pieces of a line: "部门：某局      单位：万元".
_GAP = 2.0
_MIN_OVERLAP = 0.5
_TOLERANCE = 1.0


class Glyph(NamedTuple):
    """One character with its place."""

    text: str
    page_no: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line. `text` has no white space at its ends; `glyphs` are its characters."""

    page_no: int
    text: str
    glyphs: tuple[Glyph, ...]
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    is_bold: bool

    @property
    def squeezed(self) -> str:
        """The text without any white space."""
        return "".join(self.text.split())


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right edge of the running text, and its usual character size."""

    left: float
    right: float
    size: float

    @property
    def width(self) -> float:
        """Width of the running text."""
        return self.right - self.left


def page_lines(page: Page, excluded: Sequence[Box] = ()) -> list[Line]:
    """Lines of `page` from top to bottom, without the characters centred in an excluded box."""
    places = page.places
    is_running = places.is_upright & ~places.is_hidden & (places.text != 0)
    chars, places = list(compress(page.chars, is_running)), places.where(is_running)
    is_free = ~are_laid_over(chars, places) & _are_outside(places, excluded)
    groups = _cluster(list(compress(chars, is_free)), places.where(is_free))
    return [line for group in groups if (line := _make_line(page.page_no, group)).text]


def margins(lines: Sequence[Line]) -> Margins | None:
    """Edges of the running text over `lines` of one page format; None without any line.

    The left edge is where most long lines begin (first lines of paragraphs are indented, so the
    edge is the leftmost of the frequent ones); the right edge is the far end of the long lines.
    """
    if not lines:
        return None
    size: Counter[float] = Counter()
    for line in lines:
        size[round(line.size * 2) / 2] += len(line.glyphs)
    body = size.most_common(1)[0][0]
    widest = max(line.x1 - line.x0 for line in lines)
    long = [line for line in lines if line.x1 - line.x0 > 0.6 * widest] or list(lines)
    starts = Counter(round(line.x0) for line in long)
    most = starts.most_common(1)[0][1]
    left = min(start for start, count in starts.items() if count >= max(1, 0.2 * most))
    ends = sorted(line.x1 for line in long)
    return Margins(left=left, right=ends[int(0.9 * (len(ends) - 1))], size=body)


def _are_outside(places: Places, boxes: Sequence[Box]) -> np.ndarray:
    """Whether the centre of each character is in none of the boxes."""
    is_outside = np.ones(len(places), dtype=bool)
    xs, ys = places.middle_x, places.middle_y
    for x0, top, x1, bottom in boxes:
        is_outside &= ~(
            (x0 - _TOLERANCE <= xs)
            & (xs <= x1 + _TOLERANCE)
            & (top - _TOLERANCE <= ys)
            & (ys <= bottom + _TOLERANCE)
        )
    return is_outside


def _cluster(chars: Sequence[dict[str, Any]], places: Places) -> list[list[dict[str, Any]]]:
    """Group characters that overlap vertically by half of the smaller one's height."""
    groups: list[list[dict[str, Any]]] = []
    spans: list[tuple[float, float]] = []
    from_top = np.lexsort((places.x0, places.top))
    is_blank = places.is_blank[from_top]
    # Spaces come last: some producers draw them with a box of another height, which would chain
    # two lines together.
    for some, is_printed in ((from_top[~is_blank], True), (from_top[is_blank], False)):
        near = list(range(len(spans)))  # groups that reach below the characters' top, latest first
        near.reverse()
        tops, bottoms = places.top[some].tolist(), places.bottom[some].tolist()
        for at, top, bottom in zip(some.tolist(), tops, bottoms, strict=True):
            best, best_overlap = None, _MIN_OVERLAP
            is_passed = False
            for i in near:
                span_top, span_bottom = spans[i]
                low = bottom if bottom < span_bottom else span_bottom
                high = top if top > span_top else span_top
                if low <= high:
                    is_passed = is_passed or span_bottom <= top
                    continue
                smaller = min(bottom - top, span_bottom - span_top) or 1.0
                overlap = (low - high) / smaller
                if overlap > best_overlap:
                    best, best_overlap = i, overlap
            if is_passed:
                near = [i for i in near if spans[i][1] > top]
            if best is not None:
                groups[best].append(chars[at])
            elif is_printed:
                near.insert(0, len(groups))
                groups.append([chars[at]])
                spans.append((top, bottom))
    order = sorted(range(len(groups)), key=lambda i: sum(spans[i]))
    return [groups[i] for i in order]


_FROM_LEFT = itemgetter("x0")
_FONT = itemgetter("fontname")


def _make_line(page_no: int, chars: list[dict[str, Any]]) -> Line:
    chars = _without_doubles(sorted(chars, key=_FROM_LEFT))
    while chars and not chars[0]["text"].strip():
        chars.pop(0)
    while chars and not chars[-1]["text"].strip():
        chars.pop()
    size = median(c["size"] for c in chars)
    gap = _GAP * size
    glyphs: list[Glyph] = []
    last: Glyph | None = None
    for char in chars:
        glyph = Glyph(char["text"], page_no, char["x0"], char["top"], char["x1"], char["bottom"])
        if last is not None and glyph.x0 - last.x1 > gap:
            glyphs.append(Glyph(" ", page_no, last.x1, last.top, glyph.x0, last.bottom))
        glyphs.append(glyph)
        last = glyph
    texts, _, lefts, tops, rights, bottoms = zip(*glyphs, strict=True)
    return Line(
        page_no=page_no,
        text="".join(texts),
        glyphs=tuple(glyphs),
        x0=min(lefts),
        top=min(tops),
        x1=max(rights),
        bottom=max(bottoms),
        size=size,
        is_bold=sum(map(_is_bold, map(_FONT, chars))) * 2 > len(chars),
    )


@lru_cache(maxsize=1024)
def _is_bold(font_name: str) -> bool:
    return "bold" in font_name.lower()


def _without_doubles(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out a character drawn again on the same spot (bold by double printing)."""
    kept: list[dict[str, Any]] = []
    for char in chars:
        text = char["text"]
        for other in kept[-3:]:
            if (
                other["text"] == text
                and abs(other["x0"] - char["x0"]) < 0.25 * (char["size"] or 1)
                and text.strip()
            ):
                break
        else:
            kept.append(char)
    return kept
