"""Paths of a page as lines, rects and curves, told apart as pdfplumber does.

Belongs here: the shape of one painted path. Does not belong here: whether it rules a table.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pypdfium2.raw as pdfium_c

from pipelines.pdf import pdfium_calls as calls
from pipelines.pdf.matrices import Box, Matrix, transformed
from pipelines.pdf.page import Object, Page

Point = tuple[float, float]

_MOVE = pdfium_c.FPDF_SEGMENT_MOVETO
_BEZIER = pdfium_c.FPDF_SEGMENT_BEZIERTO

# pdfium computes in 32-bit floats: equal coordinates of a page differ by less than this (points).
_DIGITS = 3

# What is each shape's own; the rest it shares with others painted alike.
_OWN_KEYS = (
    "object_type",
    "pts",
    "x0",
    "x1",
    "top",
    "bottom",
    "doctop",
    "width",
    "height",
    "y0",
    "y1",
)

# A line on the edge of its clip still shows half its width (points).
_EDGE = 1.0

# A filled quadrangle up to this thin (points) is a ruling line however its corners lie: Word, WPS
# and Excel draw borders so, and most paths of a page are such.
_THIN = 3.0


# How a path is painted: fill mode (0: not filled), whether stroked, line width, fill colour and
# stroke colour as pdfium gives them.
_Look = tuple[int, int, float, bytes, bytes]


def add_paths(page: Page, paths: Sequence[int], outer: Matrix, clips: Sequence[Box | None]) -> None:
    """Add the subpaths of pdfium's ``paths`` to ``page``, as far as they touch their clip.

    ``outer`` leads from the paths' container (page or form) to the displayed page.
    """
    fills, strokes = calls.draw_modes(paths)
    painted = [at for at, modes in enumerate(zip(fills, strokes, strict=True)) if any(modes)]
    if len(painted) < len(paths):
        paths, clips = [paths[at] for at in painted], [clips[at] for at in painted]
        fills, strokes = [fills[at] for at in painted], [strokes[at] for at in painted]
    keys = zip(
        fills,
        strokes,
        calls.stroke_widths(paths),
        calls.fill_colors(paths),
        calls.stroke_colors(paths),
        strict=True,
    )
    counts = map(calls.segment_count, paths)
    looks: dict[_Look, Object] = {}
    rest: list[tuple[int, Object, Box | None]] = []
    for path, key, count, clip in zip(paths, keys, counts, clips, strict=True):
        look = looks.get(key)
        if look is None:
            look = looks[key] = _look(key, page.page_no)
        if count in (4, 5) and not key[1] and (thin := _thin_rect(path, outer)) is not None:
            _add(page.rects, "rect", thin, look, page.height, clip)
        else:
            rest.append((path, look, clip))
    others = [path for path, _, _ in rest]
    segments = calls.segments(others)
    points = _on_page(segments, calls.object_matrices(others), outer)
    start = 0
    for (_, look, clip), count in zip(rest, segments.counts, strict=True):
        end = start + count
        found = _subpaths(segments.kinds[start:end], segments.closes[start:end], points[start:end])
        for subpath, is_closed, is_straight in found:
            _add_subpath(page, subpath, is_closed, is_straight, look, clip)
        start = end


def _on_page(segments: calls.Segments, matrices: np.ndarray, outer: Matrix) -> list[Point]:
    """Points of segments on the displayed page, each under the matrix of its path."""
    inner = np.repeat(matrices, segments.counts, axis=0)
    a, b, c, d, e, f = inner.T
    xs, ys = segments.xs, segments.ys
    shown = transformed(a * xs + c * ys + e, b * xs + d * ys + f, outer)
    return list(zip(*(np.round(values, _DIGITS).tolist() for values in shown), strict=True))


def _look(key: _Look, page_no: int) -> Object:
    fill, stroke, width, fill_color, stroke_color = key
    return {
        "page_number": page_no,
        "linewidth": width if stroke else 0.0,
        "stroke": bool(stroke),
        "fill": bool(fill),
        "stroking_color": calls.rgb(stroke_color) if stroke else None,
        "non_stroking_color": calls.rgb(fill_color) if fill else None,
        **dict.fromkeys(_OWN_KEYS),
    }


def _thin_rect(path: int, outer: Matrix) -> list[Point] | None:
    left, bottom, right, top = calls.bounds(path)
    if right - left > _THIN and top - bottom > _THIN:
        return None
    a, b = _point(left, bottom, outer), _point(right, top, outer)
    return [a, (b[0], a[1]), b, (a[0], b[1])]


def _point(x: float, y: float, matrix: Matrix) -> Point:
    shown_x, shown_y = transformed(x, y, matrix)
    return round(shown_x, _DIGITS), round(shown_y, _DIGITS)


def _subpaths(
    kinds: list[int], closes: list[int], points: list[Point]
) -> list[tuple[list[Point], bool, bool]]:
    """Points, whether closed, whether straight, of each subpath."""
    if kinds.count(_MOVE) == 1 and kinds[0] == _MOVE and _BEZIER not in kinds:  # almost all
        return [(points, any(closes), True)] if len(points) > 1 else []
    starts = [index for index, kind in enumerate(kinds) if kind == _MOVE]
    found: list[tuple[list[Point], bool, bool]] = []
    for start, end in zip(starts, [*starts[1:], len(kinds)], strict=True):
        if end - start < 2:
            continue
        curves = [index for index in range(start, end) if kinds[index] == _BEZIER]
        # Of three points of a curve the first two are control points.
        control = {index for at, index in enumerate(curves) if at % 3 != 2}
        subpath = [points[index] for index in range(start, end) if index not in control]
        found.append((subpath, any(closes[start:end]), not curves))
    return found


def _add_subpath(
    page: Page,
    points: list[Point],
    is_closed: bool,
    is_straight: bool,
    look: Object,
    clip: Box | None,
) -> None:
    if is_closed and points[-1] != points[0]:
        points.append(points[0])
    if is_straight and (len(points) == 2 or (len(points) == 3 and points[0] == points[2])):
        _add(page.lines, "line", points[:2], look, page.height, clip)
    elif is_straight and _is_rect(points):
        _add(page.rects, "rect", points[:4], look, page.height, clip)
    else:
        _add(page.curves, "curve", points, look, page.height, clip)


def _is_rect(points: list[Point]) -> bool:
    if len(points) != 5 or points[0] != points[4]:
        return False
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), _ = points
    return (x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0) or (
        y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0
    )


def _add(
    shapes: list[Object],
    kind: str,
    points: list[Point],
    look: Object,
    height: float,
    clip: Box | None,
) -> None:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x0, x1, top, bottom = min(xs), max(xs), min(ys), max(ys)
    if clip is not None and not (
        x0 <= clip[2] + _EDGE
        and x1 >= clip[0] - _EDGE
        and top <= clip[3] + _EDGE
        and bottom >= clip[1] - _EDGE
    ):
        return
    shape = look.copy()  # and setting: much faster than writing a new dictionary out
    shape["object_type"], shape["pts"] = kind, points
    shape["x0"], shape["x1"], shape["width"] = x0, x1, x1 - x0
    shape["top"] = shape["doctop"] = top
    shape["bottom"], shape["height"] = bottom, bottom - top
    shape["y0"], shape["y1"] = height - bottom, height - top
    shapes.append(shape)
