"""Text and claims of the real documents.

``claims.csv`` holds claims drawn at random over the corpus and checked by reading their sentences:
number, role, what they are said of, the whole, the base, the year.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from pipelines.narrative import Narrative, read_narrative
from tests.corpus.documents import pages_of, tables_of

pytestmark = pytest.mark.corpus

HERE = Path(__file__).parent
MONEY = re.compile(r"\d[\d,，]*(?:\.\d+)?\s*(?:万元|亿元|元|%|％)")


def rows_of(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CLAIMS = {
    document_id: list(rows)
    for document_id, rows in groupby(rows_of("claims.csv"), key=lambda row: row["document_id"])
}
WITH_TEXT = [row for row in rows_of("identity.csv") if row["part"] in ("complete", "narrative")]


@cache
def narrative_of(document_id: str) -> Narrative:
    return read_narrative(pages_of(document_id), tables_of(document_id))


@pytest.mark.parametrize("row", WITH_TEXT, ids=lambda row: row["file"])
def test_every_amount_and_percentage_is_a_claim(row: dict[str, str]) -> None:
    for placed in narrative_of(row["document_id"]).sentences:
        said = sum(claim.kind in ("amount", "percent") for claim in placed.claims)
        assert said >= len(MONEY.findall(placed.sentence.text)) - 1, placed.sentence.text


@pytest.mark.parametrize("row", WITH_TEXT, ids=lambda row: row["file"])
def test_sentences_are_whole(row: dict[str, str]) -> None:
    """Hardly any begins with the rest of another; page numbers are in none."""
    sentences = [p.sentence for p in narrative_of(row["document_id"]).sentences]
    assert len(sentences) >= 20
    torn = [s.text for s in sentences if re.match(r"[，。；、）万元]", s.text)]
    assert len(torn) <= 0.01 * len(sentences), torn
    assert all(len(s.text) < 1500 for s in sentences)


@pytest.mark.parametrize("row", WITH_TEXT, ids=lambda row: row["file"])
def test_sections_form_a_tree(row: dict[str, str]) -> None:
    sections = narrative_of(row["document_id"]).sections
    assert len(sections) >= 5
    by_no = {section.section_no: section for section in sections}
    for section in sections:
        assert section.page_from <= section.page_to
        if section.parent_no is not None:
            parent = by_no[section.parent_no]
            assert parent.level < section.level
            assert parent.page_from <= section.page_from


@pytest.mark.parametrize("document_id", CLAIMS)
def test_claims_that_were_checked_by_hand(document_id: str) -> None:
    found = Counter(
        (
            str(placed.sentence.page),
            claim.printed,
            claim.role,
            claim.subject_text or "",
            claim.whole_text or "",
            claim.base_text or "",
            str(claim.year or ""),
        )
        for placed in narrative_of(document_id).sentences
        for claim in placed.claims
    )
    fields = ("page", "printed", "role", "subject", "whole", "base", "year")
    expected = Counter(tuple(row[field] for field in fields) for row in CLAIMS[document_id])
    assert not expected - found
