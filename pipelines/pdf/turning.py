"""Pages whose text runs sideways or upside down though nothing of the file turns them.

Belongs here: telling by the characters how such a page is read, turning its objects, and leading
places back to the page as displayed. Does not belong here: the page's own /Rotate, which the
readers apply, and single turned words, which stay where they are (``tables.text``).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from operator import itemgetter

from pipelines.marks import Mark
from pipelines.pdf.page import Object, Page, Turn

#: Lines that run along an edge of the page, give or take (degrees).
_STRAIGHT = 3
#: A number with decimals or thousands, or a long one: amounts, not headings (2025年, 30101).
_AMOUNT = re.compile(r"[0-9０-９][.,，．][0-9０-９]|[0-9０-９]{6}")
_DIGIT = re.compile(r"[0-9０-９]")

_TURNS: tuple[Turn, ...] = (0, 90, 180, 270)


def upright(page: Page) -> Page:
    """The page turned so that most of its text runs from left to right; itself where it does.

    A page with amounts that then still run another way is marked: rows and columns are sought in
    one direction only. Both readers end with this.
    """
    if not page.places.angle.any():
        return page
    turns = (
        _turn_of(char["angle"])
        for char in page.chars
        if not char["hidden"] and not char["text"].isspace()
    )
    counts = Counter(turn for turn in turns if turn is not None)  # None: laid over the page
    turn = max(_TURNS, key=counts.__getitem__)
    read = _turned(page, turn) if turn and 2 * counts[turn] > counts.total() else page
    if len(counts) > 1 and _has_turned_amount(read):
        read.mark_reasons.append(Mark.TURNED_TEXT)
    return read


def _turn_of(angle: int) -> Turn | None:
    """Degrees by which text of an angle must be turned clockwise to run from left to right."""
    for turn in _TURNS:
        if abs((angle - turn + 180) % 360 - 180) <= _STRAIGHT:
            return turn
    return None


def _has_turned_amount(page: Page) -> bool:
    """Whether an amount stands in text that runs another way than the page is read."""
    turned = [c for c in page.chars if not c["hidden"] and _turn_of(c["angle"]) in (90, 180, 270)]
    lines: dict[tuple[int, int], list[Object]] = {}
    for char in turned:
        turn = _turn_of(char["angle"])
        lines.setdefault((turn or 0, 0 if turn == 180 else round(char["x0"])), []).append(char)
    for (turn, _), chars in lines.items():
        if turn == 180:  # read backwards, whatever it is
            if any(_DIGIT.match(char["text"]) for char in chars):
                return True
            continue
        ordered = sorted(chars, key=itemgetter("top"), reverse=turn == 90)
        if _AMOUNT.search("".join(char["text"] for char in ordered)):
            return True
    return False


def _turned(page: Page, turn: Turn) -> Page:
    width, height = page.width, page.height
    read = replace(page, turn=turn, _plumber=None, _places=None)
    if turn != 180:
        read.width, read.height = height, width
    for objects in (page.chars, page.lines, page.rects, page.curves, page.images):
        for obj in objects:
            _turn_object(obj, turn, width, height)
            obj["y0"], obj["y1"] = read.height - obj["bottom"], read.height - obj["top"]
    for char in page.chars:
        char["angle"] = (char["angle"] - turn) % 360
        char["upright"] = _turn_of(char["angle"]) == 0
        if char["upright"]:
            char["size"] = char["height"]  # the box is one em high; pdfplumber takes its width
    return read


def _turn_object(obj: Object, turn: Turn, width: float, height: float) -> None:
    """Turn an object of a page of ``width`` and ``height`` clockwise."""
    x0, x1, top, bottom = obj["x0"], obj["x1"], obj["top"], obj["bottom"]
    if turn == 90:
        obj["x0"], obj["x1"], obj["top"], obj["bottom"] = height - bottom, height - top, x0, x1
    elif turn == 180:
        obj["x0"], obj["x1"] = width - x1, width - x0
        obj["top"], obj["bottom"] = height - bottom, height - top
    else:
        obj["x0"], obj["x1"], obj["top"], obj["bottom"] = top, bottom, width - x1, width - x0
    obj["doctop"] = obj["top"]
    obj["width"], obj["height"] = obj["x1"] - obj["x0"], obj["bottom"] - obj["top"]
    if points := obj.get("pts"):
        obj["pts"] = [_turn_point(point, turn, width, height) for point in points]


def _turn_point(
    point: tuple[float, float], turn: Turn, width: float, height: float
) -> tuple[float, float]:
    x, y = point
    if turn == 90:
        return height - y, x
    return (width - x, height - y) if turn == 180 else (y, width - x)
