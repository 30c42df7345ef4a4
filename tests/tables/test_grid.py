from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.pdf import Page
from pipelines.tables.grid import Grid, find_grids
from pipelines.tables.reading import read_tables
from pipelines.tables.text import printed_chars
from tests.tables.drawing import LEFT, TOP, Sheet, line


def grids(page: Page) -> list[Grid]:
    return find_grids(page, printed_chars(page)[0])


def shape(grid: Grid) -> set[tuple[int, int, int, int]]:
    return {(c.row, c.col, c.row_span, c.col_span) for c in grid.cells}


ROWS = [["甲", "乙", "丙"], ["1", "2", "3"], ["4", "5", "6"]]
WIDTHS = [60.0, 70.0, 80.0]


def test_plain_grid_has_a_cell_for_each_slot() -> None:
    (grid,) = grids(Sheet().grid(ROWS, WIDTHS).page)
    assert shape(grid) == {(r, c, 1, 1) for r in range(3) for c in range(3)}


def test_merged_cells_span_rows_and_columns() -> None:
    page = Sheet().grid(ROWS, WIDTHS, merges=[(0, 0, 2, 1), (0, 1, 1, 2)]).page
    (grid,) = grids(page)
    assert {(0, 0, 2, 1), (0, 1, 1, 2)} <= shape(grid)


@pytest.mark.parametrize("side", ["left", "right", "top", "bottom"])
def test_missing_outer_border_loses_no_cell(side: str) -> None:
    (grid,) = grids(Sheet().grid(ROWS, WIDTHS, omit=[side]).page)
    assert (grid.row_count, grid.column_count) == (3, 3)


def test_missing_borders_on_both_sides() -> None:
    (grid,) = grids(Sheet().grid(ROWS, WIDTHS, omit=["left", "right"]).page)
    assert grid.column_count == 3


def test_double_borders_make_no_phantom_columns() -> None:
    (grid,) = grids(Sheet().grid(ROWS, WIDTHS, offsets=[0.0, 3.0]).page)
    assert (grid.row_count, grid.column_count) == (3, 3)


def test_narrow_column_with_text_is_kept() -> None:
    sheet = Sheet().grid([["一", "", "乙"], ["二", "", "丙"]], [40.0, 5.5, 60.0])
    sheet.text("1", LEFT + 40.5, TOP + 11)
    (grid,) = grids(sheet.page)
    assert grid.column_count == 3


def test_letter_over_the_gap_of_a_double_border_makes_no_column() -> None:
    sheet = Sheet().grid([["", "1.00"], ["", "2.00"]], [60.0, 60.0], offsets=[0.0, 2.6])
    sheet.text("205", LEFT + 0.5, TOP + 11)
    (grid,) = grids(sheet.page)
    assert grid.column_count == 2


def test_heading_over_a_table_without_outer_borders() -> None:
    """No upright crosses the rule above a heading that is as wide as the table."""
    rows: list[list[str | None]] = [["2026年预算数", None], ["合计", "项目支出"], ["1.00", "1.00"]]
    page = Sheet().grid(rows, [70.0, 70.0], merges=[(0, 0, 1, 2)], omit=["left", "right"]).page
    (grid,) = grids(page)
    assert (grid.row_count, grid.column_count) == (3, 2)


def test_frame_around_the_page_does_not_swallow_the_table() -> None:
    sheet = Sheet().grid(ROWS, WIDTHS)
    for box in [(20, 20, 575, 20), (20, 820, 575, 820), (20, 20, 20, 820), (575, 20, 575, 820)]:
        sheet.rule(*box)
    (grid,) = grids(sheet.page)
    assert grid.box[0] == pytest.approx(LEFT)
    assert grid.box[1] == pytest.approx(TOP)


def test_white_lines_on_white_are_not_seen() -> None:
    sheet = Sheet().grid(ROWS, WIDTHS)
    for x in (LEFT + 20, LEFT + 40):
        sheet.rule(x, TOP, x, TOP + 66, stroking_color=(1.0, 1.0, 1.0))
    (grid,) = grids(sheet.page)
    assert grid.column_count == 3


def test_white_lines_on_shading_part_cells() -> None:
    sheet = Sheet().grid([["甲", "乙"]], [100.0, 100.0])
    sheet.page.rects.append(
        {
            "object_type": "rect",
            "x0": LEFT,
            "x1": LEFT + 200,
            "top": TOP,
            "bottom": TOP + 22,
            "pts": [],
            "stroke": False,
            "fill": True,
            "non_stroking_color": (0.6, 0.7, 0.9),
            "stroking_color": None,
            "linewidth": 0,
        }
    )
    sheet.rule(LEFT + 50, TOP, LEFT + 50, TOP + 22, stroking_color=(1.0, 1.0, 1.0))
    (grid,) = grids(sheet.page)
    assert grid.column_count == 3


def test_dotted_lines_are_lines() -> None:
    sheet = Sheet().grid(ROWS, WIDTHS)
    lines = sheet.page.lines
    sheet.page.lines = []
    for whole in lines:
        step = 2.0
        x, y = whole["x0"], whole["top"]
        while x <= whole["x1"] and y <= whole["bottom"]:
            sheet.page.rects.append(
                {
                    "object_type": "rect",
                    "x0": x,
                    "x1": x + 0.8,
                    "top": y,
                    "bottom": y + 0.8,
                    "pts": [],
                    "stroke": False,
                    "fill": True,
                    "non_stroking_color": (0.0,),
                    "stroking_color": None,
                    "linewidth": 0,
                }
            )
            x, y = (x + step, y) if whole["x1"] > whole["x0"] else (x, y + step)
    (grid,) = grids(sheet.page)
    assert (grid.row_count, grid.column_count) == (3, 3)


def test_underlines_are_no_table() -> None:
    sheet = Sheet().text("项目名称：", 60, 100)
    sheet.page.lines += [line(60, 110, 200, 110), line(60, 140, 200, 140)]
    assert grids(sheet.page) == []


def test_upright_that_crosses_no_rule_belongs_to_the_grid_beside() -> None:
    """The first cell goes on over both page ends: no rule meets its outer border."""
    sheet = Sheet().grid([["乙", "1"], ["丙", "2"]], [60.0, 60.0], left=150.0)
    sheet.rule(60.0, TOP, 60.0, TOP + 44)
    (grid,) = grids(sheet.page)
    assert grid.xs[0] == pytest.approx(60.0)


@st.composite
def layouts(draw: st.DrawFn) -> tuple[list[list[str | None]], list[float], list[Any]]:
    rows, columns = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    widths = [draw(st.floats(45.0, 80.0)) for _ in range(columns)]
    free = {(r, c) for r in range(rows) for c in range(columns)}
    merges = []
    for r in range(rows):
        for c in range(columns):
            if (r, c) not in free:
                continue
            row_span, col_span = draw(st.sampled_from([(1, 1), (1, 1), (1, 2), (2, 1), (2, 2)]))
            box = {(i, j) for i in range(r, r + row_span) for j in range(c, c + col_span)}
            if not box <= free:
                row_span = col_span = 1
                box = {(r, c)}
            free -= box
            merges.append((r, c, row_span, col_span))
    texts: list[list[str | None]] = [[None] * columns for _ in range(rows)]
    for n, (r, c, _, _) in enumerate(merges):
        texts[r][c] = draw(st.sampled_from([f"{n}.{n:02d}", f"名{n}", f"{n + 100}"]))
    return texts, widths, merges


@given(layouts())
@settings(max_examples=60, deadline=None)
def test_each_text_ends_in_exactly_one_cell(layout: Any) -> None:
    texts, widths, merges = layout
    page = Sheet().grid(texts, widths, merges=merges).page
    printed = sorted(t for row in texts for t in row if t)
    found = sorted(
        placed.text for table in read_tables([page]).tables for placed in table.cells if placed.text
    )
    if len(merges) > 1:
        assert found == printed
