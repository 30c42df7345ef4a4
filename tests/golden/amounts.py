"""Golden pages: how amounts and their absence are written."""

from __future__ import annotations

from tests.facsimile.typeset import Fact, Printed
from tests.golden.build import Golden, Sheet, golden, tree


@golden
def money_units(g: Golden) -> None:
    """元, 万元 and 亿元 in one document; the unit in the header cell where no line prints it."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("项目", "预算数")
    sheet.table(
        "收入预算表",
        "revenue",
        header,
        "nf",
        [["合计", "12,345,678.90"]],
        widths=(200, 110),
        unit="元",
    )
    sheet.table(
        "支出预算表", "expenditure", header, "nf", [["合计", "1,234.57"]], widths=(200, 110)
    )
    sheet.table(
        "政府性基金预算支出表",
        "government_fund_expenditure",
        header,
        "nf",
        [["合计", "0.12"]],
        widths=(200, 110),
        unit="亿元",
    )
    sheet.table(
        "项目支出表",
        "project_expenditure",
        tree("项目名称", "金额（元）", "占比（%）", "人数"),
        "nfpk",
        [
            ["信息系统运行维护", "250,000.00", "12.5", "8"],
            ["公务用车运行", "36,000.50", "1.8", "3"],
        ],
        widths=(180, 90, 70, 60),
        unit=None,
        money_unit="元",
        organisation=None,
    )
    sheet.close()


@golden
def six_decimals(g: Golden) -> None:
    """Amounts in 万元 with six decimals."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    rows = [
        ["合计", "2,034.795670", "0.000001"],
        ["行政运行", "1,721.982000", ""],
        ["办公经费", "312.813670", "0.000001"],
    ]
    header = tree("项目", "本年预算", "上年结转")
    sheet.table("支出预算表", "expenditure", header, "nff", rows, widths=(160, 110, 100))
    for figure in sheet.paper.figures:
        assert figure.fact.money_unit == "万元"
    sheet.close()


@golden
def long_numbers(g: Golden) -> None:
    """An account number in a column of money: kept as printed, no amount, and nothing breaks."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    rows = [
        ["合计", "12.00"],
        ["行政运行", "123456789012345678"],
        ["办公经费", "99999999999999999999999"],
    ]
    # "k": no amount in yuan belongs to the truth of such a column.
    sheet.table(
        "支出预算表", "expenditure", tree("项目", "本年预算"), "nk", rows, widths=(160, 220)
    )
    sheet.close()


@golden
def negatives(g: Golden) -> None:
    """Negative amounts in every notation."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    rows = [
        ["减号", "-1,204.61", "-7.03"],
        ["三角", "△120.50", "△3.2"],
        ["半角括号", "(98.76)", "(1.5)"],
        ["全角括号", "（87.65）", "（2.5）"],
        ["全角减号", "－76.54", "－4.5"],
        ["数学减号", "−65.43", "−5.5"],
        ["正数", "54.32", "6.5"],
    ]
    header = tree("项目", "增减额", "增减%")
    sheet.table("增减情况表", "other", header, "nfp", rows, widths=(140, 100, 90))
    sheet.close()


@golden
def empty_marks(g: Golden) -> None:
    """Blank cells, dashes of every kind, and a cell too narrow for its number (####): marked."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    rows = [
        ["空白", "", "1.00"],
        ["短横", "-", "2.00"],
        ["长横", "—", "3.00"],
        ["双横", "——", "4.00"],
        ["两短横", "--", "5.00"],
        ["溢出", "########", "6.00"],
        ["零", "0", "0.00"],
    ]
    header = tree("项目", "上年预算数", "本年预算数")
    sheet.table("预算对比表", "other", header, "nff", rows, widths=(140, 100, 100))
    g.marked_figures = {("溢出", "上年预算数")}
    sheet.close()


@golden
def full_width(g: Golden) -> None:
    """Digits, separators and the percent sign in full width."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    rows = [
        ["合计", "１，２３４．５６", "１００％"],
        ["基本支出", "１，０００．００", "８１．０％"],
        ["项目支出", "２３４．５６", "１９．０％"],
    ]
    header = tree("项目", "预算数", "占比")
    sheet.table("支出结构表", "other", header, "nfp", rows, widths=(140, 110, 90))
    sheet.close()


@golden
def amounts_with_units(g: Golden) -> None:
    """Each cell prints its unit; texts beside them hold dates, plans and numbers of documents."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("项目名称", "金额", "实施期限", "依据")
    rows = [
        ["校园安防", "30万元", "2025年1月至2025年12月", "青财〔2024〕118号"],
        ["设备更新", "12.5万元", "2025.03-2025.11", "2024年第7次会议"],
        ["课程建设", "4,000元", "3年", "第8条、第12条"],
    ]
    rows = [[name, amount, term, basis] for name, amount, term, basis in rows]
    sheet.table(
        "项目支出明细表",
        "project_expenditure",
        header,
        "nkaa",
        rows,
        widths=(120, 80, 140, 120),
        unit=None,
    )
    sheet.close()


@golden
def amounts_over_the_border(g: Golden) -> None:
    """Amounts wider than their cells run over its left border into the cell beside them."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    paper = sheet.paper
    header = tree("项目", "上年结转", "本年预算", "合计")
    rows = [
        ["合计", "", "", ""],
        ["基本支出", "12.00", "", ""],
        ["项目支出", "", "", "88.00"],
    ]
    top = paper.y + 47
    sheet.table(
        "支出总表", "expenditure", header, "nfff", rows, widths=(160, 50, 34, 34), unit="元"
    )
    right = (paper.width - 278) / 2 + 278
    texts = [
        (0, right - 36.5, "合计", "本年预算", "123,456.78"),
        (1, right - 36.5, "基本支出", "本年预算", "98,765.43"),
        (2, right - 36.5, "项目支出", "本年预算", "24,691.35"),
    ]
    for row, x, label, path, text in texts:
        paper.text(x, top + 20 + 18 * row + 5, text, 9, align="right")
        fact = Fact(1, "expenditure", label, path, money_unit="元")
        paper.figures.append(Printed(fact, text, paper.page))
    sheet.close()


@golden
def amounts_with_marks(g: Golden) -> None:
    """A full-width comma between thousands, the sign of a footnote behind an amount."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    rows = [
        ["合计", "1,234,567.89", "100%"],
        ["基本支出", "1，000，000.00", "81%"],
        ["项目支出", "234,567.89①", "19%"],
    ]
    header = tree("项目", "预算数", "占比")
    sheet.table("支出预算表", "expenditure", header, "nfp", rows, widths=(140, 110, 90), unit="元")
    sheet.close()
