from __future__ import annotations

from typing import Any

import pytest

from pipelines.tables.reading import read_tables
from tests.tables.drawing import Sheet

FORM: list[list[str | None]] = [
    ["项目名称", "办公楼物业", None, None, None],
    ["主管部门", "某局", None, "实施单位", "某局"],
    ["项目资金\n（万元）", "年度资金总额：", None, "25.89", None],
    [None, "其中：财政拨款", None, "25.89", None],
    ["年度目标", "保障5137.26平方米办公楼", None, None, None],
    ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
    [None, "成本指标", "经济成本", "物业费", "≤25.89万元"],
    [None, "产出指标", "数量指标", "面积", "≥5137平方米"],
    [None, None, "质量指标", "合格率", "=100%"],
]
MERGES = [
    (0, 1, 1, 4),
    (1, 1, 1, 2),
    (2, 0, 2, 1),
    (2, 1, 1, 2),
    (2, 3, 1, 2),
    (3, 1, 1, 2),
    (3, 3, 1, 2),
    (4, 1, 1, 4),
    (5, 0, 4, 1),
    (7, 1, 2, 1),
]
WIDTHS = [80.0, 90.0, 90.0, 120.0, 90.0]


def test_form_of_performance_targets() -> None:
    sheet = Sheet().centred("项目支出绩效目标表", 80).centred("（2026年度）", 100, 10)
    sheet.grid(FORM, WIDTHS, merges=MERGES)
    (table,) = read_tables([sheet.page]).tables
    assert table.is_form
    assert [(f.row_label, "/".join(f.path), f.placed.text) for f in table.figures] == [
        ("项目资金（万元）/年度资金总额：", "", "25.89"),
        ("项目资金（万元）/其中：财政拨款", "", "25.89"),
        ("绩效指标/成本指标/经济成本/物业费", "指标值", "≤25.89万元"),
        ("绩效指标/产出指标/数量指标/面积", "指标值", "≥5137平方米"),
        ("绩效指标/产出指标/质量指标/合格率", "指标值", "=100%"),
    ]


def test_form_goes_on_over_the_page_with_its_labels() -> None:
    first = Sheet(1).centred("项目支出绩效目标表", 90).grid(FORM, WIDTHS, merges=MERGES)
    second = Sheet(2).grid(
        [["", "", "时效指标", "及时率", "=98%"], [None, "效益指标", "社会效益", "覆盖率", "≥90%"]],
        WIDTHS,
        merges=[(0, 0, 2, 1)],
        top=60,
    )
    (table,) = read_tables([first.page, second.page]).tables
    assert [f.row_label for f in table.figures][-2:] == [
        "绩效指标/产出指标/时效指标/及时率",
        "绩效指标/效益指标/社会效益/覆盖率",
    ]


def test_funds_block_with_headings_of_its_own() -> None:
    rows: list[list[str | None]] = [
        ["部门名称", "某局", None, None],
        ["总体资金\n（万元）", "预算支出总额", "财政拨款", None],
        [None, None, "基本支出", "项目支出"],
        [None, "9.00", "4.00", "5.00"],
        ["整体绩效目标", "保障运转", None, None],
    ]
    merges = [(0, 1, 1, 3), (1, 0, 3, 1), (1, 1, 2, 1), (1, 2, 1, 2), (4, 1, 1, 3)]
    sheet = Sheet().centred("部门整体支出绩效目标表", 90).grid(rows, [90.0] * 4, merges=merges)
    (table,) = read_tables([sheet.page]).tables
    assert [("/".join(f.path), f.placed.text) for f in table.figures] == [
        ("预算支出总额", "9.00"),
        ("财政拨款/基本支出", "4.00"),
        ("财政拨款/项目支出", "5.00"),
    ]


def test_key_without_value_gives_its_label_to_nothing() -> None:
    rows: list[list[str | None]] = [
        ["项目名称", "专项", None, None, None],
        ["主管部门", "某局", None, None, None],
        ["资金金额\n（万元）", "实施期总额：", "", "年度总额：", "20000"],
    ]
    merges = [(0, 1, 1, 4), (1, 1, 1, 4)]
    sheet = Sheet().centred("专项资金绩效目标表", 90).grid(rows, [80.0] * 5, merges=merges)
    (table,) = read_tables([sheet.page]).tables
    assert [f.row_label.split("/")[-1] for f in table.figures] == ["年度总额："]


def test_wide_table_of_targets_is_a_column_table() -> None:
    rows: list[list[str | None]] = [
        ["项目名称", "项目总额", "一级指标", "二级指标", "三级指标", "指标值"],
        ["评审", "839.00", "产出指标", "质量指标", "合格率", "98"],
        [None, None, "产出指标", "数量指标", "评审数", "420"],
    ]
    sheet = Sheet().centred("项目支出绩效目标表", 90)
    sheet.grid(rows, [70.0] * 6, merges=[(1, 0, 2, 1), (1, 1, 2, 1)])
    (table,) = read_tables([sheet.page]).tables
    assert [(f.row_label, "/".join(f.path), f.placed.text) for f in table.figures] == [
        ("评审", "项目总额", "839.00"),
        ("产出指标/质量指标/合格率", "指标值", "98"),
        ("产出指标/数量指标/评审数", "指标值", "420"),
    ]


def figures_of(rows: list[list[str | None]], **options: Any) -> list[tuple[str, str, str]]:
    sheet = Sheet().centred("项目支出绩效目标表", 90).grid(rows, **options)
    (table,) = read_tables([sheet.page]).tables
    return [(f.row_label, "/".join(f.path), f.placed.text) for f in table.figures]


def test_unit_in_a_label_cell_of_its_own() -> None:
    rows: list[list[str | None]] = [
        ["项目名称", "专项", None],
        ["主管部门", "某局", None],
        ["资金金额", "实施期资金总额：", "1715.97"],
        ["（万元）", "其中：财政拨款", "1715.97"],
    ]
    merges = [(0, 1, 1, 2), (1, 1, 1, 2)]
    assert figures_of(rows, widths=[100.0] * 3, merges=merges) == [
        ("资金金额（万元）/实施期资金总额：", "", "1715.97"),
        ("资金金额（万元）/其中：财政拨款", "", "1715.97"),
    ]


def test_label_whose_value_is_merged_down_with_it_names_no_other_value() -> None:
    rows: list[list[str | None]] = [
        ["项目名称", "新建中心", None, None, None],
        ["主管部门", "某街道办事处", None, None, None],
        ["项目资金（元）", "项目资金总额", "4,100.00", "年度资金总额", "4,100.00"],
        [None, "其中：财政资金", "4,000.00", "其中：当年拨款", "4,000.00"],
        [None, None, None, "上年结转资金", "0.00"],
    ]
    merges = [(0, 1, 1, 4), (1, 1, 1, 4), (2, 0, 3, 1), (3, 1, 2, 1), (3, 2, 2, 1)]
    labels = [label for label, _, _ in figures_of(rows, widths=[95.0] * 5, merges=merges)]
    assert labels == [
        "项目资金（元）/项目资金总额",
        "项目资金（元）/年度资金总额",
        "项目资金（元）/其中：财政资金",
        "项目资金（元）/其中：当年拨款",
        "项目资金（元）/上年结转资金",
    ]


def test_blank_heading_cell_beside_a_divided_heading() -> None:
    rows: list[list[str | None]] = [
        ["部门名称", "某局", None, None],
        ["年度任务", "任务名称", "预算金额（万元）", ""],
        [None, None, "总额", "财政拨款"],
        [None, "基本履职", "508.61", "508.61"],
        ["年度总体目标", "保障运转", None, None],
    ]
    merges = [(0, 1, 1, 3), (1, 0, 3, 1), (1, 1, 2, 1), (4, 1, 1, 3)]
    assert [path for _, path, _ in figures_of(rows, widths=[90.0] * 4, merges=merges)] == [
        "预算金额（万元）/总额",
        "预算金额（万元）/财政拨款",
    ]


def test_dates_are_no_figures() -> None:
    rows = [row[:] for row in FORM]
    rows[7][4], rows[8][4] = "已于2025年2月完成", "次年2月份前"
    texts = [text for _, _, text in figures_of(rows, widths=WIDTHS, merges=MERGES)]
    assert texts == ["25.89", "25.89", "≤25.89万元"]


@pytest.mark.parametrize("is_form", [True, False])
def test_unit_and_operator_in_columns_beside_the_value(is_form: bool) -> None:
    heads: list[str | None] = [
        "一级指标", "二级指标", "三级指标", "指标性质", "本年指标值", "绩效度量单位"
    ]  # fmt: skip
    rows: list[list[str | None]] = [
        heads,
        ["成本指标", "经济成本", "服务费", "≤", "43.35", "万元"],
        ["产出指标", "数量指标", "份数", "＝", "8", "份"],
    ]
    merges: list[tuple[int, int, int, int]] = []
    if is_form:
        rows.insert(0, ["项目名称", "专项", None, None, None, None])
        merges.append((0, 1, 1, 5))
    sheet = Sheet().centred("项目支出绩效目标表", 80).text("单位：万元", 480, 105)
    (table,) = read_tables([sheet.grid(rows, [75.0] * 6, merges=merges).page]).tables
    assert table.is_form == is_form
    got = [(f["printed"], f["operator"], f["unit_cell"]) for f in table.rows()["figure"]]
    assert got == [("43.35", "<=", "万元"), ("8", "=", "份")]
