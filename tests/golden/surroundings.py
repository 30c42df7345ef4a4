"""Golden pages: tables beside other tables and amid text."""

from __future__ import annotations

from tests.facsimile.typeset import Cell, Fact, Grid, Row, header_rows
from tests.golden.build import ORGANISATION, Golden, Sheet, golden, tree
from tests.golden.samples import function_table

_PARAGRAPH = (
    "2025年收支总预算1,234.56万元，比上年增加34.50万元，增长2.9%。其中：基本支出1,000.06万元，"
    "占81.0%；项目支出234.50万元，占19.0%。"
)


@golden
def several_tables(g: Golden) -> None:
    """Four tables on one page, one of them empty, one right below the other's note."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("科目编码", "科目名称", "合计")
    sheet.table(
        "一般公共预算支出表",
        "general_public_budget_expenditure",
        header,
        "cnf",
        [["201", "一般公共服务支出", "3.00"], ["221", "住房保障支出", "1.00"]],
        widths=(80, 200, 90),
    )
    sheet.table(
        "政府性基金预算支出表",
        "government_fund_expenditure",
        header,
        "cnf",
        [["", "", ""]],
        widths=(80, 200, 90),
    )
    paper = sheet.paper
    paper.y -= 20
    paper.text(
        paper.margin + 50, paper.y, "注：本单位2025年无政府性基金预算支出，故本表无数据。", 9
    )
    paper.y += 26
    sheet.table(
        "国有资本经营预算支出表",
        "state_capital_expenditure",
        header,
        "cnf",
        [["223", "国有资本经营预算支出", "0.00"]],
        widths=(80, 200, 90),
    )
    sheet.table(
        "“三公”经费支出表",
        "three_public",
        tree("项目", "2024年预算数", "2025年预算数"),
        "nff",
        [
            ["合计", "5", "4.8"],
            ["1、因公出国（境）费用", "0", "0"],
            ["2、公务接待费", "2", "1.8"],
            ["3、公务用车购置及运行费", "3", "3"],
        ],
        widths=(180, 95, 95),
    )
    sheet.close()


@golden
def table_in_text(g: Golden) -> None:
    """A small table stands between the paragraphs of the narrative."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    paper.paragraph("二、收支预算总体情况", 14, 28)
    paper.paragraph(_PARAGRAPH, 13, 25, after=12)
    sheet.table(
        None,
        "other",
        tree("序号", "单位名称", "人数", "金额（万元）"),
        "oUkf",
        [["1", ORGANISATION, "44", "7.28"], ["2", "青山市信息中心", "5", "1.30"]],
        widths=(50, 200, 80, 100),
        unit=None,
    )
    paper.paragraph("三、机关运行经费", 14, 28)
    paper.paragraph("2025年机关运行经费105.19万元，比上年减少17.61万元，降低14.3%。", 13, 25)
    sheet.close()


@golden
def no_row_labels(g: Golden) -> None:
    """Amounts in one wide row without any row label."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree(
        ("2024年预算数", "合计", "因公出国（境）费", "公务接待费"),
        ("2025年预算数", "合计", "因公出国（境）费", "公务接待费"),
    )
    sheet.table(
        "“三公”经费支出表",
        "three_public",
        header,
        "ffffff",
        [["6.00", "4.00", "2.00", "5.50", "4.00", "1.50"]],
        widths=(78,) * 6,
    )
    sheet.close()


@golden
def watermark(g: Golden) -> None:
    """Large grey letters and a date run slantwise over the whole table."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    function_table(sheet)
    paper.canvas.saveState()
    paper.canvas.setFillGray(0.8)
    paper.canvas.translate(120, paper.height - 300)
    paper.canvas.rotate(35)
    paper.canvas.setFont(paper.font, 42)
    paper.canvas.drawString(0, 0, "青山市示范局 20250218")
    paper.canvas.restoreState()
    sheet.close()


@golden
def grids_beside_each_other(g: Golden) -> None:
    """Two tables side by side on one page, each with its own title and header."""
    sheet = Sheet.open(g, margin=30)
    paper = sheet.paper
    paper.new_page((841.89, 595.28))
    header = tree("项目", "预算数")
    sheet.golden.titles.extend(["收入预算表", "支出预算表"])
    start = paper.y
    for x, kind, title, names in (
        (60.0, "revenue", "收入预算表", ("财政拨款收入", "事业收入", "其他收入")),
        (460.0, "expenditure", "支出预算表", ("基本支出", "项目支出", "经营支出")),
    ):
        sheet.tables += 1
        paper.y = start
        paper.text(x + 150, paper.y, title, 14, align="center")
        paper.text(x + 300, paper.y + 20, "单位：万元", 9, align="right")
        paper.y += 36
        body: list[Row] = []
        for i, name in enumerate(names):
            amount = f"{len(title) * 3 + 7 * i}.{int(x) % 89:02d}"
            fact = Fact(sheet.tables, kind, name, "预算数")
            body.append([Cell(name), Cell(amount, align="right", fact=fact)])
        paper.grid(Grid((200, 100), header_rows(header), body), x)
    sheet.close()


@golden
def notes_below(g: Golden) -> None:
    """Notes with amounts, codes and dates, 填报人 and a date line stand right below the grid."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    function_table(sheet)
    paper.y -= 22
    for text in (
        "注：1.本表按功能分类列示，2010301含上年结转120.00万元。",
        "2.2025年基本支出比2024年增加34.50万元，增长3.6%。",
        "填报人：王某　　联系电话：0433-2512345　　填报日期：2025年2月18日",
    ):
        paper.text(paper.margin + 4, paper.y, text, 8)
        paper.y += 12
    sheet.close()
