"""Golden pages: how a page stands and how borders are drawn."""

from __future__ import annotations

from itertools import pairwise

from tests.facsimile.typeset import A4, Cell, Row
from tests.golden.build import LANDSCAPE, ORGANISATION, Golden, Sheet, golden, tree
from tests.golden.samples import (
    FUNCTION_ROWS,
    FUNCTION_WIDTHS,
    economic_rows,
    economic_table,
    function_table,
)

_TWO_ROWS = tree("科目编码", "科目名称", ("基本支出", "合计", "人员经费", "公用经费"))


@golden
def rotated_90(g: Golden) -> None:
    """A landscape page that is stored upright with /Rotate 90."""
    sheet = Sheet.open(g)
    sheet.paper.new_page(LANDSCAPE, rotate=90)
    function_table(sheet)
    sheet.close()


@golden
def rotated_270(g: Golden) -> None:
    """A landscape page that is stored upright with /Rotate 270."""
    sheet = Sheet.open(g)
    sheet.paper.new_page(LANDSCAPE, rotate=270)
    function_table(sheet)
    sheet.close()


@golden
def turned_left(g: Golden) -> None:
    """A landscape table goes on over pages drawn bottom to top, and no /Rotate turns them."""
    sheet = Sheet.open(g)
    sheet.paper.new_page(LANDSCAPE, turn=90)
    economic_table(sheet, economic_rows(40), header=_TWO_ROWS, repeat_header=True)
    sheet.close()


@golden
def turned_right(g: Golden) -> None:
    """A landscape page drawn top to bottom without /Rotate, its page number as the paper lies."""
    sheet = Sheet.open(g)
    sheet.paper.new_page(LANDSCAPE, turn=270, numbered=False)
    function_table(sheet)
    canvas = sheet.paper.canvas
    canvas.transform(0, 1, -1, 0, LANDSCAPE[0], 0)
    canvas.setFont(sheet.paper.font, 9)
    canvas.drawCentredString(A4[0] / 2, 30, "- 12 -")
    sheet.close()


@golden
def upside_down(g: Golden) -> None:
    """A page put upside down into the scanner of a print driver."""
    sheet = Sheet.open(g)
    sheet.paper.new_page(turn=180)
    function_table(sheet)
    sheet.close()


@golden
def turned_table_in_text(g: Golden) -> None:
    """A page of text with a table drawn sideways beside it: it is marked."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    for _ in range(9):
        paper.paragraph("本部门收支总表、财政拨款收支总表和机关运行经费情况。" * 3, 11, 22)
    canvas = paper.canvas
    canvas.saveState()
    canvas.transform(0, 1, -1, 0, paper.height - 30, 20)
    function_table(sheet, min_height=12)
    canvas.restoreState()
    g.marks, g.titles = {1: "turned_text"}, []
    sheet.close()


@golden
def double_borders(g: Golden) -> None:
    """Every border is drawn twice, nearly two points apart."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    function_table(sheet, ruling="double")
    sheet.close()


@golden
def borders_as_rectangles(g: Golden) -> None:
    """Borders are thin filled rectangles, as word processors write them."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    function_table(sheet, ruling="rects")
    sheet.close()


@golden
def cells_as_rectangles(g: Golden) -> None:
    """Each cell is a stroked rectangle of its own, as OFD converters write them."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    top = paper.y + 47
    function_table(sheet, ruling="none", min_height=18, header_height=20)
    x = (paper.width - sum(FUNCTION_WIDTHS)) / 2
    y = top
    for height in [20.0] + [18.0] * len(FUNCTION_ROWS):
        left = x
        for width in FUNCTION_WIDTHS:
            paper.canvas.rect(left, paper.height - y - height, width, height, stroke=1, fill=0)
            left += width
        y += height
    sheet.close()


@golden
def page_frame(g: Golden) -> None:
    """A frame is drawn around the page, title and table inside it."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    paper.canvas.rect(30, 45, paper.width - 60, paper.height - 75, stroke=1, fill=0)
    function_table(sheet)
    sheet.close()


@golden
def shaded_header(g: Golden) -> None:
    """Header cells and every second row have a filled background."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    x, width = (paper.width - sum(FUNCTION_WIDTHS)) / 2, sum(FUNCTION_WIDTHS)
    y = paper.y + 47
    paper.canvas.setFillGray(0.85)
    paper.canvas.rect(x, paper.height - y - 20, width, 20, stroke=0, fill=1)
    for i in range(1, len(FUNCTION_ROWS), 2):
        paper.canvas.rect(x, paper.height - y - 38 - 18 * i, width, 18, stroke=0, fill=1)
    paper.canvas.setFillGray(0)
    function_table(sheet)
    sheet.close()


@golden
def title_in_grid(g: Golden) -> None:
    """Title, 部门 line and 单位 line are merged cells of the grid itself."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    top: list[Row] = [
        [Cell("2025年支出总表", 1, 5, "center", size=14), None, None, None, None],
        [Cell(f"部门：{ORGANISATION}", 1, 3), None, None, Cell("单位：万元", 1, 2, "right"), None],
    ]
    function_table(sheet, "2025年支出总表", top_rows=top)
    sheet.close()


@golden
def open_sides(g: Golden) -> None:
    """The grid has no outer border on the left and the right."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    function_table(sheet, ruling="open")
    sheet.close()


@golden
def three_lines(g: Golden) -> None:
    """Rules only above the header, below it and at the end; no vertical one."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    top = paper.y + 47
    function_table(sheet, ruling="none")
    left = (paper.width - sum(FUNCTION_WIDTHS)) / 2
    right = left + sum(FUNCTION_WIDTHS)
    bottom = top + 20 + 18 * len(FUNCTION_ROWS)
    for y in (top, top + 20, bottom):
        paper.canvas.line(left, paper.height - y, right, paper.height - y)
    sheet.close()


@golden
def horizontal_rules(g: Golden) -> None:
    """Every row has its rule, no column has one."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    top = paper.y + 47
    function_table(sheet, ruling="none")
    left = (paper.width - sum(FUNCTION_WIDTHS)) / 2
    right = left + sum(FUNCTION_WIDTHS)
    for y in [top, *(top + 20 + 18 * i for i in range(len(FUNCTION_ROWS) + 1))]:
        paper.canvas.line(left, paper.height - y, right, paper.height - y)
    sheet.close()


def _grid_lines(top: float, left: float) -> tuple[list[float], list[float]]:
    """The rules of the table by function below ``top``: heights, and places from the left."""
    ys = [top, *(top + 20 + 18 * i for i in range(len(FUNCTION_ROWS) + 1))]
    xs = [left]
    for width in FUNCTION_WIDTHS:
        xs.append(xs[-1] + width)
    return ys, xs


@golden
def dotted_rules(g: Golden) -> None:
    """Hair lines: each dot of a rule is a short line of its own."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    top = paper.y + 47
    function_table(sheet, ruling="none")
    ys, xs = _grid_lines(top, (paper.width - sum(FUNCTION_WIDTHS)) / 2)
    paper.canvas.setLineWidth(0.25)
    for y in ys:
        x = xs[0]
        while x < xs[-1]:
            paper.canvas.line(x, paper.height - y, min(x + 1, xs[-1]), paper.height - y)
            x += 2
    for x in xs:
        y = ys[0]
        while y < ys[-1]:
            paper.canvas.line(x, paper.height - y, x, paper.height - min(y + 1, ys[-1]))
            y += 2
    sheet.close()


@golden
def fills_for_rules(g: Golden) -> None:
    """No line is drawn: cells are filled areas with thin white gaps between them."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    top = paper.y + 47
    ys, xs = _grid_lines(top, (paper.width - sum(FUNCTION_WIDTHS)) / 2)
    for r, (y0, y1) in enumerate(pairwise(ys)):
        paper.canvas.setFillGray(0.75 if r == 0 else 0.93)
        for x0, x1 in pairwise(xs):
            paper.canvas.rect(
                x0 + 0.5, paper.height - y1 + 0.5, x1 - x0 - 1, y1 - y0 - 1, stroke=0, fill=1
            )
    paper.canvas.setFillGray(0)
    function_table(sheet, ruling="none")
    sheet.close()


@golden
def short_rules(g: Golden) -> None:
    """Rules end two points before they meet the next one."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    top = paper.y + 47
    function_table(sheet, ruling="none")
    ys, xs = _grid_lines(top, (paper.width - sum(FUNCTION_WIDTHS)) / 2)
    gap = 1.0
    for y in ys:
        for x0, x1 in pairwise(xs):
            paper.canvas.line(x0 + gap, paper.height - y, x1 - gap, paper.height - y)
    for x in xs:
        for y0, y1 in pairwise(ys):
            paper.canvas.line(x, paper.height - y0 - gap, x, paper.height - y1 + gap)
    sheet.close()


@golden
def small_rows(g: Golden) -> None:
    """A sheet scaled to its page: letters of four points in rows of six."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    function_table(
        sheet,
        size=4,
        min_height=6,
        header_height=7,
        padding=1,
        widths=(26, 90, 26, 26, 26),
        line_width=0.2,
    )
    sheet.close()


@golden
def no_rules_between_rows(g: Golden) -> None:
    """Uprights, the header's rules and the outer frame are drawn, but none between body rows."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    top = paper.y + 47
    function_table(sheet, ruling="none")
    ys, xs = _grid_lines(top, (paper.width - sum(FUNCTION_WIDTHS)) / 2)
    for y in (ys[0], ys[1], ys[-1]):
        paper.canvas.line(xs[0], paper.height - y, xs[-1], paper.height - y)
    for x in xs:
        paper.canvas.line(x, paper.height - ys[0], x, paper.height - ys[-1])
    sheet.close()


@golden
def header_apart(g: Golden) -> None:
    """The header is a grid of its own, a few points above that of the body."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    top = paper.y + 47
    function_table(sheet, ruling="none")
    ys, xs = _grid_lines(top, (paper.width - sum(FUNCTION_WIDTHS)) / 2)
    for first, last in ((0, 1), (1, len(ys) - 1)):
        shift = -4 if first == 0 else 0
        for y in ys[first : last + 1]:
            at = paper.height - y - shift
            paper.canvas.line(xs[0], at, xs[-1], at)
        for x in xs:
            paper.canvas.line(
                x, paper.height - ys[first] - shift, x, paper.height - ys[last] - shift
            )
    sheet.close()
