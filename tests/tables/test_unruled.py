from __future__ import annotations

from pipelines.tables.reading import read_tables
from tests.tables.drawing import Sheet, width_of

ROWS = [
    ("201", "一般公共服务支出", "120.00", "20.50"),
    ("20101", "人大事务", "100.00", ""),
    ("2010101", "行政运行", "100.00", "20.50"),
    ("205", "教育支出", "7.00", "1.00"),
]


def borderless(page_no: int, rows: list[tuple[str, ...]], header: bool) -> Sheet:
    sheet = Sheet(page_no)
    y = 60.0
    if header:
        sheet.centred("一般公共预算支出表", 60).text("单位：万元", 480, 85)
        for x, text in ((60, "科目编码"), (150, "科目名称"), (330, "基本支出"), (450, "项目支出")):
            sheet.text(text, x, 105)
        y = 125.0
    for code, name, basic, project in rows:
        sheet.text(code, 60, y).text(name, 150, y)
        sheet.text(basic, 370 - width_of(basic), y).text(project, 490 - width_of(project), y)
        y += 18
    return sheet


def test_table_without_lines() -> None:
    (table,) = read_tables([borderless(1, ROWS, header=True).page]).tables
    assert table.caption.title == "一般公共预算支出表"
    assert [(r.code, r.row_label) for r in table.block_rows] == [(r[0], r[1]) for r in ROWS]
    assert [("/".join(f.path), f.placed.text) for f in table.figures][:3] == [
        ("基本支出", "120.00"),
        ("项目支出", "20.50"),
        ("基本支出", "100.00"),
    ]


def test_three_line_table() -> None:
    sheet = borderless(1, ROWS, header=True)
    for y in (95, 114, 192):
        sheet.rule(55, y, 500, y)
    (table,) = read_tables([sheet.page]).tables
    assert len(table.figures) == 7


def test_it_goes_on_over_the_page() -> None:
    pages = [borderless(1, ROWS, header=True).page, borderless(2, ROWS[:3], header=False).page]
    (table,) = read_tables(pages).tables
    assert len(table.figures) == 7 + 5


def test_running_text_is_no_table() -> None:
    sheet = Sheet().text("（单位：万元）", 400, 60)
    for i in range(6):
        sheet.text(f"二〇二六年预算安排{i}2.00万元，比上年增加1.00万元。", 60, 90 + 20 * i)
    assert read_tables([sheet.page]).tables == []
