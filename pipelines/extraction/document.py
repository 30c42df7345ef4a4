"""One file to one folder of Parquet, and never an exception for bad bytes.

Belongs here: the order of the rooms, the rows that only the whole document can fill (ids, marks),
one row of ``document`` for each disclosure of the file, and what a failure is called. Does not
belong here: how anything is read, and where a file is divided (`pipelines.disclosure.bundles`).
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from pipelines.extraction.identity import extractor_id
from pipelines.extraction.parquet import document_row, write_folder
from pipelines.garbage import uncollected
from pipelines.marks import Mark
from pipelines.settings import Reader
from pipelines.sources import sha256_of

if TYPE_CHECKING:
    from pipelines.narrative import Narrative
    from pipelines.pdf import Page
    from pipelines.tables import TableReading

logger = logging.getLogger(__name__)

Rows = dict[str, list[dict[str, Any]]]


class Extraction(TypedDict):
    """Short answer of an extraction, as it crosses process borders."""

    document_id: str
    state: str  # extracted | quarantined
    reason_code: str | None


@uncollected()
def extract_document(
    path: Path,
    out_dir: Path,
    *,
    reader: Reader = "pdfium",
    extractor: str | None = None,
    sha256: str | None = None,
    memory_mb: int | None = None,
) -> Extraction:
    """Extract one file into ``out_dir``, which appears only when it is complete.

    ``extractor`` is written into the document's row; by default it is :func:`extractor_id`.
    ``sha256`` is what the file was landed with, ``memory_mb`` what this process may use, where the
    caller knows. What cannot be read, or is no disclosure, gets a folder with state ``quarantined``
    and a reason; an error of ours is quarantined as ``crashed`` and logged with its traceback.
    Raises ``OSError`` only where ``out_dir`` cannot be written.
    """
    extractor = extractor or extractor_id(reader)
    facts: dict[str, Any] = {}
    rows: Rows = {}
    try:
        found = sha256_of(path)
        sha256 = sha256 or found
        if found != sha256:
            facts = _quarantine(
                "unreadable", "The file changed while the run went on. Run again to read it."
            )
        else:
            rows = _read(path, reader, sha256[:16], facts)
    except Exception as error:
        if sha256 is None:
            raise
        facts |= _why(error, path, memory_mb)
    documents = rows.get("document", [{}])
    try:
        return _write(out_dir, sha256, extractor, reader, facts, {**rows, "document": documents})
    except OSError:
        raise
    except Exception as error:
        facts |= _why(error, path, memory_mb)
        return _write(out_dir, sha256, extractor, reader, facts, {"document": [{}]})


def _write(
    out_dir: Path, sha256: str, extractor: str, reader: Reader, facts: dict[str, Any], rows: Rows
) -> Extraction:
    """Write the folder; ``facts`` are of the whole file, less what one disclosure says itself."""
    limit = facts.get("limit")
    known = {name: value for name, value in facts.items() if name != "limit"}
    whole = document_row(sha256, extractor, reader, **known)
    documents = [{**whole, **disclosure} for disclosure in rows["document"]]
    write_folder(out_dir, sha256[:16], {**rows, "document": documents}, limit=limit)
    return {
        "document_id": sha256[:16],
        "state": whole["state"],
        "reason_code": whole["reason_code"],
    }


def _why(error: Exception, path: Path, memory_mb: int | None) -> dict[str, Any]:
    """What ``error`` means for the document."""
    from pipelines.pdf import UnreadablePdf

    if isinstance(error, UnreadablePdf):
        return _quarantine(error.reason_code, error.message)
    if isinstance(error, MemoryError):
        return {**_quarantine("memory_limit", memory_reason(memory_mb)), "limit": memory_mb}
    if isinstance(error, OSError):
        return _quarantine(
            "unreadable",
            f"The file cannot be read ({error.strerror or error}). Mend that and run again.",
        )
    logger.error("%s could not be extracted", path.name, exc_info=error)
    return _quarantine(
        "crashed",
        f"Reading the document failed ({type(error).__name__}: {error}). This is a fault of "
        "the program, not of the document; see logs/extraction.log.",
    )


def load_rooms() -> None:
    """Import what reading needs, which takes longer than most documents do."""
    from pipelines import disclosure, narrative, pdf, tables  # noqa: F401


def memory_reason(memory_mb: int | None) -> str:
    """Sentence for a document that needs more memory than it may have."""
    allowed = f"{memory_mb} MB" if memory_mb else "there is"
    return (
        f"Reading the document needs more memory than {allowed}. Allow more with "
        "YUSUAN_DOCUMENT_MEMORY_MB, or split the document."
    )


def _quarantine(reason_code: str, reason: str) -> dict[str, Any]:
    return {"state": "quarantined", "reason_code": reason_code, "reason": reason}


def _read(path: Path, reader: Reader, document_id: str, facts: dict[str, Any]) -> Rows:
    """Rows of all raw tables; those of ``document`` have what is of one disclosure only.

    What is of the whole file goes into ``facts`` once known. The first disclosure of a file is
    called ``document_id``, each further one after its first page too: neither changes when another
    one is told apart before it.
    """
    from pipelines import disclosure, narrative, tables
    from pipelines.pdf import open_pdf, require_text

    with open_pdf(path, reader) as pdf:
        facts["page_count"] = pdf.page_count
        facts["producer"] = pdf.producer
        pages = list(pdf.pages())
    require_text(pages)
    belongs, reason = disclosure.is_disclosure(pages)
    if not belongs:
        facts |= _quarantine("not_a_disclosure", reason)
        return {}
    reading = tables.read_tables(pages)
    text = narrative.read_narrative(pages, reading)
    division = disclosure.find_disclosures(reading, text, len(pages))
    rows: Rows = defaultdict(list)
    for extent in division.extents:
        part = pages[extent.page_from - 1 : extent.page_to]
        if len(part) < len(pages):  # no table or sentence goes on over the border
            reading = tables.read_tables(part)
            text = narrative.read_narrative(part, reading)
        own = text
        if extent.opens_on > extent.page_from:
            own = narrative.read_narrative(pages[extent.opens_on - 1 : extent.page_to], reading)
        is_first = extent.page_from == 1
        name = document_id if is_first else f"{document_id}-p{extent.page_from}"
        found = _read_disclosure(part, reading, text, name, reader)
        found["candidate"] = disclosure.find_candidates(reading, own, extent.opens_on)
        found["document"] = [
            {
                "page_from": extent.page_from,
                "page_to": extent.page_to,
                "page_count": len(part),
                "undecided_starts": [
                    page
                    for page in division.undecided
                    if extent.page_from <= page <= extent.page_to
                ],
            }
        ]
        for table, records in found.items():
            for record in records:
                record["document_id"] = name
            rows[table] += records
    return rows


def _read_disclosure(
    pages: Sequence[Page], reading: TableReading, text: Narrative, document_id: str, reader: Reader
) -> Rows:
    """What is printed on the pages of one disclosure."""
    from pipelines import tables

    rows: Rows = defaultdict(list)
    for table in reading.tables:
        for name, records in table.rows().items():
            rows[name] += records
    for name, records in text.rows(document_id).items():
        rows[name] += records
    rows["page"] = [_page(page) for page in pages]
    rows["token_account"], marks = tables.account_tokens(pages, reading, text)
    _turn_back(rows, pages)
    _name(rows, document_id, reader)
    _mark(rows, marks)
    _mark(rows, tables.exchanged_pages(reading.tables))
    _mark(rows, tables.overlaid_pages(reading.tables))
    return rows


def _turn_back(rows: Rows, pages: Sequence[Page]) -> None:
    """Lead the boxes of pages that were turned to be read back to the pages as displayed."""
    turned = {page.page_no: page for page in pages if page.turn}
    if not turned:
        return
    for row in chain.from_iterable(rows.values()):
        if "x0" in row and (page := turned.get(row["page"])):
            box = page.displayed((row["x0"], row["top"], row["x1"], row["bottom"]))
            row["x0"], row["top"], row["x1"], row["bottom"] = box


def _page(page: Page) -> dict[str, Any]:
    width, height = page.displayed_size
    return {
        "page": page.page_no,
        "width": width,
        "height": height,
        "rotation": page.rotation,
        "char_count": len(page.chars),
        "ruling_count": page.ruling_count,
        "image_count": len(page.images),
        "mark_reasons": list(page.mark_reasons),
    }


def _name(rows: Rows, document_id: str, reader: Reader) -> None:
    """Ids of tables and figures are given within the document; here they become global."""
    seen: dict[str, int] = defaultdict(int)
    for name in ("printed_table", "cell", "row", "label", "figure"):
        for row in rows[name]:
            row["table_id"] = f"{document_id}-{row['table_id']}"
    for row in rows["figure"]:
        key = row["figure_id"]
        seen[key] += 1
        # Two figures in one cell: told apart in reading order.
        row["figure_id"] = f"{document_id}-{key}" + (f"-{seen[key]}" if seen[key] > 1 else "")
        row["read_by"] = reader


def _mark(rows: Rows, reasons: dict[int, list[Mark]]) -> None:
    """Add ``reasons`` (by page) to those of the reader; a marked page marks its figures."""
    by_page: dict[int, list[Mark]] = {}
    for row in rows["page"]:
        marks = [*row["mark_reasons"], *reasons.get(row["page"], [])]
        by_page[row["page"]] = row["mark_reasons"] = sorted(set(marks))
        row["is_marked"] = bool(marks)
    for row in rows["figure"]:
        marks = sorted({*(row["mark_reasons"] or []), *by_page.get(row["page"], [])})
        row["mark_reasons"] = marks
        row["is_marked"] = bool(marks)
