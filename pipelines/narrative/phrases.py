"""Words around a number: what its clause names, compares with, and does with it.

Belongs here: the small grammar of clauses in these documents. Does not belong here: finding the
numbers (claims) and what the words mean (dbt).

How the sentences are built: clauses parted by commas; a total first, its parts behind 其中：; a
change behind 比/较/与 and a base; a percentage of the clause before it (占…, 增长…, 完成…的).
"""

from __future__ import annotations

import re

_INCREASE = r"增加|增长|上升|提高|上涨|上调|调增|增幅|增支|增"
_DECREASE = r"减少|下降|降低|下调|压减|压缩|缩减|核减|调减|降幅|减幅|节约|减支|减|降"
_CHANGE = r"变化|变动|增减"
_FILL = r"(?:了|为|率|额|约|近|数|各)*"
_UP = re.compile(rf"(?:{_INCREASE}){_FILL}$")
_DOWN = re.compile(rf"(?:{_DECREASE}){_FILL}$")
# "主要原因是增加基本支出844.15万元": the verb comes first.
_FIRST = re.compile(
    rf"(?!增人|增资)(?P<up>{_INCREASE})?(?P<down>{_DECREASE})?(?:了|安排)?(?=[^\W\d_]{{2}})"
)
# "项目经费支出安排增加某平台租赁费400万元": what was added follows the verb.
_MIDDLE = re.compile(
    rf".*(?:支出|经费|安排|预算|收入|资金)(?:(?P<up>{_INCREASE})|(?P<down>{_DECREASE}))(?:了|安排)?"
    r"(?=[^\W\d_]{3,}$)"
)
# "较2025年预算多2563.22万元", "本年数小于上年预算数403.75万元".
_MORE = re.compile(r"(?:比|较).*多(?:出|了|支出|安排)*$|(?:大于|高于|多于|超出)[^，]*数$")
_LESS = re.compile(r"(?:比|较).*少(?:了|支出|安排)*$|(?:小于|低于|少于)[^，]*数$")
_NEUTRAL = re.compile(rf"(?:{_CHANGE}){_FILL}$")
_SHARE = re.compile(r"(?:比重|占比|比例)(?:为|是|达到|达)?$|占(?P<base>[^占]*)$")
_COMPLETION = re.compile(
    r"(?:完成|支出决算|为)(?P<base>[^完]*?(?:预算|计划|任务|指标)[^完]*?)的?$"
    r"|完成(?P<other>[^完]*?)的?$"
    r"|(?:执行率|完成率|执行进度|支出进度|支付进度|支付率)(?:为|达到|达|是)?$"
)
_COMPARISON = re.compile(
    r"(?P<word>相比|比|较|与|和|同|对比|[小大低高多少]于|超出)"
    r"(?P<base>(?:上(?:一)?(?:年度?|度)|去年|年初|(?:19|20)\d\d|预算|决算|前|本年|全年|调整|当年|原).*)$"
)
_BASE_END = re.compile(
    rf"(?:相比|相同|相等|基本|保持|总体|同比|一致|持平|{_INCREASE}|{_DECREASE}|{_CHANGE}).*$"
    r"|\d[\d,.]*\s*(?:万元|亿元|元|%).*$"
)
_TIME = re.compile(r"(?:19|20)\d\d\s*年(?:\d{1,2}月(?:\d{1,2}日)?|度|末|底|初)?")
_LEAD = re.compile(
    r"^(?:其中|主要原因[是为：:]?|原因是|主要由于|由于|主要用于|同时|另外|另有|此外|相应地?|安排(?=收入|支出)|主要是|具体为|分别为|分别是|即|含|以及|截至|截止|一是|二是|三是"
    r"|按(?:照)?(?:同一?|可比|统一)(?:统计)?口径(?:计算|比较|相比)?|[①-⑳]|[（(]?\d{1,2}[)）]|\d{1,2}[.．、]|[一二三四五六七八九十]+[、是]|[（(][一二三四五六七八九十]+[)）])+[:：,，]?"
)
_TAIL = re.compile(
    r"(?:为|是|共计|合计|(?<![收支])总计|(?<!总)计|共|达到|达|共?安排|共有|约|各|均|分别|核定|下设|内设|设有|设置|确定|发生|累计|实际|年均"
    r"|共涉及|等)+$"
)
_HOLDS = re.compile(r".*(?:共有|实有|现有|拥有|保有|共计有)(?=[^\W\d_]{2})")
_PART_OF = re.compile(r"^.*?(?:包括|包含|分为)|^(?:核定|使用|涉及|其中)")

# Words that name no subject of their own, whatever stands before them.
_VERBS = re.compile(
    rf"^(?:{_INCREASE}|{_DECREASE}|{_CHANGE}|占|完成|同比|环比|执行|比|较|与|同|和|为|是|相比|率|幅|度"
    r"|的|了|其|共|计|约|基本|保持|收支|各|总体)*$"
)
# Words that name one only where nothing before them does ("2024年预算数19.94万元").
_WEAK = re.compile(
    r"^(?:年初|年度|全年|当年|本年|年|调整|实际|预算|决算|执行|支出|安排|经费|资金|金额|总额|总计|合计"
    r"|总预算|费用|涉及|共|数|额|为|的)*$"
)
_ORGANISATION_END = re.compile(
    r"(?:局|委|院|办|厅|部|中心|单位|部门|处|会|室|校|所|站|队|[（(](?:汇总|本级|本部|部门|单位|机关)[)）])$"
)
_STRONG = re.compile(r"^(?:当年|本年)(?:预算|支出|收入)$")


def role_of(clause: str, behind: str, is_percent: bool, is_zero: bool) -> str:
    """What the clause says of the number: see column role of the raw table claim.

    `clause` are the words that lead to it, `behind` those that follow.
    """
    if re.match(r"(?:[（(]含[)）]|及)?(?:以上|以下|以内)", behind):
        return "threshold"
    words = _TIME.sub("", clause)
    if _NEUTRAL.search(words):
        return "unchanged" if is_zero else "increase"
    if _DOWN.search(words):
        return "decrease"
    if _UP.search(words):
        return "increase"
    if _MORE.search(words) or _LESS.search(words):
        return "increase" if _MORE.search(words) else "decrease"
    bare = _LEAD.sub("", words)
    for verb in (_FIRST.match(bare), _MIDDLE.match(bare)):
        if verb and (verb["up"] or verb["down"]):
            return "increase" if verb["up"] else "decrease"
    if is_percent:
        if _SHARE.search(words):
            return "share"
        if _COMPLETION.search(words):
            return "completion"
        return "value"
    if "完成" in words and behind.startswith("的"):
        return "base"
    changes_behind = re.match(rf"的?(?:{_INCREASE}|{_DECREASE}|相比|持平|基本)", behind)
    if _COMPARISON.search(clause) and changes_behind:
        return "base"
    return "value"


def noun_of(clause: str, role: str) -> tuple[str, bool]:
    """The words of the clause that name something, and whether they stand on their own.

    ("", False) where the clause only compares or counts; ("预算数", False) where it names
    something that needs the words before it.
    """
    words = clause
    if match := _COMPARISON.search(words):
        words = words[: match.start()]
    words = re.sub(rf"(?:同比|环比)?(?:{_INCREASE}|{_DECREASE}|{_CHANGE}){_FILL}$", "", words)
    if role == "share":
        words = re.split("占", words)[0]
    if role in ("completion", "base") and "完成" in words:
        words = words[: words.find("完成")]
    words = _around_year(words)
    words = _LEAD.sub("", words)
    if role in ("increase", "decrease"):
        words = _FIRST.sub("", _MIDDLE.sub("", words, count=1), count=1)
    words = _HOLDS.sub("", words)
    words = _PART_OF.sub("", words)
    previous = None
    while previous != words:
        previous = words
        words = _TAIL.sub("", words).strip("的 ：:，,、")
    if _VERBS.match(words):
        return "", False
    return words, _STRONG.match(words) is not None or _WEAK.match(words) is None


def noun_behind(behind: str) -> str:
    """What is counted, where it stands behind the number: 5 家*预算单位*。"""
    match = re.match(
        r"[^\W\d_]{2,16}?(?=[，。；：、,;:的（(）)和及]|等|具体|分别|包括|\d|$)", behind
    )
    if match is None or re.match(
        r"以上|以下|以内|左右|增|减|下降|比|较|占|主要|用于|为|是|由|其", match[0]
    ):
        return ""
    return match[0]


def base_of(clause: str) -> str | None:
    """What a change, share or completion is measured against, as printed."""
    if match := _COMPARISON.search(clause):
        base = _BASE_END.sub("", match["base"])
        return base.strip("，, 相") or None
    if match := _SHARE.search(clause):
        return (match["base"] or "").strip("的") or None
    if "完成" in clause and (match := _COMPLETION.search(clause)):
        return (match["base"] or match["other"] or "").strip("的") or None
    return None


def year_of(clause: str) -> int | None:
    """The first year of the clause that is no base of a comparison."""
    for match in re.finditer(r"((?:19|20)\d\d)\s*年", clause):
        if not re.search(r"(?:比|较|与|和|同)$", clause[: match.start()]):
            return int(match[1])
    return None


def compares(clause: str) -> bool:
    """Whether the clause sets something against a year or a budget."""
    return _COMPARISON.search(clause) is not None


def heading_noun(title: str) -> str:
    """What a heading speaks of: its words without number, year and 情况说明."""
    plain = re.sub(
        r"^(?:第.{1,3}部分|[一二三四五六七八九十]+、|[（(].{1,3}[)）]|\d+[.．、])\s*", "", title
    )
    plain = _after_year(plain)
    plain = re.sub(r"^关于", "", plain)
    plain = re.sub(r"(?:的?(?:总体|具体|安排|执行|设置|使用|增减变化)*(?:情况|说明))+$", "", plain)
    return re.sub(r"(?<=[算出入])表$", "", plain)


def without_stage(subject: str) -> str:
    """The subject less 年初预算数, which the next clause (支出决算为) does not share."""
    return re.sub(r"(?:年初|全年|调整)预算数?$", "", subject) or subject


def _around_year(words: str) -> str:
    """As `_after_year`, but 公务用车购置费2026年预算数 is about the words before the year."""
    pieces = [piece for piece in _TIME.split(words) if piece.strip(" ，,")]
    if len(pieces) > 1:
        before, after = pieces[-2:]
        if _WEAK.match(_TAIL.sub("", after)) and not _ORGANISATION_END.search(before):
            return before
    return _after_year(words)


def _after_year(words: str) -> str:
    """The words behind the last year named, or before it where none follow."""
    pieces = [piece for piece in _TIME.split(words) if piece.strip(" ，,")]
    return pieces[-1] if pieces else ""
