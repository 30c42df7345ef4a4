"""Golden pages: blocks of label and amount side by side, 收入 beside 支出."""

from __future__ import annotations

from typing import Any

from tests.facsimile.typeset import A4
from tests.golden.build import LANDSCAPE, Golden, Sheet, golden, tree
from tests.golden.samples import (
    economic_rows,
)


def _blocks(g: Golden, count: int) -> None:
    sheet = Sheet.open(g, margin=40)
    sheet.paper.new_page(LANDSCAPE if count > 2 else A4)
    header: list[Any] = []
    for _ in range(count):
        header += tree("科目名称", "预算数")
    names = economic_rows(4 * count)[1:]
    rows = []
    for r in range(4):
        row: list[str] = []
        for b in range(count):
            name, amount = names[b * 4 + r][1:3]
            row += [f"{name}（{b + 1}）", amount]
        rows.append(row)
    sheet.table(
        "基本支出预算表",
        "basic_expenditure",
        header,
        "nf" * count,
        rows,
        widths=(110, 62) * count,
        blocks=[slice(2 * b, 2 * b + 2) for b in range(count)],
    )
    sheet.close()


@golden
def blocks_2(g: Golden) -> None:
    """Two blocks of label and amount side by side."""
    _blocks(g, 2)


@golden
def blocks_3(g: Golden) -> None:
    """Three blocks of label and amount side by side."""
    _blocks(g, 3)


@golden
def blocks_4(g: Golden) -> None:
    """Four blocks of label and amount side by side."""
    _blocks(g, 4)


@golden
def two_sided(g: Golden) -> None:
    """收入 | 支出 with nested items, amounts split by fund on one side, blank rows between."""
    sheet = Sheet.open(g, margin=40)
    sheet.paper.new_page()
    header = tree(
        ("收入", "项目", "预算数"), ("支出", "项目", "合计", "一般公共预算", "政府性基金预算")
    )
    rows = [
        ["一、本年收入", "120.00", "一、本年支出", "125.50", "105.50", "20.00"],
        [">（一）一般公共预算拨款", "100.00", ">（一）一般公共服务支出", "105.50", "105.50", ""],
        [">（二）政府性基金预算拨款", "20.00", ">（二）城乡社区支出", "20.00", "", "20.00"],
        ["二、上年结转", "5.50", "", "", "", ""],
        [">（一）一般公共预算拨款", "5.50", "", "", "", ""],
        ["", "", "二、结转下年", "", "", ""],
        ["", "", "", "", "", ""],
        ["收入总计", "125.50", "支出总计", "125.50", "105.50", "20.00"],
    ]
    sheet.table(
        "财政拨款收支总表",
        "fiscal_balance",
        header,
        "nfnfff",
        rows,
        widths=(130, 64, 130, 64, 64, 64),
        blocks=[slice(0, 2), slice(2, 6)],
        sides=True,
    )
    sheet.close()
