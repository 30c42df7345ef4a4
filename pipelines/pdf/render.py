"""Pictures of pages, for people who want to see where a figure comes from."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image


def render(path: Path, page_no: int, dpi: float = 110) -> Image.Image:
    """Picture of page ``page_no`` (from 1) as displayed; one point is ``dpi / 72`` pixels.

    Raises ``IndexError`` where the document has no such page.
    """
    with pdfium.PdfDocument(path) as document:
        if not 1 <= page_no <= len(document):
            raise IndexError(f"page {page_no} of {len(document)}")
        page = document[page_no - 1]
        # Annotated as a whole number, used as any.
        return page.render(scale=dpi / 72).to_pil()  # type: ignore[arg-type]
