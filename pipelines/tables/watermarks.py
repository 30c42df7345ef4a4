"""Text that is laid over a page and is no part of it: slanting, or large and across other text.

Belongs here: telling such text by its direction, its size and what stands below it. Does not
belong here: hidden text (the readers find it).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from operator import itemgetter

import numpy as np

from pipelines.tables.text import Char

#: Lines that run along the page or across it, give or take (degrees).
_STRAIGHT = 3
#: So many times larger than most characters of its page is text that may be laid over them.
_LARGE = 2.2
#: Share of such a text's characters that other ones must stand under.
_COVERING = 0.5


def without_watermarks(chars: Sequence[Char]) -> tuple[list[Char], list[Char]]:
    """Characters of a page that belong to it, and those of watermarks."""
    slanted = {angle for angle in {c.get("angle", 0) for c in chars} if _is_slanting(angle)}
    laid_over = (
        {id(char) for char in chars if char.get("angle", 0) in slanted} if slanted else set()
    )
    straight = [char for char in chars if id(char) not in laid_over] if laid_over else chars
    laid_over.update(id(char) for char in _across_others(straight))
    if not laid_over:
        return list(chars), []
    return (
        [char for char in chars if id(char) not in laid_over],
        [char for char in chars if id(char) in laid_over],
    )


def _is_slanting(angle: float) -> bool:
    return _STRAIGHT < angle % 90 < 90 - _STRAIGHT


def _across_others(chars: Sequence[Char]) -> list[Char]:
    """Texts of one font, size and colour, most of whose large characters cover smaller ones."""
    if not chars:
        return []
    sizes = sorted(map(_SIZE, chars))
    usual = sizes[len(sizes) // 2]
    if sizes[-1] < _LARGE * usual:
        return []
    looks: dict[tuple, list[Char]] = defaultdict(list)
    others = []
    for char in chars:
        if char["size"] >= _LARGE * usual:
            look = (char["fontname"], char["size"], char["non_stroking_color"])
            looks[look].append(char)
        else:
            others.append(char)
    boxes = np.array(list(map(_BOX, others)), dtype=float).reshape(-1, 4)
    xs, ys = (boxes[:, 0] + boxes[:, 1]) / 2, (boxes[:, 2] + boxes[:, 3]) / 2
    return [
        char
        for text in looks.values()
        if sum(_covers_any(large, xs, ys) for large in text) >= _COVERING * len(text)
        for char in text
    ]


_SIZE = itemgetter("size")
_BOX = itemgetter("x0", "x1", "top", "bottom")


def _covers_any(large: Char, xs: np.ndarray, ys: np.ndarray) -> bool:
    """Whether one of the points lies under a character."""
    x0, x1, top, bottom = _BOX(large)
    return bool(((x0 < xs) & (xs < x1) & (top < ys) & (ys < bottom)).any())
