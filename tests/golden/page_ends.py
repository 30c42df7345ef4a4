"""Golden pages: tables that a page end or a page side cuts."""

from __future__ import annotations

from tests.golden.build import Golden, Sheet, golden, tree
from tests.golden.samples import (
    FUNCTION_ROWS,
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
