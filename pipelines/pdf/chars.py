"""Characters of a page as pdfium knows them, in pdfplumber's shape.

Belongs here: text, boxes and looks of single characters. Does not belong here: what is done with
those that no one sees (``visible``), and how characters make words (``tables/``).

Boxes are those of pdfplumber: from the pen position over the advance width, and one em high from
the font's descent upwards, so that the chars of a line share top and bottom whatever their glyphs
look like. pdfium's own boxes follow the glyphs and are not used for that.

The order is pdfium's: that of the content stream, sorted from left to right inside a line.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Iterator
from itertools import repeat
from operator import is_not
from typing import NamedTuple

import numpy as np
import pypdfium2.raw as pdfium_c

from pipelines.pdf import pdfium_calls as calls
from pipelines.pdf.clips import Clips
from pipelines.pdf.digit_shapes import is_any_digit, is_digit
from pipelines.pdf.matrices import Box, Matrix, concat
from pipelines.pdf.page import Object, sane_descent
from pipelines.pdf.visible import printed

# Stands for a glyph whose character the file does not tell.
UNKNOWN_CHAR = "\ufffd"

_STROKED_MODES = (
    pdfium_c.FPDF_TEXTRENDERMODE_STROKE,
    pdfium_c.FPDF_TEXTRENDERMODE_FILL_STROKE,
    pdfium_c.FPDF_TEXTRENDERMODE_STROKE_CLIP,
    pdfium_c.FPDF_TEXTRENDERMODE_FILL_STROKE_CLIP,
)
_HIDDEN_MODES = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)

# An ideograph is one em wide; narrower (em), its glyph may be something else.
_NARROW = 0.7

# Stands for the second surrogate of a pair.
_SECOND_HALF = -1
# Stands for a glyph whose number looks like a digit.
_UNMAPPED = -2

# What is each char's own; the rest it shares with others.
_OWN_KEYS = ("text", "page_number", "x0", "x1", "top", "bottom", "doctop", "width", "height")

# font, size, render mode, linear part of the matrix, colour, direction of the page
_LookKey = tuple[int, float, int, bytes, bytes, int]
# what chars of one code point share; left, top, right, bottom relative to the origin
_Glyph = tuple[Object, float, float, float, float]
# first char, end, style, clip
_Run = tuple[int, int, "_Style", Box | None]


class _Columns(NamedTuple):
    """What pdfium says of each char of a page."""

    codes: list[int]  # code points
    xs: list[float]  # pen positions on the displayed page
    ys: list[float]
    indexes: list[int]  # pdfium's number of the char


class CharReader:
    """Reads the chars of pages and remembers their fonts.

    pdfium frees a font with the last page that uses it and may put another at its address. So a
    reader serves only pages that are open at the same time.
    """

    def __init__(self) -> None:
        self._fonts: dict[int, _Font] = {}
        self._styles: dict[_LookKey, _Style] = {}
        self._used: set[_Font] = set()
        self._has_hidden = False

    @property
    def lying(self) -> set[tuple[str, str]]:
        """Font name and text of chars of the last page whose glyph is not what they say."""
        return {(font.name, text) for font in self._used for text in font.lying}

    @property
    def unseen(self) -> set[tuple[str, str]]:
        """Font name and text of digits of the last page without an outline to look at."""
        return {(font.name, text) for font in self._used for text in font.unseen}

    def trust(self, seen: set[tuple[str, str]]) -> None:
        """Take digits out of ``unseen`` that were found on the page as they should be."""
        for font in self._used:
            font.unseen -= {text for name, text in seen if name == font.name}

    @property
    def has_hidden(self) -> bool:
        """Whether chars of the last page are drawn with the invisible mode."""
        return self._has_hidden

    @property
    def has_unknown(self) -> bool:
        """Whether a font of the last page has glyphs that stand for no known character."""
        return any(font.has_unknown for font in self._used)

    def read(
        self,
        text_page: calls.Handle,
        objects: np.ndarray,
        to_display: Matrix,
        rotation: int,
        clips: Clips,
        page_no: int,
    ) -> list[Object]:
        """The chars of a pdfium text page, on the displayed page; ``objects`` are their owners."""
        codes = _joined(calls.unicodes(text_page, len(objects)))
        # pdfium gives the number of a glyph that the font does not explain, which may be that of a
        # digit, and of one that the font has as well.
        digits = np.flatnonzero((codes >= 48) & (codes <= 57) & (objects != 0))
        codes[digits[calls.have_map_errors(text_page, digits)]] = _UNMAPPED
        # Spaces and line ends that pdfium adds are left out; those between objects belong to none.
        is_own = objects != 0
        spaces = np.flatnonzero((codes == 32) & is_own)
        is_own[spaces[calls.are_generated(text_page, spaces)]] = False
        indexes = np.flatnonzero(is_own)
        codes, objects = codes[indexes], objects[indexes]
        xs, ys = _displayed(*calls.origins(text_page, indexes), to_display)
        is_same_place = _stand_in_place(indexes, objects, codes, xs, ys)
        chars = self._chars(
            text_page,
            page_no,
            self._runs(text_page, indexes, objects, to_display, rotation, clips),
            _Columns(codes.tolist(), xs.tolist(), ys.tolist(), indexes.tolist()),
        )
        if is_same_place.any():
            _spread_out(chars, is_same_place.tolist(), indexes.tolist(), text_page)
            chars = [char for char in chars if char["text"]]
        return chars

    def _chars(
        self,
        text_page: calls.Handle,
        page_no: int,
        runs: Iterable[_Run],
        columns: _Columns,
    ) -> list[Object]:
        """The chars of runs, whose chars ``columns`` has one after the other."""
        chars: list[Object] = []
        add = chars.append
        used: set[_Style] = set()
        for first, end, style, clip in runs:
            used.add(style)
            glyphs = style.glyphs
            codes, indexes = columns.codes[first:end], columns.indexes[first:end]
            xs, ys = columns.xs[first:end], columns.ys[first:end]
            for code, x, y, index in zip(codes, xs, ys, indexes, strict=True):
                glyph = glyphs.get(code)
                if glyph is None:
                    glyph = style.learn(code, text_page, index)
                template, left, up, right, down = glyph
                # Copying and setting is ten times as fast as writing a new dictionary out.
                char = template.copy()
                char["page_number"] = page_no
                char["x0"] = x + left
                char["x1"] = x + right
                char["top"] = char["doctop"] = y + up
                char["bottom"] = y + down
                add(char)
            if clip is not None and not _is_deep(xs, ys, style.reach, clip):
                _cut_off(chars[first:end], clip)
        self._used = {style.font for style in used}
        self._has_hidden = any(style.is_hidden for style in used)
        return chars

    def _runs(
        self,
        text_page: calls.Handle,
        indexes: np.ndarray,
        objects: np.ndarray,
        to_display: Matrix,
        rotation: int,
        clips: Clips,
    ) -> Iterator[_Run]:
        """Ranges of chars with their common style and clip."""
        if not len(objects):
            return
        firsts = np.flatnonzero(_changes(objects))
        owners = calls.handles(objects[firsts].tolist())
        at = indexes[firsts].tolist()
        matrices = calls.char_matrices(text_page, at)
        colors = calls.fill_colors(owners)
        boxes = clips.of_texts(owners, matrices)
        count = len(owners)
        fonts = np.fromiter(map(calls.font_of, owners), np.uintp, count)
        sizes = np.fromiter(map(calls.font_size_of, repeat(text_page), at), float, count)
        modes = np.fromiter(map(calls.render_mode_of, owners), np.int64, count)
        linear = np.ascontiguousarray(matrices[:, :4])  # without the shift
        # Objects that follow each other alike are one run: some producers write char by char.
        is_new = _changes(fonts) | _changes(sizes) | _changes(modes)
        is_new |= _changes(linear).any(axis=1) | _changes(colors).any(axis=1)
        is_new[1:] |= np.fromiter(map(is_not, boxes[1:], boxes), bool, count - 1)
        begun = np.flatnonzero(is_new)
        starts = firsts[begun].tolist()
        looks = zip(
            fonts[begun].tolist(),
            sizes[begun].tolist(),
            modes[begun].tolist(),
            map(bytes, linear[begun]),
            map(bytes, colors[begun]),
            repeat(rotation),
        )
        ends = [*starts[1:], len(objects)]
        for first, end, run, look in zip(starts, ends, begun.tolist(), looks, strict=True):
            style = self._styles.get(look)
            if style is None:
                style = self._styles[look] = self._style(look, owners[run], to_display)
            yield first, end, style, boxes[run]

    def _style(self, look: _LookKey, text_object: calls.Handle, to_display: Matrix) -> _Style:
        handle, size, mode, linear, color, _ = look
        font = self._fonts.get(handle)
        if font is None:
            font = self._fonts[handle] = _Font(handle)
        a, b, c, d = struct.unpack("4f", linear)
        em = concat((a * size, b * size, c * size, d * size, 0.0, 0.0), to_display)
        stroke = None
        if mode in _STROKED_MODES:
            stroke = calls.rgb(calls.stroke_colors([text_object])[0].tobytes())
        return _Style(font, em[:4], calls.rgb(color), stroke, mode in _HIDDEN_MODES)


class _Font:
    """What is asked of a font, each once."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self.name = calls.base_name(handle)
        descent = calls.descent(handle)
        self.descent = sane_descent(-descent if descent > 0 else descent)
        self.lying: set[str] = set()
        self.unseen: set[str] = set()
        self.has_unknown = False
        self._is_embedded = calls.is_embedded(handle) == 1
        self._glyphs: dict[int, tuple[str, float]] = {}

    def glyph(self, code: int, text_page: calls.Handle, index: int) -> tuple[str, float]:
        """Text and advance width (em) of a code point, first seen as char ``index``."""
        glyph = self._glyphs.get(code)
        if glyph is None:
            width = calls.glyph_width(self._handle, code) or _drawn_width(text_page, index)
            glyph = self._glyphs[code] = (_text(code, text_page, index), width)
            self.has_unknown = self.has_unknown or glyph[0] == UNKNOWN_CHAR
            self._look_at(code, *glyph)
        return glyph

    def _look_at(self, code: int, text: str, width: float) -> None:
        """Compare the glyph with its text, where that is a digit or may hide one."""
        value = digit_value(text)
        if value is None and not _may_hide_a_digit(code, width):
            return
        # A Type 3 font, whose glyphs are drawn by operators, is the only one without a name;
        # pdfium has outlines of some other font for it.
        outline = calls.glyph_outline(self._handle, code) if self.name else ()
        if not outline:
            if value is not None:
                self.unseen.add(text)
        elif not self._is_embedded:
            return  # what is shown then is another font, chosen to fit the text
        elif (value is None and is_any_digit(outline)) or (
            value is not None and not is_digit(outline, value)
        ):
            self.lying.add(text)


class _Style:
    """What the chars of a text object share: font, size, direction, colour.

    ``em`` are the linear elements of the matrix from em to the displayed page (y downwards).
    """

    def __init__(
        self,
        font: _Font,
        em: tuple[float, float, float, float],
        color: calls.Color,
        stroke: calls.Color | None,
        hidden: bool,
    ) -> None:
        a, b, c, d = em
        self.font = font
        self.is_hidden = hidden
        self.reach = 2 * max(math.hypot(a, b), math.hypot(c, d))  # no box goes further (points)
        self._em = em
        self._look: Object = {
            "object_type": "char",
            "size": math.hypot(c, d),
            "fontname": font.name,
            "upright": a * d < 0 and b * c >= 0,
            "angle": round(math.degrees(math.atan2(-b, a))) % 360,
            "non_stroking_color": color,
            "stroking_color": stroke,
            "hidden": hidden,
            "clipped": False,
            **dict.fromkeys(_OWN_KEYS),
        }
        self.glyphs: dict[int, _Glyph] = {}
        # The side vector of the box, from the descent one em up.
        low, high = font.descent, font.descent + 1.0
        self._left, self._right = min(low * c, high * c), max(low * c, high * c)
        self._up, self._down = min(low * d, high * d), max(low * d, high * d)

    def learn(self, code: int, text_page: calls.Handle, index: int) -> _Glyph:
        """What chars of a code point share that is new in this style."""
        text, width = self.font.glyph(code, text_page, index)
        dx, dy = width * self._em[0], width * self._em[1]
        left, up = self._left + (dx if dx < 0 else 0.0), self._up + (dy if dy < 0 else 0.0)
        right, down = self._right + (dx if dx > 0 else 0.0), self._down + (dy if dy > 0 else 0.0)
        template = self._look.copy()
        template["text"], template["width"], template["height"] = text, right - left, down - up
        glyph = self.glyphs[code] = (template, left, up, right, down)
        return glyph


def digit_value(text: str) -> int | None:
    """0 to 9 for ASCII and full-width digits."""
    if len(text) == 1 and ("0" <= text <= "9" or "０" <= text <= "９"):
        return int(text)
    return None


def _may_hide_a_digit(code: int, width: float) -> bool:
    """Private characters, and ideographs of the width of a digit."""
    return 0xE000 <= code < 0xF900 or (0x3400 <= code < 0xA000 and width < _NARROW)


def _text(code: int, text_page: calls.Handle, index: int) -> str:
    if code == 2:  # pdfium's sign for a hyphen at a line's end
        return "-"
    if code == _SECOND_HALF:
        return ""
    if code < 32 or code >= 0x110000 or calls.has_map_error(text_page, index):
        return UNKNOWN_CHAR
    return printed(chr(code))


def _drawn_width(text_page: calls.Handle, index: int) -> float:
    """Width (em) of a char whose font does not find its glyph again by the code point."""
    left, top, right, bottom = calls.loose_box(text_page, index)
    a, b = calls.char_matrices(text_page, [index])[0, :2].tolist()
    em = math.hypot(a, b) * calls.font_size_of(text_page, index)
    along = right - left if abs(a) >= abs(b) else top - bottom
    return along / em if em else 0.0


def _joined(codes: np.ndarray) -> np.ndarray:
    """Code points, those that pdfium gives as two surrogates put together."""
    is_high = (codes[:-1] >= 0xD800) & (codes[:-1] < 0xDC00)
    is_pair = is_high & (codes[1:] >= 0xDC00) & (codes[1:] < 0xE000)
    for index in np.flatnonzero(is_pair).tolist():
        high, low = codes[index], codes[index + 1]
        codes[index] = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
        codes[index + 1] = _SECOND_HALF
    return codes


def _changes(values: np.ndarray) -> np.ndarray:
    """Whether each value or row differs from the one before; the first one does."""
    found = np.ones(values.shape, dtype=bool)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found


def _stand_in_place(
    indexes: np.ndarray, objects: np.ndarray, codes: np.ndarray, xs: np.ndarray, ys: np.ndarray
) -> np.ndarray:
    """Whether each char stands where the one before it in its object stands."""
    found = np.zeros(len(xs), dtype=bool)
    found[1:] = (
        (xs[1:] == xs[:-1])
        & (ys[1:] == ys[:-1])
        & (objects[1:] == objects[:-1])
        & (indexes[1:] == indexes[:-1] + 1)
        & (codes[:-1] != 32)  # one that pdfium made up, at the place of the next
    )
    return found


def _spread_out(
    chars: list[Object], is_same_place: list[bool], indexes: list[int], text_page: calls.Handle
) -> None:
    """Put chars that one glyph stands for side by side over its width.

    pdfium gives ligatures, glyphs with several characters and replacement texts as chars at one
    place. ``is_same_place`` says which stand where the char before stands, ``indexes`` are
    pdfium's.
    """
    groups: list[list[int]] = []
    for position, is_same in enumerate(is_same_place):
        if not chars[position]["text"]:
            continue
        if is_same and groups:
            groups[-1].append(position)
        else:
            groups.append([position])
    for group in groups:
        first = chars[group[0]]
        if len(group) < 2 or not first["upright"]:
            continue
        left, _, right, _ = calls.loose_box(text_page, indexes[group[0]])
        width = abs(right - left) / len(group)
        for at, position in enumerate(group):
            x0 = first["x0"] + at * width if at else first["x0"]
            chars[position].update({"x0": x0, "x1": x0 + width, "width": width})


def _is_deep(xs: list[float], ys: list[float], reach: float, clip: Box) -> bool:
    """Whether chars at these pen positions are all so far inside that none can be cut off."""
    left, upper, right, lower = clip
    return (
        left <= min(xs) - reach
        and max(xs) + reach <= right
        and upper <= min(ys) - reach
        and max(ys) + reach <= lower
    )


def _cut_off(chars: list[Object], clip: Box) -> None:
    """Mark the chars whose centre ``clip`` hides."""
    left, upper, right, lower = clip
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        if not (left <= x <= right and upper <= y <= lower):
            char["hidden"] = char["clipped"] = True


def _displayed(xs: np.ndarray, ys: np.ndarray, to_display: Matrix) -> tuple[np.ndarray, np.ndarray]:
    """Points of page space as points of the displayed page (turned by quarters only)."""
    a, b, c, d, e, f = to_display
    if a:
        return a * xs + e, d * ys + f
    return c * ys + e, b * xs + f
