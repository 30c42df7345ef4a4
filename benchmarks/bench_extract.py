"""Speed of reading pages and finding their tables, beside pdfplumber, in one run.

Belongs here: CPU time per page of the stages up to tables. Does not belong here: whether the
cells are right (``bench_accuracy``) and whole runs.

    python benchmarks/bench_extract.py --corpus ../corpus [--pages 8] [--seed 1] [--json]

Reads the same pages both ways, document by document in turn, so that a busy machine slows both.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import pdfplumber
from pdfplumber.table import TableFinder

from pipelines.pdf import Page, UnreadablePdf, open_pdf
from pipelines.tables import read_tables

Result = TypeVar("Result")


class Clock:
    """CPU seconds of this process by stage."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def time(self, stage: str, work: Callable[[], Result]) -> Result:
        """Run ``work`` and add its CPU time to ``stage``."""
        start = time.process_time()
        try:
            return work()
        finally:
            self.seconds[stage] += time.process_time() - start


def measure(path: Path, first: int, count: int, clock: Clock) -> int:
    """Time ``count`` pages of a document from page ``first``; the number of pages read."""
    numbers = range(first, first + count)
    try:
        pages = clock.time("read", lambda: _read(path, first, count))
    except UnreadablePdf:
        return 0
    clock.time("our tables", lambda: read_tables(pages))
    clock.time("pdfplumber's finder on our pages", lambda: _find(pages))
    clock.time("pdfplumber", lambda: _extract(path, numbers))
    return len(pages)


def _read(path: Path, first: int, count: int) -> list[Page]:
    with open_pdf(path) as document:
        return list(document.pages(first, first + count - 1))


def _find(pages: Sequence[Page]) -> None:
    for page in pages:
        for table in TableFinder(page.as_plumber()).tables:  # type: ignore[arg-type]
            table.extract()


def _extract(path: Path, numbers: Sequence[int]) -> None:
    with pdfplumber.open(path, pages=list(numbers)) as pdf:
        for page in pdf.pages:
            page.extract_tables()
            page.close()


def _page_count(path: Path) -> int:
    try:
        with open_pdf(path) as document:
            return document.page_count
    except UnreadablePdf:
        return 0


def main() -> int:
    """Print pages per CPU second of each way and their ratio."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    default = os.environ.get("YUSUAN_CORPUS", "../shared/corpus")
    parser.add_argument("--corpus", type=Path, default=Path(default), help="folder with PDFs")
    parser.add_argument("--pages", type=int, default=8, help="pages in a row per document, 0: all")
    parser.add_argument("--seed", type=int, default=1, help="chooses where the pages begin")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    paths = sorted(options.corpus.rglob("*.pdf"))
    if not paths:
        print(f"No PDF under {options.corpus}. Give the folder with --corpus.", file=sys.stderr)
        return 2

    chooser, clock, pages = random.Random(options.seed), Clock(), 0
    for path in paths:
        total = _page_count(path)
        if total == 0:
            continue
        count = min(options.pages or total, total)
        pages += measure(path, chooser.randint(1, total - count + 1), count, clock)

    report = summary(pages, clock)
    if options.json:
        print(json.dumps(report))
    else:
        print(f"{pages} pages of {len(paths)} documents\n")
        print(f"{'':<42}{'ms/page':>9}{'pages/s':>9}{'ratio':>7}")
        for name, row in report["stages"].items():
            print(f"{name:<42}{row['ms_per_page']:>9.2f}{row['pages_per_second']:>9.1f}"
                  f"{row['ratio']:>7.1f}")
    return 0


def summary(pages: int, clock: Clock) -> dict[str, dict[str, dict[str, float]]]:
    """Milliseconds per page, pages per CPU second and speed against pdfplumber of each way."""
    seconds = clock.seconds
    ways = {
        "pdfplumber extract_tables": seconds["pdfplumber"],
        "reading (pdfium)": seconds["read"],
        "reading + our tables": seconds["read"] + seconds["our tables"],
        "reading + pdfplumber's table finder":
            seconds["read"] + seconds["pdfplumber's finder on our pages"],
    }
    return {"stages": {
        name: {
            "ms_per_page": spent / pages * 1000,
            "pages_per_second": pages / spent,
            "ratio": seconds["pdfplumber"] / spent,
        }
        for name, spent in ways.items()
    }}


if __name__ == "__main__":
    sys.exit(main())
