"""Golden pages: text drawn twice, unseen, or out of order."""

from __future__ import annotations

import random
from typing import Any

from tests.facsimile.typeset import Paper
from tests.golden.build import Golden, Sheet, golden, tree
from tests.golden.samples import (
    FUNCTION,
    FUNCTION_ROWS,
    FUNCTION_WIDTHS,
    function_table,
)


class _Twice(Paper):
    """Draws every line of text twice, a trifle apart: a makeshift bold."""

    def text(self, x: float, top: float, *args: Any, **options: Any) -> None:
        super().text(x, top, *args, **options)
        super().text(x + 0.25, top, *args, **options)


@golden
def drawn_twice(g: Golden) -> None:
    """All text is drawn twice, a quarter of a point apart."""
    sheet = Sheet.open(g, _Twice)
    sheet.paper.new_page()
    function_table(sheet)
    sheet.close()


def _body_line(paper: Paper, row: int) -> float:
    """Baseline of a body row of the expenditure table, in the canvas' coordinates."""
    return paper.height - (paper.margin + 67 + 18 * row + 12)


@golden
def white_text(g: Golden) -> None:
    """Empty cells hold numbers that no one sees: white on white."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    function_table(sheet)
    paper.canvas.setFillGray(1)
    for row in (3, 5, 8):
        paper.canvas.drawString(490, _body_line(paper, row), "888.88")
    paper.canvas.setFillGray(0)
    sheet.close()


@golden
def hidden_text(g: Golden) -> None:
    """An empty cell holds a number in the invisible render mode: its page is marked."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    function_table(sheet)
    text = paper.canvas.beginText(410, _body_line(paper, 4))
    text.setFont(paper.font, 9)
    text.setTextRenderMode(3)
    text.textOut("777.77")
    text.setTextRenderMode(0)
    paper.canvas.drawText(text)
    g.marks = {1: "hidden_text"}
    sheet.close()


@golden
def overlaid_figures(g: Golden) -> None:
    """Other numbers are printed over some amounts: which one counts, nobody can tell."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    function_table(sheet)
    right = (paper.width + sum(FUNCTION_WIDTHS)) / 2 - 72 - 72 - 4
    for row, text, shift in (
        (0, "999.00", 0.0),  # the ends on one place
        (1, "111.11", 2.25),  # half a digit apart
        (2, "7,654.32", 1.1),  # longer than the amount below it
        (3, "88", -9.0),  # between its digits
        (4, "234.50", 3.4),  # the same once more, too far off to be a bold print
    ):
        paper.canvas.drawRightString(right + shift, _body_line(paper, row), text)
        g.marked_figures.add((FUNCTION_ROWS[row][1].lstrip(">"), "合计"))
    sheet.close()


@golden
def overlaid_labels(g: Golden) -> None:
    """A name is printed over another one: the page is marked."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    function_table(sheet)
    left = (paper.width - sum(FUNCTION_WIDTHS)) / 2 + 70 + 9
    paper.canvas.drawString(left, _body_line(paper, 1), "教育支出")
    g.marks, g.titles = {1: "overlaid_text"}, []
    sheet.close()


@golden
def white_on_dark(g: Golden) -> None:
    """White text that is seen: the 合计 row stands on a dark background."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    title, header, total = "支出总表", FUNCTION, FUNCTION_ROWS[0]
    top = _body_line(paper, 0) - 6
    paper.canvas.setFillGray(0.25)
    paper.canvas.rect((paper.width - sum(FUNCTION_WIDTHS)) / 2, top, sum(FUNCTION_WIDTHS), 18, 0, 1)
    paper.canvas.setFillGray(0)
    blank = ["", "", "", "", ""]
    sheet.table(
        title, "expenditure", header, "cnfff", [blank, *FUNCTION_ROWS[1:]], widths=FUNCTION_WIDTHS
    )
    paper.canvas.setFillGray(1)
    paper.y = paper.margin + 67
    sheet.tables -= 1
    g.titles.pop()
    sheet.table(
        None,
        "expenditure",
        header,
        "cnfff",
        [total],
        widths=FUNCTION_WIDTHS,
        header_cells=[],
        ruling="none",
    )
    g.titles[:] = [title]
    paper.canvas.setFillGray(0)
    sheet.close()


class _Scrambled(Paper):
    """Draws each character on its own, in an order that has nothing to do with reading."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.waiting: list[tuple[float, float, str, float]] = []

    def text(
        self, x: float, top: float, text: str, size: float, bold: bool = False, align: Any = "left"
    ) -> None:
        width = self.canvas.stringWidth(text, self.font, size)
        x -= {"left": 0.0, "center": width / 2, "right": width}[align]
        for char in text:
            self.waiting.append((x, top, char, size))
            x += self.canvas.stringWidth(char, self.font, size)

    def _end_page(self) -> None:
        random.Random(7).shuffle(self.waiting)
        waiting, self.waiting = self.waiting, []
        for x, top, char, size in waiting:
            super().text(x, top, char, size)
        super()._end_page()


@golden
def scrambled(g: Golden) -> None:
    """The characters of the page are drawn one by one in random order."""
    sheet = Sheet.open(g, _Scrambled, numbers=False)
    sheet.paper.new_page()
    function_table(sheet)
    sheet.close()


@golden
def spaced_figures(g: Golden) -> None:
    """Blanks are part of the text: before amounts, inside labels, a full-width blank as indent."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    rows = [["合　计", "  1,234.56 "], ["　基本支出", " 1,000.06"], ["　项 目 支 出", "   234.50"]]
    sheet.table(
        "支出预算表",
        "expenditure",
        tree("项　　目", "预 算 数"),
        "nf",
        rows,
        widths=(200, 100),
    )
    sheet.close()
