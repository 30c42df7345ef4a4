"""What titles say of a document."""

from __future__ import annotations

import pytest

from pipelines.disclosure.titles import TitleFacts, clean_organisation, read_date, read_title


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "某市财政局2026年度部门预算信息公开",
            TitleFacts("某市财政局", 2026, "budget", "department"),
        ),
        (
            "2018年度某省高级人民法院预算公开",
            TitleFacts("某省高级人民法院", 2018, "budget", None),
        ),
        (
            "某州人民政府办公室(汇总)2024 年部门预算",
            TitleFacts("某州人民政府办公室", 2024, "budget", "department", True),
        ),
        (
            "2026年某市民政局（本级）部门预算",
            TitleFacts("某市民政局", 2026, "budget", "own", True),
        ),
        (
            "2019年某市轨道交通局部门决算",
            TitleFacts("某市轨道交通局", 2019, "final_accounts", "department"),
        ),
        ("某市2026年市级单位预算", TitleFacts(None, 2026, "budget", "unit")),
        ("2026年预算单位财务收支预算总表", TitleFacts(None, 2026, "budget", "unit")),
        ("第一部分 某市信访局概况", TitleFacts("某市信访局", None, None, None)),
        ("第一部分 部门概况", TitleFacts(None, None, None, "department")),
        ("某区社会福利院（单位）主要职能", TitleFacts("某区社会福利院", None, None, "unit", True)),
        (
            "（一）关于某市财政局2026年收支预算情况的总体说明",
            TitleFacts("某市财政局", 2026, "budget", None),
        ),
        ("一般公共预算财政拨款支出决算表", TitleFacts(None, None, "final_accounts", None)),
        ("部门预算某市财政局", TitleFacts("某市财政局", None, "budget", "department")),
        ("二、机构设置", TitleFacts()),
    ],
)  # fmt: skip
def test_read_title(text: str, facts: TitleFacts) -> None:
    assert read_title(text) == facts


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("108001-某市某局（汇总）", "某市某局"),
        ("[340]某市大数据局", "某市大数据局"),
        ("某市某局-108", "某市某局"),
        ("某市某局单位：万元", "某市某局"),
        ("某研究院(某数据管理中心)", "某研究院（某数据管理中心）"),
        ("中共某市委宣传部", "中共某市委宣传部"),
        ("本部门", None),
        ("万元", None),
        ("2024年预算数", None),
        ("各预算单位", None),
    ],
)
def test_clean_organisation(text: str, name: str | None) -> None:
    assert clean_organisation(text) == name


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("二零二四年二月八日", "2024-02-08"),
        ("二〇二五年七月", "2025-07"),
        ("二〇二五年十二月二十一日", "2025-12-21"),
        ("2018 年 2 月 24 日", "2018-02-24"),
        ("2024年度部门预算", None),
    ],
)
def test_read_date(text: str, date: str | None) -> None:
    assert read_date(text) == date
