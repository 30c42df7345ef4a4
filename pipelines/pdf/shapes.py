"""Paths of a page as lines, rects and curves, told apart as pdfplumber does.

Belongs here: the shape of one painted path. Does not belong here: whether it rules a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
_LookKey = tuple[int, int, float, bytes, bytes]


def add_paths(
    page: Page, paths: Sequence[calls.Handle], outer: Matrix, clips: Sequence[Box | None]
) -> None:
    """Add the subpaths of pdfium's ``paths`` to ``page``, as far as they touch their clip.

    ``outer`` leads from the paths' container (page or form) to the displayed page.
    """
    modes = calls.draw_modes(paths)
    painted = np.flatnonzero(modes.any(axis=1)).tolist()
    if len(painted) < len(paths):
        paths, clips = [paths[at] for at in painted], [clips[at] for at in painted]
        modes = modes[painted]
    if not paths:
        return
    looks: dict[_LookKey, Object] = {}
    shared: list[Object] = []
    for key in _look_keys(paths, modes):
        look = looks.get(key)
        if look is None:
            look = looks[key] = _look(key, page.page_no)
        shared.append(look)
    counts = calls.segment_counts(paths)
    is_thin = _add_thin_rects(page, paths, outer, clips, shared, modes, counts)
    rest = np.flatnonzero(~is_thin).tolist()
    _add_others(
        page,
        [paths[at] for at in rest],
        outer,
        [clips[at] for at in rest],
        [shared[at] for at in rest],
        counts[rest].tolist(),
    )


def _look_keys(paths: Sequence[calls.Handle], modes: np.ndarray) -> Iterator[_LookKey]:
    fills, strokes = modes.T.tolist()
    widths = calls.stroke_widths(paths)
    fill_colors, stroke_colors = calls.fill_colors(paths), calls.stroke_colors(paths)
    return zip(
        fills, strokes, widths, map(bytes, fill_colors), map(bytes, stroke_colors), strict=True
    )


def _add_thin_rects(
    page: Page,
    paths: Sequence[calls.Handle],
    outer: Matrix,
    clips: Sequence[Box | None],
    looks: Sequence[Object],
    modes: np.ndarray,
    counts: np.ndarray,
) -> np.ndarray:
    """Add the quadrangles that are only filled and thin; whether each path is one."""
    places = np.flatnonzero(((counts == 4) | (counts == 5)) & (modes[:, 1] == 0))
    boxes = calls.bounds([paths[at] for at in places.tolist()]).astype(np.float64)
    lefts, bottoms, rights, tops = boxes.T
    thin = (rights - lefts <= _THIN) | (tops - bottoms <= _THIN)
    is_thin = np.zeros(len(paths), dtype=bool)
    is_thin[places[thin]] = True
    first = transformed(lefts[thin], bottoms[thin], outer)
    second = transformed(rights[thin], tops[thin], outer)
    corners = (np.round(values, _DIGITS).tolist() for values in (*first, *second))
    for at, ax, ay, bx, by in zip(places[thin].tolist(), *corners, strict=True):
        points = [(ax, ay), (bx, ay), (bx, by), (ax, by)]
        box = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        _add(page.rects, "rect", points, box, looks[at], page.height, clips[at])
    return is_thin


def _add_others(
    page: Page,
    paths: Sequence[calls.Handle],
    outer: Matrix,
    clips: Sequence[Box | None],
    looks: Sequence[Object],
    counts: list[int],
) -> None:
    segments = calls.segments(paths, counts)
    points = _on_page(segments, calls.object_matrices(paths), outer)
    start = 0
    for look, clip, count in zip(looks, clips, counts, strict=True):
        end = start + count
        found = _subpaths(segments.kinds[start:end], segments.closes[start:end], points[start:end])
        for subpath, is_closed, is_straight in found:
            _add_subpath(page, subpath, is_closed, is_straight, look, clip)
        start = end


def _on_page(segments: calls.Segments, matrices: np.ndarray, outer: Matrix) -> list[Point]:
    """Points of segments on the displayed page, each under the matrix of its path."""
    inner = np.repeat(matrices.astype(np.float64), segments.counts, axis=0)
    a, b, c, d, e, f = inner.T
    xs, ys = segments.xs, segments.ys
    shown = transformed(a * xs + c * ys + e, b * xs + d * ys + f, outer)
    return list(zip(*(np.round(values, _DIGITS).tolist() for values in shown), strict=True))


def _look(key: _LookKey, page_no: int) -> Object:
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
        _add(page.lines, "line", points[:2], _box(points[:2]), look, page.height, clip)
    elif is_straight and _is_rect(points):
        _add(page.rects, "rect", points[:4], _box(points[:4]), look, page.height, clip)
    else:
        _add(page.curves, "curve", points, _box(points), look, page.height, clip)


def _is_rect(points: list[Point]) -> bool:
    if len(points) != 5 or points[0] != points[4]:
        return False
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), _ = points
    return (x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0) or (
        y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0
    )


def _box(points: list[Point]) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), max(xs), min(ys), max(ys)


def _add(
    shapes: list[Object],
    kind: str,
    points: list[Point],
    box: tuple[float, float, float, float],
    look: Object,
    height: float,
    clip: Box | None,
) -> None:
    x0, x1, top, bottom = box
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
