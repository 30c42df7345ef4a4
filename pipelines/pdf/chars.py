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
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from operator import is_not

import numpy as np
import pypdfium2.raw as pdfium_c

from pipelines.pdf import pdfium_calls as calls
from pipelines.pdf.clips import EVERYWHERE, Clips
from pipelines.pdf.digit_shapes import is_any_digit, is_digit
from pipelines.pdf.matrices import Box, Matrix, concat
from pipelines.pdf.page import Object, sane_descent
from pipelines.pdf.places import Places
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
# first char, end, style, clip
_Run = tuple[int, int, "_Style", Box | None]


class _Glyphs:
    """What chars of one code point and style share, by number."""

    def __init__(self) -> None:
        self.templates: list[Object] = []
        self._boxes: list[Box] = []
        self._columns = np.zeros((len(Places.KEYS), 0))
        self._texts = {"": 0}

    def add(self, template: Object, box: Box) -> int:
        """The number of a new glyph; ``box`` (x0, top, x1, bottom) is relative to its origin."""
        self.templates.append(template)
        self._boxes.append(box)
        return len(self._boxes) - 1

    def columns(self) -> np.ndarray:
        """As in ``Places``, all glyphs; boxes relative to the origin."""
        known = self._columns.shape[1]
        if known < len(self.templates):
            pairs = zip(self._boxes[known:], self.templates[known:], strict=True)
            rows = [
                (
                    left,
                    right,
                    up,
                    down,
                    look["size"],
                    look["angle"],
                    self._texts.setdefault(look["text"], len(self._texts)),
                    not look["text"].strip(),
                    look["upright"],
                    look["hidden"],
                )
                for (left, up, right, down), look in pairs
            ]
            self._columns = np.concatenate((self._columns, np.array(rows, dtype=float).T), axis=1)
        return self._columns


class CharReader:
    """Reads the chars of pages and remembers their fonts.

    pdfium frees a font with the last page that uses it and may put another at its address. So a
    reader serves only pages that are open at the same time.
    """

    def __init__(self) -> None:
        self._fonts: dict[int, _Font] = {}
        self._styles: dict[_LookKey, _Style] = {}
        self._glyphs = _Glyphs()
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
    ) -> tuple[list[Object], Places | None]:
        """The chars of a pdfium text page, on the displayed page; ``objects`` are their owners.

        Their places too, except where chars are put beside each other that pdfium gives as one.
        """
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
        runs = list(self._runs(text_page, indexes, objects, to_display, rotation, clips))
        self._used = {style.font for _, _, style, _ in runs}
        self._has_hidden = any(style.is_hidden for _, _, style, _ in runs)
        numbers = _glyph_numbers(text_page, codes.tolist(), indexes, runs)
        columns = self._glyphs.columns()[:, np.array(numbers, dtype=np.intp)]
        columns[:2] += xs
        columns[2:4] += ys
        places = Places(columns)
        chars = _chars(map(self._glyphs.templates.__getitem__, numbers), places, page_no)
        _cut_off(chars, places, runs)
        if is_same_place.any():
            _spread_out(chars, is_same_place.tolist(), indexes.tolist(), text_page)
            return [char for char in chars if char["text"]], None
        return chars, places

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
        hidden = mode in _HIDDEN_MODES
        return _Style(font, em[:4], calls.rgb(color), stroke, hidden, self._glyphs)


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
        glyphs: _Glyphs,
    ) -> None:
        a, b, c, d = em
        self.font = font
        self.is_hidden = hidden
        self._em = em
        self._all_glyphs = glyphs
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
        self.glyphs: dict[int, int] = {}  # code point -> number
        # The side vector of the box, from the descent one em up.
        low, high = font.descent, font.descent + 1.0
        self._left, self._right = min(low * c, high * c), max(low * c, high * c)
        self._up, self._down = min(low * d, high * d), max(low * d, high * d)

    def learn(self, code: int, text_page: calls.Handle, index: int) -> int:
        """The number of a glyph that is new in this style."""
        text, width = self.font.glyph(code, text_page, index)
        dx, dy = width * self._em[0], width * self._em[1]
        left, up = self._left + (dx if dx < 0 else 0.0), self._up + (dy if dy < 0 else 0.0)
        right, down = self._right + (dx if dx > 0 else 0.0), self._down + (dy if dy > 0 else 0.0)
        template = self._look.copy()
        template["text"], template["width"], template["height"] = text, right - left, down - up
        number = self.glyphs[code] = self._all_glyphs.add(template, (left, up, right, down))
        return number


def _glyph_numbers(
    text_page: calls.Handle, codes: list[int], indexes: np.ndarray, runs: Iterable[_Run]
) -> list[int]:
    """The glyph of each char of ``runs``, which follow each other without a gap."""
    numbers: list[int] = []
    for first, end, style, _ in runs:
        known, some = style.glyphs, codes[first:end]
        try:
            numbers += list(map(known.__getitem__, some))
        except KeyError:
            for code, index in zip(some, indexes[first:end].tolist(), strict=True):
                if code not in known:
                    style.learn(code, text_page, index)
            numbers += map(known.__getitem__, some)
    return numbers


def _chars(templates: Iterable[Object], places: Places, page_no: int) -> list[Object]:
    # Copying and setting is ten times as fast as writing a new dictionary out.
    chars = list(map(dict.copy, templates))
    for char, x0, x1, top, bottom in zip(chars, *places.columns[:4].tolist(), strict=True):
        char["page_number"] = page_no
        char["x0"] = x0
        char["x1"] = x1
        char["top"] = char["doctop"] = top
        char["bottom"] = bottom
    return chars


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
    if 0xD800 <= code < 0xE000:  # half of a pair alone is no character, and no UTF-8 can hold it
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


def _cut_off(chars: list[Object], places: Places, runs: Sequence[_Run]) -> None:
    """Mark the chars whose centre the clip of their run hides."""
    if all(clip is None for _, _, _, clip in runs):
        return
    boxes = [EVERYWHERE if clip is None else clip for _, _, _, clip in runs]
    lengths = [end - first for first, end, _, _ in runs]
    left, upper, right, lower = np.repeat(boxes, lengths, axis=0).T
    x, y = places.middle_x, places.middle_y
    is_cut = ~((left <= x) & (x <= right) & (upper <= y) & (y <= lower))
    places.hide(is_cut)
    for at in np.flatnonzero(is_cut).tolist():
        chars[at]["hidden"] = chars[at]["clipped"] = True


def _displayed(xs: np.ndarray, ys: np.ndarray, to_display: Matrix) -> tuple[np.ndarray, np.ndarray]:
    """Points of page space as points of the displayed page (turned by quarters only)."""
    a, b, c, d, e, f = to_display
    if a:
        return a * xs + e, d * ys + f
    return c * ys + e, b * xs + f
