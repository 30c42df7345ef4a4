"""What a title says of a document: organisation, year, budget or final accounts, scope, date.

Belongs here: reading one line or a few joined ones. Does not belong here: where titles stand and
how much each place is worth (identity).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.disclosure.amounts import normalize_width

_YEAR = re.compile(r"(20[0-4]\d)(?:年|度)")
_HAN_YEAR = re.compile(r"二[〇零○Ｏ0][〇零○一二三四五六七八九]{2}(?=年)")
_HAN_DIGITS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
_DATE = re.compile(
    r"(?P<y>20\d\d|[二][〇零○Ｏ0][〇零○一二三四五六七八九]{2})年"
    r"(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})月(?:(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})日)?"
)
_NUMBERING = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分[:：、]?|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]"
    r"|附件\d*[:：]?|\d+[.．、])"
)
_SUBJECT_END = re.compile(
    r"(?:20[0-4]\d年?度?)|(?:部门|单位)(?:综合|汇总)?(?:预算|决算|概况|情况|基本|收支|整体|项目)|(?:预算|决算)(?:公开|信息|及|$)"
    r"|概况|基本情况|(?:主要)?职能|(?:主要)?职责|机构设置|项目支出|整体支出|收支"
    r"|(?:收入|支出)(?=预算|决算|总|情况|明细|表)|财政拨款|一般公共|政府性基金|国有资本(?!运营|投资)"
    r"|[“\"]?三公|机关运行经费"
)
_SUFFIX = (
    r"局|委员会|委|办公室|办公厅|厅|院|部|中心|处|站|所|馆|校|学|会|人民政府|政府|室|队|社|园|场|台|团|公司|集团|署"
    r"|库|组|基地|宫|联|协|街道|镇|乡|开发区|新区|管理区|农场|林场|大队|支队"
)
_ORGANISATION = re.compile(rf"[^\W\d_][\w·、“”]*?(?:{_SUFFIX})(?:[（(][^（）()]{{2,30}}[)）])?")
_NOT_ORGANISATION = re.compile(
    r"^(?:本|我|各|所属|下属|其他|关于|根据|按照|主管|预算|编制)|部门$|单位$|^(?:部门|单位)"
)
_SCOPE_SUFFIX = re.compile(
    r"[（(](?P<scope>汇总|本级|本部|机关|部门|单位|机关本级|含下属单位)[)）]"
)
_OF_DEPARTMENT = re.compile(
    r"部门(?:综合|汇总)?(?:预算|决算|概况|财务|收支|收入|支出|整体)(?!单位)"
)
_OF_UNIT = re.compile(r"单位(?:综合)?(?:预算|决算|概况|财务|收支|收入|支出|整体)(?!单位)")
_FULL_BRACKETS = str.maketrans("()", "（）")
_SCOPES = {
    "汇总": "department",
    "部门": "department",
    "含下属单位": "department",
    "本级": "own",
    "本部": "own",
    "机关": "own",
    "机关本级": "own",
    "单位": "unit",
}


@dataclass(frozen=True, slots=True)
class TitleFacts:
    """What a title says; None where it does not."""

    organisation: str | None = None
    year: int | None = None
    kind: str | None = None
    scope: str | None = None
    is_scope_marked: bool = False


def read_title(text: str) -> TitleFacts:
    """Read a title such as 某市某局（汇总）2024年部门预算.

    `kind` is budget or final_accounts (a title with both words is of final accounts:
    年度收入支出决算 compares with 预算). `is_scope_marked`: 汇总 or 本级 in brackets said it.
    """
    plain = re.sub(r"\s", "", normalize_width(text))
    plain = _HAN_YEAR.sub(lambda match: match[0].translate(_HAN_DIGITS), plain)
    year = _YEAR.search(plain)
    kind = "final_accounts" if "决算" in plain else "budget" if "预算" in plain else None
    scope, is_marked = _scope_of(plain)
    return TitleFacts(
        organisation=_organisation_in_title(plain),
        year=int(year[1]) if year else None,
        kind=kind,
        scope=scope,
        is_scope_marked=is_marked,
    )


def clean_organisation(text: str) -> str | None:
    """An organisation's name without code, scope, unit line; None where it is no name.

    "108001-某市某局（汇总）" → "某市某局".
    """
    plain = re.sub(r"\s", "", text)
    plain = re.split(r"(?:金额)?单位[:：]|填报|日期[:：]|[，。；;]", plain)[0]
    plain = re.sub(r"^[\[（(【]?\d{3,}[\]）)】]?[-—_]?|[-—_]?[（(]?\d{3,}[)）]?$", "", plain)
    plain = _SCOPE_SUFFIX.sub("", plain)
    plain = re.sub(r"(?:本级|（盖章）|\(盖章\)|（公章）)$", "", plain)
    if not 3 <= len(plain) <= 50 or _NOT_ORGANISATION.search(plain):
        return None
    # One writing of the brackets, whatever the line uses: names are compared.
    return plain.translate(_FULL_BRACKETS) if _ORGANISATION.fullmatch(plain) else None


def read_date(text: str) -> str | None:
    """A date as ISO text, "2024-02-08" or "2025-07"; 二〇二五年七月 is read too."""
    match = _DATE.search(re.sub(r"\s", "", text))
    if match is None:
        return None
    parts = [match["y"].translate(_HAN_DIGITS)]
    parts += [f"{_han_number(match[key]):02d}" for key in ("m", "d") if match[key]]
    return "-".join(parts)


def _organisation_in_title(plain: str) -> str | None:
    words = _NUMBERING.sub("", plain)
    words = re.sub(r"^关于", "", words)
    words = re.sub(r"^(?:20[0-4]\d年?度?)", "", words)
    without_scope = _SCOPE_SUFFIX.sub("", words)
    end = _SUBJECT_END.search(without_scope)
    if end is None:
        return None
    head = re.sub(r"(?:部门|单位)$", "", without_scope[: end.start()])
    if head:
        return clean_organisation(head)
    return clean_organisation(without_scope[end.end() :])


def _scope_of(plain: str) -> tuple[str | None, bool]:
    if match := _SCOPE_SUFFIX.search(plain):
        return _SCOPES[match["scope"]], True
    if _OF_DEPARTMENT.search(plain):
        return "department", False
    return ("unit", False) if _OF_UNIT.search(plain) else (None, False)


def _han_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, mark, units = text.rpartition("十")
    digit = {c: i for i, c in enumerate("〇一二三四五六七八九")}
    if not mark:
        return digit[units]
    return 10 * (digit[tens] if tens else 1) + (digit[units] if units else 0)
