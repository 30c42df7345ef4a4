"""Tables that many golden pages show: expenditure by function, spending by economic class."""

from __future__ import annotations

from typing import Any

from tests.golden.build import Sheet, tree

FUNCTION = tree("科目编码", "科目名称", "合计", "基本支出", "项目支出")
FUNCTION_WIDTHS = (70, 190, 72, 72, 72)
FUNCTION_ROWS = [
    ["", "合计", "1,234.56", "1,000.06", "234.50"],
    ["201", "一般公共服务支出", "834.50", "600.00", "234.50"],
    ["20103", ">政府办公厅（室）及相关机构事务", "834.50", "600.00", "234.50"],
    ["2010301", ">>行政运行", "600.00", "600.00", ""],
    ["2010302", ">>一般行政管理事务", "234.50", "", "234.50"],
    ["208", "社会保障和就业支出", "300.06", "300.06", ""],
    ["20805", ">行政事业单位养老支出", "300.06", "300.06", ""],
    ["2080505", ">>机关事业单位基本养老保险缴费支出", "300.06", "300.06", ""],
    ["221", "住房保障支出", "100.00", "100.00", ""],
    ["22102", ">住房改革支出", "100.00", "100.00", ""],
    ["2210201", ">>住房公积金", "100.00", "100.00", ""],
]


def function_table(sheet: Sheet, title: str = "支出总表", **options: Any) -> None:
    """Print the table by function; ``options`` go to :meth:`Sheet.table`."""
    options.setdefault("widths", FUNCTION_WIDTHS)
    sheet.table(title, "expenditure", FUNCTION, "cnfff", FUNCTION_ROWS, **options)


def economic_rows(count: int) -> list[list[str]]:
    """Rows of an economic classification, as many as a table over two pages needs."""
    names = [
        "基本工资",
        "津贴补贴",
        "奖金",
        "绩效工资",
        "办公费",
        "印刷费",
        "水费",
        "电费",
        "邮电费",
        "差旅费",
        "会议费",
        "培训费",
        "劳务费",
        "工会经费",
    ]
    rows = [["", "合计", "", "", ""]]
    total = 0
    for i in range(count):
        amount = 100 + 37 * i
        total += amount
        text = f"{amount / 100:,.2f}"
        personnel = i < count // 2
        code = f"30{1 if personnel else 2}{i % 40 + 1:02d}"
        rows.append(
            [
                code,
                names[i % len(names)],
                text,
                text if personnel else "",
                "" if personnel else text,
            ]
        )
    rows[0][2] = f"{total / 100:,.2f}"
    return rows


ECONOMIC = tree("科目编码", "科目名称", "合计", "人员经费", "公用经费")


def economic_table(sheet: Sheet, rows: list[list[str]], **options: Any) -> None:
    """Print ``rows`` as a table by economic class; ``options`` go to :meth:`Sheet.table`."""
    sheet.table(
        "一般公共预算基本支出表",
        "general_public_budget_basic_expenditure",
        options.pop("header", ECONOMIC),
        "cnfff",
        rows,
        widths=FUNCTION_WIDTHS,
        **options,
    )
