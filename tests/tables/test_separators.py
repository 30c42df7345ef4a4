from __future__ import annotations

import pytest

from pipelines.tables.reading import read_tables
from pipelines.tables.separators import exchanged_pages, is_exchanged
from tests.tables.drawing import Sheet


@pytest.mark.parametrize(
    "text", ["1.234,56", "12.345.678,00", "1.234.567", "0,5", "-12,34", "（3,50）"]
)
def test_comma_and_point_exchanged(text: str) -> None:
    assert is_exchanged(text)


@pytest.mark.parametrize("text", ["1,234.56", "1,234", "1.234", "12.5%", "2025.03.01", "1,234,567"])
def test_usual_notation(text: str) -> None:
    assert not is_exchanged(text)


def test_page_of_exchanged_amounts_is_marked_and_nothing_guessed() -> None:
    rows: list[list[str | None]] = [
        ["项目", "上年预算", "本年预算"],
        ["合计", "12.345.678,00", "1.234"],
        ["基本支出", "1.234,56", "0,50"],
    ]
    tables = read_tables([Sheet().grid(rows, [90.0, 90.0, 90.0]).page]).tables
    figures = {f["printed"]: f for f in tables[0].rows()["figure"]}
    assert set(figures) == {"12.345.678,00", "1.234", "1.234,56", "0,50"}
    assert figures["12.345.678,00"]["number"] is None
    assert figures["0,50"]["mark_reasons"] == ["exchanged_separators"]
    assert exchanged_pages(tables) == {1: ["exchanged_separators"]}


def test_one_odd_number_does_not_tell_of_its_page() -> None:
    rows: list[list[str | None]] = [["项目", "预算数"], ["合计", "12,34"], ["基本支出", "12.34"]]
    tables = read_tables([Sheet().grid(rows, [90.0, 90.0]).page]).tables
    assert exchanged_pages(tables) == {}
    assert [f.mark_reasons for f in tables[0].figures] == [["exchanged_separators"], []]
