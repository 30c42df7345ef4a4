"""One page as both readers give it: plain lists of objects in display orientation.

Belongs here: the shape of a page and its view as pdfplumber expects it. Does not belong here: how
the objects are found (the readers) and what they mean (``tables/`` and above).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from pdfplumber.container import Container
from pdfplumber.utils.text import extract_words

from pipelines.marks import Mark
from pipelines.pdf.places import Places

Object = dict[str, Any]
Box = tuple[float, float, float, float]
Turn = Literal[0, 90, 180, 270]


@dataclass
class Page:
    """A page with its objects; boxes are points, top-left origin, of the page as it is read.

    Rotation and CropBox are applied: ``(0, 0)`` is the top left corner that a viewer shows and
    ``width``, ``height`` are the displayed size; but where the page's text runs sideways, all is
    turned clockwise by ``turn`` degrees more, and ``displayed`` leads back. The objects are
    dictionaries with pdfplumber's keys; colours are RGB from 0 to 1, None where nothing is painted
    so or the colour is a pattern.
    A char has ``text, x0, x1, top, bottom, width, height, size, fontname, upright,
    non_stroking_color``, ``angle`` (whole degrees from 0 to 359, counterclockwise, by which its
    line is turned), ``stroking_color`` (None where only filled, as almost all text is),
    ``hidden`` (not shown: drawn with the invisible mode, as the text over a scan is, white on the
    paper, or cut off) and ``clipped`` (cut off by a clipping path, as what overflows a cell).
    Lines, rects and curves have ``linewidth, stroke, fill, stroking_color, non_stroking_color,
    pts``. What lies beside the page or paints nothing on it is left out (``visible``).

    ``mark_reasons`` says which checks of the reading failed; an empty list is a page to trust.
    """

    page_no: int
    width: float
    height: float
    rotation: int
    chars: list[Object] = field(default_factory=list)
    lines: list[Object] = field(default_factory=list)
    rects: list[Object] = field(default_factory=list)
    curves: list[Object] = field(default_factory=list)
    images: list[Object] = field(default_factory=list)
    mark_reasons: list[Mark] = field(default_factory=list)
    turn: Turn = 0
    _plumber: PlumberPage | None = field(default=None, repr=False, compare=False)
    _places: Places | None = field(default=None, repr=False, compare=False)

    @property
    def places(self) -> Places:
        """Where ``chars`` stand; the reader gives it with them or it is asked of them once."""
        if self._places is None or len(self._places) != len(self.chars):
            self._places = Places.of(self.chars)
        return self._places

    def set_chars(self, chars: list[Object], places: Places | None) -> None:
        """Put other chars on the page, with their places where these are known."""
        self.chars, self._places = chars, places

    def as_plumber(self) -> PlumberPage:
        """The page as ``pdfplumber.table.TableFinder`` and ``Table.extract`` accept it."""
        if self._plumber is None:
            self._plumber = PlumberPage(self)
        return self._plumber

    def displayed(self, box: Box) -> Box:
        """A box (x0, top, x1, bottom) as it stands on the page that a viewer shows."""
        x0, top, x1, bottom = box
        if self.turn == 90:
            return top, self.width - x1, bottom, self.width - x0
        if self.turn == 180:
            return self.width - x1, self.height - bottom, self.width - x0, self.height - top
        if self.turn == 270:
            return self.height - bottom, x0, self.height - top, x1
        return box

    @property
    def displayed_size(self) -> tuple[float, float]:
        """Width and height of the page that a viewer shows."""
        return (self.height, self.width) if self.turn in (90, 270) else (self.width, self.height)

    def edges(self) -> list[Object]:
        """Ruling edges of lines, rects and curves with ``orientation`` ``h``, ``v`` or None."""
        return self.as_plumber().edges

    @property
    def ruling_count(self) -> int:
        """Number of ``edges``: a line is one, a rect has four, a curve one for each piece."""
        pieces = sum(len(curve["pts"]) - 1 for curve in self.curves)
        return len(self.lines) + 4 * len(self.rects) + pieces


# Where a font states no usable descent (em); some state whole ems, which would put its chars into
# the line below.
_USUAL_DESCENT = -0.2
_LOWEST_DESCENT = -0.5


def sane_descent(descent: float) -> float:
    """The descent (em, negative) by which a char's box hangs below its baseline."""
    return descent if _LOWEST_DESCENT <= descent <= 0 else _USUAL_DESCENT


class PlumberPage(Container):
    """A pdfplumber container over the objects of a :class:`Page` that are shown."""

    def __init__(self, page: Page) -> None:
        self.page_number = page.page_no
        self.width = page.width
        self.height = page.height
        self.bbox = (0, 0, page.width, page.height)
        self._all = {
            "char": [char for char in page.chars if not char["hidden"]],
            "line": page.lines,
            "rect": page.rects,
            "curve": page.curves,
            "image": page.images,
        }

    @property
    def objects(self) -> dict[str, list[Object]]:
        """Objects by pdfplumber's kinds: char, line, rect, curve, image."""
        return self._all

    def extract_words(self, **settings: Any) -> list[Object]:
        """Words of the page, as ``pdfplumber.page.Page.extract_words``."""
        return extract_words(self.chars, **settings)
