"""The few functions of pdfium that reading a page calls thousands of times, as bare prototypes.

Belongs here: prototypes that cost as little as ``ctypes`` allows, so that ``map`` can run over
them (three to five times as fast as the generated bindings). Does not belong here: anything that is
called once per page; that goes through ``pypdfium2.raw``.

Most have no argument types: then ``ctypes`` passes a ``Handle`` as the pointer that it is and an
``int`` as a C int, and converts nothing. What takes floats or sizes, or is called seldom, is typed
and takes addresses as plain integers. The addresses of the functions come from pypdfium2's own
bindings, so both use one library.
"""

from __future__ import annotations

import ctypes
import struct
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from ctypes import c_double, c_float, c_int, c_size_t, c_uint, c_void_p
from functools import lru_cache
from itertools import chain, repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium_c

from pipelines.pdf.matrices import Matrix


class Handle(c_void_p):
    """A pointer of pdfium's; as a result type it stays an object that the next call takes."""


def _untyped(function: Any, result: Any) -> Callable[..., Any]:
    """The function for handles, pointers and C ints as arguments."""
    # PYFUNCTYPE keeps the interpreter lock: these calls are shorter than giving it away.
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, c_void_p).value or 0)  # type: ignore[call-overload]


def _typed(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The function for plain numbers as arguments, addresses among them."""
    address = ctypes.cast(function, c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)  # type: ignore[call-overload]


# (text page, start, count, pointer to count + 1 units); gives the units written, the last one 0
_text = _untyped(pdfium_c.FPDFText_GetText, c_int)
# (text page, char index)
_unicode_of = _untyped(pdfium_c.FPDFText_GetUnicode, c_uint)
_text_object_of = _untyped(pdfium_c.FPDFText_GetTextObject, c_size_t)
_is_generated = _untyped(pdfium_c.FPDFText_IsGenerated, c_int)
font_size_of = _untyped(pdfium_c.FPDFText_GetFontSize, c_double)
has_map_error = _untyped(pdfium_c.FPDFText_HasUnicodeMapError, c_int)
# (text page, char index, pointer to x, pointer to y)
_origin = _untyped(pdfium_c.FPDFText_GetCharOrigin, c_int)
# (text page, char index, pointer to six floats)
_matrix = _untyped(pdfium_c.FPDFText_GetMatrix, c_int)
# (text page, char index, pointer to four floats: left, top, right, bottom)
_loose_box = _untyped(pdfium_c.FPDFText_GetLooseCharBox, c_int)

# (page object)
type_of = _untyped(pdfium_c.FPDFPageObj_GetType, c_int)
font_of = _untyped(pdfium_c.FPDFTextObj_GetFont, c_size_t)
render_mode_of = _untyped(pdfium_c.FPDFTextObj_GetTextRenderMode, c_int)
_segment_count = _untyped(pdfium_c.FPDFPath_CountSegments, c_int)
form_object_count = _untyped(pdfium_c.FPDFFormObj_CountObjects, c_int)
clip_path_of = _untyped(pdfium_c.FPDFPageObj_GetClipPath, Handle)
# (clip path): -1 where there is none
clip_count = _untyped(pdfium_c.FPDFClipPath_CountPaths, c_int)
# (clip path, path index), (clip path, path index, segment index)
clip_segment_count = _untyped(pdfium_c.FPDFClipPath_CountPathSegments, c_int)
clip_segment = _untyped(pdfium_c.FPDFClipPath_GetPathSegment, c_void_p)
# (page, index), (path, index)
_page_object = _untyped(pdfium_c.FPDFPage_GetObject, c_size_t)
_segment_of = _untyped(pdfium_c.FPDFPath_GetPathSegment, Handle)
# (form, index)
_form_object = _typed(pdfium_c.FPDFFormObj_GetObject, c_size_t, c_void_p, c_size_t)
# (segment)
_segment_type = _untyped(pdfium_c.FPDFPathSegment_GetType, c_int)
_segment_closes = _untyped(pdfium_c.FPDFPathSegment_GetClose, c_int)
# (segment, pointer to x, pointer to y)
_point = _untyped(pdfium_c.FPDFPathSegment_GetPoint, c_int)
# (page object, pointers to the results)
_object_matrix = _untyped(pdfium_c.FPDFPageObj_GetMatrix, c_int)
_bounds = _untyped(pdfium_c.FPDFPageObj_GetBounds, c_int)
_stroke_width = _untyped(pdfium_c.FPDFPageObj_GetStrokeWidth, c_int)
_fill_color = _untyped(pdfium_c.FPDFPageObj_GetFillColor, c_int)
_stroke_color = _untyped(pdfium_c.FPDFPageObj_GetStrokeColor, c_int)
_draw_mode = _untyped(pdfium_c.FPDFPath_GetDrawMode, c_int)
# of fonts and their glyphs
is_embedded = _typed(pdfium_c.FPDFFont_GetIsEmbedded, c_int, c_void_p)
_glyph_width = _typed(pdfium_c.FPDFFont_GetGlyphWidth, c_int, c_void_p, c_uint, c_float, c_void_p)
_glyph_path = _typed(pdfium_c.FPDFFont_GetGlyphPath, Handle, c_void_p, c_uint, c_float)
_glyph_segment_count = _untyped(pdfium_c.FPDFGlyphPath_CountGlyphSegments, c_int)
_glyph_segment = _untyped(pdfium_c.FPDFGlyphPath_GetGlyphPathSegment, Handle)
_descent = _typed(pdfium_c.FPDFFont_GetDescent, c_int, c_void_p, c_float, c_void_p)
_base_name = _typed(pdfium_c.FPDFFont_GetBaseFontName, c_size_t, c_void_p, c_void_p, c_size_t)

Color = tuple[float, float, float]
# type (FPDF_SEGMENT_*), x, y of each segment
Outline = tuple[tuple[int, float, float], ...]

# What stands in a page's text for chars that have none of their own there.
_NO_TEXT = 0xFFFE

# One scratch buffer for single results: reading a document is single-threaded (pdfium is).
_FLOAT = c_float()
_FLOAT_AT = ctypes.addressof(_FLOAT)


class _Results:
    """Memory that many calls write their results to, with a pointer object ready for each.

    Each call fills ``width`` numbers through ``pointers`` arguments, as many through each.
    """

    def __init__(self, kind: Any, width: int, pointers: int) -> None:
        self._rows = np.zeros((0, width), dtype=kind)
        self._pointers: list[list[c_void_p]] = [[] for _ in range(pointers)]

    def of(self, function: Callable[..., Any], *arguments: Iterable[object], count: int) -> Any:
        """The results of ``count`` calls, a row each; zeros where a call gives none."""
        if count > len(self._rows):
            self._grow(count)
        self._rows[:count] = 0
        _drain(map(function, *arguments, *self._pointers))
        return self._rows[:count].copy()

    def _grow(self, count: int) -> None:
        shape = max(count, 2 * len(self._rows)), self._rows.shape[1]
        self._rows = np.zeros(shape, self._rows.dtype)
        start, size = self._rows.ctypes.data, self._rows.strides[0]
        part = size // len(self._pointers)
        self._pointers = [
            [c_void_p(start + at * part + row * size) for row in range(len(self._rows))]
            for at in range(len(self._pointers))
        ]


_ORIGINS = _Results(np.float64, 2, pointers=2)
_MATRICES = _Results(np.float32, 6, pointers=1)
_BOXES = _Results(np.float32, 4, pointers=1)
_BOUNDS = _Results(np.float32, 4, pointers=4)
_POINTS = _Results(np.float32, 2, pointers=2)
_COLORS = _Results(np.uint32, 4, pointers=4)
_MODES = _Results(np.int32, 2, pointers=2)
_WIDTHS = _Results(np.float32, 1, pointers=1)


def address(handle: Any) -> int:
    """A handle of the generated bindings as a plain number."""
    return ctypes.cast(handle, c_void_p).value or 0


def handles(addresses: Iterable[int]) -> list[Handle]:
    """Addresses as the untyped functions take them."""
    return list(map(Handle, addresses))


# --- text ---------------------------------------------------------------------------------------


def unicodes(text_page: Handle, count: int) -> np.ndarray:
    """Code points of all chars; 0 where there is none, 2 for a hyphen at a line's end."""
    # The page's text has a unit for each char, but for surrogates and control characters; where
    # it has not, each char is asked.
    units = np.zeros(count + 1, dtype=np.uint16)
    written = _text(text_page, 0, count, c_void_p(units.ctypes.data))
    codes = units[:count].astype(np.int64)
    if written != count + 1 or ((codes >= 0xD800) & (codes < 0xE000)).any():
        asked = map(_unicode_of, repeat(text_page), range(count))
        return np.fromiter(asked, dtype=np.int64, count=count)
    for index in np.flatnonzero(codes == _NO_TEXT).tolist():
        codes[index] = _unicode_of(text_page, index)
    return codes


def text_objects(text_page: Handle, count: int) -> np.ndarray:
    """Address of each char's text object; 0 for chars that pdfium adds between objects."""
    found = map(_text_object_of, repeat(text_page), range(count))
    return np.fromiter(found, dtype=np.uintp, count=count)


def are_generated(text_page: Handle, indexes: np.ndarray) -> np.ndarray:
    """Whether pdfium has added each of these chars."""
    found = map(_is_generated, repeat(text_page), indexes.tolist())
    return np.fromiter(found, dtype=bool, count=len(indexes))


def have_map_errors(text_page: Handle, indexes: np.ndarray) -> np.ndarray:
    """Whether the font does not tell each of these chars."""
    found = map(has_map_error, repeat(text_page), indexes.tolist())
    return np.fromiter(found, dtype=bool, count=len(indexes))


def origins(text_page: Handle, indexes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Origins (pen positions on the base line) of chars, in page space."""
    count = len(indexes)
    points = _ORIGINS.of(_origin, repeat(text_page), indexes.tolist(), count=count)
    return points[:, 0], points[:, 1]


def char_matrices(text_page: Handle, indexes: Sequence[int]) -> np.ndarray:
    """The chars' text matrices, forms applied, six floats a row."""
    return _MATRICES.of(_matrix, repeat(text_page), indexes, count=len(indexes))


def loose_box(text_page: Handle, index: int) -> tuple[float, float, float, float]:
    """``(left, top, right, bottom)`` in page space, y upwards; holds the tight box too."""
    left, top, right, bottom = _BOXES.of(_loose_box, [text_page], [index], count=1)[0].tolist()
    return left, top, right, bottom


# --- page objects -------------------------------------------------------------------------------


def page_objects(page: Handle, count: int) -> list[int]:
    """Addresses of a page's objects in painting order."""
    return list(map(_page_object, repeat(page), range(count)))


def form_objects(form: Handle) -> list[int]:
    """Addresses of a form's objects in painting order."""
    return list(map(_form_object, repeat(form), range(form_object_count(form))))


def object_matrices(page_objects: Sequence[Handle]) -> np.ndarray:
    """Matrices of page objects inside their container, six floats a row."""
    return _MATRICES.of(_object_matrix, page_objects, count=len(page_objects))


def object_matrix(page_object: Handle) -> Matrix:
    """Matrix of a page object inside its container."""
    return tuple(object_matrices([page_object])[0].tolist())


def bounds(page_objects: Sequence[Handle]) -> np.ndarray:
    """``left, bottom, right, top`` of objects inside their container, line width included."""
    return _BOUNDS.of(_bounds, page_objects, count=len(page_objects))


def fill_colors(page_objects: Sequence[Handle]) -> np.ndarray:
    """Red, green, blue and opacity from 0 to 255 of what fills objects, a row each."""
    return _COLORS.of(_fill_color, page_objects, count=len(page_objects))


def stroke_colors(page_objects: Sequence[Handle]) -> np.ndarray:
    """The same of what strokes them."""
    return _COLORS.of(_stroke_color, page_objects, count=len(page_objects))


@lru_cache(maxsize=4096)
def rgb(color: bytes) -> Color:
    """Red, green and blue from 0 to 1 of the bytes of a row of colours."""
    red, green, blue, _ = struct.unpack("4I", color)
    return red / 255, green / 255, blue / 255


def draw_modes(paths: Sequence[Handle]) -> np.ndarray:
    """Whether each path is filled (0: not) and whether it is stroked."""
    return _MODES.of(_draw_mode, paths, count=len(paths))


def stroke_widths(page_objects: Sequence[Handle]) -> list[float]:
    """Line widths in the objects' own units."""
    return _WIDTHS.of(_stroke_width, page_objects, count=len(page_objects))[:, 0].tolist()


class Segments(NamedTuple):
    """The segments of several paths, one path after the other."""

    counts: list[int]  # segments of each path
    kinds: list[int]  # FPDF_SEGMENT_*
    closes: list[int]  # whether the segment closes its subpath
    xs: np.ndarray  # points in the path's own space
    ys: np.ndarray


def segment_counts(paths: Sequence[Handle]) -> np.ndarray:
    """Number of segments of each path."""
    return np.fromiter(map(_segment_count, paths), dtype=np.int64, count=len(paths))


def segments(paths: Sequence[Handle], counts: list[int]) -> Segments:
    """The segments of ``paths``, which have so many each."""
    owners = chain.from_iterable(map(repeat, paths, counts))
    found = list(map(_segment_of, owners, chain.from_iterable(map(range, counts))))
    kinds, closes = list(map(_segment_type, found)), list(map(_segment_closes, found))
    points = _POINTS.of(_point, found, count=len(found)).astype(np.float64)
    return Segments(counts, kinds, closes, points[:, 0], points[:, 1])


def clip_points(clip: Handle, path: int, count: int) -> list[tuple[float, float]]:
    """Points of the first ``count`` segments of a clip's path, in its own space."""
    found = [Handle(clip_segment(clip, path, at)) for at in range(count)]
    return [(x, y) for x, y in _POINTS.of(_point, found, count=count).tolist()]


# --- fonts --------------------------------------------------------------------------------------


def glyph_width(font: int, code_point: int) -> float:
    """Advance of a character in em; 0 where the font does not know it."""
    _FLOAT.value = 0.0
    _glyph_width(font, code_point, 1.0, _FLOAT_AT)
    return _FLOAT.value


def glyph_outline(font: int, code_point: int) -> Outline:
    """Segments of the glyph that a font shows for a code point; empty where it has no outline."""
    path = _glyph_path(font, code_point, 1000.0)
    if not path:
        return ()
    found = list(map(_glyph_segment, repeat(path), range(_glyph_segment_count(path))))
    xs, ys = _POINTS.of(_point, found, count=len(found)).T.tolist()
    return tuple(zip(map(_segment_type, found), xs, ys, strict=True))


def descent(font: int) -> float:
    """Depth below the base line in em, negative."""
    _FLOAT.value = 0.0
    _descent(font, 1.0, _FLOAT_AT)
    return _FLOAT.value


def base_name(font: int) -> str:
    """BaseFont as written in the file, subset prefix included."""
    length = _base_name(font, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 1))
    _base_name(font, ctypes.addressof(buffer), length)
    raw = buffer.value
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:  # old Chinese producers write the name in their system's encoding
        return raw.decode("gb18030", errors="replace")


def _drain(calls: Iterable[object]) -> None:
    deque(calls, maxlen=0)
