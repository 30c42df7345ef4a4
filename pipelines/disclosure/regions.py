"""The region that an organisation's name begins with, by the names of GB/T 2260.

Belongs here: matching names to codes. Does not belong here: which region a document has when its
evidence differs (dbt), and when a code was valid.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

from pipelines.disclosure.lexicon import read_lexicon

CENTRAL = "000000"

#: Bodies whose name puts the region behind their own.
_PARTY = re.compile(
    r"^(?:中国共产党|中共|中国人民政治协商会议|政协|中国共产主义青年团|共青团|九三学社|民革|民盟|民建"
    r"|民进|农工党|致公党|台盟|中国国民党革命委员会|中国民主同盟|中国民主建国会|中国民主促进会"
    r"|中国农工民主党|中国致公党|台湾民主自治同盟)"
)
#: The ministries of the State Council (国务院组成部门); no local office is called 部 of these.
_MINISTRY = (
    "外交|国防|教育|科学技术|工业和信息化|公安|民政|司法|财政|人力资源和?社会保障|自然资源|生态环境"
    "|住房和城乡建设|交通运输|水利|农业农村|商务|文化和旅游|应急管理|退役军人事务"
)
_CENTRAL_NAME = re.compile(
    rf"^(?:国家|国务院|中华|中央|全国|最高人民|中国|审计署|海关总署|(?:{_MINISTRY})部)"
)
_IN_USE = "在用"
_PEOPLES = (
    "朝鲜族|土家族|苗族|侗族|藏族|羌族|彝族|布依族|哈尼族|壮族|傣族|景颇族|傈僳族|白族|回族"
    "|蒙古族|蒙古|哈萨克|柯尔克孜"
)
_AUTONOMOUS = re.compile(rf"(.+?)(?:{_PEOPLES})+自治州")


def region_of(name: str) -> str | None:
    """Six-digit code of the region that `name` begins with, 000000 for a central body, or None.

    >>> region_of("中共上海市普陀区委社会工作部")
    '310107'
    >>> region_of("国家信访局")
    '000000'
    """
    plain = _PARTY.sub("", name)
    if _CENTRAL_NAME.match(plain):
        return CENTRAL
    regions = _regions()
    for names in (regions.provinces, regions.prefectures, regions.unique_counties):
        code, rest = _longest(names, plain)
        if code is not None:
            return _innermost(code, rest)
    code, rest = _longest(regions.short_provinces, plain)
    if code is not None:
        return _innermost(code, rest)
    # 广州越秀区: a city without 市 is one only where a region of its own follows.
    code, rest = _longest(regions.short_prefectures, plain)
    inner = _innermost(code, rest) if code else None
    return inner if inner != code else None


def _innermost(code: str, rest: str) -> str:
    """The last of the regions, each inside the one before, that ``rest`` begins with."""
    while True:
        inner, rest = _longest(_regions().inside[code], rest)
        if inner is None:
            return code
        code = inner


def named_regions(text: str) -> Counter[str]:
    """How often `text` names each province and prefecture in full."""
    names, pattern = _large_regions()
    return Counter(names[name] for name in pattern.findall(text))


@cache
def _large_regions() -> tuple[dict[str, str], re.Pattern[str]]:
    names = _regions().provinces | _regions().prefectures
    return names, re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))


class _Regions:
    def __init__(self) -> None:
        self.provinces: dict[str, str] = {}
        self.short_provinces: dict[str, str] = {}
        self.prefectures: dict[str, str] = {}
        self.short_prefectures: dict[str, str] = {}
        self.unique_counties: dict[str, str] = {}
        self.inside: defaultdict[str, dict[str, str]] = defaultdict(dict)


@cache
def _regions() -> _Regions:
    """Names in use, and those of abolished regions where no other region has the name."""
    regions = _Regions()
    rows = sorted(read_lexicon("codes/gb2260.csv"), key=lambda row: row["status"] != _IN_USE)
    counties: defaultdict[str, set[str]] = defaultdict(set)
    of_province: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        code, name = row["region_code"], row["name"]
        province, prefecture = f"{code[:2]}0000", f"{code[:4]}00"
        if code == province:
            regions.provinces.setdefault(name, code)
            regions.short_provinces.setdefault(_short_province(name), code)
        elif code == prefecture:
            for each in filter(None, (name, _short_prefecture(name))):
                regions.prefectures.setdefault(each, code)
                regions.inside[province].setdefault(each, code)
            if name.endswith("市"):
                regions.short_prefectures.setdefault(name[:-1], code)
        else:
            for known in (counties[name], of_province[province, name]):
                if row["status"] == _IN_USE or not known:
                    known.add(code)
            regions.inside[prefecture].setdefault(name, code)
    regions.unique_counties = {
        name: next(iter(codes)) for name, codes in counties.items() if len(codes) == 1
    }
    for (province, name), codes in of_province.items():
        # 河北省桥西区 is in two cities: the province is all that is told.
        if len(codes) == 1:
            regions.inside[province].setdefault(name, next(iter(codes)))
    return regions


def _longest(names: dict[str, str], text: str) -> tuple[str | None, str]:
    for length in range(min(len(text), 15), 1, -1):
        if code := names.get(text[:length]):
            return code, text[length:]
    return None, text


def _short_prefecture(name: str) -> str | None:
    """An autonomous prefecture as people write it: 延边朝鲜族自治州 → 延边州."""
    match = _AUTONOMOUS.fullmatch(name)
    return f"{match[1]}州" if match else None


def _short_province(name: str) -> str:
    """A province without its 省 or 市: 北京城市副中心…, 上海水产…"""
    return re.sub(r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)$", "", name)
