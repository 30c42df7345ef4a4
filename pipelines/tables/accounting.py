"""Token accounting: every numeric token of a page's text layer is in exactly one class.

Belongs here: the proof, without labels, that nothing was lost between the text layer and what the
rooms read from it. Does not belong here: reading.

A token is a run of digits with its separators and percent sign. Classes: ``cell``, ``heading``
(captions, table headers, section headings, contents), ``sentence``, ``note``, ``furniture``,
``chart``, ``ignored`` (with a reason) and ``unexplained``. Inside a table's box only ``cell`` and
``heading`` count; a token there that reached no cell is unexplained, whatever else claims it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any, Protocol

from pipelines.marks import Mark
from pipelines.pdf import Page
from pipelines.tables.model import Placed, Table
from pipelines.tables.reading import PageReading, TableReading
from pipelines.tables.text import (
    RUN_GAP,
    Char,
    Line,
    centre,
    is_one_line,
    is_sideways,
    lines_of,
    parted,
    squash,
)

_IN_TOKEN = frozenset("0123456789０１２３４５６７８９.,，．%％")
_DIGIT = re.compile(r"[0-9０-９]")
TOKEN = re.compile(r"[0-9０-９]+(?:[.,，．][0-9０-９]+)*[%％]?")
#: What the narrative calls a line -> class.
_LINE_CLASSES = {
    "sentence": "sentence",
    "heading": "heading",
    "title": "heading",
    "contents": "heading",
    "furniture": "furniture",
    "chart": "chart",
    "note": "note",
}
_EXAMPLES = 20


class PlacedLine(Protocol):
    """A line outside tables with what it is; ``line`` has ``page_no`` and ``glyphs``."""

    @property
    def kind(self) -> str:
        """sentence, heading, title, contents, furniture, chart or note."""
        ...

    @property
    def line(self) -> Any:
        """The line itself."""
        ...


class Text(Protocol):
    """What the narrative made of the text outside tables (``pipelines.narrative.Narrative``)."""

    @property
    def lines(self) -> Sequence[PlacedLine]:
        """All lines outside tables."""
        ...


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    kind: str
    reason: str | None = None


def account_tokens(
    pages: Sequence[Page], reading: TableReading, text: Text
) -> tuple[list[dict[str, Any]], dict[int, list[Mark]]]:
    """Rows of the raw table token_account (without document_id), and mark reasons by page."""
    by_page: dict[int, list[PlacedLine]] = defaultdict(list)
    for placed in text.lines:
        by_page[placed.line.page_no].append(placed)
    cells = _cells_by_page(reading.tables)
    rows: list[dict[str, Any]] = []
    marks: dict[int, list[Mark]] = {}
    for page in pages:
        read = reading.pages[page.page_no]
        found: dict[tuple[str, str | None], list[str]] = defaultdict(list)
        for token in _tokens(page, read, cells[page.page_no], by_page[page.page_no]):
            found[token.kind, token.reason].append(token.text)
        for (kind, reason), texts in sorted(found.items(), key=lambda item: item[0][0]):
            rows.append(
                {
                    "page": page.page_no,
                    "class": kind,
                    "reason": reason,
                    "token_count": len(texts),
                    "examples": texts[:_EXAMPLES],
                }
            )
        if any(kind == "unexplained" for kind, _ in found):
            marks[page.page_no] = [Mark.UNEXPLAINED_TOKENS]
    return rows, marks


def _cells_by_page(tables: Sequence[Table]) -> dict[int, list[Placed]]:
    cells: dict[int, list[Placed]] = defaultdict(list)
    for table in tables:
        for placed in table.cells:
            cells[placed.page_no].append(placed)
    return cells


def _tokens(
    page: Page, read: PageReading, cells: Sequence[Placed], lines: Sequence[PlacedLine]
) -> Iterator[_Token]:
    taken: set[int] = set()
    for placed in cells:
        taken.update(map(id, placed.chars))
        yield from _cell_tokens(placed)
    for part_lines, kind in (
        (read.caption_lines, "heading"),
        (read.note_lines, "note"),
        (read.side_numbers, "furniture"),
    ):
        for line in part_lines:
            taken.update(map(id, line.chars))
            for text in _texts(line.chars):
                yield _Token(text, kind)
    clipped = [char for char in read.clipped if id(char) not in taken]
    taken.update(id(char) for char in clipped)
    for text in _texts(clipped):
        yield _Token(text, "ignored", "clipped: cut away by a clip path or a page break")
    taken.update(id(char) for char in read.watermark)
    for text in _texts(read.watermark):
        yield _Token(text, "ignored", "watermark: laid over the page")
    places = page.places
    hidden = [c for c in compress(page.chars, places.is_hidden) if id(c) not in taken]
    taken.update(id(char) for char in hidden)
    for text in _texts(hidden):
        yield _Token(text, "ignored", "hidden: drawn invisibly")
    rest = [c for c in compress(page.chars, ~places.is_blank) if id(c) not in taken]
    yield from _text_tokens(rest, read, lines)


def _cell_tokens(placed: Placed) -> Iterator[_Token]:
    kind = "heading" if placed.role in ("header", "caption", "title") else "cell"
    whole = squash(placed.text)
    for line in placed.content.lines:
        if not _DIGIT.search(line.text):
            continue
        # Almost all lines of cells are as the text room has left them: nothing to sort again.
        is_sorted = is_one_line(line.chars) and not is_sideways(line.chars)
        for text in _tokens_of([line] if is_sorted else lines_of(line.chars)):
            if text in whole:
                yield _Token(text, kind)
            else:
                yield _Token(text, "unexplained", "in a cell, but not in its text")


def _text_tokens(
    chars: Sequence[Char], read: PageReading, lines: Sequence[PlacedLine]
) -> Iterator[_Token]:
    with_digits = [line for line in lines_of(chars) if _DIGIT.search(_letters(line.chars))]
    if not with_digits:
        return
    kinds = {
        (glyph.text, round(glyph.x0, 1), round(glyph.top, 1)): placed.kind
        for placed in lines
        for glyph in placed.line.glyphs
        if glyph.text in _IN_TOKEN or len(glyph.text) > 1
    }
    boxes = [part.grid.box for part in read.parts]
    for run in (run.chars for line in with_digits for run in parted(line, RUN_GAP)):
        for match in TOKEN.finditer(_letters(run)):
            token = run[match.start() : match.end()]
            text = match[0]
            x, y = centre(token[len(token) // 2])
            if any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in boxes):
                yield _Token(text, "unexplained", "in a table, but in no cell")
                continue
            found = {kinds.get((c["text"], round(c["x0"], 1), round(c["top"], 1))) for c in token}
            kind = _LINE_CLASSES.get(next(iter(found)) or "") if len(found) == 1 else None
            if kind is None:
                yield _Token(text, "unexplained", "in no sentence, heading or caption")
            else:
                yield _Token(text, kind)


def _texts(chars: Sequence[Char]) -> list[str]:
    if not _DIGIT.search("".join([char["text"] for char in chars])):  # as in most lines
        return []
    return _tokens_of(lines_of(chars))


def _tokens_of(lines: Sequence[Line]) -> list[str]:
    runs = (run for line in lines for run in parted(line, RUN_GAP))
    return [match[0] for run in runs for match in TOKEN.finditer(run.text)]


def _letters(chars: Sequence[Char]) -> str:
    """The first letter of each character, so that places in the text are places in the list."""
    return "".join([char["text"][:1] for char in chars])
