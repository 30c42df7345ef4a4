"""The fast reader: objects of a page straight from pdfium, in pdfplumber's shape.

Belongs here: documents, pages and what stands on them, turned to the displayed page. Does not
belong here: single characters (``chars``), paths (``shapes``), what holds for both readers
(``visible``, ``turning``), and anything about tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipelines.pdf import pdfium_calls as calls
from pipelines.pdf.chars import CharReader
from pipelines.pdf.clips import Clips
from pipelines.pdf.doubts import doubts
from pipelines.pdf.errors import UnreadablePdf
from pipelines.pdf.matrices import Box, Matrix, concat, transformed_box
from pipelines.pdf.page import Page
from pipelines.pdf.shapes import add_paths
from pipelines.pdf.turning import upright
from pipelines.pdf.visible import settle

_PATH = pdfium_c.FPDF_PAGEOBJ_PATH
_IMAGE = pdfium_c.FPDF_PAGEOBJ_IMAGE
_SHADING = pdfium_c.FPDF_PAGEOBJ_SHADING
_FORM = pdfium_c.FPDF_PAGEOBJ_FORM
# Deeper nesting of forms occurs in files made to exhaust a reader only.
_MAX_DEPTH = 12

# Pages open at a time: they share what is known of their fonts. Each takes up to a megabyte.
_HELD_OPEN = 64


class PdfiumDocument:
    """A document read by pdfium."""

    def __init__(self, document: pdfium.PdfDocument) -> None:
        self._document = document
        self.page_count = len(document)
        self.metadata = document.get_metadata_dict(skip_empty=True)
        self.producer = self.metadata.get("Producer")

    def pages(self, first: int = 1, last: int | None = None) -> Iterator[Page]:
        """Read the pages in order; some stay open in pdfium while the next are read."""
        end = min(last or self.page_count, self.page_count)
        for start in range(first, end + 1, _HELD_OPEN):
            opened: list[pdfium.PdfPage] = []
            chars = CharReader()
            try:
                for number in range(start, min(start + _HELD_OPEN, end + 1)):
                    opened.append(self._open(number))
                    yield _read(opened[-1], number, chars)
            finally:
                for page in opened:
                    page.close()

    def _open(self, number: int) -> pdfium.PdfPage:
        try:
            return self._document[number - 1]
        except pdfium.PdfiumError as error:
            raise UnreadablePdf(
                "truncated",
                f"Page {number} of {self.page_count} cannot be loaded: the PDF is damaged. "
                "Download it again.",
            ) from error


def _read(page: pdfium.PdfPage, number: int, chars: CharReader) -> Page:
    rotation = page.get_rotation()
    to_display = _display_matrix(page.get_bbox(), rotation)
    width, height = page.get_size()
    read = Page(page_no=number, width=width, height=height, rotation=rotation)
    handle = calls.Handle(calls.address(page.raw))
    objects = calls.page_objects(handle, pdfium_c.FPDFPage_CountObjects(page))
    raw_text_page = pdfium_c.FPDFText_LoadPage(page)
    try:
        text_page = calls.Handle(calls.address(raw_text_page))
        count = max(pdfium_c.FPDFText_CountChars(raw_text_page), 0)
        owners = calls.text_objects(text_page, count)
        texts = set(owners.tolist())
        others = _others(objects, texts)
        clips = Clips(to_display, width, height, has_forms=any(k == _FORM for _, k in others))
        read.set_chars(*chars.read(text_page, owners, to_display, rotation, clips, number))
    finally:
        pdfium_c.FPDFText_ClosePage(raw_text_page)
    _read_objects(read, others, texts, to_display, clips)
    settle(read)
    read.mark_reasons += doubts(read, page, chars)
    return upright(read)


def _others(objects: Iterable[int], texts: set[int]) -> list[tuple[calls.Handle, int]]:
    """Objects of a page or form with their types, less those known to be text (most are)."""
    handles = calls.handles(each for each in objects if each not in texts)
    return list(zip(handles, map(calls.type_of, handles), strict=True))


def _display_matrix(box: tuple[float, float, float, float], rotation: int) -> Matrix:
    """Page space to the displayed page, top-left origin, rotated clockwise by ``rotation``."""
    left, bottom, right, top = box
    return {
        0: (1.0, 0.0, 0.0, -1.0, -left, top),
        90: (0.0, 1.0, 1.0, 0.0, -bottom, -left),
        180: (-1.0, 0.0, 0.0, 1.0, right, -bottom),
        270: (0.0, -1.0, -1.0, 0.0, top, right),
    }[rotation]


# --- paths and images ---------------------------------------------------------------------------


def _read_objects(
    page: Page,
    objects: list[tuple[calls.Handle, int]],
    texts: set[int],
    matrix: Matrix,
    clips: Clips,
    depth: int = 0,
) -> None:
    paths = [handle for handle, kind in objects if kind == _PATH]
    add_paths(page, paths, matrix, clips.of_objects(paths, matrix))
    for handle, kind in objects:
        if kind == _IMAGE:
            _add_image(page, (0.0, 0.0, 1.0, 1.0), concat(calls.object_matrix(handle), matrix))
        elif kind == _SHADING:
            left, bottom, right, top = calls.bounds([handle])[0].tolist()
            _add_image(page, (left, bottom, right, top), matrix)
        elif kind == _FORM and depth < _MAX_DEPTH:
            inner = _others(calls.form_objects(handle), texts)
            form_matrix = concat(calls.object_matrix(handle), matrix)
            _read_objects(page, inner, texts, form_matrix, clips, depth + 1)


def _add_image(page: Page, box: Box, matrix: Matrix) -> None:
    # An image is the unit square under its matrix (ISO 32000-1, 8.9.5); colour gradients, which
    # paint all of their clip, count as images too.
    x0, top, x1, bottom = transformed_box(box, matrix)
    page.images.append(
        {
            "object_type": "image",
            "page_number": page.page_no,
            "x0": x0,
            "x1": x1,
            "top": top,
            "bottom": bottom,
            "doctop": top,
            "width": x1 - x0,
            "height": bottom - top,
        }
    )
