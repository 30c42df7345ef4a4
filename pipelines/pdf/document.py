"""Opening a PDF: which file is readable at all, and by which reader.

Belongs here: telling damage, encryption and foreign formats apart before a page is read. Does not
belong here: reading pages, which is the readers' work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, Protocol

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipelines.garbage import uncollected
from pipelines.pdf.errors import UnreadablePdf
from pipelines.pdf.page import Page
from pipelines.pdf.pdfium_reader import PdfiumDocument

Reader = Literal["pdfium", "pdfplumber"]

# A budget disclosure has tens of pages, the largest known collections some hundreds.
MAX_BYTES = 512 * 1024 * 1024
MAX_PAGES = 5000

# A scan that carries only a stamp of the scanning app has a few characters on each page.
MIN_CHARS_PER_PAGE = 12

# The header may follow some junk, the end marker may be followed by some (as readers tolerate).
_HEAD_BYTES = 1024
_TAIL_BYTES = 2048


class PdfDocument(Protocol):
    """An open document; ``pages()`` reads one page after the other, from 1."""

    @property
    def page_count(self) -> int:
        """Number of pages."""
        ...

    @property
    def producer(self) -> str | None:
        """The program that wrote the PDF, as the file says."""
        ...

    @property
    def metadata(self) -> dict[str, str]:
        """The document information dictionary, empty entries left out."""
        ...

    def pages(self, first: int = 1, last: int | None = None) -> Iterator[Page]:
        """Pages ``first`` to ``last`` in order; raises :class:`UnreadablePdf` where one fails."""
        ...


@contextmanager
def open_pdf(path: Path, reader: Reader = "pdfium") -> Iterator[PdfDocument]:
    """Open the PDF at ``path`` for reading with one of the two readers.

    ``pdfium`` is the fast reader, ``pdfplumber`` the reference. Raises :class:`UnreadablePdf`
    where the bytes are no readable PDF, and nothing else for bad bytes. No cyclic garbage is sought
    while it is open.
    """
    path = Path(path)
    _check_bytes(path)
    with uncollected(), _opened(path) as document:
        if reader == "pdfplumber":
            from pipelines.pdf.plumber_reader import PlumberDocument

            with PlumberDocument.opened(path, document) as reference:
                yield reference
        else:
            yield PdfiumDocument(document)


def require_text(pages: Sequence[Page]) -> None:
    """Raise :class:`UnreadablePdf` (``no_text``) where the pages have no usable text layer."""
    enough = MIN_CHARS_PER_PAGE * max(len(pages), 1)
    count = 0
    for page in pages:
        count += sum(not char["hidden"] and not char["text"].isspace() for char in page.chars)
        if count >= enough:
            return
    raise UnreadablePdf(
        "no_text",
        f"The PDF has no text layer ({count} characters on {len(pages)} pages): it is a scan "
        "or a set of pictures. Get the original from the publisher, or run OCR on it first.",
    )


@contextmanager
def _opened(path: Path) -> Iterator[pdfium.PdfDocument]:
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise _cannot_open(error) from error
    try:
        count = len(document)
        if count == 0:
            raise UnreadablePdf(
                "truncated", "The PDF has no pages that can be found. Download it again."
            )
        if count > MAX_PAGES:
            raise UnreadablePdf(
                "too_large",
                f"The PDF has {count} pages, more than {MAX_PAGES}. Split it into its documents.",
            )
        yield document
    finally:
        document.close()


def _cannot_open(error: pdfium.PdfiumError) -> UnreadablePdf:
    code = getattr(error, "err_code", None)
    if code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
        return UnreadablePdf(
            "password",
            "The PDF is encrypted and needs a password to be opened. Get an open copy from the "
            "publisher, or save it without the password.",
        )
    return UnreadablePdf(
        "truncated",
        "The file begins as a PDF, but its structure is damaged or cut off. Download it again.",
    )


def _check_bytes(path: Path) -> None:
    size = path.stat().st_size
    if size == 0:
        raise UnreadablePdf("empty_file", "The file is empty (0 bytes). Download it again.")
    if size > MAX_BYTES:
        raise UnreadablePdf(
            "too_large",
            f"The file has {size // 2**20} MB, more than {MAX_BYTES // 2**20} MB. "
            "Split it into its documents.",
        )
    with path.open("rb") as stream:
        head = stream.read(4096)
        stream.seek(max(0, size - _TAIL_BYTES))
        tail = stream.read()
    if b"%PDF-" not in head[:_HEAD_BYTES]:
        raise UnreadablePdf(
            "not_pdf",
            f"The file is {_what_it_is(head)}, not a PDF. "
            "Get the PDF itself from the publisher, or convert the file to PDF.",
        )
    if _is_cut_off(head, tail, size):
        raise UnreadablePdf(
            "truncated",
            "The PDF is cut off: its end is missing, so pages could be lost without notice. "
            "Download it again.",
        )


def _is_cut_off(head: bytes, tail: bytes, size: int) -> bool:
    """Whether the end of the file is missing.

    A linearized file says its length at its start (ISO 32000-1, annex F); every file ends in
    ``%%EOF`` (7.5.5). What pdfium repairs of a cut file lacks pages, so it is not read at all.
    """
    length = re.search(rb"/Linearized\b[^>]*?/L\s+(\d+)", head)
    if length is not None and size < int(length.group(1)):
        return True
    end = tail.rfind(b"%%EOF")
    # An update that was cut off: objects begin after the last complete end.
    return end < 0 or re.search(rb"\d+\s+\d+\s+obj\b", tail[end:]) is not None


_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or WPS file (OLE)"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"{\\rtf", "an RTF text"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%!PS", "a PostScript file"),
)

# Names that stand in the first local headers of the ZIP container of each format.
_ZIP_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"OFD.xml", "an OFD document"),
    (b"Doc_0/", "an OFD document"),
    (b"xl/", "an Excel workbook (.xlsx)"),
    (b"word/", "a Word document (.docx)"),
    (b"ppt/", "a PowerPoint presentation (.pptx)"),
    (b"[Content_Types].xml", "an Office document (.docx or .xlsx)"),
    (b"mimetypeapplication/vnd.oasis", "an OpenDocument file"),
)


def _what_it_is(head: bytes) -> str:
    if head.startswith(b"PK"):
        return next((what for name, what in _ZIP_KINDS if name in head), "a ZIP archive")
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            return what
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:512].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<script", b"<body")):
        return "an HTML page (often an error or login page under the PDF's address)"
    if start.startswith(b"<?xml"):
        return "an XML file"
    if start.startswith((b"{", b"[")):
        return "a JSON answer"
    if not head.strip(b"\x00"):
        return "filled with zeros (a failed download)"
    return "of an unknown format"
