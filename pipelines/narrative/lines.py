"""From a page's characters to its lines of running text, tables left out.

Belongs here: geometry of text lines (clustering, order, gaps, margins). Does not belong here: what
a line is (furniture, heading, sentence) and anything inside a table's box.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from pipelines.pdf import Page
from pipelines.tables.watermarks import without_watermarks

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points, top-left origin."""

# A gap this wide (in character sizes) parts two pieces of a line: "部门：某局      单位：万元".
_GAP = 2.0
_MIN_OVERLAP = 0.5
_TOLERANCE = 1.0


@dataclass(frozen=True, slots=True)
class Glyph:
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
    running, _ = without_watermarks([c for c in page.chars if _is_running(c)])
    chars = [c for c in running if not _is_inside(c, excluded)]
    lines = [_make_line(page.page_no, group) for group in _cluster(chars)]
    return [line for line in lines if line.text]


def margins(lines: Sequence[Line]) -> Margins | None:
    """Edges of the running text over `lines` of one page format; None without any line.

    The left edge is where most long lines begin (first lines of paragraphs are indented, so the
    edge is the leftmost of the frequent ones); the right edge is the far end of the long lines.
    """
    if not lines:
        return None
    size = Counter(round(line.size * 2) / 2 for line in lines for _ in line.glyphs)
    body = size.most_common(1)[0][0]
    widest = max(line.x1 - line.x0 for line in lines)
    long = [line for line in lines if line.x1 - line.x0 > 0.6 * widest] or list(lines)
    starts = Counter(round(line.x0) for line in long)
    most = starts.most_common(1)[0][1]
    left = min(start for start, count in starts.items() if count >= max(1, 0.2 * most))
    ends = sorted(line.x1 for line in long)
    return Margins(left=left, right=ends[int(0.9 * (len(ends) - 1))], size=body)


def _is_running(char: dict[str, Any]) -> bool:
    return bool(char["text"]) and char.get("upright", True) and not char.get("hidden", False)


def _is_inside(char: dict[str, Any], boxes: Sequence[Box]) -> bool:
    x = (char["x0"] + char["x1"]) / 2
    y = (char["top"] + char["bottom"]) / 2
    return any(
        x0 - _TOLERANCE <= x <= x1 + _TOLERANCE and top - _TOLERANCE <= y <= bottom + _TOLERANCE
        for x0, top, x1, bottom in boxes
    )


def _cluster(chars: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Group characters that overlap vertically by half of the smaller one's height."""
    groups: list[list[dict[str, Any]]] = []
    spans: list[tuple[float, float]] = []
    # Spaces come last: some producers draw them with a box of another height, which would chain
    # two lines together.
    for char in sorted(chars, key=lambda c: (not c["text"].strip(), c["top"], c["x0"])):
        top, bottom = char["top"], char["bottom"]
        best, best_overlap = None, _MIN_OVERLAP
        for i in range(len(spans) - 1, -1, -1):
            span_top, span_bottom = spans[i]
            smaller = min(bottom - top, span_bottom - span_top) or 1.0
            overlap = (min(bottom, span_bottom) - max(top, span_top)) / smaller
            if overlap > best_overlap:
                best, best_overlap = i, overlap
        if best is None:
            if char["text"].strip():
                groups.append([char])
                spans.append((top, bottom))
        else:
            groups[best].append(char)
    order = sorted(range(len(groups)), key=lambda i: sum(spans[i]))
    return [groups[i] for i in order]


def _make_line(page_no: int, chars: list[dict[str, Any]]) -> Line:
    chars = _without_doubles(sorted(chars, key=lambda c: c["x0"]))
    while chars and not chars[0]["text"].strip():
        chars.pop(0)
    while chars and not chars[-1]["text"].strip():
        chars.pop()
    size = median(c["size"] for c in chars)
    glyphs: list[Glyph] = []
    for char in chars:
        glyph = Glyph(char["text"], page_no, char["x0"], char["top"], char["x1"], char["bottom"])
        if glyphs and glyph.x0 - glyphs[-1].x1 > _GAP * size:
            last = glyphs[-1]
            glyphs.append(Glyph(" ", page_no, last.x1, last.top, glyph.x0, last.bottom))
        glyphs.append(glyph)
    bold = sum("bold" in str(c.get("fontname", "")).lower() for c in chars)
    return Line(
        page_no=page_no,
        text="".join(g.text for g in glyphs),
        glyphs=tuple(glyphs),
        x0=min(g.x0 for g in glyphs),
        top=min(g.top for g in glyphs),
        x1=max(g.x1 for g in glyphs),
        bottom=max(g.bottom for g in glyphs),
        size=size,
        is_bold=bold * 2 > len(chars),
    )


def _without_doubles(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out a character drawn again on the same spot (bold by double printing)."""
    kept: list[dict[str, Any]] = []
    for char in chars:
        twin = any(
            c["text"] == char["text"] and abs(c["x0"] - char["x0"]) < 0.25 * (char["size"] or 1)
            for c in kept[-3:]
        )
        if not (twin and char["text"].strip()):
            kept.append(char)
    return kept
