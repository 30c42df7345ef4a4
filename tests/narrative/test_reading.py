"""From typed pages to sections and sentences."""

from __future__ import annotations

from pipelines.narrative import Narrative, read_narrative
from tests.narrative.typing_page import LEFT, SIZE, TypedPage, table_reading


def read(*typed: TypedPage) -> Narrative:
    return read_narrative([each.page for each in typed], table_reading(*typed))


def texts(narrative: Narrative) -> list[str]:
    return [placed.sentence.text for placed in narrative.sentences]


LONG = (
    "本单位贯彻执行国家有关贸易和国际经济合作的法律和政策，"
    "并组织实施有关的规章和办法，负责全市的行业管理工作。"
)


def test_sentences_go_on_over_lines_and_pages() -> None:
    first, second = TypedPage(1), TypedPage(2)
    first.line("一、主要职能", LEFT + 2 * SIZE)
    first.paragraph(LONG)
    first.paragraph(LONG[:28])
    second.line(LONG[28:])
    second.paragraph("下一段。")
    narrative = read(first, second)
    assert texts(narrative) == [LONG, LONG, "下一段。"]
    places = [(p.sentence.page, p.sentence.page_to) for p in narrative.sentences]
    assert places == [(1, 1), (1, 2), (2, 2)]
    box = narrative.sentences[0].sentence
    assert (box.x0, box.x1) == (LEFT, LEFT + 30 * SIZE)
    assert [(s.title, s.page_from, s.page_to) for s in narrative.sections] == [
        ("一、主要职能", 1, 2)
    ]


def test_tables_page_numbers_and_running_heads_are_no_text() -> None:
    pages = [TypedPage(n) for n in (1, 2, 3)]
    for page in pages:
        page.line("某市某局2024年度部门预算", 150.0, top=30.0)
        page.paragraph(LONG)
        page.table()
        page.page_number()
    narrative = read(*pages)
    assert texts(narrative) == [LONG] * 3
    assert len(narrative.of_kind("furniture")) == 6


def test_a_table_parts_paragraphs() -> None:
    page = TypedPage()
    page.paragraph("单位情况见下" + "一" * 22)
    page.table()
    page.line("表后的文字。")
    assert len(texts(read(page))) == 2


def test_headings_nest_by_their_numbers() -> None:
    page = TypedPage()
    page.centred("第一部分 部门概况")
    page.line("一、主要职能", LEFT + 2 * SIZE)
    page.paragraph(LONG)
    page.line("（一）机关运行经费", LEFT + 2 * SIZE)
    page.paragraph("本部门机关运行经费12万元。")
    page.line("（二）政府采购情况", LEFT + 2 * SIZE)
    page.paragraph("本部门无政府采购。")
    page.line("二、机构设置", LEFT + 2 * SIZE)
    page.paragraph("内设10个处室。")
    narrative = read(page)
    tree = [(s.section_no, s.parent_no, s.level, s.title) for s in narrative.sections]
    assert tree == [
        (1, None, 1, "第一部分部门概况"),
        (2, 1, 2, "一、主要职能"),
        (3, 2, 3, "（一）机关运行经费"),
        (4, 2, 3, "（二）政府采购情况"),
        (5, 1, 2, "二、机构设置"),
    ]
    assert [p.section_no for p in narrative.sentences] == [2, 3, 4, 5]


def test_items_of_a_list_are_sentences_not_headings() -> None:
    page = TypedPage()
    page.line("一、机构设置", LEFT + 2 * SIZE)
    for item in ("（一）秘书处", "（二）综合处", "（三）人事处"):
        page.line(item, LEFT + 2 * SIZE)
    page.paragraph("下设5家预算单位。")
    narrative = read(page)
    assert [s.title for s in narrative.sections] == ["一、机构设置"]
    assert texts(narrative) == ["（一）秘书处", "（二）综合处", "（三）人事处", "下设5家预算单位。"]


def test_numbered_titles_above_tables_are_headings() -> None:
    page = TypedPage()
    for title in ("（一）收支总表", "（二）收入总表", "（三）支出总表"):
        page.line(title, LEFT + 2 * SIZE)
        page.table()
    assert len(read(page).sections) == 3


def test_contents_and_cover_are_told_from_text() -> None:
    cover, contents, text = TypedPage(1), TypedPage(2), TypedPage(3)
    cover.centred("某市某局", 22)
    cover.centred("2024年度部门预算", 22)
    contents.centred("目  录")
    for entry in ("第一部分 部门概况", "一、主要职能", "第二部分 部门预算表"):
        contents.line(entry)
    text.centred("第一部分 部门概况")
    text.line("一、主要职能", LEFT + 2 * SIZE)
    text.paragraph(LONG)
    narrative = read(cover, contents, text)
    assert [line.text for line in narrative.of_kind("title")] == ["某市某局", "2024年度部门预算"]
    assert len(narrative.of_kind("contents")) == 4
    assert [s.title for s in narrative.sections] == ["第一部分部门概况", "一、主要职能"]
    assert texts(narrative) == [LONG]


def test_contents_with_leaders_need_no_title() -> None:
    page, text = TypedPage(1), TypedPage(2)
    for n, entry in enumerate(("一、主要职能", "二、机构设置", "三、预算表", "四、名词解释"), 1):
        page.line(f"{entry}............{n}")
    text.line("一、主要职能", LEFT + 2 * SIZE)
    text.paragraph(LONG)
    narrative = read(page, text)
    assert len(narrative.of_kind("contents")) == 4
    assert [s.title for s in narrative.sections] == ["一、主要职能"]


def test_lines_that_end_in_decimals_are_no_contents() -> None:
    page = TypedPage()
    amounts = "".join(f"某项经费支出（50{n}）12.3{n}万元，" for n in range(9))
    page.paragraph("某项支出" + amounts + "其他无。")
    for row in range(4):
        page.line("本单位项目支出预算安排和基本支出预算安排合计" + f"12{row}.07")
    assert not read(page).of_kind("contents")


def test_part_title_on_a_page_of_its_own_over_two_lines() -> None:
    title, text = TypedPage(1), TypedPage(2)
    title.centred("第二部分", 20)
    title.centred("2024年度部门预算表", 20)
    text.paragraph(LONG)
    assert [s.title for s in read(title, text).sections] == ["第二部分2024年度部门预算表"]


def test_a_title_that_goes_on_centred_below() -> None:
    page = TypedPage()
    page.centred("第三部分某市规划和自然资源局年度部门决算情况", SIZE)
    page.centred("说明", SIZE)
    page.paragraph(LONG)
    assert [s.title for s in read(page).sections] == [
        "第三部分某市规划和自然资源局年度部门决算情况说明"
    ]


def test_labels_over_a_drawing_are_a_chart() -> None:
    page = TypedPage()
    page.paragraph(LONG)
    top = page.top
    page.page.curves.append({"x0": 100.0, "x1": 300.0, "top": top, "bottom": top + 90})
    for label in ("120", "在职人员", "60 事业人员", "0"):
        page.line(label, 120.0)
    page.top = top + 150
    page.paragraph("下一段。")
    narrative = read(page)
    assert texts(narrative) == [LONG, "下一段。"]
    assert len(narrative.of_kind("chart")) == 4


def test_form_lines_on_a_part_page_are_not_its_title() -> None:
    page = TypedPage()
    page.centred("第五部分 公开报表", 20)
    page.centred("部门名称：某市某局", 16)
    assert [s.title for s in read(page).sections] == ["第五部分公开报表"]


def test_chart_captions_are_no_sentences() -> None:
    page = TypedPage()
    page.paragraph(LONG)
    page.line("图1：收入预算", 200.0)
    narrative = read(page)
    assert texts(narrative) == [LONG]
    assert [line.text for line in narrative.of_kind("chart")] == ["图1：收入预算"]


def test_every_line_has_one_kind() -> None:
    page = TypedPage()
    page.line("一、主要职能", LEFT + 2 * SIZE)
    page.paragraph(LONG)
    page.page_number()
    assert [placed.kind for placed in read(page).lines] == [
        "heading", "sentence", "sentence", "furniture",
    ]  # fmt: skip


def test_rows_have_the_columns_of_the_raw_tables() -> None:
    from pipelines.extraction.schema import TABLES

    page = TypedPage()
    page.line("一、收入预算", LEFT + 2 * SIZE)
    page.paragraph("2024年收入预算12.30万元，比上年增加1万元。")
    rows = read(page).rows("0123456789abcdef")
    for name in ("section", "sentence", "claim"):
        assert rows[name]
        for row in rows[name]:
            assert set(row) == set(TABLES[name].names)
    assert rows["claim"][0]["claim_id"] == "0123456789abcdef-s00001-c01"


def test_nothing_to_read() -> None:
    narrative = read(TypedPage())
    assert (narrative.sections, narrative.sentences, narrative.lines) == ([], [], [])
