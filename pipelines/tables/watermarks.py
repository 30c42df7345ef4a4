"""Text that is laid over a page and is no part of it: slanting, or large and across other text.

Belongs here: telling such text by its direction, its size and what stands below it. Does not
belong here: hidden text (the readers find it).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from operator import itemgetter

import numpy as np

from pipelines.pdf.places import Places
from pipelines.tables.text import Char

#: Lines that run along the page or across it, give or take (degrees).
_STRAIGHT = 3
#: So many times larger than most characters of its page is text that may be laid over them.
_LARGE = 2.2
#: Share of such a text's characters that other ones must stand under.
_COVERING = 0.5


def are_laid_over(chars: Sequence[Char], places: Places) -> np.ndarray:
    """Whether each character is of a text that is laid over the others."""
    angles = places.angle % 90
    is_slanting = (angles > _STRAIGHT) & (angles < 90 - _STRAIGHT)
    is_laid_over = is_slanting.copy()
    is_laid_over[_across_others(chars, places, np.flatnonzero(~is_slanting))] = True
    return is_laid_over


def _across_others(chars: Sequence[Char], places: Places, some: np.ndarray) -> list[int]:
    """Of ``some`` characters the texts of one font, size and colour that lie across the others.

    Most of their characters are large and cover smaller ones.
    """
    if not len(some):
        return []
    sizes = places.size[some]
    is_large = sizes >= _LARGE * np.sort(sizes)[len(sizes) // 2]
    if not is_large.any():  # as on most pages
        return []
    looks: dict[tuple, list[int]] = defaultdict(list)
    for at in some[is_large].tolist():
        looks[_LOOK(chars[at])].append(at)
    others = places.where(some[~is_large])
    xs, ys = others.middle_x, others.middle_y
    return [
        at
        for text in looks.values()
        if sum(_covers_any(chars[at], xs, ys) for at in text) >= _COVERING * len(text)
        for at in text
    ]


_LOOK = itemgetter("fontname", "size", "non_stroking_color")
_BOX = itemgetter("x0", "x1", "top", "bottom")


def _covers_any(large: Char, xs: np.ndarray, ys: np.ndarray) -> bool:
    """Whether one of the points lies under a character."""
    x0, x1, top, bottom = _BOX(large)
    return bool(((x0 < xs) & (xs < x1) & (top < ys) & (ys < bottom)).any())
