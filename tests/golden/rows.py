"""Golden pages: what a row is called: codes, names, units, its place in a hierarchy."""

from __future__ import annotations

from tests.facsimile.typeset import Cell, Row
from tests.golden.build import ORGANISATION, Golden, Sheet, golden, tree


@golden
def hierarchy_indent(g: Golden) -> None:
    """No code is printed: indentation alone tells which row is part of which."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    rows = [
        ["工资福利支出", "30.00"],
        [">基本工资", "18.00"],
        [">津贴补贴", "12.00"],
        ["商品和服务支出", "9.50"],
        [">办公费", "2.50"],
        [">公务用车费用", "7.00"],
        [">>公务用车购置费", "5.00"],
        [">>公务用车运行维护费", "2.00"],
    ]
    sheet.table(
        "基本支出预算表",
        "basic_expenditure",
        tree("项目", "预算数"),
        "nf",
        rows,
        widths=(240, 90),
    )
    g.parents = {
        "工资福利支出": None,
        "基本工资": "工资福利支出",
        "津贴补贴": "工资福利支出",
        "商品和服务支出": None,
        "办公费": "商品和服务支出",
        "公务用车费用": "商品和服务支出",
        "公务用车购置费": "公务用车费用",
        "公务用车运行维护费": "公务用车费用",
    }
    sheet.close()


@golden
def hierarchy_numbers(g: Golden) -> None:
    """No code and no indentation: the numbering tells which row is part of which."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    rows = [
        ["一、财政拨款收入", "50.00"],
        ["（一）一般公共预算拨款", "45.00"],
        ["1.经费拨款", "40.00"],
        ["2.专项收入", "5.00"],
        ["（二）政府性基金预算拨款", "5.00"],
        ["二、事业收入", "3.20"],
    ]
    sheet.table("收入预算表", "revenue", tree("项目", "金额"), "nf", rows, widths=(240, 90))
    g.parents = {
        "一、财政拨款收入": None,
        "（一）一般公共预算拨款": "一、财政拨款收入",
        "1.经费拨款": "（一）一般公共预算拨款",
        "2.专项收入": "（一）一般公共预算拨款",
        "（二）政府性基金预算拨款": "一、财政拨款收入",
        "二、事业收入": None,
    }
    sheet.close()


_SPLIT = tree(("科目编码", "类", "款", "项"), "科目名称", "合计", "基本支出")
_SPLIT_WIDTHS = (36, 30, 30, 190, 80, 80)


@golden
def codes_split(g: Golden) -> None:
    """Codes in three columns 类, 款, 项, each row with all of its levels."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    rows = [
        ["", "", "", "合计", "8.00", "6.00"],
        ["208", "", "", "社会保障和就业支出", "8.00", "6.00"],
        ["208", "05", "", ">行政事业单位养老支出", "8.00", "6.00"],
        ["208", "05", "01", ">>行政单位离退休", "2.00", ""],
        ["208", "05", "05", ">>机关事业单位基本养老保险缴费支出", "6.00", "6.00"],
    ]
    codes = [None, "208", "20805", "2080501", "2080505"]
    sheet.table(
        "支出总表", "expenditure", _SPLIT, "cccnff", rows, widths=_SPLIT_WIDTHS, codes=codes
    )
    sheet.close()


@golden
def codes_own_level(g: Golden) -> None:
    """Each row prints only its own level of the code; the levels above stand in the rows above."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    rows = [
        ["", "", "", "合计", "11.00", "9.00"],
        ["208", "", "", "社会保障和就业支出", "8.00", "6.00"],
        ["", "05", "", "行政事业单位养老支出", "8.00", "6.00"],
        ["", "", "01", "行政单位离退休", "2.00", ""],
        ["", "", "05", "机关事业单位基本养老保险缴费支出", "6.00", "6.00"],
        ["221", "", "", "住房保障支出", "3.00", "3.00"],
        ["", "02", "", "住房改革支出", "3.00", "3.00"],
        ["", "", "01", "住房公积金", "3.00", "3.00"],
    ]
    codes = [None, "208", "20805", "2080501", "2080505", "221", "22102", "2210201"]
    sheet.table(
        "支出总表", "expenditure", _SPLIT, "cccnff", rows, widths=_SPLIT_WIDTHS, codes=codes
    )
    sheet.close()


@golden
def codes_own_level_one_column(g: Golden) -> None:
    """One code column in which a row prints its own level only, indented."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    rows = [
        [Cell("201"), "一般公共服务支出", "5.00"],
        [Cell("03", indent=1), ">政府办公厅（室）及相关机构事务", "5.00"],
        [Cell("01", indent=2), ">>行政运行", "4.00"],
        [Cell("99", indent=2), ">>其他政府办公厅（室）及相关机构事务支出", "1.00"],
    ]
    codes = ["201", "20103", "2010301", "2010399"]
    header = tree("科目编码", "科目名称", "预算数")
    sheet.table(
        "一般公共预算支出表",
        "general_public_budget_expenditure",
        header,
        "cnf",
        rows,
        widths=(80, 220, 90),
        codes=codes,
    )
    sheet.close()


@golden
def codes_with_names(g: Golden) -> None:
    """Codes in brackets, joined with the name by a dash, or right before it."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("科目", "预算数")
    styles = {
        "一般公共预算支出表（一）": (
            "[201]一般公共服务支出",
            "[20103]政府办公厅（室）及相关机构事务",
            "[2010301]行政运行",
        ),
        "一般公共预算支出表（二）": (
            "201-一般公共服务支出",
            "20103-政府办公厅（室）及相关机构事务",
            "2010301-行政运行",
        ),
        "一般公共预算支出表（三）": (
            "201一般公共服务支出",
            "20103政府办公厅（室）及相关机构事务",
            "2010301行政运行",
        ),
        "一般公共预算支出表（四）": (
            "（201）一般公共服务支出",
            "（20103）政府办公厅（室）及相关机构事务",
            "（2010301）行政运行",
        ),
    }
    for n, (title, names) in enumerate(styles.items(), start=1):
        rows = [
            ["合计", f"{n}2.30"],
            *([">" * i + name, f"{n}2.30"] for i, name in enumerate(names)),
        ]
        sheet.table(
            title, "general_public_budget_expenditure", header, "if", rows, widths=(260, 90)
        )
    sheet.close()


@golden
def code_systems(g: Golden) -> None:
    """Two economic classifications in one row, each with code and name."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree(
        "部门预算经济科目编码",
        "部门预算经济科目名称",
        "政府预算经济科目编码",
        "政府预算经济科目名称",
        "合计",
    )
    rows = [
        ["301", "工资福利支出", "501", "机关工资福利支出", "20.00"],
        ["30101", "基本工资", "50101", "工资奖金津补贴", "15.00"],
        ["30113", "住房公积金", "50103", "住房公积金", "5.00"],
        ["302", "商品和服务支出", "502", "机关商品和服务支出", "4.40"],
        ["30201", "办公费", "50201", "办公经费", "4.40"],
    ]
    sheet.table(
        "一般公共预算基本支出表",
        "general_public_budget_basic_expenditure",
        header,
        "cncnf",
        rows,
        widths=(80, 100, 80, 110, 80),
    )
    joined = tree(
        "支出功能分类科目", "政府预算支出经济分类科目", "部门预算支出经济分类科目", "预算数"
    )
    rows = [
        ["2010301-行政运行", "50101-工资奖金津补贴", "30101-基本工资", "15.00"],
        ["2010301-行政运行", "50201-办公经费", "30201-办公费", "4.40"],
        ["2210201-住房公积金", "50103-住房公积金", "30113-住房公积金", "5.00"],
    ]
    sheet.table("支出预算明细表", "expenditure", joined, "iiif", rows, widths=(120, 130, 120, 80))
    sheet.close()


@golden
def merged_labels(g: Golden) -> None:
    """Label cells merged over several rows: each row below bears them too."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("类别", "项目", "预算数")
    rows = [
        [Cell("一般公共预算资金", 3, 1, "center"), "小计", "16.00"],
        [None, "财政拨款（补助）资金", "10.00"],
        [None, "专项收入", "6.00"],
        [Cell("政府性基金", 2, 1, "center"), "小计", "4.00"],
        [None, "土地出让收入", "4.00"],
    ]
    labels = [
        "一般公共预算资金/小计",
        "一般公共预算资金/财政拨款（补助）资金",
        "一般公共预算资金/专项收入",
        "政府性基金/小计",
        "政府性基金/土地出让收入",
    ]
    sheet.table("收入预算表", "revenue", header, "nnf", rows, widths=(120, 180, 90), labels=labels)
    sheet.close()


@golden
def unit_rows(g: Golden) -> None:
    """Rows are budget units with code and name."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("单位编码", "单位名称", "合计", "财政拨款")
    rows = [
        ["", "合计", "33.00", "30.00"],
        ["215", ORGANISATION, "33.00", "30.00"],
        ["215001", ORGANISATION, "20.00", "18.00"],
        ["215002", "青山市信息中心", "13.00", "12.00"],
    ]
    sheet.table("收入总表", "revenue", header, "uUff", rows, widths=(80, 180, 90, 90))
    sheet.close()


@golden
def wrapped_cells(g: Golden) -> None:
    """Labels, header texts and figures wrap inside their cells."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("科目编码", "科目名称", "一般公共预算拨款收入", "政府性基金预算拨款收入")
    rows = [
        ["2010399", "其他政府办公厅（室）及相关机构事务支出", "1,234,567,890.12", "98,765,432.10"],
        ["2080505", "机关事业单位基本养老保险缴费支出", "345,678,901.23", ""],
        ["2101103", "公务员医疗补助", "12,345,678.00", "1.00"],
    ]
    sheet.table("收入总表", "revenue", header, "cnff", rows, widths=(34, 70, 48, 42), unit="元")
    sheet.close()


@golden
def labels_run_over(g: Golden) -> None:
    """Long names run over their border into the blank cell beside them, as in a spreadsheet."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    header = tree("科目名称", "上年结转", "本年预算")
    rows = [
        ["合计", "1.50", "27.70"],
        ["", "", "6.20"],
        ["事业运行", "1.50", "15.50"],
        ["", "", "6.00"],
    ]
    names = ["合计", "2025年市级助学专项（第2批）", "事业运行", "青山市信息中心二期30号工程"]
    top = paper.y + 47
    sheet.table("支出总表", "expenditure", header, "nff", rows, widths=(100, 110, 90), labels=names)
    left = (paper.width - 300) / 2
    for row in (1, 3):
        paper.text(left + 2.5, top + 20 + 18 * row + 5, names[row], 9)
    sheet.close()


@golden
def names_merged_upwards(g: Golden) -> None:
    """Units are merged over their rows with a 小计 each; ordinals are merged with them."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("序号", "单位名称", "项目名称", "金额", "其中：财政拨款")
    rows = [
        [Cell("合计", 1, 3, "center"), None, None, "26.00", "21.00"],
        [
            Cell("1", 3, 1, "center"),
            Cell("青山市信息中心", 3, 1, "center"),
            "小计",
            "15.00",
            "12.00",
        ],
        [None, None, "平台运维", "9.00", "9.00"],
        [None, None, "数据采集", "6.00", "3.00"],
        [
            Cell("2", 2, 1, "center"),
            Cell("青山市服务中心", 2, 1, "center"),
            "小计",
            "11.00",
            "9.00",
        ],
        [None, None, "窗口服务", "11.00", "9.00"],
    ]
    labels = ["合计", "小计", "平台运维", "数据采集", "小计", "窗口服务"]
    sheet.table(
        "项目支出预算表",
        "project_expenditure",
        header,
        "oUnff",
        rows,
        widths=(36, 120, 150, 80, 90),
        labels=labels,
    )
    sheet.close()


@golden
def rows_for_budget_and_outturn(g: Golden) -> None:
    """Each item has a row of 预算数 and one of 决算数, numbered 1-1, 1-2 at the left."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("序号", "项目", "口径", "2023年", "2024年")
    rows = [
        ["1-1", Cell("会议费", 2, 1), "预算数", "3.00", "2.50"],
        ["1-2", None, "决算数", "2.10", "2.20"],
        ["2-1", Cell("培训费", 2, 1), "预算数", "8.00", "8.00"],
        ["2-2", None, "决算数", "7.65", "6.90"],
    ]
    labels = ["会议费/预算数", "会议费/决算数", "培训费/预算数", "培训费/决算数"]
    sheet.table(
        "会议费、培训费情况表",
        "three_public",
        header,
        "onnff",
        rows,
        widths=(40, 140, 80, 80, 80),
        labels=labels,
    )
    sheet.close()


@golden
def names_in_two_columns(g: Golden) -> None:
    """The parts of a row stand one column further right, their first column left blank."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header: list[Row] = [[Cell("项目", 1, 2, "center"), None, Cell("预算数", align="center")]]
    rows = [
        [Cell("工资福利支出", 1, 2), None, "30.00"],
        ["", "基本工资", "18.00"],
        ["", "津贴补贴", "12.00"],
        [Cell("商品和服务支出", 1, 2), None, "2.50"],
        ["", "办公费", "2.50"],
    ]
    sheet.table(
        "基本支出预算表",
        "basic_expenditure",
        tree("项目", "项目", "预算数"),
        "nnf",
        rows,
        widths=(24, 216, 90),
        header_cells=header,
        labels=["工资福利支出", "基本工资", "津贴补贴", "商品和服务支出", "办公费"],
    )
    g.parents = {
        "工资福利支出": None,
        "基本工资": "工资福利支出",
        "津贴补贴": "工资福利支出",
        "商品和服务支出": None,
        "办公费": "商品和服务支出",
    }
    sheet.close()


@golden
def units_indented(g: Golden) -> None:
    """Units of a department stand below it, indented; a column of its own prints no code."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    rows = [
        [Cell("合计", align="center"), "33.00"],
        [ORGANISATION, "33.00"],
        [Cell("青山市示范局（本级）", indent=0.7), "20.00"],
        [Cell("青山市信息中心", indent=0.7), "13.00"],
    ]
    sheet.table("收入总表", "revenue", tree("单位名称", "合计"), "Uf", rows, widths=(220, 90))
    g.parents = {
        "合计": None,
        ORGANISATION: None,
        "青山市示范局（本级）": ORGANISATION,
        "青山市信息中心": ORGANISATION,
    }
    sheet.close()


@golden
def names_in_the_middle(g: Golden) -> None:
    """Names of different length stand in the middle of their cells: none is part of another."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    names = ["会议费", "公务用车运行维护费", "培训费", "因公出国（境）费用", "差旅费", "公务接待费"]
    rows = [[Cell(name, align="center"), f"{i}.00"] for i, name in enumerate(names)]
    sheet.table(
        "基本支出预算表", "basic_expenditure", tree("项目", "预算数"), "nf", rows, widths=(200, 90)
    )
    g.parents = dict.fromkeys(names)
    sheet.close()
