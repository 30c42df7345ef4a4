"""Golden pages: ways of printing that meet on one page, as no publisher of the others has them.

Belongs here: mixtures, and spellings of numbers and of column numbers that are seldom seen. A way
that stands alone has its page in the module of its kind.
"""

from __future__ import annotations

from tests.facsimile.typeset import Cell, Row
from tests.golden.build import LANDSCAPE, Golden, Sheet, golden, tree
from tests.golden.samples import FUNCTION_ROWS, FUNCTION_WIDTHS, economic_rows, function_table


def _centred(*texts: str) -> Row:
    return [Cell(text, align="center") for text in texts]


@golden
def turned_and_split_sideways(g: Golden) -> None:
    """A wide table is cut; its left page has /Rotate, its right one is only drawn sideways."""
    sheet = Sheet.open(g, numbers=False)
    paper = sheet.paper
    paper.new_page(LANDSCAPE, rotate=90)
    function_table(sheet)
    paper.new_page(LANDSCAPE, turn=90)
    paper.y += 47
    header = tree("经营支出", "上缴上级支出", "对附属单位补助支出")
    rows = [["3.01", "4.01", "5.01"] if i in (0, 1, 3) else ["", "", ""] for i in range(11)]
    sheet.tables -= 1
    sheet.table(
        None,
        "expenditure",
        header,
        "fff",
        rows,
        widths=(90, 90, 110),
        labels=[row[1].lstrip(">") for row in FUNCTION_ROWS],
        codes=[row[0] or None for row in FUNCTION_ROWS],
    )
    g.titles.pop()
    sheet.close()


@golden
def blocks_with_wrapped_labels(g: Golden) -> None:
    """Side-by-side blocks whose labels wrap in different rows, the last block shorter."""
    sheet = Sheet.open(g, margin=40)
    sheet.paper.new_page()
    rows = [
        ["一般公共预算财政拨款", "120.00", "一般公共服务支出", "64.00", "基本支出", "88.00"],
        ["政府性基金预算财政拨款", "20.00", "社会保障和就业支出", "52.00", "项目支出", "32.00"],
        ["事业收入", "5.50", "对附属单位补助支出", "29.50", "", ""],
        ["合计", "145.50", "合计", "145.50", "合计", "120.00"],
    ]
    sheet.table(
        "财务收支预算总表",
        "balance",
        tree("收入项目", "预算数", "支出项目", "预算数", "支出类别", "预算数"),
        "nfnfnf",
        rows,
        widths=(62, 60, 62, 60, 62, 60),
        blocks=[slice(0, 2), slice(2, 4), slice(4, 6)],
    )
    sheet.close()


@golden
def codes_split_over_pages(g: Golden) -> None:
    """类, 款 and 项 each in its column, only the own level printed; the page ends between them."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    rows, codes = [["", "", "", "合计", "99.00", "90.00"]], [""]
    for i in range(8):
        top = f"2{i + 1:02d}"
        rows.append([top, "", "", "教育支出", f"{i}.10", f"{i}.05"])
        rows.append(["", "02", "", ">普通教育", f"{i}.20", f"{i}.15"])
        codes += [top, f"{top}02"]
        for j in range(1, 5):
            rows.append(["", "", f"{j:02d}", ">>高中教育", f"{i}.3{j}", f"{i}.2{j}"])
            codes.append(f"{top}02{j:02d}")
    sheet.table(
        "支出总表",
        "expenditure",
        tree(("科目编码", "类", "款", "项"), "科目名称", "合计", "基本支出"),
        "cccnff",
        rows,
        widths=(36, 30, 30, 190, 80, 80),
        codes=codes,
    )
    sheet.close()


@golden
def units_by_column(g: Golden) -> None:
    """One column counts in 万元, one in 元, one in %: each heading prints its unit."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    rows = [
        ["合计", "12.50", "1.5"],
        ["基本支出", "10.00", "2.5"],
        ["项目支出", "2.50", "-3.5"],
    ]
    sheet.table(
        "支出预算表",
        "expenditure",
        tree("项目", "本年预算数（万元）", "增减%"),
        "nfp",
        rows,
        widths=(160, 120, 90),
        unit=None,
    )
    rows = [["合计", "125000.00"], ["基本支出", "100000.00"], ["项目支出", "25000.00"]]
    sheet.table(
        "财政拨款支出表",
        "fiscal_expenditure",
        tree("项目", "本年预算数（元）"),
        "nf",
        rows,
        widths=(160, 120),
        unit=None,
        money_unit="元",
    )
    sheet.close()


@golden
def nested_numbers(g: Golden) -> None:
    """一、 over （一） over 1. over （1） over ①, in cells that are not indented."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    rows = [
        ["一、本年收入", "60.00"],
        ["（一）财政拨款收入", "50.00"],
        ["1.一般公共预算拨款", "45.00"],
        ["（1）经费拨款", "40.00"],
        ["①人员经费", "30.00"],
        ["①公用经费", "10.00"],
        ["（2）专项收入", "5.00"],
        ["2.政府性基金预算拨款", "5.00"],
        ["（二）事业收入", "10.00"],
        ["二、上年结转", "3.20"],
    ]
    sheet.table("收入预算表", "revenue", tree("项目", "金额"), "nf", rows, widths=(240, 90))
    names = [row[0] for row in rows]
    above = [None, 0, 1, 2, 3, 3, 2, 1, 0, None]
    g.parents = {
        name: None if at is None else names[at] for name, at in zip(names, above, strict=True)
    }
    sheet.close()


@golden
def headings_like_figures(g: Golden) -> None:
    """Headings of two lines that begin with a year, or look like an amount; vertical ones too."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("项目", ("2023年", "决算数"), ("2024年", "预算数", "其中：上年结转"), "增减额")
    cells: list[Row] = [
        [
            Cell("项目", 2, 1, "center"),
            Cell("2023年", align="center"),
            Cell("2024年", 1, 2, "center"),
            None,
            Cell("增减额", 2, 1, vertical=True),
        ],
        [None, *_centred("决算数", "预算数", "其中：上年结转"), None],
    ]
    rows = [
        ["合计", "2023.00", "2024.00", "12.00", "1.00"],
        ["基本支出", "2000.00", "2001.00", "", "1.00"],
        ["项目支出", "23.00", "23.00", "12.00", "0.00"],
    ]
    sheet.table(
        "支出预算表",
        "expenditure",
        header,
        "nffff",
        rows,
        widths=(140, 70, 70, 90, 40),
        header_cells=cells,
    )
    sheet.close()


def _numbered(g: Golden, marks: Row) -> None:
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("科目编码", "科目名称", "合计", "基本支出", "项目支出")
    rows = FUNCTION_ROWS
    sheet.table(
        "支出总表", "expenditure", header, "cnfff", rows, widths=FUNCTION_WIDTHS, between=[marks]
    )
    sheet.close()


@golden
def column_numbers_as_sums(g: Golden) -> None:
    """The columns are numbered 1=2+3, 2, 3 behind 栏次."""
    _numbered(g, [Cell("栏次", 1, 2, "center"), None, *_centred("1=2+3", "2", "3")])


@golden
def column_numbers_in_brackets(g: Golden) -> None:
    """The columns are numbered 甲, 乙, (1), (2), (3)."""
    _numbered(g, _centred("甲", "乙", "(1)", "(2)", "(3)"))


@golden
def column_numbers_with_words(g: Golden) -> None:
    """The columns are numbered 1栏 to 5栏."""
    _numbered(g, _centred("1栏", "2栏", "3栏", "4栏", "5栏"))


@golden
def column_numbers_as_letters(g: Golden) -> None:
    """The columns are numbered by letters, the sum tells of which."""
    _numbered(g, _centred("A", "B", "C=D+E", "D", "E"))


@golden
def numbers_of_rows_in_the_middle(g: Golden) -> None:
    """收入 and 支出 beside each other, each with 行次 between its label and its amount."""
    sheet = Sheet.open(g, margin=40)
    sheet.paper.new_page()
    header = tree(("收入", "项目", "行次", "决算数"), ("支出", "项目", "行次", "决算数"))
    rows = [
        ["一、财政拨款收入", "1", "120.00", "一、一般公共服务支出", "9", "100.00"],
        ["二、事业收入", "2", "8.00", "二、教育支出", "10", "7.00"],
        ["三、其他收入", "3", "", "三、住房保障支出", "11", "12.00"],
        ["", "4", "", "", "12", ""],
        ["本年收入合计", "5", "128.00", "本年支出合计", "13", "119.00"],
        ["年初结转和结余", "6", "3", "年末结转和结余", "14", "12"],
        ["总计", "7", "131.00", "总计", "15", "131.00"],
    ]
    sheet.table(
        "收入支出决算总表",
        "balance",
        header,
        "nofnof",
        rows,
        widths=(130, 34, 80, 130, 34, 80),
        blocks=[slice(0, 3), slice(3, 6)],
        sides=True,
        between=[_centred("栏次", "", "1", "栏次", "", "2")],
    )
    sheet.close()


@golden
def tables_without_amounts(g: Golden) -> None:
    """Empty tables: one prints 0.00, one 无, one nothing but a note."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("科目编码", "科目名称", "合计", "基本支出", "项目支出")
    for title, kind, rows in (
        (
            "政府性基金预算支出表",
            "government_fund_expenditure",
            ["", "合计", "0.00", "0.00", "0.00"],
        ),
        ("国有资本经营预算支出表", "state_capital_expenditure", ["", "无", "", "", ""]),
        ("财政拨款支出表", "fiscal_expenditure", ["", "", "", "", ""]),
    ):
        sheet.table(title, kind, header, "cnfff", [rows], widths=FUNCTION_WIDTHS)
        sheet.paper.y -= 20
        sheet.paper.text(70, sheet.paper.y, "注：本部门无政府性基金预算支出，故本表无数据。", 9)
        sheet.paper.y += 20
    sheet.close()


@golden
def amounts_in_odd_dress(g: Golden) -> None:
    """Amounts with a unit, with a plus, broken by the end of a line."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    rows = [
        ["单位", "1,234.56万元", "20万元"],
        ["正号", "+1,234.56", "+20"],
        ["长数", "1,234,567,890.12", "1.00"],
        ["整数", "1,234,567", "100"],
    ]
    sheet.table(
        "支出预算表",
        "expenditure",
        tree("项目", "本年预算数", "上年预算数"),
        "nff",
        rows,
        widths=(120, 52, 110),
    )
    sheet.close()


@golden
def amounts_not_read(g: Golden) -> None:
    """Amounts written as no one should: each is kept as printed, and marked."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    rows = [
        ["合计", "2,400.00", "2,000.00"],
        ["基本工资", "1,000.00", "900.00"],
        ["津贴补贴", "1 234.56", "12 345 678.90"],
        ["奖金", "1,234.56-", "100.00"],
        ["办公费", "1.2E+05", "100.00"],
        ["印刷费", "RMB 12.50", "100.00"],
        ["水费", "1'234.56", "100.00"],
        ["电费", "12.50/3", "100.00"],
        ["会议费", "1,23.45", "100.00"],
        ["差旅费", "1,234.56（含上年结转资金）", "100.00"],
    ]
    sheet.table(
        "支出预算表",
        "expenditure",
        tree("项目", "本年预算数", "上年预算数"),
        "nff",
        rows,
        widths=(120, 110, 110),
    )
    g.marked_figures = {(row[0], "本年预算数") for row in rows[2:]}
    g.marked_figures.add(("津贴补贴", "上年预算数"))
    sheet.close()


@golden
def second_table_in_the_grid(g: Golden) -> None:
    """Below the last row of a table its grid goes on with another one: its own header, other
    columns."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    rows = [
        ["2010301", "行政运行", "600.00", "600.00", ""],
        ["2010302", "一般行政管理事务", "234.50", "", "234.50"],
    ]
    sheet.table(
        "支出总表",
        "expenditure",
        tree("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
        "cnfff",
        rows,
        widths=FUNCTION_WIDTHS,
    )
    paper.y -= 24
    rows = [
        ["30101", "基本工资", "400.00", "390.00", "10.00"],
        ["30201", "办公费", "200.00", "180.00", "20.00"],
    ]
    sheet.table(
        None,
        "expenditure",
        tree("经济科目编码", "经济科目名称", "预算数", "一般公共预算", "政府性基金预算"),
        "cnfff",
        rows,
        widths=FUNCTION_WIDTHS,
    )
    sheet.close()


@golden
def spaced_title_no_rules(g: Golden) -> None:
    """A letter-spaced title over a table that has no rule at all."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    function_table(sheet, "支  出  总  表", ruling="none")
    sheet.close()


@golden
def totals_first_and_last(g: Golden) -> None:
    """合计 in the first row and 总计 in the last, over and below units; three headers deep."""
    sheet = Sheet.open(g, margin=36)
    sheet.paper.new_page(LANDSCAPE)
    header = tree(
        "单位代码",
        "单位名称",
        ("本年支出", "合计", ("基本支出", "小计", "人员经费", "公用经费"), "项目支出"),
        "上年结转",
    )
    rows = [
        ["", "合计", "61.00", "41.00", "31.00", "10.00", "20.00", ""],
        ["108001", "青山市示范局本级", "41.00", "31.00", "26.00", "5.00", "10.00", ""],
        ["108002", "青山市信息中心", "20.00", "10.00", "5.00", "5.00", "10.00", ""],
        ["", "上年结转", "", "", "", "", "", "3.00"],
        ["", "总计", "61.00", "41.00", "31.00", "10.00", "20.00", "3.00"],
    ]
    sheet.table("支出总表", "expenditure", header, "uUffffff", rows, widths=(60, 150) + (72,) * 6)
    sheet.close()


@golden
def rotated_and_repeated(g: Golden) -> None:
    """A table over three landscape pages with /Rotate 270, header of three rows repeated on each,
    double borders."""
    sheet = Sheet.open(g)
    sheet.paper.new_page(LANDSCAPE, rotate=270)
    header = tree(
        "科目编码", "科目名称", ("一般公共预算", ("基本支出", "合计", "人员经费", "公用经费"))
    )
    sheet.table(
        "一般公共预算基本支出表",
        "general_public_budget_basic_expenditure",
        header,
        "cnfff",
        economic_rows(50),
        widths=FUNCTION_WIDTHS,
        repeat_header=True,
        ruling="double",
    )
    sheet.close()
