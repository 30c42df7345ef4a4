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

_PARTY = re.compile(r"^(?:中国共产党|中共|共青团|民革|民盟|民建|民进|致公党)")
_CENTRAL_NAME = re.compile(r"^(?:国家|国务院|中华人民共和国|中央|全国|最高人民|中国)")
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
    code, rest = _longest(regions.provinces, plain)
    if code is None:
        code, rest = _longest(regions.prefectures, plain)
        if code is None:
            code, rest = _longest(regions.unique_counties, plain)
            return code or _short_province(plain)
    while True:
        inner, inner_rest = _longest(regions.inside[code], rest)
        if inner is None:
            return code
        code, rest = inner, inner_rest


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
        self.prefectures: dict[str, str] = {}
        self.unique_counties: dict[str, str] = {}
        self.inside: defaultdict[str, dict[str, str]] = defaultdict(dict)


@cache
def _regions() -> _Regions:
    """Names in use, and those of abolished regions where no other region has the name."""
    regions = _Regions()
    rows = sorted(read_lexicon("codes/gb2260.csv"), key=lambda row: row["status"] != _IN_USE)
    counties: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        code, name = row["region_code"], row["name"]
        province, prefecture = f"{code[:2]}0000", f"{code[:4]}00"
        if code == province:
            regions.provinces.setdefault(name, code)
        elif code == prefecture:
            for each in filter(None, (name, _short_prefecture(name))):
                regions.prefectures.setdefault(each, code)
                regions.inside[province].setdefault(each, code)
        else:
            if row["status"] == _IN_USE or not counties[name]:
                counties[name].add(code)
            regions.inside[prefecture].setdefault(name, code)
            regions.inside[province].setdefault(name, code)
    regions.unique_counties = {
        name: next(iter(codes)) for name, codes in counties.items() if len(codes) == 1
    }
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


def _short_province(text: str) -> str | None:
    """A province without its 省 or 市: 北京城市副中心…, 上海水产…"""
    for name, code in _regions().provinces.items():
        short = re.sub(r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)$", "", name)
        if text.startswith(short):
            return code
    return None
