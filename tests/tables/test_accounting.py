from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from pipelines.pdf import Page
from pipelines.tables import account_tokens, read_tables
from tests.tables.drawing import TOP, Sheet


@dataclass
class Text:
    """What the narrative would make of the lines outside the table."""

    lines: list[Any] = field(default_factory=list)

    def add(self, page: Page, kind: str, since: int) -> None:
        glyphs = [SimpleNamespace(**c) for c in page.chars[since:]]
        self.lines.append(
            SimpleNamespace(kind=kind, line=SimpleNamespace(page_no=page.page_no, glyphs=glyphs))
        )


def classes(page: Page, text: Text) -> tuple[Counter[str], dict[int, list[str]]]:
    rows, marks = account_tokens([page], read_tables([page]), text)
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row["class"]] += row["token_count"]
    return counts, marks


def sheet() -> Sheet:
    rows: list[list[str | None]] = [
        ["科目编码", "2026年预算数"],
        ["201", "1,234.50"],
        ["205", "20.26%"],
    ]
    return Sheet().centred("2026年支出总表", 90).grid(rows, [80.0, 100.0])


def test_every_token_has_one_class() -> None:
    drawn, text = sheet(), Text()
    drawn.text("注：2025年无数据。", 50, 200)
    since = len(drawn.page.chars)
    drawn.text("收入12.30万元", 60, 400)
    text.add(drawn.page, "sentence", since)
    since = len(drawn.page.chars)
    drawn.text("- 7 -", 280, 820)
    text.add(drawn.page, "furniture", since)
    counts, marks = classes(drawn.page, text)
    assert counts == Counter(cell=4, heading=2, note=1, sentence=1, furniture=1)
    assert marks == {}


def test_text_that_no_one_claims_marks_the_page() -> None:
    drawn = sheet().text("散落 99.99", 60, 500)
    counts, marks = classes(drawn.page, Text())
    assert counts["unexplained"] == 1
    assert marks == {1: ["unexplained_tokens"]}


def test_no_class_but_cell_and_heading_counts_inside_a_table() -> None:
    drawn, text = sheet(), Text()
    page = drawn.page
    reading = read_tables([page])
    since = len(page.chars)
    drawn.text("88", 60, TOP + 30)  # drawn after the tables were read: in the box, in no cell
    text.add(page, "sentence", since)
    rows, marks = account_tokens([page], reading, text)
    assert [r["reason"] for r in rows if r["class"] == "unexplained"] == [
        "in a table, but in no cell"
    ]
    assert marks


def test_clipped_and_hidden_text_is_ignored_with_a_reason() -> None:
    drawn = sheet()
    drawn.text("55", 400, 600, clipped=True, hidden=True)
    drawn.text("66", 400, 650, hidden=True)
    counts, marks = classes(drawn.page, Text())
    assert (counts["ignored"], marks) == (2, {})
