"""The matrices of ISO 32000-1, 8.3.4: six numbers that turn one space into another.

Belongs here: their arithmetic, and nothing that knows what is turned.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
Number = TypeVar("Number", float, np.ndarray)


def concat(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does ``first`` and ``then`` after it."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def inverse(matrix: Matrix) -> Matrix | None:
    """The matrix that undoes ``matrix``; None where it flattens the plane."""
    a, b, c, d, e, f = matrix
    size = a * d - b * c
    if abs(size) < 1e-12:
        return None
    return (
        d / size,
        -b / size,
        -c / size,
        a / size,
        (c * f - d * e) / size,
        (b * e - a * f) / size,
    )


def transformed(x: Number, y: Number, matrix: Matrix) -> tuple[Number, Number]:
    """The point ``(x, y)`` under ``matrix``; or many points, given as arrays."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def transformed_box(box: Box, matrix: Matrix) -> Box:
    """The upright box around ``box`` under ``matrix``, smaller values first."""
    x0, y0, x1, y1 = box
    a, b, c, d, e, f = matrix
    ax, bx = (a * x0, a * x1), (b * x0, b * x1)
    cy, dy = (c * y0, c * y1), (d * y0, d * y1)
    return (
        min(ax) + min(cy) + e,
        min(bx) + min(dy) + f,
        max(ax) + max(cy) + e,
        max(bx) + max(dy) + f,
    )
