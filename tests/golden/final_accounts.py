"""Golden pages: final accounts on the forms of the national template (财决公开01 to 09表)."""

from __future__ import annotations

from tests.facsimile.typeset import Cell, Row
from tests.golden.build import LANDSCAPE, Golden, Sheet, golden, tree


def _centred(*texts: str) -> Row:
    return [Cell(text, align="center") for text in texts]


@golden
def final_expenditure(g: Golden) -> None:
    """类, 款 and 项 stand over the code columns beside 栏次 and 合计; codes fill all three."""
    sheet = Sheet.open(g, margin=36)
    sheet.paper.new_page(LANDSCAPE)
    names = (
        "本年支出合计",
        "基本支出",
        "项目支出",
        "上缴上级支出",
        "经营支出",
        "对附属单位补助支出",
    )
    header = tree("类", "款", "项", "科目名称", *names)
    middle = [Cell(name, 2, 1, "center") for name in names]
    cells: list[Row] = [
        [Cell("项目", 1, 4, "center"), None, None, None, *middle],
        [Cell("功能分类科目编码", 1, 3, "center"), None, None, Cell("科目名称", align="center")]
        + [None] * 6,
        [Cell(t, 2, 1, "center") for t in "类款项"] + _centred("栏次", *"123456"),
    ]
    rows = [
        [
            None,
            None,
            None,
            Cell("合计", align="center"),
            "2,318.44",
            "1,700.40",
            "618.04",
            "",
            "",
            "",
        ],
        [Cell("205", 1, 3), None, None, "教育支出", "2,010.44", "1,392.40", "618.04", "", "", ""],
        [Cell("20502", 1, 3), None, None, "普通教育", "2,010.44", "1,392.40", "618.04", "", "", ""],
        [
            Cell("2050204", 1, 3),
            None,
            None,
            "高中教育",
            "2,010.44",
            "1,392.40",
            "618.04",
            "",
            "",
            "",
        ],
        [Cell("210", 1, 3), None, None, "卫生健康支出", "308.00", "308.00", "", "", "", ""],
        [Cell("21011", 1, 3), None, None, "行政事业单位医疗", "308.00", "308.00", "", "", "", ""],
        [Cell("2101102", 1, 3), None, None, "事业单位医疗", "308.00", "308.00", "", "", "", ""],
    ]
    labels = [
        "合计", "教育支出", "普通教育", "高中教育",
        "卫生健康支出", "行政事业单位医疗", "事业单位医疗",
    ]  # fmt: skip
    codes = ["", "205", "20502", "2050204", "210", "21011", "2101102"]
    sheet.table(
        "支出决算表",
        "expenditure",
        header,
        "cccnffffff",
        rows,
        widths=(26, 26, 26, 170, 84, 84, 84, 84, 84, 92),
        header_cells=cells,
        codes=codes,
        labels=labels,
        header_height=17,
        min_height=15,
        size=8,
    )
    sheet.close()


@golden
def final_carryover(g: Golden) -> None:
    """Four groups of columns, three header rows deep, with 栏次 below; small print."""
    sheet = Sheet.open(g, margin=24)
    sheet.paper.new_page(LANDSCAPE)
    groups = (
        ("年初结转和结余", "合计", "基本支出结转", "项目支出结转和结余"),
        ("本年收入", "合计", "基本支出", "项目支出"),
        ("本年支出", "合计", ("基本支出", "小计", "人员经费", "公用经费"), "项目支出"),
        (
            "年末结转和结余",
            "合计",
            "基本支出结转",
            ("项目支出结转和结余", "小计", "项目支出结转", "项目支出结余"),
        ),
    )
    header = tree("功能分类科目编码", "科目名称", *groups)
    marks: Row = [Cell("栏次", 1, 2, "center"), None, *_centred(*map(str, range(1, 17)))]
    total = ["", "合计", "12.00", "2.00", "10.00", "98.60", "60.60", "38.00", "100.60", "60.60"]
    total += ["51.10", "9.50", "40.00", "10.00", "2.00", "8.00", "8.00", "0.00"]
    rows = [total]
    for code, name in (
        ("204", "公共安全支出"), ("20406", "司法"), ("2040604", "基层司法业务"),
    ):  # fmt: skip
        rows.append([code, name, *total[2:]])
    sheet.table(
        "一般公共预算财政拨款收入支出决算表",
        "general_public_budget_expenditure",
        header,
        "cn" + "f" * 16,
        rows,
        widths=(48, 74) + (41.5,) * 16,
        between=[marks],
        size=6.5,
        min_height=11,
        header_height=13,
    )
    sheet.close()


@golden
def final_basic_blocks(g: Golden) -> None:
    """人员经费 beside 公用经费 twice, each with code, name and amount; the totals below merged."""
    sheet = Sheet.open(g, margin=30)
    sheet.paper.new_page(LANDSCAPE)
    block = ("科目编码", "科目名称", "决算数")
    header = tree(("人员经费", *block), ("公用经费", *block, *block))
    rows: list[list[object]] = [
        [
            "301",
            "工资福利支出",
            "410.50",
            "302",
            "商品和服务支出",
            "96.30",
            "310",
            "资本性支出",
            "4.00",
        ],
        [
            "30101",
            ">基本工资",
            "200.25",
            "30201",
            ">办公费",
            "41.20",
            "31002",
            ">办公设备购置",
            "4.00",
        ],
        ["30102", ">津贴补贴", "210.25", "30202", ">印刷费", "", "31003", ">专用设备购置", ""],
        ["303", "对个人和家庭的补助", "17.00", "30231", ">公务用车运行维护费", "55.10", "", "", ""],
        ["30302", ">退休费", "17.00", "", "", "", "", "", ""],
    ]
    sheet.table(
        "一般公共预算财政拨款基本支出决算明细表",
        "general_public_budget_basic_expenditure",
        header,
        "cnf" * 3,
        rows,
        widths=(50, 130, 74, 50, 130, 74, 50, 130, 74),
        blocks=[slice(0, 3), slice(3, 6), slice(6, 9)],
    )
    paper = sheet.paper
    paper.y -= 24  # the closing row goes on the grid right below
    sheet.tables -= 1
    titles = list(g.titles)
    sheet.table(
        None,
        "general_public_budget_basic_expenditure",
        tree("人员经费合计", ("人员经费", "决算数"), "公用经费合计", ("公用经费", "决算数")),
        "nfnf",
        [["人员经费合计", "427.50", "公用经费合计", "100.30"]],
        widths=(180, 74, 434, 74),
        header_cells=[],
        blocks=[slice(0, 2), slice(2, 4)],
    )
    g.titles[:] = titles
    sheet.close()


@golden
def final_three_public(g: Golden) -> None:
    """预算数 beside 决算数, 栏次 1 to 12, and a single row of small whole numbers without label."""
    sheet = Sheet.open(g, margin=30)
    sheet.paper.new_page(LANDSCAPE)
    part = (
        "合计",
        "因公出国（境）费",
        ("公务用车购置及运行维护费", "小计", "公务用车购置费", "公务用车运行维护费"),
        "公务接待费",
    )
    header = tree(("预算数", *part), ("决算数", *part))
    sheet.table(
        "财政拨款“三公”经费支出决算表",
        "three_public",
        header,
        "f" * 12,
        [["12", "0", "10", "0", "10", "2", "7", "0", "6", "0", "6", "1"]],
        widths=(64,) * 12,
        between=[_centred(*map(str, range(1, 13)))],
    )
    sheet.close()


@golden
def final_operating_cost(g: Golden) -> None:
    """行次 beside amounts and counts in one column: the unit stands in the label."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("项目", "行次", "预算数", "统计数")
    rows = [
        ["一、“三公”经费支出", "1", "—", "—"],
        [">（一）支出合计", "2", "11.00", "7.31"],
        [">>1．因公出国（境）费", "3", "", ""],
        [">>2．公务接待费", "4", "1.00", "0.31"],
        [">（二）相关统计数", "5", "—", "—"],
        [">>1．公务用车保有量（辆）", "6", "—", "3"],
        [">>2．国内公务接待批次（个）", "7", "—", "14"],
        [">>3．国内公务接待人次（人）", "8", "—", "120"],
        ["二、机关运行经费", "9", "—", "88.05"],
    ]
    sheet.table(
        "“三公”经费、机关运行经费情况表",
        "three_public",
        header,
        "noff",
        rows,
        widths=(240, 40, 90, 90),
        between=[_centred("栏次", "", "1", "2")],
    )
    sheet.close()


@golden
def final_assets(g: Golden) -> None:
    """国有资产占有使用: 栏次 and 行次 cross; eleven narrow columns under three header rows."""
    sheet = Sheet.open(g, margin=30)
    sheet.paper.new_page(LANDSCAPE)
    header = tree(
        "项目",
        "行次",
        "资产总额",
        "流动资产",
        (
            "固定资产",
            "小计",
            "房屋构筑物",
            "车辆",
            ("单价较高的设备", "通用设备", "专用设备"),
            "其他固定资产",
        ),
        "在建工程",
        "无形资产",
        "其他资产",
    )
    marks: Row = _centred("栏次", "", *map(str, range(1, 13)))[:14]
    marks = _centred("栏次", "", *(str(n) for n in range(1, 13)))
    marks = marks[: 2 + 12]
    rows = [
        ["合计", "1", "640.00", "40.00", "580.00", "400.00", "60.00", "50.00", "30.00", "40.00",
         "12.00", "8.00", "0.00"],
    ]  # fmt: skip
    sheet.table(
        "国有资产占有使用情况表",
        "other",
        header,
        "no" + "f" * 11,
        rows,
        widths=(90, 30) + (58,) * 11,
        between=[marks[:13]],
        size=7.5,
    )
    sheet.close()
