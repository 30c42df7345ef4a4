"""Texts on one place: parted as they were drawn, and tight print is none of it."""

from __future__ import annotations

from pipelines.tables.overlaid import parted_by_drawing
from pipelines.tables.text import lines_of
from tests.tables.drawing import chars, width_of


def parted(drawn: list) -> list[str] | None:
    found = parted_by_drawing(lines_of(drawn), drawn)
    return None if found is None else [line.text for line in found]


def test_one_number_over_another() -> None:
    assert parted([*chars("834.50", 100, 50), *chars("12.75", 102, 50)]) == ["834.50", "12.75"]


def test_a_number_beside_another_is_not_over_it() -> None:
    assert parted([*chars("834.50", 100, 50), *chars("12", 105 + width_of("834.50"), 50)]) is None


def test_drawn_in_any_order_is_not_over_each_other() -> None:
    assert parted(chars("834.50", 100, 50)[::-1]) is None


def test_a_tightly_set_font_is_not_over_itself() -> None:
    drawn = chars("834.50", 100, 50)
    for i, char in enumerate(drawn):
        char["x0"] -= 0.5 * i * width_of("8")
        char["x1"] -= 0.5 * i * width_of("8")
    assert parted(drawn) is None
