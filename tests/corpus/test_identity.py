"""Which document is this: 47 real documents, each axis against what a reader sees.

``identity.csv`` was filled in by looking at the documents (cover, titles, organisation lines), not
at their names, which lie. An empty cell: the document does not tell.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipelines.disclosure import find_candidates, is_disclosure
from pipelines.narrative import read_narrative
from pipelines.pdf import UnreadablePdf, require_text
from tests.corpus.documents import pages_of, tables_of
from tests.disclosure.deciding import decide

pytestmark = pytest.mark.corpus

AXES = (
    "publisher", "fiscal_year", "disclosure_kind", "part", "scope", "region", "published_on",
)  # fmt: skip
with (Path(__file__).parent / "identity.csv").open(encoding="utf-8", newline="") as _file:
    EXPECTED = list(csv.DictReader(_file))
DISCLOSURES = [row for row in EXPECTED if not row["reason"]]
OTHERS = [row for row in EXPECTED if row["reason"]]


@pytest.mark.parametrize("row", DISCLOSURES, ids=lambda row: row["file"])
def test_identity(row: dict[str, str]) -> None:
    pages = pages_of(row["document_id"])
    belongs, reason = is_disclosure(pages)
    assert belongs, reason
    tables = tables_of(row["document_id"])
    decided = decide(find_candidates(tables, read_narrative(pages, tables)))
    assert {axis: decided.get(axis, "") for axis in AXES} == {axis: row[axis] for axis in AXES}


@pytest.mark.parametrize("row", OTHERS, ids=lambda row: row["file"])
def test_what_is_no_disclosure(row: dict[str, str]) -> None:
    pages = pages_of(row["document_id"])
    belongs, reason = is_disclosure(pages)
    assert not belongs
    if row["reason"] == "no_text":
        assert reason.startswith("no_text")
        with pytest.raises(UnreadablePdf):
            require_text(pages)
