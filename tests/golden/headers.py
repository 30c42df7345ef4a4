"""Golden pages: header trees, header text, rows and columns of numbers."""

from __future__ import annotations

from typing import Any

from tests.facsimile.typeset import Cell, Row
from tests.golden.build import ORGANISATION, Golden, Sheet, golden, tree
from tests.golden.samples import (
    function_table,
)


@golden
def headers_1_to_4(g: Golden) -> None:
    """Header trees of one to four rows with cells merged both ways; several tables on a page."""
    sheet = Sheet.open(g, margin=50)
    sheet.paper.new_page()
    rows = [["合计", "9.60", "1.20"], ["市本级", "8.40", "1.20"], ["所属单位", "1.20", ""]]
    sheet.table(
        "一般公共预算支出表",
        "general_public_budget_expenditure",
        tree("项目", "2025年预算数", "比上年增减"),
        "nff",
        rows,
        widths=(160, 100, 100),
    )
    two = tree(
        "科目编码", "科目名称", "合计", ("基本支出", "小计", "人员经费", "公用经费"), "项目支出"
    )
    sheet.table(
        "一般公共预算支出表（按功能分类）",
        "general_public_budget_expenditure",
        two,
        "cnfffff",
        [
            ["", "合计", "20.05", "15.05", "12.00", "3.05", "5.00"],
            ["201", "一般公共服务支出", "20.05", "15.05", "12.00", "3.05", "5.00"],
        ],
        widths=(60, 130, 56, 56, 56, 56, 56),
    )
    three = tree(
        ("科目", "编码", "名称"),
        ("2025年预算数", "合计", ("财政拨款", "一般公共预算", "政府性基金预算"), "其他资金"),
    )
    sheet.table(
        "支出总表",
        "expenditure",
        three,
        "cnffff",
        [
            ["", "合计", "30.00", "21.00", "6.00", "3.00"],
            ["212", "城乡社区支出", "30.00", "21.00", "6.00", "3.00"],
        ],
        widths=(60, 130, 70, 70, 70, 70),
    )
    four = tree(
        "单位名称",
        (
            "“三公”经费预算财政拨款情况",
            "合计",
            "因公出国（境）费",
            ("公务用车购置及运行费", "小计", ("其中", "公务用车购置费", "公务用车运行费")),
            "公务接待费",
        ),
    )
    sheet.table(
        "“三公”经费支出表",
        "three_public",
        four,
        "Uffffff",
        [[ORGANISATION, "12.50", "2.00", "9.00", "", "9.00", "1.50"]],
        widths=(110, 60, 70, 60, 70, 70, 60),
    )
    sheet.close()


@golden
def vertical_header(g: Golden) -> None:
    """Header text set one character per line, and header text turned by 90 degrees."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("单位", "合计", "上年结转", "事业收入", "其他收入")

    def cells(**style: Any) -> list[Row]:
        row: Row = [Cell("单位", align="center"), Cell("合计", align="center")]
        row.extend(Cell(text, align="center", **style) for text, _ in header[2:])
        return [row]

    rows = [
        ["合计", "7.65", "1.00", "6.00", "0.65"],
        ["青山市信息中心", "7.65", "1.00", "6.00", "0.65"],
    ]
    for title, style in (("收入总表", {"vertical": True}), ("部门收入总表", {"turned": True})):
        sheet.table(
            title,
            "revenue",
            header,
            "Uffff",
            rows,
            widths=(150, 70, 50, 50, 50),
            header_cells=cells(**style),
            header_height=62,
        )
    sheet.close()


@golden
def column_numbers(g: Golden) -> None:
    """Rows that number the columns (栏次; **) and columns that number the rows (行次)."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree(("收入", "项目", "行次", "决算数"), ("支出", "项目", "行次", "决算数"))
    marks: Row = [Cell(t, align="center") for t in ("栏次", "", "1", "栏次", "", "2")]
    rows = [
        ["一、一般公共预算财政拨款收入", "1", "97.46", "一、一般公共服务支出", "31", "60.00"],
        ["二、政府性基金预算财政拨款收入", "2", "", "二、教育支出", "32", "37.46"],
        ["本年收入合计", "27", "97.46", "本年支出合计", "57", "97.46"],
    ]
    sheet.table(
        "收入支出决算总表",
        "balance",
        header,
        "nofnof",
        rows,
        widths=(140, 30, 70, 140, 30, 70),
        blocks=[slice(0, 3), slice(3, 6)],
        sides=True,
        between=[marks],
    )
    stars: Row = [Cell(t, align="center") for t in ("**", "**", "1", "2", "3")]
    function_table(sheet, between=[stars])
    sheet.close()
