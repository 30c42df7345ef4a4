"""Page furniture: page numbers, running heads and feet.

Belongs here: telling them by place (outer margin) and repetition over pages. Does not belong here:
captions that a table repeats on continuation pages (tables).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipelines.narrative.lines import Line
from pipelines.pdf import Page

_MARGIN = 0.12
_PAGE_NUMBER = re.compile(
    r"[-—–－―~·•.\s第共页/|]*(?:\d{1,4}|[ivxIVXⅠ-Ⅻ]{1,5})[-—–－―~·•.\s第共页/|\d]*"
)
_MIN_REPEATS = 3
_MIN_LENGTH = 2


def find_furniture(
    pages: Sequence[Page], lines: Mapping[int, Sequence[Line]]
) -> dict[int, list[Line]]:
    """Furniture lines by page number; `lines` are each page's lines outside tables.

    A page number is a number alone in the outer margin. A running head or foot is the same text
    (digits apart) in the outer margin of three pages or more; pages of another format in between
    have it at another height.
    """
    heights = {page.page_no: page.height for page in pages}
    repeats: dict[str, list[Line]] = defaultdict(list)
    for page_no, page_of_lines in lines.items():
        for line in page_of_lines:
            if _in_margin(line, heights[page_no]):
                repeats[re.sub(r"\d+", "#", line.squeezed)].append(line)
    found: dict[int, list[Line]] = defaultdict(list)
    for text, group in repeats.items():
        for line in group:
            if _is_page_number(line) or _is_repeated(text, group):
                found[line.page_no].append(line)
    return dict(found)


def _in_margin(line: Line, height: float) -> bool:
    return line.bottom < _MARGIN * height or line.top > (1 - _MARGIN) * height


def _is_page_number(line: Line) -> bool:
    return _PAGE_NUMBER.fullmatch(line.text) is not None


def _is_repeated(text: str, group: Sequence[Line]) -> bool:
    return len(text) >= _MIN_LENGTH and len({line.page_no for line in group}) >= _MIN_REPEATS
