from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipelines.tables.headers import is_index_row
from pipelines.tables.reading import read_tables
from tests.tables.drawing import Merge, Sheet


def paths(rows: Sequence[Sequence[str | None]], merges: list[Merge], columns: int) -> list[str]:
    page = Sheet().centred("支出总表", 90).grid(rows, [70.0] * columns, merges=merges).page
    (table,) = read_tables([page]).tables
    return ["/".join(column.path) for column in table.columns]


@pytest.mark.parametrize(
    ("texts", "is_index"),
    [
        (["栏次", "1", "2", "3"], True),
        (["**", "**", "1", "2"], True),
        (["甲", "1", "2=3+4", "3"], True),
        (["(1)", "(2)", "(3)=(1)+(2)"], True),
        (["栏次", "1", "2", "栏次", "1", "2", "3", "4", "5"], True),
        (["合计", "12.00", "3"], False),
        (["208", "05"], False),
        (["项目", "预算数"], False),
    ],
)
def test_is_index_row(texts: list[str], is_index: bool) -> None:
    assert is_index_row(texts) is is_index


def test_one_header_row() -> None:
    rows = [["科目编码", "科目名称", "合计"], ["201", "一般公共服务支出", "1.00"]]
    assert paths(rows, [], 3) == ["科目编码", "科目名称", "合计"]


def test_three_header_rows_with_cells_merged_both_ways() -> None:
    rows = [
        ["科目", None, "2026年预算数", None, None, "其他资金"],
        ["编码", "名称", "合计", "财政拨款", None, None],
        [None, None, None, "一般公共预算", "政府性基金", None],
        ["201", "一般公共服务支出", "3.00", "2.00", "1.00", ""],
    ]
    merges = [
        (0, 0, 1, 2),
        (0, 2, 1, 3),
        (0, 5, 3, 1),
        (1, 0, 2, 1),
        (1, 1, 2, 1),
        (1, 2, 2, 1),
        (1, 3, 1, 2),
    ]
    assert paths(rows, merges, 6) == [
        "科目/编码",
        "科目/名称",
        "2026年预算数/合计",
        "2026年预算数/财政拨款/一般公共预算",
        "2026年预算数/财政拨款/政府性基金",
        "其他资金",
    ]


def test_heading_over_all_columns_is_part_of_the_path() -> None:
    rows = [
        ["财政拨款“三公”经费", None, None],
        ["合计", "接待费", "用车费"],
        ["3.00", "1.00", "2.00"],
    ]
    assert paths(rows, [(0, 0, 1, 3)], 3)[1] == "财政拨款“三公”经费/接待费"


def test_column_numbers_are_no_heading_and_no_figures() -> None:
    rows = [["项目", "行次", "金额"], ["栏次", "", "1"], ["一、财政拨款", "1", "5.00"]]
    page = Sheet().grid(rows, [120.0, 40.0, 80.0]).page
    (table,) = read_tables([page]).tables
    assert ["/".join(c.path) for c in table.columns] == ["项目", "行次", "金额"]
    assert [f.placed.text for f in table.figures] == ["5.00"]


def test_two_sided_header_keeps_its_sides() -> None:
    rows = [
        ["本年收入", None, "本年支出", None],
        ["项目", "预算数", "项目", "预算数"],
        ["一、财政拨款", "8.00", "一、教育支出", "8.00"],
    ]
    assert paths(rows, [(0, 0, 1, 2), (0, 2, 1, 2)], 4) == [
        "本年收入/项目",
        "本年收入/预算数",
        "本年支出/项目",
        "本年支出/预算数",
    ]


def test_heading_merged_down_the_whole_table_ends_the_header_above_the_amounts() -> None:
    rows = [
        ["绩效指标", "指标名称", "指标值", "权重"],
        [None, "覆盖率", "90", "10"],
        [None, "满意度", "95", "20"],
    ]
    assert paths(rows, [(0, 0, 3, 1)], 4)[1:] == ["指标名称", "指标值", "权重"]


def test_title_unit_and_organisation_inside_the_grid() -> None:
    rows = [
        ["一般公共预算支出表", None, None],
        ["部门：某局", None, "单位：元"],
        ["科目编码", "科目名称", "合计"],
        ["201", "一般公共服务支出", "1.00"],
    ]
    page = Sheet().grid(rows, [120.0] * 3, merges=[(0, 0, 1, 3), (1, 0, 1, 2)]).page
    (table,) = read_tables([page]).tables
    record = table.rows()["printed_table"][0]
    assert (record["title"], record["money_unit"]) == ("一般公共预算支出表", "元")
    assert record["organisation_line"] == "某局"
    assert ["/".join(c.path) for c in table.columns] == ["科目编码", "科目名称", "合计"]


def test_caption_in_one_cell_over_the_table() -> None:
    """A frame around the page that touches the table swallows its caption."""
    rows: list[list[str | None]] = [
        ["", None, None],
        ["科目编码", "科目名称", "合计"],
        ["201", "一般公共服务支出", "1.00"],
    ]
    sheet = Sheet().grid(rows, [120.0] * 3, merges=[(0, 0, 1, 3)], height=60)
    sheet.text("公开03表", 350, 130).text("支出总表", 200, 148, 12)
    sheet.text("部门：某局", 55, 170).text("单位：万元", 350, 170)
    (table,) = read_tables([sheet.page]).tables
    record = table.rows()["printed_table"][0]
    assert (record["title"], record["printed_number"]) == ("支出总表", "公开03表")
    assert {"/".join(f.path) for f in table.figures} == {"合计"}
