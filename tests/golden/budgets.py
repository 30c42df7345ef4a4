"""Golden pages: budget tables as provinces and cities lay them out."""

from __future__ import annotations

from tests.facsimile.typeset import Cell, Row
from tests.golden.build import LANDSCAPE, ORGANISATION, Golden, Sheet, golden, tree


@golden
def unit_and_subject_columns(g: Golden) -> None:
    """类, 款, 项 and 单位代码 stand before one name column that holds units and subjects alike."""
    sheet = Sheet.open(g, margin=40)
    sheet.paper.new_page(LANDSCAPE)
    header = tree(
        ("项目", ("科目编码", "类", "款", "项"), "单位代码", "单位名称（科目）"),
        "合计",
        "上年结转",
        ("财政拨款收入", "一般公共预算", "政府性基金预算"),
    )
    rows = [
        ["", "", "", "", Cell("合计", align="center"), "76.20", "1.20", "75.00", ""],
        ["", "", "", "339", "青山市示范局", "76.20", "1.20", "75.00", ""],
        ["", "", "", "339301", ">青山市示范局（本级）", "76.20", "1.20", "75.00", ""],
        ["201", "29", "01", "339301", ">>行政运行", "60.00", "", "60.00", ""],
        [
            "208",
            "05",
            "05",
            "339301",
            ">>机关事业单位基本养老保险缴费支出",
            "16.20",
            "1.20",
            "15.00",
            "",
        ],
    ]
    codes = ["", "", "", "2012901", "2080505"]
    labels = [
        "合计",
        ORGANISATION,
        "青山市示范局（本级）",
        "行政运行",
        "机关事业单位基本养老保险缴费支出",
    ]
    sheet.table(
        "部门收入总表",
        "revenue",
        header,
        "cccunffff",
        rows,
        widths=(30, 26, 26, 60, 200, 80, 70, 90, 90),
        codes=codes,
        labels=labels,
    )
    sheet.close()


@golden
def economic_columns(g: Golden) -> None:
    """Economic classes as columns: headings begin with their code, the lowest are all digits."""
    sheet = Sheet.open(g, margin=30)
    sheet.paper.new_page(LANDSCAPE)
    header = tree(
        "科目编码",
        "科目名称",
        "总计",
        ("301工资福利支出", "小计", "30101基本工资", "30102津贴补贴", "30103奖金"),
        ("302商品和服务支出", "小计", "30201办公费", "30211差旅费"),
    )
    rows = [
        ["", "合计", "60.00", "50.00", "20.00", "25.00", "5.00", "10.00", "4.00", "6.00"],
        ["2010101", "行政运行", "45.00", "38.00", "15.00", "20.00", "3.00", "7.00", "3.00", "4.00"],
        ["2010150", "事业运行", "15.00", "12.00", "5.00", "5.00", "2.00", "3.00", "1.00", "2.00"],
    ]
    sheet.table(
        "一般公共预算基本支出表（按经济分类）",
        "general_public_budget_basic_expenditure",
        header,
        "cn" + "f" * 8,
        rows,
        widths=(60, 120) + (72,) * 8,
        size=8,
    )
    sheet.close()


@golden
def year_columns(g: Golden) -> None:
    """The lowest headings are bare years, and some amounts look like years."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("项目", ("财政拨款", "2023", "2024", "2025"), ("增减", "金额", "%"))
    rows = [
        ["合计", "2021", "2022", "2030", "8", "0.4"],
        ["人员经费", "2011", "2012", "2020", "8", "0.4"],
        ["公用经费", "10", "10", "10", "0", "0"],
    ]
    sheet.table(
        "财政拨款支出对比表", "other", header, "nfffff", rows, widths=(150, 60, 60, 60, 60, 50)
    )
    sheet.close()


@golden
def reasons_column(g: Golden) -> None:
    """The last column tells reasons in sentences full of amounts: none of them is a figure."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("项目", "2024年预算数", "2025年预算数", "增减额", "增减率（%）", "增减原因说明")
    rows = [
        ["合计", "15.00", "12.60", "-2.40", "-16.00", ""],
        ["因公出国（境）费", "", "", "", "", "2025年未安排出国（境）任务。"],
        ["公务接待费", "5.00", "3.60", "-1.40", "-28.00",
         "比上年减少1.40万元，下降28.00%，其中2025年计划接待12批次96人，每批次0.30万元。"],
        ["公务用车运行费", "10.00", "9.00", "-1.00", "-10.00", "2辆公务用车，每辆4.50万元"],
    ]  # fmt: skip
    sheet.table(
        "“三公”经费预算情况表",
        "three_public",
        header,
        "nfffpa",
        rows,
        widths=(100, 66, 66, 56, 60, 120),
    )
    sheet.close()


@golden
def procurement_rows(g: Golden) -> None:
    """采购: 规格 and 计量单位 beside 数量, 单价 and 总价; the funds split below one heading."""
    sheet = Sheet.open(g, margin=30)
    sheet.paper.new_page(LANDSCAPE)
    header = tree(
        "序号",
        "采购项目名称",
        "规格要求",
        "计量单位",
        "数量",
        "单价",
        "总价",
        ("资金来源", "一般公共预算", "政府性基金", "其他资金"),
        "需求时间",
    )
    rows = [
        [
            "1",
            "台式计算机",
            "i5 16G 512G",
            "台",
            "20",
            "0.50",
            "10.00",
            "10.00",
            "",
            "",
            "2025年3月",
        ],
        ["2", "复印纸", "A4 70g", "箱", "300", "0.02", "6.00", "6.00", "", "", "2025-06"],
        ["3", "物业管理服务", "", "项", "1", "35.00", "35.00", "30.00", "", "5.00", "全年"],
    ]
    sheet.table(
        "政府采购预算表",
        "government_procurement",
        header,
        "onaakfffffa",
        rows,
        widths=(34, 120, 90, 50, 44, 60, 70, 84, 70, 70, 80),
    )
    sheet.close()


@golden
def units_over_pages(g: Golden) -> None:
    """Each unit's cell is merged over its rows; a page end cuts one, with the header repeated."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("单位名称", "科目编码", "科目名称", "合计", "基本支出", "项目支出")
    names = ["青山市示范局", "青山市信息中心", "青山市服务中心"]
    rows: list[list[object]] = []
    labels: list[str] = []
    for u, unit in enumerate(names):
        for r in range(16):
            name = f"第{'一二三四五六七八九十甲乙丙丁戊己'[r]}类项目支出"
            text = f"{(u + 1) * 100 + r}.{r:02d}"
            first = Cell(unit, 16, 1, "center") if r == 0 else None
            rows.append([first, f"20101{r + 1:02d}", name, text, "", text])
            labels.append(name)
    sheet.table(
        "项目支出预算表",
        "project_expenditure",
        header,
        "Ucnfff",
        rows,
        widths=(90, 60, 150, 60, 60, 60),
        labels=labels,
        repeat_header=True,
    )
    sheet.close()


@golden
def units_as_bands(g: Golden) -> None:
    """A row merged over all columns names the unit of the rows below it."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("科目编码", "科目名称", "合计", "基本支出", "项目支出")

    def band(text: str) -> list[object]:
        return [Cell(text, 1, 5), None, None, None, None]

    rows = [
        band("单位：221001 青山市示范局（本级）"),
        ["2010101", "行政运行", "30.00", "30.00", ""],
        ["2010102", "一般行政管理事务", "6.00", "", "6.00"],
        band("单位：221002 青山市信息中心"),
        ["2010150", "事业运行", "11.00", "9.00", "2.00"],
    ]
    sheet.table("支出总表", "expenditure", header, "cnfff", rows, widths=(70, 170, 70, 70, 70))
    sheet.close()


@golden
def sides_with_totals_apart(g: Golden) -> None:
    """Two sides with three amounts each; the labels stand in the middle of wide cells."""
    sheet = Sheet.open(g, margin=30)
    sheet.paper.new_page(LANDSCAPE)
    amounts = ("上年预算数", "本年预算数", "增减%")
    header = tree(("收入", "项目", *amounts), ("支出", "项目（按功能分类）", *amounts))
    rows = [
        [
            "一、财政拨款收入",
            "100.00",
            "110.00",
            "10.00",
            "一、一般公共服务支出",
            "70.00",
            "75.00",
            "7.14",
        ],
        ["二、事业收入", "20.00", "18.00", "-10.00", "二、教育支出", "50.00", "53.00", "6.00"],
        ["", "", "", "", "三、住房保障支出", "", "", ""],
        [
            Cell("本年收入合计", align="center"),
            "120.00",
            "128.00",
            "6.67",
            Cell("本年支出合计", align="center"),
            "120.00",
            "128.00",
            "6.67",
        ],
        ["上年结转", "", "", "", "结转下年", "", "", ""],
        [
            Cell("收 入 总 计", align="center"),
            "120.00",
            "128.00",
            "6.67",
            Cell("支 出 总 计", align="center"),
            "120.00",
            "128.00",
            "6.67",
        ],
    ]
    sheet.table(
        "部门收支总体情况表",
        "balance",
        header,
        "nffpnffp",
        rows,
        widths=(150, 70, 70, 56, 180, 70, 70, 56),
        blocks=[slice(0, 4), slice(4, 8)],
        sides=True,
    )
    sheet.close()


@golden
def unheard_headings(g: Golden) -> None:
    """Headings that no list holds: the column of codes and that of ordinals are told by content."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("№", "功能科目（类款项）", "开支事项", "安排数", "其中当年安排")
    rows = [
        ["1", "2050205", "高等教育", "612", "600"],
        ["2", "2050299", "其他普通教育支出", "250", "250"],
        ["3", "2060301", "机构运行", "301", "299"],
        ["4", "2130104", "事业运行", "208", "208"],
    ]
    sheet.table(
        "一般公共预算支出表",
        "general_public_budget_expenditure",
        header,
        "ocnff",
        rows,
        widths=(34, 110, 170, 80, 80),
    )
    sheet.table(
        "支出总表",
        "expenditure",
        tree(" ", "  ", "合计", "其中：财政拨款"),
        "cnff",
        [
            ["205", "教育支出", "862", "850"],
            ["20502", "普通教育", "862", "850"],
            ["2050205", "高等教育", "612", "600"],
            ["2050299", "其他普通教育支出", "250", "250"],
        ],
        widths=(80, 190, 90, 90),
    )
    sheet.close()


@golden
def codes_with_blanks(g: Golden) -> None:
    """类, 款 and 项 in one cell with blanks between them, and 合计 merged over code and name."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree(("功能分类科目", "编码", "名称"), "合计", "人员经费", "公用经费")
    rows = [
        [Cell("合    计", 1, 2, "center"), None, "44.10", "40.00", "4.10"],
        ["213 01 01", "行政运行", "40.10", "36.00", "4.10"],
        ["213 01 04", "事业运行", "4.00", "4.00", ""],
    ]
    sheet.table(
        "一般公共预算基本支出表",
        "general_public_budget_basic_expenditure",
        header,
        "cnfff",
        rows,
        widths=(80, 160, 80, 80, 80),
        codes=["", "2130101", "2130104"],
        labels=["合计", "行政运行", "事业运行"],
    )
    sheet.close()


@golden
def amounts_aligned_left(g: Golden) -> None:
    """Amounts stand at the left or in the middle of their cells; codes at the right."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("预算科目代码", "预算科目", "年初预算", "执行数", "完成率")

    def row(code: str, name: str, *texts: str) -> list[object]:
        left, middle, right = texts
        return [
            Cell(code, align="right"),
            name,
            Cell(left, align="left"),
            Cell(middle, align="center"),
            Cell(right, align="left"),
        ]

    rows = [
        row("", "合计", "310", "305", "98.39%"),
        row("2010301", "行政运行", "300", "296", "98.67%"),
        row("2010302", "一般行政管理事务", "10", "9", "90%"),
    ]
    sheet.table(
        "一般公共预算支出情况表",
        "general_public_budget_expenditure",
        header,
        "cnffp",
        rows,
        widths=(90, 150, 80, 80, 80),
    )
    sheet.close()


@golden
def unit_row_below_header(g: Golden) -> None:
    """A header row prints the unit of each column; the caption prints none."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("项目名称", ("预算金额", "万元"), ("受益人数", "人"), ("资金占比", "%"))
    rows = [["助学补助", "36.50", "730", "61.0"], ["校舍修缮", "23.30", "1200", "39.0"]]
    sheet.table(
        "项目支出预算情况表",
        "project_expenditure",
        header,
        "nfkp",
        rows,
        widths=(180, 90, 90, 90),
        unit=None,
        money_unit="万元",
    )
    sheet.close()


@golden
def label_column_vertical(g: Golden) -> None:
    """A narrow label cell with one character per line, merged over the rows that it names."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("类别", "科目名称", "金额")
    rows = [
        [Cell("人员经费", 4, 1, vertical=True), "基本工资", "33.00"],
        [None, "津贴补贴", "21.00"],
        [None, "奖金", "5.00"],
        [None, "住房公积金", "7.00"],
        [Cell("公用经费", 4, 1, vertical=True), "办公费", "2.00"],
        [None, "水费", "0.40"],
        [None, "电费", "0.60"],
        [None, "差旅费", "1.00"],
    ]
    labels = [
        "人员经费/基本工资", "人员经费/津贴补贴", "人员经费/奖金", "人员经费/住房公积金",
        "公用经费/办公费", "公用经费/水费", "公用经费/电费", "公用经费/差旅费",
    ]  # fmt: skip
    sheet.table(
        "基本支出预算表",
        "basic_expenditure",
        header,
        "nnf",
        rows,
        widths=(22, 200, 90),
        labels=labels,
    )
    sheet.close()


@golden
def title_rows(g: Golden) -> None:
    """附件, title, 编制单位 and 单位 are rows of the grid; the note is one too."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("科目编码", "科目名称", "2025年预算数")
    top: list[Row] = [
        [Cell("附件2-3", 1, 3), None, None],
        [Cell("2025年部门支出总体情况表", 1, 3, "center", size=15), None, None],
        [Cell(f"编制单位：{ORGANISATION}", 1, 2), None, Cell("单位：元", align="right")],
    ]
    rows = [
        ["", "合计", "3,600,000"],
        ["2060101", "行政运行", "2,100,000"],
        ["2060199", "其他科学技术管理事务支出", "1,500,000"],
        [Cell("注：1.本表金额含上年结转120,000元；2.2025年起不再列示2060102。", 1, 3), None, None],
    ]
    sheet.table(
        "2025年部门支出总体情况表",
        "expenditure",
        header,
        "cnf",
        rows,
        widths=(90, 230, 110),
        unit="元",
        top_rows=top,
    )
    sheet.close()


@golden
def years_alone(g: Golden) -> None:
    """A single header row whose headings are bare years; the amounts have no decimals."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("支出项目", "2023", "2024", "2025")
    rows = [
        ["人员经费", "301", "310", "312"],
        ["公用经费", "302", "208", "210"],
        ["项目支出", "201", "205", "207"],
    ]
    sheet.table("财政拨款支出表", "other", header, "nfff", rows, widths=(160, 80, 80, 80))
    sheet.close()


@golden
def amounts_like_codes(g: Golden) -> None:
    """Whole amounts that read like codes stand beside texts under headings never heard of."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("开支事项", "安排额度", "用于")
    rows = [
        ["机关运转", "301", "人员和办公"],
        ["助学补助", "208", "家庭困难学生"],
        ["校舍修缮", "213", "两所学校"],
        ["设备更新", "207", "实验室"],
    ]
    sheet.table("经费安排表", "other", header, "nfa", rows, widths=(140, 90, 160))
    sheet.close()


@golden
def small_counts(g: Golden) -> None:
    """The only row has no label and prints 0, 1, 4, 9: it numbers no columns."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("因公出国（境）团组", "因公出国（境）人次", "公务用车保有量", "国内公务接待批次")
    sheet.table(
        "“三公”经费相关统计表",
        "three_public",
        header,
        "kkkk",
        [["0", "1", "4", "9"]],
        widths=(110, 110, 110, 110),
        unit=None,
    )
    sheet.close()


@golden
def names_before_codes(g: Golden) -> None:
    """The name stands before its code; 合计 is the last row and stands in the second column."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("科目名称", "科目编码", "预算数", "占比（%）")
    rows = [
        ["行政运行", "2010301", "80.00", "80"],
        ["机关服务", "2010303", "20.00", "20"],
        ["", "合计", "100.00", "100"],
    ]
    sheet.table(
        "一般公共预算支出表",
        "general_public_budget_expenditure",
        header,
        "ncfp",
        rows,
        widths=(150, 90, 90, 70),
        codes=["2010301", "2010303", ""],
        labels=["行政运行", "机关服务", "合计"],
    )
    sheet.close()


@golden
def tables_of_units(g: Golden) -> None:
    """The same small table of three units on one page, each below its 部门 line."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    for i, unit in enumerate(("青山市示范局", "青山市信息中心", "青山市服务中心")):
        sheet.table(
            "收入预算表",
            "revenue",
            tree("项目", "预算数"),
            "nf",
            [["财政拨款收入", f"{i + 3}.20"], ["事业收入", f"{i}.40"]],
            widths=(200, 100),
            organisation=unit,
        )
    sheet.close()
