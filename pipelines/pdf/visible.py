"""What of a page is there to be seen: the same answer for both readers.

Belongs here: objects beside the page, drawn twice, white on white, and characters that look alike
but are encoded apart. Does not belong here: what a reader alone can know (render modes, clipping).

Producers leave such things behind: WPS draws white lines around a printed area, spreadsheets put
the text of a merged cell on each page that the cell runs over, Word 2007 draws borders twice. A
reader of the page sees none of it, so it is no table and no figure.
"""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache
from itertools import compress

import numpy as np

from pipelines.pdf.page import Object, Page
from pipelines.pdf.places import Places

Box = tuple[float, float, float, float]


def settle(page: Page) -> None:
    """Leave on ``page`` only what it shows; both readers end with this."""
    chars, places = page.chars, page.places
    is_inside = _inside(places, page)
    if not is_inside.all():
        chars, places = list(compress(chars, is_inside)), places.where(is_inside)
    shades = _shades(page)
    if any(map(_is_paper, {c["non_stroking_color"] for c in chars})):
        _hide_white(chars, places, shades)
    if _may_repeat(places):
        kept = _without_repeats(chars)
        page.set_chars(kept, places if len(kept) == len(chars) else None)
    else:
        page.set_chars(chars, places)
    for kind in ("lines", "rects", "curves"):
        setattr(page, kind, [o for o in getattr(page, kind) if _is_seen(o, page, shades)])


# --- characters ---------------------------------------------------------------------------------

# Radicals and compatibility forms that fonts with careless ToUnicode tables name instead of the
# ideograph with the same glyph (⽀ for 支). Unicode gives the ideograph as their equivalent.
_TWINS = {
    chr(code): twin
    for start, end in ((0x2E80, 0x2FD6), (0xF900, 0xFAFF))
    for code in range(start, end)
    if (twin := unicodedata.normalize("NFKC", chr(code))) != chr(code)
}


def printed(text: str) -> str:
    """The text of a char, as the glyph is read: an ideograph for a radical that looks the same."""
    return _TWINS.get(text, text)


def _hide_white(chars: list[Object], places: Places, shades: list[Box]) -> None:
    for at, char in enumerate(chars):
        if _is_paper(char["non_stroking_color"]) and char["stroking_color"] is None:
            x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
            if not _touches((x, y, x, y), shades):
                char["hidden"] = True
                places.hide(np.array([at]))


# Chars of the same text and size nearer than this (em) are one char drawn twice; the narrowest
# letters of a word are further apart.
_REPEAT = 0.1


def _without_repeats(chars: list[Object]) -> list[Object]:
    kept: list[Object] = []
    seen: dict[tuple[tuple[str, bool], int, int], list[Object]] = {}
    for char in chars:
        text = (char["text"], char["hidden"])  # what is not shown repeats nothing that is
        near = _REPEAT * char["size"] or _REPEAT
        x, y = char["x0"] / near, char["top"] / near
        column, row = math.floor(x), math.floor(y)
        is_repeat = any(
            abs(other["x0"] - char["x0"]) < near and abs(other["top"] - char["top"]) < near
            for near_column in (column - 1, column, column + 1)
            for near_row in (row - 1, row, row + 1)
            for other in seen.get((text, near_column, near_row), ())
        )
        if not is_repeat:
            kept.append(char)
            seen.setdefault((text, column, row), []).append(char)
    return kept


# Odd factors that spread small numbers over 64 bits; a clash costs the search, no more.
_MIX_TEXT, _MIX_X, _MIX_Y = map(
    np.int64, (0x1B873593C2B2AE35, 0x2545F4914F6CDD1D, 0x369DEA0F31A53F85)
)


def _inside(places: Places, page: Page) -> np.ndarray:
    """Whether each char's centre is on the page."""
    across, down = places.x0 + places.x1, places.top + places.bottom
    return (across >= 0) & (across <= 2 * page.width) & (down >= 0) & (down <= 2 * page.height)


def _may_repeat(places: Places) -> bool:
    """Whether two equal chars share a cell of one of four grids, each shifted by half a cell.

    Cells are twice as wide as repeats are near, so two repeats always share one. Almost no page
    has any, and this test costs a tenth of the search.
    """
    texts = places.text.astype(np.int64) * _MIX_TEXT
    cells = np.where(places.size > 0, places.size, 1.0) * (2 * _REPEAT)
    xs, ys = places.x0 / cells, places.top / cells
    rows = [np.floor(ys + shift).astype(np.int64) * _MIX_Y for shift in (0.0, 0.5)]
    for shift in (0.0, 0.5):
        columns = texts ^ np.floor(xs + shift).astype(np.int64) * _MIX_X
        for each in rows:
            keys = np.sort(columns ^ each)
            if (keys[1:] == keys[:-1]).any():
                return True
    return False


# --- lines and areas ----------------------------------------------------------------------------

# Lighter than this (each of red, green and blue) is the paper.
_WHITE = 0.97
# An area at least this wide and high (points) can make white on it visible; thinner is a line.
_AREA = 4.0


def _is_seen(shape: Object, page: Page, shades: list[Box]) -> bool:
    x0, x1, top, bottom = shape["x0"], shape["x1"], shape["top"], shape["bottom"]
    if not (x0 <= page.width and x1 >= 0 and top <= page.height and bottom >= 0):
        return False
    return not _is_white(shape) or _touches((x0, top, x1, bottom), shades)


def _touches(box: Box, shades: list[Box]) -> bool:
    x0, top, x1, bottom = box
    return any(
        x0 <= right and x1 >= left and top <= lower and bottom >= upper
        for left, upper, right, lower in shades
    )


@lru_cache(maxsize=1024)
def _is_paper(color: tuple[float, float, float] | None) -> bool:
    return color is not None and min(color) >= _WHITE


def _is_white(shape: Object) -> bool:
    return (not shape["stroke"] or _is_paper(shape["stroking_color"])) and (
        not shape["fill"] or _is_paper(shape["non_stroking_color"])
    )


def _shades(page: Page) -> list[Box]:
    """Areas that are not white. Their place in the painting order is not asked for: white that
    something darker covers later is kept, which is what pdfplumber does with all of it."""
    areas = [
        shape
        for shape in (*page.rects, *page.curves)
        if shape["fill"] and min(shape["width"], shape["height"]) >= _AREA and not _is_white(shape)
    ]
    return [(o["x0"], o["top"], o["x1"], o["bottom"]) for o in (*areas, *page.images)]
