"""Golden files that hold several disclosures, and files of one that looks like several.

Belongs here: covers, contents and sets of tables one after another. How a table is printed is in
the other modules.
"""

from __future__ import annotations

from tests.golden.build import Disclosure, Golden, Sheet, golden, tree

_CITY = "青山市"
_OFFICE = "青山市教育局"
_OTHER = "青山市财政局"
_SCHOOL = "青山市第一小学"
_CENTRE = "青山市教育信息中心"
_WORDS = {"budget": "预算", "final_accounts": "决算"}


def _cover(sheet: Sheet, *lines: str) -> int:
    paper = sheet.paper
    paper.new_page(numbered=False)
    paper.y += 160
    for line in lines:
        paper.paragraph(line, 24, 48, align="center")
    return paper.page


def _contents(sheet: Sheet, *entries: str) -> None:
    paper = sheet.paper
    paper.new_page(numbered=False)
    paper.paragraph("目录", 18, 40, align="center")
    for number, entry in enumerate(entries, start=1):
        paper.leader_line(entry, str(number + 2), 12, 0, 24)


def _table(
    sheet: Sheet,
    title: str,
    kind: str,
    amount: str,
    organisation: str | None,
    *,
    units: tuple[str, ...] = (),
) -> None:
    rows = [["201", "一般公共服务支出", amount], ["221", "住房保障支出", "10.00"]]
    header = tree("科目编码", "科目名称", "金额")
    roles, widths = "cnf", [90, 230, 110]
    if units:
        header = tree("单位名称", "科目编码", "科目名称", "金额")
        roles, widths = "Ucnf", [130, 80, 150, 90]
        rows = [[unit, *row] for unit in units for row in rows]
    labels = [row[-2] for row in rows]
    sheet.table(
        title, kind, header, roles, rows, widths=widths, organisation=organisation, labels=labels
    )


def _tables(
    sheet: Sheet,
    year: int,
    kind: str,
    *,
    organisation: str | None,
    amount: str,
    units: tuple[str, ...] = (),
) -> None:
    """The set of tables that every disclosure has, on two pages."""
    word = _WORDS[kind]
    names = (
        (f"{year}年收支{word}总表", "balance"),
        (f"{year}年收入{word}表", "revenue"),
        (f"{year}年支出{word}表", "expenditure"),
        (f"{year}年财政拨款收支{word}总表", "fiscal_balance"),
    )
    for n, (name, table_kind) in enumerate(names):
        if n % 2 == 0:
            sheet.paper.new_page()
        _table(sheet, name, table_kind, amount, organisation, units=units)


def _overview(sheet: Sheet, organisation: str) -> None:
    paper = sheet.paper
    paper.new_page()
    paper.paragraph("第一部分 概况", 18, 36, align="center")
    paper.paragraph("一、主要职责", 14, 28)
    paper.paragraph(f"{organisation}负责全市有关工作，编制部门预算，管理机关运行经费。", 13, 25)


def _explanation(sheet: Sheet, year: int, kind: str) -> None:
    paper = sheet.paper
    paper.new_page()
    paper.paragraph("第三部分 情况说明", 18, 36, align="center")
    paper.paragraph(f"{year}年收入{_WORDS[kind]}100.00万元，其中财政拨款收入90.00万元。", 13, 25)
    paper.paragraph(f"{year}年支出{_WORDS[kind]}100.00万元，“三公”经费支出2.00万元。", 13, 25)


def _disclosure(
    sheet: Sheet,
    organisation: str,
    year: int = 2025,
    kind: str = "budget",
    *,
    who: str = "部门",
    amount: str = "90.00",
    page_from: int | None = None,
    units: tuple[str, ...] = (),
) -> None:
    """A complete disclosure with its cover and contents; ``page_from`` where more stands before."""
    first = _cover(sheet, organisation, f"{year}年{who}{_WORDS[kind]}")
    _contents(sheet, "第一部分 概况", "第二部分 表", "第三部分 情况说明")
    _overview(sheet, organisation)
    _tables(sheet, year, kind, organisation=organisation, amount=amount, units=units)
    _explanation(sheet, year, kind)
    sheet.golden.disclosures.append(
        Disclosure(page_from or first, sheet.paper.page, organisation, year, kind)
    )


@golden
def bundle_of_departments(g: Golden) -> None:
    """Two departments in one file, behind the city's cover and contents that name them."""
    sheet = Sheet.open(g, is_disclosure=False)
    _cover(sheet, f"{_CITY}2025年部门预算汇编")
    _contents(sheet, f"{_OFFICE}2025年部门预算", f"{_OTHER}2025年部门预算", "名词解释", "附表")
    _disclosure(sheet, _OFFICE, page_from=1)
    _disclosure(sheet, _OTHER, amount="70.00")
    sheet.close()


@golden
def bundle_of_units(g: Golden) -> None:
    """A department's disclosure with its units as rows, then those of two of its units."""
    sheet = Sheet.open(g, is_disclosure=False)
    _disclosure(sheet, _OFFICE, units=(f"{_OFFICE}本级", _SCHOOL, _CENTRE))
    _disclosure(sheet, _SCHOOL, who="单位", amount="40.00")
    _disclosure(sheet, _CENTRE, who="单位", amount="30.00")
    sheet.close()


@golden
def bundle_of_years(g: Golden) -> None:
    """One publisher's final accounts of a year and its budget of the next."""
    sheet = Sheet.open(g, is_disclosure=False)
    _disclosure(sheet, _OFFICE, 2024, "final_accounts")
    _disclosure(sheet, _OFFICE, 2025, "budget", amount="95.00")
    sheet.close()


@golden
def bundle_without_covers(g: Golden) -> None:
    """Sets of tables one after another; only the 部门 line tells whose they are."""
    sheet = Sheet.open(g, is_disclosure=False)
    for organisation, amount in ((_OFFICE, "90.00"), (_OTHER, "70.00"), (_SCHOOL, "40.00")):
        first = sheet.paper.page + 1
        _tables(sheet, 2025, "budget", organisation=organisation, amount=amount)
        g.disclosures.append(Disclosure(first, sheet.paper.page, organisation, 2025, "budget"))
    sheet.close()


@golden
def no_bundle_units_as_rows(g: Golden) -> None:
    """One department: units as rows, then a form of performance for each unit with its name."""
    sheet = Sheet.open(g, is_disclosure=False)
    _disclosure(sheet, _OFFICE, units=(_OFFICE, _SCHOOL))
    for unit in (_SCHOOL, _CENTRE, _OFFICE):
        sheet.paper.new_page()
        sheet.table(
            f"{unit}2025年部门预算项目绩效目标表",
            "performance_target",
            tree("一级指标", "二级指标", "三级指标", "指标值"),
            "nnnf",
            [["产出指标", "数量指标", "项目个数", "5"], ["效益指标", "社会效益", "单位", "3"]],
            widths=(90, 90, 150, 90),
            organisation=unit,
        )
    g.disclosures = [Disclosure(1, sheet.paper.page, _OFFICE, 2025, "budget")]
    sheet.close()


@golden
def no_bundle_text_and_annex(g: Golden) -> None:
    """A text with its tables, then the same tables again behind a cover of the same publisher."""
    sheet = Sheet.open(g, is_disclosure=False)
    _disclosure(sheet, _OFFICE)
    _cover(sheet, f"{_OFFICE}2025年部门预算公开表")
    _tables(sheet, 2025, "budget", organisation="教育局", amount="90.00")
    g.disclosures = [Disclosure(1, sheet.paper.page, _OFFICE, 2025, "budget")]
    sheet.close()


@golden
def no_bundle_titles_of_others(g: Golden) -> None:
    """Contents, an annex and a text name disclosures of others; none of them is here."""
    sheet = Sheet.open(g, is_disclosure=False)
    _cover(sheet, _OFFICE, "2025年部门预算")
    _contents(
        sheet, "第一部分 概况", f"{_SCHOOL}2025年单位预算", f"{_CENTRE}2025年单位预算", "名词解释"
    )
    _overview(sheet, _OFFICE)
    _tables(sheet, 2025, "budget", organisation=_OFFICE, amount="90.00")
    _explanation(sheet, 2025, "budget")
    paper = sheet.paper
    paper.paragraph(f"{_SCHOOL}2025年单位预算、{_CENTRE}2024年单位决算另行公开。", 13, 25)
    _cover(sheet, f"{_SCHOOL}2024年部门整体支出绩效自评报告")
    paper.new_page()
    paper.paragraph("一、基本情况", 14, 28)
    paper.paragraph(f"{_SCHOOL}2024年支出40.00万元，项目支出10.00万元。", 13, 25)
    _cover(sheet, f"{_CENTRE}2025年单位预算")
    paper.new_page()
    paper.paragraph("该单位预算另行公开。", 13, 25)
    g.disclosures = [Disclosure(1, paper.page, _OFFICE, 2025, "budget")]
    sheet.close()


@golden
def perhaps_a_bundle(g: Golden) -> None:
    """The tables come twice with other amounts, and nothing tells whose either set is."""
    sheet = Sheet.open(g, is_disclosure=False)
    _tables(sheet, 2025, "budget", organisation=None, amount="90.00")
    again = sheet.paper.page + 1
    _tables(sheet, 2025, "budget", organisation=None, amount="70.00")
    g.disclosures = [Disclosure(1, sheet.paper.page, None, 2025, "budget", (again,))]
    sheet.close()
