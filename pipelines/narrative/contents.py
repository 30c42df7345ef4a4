"""Contents pages: the list of headings with dot leaders or page numbers, which is no text.

Belongs here: finding its lines. Does not belong here: the headings themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.narrative.lines import Line
from pipelines.narrative.markers import read_marker

_TITLE = re.compile(r"目[录錄次]|目录及?页码")
_LEADER = re.compile(r"[.…·．。•‧⋯—_-]{3,}\s*[-—(（]?\s*\d*\s*[-—)）]?$|(?<!\d)[….·]\s*\d{1,3}$")
_PAGE = re.compile(r"[.…·．。•‧⋯—_\s-]*[(（]?\d{0,3}[)）]?$")
_SENTENCE_END = re.compile(r"[。；;，,！？]$")
_MAX_ENTRY = 50
_MIN_LEADERS = 4
_MAX_ENTRIES = 120


def find_contents(stream: Sequence[Line]) -> set[int]:
    """Indices of the lines of `stream` (in reading order) that are a table of contents.

    It begins at a line 目录 and goes on over entries until its first entry comes again as a
    heading, or a line is no entry. Lines with dot leaders count wherever several stand together.
    """
    found = {i for group in _leader_groups(stream) for i in group}
    for i, line in enumerate(stream):
        if _TITLE.fullmatch(line.squeezed):
            found.update(range(i, _end_of_entries(stream, i)))
    return found


def entry_title(text: str) -> str:
    """A contents entry without its leaders and page number."""
    squeezed = "".join(text.split())
    return _PAGE.sub("", squeezed) if _LEADER.search(squeezed) else squeezed


def _end_of_entries(stream: Sequence[Line], start: int) -> int:
    first = entry_title(stream[start + 1].text) if start + 1 < len(stream) else ""
    again = next(
        (
            j
            for j in range(start + 3, min(len(stream), start + _MAX_ENTRIES))
            if _is_same_title(first, entry_title(stream[j].text))
        ),
        None,
    )
    if again is not None and all(_is_short(stream[j]) for j in range(start + 1, again)):
        return again
    end = start + 1
    while end < len(stream) and end != again and _is_entry(stream[end], stream[end - 1]):
        end += 1
    return end


def _is_same_title(first: str, title: str) -> bool:
    """The first entry, whole or the part of it that stands on a line (第一部分)."""
    return len(first) >= 3 and len(title) >= 3 and (first.startswith(title) or title == first)


def _is_short(line: Line) -> bool:
    text = line.squeezed
    is_leader = _LEADER.search(text) is not None
    return is_leader or (len(text) <= _MAX_ENTRY and not re.search(r"[；;，,！？]$", text))


def _is_entry(line: Line, previous: Line) -> bool:
    text = line.squeezed
    if _LEADER.search(text):
        return True
    if _SENTENCE_END.search(text) and not read_marker(text):
        return False
    new_page = line.page_no != previous.page_no
    return len(text) <= _MAX_ENTRY and (not new_page or read_marker(text) is not None)


def _leader_groups(stream: Sequence[Line]) -> list[list[int]]:
    by_page: dict[int, list[int]] = {}
    for i, line in enumerate(stream):
        if _LEADER.search(line.squeezed) and len(line.squeezed) > 5:
            by_page.setdefault(line.page_no, []).append(i)
    return [group for group in by_page.values() if len(group) >= _MIN_LEADERS]
