"""The few functions of pdfium that reading a page calls thousands of times, as bare prototypes.

Belongs here: prototypes that take addresses as plain integers, so that ``map`` can run over them
without wrapping each argument (two to three times as fast as the generated bindings). Does not
belong here: anything that is called once per page; that goes through ``pypdfium2.raw``.

The addresses come from pypdfium2's own bindings, so both use one library.
"""

from __future__ import annotations

import ctypes
import struct
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from ctypes import c_double, c_float, c_int, c_size_t, c_uint, c_ushort, c_void_p
from functools import lru_cache
from itertools import chain, repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium_c

from pipelines.pdf.matrices import Matrix


def _bare(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    # PYFUNCTYPE keeps the interpreter lock: these calls are shorter than giving it away.
    address = ctypes.cast(function, c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)  # type: ignore[call-overload]


# (text page, start, count, address of count + 1 units); gives the units written, the last one 0
_text = _bare(pdfium_c.FPDFText_GetText, c_int, c_void_p, c_int, c_int, c_void_p)
# (text page, char index)
unicode_of = _bare(pdfium_c.FPDFText_GetUnicode, c_uint, c_void_p, c_int)
text_object_of = _bare(pdfium_c.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
font_size_of = _bare(pdfium_c.FPDFText_GetFontSize, c_double, c_void_p, c_int)
is_generated = _bare(pdfium_c.FPDFText_IsGenerated, c_int, c_void_p, c_int)
has_map_error = _bare(pdfium_c.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
# (text page, char index, address of x, address of y)
_origin = _bare(pdfium_c.FPDFText_GetCharOrigin, c_int, c_void_p, c_int, c_void_p, c_void_p)
# (text page, char index, address of six floats)
_matrix = _bare(pdfium_c.FPDFText_GetMatrix, c_int, c_void_p, c_int, c_void_p)
# (text page, char index, address of four floats: left, top, right, bottom)
_loose_box = _bare(pdfium_c.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)

# (page object)
type_of = _bare(pdfium_c.FPDFPageObj_GetType, c_int, c_void_p)
font_of = _bare(pdfium_c.FPDFTextObj_GetFont, c_void_p, c_void_p)
render_mode_of = _bare(pdfium_c.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
segment_count = _bare(pdfium_c.FPDFPath_CountSegments, c_int, c_void_p)
form_object_count = _bare(pdfium_c.FPDFFormObj_CountObjects, c_int, c_void_p)
_glyph_path = _bare(pdfium_c.FPDFFont_GetGlyphPath, c_void_p, c_void_p, c_uint, c_float)
_glyph_segment_count = _bare(pdfium_c.FPDFGlyphPath_CountGlyphSegments, c_int, c_void_p)
_glyph_segment = _bare(pdfium_c.FPDFGlyphPath_GetGlyphPathSegment, c_void_p, c_void_p, c_int)
is_embedded = _bare(pdfium_c.FPDFFont_GetIsEmbedded, c_int, c_void_p)
clip_path_of = _bare(pdfium_c.FPDFPageObj_GetClipPath, c_void_p, c_void_p)
# (clip path): -1 where there is none
clip_count = _bare(pdfium_c.FPDFClipPath_CountPaths, c_int, c_void_p)
# (clip path, path index), (clip path, path index, segment index)
clip_segment_count = _bare(pdfium_c.FPDFClipPath_CountPathSegments, c_int, c_void_p, c_int)
clip_segment = _bare(pdfium_c.FPDFClipPath_GetPathSegment, c_void_p, c_void_p, c_int, c_int)
# (form, index), (page, index), (path, index)
form_object = _bare(pdfium_c.FPDFFormObj_GetObject, c_void_p, c_void_p, c_size_t)
page_object = _bare(pdfium_c.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
segment_of = _bare(pdfium_c.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
# (segment)
segment_type = _bare(pdfium_c.FPDFPathSegment_GetType, c_int, c_void_p)
segment_closes = _bare(pdfium_c.FPDFPathSegment_GetClose, c_int, c_void_p)
_point = _bare(pdfium_c.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)
# (page object, address of the result)
_object_matrix = _bare(pdfium_c.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
_bounds = _bare(
    pdfium_c.FPDFPageObj_GetBounds, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p
)
_stroke_width = _bare(pdfium_c.FPDFPageObj_GetStrokeWidth, c_int, c_void_p, c_void_p)
_fill_color = _bare(
    pdfium_c.FPDFPageObj_GetFillColor, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p
)
_stroke_color = _bare(
    pdfium_c.FPDFPageObj_GetStrokeColor, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p
)
_draw_mode = _bare(pdfium_c.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
_glyph_width = _bare(pdfium_c.FPDFFont_GetGlyphWidth, c_int, c_void_p, c_uint, c_float, c_void_p)
_descent = _bare(pdfium_c.FPDFFont_GetDescent, c_int, c_void_p, c_float, c_void_p)
_base_name = _bare(pdfium_c.FPDFFont_GetBaseFontName, c_size_t, c_void_p, c_void_p, c_size_t)

Color = tuple[float, float, float]
# type (FPDF_SEGMENT_*), x, y of each segment
Outline = tuple[tuple[int, float, float], ...]

_SURROGATES = range(0xD800, 0xE000)
# What stands in a page's text for chars that have none of their own there.
_NO_TEXT = 0xFFFE

# One scratch buffer for all single results: reading a document is single-threaded (pdfium is).
_FLOATS = (c_float * 8)()
_FLOATS_AT = ctypes.addressof(_FLOATS)
_FLOATS_TO_FOUR = tuple(_FLOATS_AT + 4 * i for i in range(4))


def address(handle: Any) -> int:
    """A handle of the generated bindings as the functions here take it."""
    return ctypes.cast(handle, c_void_p).value or 0


def unicodes(text_page: int, count: int) -> list[int]:
    """Code points of all chars; 0 where there is none, 2 for a hyphen at a line's end."""
    # The page's text has a unit for each char, but for surrogates and control characters; where
    # it has not, each char is asked.
    units = (c_ushort * (count + 1))()
    written = _text(text_page, 0, count, ctypes.addressof(units))
    codes = units[:count]
    if written != count + 1 or any(map(_SURROGATES.__contains__, codes)):
        return list(map(unicode_of, repeat(text_page), range(count)))
    if _NO_TEXT in codes:
        for index, code in enumerate(codes):
            if code == _NO_TEXT:
                codes[index] = unicode_of(text_page, index)
    return codes


def text_objects(text_page: int, count: int) -> list[int | None]:
    """Text object of each char; None for chars that pdfium adds between objects."""
    return list(map(text_object_of, repeat(text_page), range(count)))


def origins(text_page: int, count: int) -> tuple[list[float], list[float]]:
    """Origins (pen positions on the base line) of all chars, in page space."""
    xs, ys = (c_double * count)(), (c_double * count)()
    at_x, at_y = ctypes.addressof(xs), ctypes.addressof(ys)
    _drain(
        map(
            _origin,
            repeat(text_page),
            range(count),
            range(at_x, at_x + 8 * count, 8),
            range(at_y, at_y + 8 * count, 8),
        )
    )
    return xs[:], ys[:]


def char_matrices(text_page: int, indexes: Sequence[int]) -> list[bytes]:
    """The chars' text matrices, forms applied; see `matrix_of` and `linear_part`."""
    size = 24 * len(indexes)
    buffer = ctypes.create_string_buffer(size)
    start = ctypes.addressof(buffer)
    _drain(map(_matrix, repeat(text_page), indexes, range(start, start + size, 24)))
    raw = buffer.raw
    return [raw[at : at + 24] for at in range(0, size, 24)]


def matrix_of(raw: bytes) -> Matrix:
    """A matrix from `char_matrices` as numbers."""
    return struct.unpack("6f", raw)


def segment_point(segment: int) -> tuple[float, float]:
    """Point of a path segment in the path's own space."""
    _point(segment, _FLOATS_AT, _FLOATS_AT + 4)
    return _FLOATS[0], _FLOATS[1]


def bounds(page_object: int) -> tuple[float, float, float, float]:
    """``(left, bottom, right, top)`` of an object inside its container, line width included."""
    _bounds(page_object, *_FLOATS_TO_FOUR)
    return tuple(_FLOATS[:4])  # type: ignore[return-value]


def fill_colors(page_objects: Sequence[int]) -> list[bytes]:
    """Fill colours, one after the other; see `rgb`."""
    return _colors(_fill_color, page_objects)


def stroke_colors(page_objects: Sequence[int]) -> list[bytes]:
    """Stroke colours, one after the other; see `rgb`."""
    return _colors(_stroke_color, page_objects)


def _colors(getter: Callable[..., Any], page_objects: Sequence[int]) -> list[bytes]:
    size = 16 * len(page_objects)
    buffer = ctypes.create_string_buffer(size)
    start = ctypes.addressof(buffer)
    parts = (range(start + at, start + at + size, 16) for at in (0, 4, 8, 12))
    _drain(map(getter, page_objects, *parts))
    raw = buffer.raw
    return [raw[at : at + 16] for at in range(0, size, 16)]


@lru_cache(maxsize=4096)
def rgb(color: bytes) -> Color:
    """Red, green and blue from 0 to 1 of a colour from `fill_colors` or `stroke_colors`."""
    red, green, blue, _ = struct.unpack("4I", color)
    return red / 255, green / 255, blue / 255


def draw_modes(paths: Sequence[int]) -> tuple[list[int], list[int]]:
    """Whether each path is filled (0: not) and whether it is stroked."""
    count = len(paths)
    fills, strokes = (c_int * count)(), (c_int * count)()
    at_fill, at_stroke = ctypes.addressof(fills), ctypes.addressof(strokes)
    _drain(
        map(
            _draw_mode,
            paths,
            range(at_fill, at_fill + 4 * count, 4),
            range(at_stroke, at_stroke + 4 * count, 4),
        )
    )
    return fills[:], strokes[:]


def stroke_widths(page_objects: Sequence[int]) -> list[float]:
    """Line widths in the objects' own units."""
    count = len(page_objects)
    widths = (c_float * count)()
    start = ctypes.addressof(widths)
    _drain(map(_stroke_width, page_objects, range(start, start + 4 * count, 4)))
    return widths[:]


def object_matrices(page_objects: Sequence[int]) -> np.ndarray:
    """Matrices of page objects inside their container, one of six numbers a row."""
    rows = np.empty((len(page_objects), 6), dtype=np.float32)
    start = rows.ctypes.data
    _drain(map(_object_matrix, page_objects, range(start, start + rows.nbytes, 24)))
    return rows.astype(np.float64)


def raw_matrices(page_objects: Sequence[int]) -> list[bytes]:
    """The same one after the other; see `matrix_of`."""
    raw = object_matrices(page_objects).astype(np.float32).tobytes()
    return [raw[at : at + 24] for at in range(0, len(raw), 24)]


class Segments(NamedTuple):
    """The segments of several paths, one path after the other."""

    counts: list[int]  # segments of each path
    kinds: list[int]  # FPDF_SEGMENT_*
    closes: list[int]  # whether the segment closes its subpath
    xs: np.ndarray  # points in the path's own space
    ys: np.ndarray


def segments(paths: Sequence[int]) -> Segments:
    """The segments of ``paths``."""
    counts = list(map(segment_count, paths))
    owners = chain.from_iterable(map(repeat, paths, counts))
    handles = list(map(segment_of, owners, chain.from_iterable(map(range, counts))))
    points = np.empty((2, len(handles)), dtype=np.float32)
    at_x, at_y, size = points[0].ctypes.data, points[1].ctypes.data, 4 * len(handles)
    _drain(map(_point, handles, range(at_x, at_x + size, 4), range(at_y, at_y + size, 4)))
    kinds, closes = list(map(segment_type, handles)), list(map(segment_closes, handles))
    xs, ys = points.astype(np.float64)
    return Segments(counts, kinds, closes, xs, ys)


def loose_box(text_page: int, index: int) -> tuple[float, float, float, float]:
    """``(left, top, right, bottom)`` in page space, y upwards; holds the tight box too."""
    _loose_box(text_page, index, _FLOATS_AT)
    return tuple(_FLOATS[:4])  # type: ignore[return-value]


def object_matrix(page_object: int) -> Matrix:
    """Matrix of a page object inside its container."""
    _object_matrix(page_object, _FLOATS_AT)
    return tuple(_FLOATS[:6])  # type: ignore[return-value]


def glyph_width(font: int, code_point: int) -> float:
    """Advance of a character in em; 0 where the font does not know it."""
    _FLOATS[0] = 0.0
    _glyph_width(font, code_point, 1.0, _FLOATS_AT)
    return _FLOATS[0]


def glyph_outline(font: int, code_point: int) -> Outline:
    """Segments of the glyph that a font shows for a code point; empty where it has no outline."""
    path = _glyph_path(font, code_point, 1000.0)
    if not path:
        return ()
    found = []
    for index in range(_glyph_segment_count(path)):
        segment = _glyph_segment(path, index)
        found.append((segment_type(segment), *segment_point(segment)))
    return tuple(found)


def descent(font: int) -> float:
    """Depth below the base line in em, negative."""
    _FLOATS[0] = 0.0
    _descent(font, 1.0, _FLOATS_AT)
    return _FLOATS[0]


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
