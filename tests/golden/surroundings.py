"""Golden pages: tables beside other tables and amid text."""

from __future__ import annotations

from tests.golden.build import ORGANISATION, Golden, Sheet, golden, tree

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
