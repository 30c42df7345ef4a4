"""Numbers in front of headings and items."""

from __future__ import annotations

import pytest

from pipelines.narrative.markers import read_marker


@pytest.mark.parametrize(
    ("text", "level", "title"),
    [
        ("第一部分 部门概况", 1, "部门概况"),
        ("第二部分：收支情况", 1, "收支情况"),
        ("第一部分", 1, ""),
        ("十一、名词解释", 2, "名词解释"),
        ("（一）主要职能", 3, "主要职能"),
        ("(十二) 其他", 3, "其他"),
        ("1.因公出国", 4, "因公出国"),
        ("2、公务接待费", 4, "公务接待费"),
        ("3．公务用车", 4, "公务用车"),
        ("（1）办公室", 5, "办公室"),
        ("①其他", 5, "其他"),
    ],
)
def test_levels(text: str, level: int, title: str) -> None:
    marker = read_marker(text)
    assert marker is not None
    assert (marker.level, marker.title) == (level, title)


@pytest.mark.parametrize(
    "text", ["1.24万元", "2024年预算", "一般公共预算", "（款）统计信息", "12.", "第三季度"]
)
def test_no_marker(text: str) -> None:
    marker = read_marker(text)
    assert marker is None or not marker.title
