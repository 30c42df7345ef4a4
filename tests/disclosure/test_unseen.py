"""Identity of publishers that no document at hand is of: covers and titles of other provinces.

Written as such publishers print them (several lines, years in Chinese digits, no cover, other words
for the kinds of unit). What a cover does not tell is None.
"""

from __future__ import annotations

import pytest

from pipelines.disclosure.regions import region_of
from pipelines.disclosure.titles import read_title
from tests.disclosure.deciding import decide
from tests.disclosure.test_identity import a_cover, a_text, candidates

AXES = ("publisher", "fiscal_year", "disclosure_kind", "scope", "region")
BUDGET, FINAL = "budget", "final_accounts"
DEPARTMENT, OWN, UNIT = "department", "own", "unit"

#: Lines of the cover, and what they tell: publisher, year, kind, scope, region.
COVERS: list[tuple[tuple[str, ...], tuple[str | None, ...]]] = [
    (("广州市越秀区教育局", "2024年部门预算"),
     ("广州市越秀区教育局", "2024", BUDGET, DEPARTMENT, "440104")),
    (("2024年广州市越秀区建设街道办事处部门预算",),
     ("广州市越秀区建设街道办事处", "2024", BUDGET, DEPARTMENT, "440104")),
    (("四川省住房和城乡建设厅", "2023年度部门决算"),
     ("四川省住房和城乡建设厅", "2023", FINAL, DEPARTMENT, "510000")),
    (("2022年度", "成都市武侯区行政审批局", "部门决算"),
     ("成都市武侯区行政审批局", "2022", FINAL, DEPARTMENT, "510107")),
    (("新疆生产建设兵团第八师石河子市", "教育局2024年部门预算公开"),
     ("新疆生产建设兵团第八师石河子市教育局", "2024", BUDGET, DEPARTMENT, "650000")),
    (("新疆维吾尔自治区伊犁哈萨克自治州", "特克斯县卫生健康委员会", "2025年部门预算公开"),
     ("新疆维吾尔自治区伊犁哈萨克自治州特克斯县卫生健康委员会", "2025", BUDGET, DEPARTMENT,
      "654027")),
    (("中国科学院大气物理研究所", "2025年单位预算"),
     ("中国科学院大气物理研究所", "2025", BUDGET, UNIT, "000000")),
    (("杭州市规划和自然资源局", "2024年度部门预算公开"),
     ("杭州市规划和自然资源局", "2024", BUDGET, DEPARTMENT, "330100")),
    (("嵊州市黄泽镇人民政府", "2024年部门预算"),
     ("嵊州市黄泽镇人民政府", "2024", BUDGET, DEPARTMENT, "330683")),
    (("湖南省长沙县人民法院", "二〇二四年度部门预算"),
     ("湖南省长沙县人民法院", "2024", BUDGET, DEPARTMENT, "430121")),
    (("吉林省人民检察院", "二○二三年部门决算"),
     ("吉林省人民检察院", "2023", FINAL, DEPARTMENT, "220000")),
    (("政协石家庄市长安区委员会办公室", "2024年部门预算信息公开"),
     ("政协石家庄市长安区委员会办公室", "2024", BUDGET, DEPARTMENT, "130102")),
    (("中国人民政治协商会议", "江西省婺源县委员会", "2024年部门预算"),
     ("中国人民政治协商会议江西省婺源县委员会", "2024", BUDGET, DEPARTMENT, "361130")),
    (("中共六安市委党校（六安市行政学院）", "2024年度单位预算"),
     ("中共六安市委党校（六安市行政学院）", "2024", BUDGET, UNIT, "341500")),
    (("贵州省人民医院", "2024年度部门预算及", "“三公”经费预算信息公开"),
     ("贵州省人民医院", "2024", BUDGET, DEPARTMENT, "520000")),
    (("河南省实验中学", "2023年度单位决算"),
     ("河南省实验中学", "2023", FINAL, UNIT, "410000")),
    (("中国共产主义青年团宁夏回族自治区", "委员会2024年部门预算"),
     ("中国共产主义青年团宁夏回族自治区委员会", "2024", BUDGET, DEPARTMENT, "640000")),
    (("云南省德宏傣族景颇族自治州", "芒市遮放镇人民政府", "2024年度部门决算公开"),
     ("云南省德宏傣族景颇族自治州芒市遮放镇人民政府", "2024", FINAL, DEPARTMENT, "533103")),
    (("天津市滨海新区应急管理局（本级）", "2024年单位预算"),
     ("天津市滨海新区应急管理局", "2024", BUDGET, OWN, "120116")),
    (("国家税务总局", "2025年度部门预算"),
     ("国家税务总局", "2025", BUDGET, DEPARTMENT, "000000")),
    (("青海省海西蒙古族藏族自治州", "德令哈市自然资源局", "2024年部门预算"),
     ("青海省海西蒙古族藏族自治州德令哈市自然资源局", "2024", BUDGET, DEPARTMENT, "632802")),
    (("2025年部门预算", "部门名称：绵阳市涪城区审计局", "（公章）"),
     ("绵阳市涪城区审计局", "2025", BUDGET, DEPARTMENT, "510703")),
    (("深圳市龙华区财政局2023年度部门决算", "2024年10月"),
     ("深圳市龙华区财政局", "2023", FINAL, DEPARTMENT, "440309")),
    (("附件2", "衡水市桃城区供销合作社联合社", "2024年部门预算"),
     ("衡水市桃城区供销合作社联合社", "2024", BUDGET, DEPARTMENT, "131102")),
    (("海淀区", "2024年部门预算"), (None, "2024", BUDGET, DEPARTMENT, "110108")),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted"), COVERS, ids=lambda value: str(value[0]))
def test_cover(lines: tuple[str, ...], wanted: tuple[str | None, ...]) -> None:
    decided = decide(candidates(a_cover(*lines), a_text("本单位负责有关工作。")))
    assert tuple(decided.get(axis) for axis in AXES) == wanted


def test_the_year_of_publication_is_not_the_fiscal_year() -> None:
    found = candidates(
        a_cover("烟台市福山区民政局", "2023年度部门决算", "2024年9月20日"),
        a_text("2022年收入20.00万元。", "2022年支出18.00万元。", "2022年结转2.00万元。"),
    )
    decided = decide(found)
    assert (decided["fiscal_year"], decided["published_on"]) == ("2023", "2024-09-20")
    assert decided["disclosure_kind"] == FINAL


def test_a_budget_that_tells_of_last_years_final_accounts() -> None:
    decided = decide(
        candidates(
            a_cover("昆明市五华区统计局", "2020年部门预算公开"),
            a_text(
                "2019年决算支出100.00万元。", "2019年决算收入100.00万元。", "2019年决算结转0元。"
            ),
        )
    )
    assert (decided["fiscal_year"], decided["disclosure_kind"]) == ("2020", BUDGET)


def test_without_a_cover_the_title_over_the_text_tells() -> None:
    page = a_cover()
    page.centred("长春市朝阳区城市管理局2024年部门预算编制说明", 14)
    page.paragraph("长春市朝阳区城市管理局是区政府工作部门，负责城市管理。")
    decided = decide(candidates(page))
    assert decided["publisher"] == "长春市朝阳区城市管理局"
    assert (decided["fiscal_year"], decided["disclosure_kind"]) == ("2024", BUDGET)
    assert decided["region"] == "220104"


@pytest.mark.parametrize(
    ("title", "organisation", "year"),
    [
        ("关于2024年部门预算公开的说明", None, 2024),
        ("二〇二五年部门预算", None, 2025),
        ("2024年收支预算总表", None, 2024),
        ("一、2024年度南通市崇川区人民法院部门收支总表", "南通市崇川区人民法院", 2024),
        ("珠海市政府采购中心2024年部门预算", "珠海市政府采购中心", 2024),
        ("湖北省国有资本运营有限公司2024年单位预算", "湖北省国有资本运营有限公司", 2024),
        ("辽宁省财政厅非税收入管理局2024年单位预算", "辽宁省财政厅非税收入管理局", 2024),
        ("部门收支总表", None, None),
    ],
)
def test_title(title: str, organisation: str | None, year: int | None) -> None:
    facts = read_title(title)
    assert (facts.organisation, facts.year) == (organisation, year)


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("广东省广州市越秀区教育局", "440104"),
        ("广州越秀区教育局", "440104"),
        ("内蒙古自治区呼和浩特市新城区人民政府", "150102"),
        ("内蒙古新城区教育局", "150102"),
        ("河北省桥西区教育局", "130000"),
        ("中共中央党校", "000000"),
        ("最高人民检察院", "000000"),
        ("交通运输部", "000000"),
        ("中共重庆市委宣传部", "500000"),
        ("宣传部", None),
        ("中华全国总工会", "000000"),
        ("中国气象局", "000000"),
        ("中共江苏省纪律检查委员会", "320000"),
        ("政协上海市委员会", "310000"),
        ("鼓楼区教育局", None),
        ("朝阳区人民法院", None),
        ("共青团苏州市委员会", "320500"),
        ("九三学社北京市委员会", "110000"),
        ("中国民主同盟湖南省委员会", "430000"),
        ("苗苗幼儿园", None),
    ],
)
def test_region(name: str, region: str | None) -> None:
    """Two regions of one name (鼓楼区) leave it open."""
    assert region_of(name) == region
