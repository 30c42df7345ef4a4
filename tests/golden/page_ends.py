"""Golden pages: tables that a page end or a page side cuts."""

from __future__ import annotations

from tests.golden.build import Golden, Sheet, golden, tree
from tests.golden.samples import (
    FUNCTION,
    FUNCTION_ROWS,
    FUNCTION_WIDTHS,
    economic_rows,
    economic_table,
    function_table,
)


@golden
def continuation_plain(g: Golden) -> None:
    """A table goes on over two more pages without its header."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    economic_table(sheet, economic_rows(80))
    sheet.close()


@golden
def continuation_header(g: Golden) -> None:
    """A table goes on over two more pages and repeats its header of two rows."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree("科目编码", "科目名称", ("基本支出", "合计", "人员经费", "公用经费"))
    economic_table(sheet, economic_rows(80), header=header, repeat_header=True)
    sheet.close()


#: Rows of the usual height that fill a page.
_FULL_PAGE = 36


@golden
def total_alone(g: Golden) -> None:
    """The last page holds nothing but the 合计 row of the table before."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    rows = economic_rows(_FULL_PAGE)
    economic_table(sheet, [*rows[1:], rows[0]])
    sheet.close()


@golden
def two_tables_over_pages(g: Golden) -> None:
    """A table of the same columns begins on a new page: it is no continuation."""
    sheet = Sheet.open(g)
    for title in ("支出总表", "财政拨款支出表"):
        sheet.paper.new_page()
        function_table(sheet, title)
    sheet.close()


@golden
def broken_cell(g: Golden) -> None:
    """A page end cuts a row: its label begins on one page and ends on the next one."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    rows = economic_rows(_FULL_PAGE + 3)
    rows[_FULL_PAGE - 1][1] = "机关事业单位基本养老"
    rows.insert(_FULL_PAGE, ["", "保险缴费", "", "", ""])
    labels = [row[1] for row in rows]
    labels[_FULL_PAGE - 1] = "机关事业单位基本养老保险缴费"
    economic_table(sheet, rows, labels=labels)
    sheet.close()


@golden
def split_sideways(g: Golden) -> None:
    """A wide table is cut: its right columns stand on the next page, without the labels."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    function_table(sheet)
    left = list(paper.figures)
    paper.new_page()
    paper.y += 47
    header = tree("经营支出", "上缴上级支出", "对附属单位补助支出")
    rows = [["3.01", "4.01", "5.01"] if i in (0, 1, 3) else ["", "", ""] for i in range(11)]
    names = [row[1].lstrip(">") for row in FUNCTION_ROWS]
    codes = [row[0] or None for row in FUNCTION_ROWS]
    sheet.tables -= 1  # it is the same table
    sheet.table(
        None, "expenditure", header, "fff", rows, widths=(90, 90, 110), labels=names, codes=codes
    )
    g.titles.pop()
    assert len(paper.figures) == len(left) + 9
    sheet.close()


@golden
def down_then_over(g: Golden) -> None:
    """A sheet printed down, then over: all left parts first, the right columns after them."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    body = economic_rows(60)
    parts = (body[:31], body[31:])
    names = [[row[1] for row in part] for part in parts]
    codes = [[row[0] or None for row in part] for part in parts]
    header = tree("科目编码", "科目名称", "合计", "人员经费", "公用经费")
    right = tree("上年结转", "单位资金")
    kind, title = "general_public_budget_basic_expenditure", "一般公共预算基本支出表"
    for i, part in enumerate(parts):
        paper.new_page()
        if i:
            sheet.tables -= 1
        sheet.table(
            None if i else title,
            kind,
            header,
            "cnfff",
            part,
            widths=(70, 190, 72, 72, 72),
            header_cells=[] if i else None,
        )
    for i, part in enumerate(parts):
        paper.new_page()
        if not i:
            paper.y += 47
        sheet.tables -= 1
        sheet.table(
            None,
            kind,
            right,
            "ff",
            [[f"{7 + r}.{i}1" if r % 3 else "", f"{r}.{i}2"] for r in range(len(part))],
            widths=(90, 90),
            labels=names[i],
            codes=codes[i],
            header_cells=[] if i else None,
        )
    g.titles[:] = [title]
    sheet.close()


@golden
def titles_repeated(g: Golden) -> None:
    """Each page of a table repeats title, 单位 line and header; the last ones say 续表."""
    sheet = Sheet.open(g)
    body = economic_rows(50)
    title = "一般公共预算基本支出表"
    for i, part in enumerate((body[:20], body[20:40], body[40:])):
        sheet.paper.new_page()
        if i:
            sheet.tables -= 1
        sheet.table(
            f"{title}（续表）" if i == 2 else title,
            "general_public_budget_basic_expenditure",
            tree("科目编码", "科目名称", "合计", "人员经费", "公用经费"),
            "cnfff",
            part,
            widths=(70, 190, 72, 72, 72),
        )
    g.titles[:] = [title]
    sheet.close()


@golden
def title_on_the_page_before(g: Golden) -> None:
    """Title and 单位 line are the last lines of a page, the grid is the next page."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    function_table(sheet)
    paper.y = paper.bottom - 50
    sheet.caption("财政拨款支出表", width=476)
    paper.new_page()
    sheet.table(
        None, "fiscal_expenditure", FUNCTION, "cnfff", FUNCTION_ROWS, widths=FUNCTION_WIDTHS
    )
    g.titles[-1] = "财政拨款支出表"
    sheet.close()


@golden
def two_sides_over_pages(g: Golden) -> None:
    """收入 ends on the first page; 支出 goes on alone in its columns on the next one, no header."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    header = tree(("收入", "项目", "预算数"), ("支出", "项目", "预算数"))
    rows = [
        [
            "一、财政拨款收入" if i == 0 else "",
            "900.00" if i == 0 else "",
            f"支出事项（{n}）",
            f"{i + 10}.{i:02d}",
        ]
        for i, n in enumerate(
            "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥东西南北上下左右中"
        )
    ]
    rows.append(["收入总计", "900.00", "支出总计", "1,234.00"])
    sheet.table(
        "收支总表",
        "balance",
        header,
        "nfnf",
        rows,
        widths=(140, 80, 160, 80),
        blocks=[slice(0, 2), slice(2, 4)],
        sides=True,
    )
    sheet.close()


@golden
def split_with_labels(g: Golden) -> None:
    """A wide table is cut: its right columns stand on the next page behind codes and names."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    function_table(sheet)
    paper.new_page()
    paper.y += 47
    rows = [[*row[:2], "3.01" if i < 4 else "", f"{i}.50"] for i, row in enumerate(FUNCTION_ROWS)]
    sheet.tables -= 1
    sheet.table(
        None,
        "expenditure",
        tree("科目编码", "科目名称", "经营支出", "上缴上级支出"),
        "cnff",
        rows,
        widths=(70, 190, 90, 90),
    )
    g.titles.pop()
    sheet.close()
