from __future__ import annotations

from pipelines.tables.model import Table
from pipelines.tables.reading import read_tables
from tests.tables.drawing import Sheet

HEADER: list[str | None] = ["科目编码", "科目名称", "合计"]
WIDTHS = [70.0, 150.0, 80.0]


def first_page(rows: list[list[str | None]]) -> Sheet:
    return Sheet(1).centred("支出总表", 90).grid([HEADER, *rows], WIDTHS, top=120)


def read(*sheets: Sheet) -> list[Table]:
    return read_tables([sheet.page for sheet in sheets]).tables


def labels(table: Table) -> list[str]:
    return [row.row_label for row in table.block_rows]


def test_continuation_without_header() -> None:
    (table,) = read(
        first_page([["201", "一般公共服务支出", "3.00"]]),
        Sheet(2).grid([["205", "教育支出", "1.00"], ["合计", "", "4.00"]], WIDTHS, top=60),
    )
    assert labels(table) == ["一般公共服务支出", "教育支出", "合计"]
    assert [f.placed.page_no for f in table.figures] == [1, 2, 2]
    assert table.pages == [1, 2]


def test_continuation_with_repeated_header() -> None:
    (table,) = read(
        first_page([["201", "一般公共服务支出", "3.00"]]),
        Sheet(2).grid([HEADER, ["205", "教育支出", "1.00"]], WIDTHS, top=60),
    )
    assert labels(table) == ["一般公共服务支出", "教育支出"]


def test_repeated_title_and_total_go_on() -> None:
    (table,) = read(
        first_page([["合计", "", "4.00"], ["201", "一般公共服务支出", "3.00"]]),
        Sheet(2)
        .centred("支出总表", 90)
        .grid([HEADER, ["合计", "", "4.00"], ["205", "教育支出", "1.00"]], WIDTHS),
    )
    assert len(table.figures) == 4


def test_same_title_with_other_total_is_another_table() -> None:
    tables = read(
        first_page([["合计", "", "4.00"], ["201", "一般公共服务支出", "4.00"]]),
        Sheet(2)
        .centred("支出总表", 90)
        .grid([HEADER, ["合计", "", "7.00"], ["205", "教育支出", "7.00"]], WIDTHS),
    )
    assert [len(t.figures) for t in tables] == [2, 2]


def test_another_title_is_another_table() -> None:
    tables = read(
        first_page([["201", "一般公共服务支出", "3.00"]]),
        Sheet(2).centred("收入总表", 90).grid([HEADER, ["205", "教育支出", "1.00"]], WIDTHS),
    )
    assert [t.caption.title for t in tables] == ["支出总表", "收入总表"]


def test_margins_of_odd_and_even_pages_may_differ() -> None:
    (table,) = read(
        first_page([["201", "一般公共服务支出", "3.00"]]),
        Sheet(2).grid([["205", "教育支出", "1.00"]], WIDTHS, top=60, left=80),
    )
    assert len(table.figures) == 2


def test_codes_are_completed_over_the_page_break() -> None:
    header: list[list[str | None]] = [
        ["科目编码", None, "科目名称", "合计"],
        ["类", "款", None, None],
    ]
    merges = [(0, 0, 1, 2), (0, 2, 2, 1), (0, 3, 2, 1)]
    widths = [30.0, 30.0, 150.0, 80.0]
    first = (
        Sheet(1)
        .centred("支出总表", 90)
        .grid(
            [*header, ["208", "", "社会保障", "3.00"], ["", "05", "养老", "2.00"]],
            widths,
            merges=merges,
        )
    )
    (table,) = read(first, Sheet(2).grid([["", "08", "抚恤", "1.00"]], widths, top=60))
    assert [row.code for row in table.block_rows] == ["208", "20805", "20808"]


def test_row_broken_by_the_page_end_is_one_row() -> None:
    (table,) = read(
        first_page(
            [["201", "一般公共服务支出", "3.00"], ["20805", "机关事业单位基本养老", "2.00"]]
        ),
        Sheet(2).grid([["", "保险缴费", ""], ["221", "住房保障支出", "1.00"]], WIDTHS, top=60),
    )
    assert labels(table) == ["一般公共服务支出", "机关事业单位基本养老保险缴费", "住房保障支出"]


def test_header_broken_by_the_page_end() -> None:
    first = (
        Sheet(1)
        .centred("财政拨款收支总表", 90)
        .grid(
            [["收入", None, "支出", None]],
            [100.0, 70.0, 100.0, 70.0],
            merges=[(0, 0, 1, 2), (0, 2, 1, 2)],
        )
    )
    second = Sheet(2).grid(
        [["项目", "预算数", "项目", "预算数"], ["一、财政拨款", "5.00", "一、教育支出", "5.00"]],
        [100.0, 70.0, 100.0, 70.0],
        top=60,
    )
    (table,) = read(first, second)
    assert {"/".join(f.path) for f in table.figures} == {"收入/预算数", "支出/预算数"}
    assert table.caption.title == "财政拨款收支总表"


def test_wide_table_split_sideways() -> None:
    first = first_page([["201", "一般公共服务支出", "3.00"], ["205", "教育支出", "1.00"]])
    second = Sheet(2).grid(
        [["基本支出", "项目支出"], ["2.00", "1.00"], ["", "1.00"]], [80.0, 80.0], top=60
    )
    (table,) = read(first, second)
    assert [(f.placed.page_no, f.row_label, "/".join(f.path)) for f in table.figures][2:] == [
        (2, "一般公共服务支出", "基本支出"),
        (2, "一般公共服务支出", "项目支出"),
        (2, "教育支出", "项目支出"),
    ]


def test_two_tables_on_one_page() -> None:
    sheet = first_page([["201", "一般公共服务支出", "3.00"]])
    sheet.centred("收入总表", 250).grid([HEADER, ["205", "教育支出", "1.00"]], WIDTHS, top=280)
    assert [t.caption.title for t in read(sheet)] == ["支出总表", "收入总表"]


def test_note_under_the_table() -> None:
    sheet = first_page([["201", "一般公共服务支出", ""]])
    sheet.text("注：本表无数据。", 50, 175)
    (table,) = read(sheet)
    record = table.rows()["printed_table"][0]
    assert (record["note"], record["is_empty"]) == ("注：本表无数据。", True)


def test_end_of_a_cell_that_the_page_break_cuts_is_read_once() -> None:
    sheet = Sheet().centred("项目支出表", 90)
    sheet.grid([["项目名称", "预算数"], ["", "8.50"]], [60.0, 90.0], omit=["bottom"])
    bottom = 120.0 + 2 * 22.0
    sheet.rule(110.0, bottom, 200.0, bottom)  # the name's cell goes on over the page break
    sheet.text("档案数字化", 52.0, 153.0).text("及整理", 52.0, 166.0, clipped=True, hidden=True)
    (table,) = read_tables([sheet.page]).tables
    assert [f.row_label for f in table.figures] == ["档案数字化及整理"]
