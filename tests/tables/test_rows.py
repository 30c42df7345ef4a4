from __future__ import annotations

from typing import Any

from pipelines.tables.model import Table
from pipelines.tables.reading import read_tables
from tests.tables.drawing import Merge, Sheet


def table_of(
    rows: list[list[str | None]], widths: list[float], merges: list[Merge] | None = None
) -> Table:
    (table,) = read_tables([Sheet().grid(rows, widths, merges=merges or []).page]).tables
    return table


def named(table: Table) -> list[tuple[str, str | None]]:
    return [(row.row_label, row.code) for row in table.block_rows]


def test_code_printed_only_at_its_own_level_is_completed() -> None:
    table = table_of(
        [
            ["科目编码", None, None, "科目名称", "合计"],
            ["类", "款", "项", None, None],
            ["", "", "", "合计", "9.00"],
            ["208", "", "", "社会保障和就业支出", "9.00"],
            ["", "05", "", "养老支出", "9.00"],
            ["", "", "01", "离退休", "9.00"],
        ],
        [30.0, 30.0, 30.0, 120.0, 60.0],
        [(0, 0, 1, 3), (0, 3, 2, 1), (0, 4, 2, 1)],
    )
    assert named(table) == [
        ("合计", None),
        ("社会保障和就业支出", "208"),
        ("养老支出", "20805"),
        ("离退休", "2080501"),
    ]
    assert [row.parent_row_no for row in table.block_rows] == [None, None, 2, 3]


def test_total_merged_over_code_and_name() -> None:
    table = table_of(
        [["科目编码", "科目名称", "合计"], ["合计", None, "1.00"], ["201", "支出", "1.00"]],
        [60.0, 100.0, 60.0],
        [(1, 0, 1, 2)],
    )
    assert named(table) == [("合计", None), ("支出", "201")]


def test_total_printed_in_the_code_column() -> None:
    table = table_of(
        [["科目编码", "科目名称", "合计"], ["合计", "", "1.00"], ["201", "支出", "1.00"]],
        [60.0, 100.0, 60.0],
    )
    assert named(table)[0] == ("合计", None)


def test_code_and_name_in_one_cell() -> None:
    table = table_of(
        [
            ["支出功能分类科目", "合计"],
            ["201一般公共服务支出", "2.00"],
            ["20101人大事务", "2.00"],
            ["2010101行政运行", "2.00"],
            ["合计", "2.00"],
        ],
        [160.0, 60.0],
    )
    assert named(table)[2:] == [("行政运行", "2010101"), ("合计", None)]


def test_project_numbers_are_part_of_the_name() -> None:
    table = table_of(
        [["项目名称", "金额"], ["1%人口抽样调查", "2.00"], ["11000022T0001-审计", "3.00"]],
        [160.0, 60.0],
    )
    assert named(table) == [("1%人口抽样调查", None), ("11000022T0001-审计", None)]


def test_two_code_systems_in_a_row() -> None:
    table = table_of(
        [
            [
                "部门经济科目编码",
                "部门经济科目名称",
                "政府经济科目编码",
                "政府经济科目名称",
                "合计",
            ],
            ["30101", "基本工资", "50101", "工资奖金津补贴", "1.00"],
        ],
        [80.0, 90.0, 80.0, 90.0, 60.0],
    )
    (row,) = table.block_rows
    assert (row.row_label, row.code) == ("基本工资/工资奖金津补贴", "30101")
    assert [label.code for label in row.labels if label.role == "code"] == ["30101", "50101"]


def test_unit_label_from_code_and_name() -> None:
    table = table_of(
        [["单位编码", "单位名称", "合计"], ["合计", None, "2.00"], ["121001", "某市某局", "2.00"]],
        [60.0, 100.0, 60.0],
        [(1, 0, 1, 2)],
    )
    assert [(r.row_label, r.unit_label) for r in table.block_rows] == [
        ("合计", None),
        ("某市某局", "121001/某市某局"),
    ]


def test_merged_label_is_carried_to_its_rows() -> None:
    table = table_of(
        [
            ["项目名称", None, "金额"],
            ["一般公共预算资金", "小计", "3.00"],
            [None, "财政拨款", "2.00"],
            [None, "专项收入", "1.00"],
        ],
        [90.0, 90.0, 60.0],
        [(0, 0, 1, 2), (1, 0, 3, 1)],
    )
    assert [label for label, _ in named(table)] == [
        "一般公共预算资金/小计",
        "一般公共预算资金/财政拨款",
        "一般公共预算资金/专项收入",
    ]


def test_total_that_the_block_on_the_left_names() -> None:
    table = table_of(
        [
            ["支出", None, None, None],
            ["功能科目名称", "金额", "项目名称", "金额"],
            ["一、教育支出", "5.00", "一、基本支出", "5.00"],
            ["支出合计", "", "", "5.00"],
        ],
        [90.0, 60.0, 90.0, 60.0],
        [(0, 0, 1, 4)],
    )
    assert [f.row_label for f in table.figures if f.placed.text == "5.00"][-1] == "支出合计"


def levels(table: Table) -> dict[str, Any]:
    by_no = {row.row_no: row.row_label for row in table.block_rows}
    return {r.row_label: by_no.get(r.parent_row_no or 0) for r in table.block_rows}


def test_hierarchy_by_numbering() -> None:
    table = table_of(
        [
            ["项目", "预算数"],
            ["一、本年收入", "5.00"],
            ["（一）一般公共预算", "3.00"],
            ["（二）政府性基金", "2.00"],
            ["二、上年结转", "1.00"],
            ["收入总计", "6.00"],
        ],
        [160.0, 60.0],
    )
    assert levels(table) == {
        "一、本年收入": None,
        "（一）一般公共预算": "一、本年收入",
        "（二）政府性基金": "一、本年收入",
        "二、上年结转": None,
        "收入总计": None,
    }


def test_hierarchy_by_indentation() -> None:
    sheet = Sheet().grid([["项目", "预算数"]] + [["", "1.00"]] * 5, [160.0, 60.0])
    for i, (indent, text) in enumerate(
        [
            (2, "工资福利支出"),
            (12, "基本工资"),
            (12, "津贴补贴"),
            (2, "商品和服务支出"),
            (12, "办公费"),
        ]
    ):
        sheet.text(text, 50 + indent, 120 + 22 * (i + 1.5))
    (table,) = read_tables([sheet.page]).tables
    assert levels(table) == {
        "工资福利支出": None,
        "基本工资": "工资福利支出",
        "津贴补贴": "工资福利支出",
        "商品和服务支出": None,
        "办公费": "商品和服务支出",
    }


def test_of_which_rows_are_part_of_the_row_above() -> None:
    table = table_of(
        [
            ["项目", "预算数"],
            ["“三公”经费", "6.00"],
            ["其中：（一）出国", "1.00"],
            ["（二）用车", "5.00"],
        ],
        [160.0, 60.0],
    )
    assert levels(table)["其中：（一）出国"] == "“三公”经费"
    assert levels(table)["（二）用车"] == "“三公”经费"


def test_figures_that_are_none() -> None:
    table = table_of(
        [
            ["项目", "预算数", "决算数"],
            ["甲", "—", ""],
            ["乙", "0.00", "-5.20"],
            ["丙", "####", "△3"],
        ],
        [100.0, 60.0, 60.0],
    )
    assert [(f.row_label, f.placed.text, f.mark_reasons) for f in table.figures] == [
        ("乙", "0.00", []),
        ("乙", "-5.20", []),
        ("丙", "####", ["overflow"]),
        ("丙", "△3", []),
    ]


def test_centred_subtotal_is_no_part_of_the_row_above() -> None:
    sheet = Sheet().centred("收支总表", 90)
    rows: list[list[str | None]] = [
        ["项目", "预算数"],
        ["一、财政拨款", "5.00"],
        ["二、其他资金", "1.00"],
        ["", "6.00"],
        ["", "2.00"],
    ]
    sheet.grid(rows, [200.0, 90.0])
    sheet.text("当年收入小计", 50 + (200 - 54) / 2, 120 + 3.5 * 22)
    sheet.text("上年结转", 50 + (200 - 36) / 2, 120 + 4.5 * 22)
    (table,) = read_tables([sheet.page]).tables
    assert [(r.row_label, r.level) for r in table.block_rows] == [
        ("一、财政拨款", 0),
        ("二、其他资金", 0),
        ("当年收入小计", 0),
        ("上年结转", 0),
    ]
