"""Which paragraphs are headings, and the tree of sections that they open.

Belongs here: telling a heading from a numbered sentence or list item, and nesting by level. Does
not belong here: what a section is about (dbt).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipelines.narrative.lines import Line, Margins
from pipelines.narrative.markers import BRACKETED_CHINESE, CHINESE, PART, read_marker
from pipelines.narrative.paragraphs import Paragraph

_MAX_TITLE = 50
_MAX_UNNUMBERED = 40
_MAX_REST = 20
_NOT_A_TITLE = re.compile(r"[。；;，,、！？：:]$|。.")
_TITLE_END = re.compile(r"(?:表|说明|概况|情况|解释|职能|职责|设置)$")
_AMOUNT = re.compile(r"\d\s*(?:万|亿|千)?元|\d\s*[%％]|\d+\.\d\d")
_MAX_TITLE_LINES = 5
_MAX_TITLE_PAGE_LINES = 12


@dataclass(slots=True)
class Heading:
    """A heading with its level (1 part, 2 一、, 3 （一）, 4 1., 5 （1））."""

    level: int
    title: str
    paragraph: Paragraph


def is_title_page(lines: Sequence[Line], has_table: bool) -> bool:
    """A cover, or a page that holds nothing but the title of a part."""
    return (
        bool(lines)
        and not has_table
        and len(lines) <= _MAX_TITLE_PAGE_LINES
        and not any(_NOT_A_TITLE.search(line.squeezed) for line in lines)
        and all(len(line.squeezed) <= _MAX_UNNUMBERED for line in lines)
    )


def read_heading(paragraph: Paragraph, edges: Margins, body_size: float) -> Heading | None:
    """The heading that a paragraph is, or None. List items are sorted out by `drop_items`."""
    text = paragraph.text
    if len(text) > _MAX_TITLE or _NOT_A_TITLE.search(text) or _AMOUNT.search(text):
        return None
    if len(paragraph.lines) > _MAX_TITLE_LINES:
        return None
    marker = read_marker(text)
    if marker is not None:
        return Heading(marker.level, text, paragraph)
    line = next(iter(paragraph.lines))
    centred = (
        abs((line.x0 + line.x1) - (edges.left + edges.right)) < 3 * line.size
        and line.x0 > edges.left + 2.5 * line.size
    )
    named = _TITLE_END.search(text) is not None
    stands_out = line.size > 1.12 * body_size or line.is_bold or named
    if len(text) <= _MAX_UNNUMBERED and len(text) > 1 and centred and stands_out:
        return Heading(PART, text, paragraph)
    return None


def drop_items(
    headings: Sequence[Heading | None], has_content: Callable[[int], bool]
) -> list[Heading | None]:
    """Take back headings that are items of a list: nothing stands under them.

    `headings` are parallel to the paragraphs; `has_content(i)` tells whether a table stands
    between paragraph i and the next. An item has no text, table or deeper heading before the next
    number of its level. The last item of a list is told by two empty ones right before it.
    """
    result = list(headings)
    empty_run: dict[int, int] = {}
    for i, heading in enumerate(headings):
        if heading is None or heading.level < BRACKETED_CHINESE:
            empty_run.clear()
            continue
        following = headings[i + 1] if i + 1 < len(headings) else None
        at_end = i + 1 == len(headings)
        is_empty = not has_content(i) and (
            at_end or (following is not None and following.level <= heading.level)
        )
        run = empty_run.get(heading.level, 0)
        if is_empty or (run >= 2 and following is None):
            result[i] = None
        empty_run[heading.level] = run + 1 if is_empty else 0
    return result


def part_title_page(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The title of a part on a page of its own, and what else stands there (部门名称：…).

    A page without a part's number is a cover, and all of it is title.
    """
    if read_marker(lines[0].text) is None:
        return list(lines), []
    end = 1
    length = len(lines[0].squeezed)
    while end < len(lines):
        text = lines[end].squeezed
        length += len(text)
        if length > _MAX_UNNUMBERED or re.search(r"[：:]", text) or read_marker(text):
            break
        end += 1
    return list(lines[:end]), list(lines[end:])


def goes_on_below(here: Paragraph, following: Paragraph, body_size: float) -> bool:
    """Whether a part's heading has the beginning or the rest of its title in the next paragraph."""
    marker = here.marker
    line, below = here.lines[-1], following.lines[0]
    if marker is None or marker.level > CHINESE or following.marker is not None:
        return False
    if line.page_no != below.page_no or _NOT_A_TITLE.search(following.text):
        return False
    if not marker.title:
        return len(following.text) <= _MAX_UNNUMBERED
    is_display = line.size > 1.1 * body_size or _is_centred_under(line, below)
    is_same_size = abs(line.size - below.size) < 0.1 * line.size
    is_near = below.top - line.bottom < 1.5 * line.size
    fits = is_same_size and is_near and len(following.text) <= _MAX_REST
    return marker.level == PART and is_display and fits


def _is_centred_under(line: Line, below: Line) -> bool:
    middle = (line.x0 + line.x1) / 2
    return abs(middle - (below.x0 + below.x1) / 2) < line.size and below.x0 > line.x0 + line.size
