"""What is a budget disclosure, and what is not."""

from __future__ import annotations

import re

import pytest

from pipelines.disclosure import is_disclosure
from pipelines.disclosure.lexicon import read_lexicon
from tests.narrative.typing_page import TypedPage


def page_of(*lines: str) -> TypedPage:
    page = TypedPage()
    for line in lines:
        page.line(line)
    return page


@pytest.mark.parametrize(
    "lines",
    [
        ("收支总表", "单位：万元", "收入总表", "支出总表", "上年结转"),
        ("2024年部门预算情况说明", "“三公”经费预算0万元", "机关运行经费12万元"),
        ("2026年项目支出绩效目标表", "财政拨款 财政专户拨款", "产出指标 效益指标"),
        ("某局2024年度部门决算", "收入支出决算总表"),
    ],
)  # fmt: skip
def test_every_part_of_a_disclosure_is_one(lines: tuple[str, ...]) -> None:
    assert is_disclosure([page_of(*lines).page])[0]


@pytest.mark.parametrize(
    "lines",
    [
        ("1—2月国民经济主要指标", "一般公共预算支出 亿元 增长"),
        ("药品中选品种供应清单", "品种名称 规格 包装 中选企业"),
        ("关于召开会议的通知", "各单位要做好预算工作，预算，预算，预算，预算，预算，预算。"),
    ],
)
def test_other_papers_are_none(lines: tuple[str, ...]) -> None:
    belongs, reason = is_disclosure([page_of(*lines).page])
    assert not belongs
    assert "no department budget" in reason


def test_a_scan_says_so() -> None:
    belongs, reason = is_disclosure([TypedPage().page])
    assert not belongs
    assert reason.startswith("no_text")


def test_the_lexicon_is_well_formed() -> None:
    rows = read_lexicon("disclosure_terms.csv")
    assert len({row["name"] for row in rows}) == len(rows)
    for row in rows:
        re.compile(row["term"])
        assert int(row["weight"]) in (1, 2, 3)
        assert row["note"]
