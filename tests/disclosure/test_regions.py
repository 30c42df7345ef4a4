"""Regions by the names that organisations begin with."""

from __future__ import annotations

import pytest

from pipelines.disclosure.regions import region_of


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("国家信访局", "000000"),
        ("北京市财政局", "110000"),
        ("北京城市副中心工程建设管理办公室", "110000"),
        ("上海市普陀区商务委员会", "310107"),
        ("中共上海市普陀区委社会工作部", "310107"),
        ("舟山市普陀区某局", "330903"),
        ("延边朝鲜族自治州人民政府办公室", "222400"),
        ("吉林省延边朝鲜族自治州人民政府办公室", "222400"),
        ("延边州财政局", "222400"),
        ("宁化县泉上镇人民政府", "350424"),
        ("贵州省黔东南苗族侗族自治州凯里市教育局", "522601"),
        ("深圳市信访局", "440300"),
        ("中共江苏省委办公厅", "320000"),
        ("某某委员会办公室", None),
        ("", None),
    ],
)
def test_region_of(name: str, code: str | None) -> None:
    assert region_of(name) == code
