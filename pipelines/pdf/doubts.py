"""Reasons not to trust the text layer of a page.

Belongs here: what makes a read page doubtful as text. Does not belong here: tables that do not add
up and words that no one explains, which the rooms above find.

``lying_font``: a digit's glyph looks like something else, or another char's like a digit.
``unmapped_text``: a font does not tell what some glyphs stand for (U+FFFD in the text).
``hidden_text``: digits are drawn invisibly, as an OCR program puts them over a scan.
``image_table``: a picture shows a table, which no one reads.
"""

from __future__ import annotations

import pypdfium2 as pdfium

from pipelines.marks import Mark
from pipelines.pdf.chars import UNKNOWN_CHAR, CharReader, digit_value
from pipelines.pdf.digit_shapes import is_drawn_digit
from pipelines.pdf.image_tables import has_image_table
from pipelines.pdf.page import Object, Page

# Picture of a char for comparison: pixels of its size (em).
_EM_PIXELS = 64


def doubts(page: Page, pdfium_page: pdfium.PdfPage, reader: CharReader) -> list[Mark]:
    """Mark reasons of a page that ``reader`` has read and that is still open."""
    found: list[Mark] = []
    if _has_lying_font(page, pdfium_page, reader):
        found.append(Mark.LYING_FONT)
    if reader.has_unknown and any(char["text"] == UNKNOWN_CHAR for char in _shown(page)):
        found.append(Mark.UNMAPPED_TEXT)
    if reader.has_hidden and any(
        char["hidden"] and not char["clipped"] and digit_value(char["text"]) is not None
        for char in page.chars
    ):
        found.append(Mark.HIDDEN_TEXT)
    if has_image_table(page, pdfium_page):
        found.append(Mark.IMAGE_TABLE)
    return found


def _has_lying_font(page: Page, pdfium_page: pdfium.PdfPage, reader: CharReader) -> bool:
    if (unseen := reader.unseen) and page.chars:
        samples = _samples(_shown(page), unseen)
        if _is_drawn_otherwise(page, pdfium_page, samples):
            return True
        reader.trust({(char["fontname"], char["text"]) for char in samples})
    lying = reader.lying
    return bool(lying) and any((char["fontname"], char["text"]) in lying for char in _shown(page))


def _shown(page: Page) -> list[Object]:
    return [char for char in page.chars if not char["hidden"]]


def _samples(chars: list[Object], unseen: set[tuple[str, str]]) -> list[Object]:
    """The first char of each font and text in ``unseen`` that runs along an edge of the page."""
    found: dict[tuple[str, str], Object] = {}
    for char in chars:
        key = (char["fontname"], char["text"])
        if key in unseen and char["angle"] % 90 == 0:
            found.setdefault(key, char)
    return list(found.values())


def _is_drawn_otherwise(page: Page, pdfium_page: pdfium.PdfPage, samples: list[Object]) -> bool:
    """Whether a picture of one of the digits shows something else."""
    for char in samples:
        scale = _EM_PIXELS / max(char["size"], 1.0)
        crop = (char["x0"], page.height - char["bottom"], page.width - char["x1"], char["top"])
        picture = pdfium_page.render(
            scale=scale,
            crop=crop,
            grayscale=True,  # type: ignore[arg-type]
        ).to_pil()
        if char["angle"]:
            picture = picture.rotate(-char["angle"], expand=True)
        value = digit_value(char["text"])
        if value is not None and not is_drawn_digit(picture, value):
            return True
    return False
