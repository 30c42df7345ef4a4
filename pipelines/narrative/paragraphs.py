"""From lines to paragraphs, over line and page ends, and from paragraphs to sentences.

Belongs here: where a paragraph begins (indent, number, short line before, table between) and where
a sentence ends. Does not belong here: which paragraph is a heading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipelines.narrative.lines import Glyph, Line, Margins
from pipelines.narrative.markers import Marker, read_marker

_END = "。！？!?"
_CLOSERS = "”’」』）)】》"
_BRACKETS = {"（": "）", "(": ")", "《": "》", "【": "】"}
_FINAL = re.compile(r"[。！？!?；;：:]$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together. `text[i]` is printed at `glyphs[i]`."""

    lines: tuple[Line, ...]
    text: str
    glyphs: tuple[Glyph, ...]

    @property
    def marker(self) -> Marker | None:
        """The number that the paragraph begins with."""
        return read_marker(self.text)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph; box of its part on the page where it begins."""

    text: str
    page: int
    page_to: int
    x0: float
    top: float
    x1: float
    bottom: float


def build_paragraphs(
    stream: Sequence[Line],
    page_margins: Mapping[int, Margins],
    table_between: Callable[[Line, Line], bool],
) -> list[Paragraph]:
    """Join the lines of `stream` (reading order) to paragraphs."""
    groups: list[list[Line]] = []
    for line in stream:
        if groups and _goes_on(groups[-1], line, page_margins, table_between):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [join_lines(group) for group in groups]


def join_lines(lines: Sequence[Line]) -> Paragraph:
    """One paragraph of `lines`; white space is kept only between Latin words or numbers."""
    glyphs: list[Glyph] = []
    for line in lines:
        at_wrap = bool(glyphs)
        pending: Glyph | None = None
        for glyph in line.glyphs:
            if not glyph.text.strip():
                pending = glyph
                continue
            previous = glyphs[-1].text[-1] if glyphs else ""
            if _needs_space(previous, glyph.text[0], pending is not None, at_wrap):
                place = pending or glyph
                glyphs.append(
                    Glyph(" ", place.page_no, place.x0, place.top, place.x0, place.bottom)
                )
            if len(glyph.text) == 1:
                glyphs.append(glyph)
            else:  # a ligature glyph prints several characters: each gets the glyph's place
                glyphs += [glyph._replace(text=c) for c in glyph.text if c.strip()]
            pending, at_wrap = None, False
    return Paragraph(tuple(lines), "".join(g.text for g in glyphs), tuple(glyphs))


def split_sentences(paragraph: Paragraph) -> list[Sentence]:
    """Sentences of a paragraph; a full stop inside brackets does not end one."""
    return [
        _place(paragraph, start, end)
        for start, end in sentence_spans(paragraph.text)
        if paragraph.text[start:end].strip()
    ]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end offsets of the sentences of `text`; together they cover it."""
    inside = _bracketed(text)
    spans: list[tuple[int, int]] = []
    start = i = 0
    while i < len(text):
        if text[i] in _END and not inside[i]:
            end = i + 1
            while end < len(text) and text[end] in _END + _CLOSERS:
                end += 1
            spans.append((start, end))
            start = i = end
        else:
            i += 1
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _goes_on(
    group: Sequence[Line],
    line: Line,
    page_margins: Mapping[int, Margins],
    table_between: Callable[[Line, Line], bool],
) -> bool:
    """Whether `line` continues the paragraph that `group` is so far."""
    previous = group[-1]
    here, there = page_margins[line.page_no], page_margins[previous.page_no]
    if table_between(previous, line) or not _same_size(previous, line):
        return False
    indented = line.x0 > here.left + 0.8 * line.size
    if indented:
        # A centred title of two lines has an indent on both.
        return _is_centred_pair(previous, line, there, here)
    gap_left = there.right - previous.x1
    # Where a page has short lines only, the longest of them is no full line.
    is_full = gap_left < 2.5 * previous.size and previous.x1 - previous.x0 > 12 * previous.size
    if read_marker(line.text) and (not is_full or _FINAL.search(previous.squeezed)):
        return False
    if is_full:
        return True
    # An unbroken number that did not fit leaves a wide gap at the end of the line before.
    token = re.match(r"[“（(《]?[\d,.%A-Za-z]+", line.text)
    room = len(token[0]) * 0.6 * line.size if token else 0.0
    if room and gap_left < 2.5 * previous.size + room and not _FINAL.search(previous.squeezed):
        return True
    blocks = previous.x0 <= there.left + 0.8 * previous.size and len(group) == 1
    return not blocks and not _FINAL.search(previous.squeezed) and gap_left < 8 * previous.size


def _same_size(a: Line, b: Line) -> bool:
    return abs(a.size - b.size) <= 0.15 * max(a.size, b.size)


def _is_centred_pair(previous: Line, line: Line, there: Margins, here: Margins) -> bool:
    if previous.page_no != line.page_no or read_marker(line.text):
        return False
    close = line.top - previous.bottom < 1.2 * line.size
    return close and all(
        abs((each.x0 + each.x1) - (edge.left + edge.right)) < 2 * each.size
        and each.x0 > edge.left + 2.5 * each.size
        and not _FINAL.search(each.squeezed)
        for each, edge in ((previous, there), (line, here))
    )


def _needs_space(previous: str, following: str, is_spaced: bool, at_wrap: bool) -> bool:
    if not (previous.isascii() and following.isascii()):
        return False
    if at_wrap:
        return previous.isalpha() and following.isalpha()
    return is_spaced and previous.isalnum() and following.isalnum()


def _bracketed(text: str) -> list[bool]:
    """For each character, whether it stands inside a pair of brackets that closes."""
    inside = [False] * len(text)
    open_at: list[tuple[int, str]] = []
    for i, char in enumerate(text):
        if char in _BRACKETS:
            open_at.append((i, _BRACKETS[char]))
            continue
        for depth in range(len(open_at) - 1, -1, -1):
            begin, closer = open_at[depth]
            if char == closer:
                inside[begin : i + 1] = [True] * (i + 1 - begin)
                del open_at[depth:]
                break
    return inside


def _place(paragraph: Paragraph, start: int, end: int) -> Sentence:
    glyphs = paragraph.glyphs[start:end]
    first = [g for g in glyphs if g.page_no == glyphs[0].page_no]
    _, _, lefts, tops, rights, bottoms = zip(*first, strict=True)
    return Sentence(
        text=paragraph.text[start:end].strip(),
        page=glyphs[0].page_no,
        page_to=glyphs[-1].page_no,
        x0=min(lefts),
        top=min(tops),
        x1=max(rights),
        bottom=max(bottoms),
    )
