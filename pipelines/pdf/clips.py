"""Clipping: which part of the page an object may paint on.

Belongs here: the boxes of pdfium's clipping paths. Does not belong here: what is done with an
object that is cut off. A clipping path that is no upright rectangle counts by its bounding box, so
that nothing shown is taken for hidden.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import repeat

import numpy as np

from pipelines.pdf import pdfium_calls as calls
from pipelines.pdf.matrices import Box, Matrix, concat, inverse, transformed_box

EVERYWHERE: Box = (-math.inf, -math.inf, math.inf, math.inf)

# number of clipping paths, address of the last one's first point
_Key = tuple[int, int | None]


class Clips:
    """Boxes of the clipping paths of one page, found once each.

    A clip is an earlier clip and one path more. Objects painted under one clip share the points of
    its paths in memory, so the last path's first point tells them all, and so it does for the
    clip before.
    """

    def __init__(self, to_display: Matrix, width: float, height: float, has_forms: bool) -> None:
        self._to_display = to_display
        self._page = (0.0, 0.0, width, height)
        self._has_forms = has_forms
        self._known: dict[Matrix, _Known] = {}

    def of_objects(self, objects: Sequence[calls.Handle], outer: Matrix) -> list[Box | None]:
        """Clip boxes of objects on the displayed page; None where nothing is cut off.

        ``outer`` leads from the objects' container to the displayed page.
        """
        clips = list(map(calls.clip_path_of, objects))
        counts = list(map(calls.clip_count, clips))
        if max(counts, default=0) <= 0:
            return [None] * len(objects)
        known = self._known.setdefault(outer, _Known())
        lasts = map(calls.clip_segment, clips, [count - 1 for count in counts], repeat(0))
        keys = list(zip(counts, lasts, strict=True))
        for clip, key in zip(clips, keys, strict=True):
            if key not in known.cuts:
                box = self._box(clip, key, outer, known.boxes)
                known.cuts[key] = None if _covers(box, self._page) else box
        return list(map(known.cuts.__getitem__, keys))

    def of_texts(self, objects: Sequence[calls.Handle], matrices: np.ndarray) -> list[Box | None]:
        """The same for text objects anywhere on the page, forms included.

        ``matrices`` are those of a char of each, which show the container that it is in.
        """
        if not self._has_forms:
            return self.of_objects(objects, self._to_display)
        # Text objects of one container are asked about together.
        members: dict[Matrix, list[int]] = {}
        for at, outer in enumerate(self._containers(objects, matrices)):
            members.setdefault(outer, []).append(at)
        found: list[Box | None] = [None] * len(objects)
        for outer, places in members.items():
            boxes = self.of_objects([objects[at] for at in places], outer)
            for at, box in zip(places, boxes, strict=True):
                found[at] = box
        return found

    def _containers(
        self, objects: Sequence[calls.Handle], matrices: np.ndarray
    ) -> Iterator[Matrix]:
        """Of each text object the matrix from its container to the displayed page."""
        own_matrices = calls.object_matrices(objects)
        is_outermost = (own_matrices == matrices).all(axis=1).tolist()
        rows = zip(is_outermost, own_matrices.tolist(), matrices.tolist(), strict=True)
        for is_outer, own, full in rows:
            back = None if is_outer else inverse(tuple(own))
            if back is None:
                yield self._to_display
                continue
            # Rounded, so that all objects of one form share their clips.
            matrix = concat(concat(back, tuple(full)), self._to_display)
            a, b, c, d, e, f = matrix
            yield round(a, 3), round(b, 3), round(c, 3), round(d, 3), round(e, 1), round(f, 1)

    def _box(self, clip: calls.Handle, key: _Key, outer: Matrix, known: dict[_Key, Box]) -> Box:
        if (box := known.get(key)) is not None:
            return box
        count = key[0]
        before = (count - 1, calls.clip_segment(clip, count - 2, 0) if count > 1 else None)
        box = self._box(clip, before, outer, known)
        x0, top, x1, bottom = transformed_box(_path_box(clip, count - 1), outer)
        box = max(box[0], x0), max(box[1], top), min(box[2], x1), min(box[3], bottom)
        known[key] = box
        return box


class _Known:
    """Clips of one container: their boxes, and these again or None where they cut nothing off."""

    def __init__(self) -> None:
        self.boxes: dict[_Key, Box] = {(0, None): EVERYWHERE, (-1, None): EVERYWHERE}
        self.cuts: dict[_Key, Box | None] = {}


def _path_box(clip: calls.Handle, index: int) -> Box:
    """Box around a clip's path in its own space; without size where the path has no points."""
    count = calls.clip_segment_count(clip, index)
    if count in (4, 5):
        # Almost all clips are rectangles, of which three corners tell all.
        (x0, y0), (x1, y1), (x2, y2) = calls.clip_points(clip, index, 3)
        if (x0 == x1 and y1 == y2) or (y0 == y1 and x1 == x2):
            return min(x0, x2), min(y0, y2), max(x0, x2), max(y0, y2)
    points = calls.clip_points(clip, index, count)
    if not points:
        return (0.0, 0.0, 0.0, 0.0)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _covers(box: Box, page: Box) -> bool:
    return box[0] <= page[0] and box[1] <= page[1] and box[2] >= page[2] and box[3] >= page[3]
