"""Golden documents that belong together: one department's year, published in several files.

The tables of a budget and the text that explains them in two files, the tables a second time under
another name, the final accounts of the year, and the budget of a unit that the department's tables
name. Every amount is invented and consistent, but for one: the department prints 31.00 as the
unit's expenditure where the unit prints 30.00.
"""

from __future__ import annotations

from tests.golden.build import Golden, Sheet, golden, tree

DEPARTMENT = "青山市水务局"
UNIT = "青山市水务培训中心"
_WIDTHS = (150, 80, 150, 80)
_BALANCE = tree(("收入", "项目", "预算数"), ("支出", "项目", "预算数"))
_FINAL_BALANCE = tree(("收入", "项目", "决算数"), ("支出", "项目", "决算数"))


def _cover(sheet: Sheet, *lines: str) -> None:
    sheet.paper.new_page(numbered=False)
    for line in lines:
        sheet.paper.paragraph(line, 24, 48, align="center")


def _balance(sheet: Sheet, title: str, publisher: str, total: str, *, final: bool = False) -> None:
    income = "一、一般公共预算财政拨款收入" if final else "一、一般公共预算拨款收入"
    sheet.table(
        title,
        "balance",
        _FINAL_BALANCE if final else _BALANCE,
        "nfnf",
        [
            [income, total, "一、教育支出", total],
            ["本年收入合计", total, "本年支出合计", total],
            ["收入总计", total, "支出总计", total],
        ],
        widths=_WIDTHS,
        blocks=(slice(0, 2), slice(2, 4)),
        sides=True,
        organisation=publisher,
    )


def _tables(g: Golden, margin: float) -> None:
    """The tables of the department's budget."""
    sheet = Sheet.open(g, margin=margin)
    _cover(sheet, f"{DEPARTMENT}2024年部门预算公开表")
    sheet.paper.new_page()
    _balance(sheet, "部门收支总表", DEPARTMENT, "100.00")
    sheet.table(
        "部门收入总表",
        "revenue",
        tree("单位名称", "合计", "一般公共预算", "其他收入"),
        "Ufff",
        [
            ["合计", "100.00", "100.00", ""],
            [f"{DEPARTMENT}（本级）", "70.00", "70.00", ""],
            [UNIT, "30.00", "30.00", ""],
        ],
        widths=(180, 80, 90, 80),
        organisation=DEPARTMENT,
    )
    sheet.table(
        "部门支出总表",
        "expenditure",
        tree("单位名称", "科目编码", "科目名称", "合计", "基本支出", "项目支出"),
        "Ucnfff",
        [
            ["合计", "", "", "100.00", "60.00", "40.00"],
            [f"{DEPARTMENT}（本级）", "2050801", "教师进修", "69.00", "39.00", "30.00"],
            [UNIT, "2050803", "培训支出", "31.00", "21.00", "10.00"],
        ],
        widths=(150, 60, 90, 60, 60, 60),
        organisation=DEPARTMENT,
        labels=["合计", "教师进修", "培训支出"],
    )
    sheet.paper.new_page()
    sheet.table(
        "一般公共预算“三公”经费支出表",
        "three_public",
        tree("项目", "预算数"),
        "nf",
        [["合计", "5.00"], ["公务接待费", "2.00"], ["公务用车运行费", "3.00"]],
        widths=(220, 90),
        organisation=DEPARTMENT,
    )
    sheet.close()


@golden
def family_tables(g: Golden) -> None:
    """A department's budget, tables only; the text stands in a file of its own."""
    _tables(g, 60)


@golden
def family_tables_again(g: Golden) -> None:
    """The same tables, published a second time in another file."""
    _tables(g, 50)


@golden
def family_text(g: Golden) -> None:
    """The text that explains the tables of ``family_tables``."""
    sheet = Sheet.open(g)
    _cover(sheet, DEPARTMENT, "2024年部门预算情况说明")
    paper = sheet.paper
    paper.new_page()
    paper.paragraph("第一部分 概况", 18, 36, align="center")
    paper.paragraph("一、主要职责", 14, 28)
    paper.paragraph(f"{DEPARTMENT}负责全市有关工作，编制部门预算，管理机关运行经费。", 13, 25)
    paper.paragraph("第二部分 情况说明", 18, 36, align="center")
    paper.paragraph("一、收支总体情况", 14, 28)
    for text in (
        "2024年收入总计100.00万元，支出总计100.00万元。",
        "2024年财政拨款收入100.00万元。",
        "2024年基本支出60.00万元，项目支出40.00万元。",
        "2024年教育支出100.00万元。",
        "2024年“三公”经费预算5.00万元，公务接待费2.00万元，公务用车运行费3.00万元。",
        "2024年机关运行经费预算12.00万元。",
    ):
        paper.paragraph(text, 13, 25)
    sheet.close()


@golden
def family_final(g: Golden) -> None:
    """The final accounts of the department's year."""
    sheet = Sheet.open(g)
    _cover(sheet, f"{DEPARTMENT}2024年部门决算")
    sheet.paper.new_page()
    _balance(sheet, "收入支出决算总表", DEPARTMENT, "90.00", final=True)
    sheet.table(
        "支出决算表",
        "expenditure",
        tree("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"),
        "cnfff",
        [
            ["", "合计", "90.00", "54.00", "36.00"],
            ["2050801", "教师进修", "61.00", "34.00", "27.00"],
            ["2050803", "培训支出", "29.00", "20.00", "9.00"],
        ],
        widths=(70, 130, 80, 80, 80),
        organisation=DEPARTMENT,
    )
    sheet.table(
        "财政拨款“三公”经费支出决算表",
        "three_public",
        tree("项目", "预算数", "决算数"),
        "nff",
        [
            ["合计", "5.00", "4.00"],
            ["公务接待费", "2.00", "1.50"],
            ["公务用车运行费", "3.00", "2.50"],
        ],
        widths=(220, 90, 90),
        organisation=DEPARTMENT,
    )
    sheet.close()


@golden
def family_unit(g: Golden) -> None:
    """The budget of a unit that the department's tables name."""
    sheet = Sheet.open(g)
    _cover(sheet, f"{UNIT}2024年单位预算")
    sheet.paper.new_page()
    _balance(sheet, "单位收支总表", UNIT, "30.00")
    sheet.table(
        "单位支出总表",
        "expenditure",
        tree("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
        "cnfff",
        [["", "合计", "30.00", "21.00", "9.00"], ["2050803", "培训支出", "30.00", "21.00", "9.00"]],
        widths=(70, 130, 80, 80, 80),
        organisation=UNIT,
    )
    sheet.close()
