from __future__ import annotations

import pytest

from pipelines.tables.text import bound_runs, cell_text, clipped_ends, join_chars, lines_of
from tests.tables.drawing import chars


def test_number_that_wraps_in_its_cell_is_one_number() -> None:
    drawn = chars("24995.9", 10, 20) + chars("4", 10, 30)
    assert cell_text(drawn, 34).text == "24995.94"


def test_numbers_below_each_other_stay_two() -> None:
    drawn = chars("123.45", 10, 20) + chars("678.90", 10, 30)
    assert cell_text(drawn, 34).text == "123.45 678.90"


def test_short_numbers_in_a_wide_cell_stay_two() -> None:
    drawn = chars("12", 10, 20) + chars("34", 10, 30)
    assert cell_text(drawn, 90).text == "12 34"


def test_chinese_text_has_no_spaces_and_wraps_are_joined() -> None:
    drawn = chars("合", 10, 20) + chars("计", 60, 20) + chars("数", 10, 31)
    assert cell_text(drawn, 90).text == "合计数"


def test_split_code_keeps_its_gap() -> None:
    assert join_chars(chars("301", 10, 20) + chars("2", 30, 20)) == "301 2"


def test_vertical_text_reads_downwards() -> None:
    drawn = [c for i, text in enumerate("年度目标") for c in chars(text, 10, 20 + 11 * i)]
    assert cell_text(drawn, 14).text == "年度目标"


def test_turned_text_reads_upwards() -> None:
    drawn = [
        c
        for i, text in enumerate("年度目标")
        for c in chars(text, 10, 80 - 10 * i, upright=False, angle=90)
    ]
    assert cell_text(drawn, 14).text == "年度目标"


def test_characters_in_any_drawing_order() -> None:
    drawn = chars("1,234.56", 10, 20)
    assert lines_of(drawn[::-1])[0].text == "1,234.56"


def _column(border: float):
    left, right = object(), object()
    return left, right, lambda x, _y: left if x < border else right


def test_number_over_a_border_is_not_torn() -> None:
    drawn = chars("1,234,567.89", 50, 20)
    left, _, cell_of = _column(90.0)
    assert {id(cell) for cell, _ in bound_runs(drawn, cell_of)} == {id(left)}


def test_neighbours_at_a_border_are_parted() -> None:
    drawn = chars("12.00", 50, 20) + chars("34.00", 73, 20)
    left, right, cell_of = _column(72.8)
    by_cell = {id(left): "", id(right): ""}
    for cell, char in bound_runs(drawn, cell_of):
        by_cell[id(cell)] += char["text"]
    assert list(by_cell.values()) == ["12.00", "34.00"]


def test_cut_off_end_belongs_to_the_visible_text() -> None:
    drawn = chars("中共市委", 10, 20) + chars("宣传部", 46, 20, clipped=True, hidden=True)
    ((seen, cut),) = clipped_ends(drawn)
    assert seen["text"] in "中共市委"
    assert "".join(c["text"] for c in cut) == "宣传部"


def test_cut_off_line_below_belongs_to_the_text_above() -> None:
    drawn = chars("采购组织形", 10, 20) + chars("式", 28, 31, clipped=True, hidden=True)
    ((_, cut),) = clipped_ends(drawn)
    assert [c["text"] for c in cut] == ["式"]


@pytest.mark.parametrize("size", [5.0, 9.0, 16.0])
def test_line_tolerance_follows_the_size(size: float) -> None:
    drawn = chars("甲", 10, 20, size) + chars("乙", 10, 20 + size * 1.2, size)
    assert len(lines_of(drawn)) == 2


def test_cut_end_of_the_cell_above_is_no_part_of_the_line_below_it() -> None:
    above = chars("指标", 19, 18, clipped=True)
    below = chars("社会效益", 10, 20)
    mixed = [below[0], above[0], below[1], above[1], *below[2:]]
    assert clipped_ends(mixed) == []


def test_cut_end_of_a_line_is_found() -> None:
    seen, cut = chars("基本", 10, 20), chars("支出", 28, 20, clipped=True)
    ((near, end),) = clipped_ends([*seen, *cut])
    assert near in seen
    assert end == cut
