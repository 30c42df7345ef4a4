"""Golden pages: how a page stands and how borders are drawn."""

from __future__ import annotations

from tests.facsimile.typeset import Cell, Row
from tests.golden.build import LANDSCAPE, ORGANISATION, Golden, Sheet, golden
from tests.golden.samples import (
    FUNCTION_ROWS,
    FUNCTION_WIDTHS,
    function_table,
)


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
