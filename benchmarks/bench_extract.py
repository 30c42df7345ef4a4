"""Speed of reading pages, finding tables and extracting documents, beside pdfplumber, in one run.

Belongs here: CPU time per page of each stage. Does not belong here: whether the cells are right
(``bench_accuracy``), and whole runs with their warehouse.

    python benchmarks/bench_extract.py --corpus ../corpus [--documents 12] [--seed 1] [--json]
    python benchmarks/bench_extract.py --corpus ../corpus --profile

Whole documents are read each way in turn, so that a busy machine slows all ways alike. The ratio
is against pdfplumber's ``extract_tables`` on the same pages. Files that are refused take no part.
What is imported once by a process is imported before the clock starts.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import pdfplumber
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from pdfplumber.table import TableFinder

from pipelines import disclosure, narrative
from pipelines.extraction.document import extract_document
from pipelines.pdf import Page, UnreadablePdf, open_pdf
from pipelines.tables import read_tables

Result = TypeVar("Result")

# Imported by the first extraction else.
ROOMS = (disclosure, narrative)


class Clock:
    """CPU seconds of this process by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def time(self, stage: str, work: Callable[[], Result]) -> Result:
        """Run ``work`` and add its CPU time to ``stage``."""
        start = time.process_time()
        try:
            return work()
        finally:
            self.seconds[stage] += time.process_time() - start


def measure(path: Path, clock: Clock) -> int:
    """Time all ways on one document; its number of pages, 0 where it cannot be read."""
    try:
        pages = clock.time("read", lambda: _read(path))
    except UnreadablePdf:
        return 0
    clock.time("pdfium", lambda: _load(path))
    clock.time("tables", lambda: read_tables(pages))
    clock.time("finder", lambda: _find(pages))
    with tempfile.TemporaryDirectory() as folder:
        clock.time("extract", lambda: extract_document(path, Path(folder) / "out", extractor="-"))
    count = len(pages)
    pages.clear()  # pdfplumber's search for cyclic garbage would go through them too
    clock.time("pdfplumber", lambda: _extract_tables(path))
    return count


def _load(path: Path) -> None:
    """What no reader through pdfium can do without: each page and its text loaded, nothing read."""
    with pdfium.PdfDocument(path) as document:
        for number in range(len(document)):
            page = document[number]
            text_page = pdfium_c.FPDFText_LoadPage(page)
            pdfium_c.FPDFText_ClosePage(text_page)
            page.close()


def _read(path: Path) -> list[Page]:
    with open_pdf(path) as document:
        return list(document.pages())


def _find(pages: Sequence[Page]) -> None:
    for page in pages:
        for table in TableFinder(page.as_plumber()).tables:  # type: ignore[arg-type]
            table.extract()


def _extract_tables(path: Path) -> None:
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_tables()
            page.close()


def summary(pages: int, seconds: dict[str, float]) -> dict[str, dict[str, float]]:
    """Milliseconds per page, pages per CPU second and speed against pdfplumber of each way."""
    read = seconds["read"]
    ways = {
        "pdfplumber's extract_tables": seconds["pdfplumber"],
        "pdfium alone": seconds["pdfium"],
        "reading": read,
        "reading and tables": read + seconds["tables"],
        "reading and pdfplumber's table finder": read + seconds["finder"],
        "whole extraction": seconds["extract"],
    }
    return {
        way: {
            "ms_per_page": spent / pages * 1000,
            "pages_per_second": pages / spent,
            "ratio": seconds["pdfplumber"] / spent,
        }
        for way, spent in ways.items()
    }


def profile(paths: Sequence[Path]) -> None:
    """Print where whole extractions spend their time, by function."""
    profiler = cProfile.Profile(time.process_time)
    for path in paths:
        with tempfile.TemporaryDirectory() as folder, profiler:
            extract_document(path, Path(folder) / "out", extractor="-")
    pstats.Stats(profiler).sort_stats("cumulative").print_stats("pipelines", 60)


def main() -> int:
    """Print pages per CPU second of each way and their ratio."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    default = os.environ.get("YUSUAN_CORPUS", "../shared/corpus")
    parser.add_argument("--corpus", type=Path, default=Path(default), help="folder with PDFs")
    parser.add_argument("--documents", type=int, default=12, help="how many, 0: all")
    parser.add_argument("--seed", type=int, default=1, help="chooses which")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--profile", action="store_true", help="print time by function instead")
    options = parser.parse_args()
    paths = sorted(options.corpus.rglob("*.pdf"))
    if not paths:
        print(f"No PDF under {options.corpus}. Give the folder with --corpus.", file=sys.stderr)
        return 2
    if 0 < options.documents < len(paths):
        paths = sorted(random.Random(options.seed).sample(paths, options.documents))

    if options.profile:
        profile(paths)
        return 0
    clock = Clock()
    pages = sum(measure(path, clock) for path in paths)
    if not pages:
        print("None of the documents can be read.", file=sys.stderr)
        return 2
    report = summary(pages, clock.seconds)
    if options.json:
        print(json.dumps({"documents": len(paths), "pages": pages, "ways": report}))
        return 0
    print(f"{pages} pages of {len(paths)} documents, CPU time\n")
    print(f"{'':<40}{'ms/page':>9}{'pages/s':>9}{'ratio':>7}")
    for way, row in report.items():
        print(
            f"{way:<40}{row['ms_per_page']:>9.2f}{row['pages_per_second']:>9.1f}"
            f"{row['ratio']:>7.1f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
