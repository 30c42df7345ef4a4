"""Where the characters of a page stand and what can be counted of them, as arrays.

Belongs here: the columns, one number for each char. Does not belong here: the chars themselves
(``page``) and what their places mean. Asking an array is many times as fast as asking each char.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np


class Places:
    """Columns of chars in their order; ``columns`` has a row for each of ``KEYS``."""

    #: As of the chars; ``text`` is a number that equal texts share, 0 for none. The last three are
    #: 0 or 1.
    KEYS = (
        "x0", "x1", "top", "bottom", "size", "angle", "text", "blank", "upright", "hidden",
    )  # fmt: skip

    __slots__ = ("columns",)

    def __init__(self, columns: np.ndarray) -> None:
        self.columns = columns

    @classmethod
    def of(cls, chars: Sequence[dict[str, Any]]) -> Places:
        """The columns of any chars."""
        rows = [
            (
                char["x0"],
                char["x1"],
                char["top"],
                char["bottom"],
                char["size"],
                char.get("angle", 0),
                hash(char["text"]) >> 16,  # which a float holds
                not char["text"].strip(),
                char["upright"],
                char["hidden"],
            )
            for char in chars
        ]
        return cls(np.array(rows, dtype=float).reshape(-1, len(cls.KEYS)).T)

    def __len__(self) -> int:
        return self.columns.shape[1]

    def where(self, chosen: np.ndarray) -> Places:
        """The columns of the chars that a mask, or an array of their numbers, chooses."""
        return Places(self.columns[:, chosen])

    @property
    def x0(self) -> np.ndarray:
        """Left edges."""
        return self.columns[0]

    @property
    def x1(self) -> np.ndarray:
        """Right edges."""
        return self.columns[1]

    @property
    def top(self) -> np.ndarray:
        """Upper edges."""
        return self.columns[2]

    @property
    def bottom(self) -> np.ndarray:
        """Lower edges."""
        return self.columns[3]

    @property
    def size(self) -> np.ndarray:
        """Sizes."""
        return self.columns[4]

    @property
    def angle(self) -> np.ndarray:
        """Whole degrees, counterclockwise."""
        return self.columns[5]

    @property
    def text(self) -> np.ndarray:
        """A number for each text."""
        return self.columns[6]

    @property
    def is_blank(self) -> np.ndarray:
        """Whether the text is white space, or none."""
        return self.columns[7] != 0

    @property
    def is_upright(self) -> np.ndarray:
        """Whether the text runs from left to right."""
        return self.columns[8] != 0

    @property
    def is_hidden(self) -> np.ndarray:
        """Whether the char is not shown."""
        return self.columns[9] != 0

    @property
    def middle_x(self) -> np.ndarray:
        """Centres across."""
        return (self.x0 + self.x1) / 2

    @property
    def middle_y(self) -> np.ndarray:
        """Centres down."""
        return (self.top + self.bottom) / 2

    def hide(self, chosen: np.ndarray) -> None:
        """Say that chars are not shown."""
        self.columns[9, chosen] = 1
