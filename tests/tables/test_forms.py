from __future__ import annotations

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
