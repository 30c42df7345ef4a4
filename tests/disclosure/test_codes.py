"""Notation of codes: normalizing, splitting from names, completing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.disclosure.codes import (
    CodeAndName,
    complete_code_columns,
    complete_codes,
    normalize_code,
    split_code_name,
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2010301", "2010301"),
        ("２０１", "201"),
        ("302-12", "30212"),
        ("301 2", "30102"),
        ("301 02", "30102"),
        ("208.05.05", "2080505"),
        ("208 05 05", "2080505"),
        ("[30101]", "30101"),
        ("（201）", "201"),
        ("05", "05"),
        ("A020101", "A020101"),
        ("合计", None),
        ("2010301行政运行", None),
        ("", None),
        (None, None),
    ],
)
def test_normalize_code(text: str | None, code: str | None) -> None:
    assert normalize_code(text) == code


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("2010301 行政运行", "2010301", "行政运行"),
        ("2010301行政运行", "2010301", "行政运行"),
        ("2010301-行政运行", "2010301", "行政运行"),
        ("（201）一般公共服务支出", "201", "一般公共服务支出"),
        ("[30101]基本工资", "30101", "基本工资"),
        ("【302】商品和服务支出", "302", "商品和服务支出"),
        ("302-12 因公出国（境）费用", "30212", "因公出国（境）费用"),
        ("201 03 01 行政运行", "2010301", "行政运行"),
        ("108001 某某办公室", "108001", "某某办公室"),
        ("行政运行（2010301）", "2010301", "行政运行"),
        ("　　基本 工资", None, "基本工资"),
        ("2024年预算数", None, "2024年预算数"),
        ("（一）一般公共预算", None, "（一）一般公共预算"),
        ("（1）办公费", None, "（1）办公费"),
        ("", None, ""),
    ],
)
def test_split_code_name(text: str, code: str | None, name: str) -> None:
    assert split_code_name(text) == CodeAndName(code, name)


def test_columns_take_what_is_missing_from_above() -> None:
    rows = [
        ["", "", ""],
        ["208", "", ""],
        ["", "05", ""],
        ["", "", "05"],
        ["", "", "06"],
        ["", "08", ""],
        ["", "", "01"],
        ["210", "", ""],
        ["210", "11", "01"],
    ]
    assert complete_code_columns(rows) == [
        None, "208", "20805", "2080505", "2080506", "20808", "2080801", "210", "2101101",
    ]  # fmt: skip


def test_columns_that_print_whole_codes_keep_them() -> None:
    rows = [["208", "", ""], ["208", "20805", ""], ["208", "20805", "2080505"]]
    assert complete_code_columns(rows) == ["208", "20805", "2080505"]


def test_own_level_only() -> None:
    assert complete_codes(["208", "05", "05", "06", "", "210", "11", "01"]) == [
        "208", "20805", "2080505", "2080506", None, "210", "21011", "2101101",
    ]  # fmt: skip


def test_depth_decides_where_it_is_known() -> None:
    printed = ["208", "05", "05", "06", "08"]
    assert complete_codes(printed, [0, 1, 2, 1, 2]) == [
        "208", "20805", "2080505", "20806", "2080608",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="as many"):
        complete_codes(printed, [0])


_PART = st.integers(1, 99).map(lambda n: f"{n:02d}")
_CLASS = st.integers(201, 599).map(str)
_CODE = st.tuples(_CLASS, st.lists(_PART, max_size=2)).map(lambda t: [t[0], *t[1]])
_NAME = st.text(st.sampled_from("行政运行基本工资福利支出（）、"), min_size=1, max_size=8).filter(
    lambda s: s[0] not in "（）、"
)


@given(_CODE, st.sampled_from(["", "-", ".", " ", "  "]))
def test_levels_join(levels: list[str], separator: str) -> None:
    assert normalize_code(separator.join(levels)) == "".join(levels)


@given(_CODE, _NAME, st.sampled_from(["{} {}", "{}{}", "[{}]{}", "（{}）{}", "{}-{}", "{}　{}"]))
def test_code_and_name_part_again(levels: list[str], name: str, template: str) -> None:
    code = "".join(levels)
    split = split_code_name(template.format(code, name))
    assert split.code == code
    assert split.name == name


@given(st.lists(_CODE, max_size=12))
def test_columns_round_trip(codes: list[list[str]]) -> None:
    """Blank every cell that repeats the row above: completing gives the full codes back."""
    rows: list[list[str | None]] = []
    previous: list[str] = []
    for levels in codes:
        row: list[str | None] = []
        same = True
        for i, part in enumerate(levels):
            same = same and i < len(previous) and previous[i] == part and i < len(levels) - 1
            row.append(None if same else part)
        rows.append(row + [None] * (3 - len(levels)))
        previous = levels
    assert complete_code_columns(rows) == ["".join(levels) for levels in codes]
