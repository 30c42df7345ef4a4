"""Both readers on our own documents: pdfplumber's table finder gives the same cells.

The same is held on the real documents by ``tests/corpus/test_reader_equal.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pdfplumber.table import TableFinder

from pipelines.pdf import Page, UnreadablePdf, open_pdf
from pipelines.settings import PROJECT_ROOT
from tests.golden.catalogue import BUILDERS, Golden

SEED = sorted((PROJECT_ROOT / "data" / "raw").rglob("*.pdf"))


def cells(page: Page) -> list[list[list[str | None]]]:
    # pdfplumber knows neither invisible nor clipped text, so all of it counts here.
    shown = replace(page, chars=[{**c, "hidden": False} for c in page.chars], _plumber=None)
    return [
        [[cell and re.sub(r"\s", "", cell) for cell in row] for row in table.extract()]
        for table in TableFinder(shown.as_plumber()).tables  # type: ignore[arg-type]
    ]


def check(path: Path) -> int:
    """Number of tables on the pages of ``path``, on which both readers agree."""
    found = 0
    with open_pdf(path) as fast, open_pdf(path, "pdfplumber") as slow:
        for mine, other in zip(fast.pages(), slow.pages(), strict=True):
            if "unmapped_text" in mine.mark_reasons:
                continue  # each reader guesses what the font does not tell
            tables = cells(mine)
            assert tables == cells(other), f"page {mine.page_no}"
            assert (mine.width, mine.height) == pytest.approx((other.width, other.height))
            found += len(tables)
    return found


@pytest.mark.parametrize("path", SEED, ids=lambda path: path.stem)
def test_on_the_seed(path: Path) -> None:
    assert check(path) >= 24
    with open_pdf(path) as opened:
        assert [page.mark_reasons for page in opened.pages() if page.mark_reasons] == []


# The other reasons are found in the pages.
CANNOT_BE_OPENED = {"not_pdf", "empty_file", "truncated", "password"}


@pytest.mark.parametrize("name", sorted(BUILDERS))
def test_on_golden_documents(golden_pdf: Callable[[str], Golden], name: str) -> None:
    golden = golden_pdf(name)
    if golden.reason_code in CANNOT_BE_OPENED:
        with pytest.raises(UnreadablePdf) as refusal, open_pdf(golden.path):
            pass
        assert refusal.value.reason_code == golden.reason_code
    else:
        check(golden.path)
