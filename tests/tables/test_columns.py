from __future__ import annotations

import pytest

from pipelines.tables.columns import code_systems, content_of, read_columns, role_of_heading


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("功能分类科目编码", "code"),
        ("科目代码", "code"),
        ("款", "code"),
        ("部门经济科目编码", "code"),
        ("单位编码", "unit_code"),
        ("部门(单位)代码", "unit_code"),
        ("部门（单位）名称", "unit_name"),
        ("预算单位", "unit_name"),
        ("二级预算单位名称", "unit_name"),
        ("科目名称", "name"),
        ("支出功能分类科目（按大类）", "name"),
        ("行次", "ordinal"),
        ("备注", "attribute"),
        ("规格型号", "attribute"),
        ("经费性质", "attribute"),
        ("一般公共预算拨款收入", None),
        ("项目支出", None),
        ("预算数", None),
        ("支出合计", None),
    ],
)
def test_role_of_heading(heading: str, role: str | None) -> None:
    assert role_of_heading(heading) == role


def roles(headings: list[str], columns: list[list[str]]) -> list[tuple[str, int]]:
    read = read_columns([tuple(h.split("/")) for h in headings], columns)
    return [(column.role, column.block_no) for column in read]


def test_two_sided_table_has_two_blocks() -> None:
    got = roles(
        ["收入/项目", "收入/预算数", "支出/项目", "支出/预算数"],
        [["一、财政拨款"], ["1.00"], ["一、教育支出"], ["1.00"]],
    )
    assert got == [("name", 1), ("figure", 1), ("name", 2), ("figure", 2)]


def test_repeated_code_name_amount_are_blocks() -> None:
    headings = ["科目编码", "科目名称", "决算数"] * 3
    columns = [["301"], ["工资"], ["1.00"], ["302"], ["商品"], ["2.00"], ["310"], ["资本"], [""]]
    assert [block for _, block in roles(headings, columns)] == [1, 1, 1, 2, 2, 2, 3, 3, 3]


def test_texts_that_describe_a_row_begin_no_block() -> None:
    got = roles(
        ["采购项目", "数量", "单位", "规格", "预算金额"],
        [["电脑", "打印机"], ["5", "1"], ["台", "台"], ["A4", "A3"], ["3.00", "1.00"]],
    )
    assert [role for role, _ in got] == ["name", "figure", "attribute", "attribute", "figure"]
    assert {block for _, block in got} == {1}


def test_codes_without_a_known_heading_are_told_by_content() -> None:
    got = roles(
        ["分类", "摘要", "合计"], [["201", "20101", "2010101"], ["甲", "乙", "丙"], ["1.00"] * 3]
    )
    assert [role for role, _ in got] == ["code", "name", "figure"]


def test_unnamed_row_numbers_are_no_figures() -> None:
    read = read_columns(
        [(), ("名称",), ("金额",)], [list("123456"), list("甲乙丙丁戊己"), ["1.00"] * 6]
    )
    assert [column.role for column in read] == ["ordinal", "name", "figure"]


def test_blank_column_beside_names_is_no_figure_column() -> None:
    got = roles(
        ["项目名称/一级项目", "项目名称/二级项目", "项目单位", "合计"],
        [["甲", "乙"], ["", ""], ["某局", "某局"], ["1.00", "2.00"]],
    )
    assert got == [("name", 1), ("name", 1), ("unit_name", 1), ("figure", 1)]


def test_content_counts() -> None:
    counts = content_of(["301", "30101", "—", "", "12.50", "3名"])
    assert (counts.filled, counts.strong, counts.subject_codes) == (4, 1, 2)


def test_code_systems_join_split_levels_only() -> None:
    columns = read_columns(
        [
            ("科目编码", "类"),
            ("科目编码", "款"),
            ("部门科目",),
            ("科目编码", "类"),
            ("科目编码", "款"),
            ("政府科目",),
            ("合计",),
        ],
        [["301"], ["01"], ["基本工资"], ["501"], ["01"], ["工资"], ["1.00"]],
    )
    assert [[c.col_no for c in system] for system in code_systems(columns)] == [[0, 1], [3, 4]]
