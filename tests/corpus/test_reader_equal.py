"""The fast reader against pdfplumber, cell by cell, on every page of the real documents.

Two things are held:

- Fed with the pages of either reader, pdfplumber's table finder gives the same tables, rows and
  cells. White space inside a cell is not compared: pdfium drops the second of two spaces.
- What the finder gives on our pages is what pdfplumber gives by itself, but for the pages listed
  in ``reader_differences.csv``. There both readers leave out or mend what the page does not show
  (``pipelines.pdf.visible``); each was looked at on the page image, and judged.

What the list names: ``beside_the_page`` text outside the page box · ``drawn_twice`` ·
``cut_off`` text outside its clip, such as the overflow of a cell · ``invisible_line`` white lines
and areas on white paper, from which pdfplumber makes rows and columns · ``baseline`` a font with an
impossible descent, whose text pdfplumber puts into the row below · ``radical`` a radical for the
ideograph that looks the same.

``python -m tests.corpus.test_reader_equal FILE...`` prints the rows for the list, to be judged.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pdfplumber.table import TableFinder

from pipelines.pdf import Page, UnreadablePdf, open_pdf
from pipelines.pdf.visible import printed

CORPUS = Path(os.environ.get("YUSUAN_CORPUS", "../shared/corpus"))
LISTED = Path(__file__).with_name("reader_differences.csv")
DOCUMENTS = sorted(CORPUS.rglob("*.pdf"))

pytestmark = pytest.mark.corpus


def test_there_are_documents() -> None:
    assert DOCUMENTS, f"no documents under {CORPUS}"


Tables = list[list[list[str | None]]]


@dataclass(frozen=True)
class Difference:
    """A page where our tables are not pdfplumber's own, and the kinds of causes found on it."""

    page: int
    what: str


def tables(page: Any) -> Tables:
    return [
        [[cell and re.sub(r"\s", "", cell) for cell in row] for row in table.extract()]
        for table in TableFinder(page).tables
    ]


def everything_shown(page: Page) -> Any:
    """The page as a reader sees it that knows neither render modes nor clipping."""
    chars = [{**char, "hidden": False} for char in page.chars]
    return replace(page, chars=chars, _plumber=None).as_plumber()


def causes(ours: Page, reference: Page, raw: Any) -> str:
    """Names of what was left out or mended on the page, joined by ``+``."""
    in_page = [
        char
        for char in raw.chars
        if 0 <= char["x0"] + char["x1"] <= 2 * ours.width
        and 0 <= char["top"] + char["bottom"] <= 2 * ours.height
    ]
    # Left edges are kept by all that is mended, so chars are found again by them.
    tops = {(char["text"], round(char["x0"], 2), round(char["top"])) for char in reference.chars}
    texts = {char["text"] for char in reference.chars}
    found = {
        "beside_the_page": len(in_page) < len(raw.chars),
        "drawn_twice": len(reference.chars) < len(in_page),
        "cut_off": any(char["hidden"] for char in ours.chars),
        "invisible_line": sum(len(o) for o in (raw.lines, raw.rects, raw.curves))
        > sum(len(o) for o in (ours.lines, ours.rects, ours.curves)),
        "baseline": not all(
            any(
                (char["text"], round(char["x0"], 2), round(char["top"]) + by) in tops
                for by in (-1, 0, 1)
            )
            for char in in_page
            if char["text"] in texts
        ),
        "radical": any(char["text"] != printed(char["text"]) for char in in_page),
    }
    return "+".join(name for name, is_found in found.items() if is_found)


def compare(path: Path) -> list[Difference]:
    """Differences from pdfplumber itself; asserts that both readers of ours agree."""
    found = []
    with (
        open_pdf(path) as fast,
        open_pdf(path, "pdfplumber") as reference,
        pdfplumber.open(path) as pdf,
    ):
        for ours, theirs, raw in zip(fast.pages(), reference.pages(), pdf.pages, strict=True):
            shown = tables(everything_shown(ours))
            assert shown == tables(theirs.as_plumber()), f"readers differ on page {ours.page_no}"
            assert (ours.width, ours.height, ours.rotation) == pytest.approx(
                (theirs.width, theirs.height, theirs.rotation), abs=0.01
            )
            assert len(ours.images) == len(theirs.images)
            if tables(ours.as_plumber()) != tables(raw):
                found.append(Difference(ours.page_no, causes(ours, theirs, raw)))
            raw.close()
    return found


def _listed(sha256: str) -> list[Difference]:
    with LISTED.open(encoding="utf-8", newline="") as stream:
        return [
            Difference(int(row["page"]), row["what"])
            for row in csv.DictReader(stream)
            if sha256.startswith(row["sha256"])
        ]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_tables_are_those_of_the_reference(path: Path) -> None:
    assert compare(path) == _listed(_sha256(path))


def test_every_listed_difference_is_judged() -> None:
    with LISTED.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert all(row["judged"] in ("ours", "pdfplumber") for row in rows)
    known = {_sha256(path)[:12] for path in DOCUMENTS}
    assert {row["sha256"] for row in rows} <= known


def main(paths: list[str]) -> None:
    writer = csv.writer(sys.stdout)
    for path in map(Path, paths):
        try:
            for difference in compare(path):
                writer.writerow([_sha256(path)[:12], difference.page, difference.what, ""])
        except UnreadablePdf as error:
            print(path, error.message, file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
