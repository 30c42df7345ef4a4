"""The narrative of the demonstration document, sentence by sentence and figure by figure.

``seed_figures.csv`` lists the 73 figures of its text with what they must be read as; the figures
are those of the seed's ground truth, roles and subjects were added by reading the sentences.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from pipelines.narrative import Narrative, read_narrative
from pipelines.pdf import open_pdf
from pipelines.settings import PROJECT_ROOT
from pipelines.tables import read_tables

PDF = PROJECT_ROOT / "data/raw/222400/2024/yanbian_zhengfuban_2024_budget.pdf"
TYPESET = PROJECT_ROOT / "tests/facsimile/seed.json"
FIGURES = Path(__file__).parent / "seed_figures.csv"


@pytest.fixture(scope="module")
def narrative() -> Narrative:
    with open_pdf(PDF) as pdf:
        pages = list(pdf.pages())
    return read_narrative(pages, read_tables(pages))


def squeeze(text: str) -> str:
    return "".join(text.split())


def test_every_heading_and_sentence_is_there(narrative: Narrative) -> None:
    typeset = json.loads(TYPESET.read_text(encoding="utf-8"))
    expected: list[tuple[str, str]] = []
    for block in [*typeset["part1"], *typeset["part3"], *typeset["part4"]]:
        text = squeeze(block["text"])
        if block["kind"] == "heading":
            expected.append((text, ""))
        else:
            expected[-1] = (expected[-1][0], expected[-1][1] + text)
    found = [
        (squeeze(s.title), squeeze("".join(s.sentences)))
        for s in narrative.sections
        if not s.title.startswith("第二部分")
    ]
    assert found == expected


def test_parts_stand_on_their_pages(narrative: Narrative) -> None:
    parts = [s for s in narrative.sections if s.level == 1]
    assert [p.title[:4] for p in parts] == ["第一部分", "第二部分", "第三部分", "第四部分"]
    for before, after in pairwise(parts):
        assert before.page_to <= after.page_from
    in_parts = {placed.sentence.page for placed in narrative.sentences}
    assert min(in_parts) >= parts[0].page_from


def test_all_figures_are_claims(narrative: Narrative) -> None:
    with FIGURES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 73
    expected = Counter(
        (squeeze(r["sentence"]), r["number"], r["unit"], r["role"], r["subject"], r["whole"])
        for r in rows
    )
    found = Counter(
        (
            squeeze(placed.sentence.text),
            claim.number or "",
            claim.unit or "",
            claim.role,
            claim.subject_text or "",
            claim.whole_text or "",
        )
        for placed in narrative.sentences
        for claim in placed.claims
        if claim.kind in ("amount", "percent", "count")
        or (claim.kind == "other" and claim.unit == "平方米")
    )
    assert found == expected


def test_what_is_said_to_be_unchanged(narrative: Narrative) -> None:
    """七、: 2024 and 2023 are equal, six times."""
    unchanged = [
        claim.subject_text
        for placed in narrative.sentences
        for claim in placed.claims
        if claim.role == "unchanged"
    ]
    assert unchanged == [
        "“三公”经费预算数",
        "因公出国（境）费",
        "公务接待费",
        "公务用车购置及运行费",
        "公务用车运行维护费",
        "公务用车购置费",
    ]
