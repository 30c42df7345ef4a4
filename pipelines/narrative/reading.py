"""The narrative of a document: sections, sentences and claims from its pages less its tables.

Belongs here: the order of the steps and the rows for the raw tables section, sentence and claim.
Does not belong here: how each step is done (the other modules of this room), what a claim speaks
of in terms of the warehouse (dbt).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pipelines.narrative.charts import chart_lines
from pipelines.narrative.claims import Claim, Context, read_claims
from pipelines.narrative.contents import find_contents
from pipelines.narrative.furniture import find_furniture
from pipelines.narrative.lines import Box, Line, Margins, margins, page_lines
from pipelines.narrative.markers import BRACKETED_CHINESE, read_marker
from pipelines.narrative.outline import (
    Heading,
    drop_items,
    goes_on_below,
    is_title_page,
    part_title_page,
    read_heading,
)
from pipelines.narrative.paragraphs import (
    Paragraph,
    Sentence,
    build_paragraphs,
    join_lines,
    split_sentences,
)
from pipelines.pdf import Page
from pipelines.tables import TableReading

Kind = Literal["sentence", "heading", "contents", "title", "furniture", "chart"]
_ENOUGH_LINES = 5
_CHART_CAPTION = re.compile(r"图\s*[\d：:][^，。；]{0,40}|[^，。；]{2,12}图")


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line outside tables, and what it is (for the accounting of tokens)."""

    kind: Kind
    line: Line


@dataclass(slots=True)
class Section:
    """A heading and what stands under it until the next one of its level or higher."""

    section_no: int
    parent_no: int | None
    level: int
    title: str
    page_from: int
    page_to: int
    sentences: list[str] = field(default_factory=list)


@dataclass(slots=True)
class PlacedSentence:
    """A sentence with the section that it stands in and its claims."""

    section_no: int | None
    sentence: Sentence
    claims: list[Claim]


@dataclass(slots=True)
class Narrative:
    """All text of a document outside its tables."""

    sections: list[Section]
    sentences: list[PlacedSentence]
    lines: list[PlacedLine]

    def of_kind(self, *kinds: Kind) -> list[Line]:
        """Lines of these kinds, in reading order."""
        return [placed.line for placed in self.lines if placed.kind in kinds]

    def rows(self, document_id: str) -> dict[str, list[dict[str, Any]]]:
        """Rows of the raw tables section, sentence and claim."""
        sentences: list[dict[str, Any]] = []
        claims: list[dict[str, Any]] = []
        for n, placed in enumerate(self.sentences, start=1):
            sentence_id = f"{document_id}-s{n:05d}"
            sentences.append(_sentence_row(document_id, sentence_id, placed))
            claims += [
                {
                    "document_id": document_id,
                    "claim_id": f"{sentence_id}-c{m:02d}",
                    "sentence_id": sentence_id,
                    "page": placed.sentence.page,
                    **claim.row(),
                }
                for m, claim in enumerate(placed.claims, start=1)
            ]
        sections = [_section_row(document_id, section) for section in self.sections]
        return {"section": sections, "sentence": sentences, "claim": claims}


def read_narrative(pages: Sequence[Page], tables: TableReading) -> Narrative:
    """Read the text of `pages` outside `tables`, their captions and notes."""
    regions = {page.page_no: _grid_boxes(tables, page.page_no) for page in pages}
    lines = {
        page.page_no: page_lines(
            page, [*regions[page.page_no], *_caption_boxes(tables, page.page_no)]
        )
        for page in pages
    }
    furniture = find_furniture(pages, lines)
    body = {
        no: [line for line in page_of_lines if line not in furniture.get(no, [])]
        for no, page_of_lines in lines.items()
    }
    stream = [line for page in pages for line in body[page.page_no]]
    in_contents = find_contents(stream)
    contents = [stream[i] for i in sorted(in_contents)]
    in_charts = {id(line) for page in pages for line in chart_lines(page, body[page.page_no])}
    charts = [
        line for i, line in enumerate(stream) if id(line) in in_charts and i not in in_contents
    ]
    text = [
        line for i, line in enumerate(stream) if i not in in_contents and id(line) not in in_charts
    ]

    edges = _page_margins(pages, text)
    body_size = _body_size(edges, text)
    between = _TableBetween(regions)
    cover, paragraphs = _part_cover(_build_blocks(pages, text, regions, edges, between))
    headings = _find_headings(paragraphs, edges, body_size, between)

    reading = _Reader()
    for paragraph, heading in zip(paragraphs, headings, strict=True):
        reading.take(paragraph, heading)
    placed = [PlacedLine("title", line) for line in cover]
    placed += [PlacedLine("contents", line) for line in contents]
    placed += [PlacedLine("furniture", line) for group in furniture.values() for line in group]
    placed += [PlacedLine("chart", line) for line in charts]
    placed += reading.lines
    placed.sort(key=lambda p: (p.line.page_no, p.line.top, p.line.x0))
    return Narrative(reading.sections, reading.sentences, placed)


def _build_blocks(
    pages: Sequence[Page],
    text: Sequence[Line],
    regions: Mapping[int, Sequence[Box]],
    edges: Mapping[int, Margins],
    between: _TableBetween,
) -> list[tuple[bool, Paragraph]]:
    """Paragraphs in reading order, each with whether it is the whole text of a title page."""
    by_page: dict[int, list[Line]] = defaultdict(list)
    for line in text:
        by_page[line.page_no].append(line)
    blocks: list[tuple[bool, Paragraph]] = []
    run: list[Line] = []
    for page in pages:
        lines = by_page[page.page_no]
        if is_title_page(lines, bool(regions[page.page_no])):
            blocks += [(False, p) for p in build_paragraphs(run, edges, between)]
            title, rest = part_title_page(lines)
            blocks.append((True, join_lines(title)))
            blocks += [(False, p) for p in build_paragraphs(rest, edges, between)]
            run = []
        else:
            run += lines
    blocks += [(False, p) for p in build_paragraphs(run, edges, between)]
    return blocks


def _part_cover(
    blocks: Sequence[tuple[bool, Paragraph]],
) -> tuple[list[Line], list[Paragraph]]:
    """The lines of the cover, and the paragraphs behind it."""
    cover: list[Line] = []
    i = 0
    while i < len(blocks):
        is_title, paragraph = blocks[i]
        if not is_title or (paragraph.marker is not None):
            break
        cover += paragraph.lines
        i += 1
    return cover, [paragraph for _, paragraph in blocks[i:]]


def _find_headings(
    paragraphs: list[Paragraph],
    edges: Mapping[int, Margins],
    body_size: float,
    between: _TableBetween,
) -> list[Heading | None]:
    _join_part_titles(paragraphs, body_size)
    found = [read_heading(p, edges[p.lines[0].page_no], body_size) for p in paragraphs]

    def has_table_behind(i: int) -> bool:
        if i + 1 == len(paragraphs):
            return between.is_below(paragraphs[i].lines[-1])
        return between(paragraphs[i].lines[-1], paragraphs[i + 1].lines[0])

    return drop_items(found, has_table_behind)


def _join_part_titles(paragraphs: list[Paragraph], body_size: float) -> None:
    """第一部分 and the title on the lines below it are one heading, and so is a long title in
    large type that goes on in the line below.
    """
    i = 0
    while i + 1 < len(paragraphs):
        here, following = paragraphs[i], paragraphs[i + 1]
        if goes_on_below(here, following, body_size):
            paragraphs[i : i + 2] = [join_lines([*here.lines, *following.lines])]
        else:
            i += 1


class _Reader:
    """Collects sections and sentences while it goes through the paragraphs."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.sentences: list[PlacedSentence] = []
        self.lines: list[PlacedLine] = []
        self._open: list[Section] = []
        self._context = Context("")

    def take(self, paragraph: Paragraph, heading: Heading | None) -> None:
        kind: Kind = "sentence"
        if heading:
            kind = "heading"
            self._begin_section(heading)
        elif _CHART_CAPTION.fullmatch(paragraph.text):
            kind = "chart"
        else:
            self._add_text(paragraph)
        self.lines += [PlacedLine(kind, line) for line in paragraph.lines]

    def _begin_section(self, heading: Heading) -> None:
        while self._open and self._open[-1].level >= heading.level:
            self._open.pop()
        section = Section(
            section_no=len(self.sections) + 1,
            parent_no=self._open[-1].section_no if self._open else None,
            level=heading.level,
            title=heading.title,
            page_from=heading.paragraph.lines[0].page_no,
            page_to=heading.paragraph.lines[-1].page_no,
        )
        self.sections.append(section)
        self._open.append(section)
        self._context = Context(section.title)

    def _add_text(self, paragraph: Paragraph) -> None:
        section = self._open[-1] if self._open else None
        self._context.begin_paragraph(paragraph.text)
        for sentence in split_sentences(paragraph):
            claims = read_claims(sentence.text, self._context)
            self.sentences.append(
                PlacedSentence(section.section_no if section else None, sentence, claims)
            )
            if section:
                section.sentences.append(sentence.text)
        for each in self._open:
            each.page_to = max(each.page_to, paragraph.lines[-1].page_no)


class _TableBetween:
    """Whether a table stands between two lines of running text."""

    def __init__(self, regions: Mapping[int, Sequence[Box]]) -> None:
        self._regions = regions

    def __call__(self, above: Line, below: Line) -> bool:
        if above.page_no == below.page_no:
            return any(
                top >= above.top and bottom <= below.bottom + 1
                for _, top, _, bottom in self._regions[above.page_no]
            )
        pages = range(above.page_no + 1, below.page_no)
        return (
            self.is_below(above)
            or any(self._regions.get(page) for page in pages)
            or any(bottom <= below.bottom for _, _, _, bottom in self._regions[below.page_no])
        )

    def is_below(self, line: Line) -> bool:
        """Whether a table stands under `line` on its page."""
        return any(top >= line.top for _, top, _, _ in self._regions[line.page_no])


def _grid_boxes(tables: TableReading, page_no: int) -> list[Box]:
    reading = tables.pages.get(page_no)
    return [part.grid.box for part in reading.parts] if reading else []


def _caption_boxes(tables: TableReading, page_no: int) -> list[Box]:
    """Boxes of captions and notes; a numbered title also opens a section and stays text."""
    reading = tables.pages.get(page_no)
    if reading is None:
        return []
    return [
        (line.x0, line.top, line.x1, line.bottom)
        for line in (*reading.caption_lines, *reading.note_lines)
        if not _is_numbered(line.text)
    ]


def _is_numbered(text: str) -> bool:
    marker = read_marker(text.strip())
    return marker is not None and marker.level <= BRACKETED_CHINESE


def _page_margins(pages: Sequence[Page], text: Sequence[Line]) -> dict[int, Margins]:
    """Margins by page: its own where it has enough lines, else those of pages as wide as it."""
    widths = {page.page_no: round(page.width) for page in pages}
    by_page: dict[int, list[Line]] = defaultdict(list)
    by_width: dict[int, list[Line]] = defaultdict(list)
    for line in text:
        by_page[line.page_no].append(line)
        by_width[widths[line.page_no]].append(line)
    shared = {width: margins(lines) for width, lines in by_width.items()}
    result: dict[int, Margins] = {}
    for no, lines in by_page.items():
        common = shared[widths[no]]
        full = [line for line in lines if common and line.x1 - line.x0 > 0.6 * common.width]
        edges = margins(lines) if len(full) >= _ENOUGH_LINES else common
        if edges is not None:
            result[no] = edges
    return result


def _body_size(edges: Mapping[int, Margins], text: Sequence[Line]) -> float:
    weight: dict[float, int] = defaultdict(int)
    for line in text:
        weight[edges[line.page_no].size] += len(line.glyphs)
    return max(weight, key=lambda size: weight[size], default=0.0)


def _sentence_row(document_id: str, sentence_id: str, placed: PlacedSentence) -> dict[str, Any]:
    sentence = placed.sentence
    return {
        "document_id": document_id,
        "sentence_id": sentence_id,
        "section_no": placed.section_no,
        "page": sentence.page,
        "page_to": sentence.page_to,
        "text": sentence.text,
        "x0": sentence.x0,
        "top": sentence.top,
        "x1": sentence.x1,
        "bottom": sentence.bottom,
    }


def _section_row(document_id: str, section: Section) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "section_no": section.section_no,
        "parent_no": section.parent_no,
        "level": section.level,
        "title": section.title,
        "page_from": section.page_from,
        "page_to": section.page_to,
        "text": "".join(section.sentences) or None,
    }
