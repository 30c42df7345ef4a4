"""Tables that are pictures: long ruling lines both ways in an image that carries no text.

Belongs here: looking at the pictures of a page that has text. Does not belong here: pages without
any text (the document is refused for them) and reading what a picture says (no OCR).
"""

from __future__ import annotations

import numpy as np
import pypdfium2 as pdfium

from pipelines.pdf.page import Object, Page

#: Pictures smaller than this share of the page are logos, stamps and photographs.
_LEAST_SHARE = 0.05
_SCALE = 2.0  # pixels per point
_DARK = 170  # grey below which a pixel is ink
#: A ruling line crosses this share of the picture, is at most so many pixels thick, and a table
#: has at least so many of them each way (a chart has gridlines one way only).
_LENGTH = 0.7
_THICK = 8
_LINES = 3


def has_image_table(page: Page, pdfium_page: pdfium.PdfPage) -> bool:
    """Whether a picture on the page shows a ruled table whose text cannot be read."""
    return any(
        _is_ruled(page, pdfium_page, image) for image in page.images if _is_bare(page, image)
    )


def _is_bare(page: Page, image: Object) -> bool:
    """A picture of some size with no text over it."""
    x0, top, x1, bottom = _seen(page, image)
    if x1 <= x0 or bottom <= top:
        return False
    if (x1 - x0) * (bottom - top) < _LEAST_SHARE * page.width * page.height:
        return False
    return not any(
        x0 <= (c["x0"] + c["x1"]) / 2 <= x1 and top <= (c["top"] + c["bottom"]) / 2 <= bottom
        for c in page.chars
        if not c["hidden"]
    )


def _seen(page: Page, image: Object) -> tuple[float, float, float, float]:
    return (
        max(image["x0"], 0.0), max(image["top"], 0.0),
        min(image["x1"], page.width), min(image["bottom"], page.height),
    )  # fmt: skip


def _is_ruled(page: Page, pdfium_page: pdfium.PdfPage, image: Object) -> bool:
    x0, top, x1, bottom = _seen(page, image)
    picture = pdfium_page.render(
        scale=_SCALE,  # type: ignore[arg-type]
        crop=(x0, page.height - bottom, page.width - x1, top),  # type: ignore[arg-type]
        grayscale=True,
    ).to_pil()
    ink = np.asarray(picture) < _DARK
    return all(_line_count(ink.mean(axis=axis)) >= _LINES for axis in (0, 1))


def _line_count(shares: np.ndarray) -> int:
    """Thin stretches of pixel rows (or columns) that are nearly all ink."""
    marked = np.concatenate(([0], (shares >= _LENGTH).astype(np.int8), [0]))
    starts = np.flatnonzero(np.diff(marked) == 1)
    ends = np.flatnonzero(np.diff(marked) == -1)
    return int(((ends - starts) <= _THICK).sum())
