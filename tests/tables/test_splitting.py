from __future__ import annotations

from pipelines.tables.reading import read_tables
from tests.tables.drawing import TOP, Sheet


def figures(sheet: Sheet) -> list[tuple[str, str, str]]:
    (table,) = read_tables([sheet.page]).tables
    return [(f.row_label, "/".join(f.path), f.placed.text) for f in table.figures]


def test_two_rows_without_a_rule_between_them() -> None:
    rows: list[list[str | None]] = [
        ["科目编码", "科目名称", "基本支出", "项目支出"],
        ["2010301\n2010302", "行政运行\n一般管理", "12.00\n34.00", "1.50\n2.50"],
    ]
    assert figures(Sheet().grid(rows, [70.0, 90.0, 70.0, 70.0], height=30)) == [
        ("行政运行", "基本支出", "12.00"),
        ("行政运行", "项目支出", "1.50"),
        ("一般管理", "基本支出", "34.00"),
        ("一般管理", "项目支出", "2.50"),
    ]


def test_wrapped_number_parts_no_row() -> None:
    rows: list[list[str | None]] = [
        ["项目", "上年预算", "本年预算"],
        ["支出合计", "24995.9\n4", "35995.9\n5"],
    ]
    assert figures(Sheet().grid(rows, [90.0, 36.0, 36.0], height=30)) == [
        ("支出合计", "上年预算", "24995.94"),
        ("支出合计", "本年预算", "35995.95"),
    ]


def test_two_columns_without_a_rule_between_them() -> None:
    sheet = Sheet().grid(
        [["项目", "基本支出", "项目支出"], ["行政运行", "", None]],
        [90.0, 70.0, 70.0],
        merges=[(1, 1, 1, 2)],
    )
    y = TOP + 33
    sheet.text("12.00", 170, y).text("34.00", 245, y)
    assert figures(sheet) == [
        ("行政运行", "基本支出", "12.00"),
        ("行政运行", "项目支出", "34.00"),
    ]


def test_spaced_heading_over_two_columns_stays_one() -> None:
    sheet = Sheet().grid(
        [
            ["", None, "", None],
            ["项目", "预算数", "项目", "预算数"],
            ["一、财政拨款", "5.00", "一、教育支出", "5.00"],
        ],
        [90.0, 60.0, 90.0, 60.0],
        merges=[(0, 0, 1, 2), (0, 2, 1, 2)],
    )
    for x, text in ((90, "收"), (170, "入"), (240, "支"), (320, "出")):
        sheet.text(text, x, TOP + 11)
    assert [path for _, path, _ in figures(sheet)] == ["收入/预算数", "支出/预算数"]


def test_heading_and_first_amount_without_a_rule_between_them() -> None:
    rows: list[list[str | None]] = [
        ["科目编码", "科目名称", "合计"],
        ["201", "一般公共服务支出", None],
        ["205", "教育支出", "1.00"],
    ]
    sheet = Sheet().grid(rows, [70.0, 120.0, 70.0], merges=[(0, 2, 2, 1)])
    sheet.page.chars = [c for c in sheet.page.chars if c["text"] not in "合计"]
    sheet.text("合计", 270, TOP + 11).text("3.00", 285, TOP + 33)
    assert figures(sheet) == [("一般公共服务支出", "合计", "3.00"), ("教育支出", "合计", "1.00")]


def test_label_over_several_rows_stays_whole() -> None:
    rows: list[list[str | None]] = [
        ["项目", None, "金额"],
        ["一般公共\n预算资金", "小计", "3.00"],
        [None, "财政拨款", "3.00"],
    ]
    sheet = Sheet().grid(rows, [70.0, 90.0, 70.0], merges=[(0, 0, 1, 2), (1, 0, 2, 1)], height=12)
    assert [label for label, _, _ in figures(sheet)] == [
        "一般公共预算资金/小计",
        "一般公共预算资金/财政拨款",
    ]
