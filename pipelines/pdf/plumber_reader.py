"""The reference reader: pdfplumber's own reading of a page.

Belongs here: only the change from pdfplumber's coordinates to the displayed page. Slow and exact;
the fast reader is held against it, and it can be switched on for a whole run.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2 as pdfium
from pdfminer.pdftypes import resolve1
from pdfplumber.page import Page as PlumberPage
from pdfplumber.pdf import PDF

from pipelines.pdf.errors import UnreadablePdf
from pipelines.pdf.page import Object, Page, sane_descent
from pipelines.pdf.turning import upright
from pipelines.pdf.visible import printed, settle

Box = tuple[float, float, float, float]


class PlumberDocument:
    """A document read by pdfplumber; pdfium only gives its page count and metadata."""

    def __init__(self, pdf: PDF, pdfium_document: pdfium.PdfDocument) -> None:
        self._pdf = pdf
        self.page_count = len(pdfium_document)
        self.metadata = pdfium_document.get_metadata_dict(skip_empty=True)
        self.producer = self.metadata.get("Producer")

    @classmethod
    @contextmanager
    def opened(cls, path: Path, pdfium_document: pdfium.PdfDocument) -> Iterator[PlumberDocument]:
        """Open ``path`` with pdfplumber, after pdfium could."""
        try:
            pdf = pdfplumber.open(path)
        except Exception as error:  # pdfminer raises of every kind on damaged files
            raise _damaged(error) from error
        try:
            yield cls(pdf, pdfium_document)
        finally:
            # Closing reads what pages there are, and fails where reading them did.
            with suppress(Exception):
                pdf.close()
            pdf.stream.close()

    def pages(self, first: int = 1, last: int | None = None) -> Iterator[Page]:
        """Read the pages in order; each is dropped from pdfplumber's cache once it is given."""
        try:
            pages = self._pdf.pages[first - 1 : last]
        except Exception as error:
            raise _damaged(error) from error
        for number, page in enumerate(pages, start=first):
            try:
                read = _read(page, number)
            except Exception as error:
                raise _damaged(error) from error
            page.close()
            yield read


def _damaged(error: Exception) -> UnreadablePdf:
    return UnreadablePdf(
        "truncated",
        f"The PDF is damaged: pdfplumber cannot read it ({type(error).__name__}). "
        "Download it again, or read it with the pdfium reader.",
    )


def _read(page: PlumberPage, number: int) -> Page:
    rotation = page.rotation
    media = _box(page.page_obj.mediabox)
    crop = _intersection(_box(resolve1(page.page_obj.attrs.get("CropBox")) or media), media)
    left, above = _crop_offset(rotation, media, crop)
    # pdfplumber adds the origin of the (rotated, flipped) media box to what pdfminer gives.
    left += page.mediabox[0]
    above += page.mediabox[1]
    width, height = crop[2] - crop[0], crop[3] - crop[1]
    if rotation in (90, 270):
        width, height = height, width
    kinds = {
        kind: [_moved(o, left, above) for o in page.objects.get(kind, [])]
        for kind in ("char", "line", "rect", "curve", "image")
    }
    for char in kinds["char"]:
        # pdfplumber tells neither render mode nor clipping: what it reads counts as filled and
        # shown.
        char["stroking_color"] = None
        char["hidden"] = char["clipped"] = False
        char["text"] = printed(char["text"])
        a, b = char["matrix"][:2]
        char["angle"] = round(math.degrees(math.atan2(b, a))) % 360
        _hang(char)
    for objects in kinds.values():
        for obj in objects:
            for key in ("stroking_color", "non_stroking_color"):
                if key in obj:
                    obj[key] = _rgb(obj[key])
    read = Page(
        page_no=number,
        width=width,
        height=height,
        rotation=rotation,
        chars=kinds["char"],
        lines=kinds["line"],
        rects=kinds["rect"],
        curves=kinds["curve"],
        images=kinds["image"],
    )
    settle(read)
    return upright(read)


def _hang(char: Object) -> None:
    """Put a char's box on its baseline where the font states a descent that cannot be."""
    size = char["size"]
    if not char["upright"] or not size or char["matrix"][3] <= 0:
        return
    descent = (char["y0"] - char["matrix"][5]) / size
    # Rise (superscripts) is part of the box and not of the matrix; it is no descent.
    shift = (sane_descent(descent) - descent) * size
    if abs(shift) > 0.01 * size:
        char["top"] -= shift
        char["bottom"] -= shift
        char["doctop"] -= shift


def _box(values: Any) -> Box:
    x0, y0, x1, y1 = (float(resolve1(v)) for v in resolve1(values))
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _intersection(crop: Box, media: Box) -> Box:
    box = (
        max(crop[0], media[0]),
        max(crop[1], media[1]),
        min(crop[2], media[2]),
        min(crop[3], media[3]),
    )
    return box if box[0] < box[2] and box[1] < box[3] else media


def _crop_offset(rotation: int, media: Box, crop: Box) -> tuple[float, float]:
    """Distance of the displayed page's left and upper edge from those of the media box."""
    left, below, right, above = (
        crop[0] - media[0],
        crop[1] - media[1],
        media[2] - crop[2],
        media[3] - crop[3],
    )
    return {0: (left, above), 90: (below, left), 180: (right, below), 270: (above, right)}[rotation]


def _moved(obj: Object, left: float, above: float) -> Object:
    if not left and not above:
        return obj
    obj["x0"] -= left
    obj["x1"] -= left
    obj["top"] -= above
    obj["bottom"] -= above
    obj["doctop"] -= above
    if "pts" in obj:
        obj["pts"] = [(x - left, y - above) for x, y in obj["pts"]]
    return obj


def _rgb(color: Any) -> tuple[float, float, float] | None:
    """Gray, RGB or CMYK components as RGB from 0 to 1; None for patterns and no colour."""
    parts = color if isinstance(color, (tuple, list)) else (color,)
    if not all(isinstance(part, (int, float)) for part in parts):
        return None
    if len(parts) == 1:
        gray = float(parts[0])
        return gray, gray, gray
    if len(parts) == 3:
        return float(parts[0]), float(parts[1]), float(parts[2])
    if len(parts) == 4:
        cyan, magenta, yellow, black = (min(max(float(part), 0.0), 1.0) for part in parts)
        key = 1 - black
        return (1 - cyan) * key, (1 - magenta) * key, (1 - yellow) * key
    return None
