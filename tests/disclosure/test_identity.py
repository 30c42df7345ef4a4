"""Evidence for identity on typed pages, and on the demonstration document."""

from __future__ import annotations

from typing import Any

from pipelines.disclosure import find_candidates, is_disclosure
from pipelines.extraction.schema import CANDIDATE
from pipelines.narrative import read_narrative
from pipelines.pdf import open_pdf
from pipelines.settings import PROJECT_ROOT
from pipelines.tables import read_tables
from tests.disclosure.deciding import decide
from tests.narrative.typing_page import LEFT, SIZE, TypedPage, table_reading

PDF = PROJECT_ROOT / "data/raw/222400/2024/yanbian_zhengfuban_2024_budget.pdf"


def candidates(*typed: TypedPage) -> list[dict[str, Any]]:
    tables = table_reading(*typed)
    return find_candidates(tables, read_narrative([each.page for each in typed], tables))


def a_cover(*lines: str) -> TypedPage:
    page = TypedPage(1)
    for line in lines:
        page.centred(line, 20)
    return page


def a_text(*paragraphs: str) -> TypedPage:
    page = TypedPage(2)
    page.line("一、收支情况", LEFT + 2 * SIZE)
    for paragraph in paragraphs:
        page.paragraph(paragraph)
    return page


def test_the_cover_decides() -> None:
    found = candidates(
        a_cover("西安市信访局（汇总）", "2026年部门预算", "二〇二六年二月"),
        a_text("2025年决算收入12.30万元。", "某处安排3万元。", "其他支出4万元。"),
    )
    assert decide(found) == {
        "publisher": "西安市信访局",
        "fiscal_year": "2026",
        "disclosure_kind": "budget",
        "scope": "department",
        "part": "narrative",
        "region": "610100",
        "published_on": "2026-02",
    }


def test_a_line_names_the_publisher_where_the_title_does_not() -> None:
    found = candidates(a_cover("上海市2026年市级单位预算", "预算单位：上海水产老干部活动室"))
    decided = decide(found)
    assert decided["publisher"] == "上海水产老干部活动室"
    assert (decided["scope"], decided["fiscal_year"]) == ("unit", "2026")


def test_what_nothing_tells_is_left_open() -> None:
    found = candidates(a_text("本单位负责有关工作。"))
    assert set(decide(found)) == {"part"}


def test_rows_have_the_columns_of_the_raw_table() -> None:
    rows = candidates(a_cover("西安市信访局", "2026年部门预算"))
    for row in rows:
        assert set(row) == set(CANDIDATE.names) - {"document_id"}
        assert 0 < row["score"] <= 1
    keys = [(row["axis"], row["value"], row["method"]) for row in rows]
    assert len(keys) == len(set(keys))


def test_the_demonstration_document() -> None:
    with open_pdf(PDF) as pdf:
        pages = list(pdf.pages())
    tables = read_tables(pages)
    assert is_disclosure(pages)[0]
    assert decide(find_candidates(tables, read_narrative(pages, tables))) == {
        "publisher": "延边朝鲜族自治州人民政府办公室",
        "fiscal_year": "2024",
        "disclosure_kind": "budget",
        "scope": "department",
        "part": "complete",
        "region": "222400",
        "published_on": "2024-02-08",
        "unit_code": "108",
    }
