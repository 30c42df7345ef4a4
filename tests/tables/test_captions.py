from __future__ import annotations

import pytest

from pipelines.tables.captions import kind_of, money_unit, read_caption, read_row_captions
from pipelines.tables.text import Line, lines_of
from tests.tables.drawing import Sheet


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("单位：万元", "unit"),
        ("金额单位:元", "unit"),
        ("（单位：人、辆）", "unit"),
        ("单位：某市水务局", "organisation"),
        ("部门（单位）：某市统计局", "organisation"),
        ("编制单位：某中心", "organisation"),
        ("万元", "unit"),
        ("公开01表", "number"),
        ("部门公开表3", "number"),
        ("表3-1", "number"),
        ("表十一", "number"),
        ("附件2", "number"),
        ("（2026年度）", "year"),
        ("— 12 —", "page"),
        ("注：本表无数据。", "note"),
        ("（注：没有安排的支出。）", "note"),
        ("续表", "continued"),
        ("一般公共预算支出表（按功能分类）", "title"),
        ("“三公”经费支出情况表", "title"),
        ("二、部门决算单位构成", "heading"),
        ("详见附表。", "text"),
        ("主要用于机关运行，支出情况见下表", "text"),
    ],
)
def test_kind_of(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def caption_of(sheet: Sheet):
    return read_caption(lines_of(sheet.page.chars), (50.0, 200.0, 545.0, 500.0))


def test_title_number_organisation_and_unit() -> None:
    sheet = Sheet().text("公开02表", 500, 60).centred("收入决算表", 85)
    sheet.text("部门：某局", 50, 110).text("单位：万元", 490, 110)
    caption = caption_of(sheet)
    assert caption.title == "收入决算表"
    assert caption.printed_number == "公开02表"
    assert caption.organisation_line == "某局"
    assert caption.unit_line == "单位：万元"


def test_title_over_two_lines_with_year() -> None:
    sheet = Sheet().centred("某市某局2026年部门", 60).centred("整体支出绩效目标表", 78)
    sheet.centred("（2026年度）", 100, size=10)
    assert caption_of(sheet).title == "某市某局2026年部门整体支出绩效目标表（2026年度）"


def test_organisation_without_a_key() -> None:
    sheet = Sheet().centred("2026年部门支出预算总表", 60)
    sheet.text("511-退役军人事务局", 50, 100).text("单位：万元", 490, 100)
    caption = caption_of(sheet)
    assert caption.title == "2026年部门支出预算总表"
    assert caption.organisation_line == "511-退役军人事务局"


def test_bare_unit_at_the_end_of_the_caption_line() -> None:
    sheet = Sheet().centred("项目支出绩效表", 85)
    sheet.text("511-某局", 50, 110).text("万元", 515, 110)
    assert caption_of(sheet).unit_line == "万元"


def test_units_of_several_columns_are_no_caption() -> None:
    assert read_row_captions(["万元", "万元"]) is None


def test_organisation_behind_a_key_without_colon() -> None:
    sheet = Sheet().centred("部门整体支出绩效目标表", 85)
    sheet.text("部门（单位）名称", 50, 110).text("某市气象局", 200, 110)
    caption = caption_of(sheet)
    assert caption.organisation_line == "某市气象局"
    assert caption.title == "部门整体支出绩效目标表"


@pytest.mark.parametrize(
    ("printed", "number", "title"),
    [
        ("预算03表支出总表", "预算03表", "支出总表"),
        ("表1：项目年度绩效指标表", "表1", "项目年度绩效指标表"),
        ("表12026年支出总表", None, "表12026年支出总表"),  # 表1 of 2026, or 表12 of 026?
    ],
)
def test_number_before_the_title(printed: str, number: str | None, title: str) -> None:
    caption = caption_of(Sheet().centred(printed, 85))
    assert (caption.printed_number, caption.title) == (number, title)


def test_enumerated_line_heads_a_table_without_title() -> None:
    sheet = Sheet().text("七、重点项目预算绩效目标情况", 70, 60, 12)
    sheet.text("本单位的项目绩效目标如下。", 70, 90, 12)
    caption = caption_of(sheet)
    assert (caption.title, caption.heading) == (None, "七、重点项目预算绩效目标情况")


def test_paragraph_above_is_no_title() -> None:
    sheet = Sheet().text("一、部门决算单位构成", 70, 60, 12)
    sheet.text("纳入决算编制范围的单位包括：", 70, 90, 12)
    caption = caption_of(sheet)
    assert caption.title is None
    assert caption.has_text_above
    assert caption.heading == "一、部门决算单位构成"


def test_row_captions() -> None:
    found = read_row_captions(["部门：某局", "", "单位：元"])
    assert found is not None
    assert (found.organisation_line, found.unit_line) == ("某局", "单位：元")
    assert read_row_captions(["财政拨款“三公”经费"]) is None
    assert read_row_captions(["项目", "预算数"]) is None


def test_money_unit_is_the_first_that_prints_one() -> None:
    assert money_unit(None, "单位：万元", "元") == "万元"
    assert money_unit("单位：人") is None


def test_lines_of_a_caption_are_given_for_the_accounting() -> None:
    sheet = Sheet().centred("收入决算表", 85)
    assert [type(x) for x in caption_of(sheet).lines] == [Line]
