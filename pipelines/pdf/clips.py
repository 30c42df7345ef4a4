"""Clipping: which part of the page an object may paint on.

Belongs here: the boxes of pdfium's clipping paths. Does not belong here: what is done with an
object that is cut off. A clipping path that is no upright rectangle counts by its bounding box, so
that nothing shown is taken for hidden.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import repeat

from pipelines.pdf import pdfium_calls as calls
from pipelines.pdf.matrices import Box, Matrix, concat, inverse, transformed_box


class Clips:
    """Boxes of the clipping paths of one page, found once each.

    Objects painted under one clip share its points in memory, by which it is known again: each
    clip is an earlier one and a path more, so the last path tells them all.
    """

    def __init__(
        self, to_display: Matrix, width: float, height: float, has_forms: bool
    ) -> None:
        self._to_display = to_display
        self._page = (0.0, 0.0, width, height)
        self._has_forms = has_forms
        self._boxes: dict[Matrix, dict[tuple[int, int | None], Box | None]] = {}

    def of_objects(self, objects: Sequence[int], outer: Matrix) -> list[Box | None]:
        """Clip boxes of objects on the displayed page; None where one is not clipped.

        ``outer`` leads from the objects' container to the displayed page.
        """
        paths = list(map(calls.clip_path_of, objects))
        counts = list(map(calls.clip_count, paths))
        if max(counts, default=0) <= 0:
            return [None] * len(objects)
        known = self._boxes.setdefault(outer, {(-1, None): None})
        lasts = map(calls.clip_segment, paths, [count - 1 for count in counts], repeat(0))
        keys = list(zip(counts, lasts, strict=True))
        for key, path in zip(keys, paths, strict=True):
            if key not in known:
                box = _box(path, key[0], outer) if key[0] > 0 else None
                known[key] = None if box is None or _covers(box, self._page) else box
        return [known[key] for key in keys]

    def of_texts(self, objects: Sequence[int], matrices: Sequence[bytes]) -> list[Box | None]:
        """The same for text objects anywhere on the page, forms included.

        ``matrices`` are those of a char of each, which show the container that it is in.
        """
        if not self._has_forms:
            return self.of_objects(objects, self._to_display)
        return [
            self.of_objects([obj], self._container(obj, matrix))[0]
            for obj, matrix in zip(objects, matrices, strict=True)
        ]

    def _container(self, text_object: int, char_matrix: bytes) -> Matrix:
        own, full = calls.object_matrix(text_object), calls.matrix_of(char_matrix)
        if own == full or (back := inverse(own)) is None:
            return self._to_display
        # Rounded, so that all objects of one form share the key of their clips.
        a, b, c, d, e, f = concat(concat(back, full), self._to_display)
        return round(a, 4), round(b, 4), round(c, 4), round(d, 4), round(e, 2), round(f, 2)


def _box(clip: int, count: int, outer: Matrix) -> Box:
    box = (-math.inf, -math.inf, math.inf, math.inf)
    for index in range(count):
        points = [
            calls.segment_point(calls.clip_segment(clip, index, at))
            for at in range(calls.clip_segment_count(clip, index))
        ]
        if not points:
            return (0.0, 0.0, 0.0, 0.0)
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x0, top, x1, bottom = transformed_box((min(xs), min(ys), max(xs), max(ys)), outer)
        box = max(box[0], x0), max(box[1], top), min(box[2], x1), min(box[3], bottom)
    return box


def _covers(box: Box, page: Box) -> bool:
    return box[0] <= page[0] and box[1] <= page[1] and box[2] >= page[2] and box[3] >= page[3]
