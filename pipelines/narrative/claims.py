"""Claims of a sentence: every amount, percentage, count, year and date that it says.

Belongs here: finding the numbers, the clause that leads to each, and carrying on what is spoken of
from clause to clause. Does not belong here: the grammar of a clause (phrases), or which table or
subject the words mean (dbt seeds and SQL).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Any

from pipelines.disclosure.amounts import normalize_width
from pipelines.narrative.markers import read_marker
from pipelines.narrative.phrases import (
    base_of,
    compares,
    heading_noun,
    noun_behind,
    noun_of,
    role_of,
    without_stage,
    year_of,
)

_UNITS = {
    "amount": "万亿元 亿元 千万元 百万元 万元 千元 元 万美元 美元",
    "percent": "个百分点 百分点 % ‰",
    "count": "人次 名 人 位 个 家 辆次 辆 台(套) 台套 台/套 台 套 件次 件 项 批次 批 次 户次 户 "
    "篇 期 场次 场 部 处 所 块 类 条 份 本 册 间 座 宗 起 只 组 支 款 种 笔 轮 门 张 幅 艘 架 "
    "级 倍 分 岁 课时 学时 万人次 万人 万名 万户 万个 万件 万次 团 批(次)",
    "other": "平方公里 平方千米 万平方米 平方米 ㎡ m2 立方米 公里 千米 公顷 万亩 亩 米 万吨 吨 "
    "公斤 千克 克 千瓦时 度 小时 分钟 秒 个工作日 工作日 个月 个季度 周 天 日 月 年 万 亿",
}
_KIND_OF_UNIT = {unit: kind for kind, units in _UNITS.items() for unit in units.split()}
_UNIT = "|".join(re.escape(u) for u in sorted(_KIND_OF_UNIT, key=len, reverse=True))
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_TOKEN = re.compile(
    r"(?P<date>(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?)|(?P<year>(?:19|20)\d\d)年"
    rf"|(?P<sign>(?<![\w)])[-△▲])?(?<![A-Za-z0-9.])(?<!\d,)(?P<digits>{_DIGITS})"
    rf"\s*(?:余|多)?(?P<unit>{_UNIT})?"
)
_SAME = re.compile(
    r"(?:基本|保持|总体)*(?:持平|相等|一致|相同|无增减变化|无变化|没有变化|无增减|未发生变化|不变)"
)
_ITEM = re.compile(r"\s*(?:[（(]?\d{1,3}[)）]|\d{1,2}[.．、](?!\d))\s*")
# "（一）基本支出。", "3、社会保障和就业支出（类）…（款）…（项）。": numbered, or named like money.
_RUN_IN = re.compile(
    r"\s*(?P<item>[（(]?[一二三四五六七八九十\d]+[)）、.．是]+)?\s*"
    r"(?P<noun>[^，；：:]+?(?(item)|(?:费用?|经费|支出|收入|资金|拨款|[）)])))[。：:]?"
)
_CODE_BEHIND = re.compile(r"\s*[-—－“（()）\]]?[^\W\d_]|\s*[)）\]]")
_CLAUSE_END = "，；：。,;:!?"
_CLAUSES = re.compile(r"[，；：。;:!?]|,(?!\d{3})")
_ONLY_COMPARES = re.compile(
    r"(?:同口径)?(?:与|同|和|较|比)[^与同和较比]+(?:相比较?|比较|对比|相比之下)"
)
# What stands behind these words explains the amount before: why it changed, or what it is for.
_EXPLAINS = re.compile(
    r"(?P<use>(?:主要|全部|重点)?(?:是|安排)?用于|主要开支|主要保障)"
    r"|(?P<cause>原因|由于|因为|是因|主要(?:是|为|系)(?!用于|指)|系(?=[^统列]))"
)
# "；二是…" goes on with the reasons, "；公用经费…" does not.
_NEXT_REASON = re.compile(
    r"\s*(?:[一二三四五六七八九]是|[（(]?[一二三四五六七八九][)）、]|同时|其次)"
)
# "项目支出增加，较上年增加5万元": what the clause before says to have changed.
_TOPIC = re.compile(
    r"(?P<noun>[^\W\d_][^，；：。,;:\d]{1,30}?)(?:有所|较多|均|略有)?(?:增加|增长|减少|下降|上升|压减)$"
)
# "主要是2080502事业单位离退休，2026年预算数…": a code and its name.
_CODED = re.compile(
    r"(?:.*(?:是|为))?(?P<noun>(?:\d{3}|\d{5}|\d{7})[-—]?(?![万亿元名人个台辆家年月日件次项])"
    r"[^\W\d_][^，；：。,;:\d]+)"
)
_MONEY_NAME = re.compile(r"(?:费用?|经费|支出|收入|资金|拨款|预算|决算|收支)$")
_OPENS_PARTS = re.compile(
    r"(?:其中|包括|分别为|分别是|具体为|具体情况|构成|分为|如下|科目统计)[^，。]*$"
)
# "政府采购预算总额947万元：货物47万元、…"
_AMOUNT_END = re.compile(r"\d(?:万|亿)?元$")
_OF_WHOLE = re.compile(r"(?P<whole>[^，；：。,;:]+?)(?:当?中|里)$")
_YEAR_FIRST = re.compile(r"(?:19|20)\d\d\s*年")
# "（一）收入预算：2026年年初预算数…": the words before the colon are spoken of.
_NAMED = re.compile(
    r"(?:其中[:：]?)?(?:[①-⑳]|[（(]?[一二三四五六七八九十\d]+[)）、.．])?"
    r"(?P<noun>[^\W\d_]{3,25}|[^，；。：,;:]+[（(][类款项][)）](?:支出)?)"
)
# "3.信息化运行维护项目绩效自评综述：…": all that follows is about it.
_OPENING = re.compile(r"\s*(?:[(]?[一二三四五六七八九十\d]+[)、.])\s*(?P<noun>[^\W\d_]{3,40}):")
_IN_CLAUSE = re.compile(r"(?:其中|包括|含)(?![:：,，])")
_SIDE = re.compile(r"(支出|收入)包括")
_OF_CLASSES = re.compile(r"[（(][类款项][)）]")
_BARE = ("支出", "收入", "收支", "总支出", "总收入")
_MAX_RUN_IN = 80


@dataclass(slots=True)
class Context:
    """What the text so far has spoken of.

    `title` is the section's heading; `main` the last total, `last` the last thing that had a
    value, `listed` the whole whose parts were said last; `whole` what an open list (其中： at a
    paragraph's end) is part of, and `whole_level` the level of the number of the paragraph that
    opened it.
    """

    title: str
    main: str = ""
    last: str = ""
    listed: str = ""
    whole: str = ""
    level: int | None = None
    whole_level: int | None = None

    def begin_paragraph(self, text: str) -> None:
        """A new paragraph speaks of its own; an open list goes on over its items."""
        self.main = self.last = self.listed = ""
        marker = read_marker(text)
        self.level = marker.level if marker else None
        is_above = self.level is not None and self.level <= (self.whole_level or 0)
        if is_above or _YEAR_FIRST.match(text):
            self.whole, self.whole_level = "", None


@dataclass(frozen=True, slots=True)
class Claim:
    """One number that a sentence says; fields as in the raw table claim."""

    start: int
    printed: str
    number: str | None
    unit: str | None
    kind: str
    clause: str
    subject_text: str | None
    whole_text: str | None
    base_text: str | None
    role: str
    year: int | None
    said_in: str | None
    explains: str | None

    def row(self) -> dict[str, Any]:
        """The claim as a row, less its keys and page."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def read_claims(sentence: str, context: Context) -> list[Claim]:
    """Claims of `sentence` in printed order. `context` is brought up to date."""
    return _SentenceReader(sentence, context).read()


class _SentenceReader:
    def __init__(self, sentence: str, context: Context) -> None:
        self.text = sentence
        self.plain = normalize_width(sentence)
        self.context = context
        self.claims: list[Claim] = []
        self.ends: list[int] = []
        starts_parts = self.plain.startswith("其中")
        self.whole = context.main if starts_parts else ""
        self.in_parts = starts_parts
        self.carried = context.main
        self.before_bracket = ""
        self.explanation: tuple[str, int] | None = None
        self.topic = ""
        self.counted = ""

    def read(self) -> list[Claim]:
        skip = match.end() if (match := _ITEM.match(self.plain)) else 0
        if (opening := _OPENING.match(self.plain)) and not _OPENS_PARTS.search(opening["noun"]):
            self.carried = self.context.main = self.text[slice(*opening.span("noun"))]
        events = [*_TOKEN.finditer(self.plain, skip), *_SAME.finditer(self.plain, skip)]
        for match in sorted(events, key=lambda m: m.start()):
            if match.re is _SAME:
                self._add_unchanged(match)
            elif not self._is_noise(match):
                self._add_number(match)
        self._leave_context()
        return self.claims

    def _is_noise(self, match: re.Match[str]) -> bool:
        """Numbers of documents and laws (〔2019〕85号, 第十三届 …) say nothing."""
        before = self.plain[: match.start()]
        behind = self.plain[match.end() : match.end() + 1]
        return before.endswith(("〔", "[", "第", "+", "#", "【")) or behind in (
            "号",
            "〕",
            "]",
            "】",
        )

    def _add_number(self, match: re.Match[str]) -> None:
        clause = self._clause(match.start())
        self._note_explanation(match.start())
        behind = self.plain[match.end() :]
        number, unit, kind = _value_of(match, behind)
        if kind in ("year", "date", "code"):
            self._append(match, number, unit, kind, clause, "value", None)
            return
        self.ends.append(match.end())
        is_zero = not number.strip("-0.")
        role = role_of(clause, behind, kind == "percent", is_zero)
        if kind == "percent" and not clause and self.claims:
            role = self.claims[-1].role  # 减少1.49万元（18.63%）
        counted = noun_behind(behind) if kind == "count" and role == "value" else ""
        subject, said_in = (counted, "clause") if counted else self._subject(clause, role)
        self._append(match, number, unit, kind, clause, role, subject, said_in)
        if self.explanation:
            self.topic = subject if said_in == "clause" else self.topic
            return
        if kind == "count" and role == "value" and subject:
            self.carried = self.counted = subject
        if kind == "amount" and role in ("increase", "decrease") and said_in == "clause":
            self.carried = self.context.last = subject
        if kind == "amount" and role == "value" and subject:
            self.carried = self.context.last = subject
            if not self.in_parts:
                self.context.main = subject

    def _add_unchanged(self, match: re.Match[str]) -> None:
        clause = self._clause(match.start())
        self._note_explanation(match.start())
        if compares(clause):
            subject, said_in = self._subject(clause, "unchanged")
            self._append(match, None, None, "other", clause, "unchanged", subject, said_in)

    def _append(
        self,
        match: re.Match[str],
        number: str | None,
        unit: str | None,
        kind: str,
        clause: str,
        role: str,
        subject: str | None,
        said_in: str | None = None,
    ) -> None:
        is_part = subject is not None and subject != self.whole
        whole = (self.whole or self.context.whole) if is_part else ""
        if self.explanation and said_in == "clause":
            whole = self.carried
        self.claims.append(
            Claim(
                start=match.start(),
                printed=self.text[match.start() : match.end()],
                number=number,
                unit=unit,
                kind=kind,
                clause=clause,
                subject_text=subject or None,
                whole_text=whole or None,
                base_text=base_of(clause) or self._base_before(match.start(), role),
                role=role,
                year=year_of(clause),
                said_in=said_in if subject else None,
                explains=self.explanation[0] if self.explanation else None,
            )
        )

    def _base_before(self, start: int, role: str) -> str | None:
        """与上年相比，收入总计增加5万元: what the clause before compares with."""
        if role not in ("increase", "decrease", "unchanged"):
            return None
        before = _CLAUSES.split(self.plain[:start])
        if len(before) < 2 or not _ONLY_COMPARES.fullmatch(before[-2].strip()):
            return None
        at = start - len(before[-1]) - 1
        return base_of(self.text[at - len(before[-2]) : at])

    def _clause(self, start: int) -> str:
        """Words from the last comma (or 、 right behind a number) to the number."""
        begin = depth = 0
        for i in range(start - 1, -1, -1):
            # "比2022年（上一年度，下同）预算": a bracket without a number does not end the clause.
            if self.plain[i] == ")" and not self._holds_number(i):
                depth += 1
            elif self.plain[i] == "(" and depth:
                depth -= 1
            if depth:
                continue
            at_list_mark = self.plain[i] in "、和()" and (
                i in self.ends or (self.plain[i] == ")" and self._holds_number(i))
            )
            if self.plain[i] in _CLAUSE_END or at_list_mark:
                if self.text[i] == "," and re.match(r"\d,\d{3}", self.plain[max(i - 1, 0) :]):
                    continue  # A thousands separator, not the end of a clause.
                begin = i + 1
                break
        self._note_parts(begin)
        clause = self.text[begin:start].strip()
        if begin and self.plain[begin - 1] == "(":
            self.before_bracket = self.carried
        elif begin and self.plain[begin - 1] == ")":
            self.carried = self.before_bracket or self.carried
        opened = clause.rfind("（")
        if 0 <= opened < len(clause) - 1 and "）" not in clause[opened:]:
            self.before_bracket = self.carried
            clause = clause[opened + 1 :]
        if clause.startswith("）"):
            self.carried = self.before_bracket or self.carried
        return clause.lstrip("）")

    def _holds_number(self, end: int) -> bool:
        """Whether the bracket that closes at `end` holds a number that was read."""
        depth = 0
        for i in range(end, -1, -1):
            depth += (self.plain[i] == ")") - (self.plain[i] == "(")
            if not depth:
                return any(i < at <= end for at in self.ends)
        return False

    def _note_explanation(self, start: int) -> None:
        """Whether the number at `start` explains another: as a reason or a use of it."""
        before = self.plain[:start]
        found = None
        for match in _EXPLAINS.finditer(before):
            if match.start() and before[match.start() - 1] in "包非和":
                continue
            found = (match.lastgroup or "", match.start())
        if found and self._is_over(before[found[1] :]):
            found = None
        if found is None or self.explanation is None or found[1] != self.explanation[1]:
            self.topic = ""
        self.explanation = found
        if found and not self.topic:
            clauses = re.split(r"[，；。：,;:]", before[found[1] :])
            for clause in reversed(clauses[:-1]):
                if topic := _TOPIC.search(clause.strip()) or _CODED.fullmatch(clause.strip()):
                    self.topic = topic["noun"]
                    break

    @staticmethod
    def _is_over(words: str) -> bool:
        """Whether the explanation that `words` begin with has ended before their end."""
        depth = 0
        for i, char in enumerate(words):
            depth += (char == "(") - (char == ")")
            ends = char in ";；" and not _NEXT_REASON.match(words, i + 1)
            if depth < 0 or char in "。" or ends:
                return True
        return False

    def _note_parts(self, begin: int) -> None:
        """Whether the words before the clause open a list of parts, and of what."""
        before = self.plain[:begin]
        if not before:
            return
        if before[-1] in "：:":
            last = re.split(r"[，；。;]|,(?!\d{3})", before[:-1])[-1]
            named = _NAMED.fullmatch(last)
            if (
                named
                and _MONEY_NAME.search(named["noun"])
                and not _OPENS_PARTS.search(named["noun"])
            ):
                noun = self._printed(before, last, named["noun"], named.start("noun"))
                self.carried = self.whole = self.context.main = noun
                self.in_parts = True
            elif _OPENS_PARTS.search(last) or _AMOUNT_END.search(last):
                self._open_parts(last)
            elif named:
                self.carried = self._printed(before, last, named["noun"], named.start("noun"))
        elif before[-1] in "，,":
            last = re.split(r"[，；。：,;:]", before[:-1])[-1]
            of_whole = _OF_WHOLE.fullmatch(last)
            if of_whole and "其" not in last[-2:]:
                self.in_parts = True
                self.whole = noun_of(self._printed(before, last, of_whole["whole"]), "value")[0]
            elif last.endswith("其中"):
                self._open_parts(last)
            elif coded := _CODED.fullmatch(last):
                at = coded.start("noun")
                self.carried = self._printed(before, last, coded["noun"], at)
            elif _IN_CLAUSE.match(self.plain, begin) and self.context.last and self.claims:
                self.in_parts, self.whole = True, self.context.last

    def _open_parts(self, last: str) -> None:
        side = _SIDE.search(last)
        if side or not self.in_parts:
            is_of_last = "其中" in last or _AMOUNT_END.search(last)
            whole = self.context.last if is_of_last else self.context.main
            if side and self.context.listed:
                whole = self.context.listed
            self.whole = "/".join(filter(None, [whole, side[1] if side else ""]))
        elif (
            ("其中" in last or _AMOUNT_END.search(last))
            and self.claims
            and not self.plain.startswith(last)
        ):
            self.whole = self.context.last
        self.in_parts = True

    def _printed(self, before: str, last: str, words: str, offset: int = 0) -> str:
        at = len(before) - 1 - len(last) + offset
        return self.text[at : at + len(words)]

    def _subject(self, clause: str, role: str) -> tuple[str, str | None]:
        """What the number is said of, and where that stands: clause, carried or heading."""
        noun, is_own = noun_of(clause, role)
        if is_own:
            return noun, "clause"
        heading = heading_noun(self.context.title)
        carried = without_stage(self.carried)
        if self.explanation and not (self.explanation[0] == "use" and compares(clause)):
            carried = self.topic
            return (carried, "carried") if carried else (noun, "clause" if noun else None)
        if noun in _BARE:  # 支出比上年增加: the whole of the list before, not its last part
            wholes = (self.whole, self.context.main, carried)
            if whole := next((w for w in wholes if noun in w), ""):
                return without_stage(whole), "carried"
            if heading and self.counted and carried == without_stage(self.counted):
                return heading, "heading"  # 接待15批次、120人，支出2万元: not of the persons
        # 支出预算 beside 收入预算 is the other half, and under a general heading it is itself.
        is_general = not carried and not heading.endswith(("费", "支出", "费用", "）"))
        is_beside_income = "收" in (carried or heading) and not _OF_CLASSES.search(carried)
        if noun.startswith("支出") and (is_beside_income or is_general):
            return noun, "clause"
        if carried:
            return carried, "carried"
        return (heading, "heading") if heading else (noun, "clause" if noun else None)

    def _leave_context(self) -> None:
        """Note a run-in heading ("（一）基本支出。") or an open list for what follows."""
        if self.plain.startswith("其中"):
            self.context.main = self.context.last
        if self.whole:
            self.context.listed = self.whole
        if self.plain.endswith(("：", ":")) and _OPENS_PARTS.search(self.plain[:-1]):
            said = self.context.last if self.claims else self.context.listed or self.context.main
            self.context.whole = said or self.context.last or self.context.whole
            self.context.whole_level = self.context.level
        if not self.claims and len(self.text) <= _MAX_RUN_IN:
            run_in = _RUN_IN.fullmatch(self.text)
            if run_in and not _OPENS_PARTS.search(run_in["noun"]):
                self.context.main = self.context.last = heading_noun(run_in["noun"])


def _value_of(match: re.Match[str], behind: str) -> tuple[str, str | None, str]:
    if match["date"]:
        parts = [int(p) for p in re.findall(r"\d+", match["date"])]
        return "-".join(f"{p:02d}" for p in parts), None, "date"
    if match["year"]:
        return match["year"], "年", "year"
    number = ("-" if match["sign"] else "") + match["digits"].replace(",", "")
    if match["unit"]:
        return number, match["unit"], _KIND_OF_UNIT[match["unit"]]
    is_code = number.isdigit() and len(number) in (3, 5, 6, 7, 9) and _CODE_BEHIND.match(behind)
    return number, None, "code" if is_code else "other"
