"""Where one disclosure ends in a file and the next one begins.

Belongs here: the signs of a new beginning (a cover that names another publisher, year or kind;
tables, parts and contents that are printed again) and the range of pages of each disclosure. Does
not belong here: whose disclosure a range is (identity, and dbt's decision).

A file is divided only where both hold: the set of tables and parts begins again, and what is
printed there names somebody or something else. Tables that come again under the same name are a
text and its annex; forms that name a unit each, tables with a row for each unit, and titles that a
sentence or the contents quote begin nothing. Where the set begins again and nothing tells whose it
is, the file stays whole and the page is told.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.disclosure.identity import names_in_forms
from pipelines.disclosure.regions import region_of
from pipelines.disclosure.titles import TitleFacts, clean_organisation, read_title

if TYPE_CHECKING:
    from pipelines.narrative import Narrative
    from pipelines.tables import TableReading

#: Of this many tables and parts with which a second disclosure begins ...
_FIRST_MARKS = 6
#: ... as many were printed in the one before it.
_MIN_REPEATED = 3
#: The same, where a cover says that another disclosure begins.
_MIN_REPEATED_AFTER_COVER = 2
_MAX_COVER_LINES = 5
_MAX_FRONT_LINES = 12
_MAX_LINE = 40
_MAX_TITLE = 60
#: A form of performance stands once for each project or unit; a report on it has a cover too.
_NOT_AN_OPENING = re.compile(r"绩效|自评|评价|目标表|申报表")
_CONTENTS = re.compile(r"目[录錄次]")
_PART = re.compile(r"第[一二三四五六七八九十]+(?:部分|章)")
_ENDS_OPENING = re.compile(
    r"[。；，：:]|^[一二三四五六七八九十\d]+[、.．]|^[(（][一二三四五六七八九十]+[)）]"
)
_SENTENCE_END = re.compile(r"[。；，]")
_KEY = re.compile(r"^(?:预算主管|预算|编制|填报|公开)?(?:部门|单位)(?:名称)?[:：]")
_YEAR = re.compile(r"20\d\d年?度?")
_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d+[.、．])")


@dataclass(frozen=True, slots=True)
class Extent:
    """Pages of one disclosure.

    ``opens_on`` is the page on which it says what it is: pages before it (the cover and contents
    of the whole bundle) belong to it and tell nothing of it.
    """

    page_from: int
    page_to: int
    opens_on: int


@dataclass(frozen=True, slots=True)
class Division:
    """The disclosures of a file in order, and pages where perhaps another one begins."""

    extents: tuple[Extent, ...]
    undecided: tuple[int, ...] = ()


@dataclass(slots=True)
class _Page:
    """What a page says of beginnings."""

    page_no: int
    cover: TitleFacts | None = None
    is_front: bool = False  # a cover, the title of a part or contents, and nothing else
    is_bare: bool = True  # neither a table nor a sentence
    goes_on: bool = False  # what began on the page before goes on above the first beginning
    marks: list[str] = field(default_factory=list)  # tables and parts that begin here
    titles: list[TitleFacts] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    in_forms: list[str] = field(default_factory=list)  # may be a unit's: heard where nobody else is


class _Run:
    """Pages that may be a disclosure: what begins on them and what they say of themselves."""

    def __init__(self) -> None:
        self.marks: dict[str, None] = {}  # in order
        self.covers: list[TitleFacts] = []
        self.has_front = False  # its cover is a page of its own
        self._said: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, page: _Page) -> None:
        if page.cover and not self.marks:
            self.has_front = page.is_front
        self.marks.update(dict.fromkeys(page.marks))
        if page.cover:
            self.covers.append(page.cover)
        for facts, weight in [(page.cover, 3), *((title, 1) for title in page.titles)]:
            if facts is None:
                continue
            for axis, value in (
                ("organisation", facts.organisation), ("year", facts.year), ("kind", facts.kind),
            ):  # fmt: skip
                if value:
                    self._said[axis][str(value)] += weight
        self._said["organisation"].update(page.organisations)
        self._said["form"].update(page.in_forms)

    def says(self, axis: str) -> str | None:
        """The value that is printed most."""
        return next((value for value, _ in self._said[axis].most_common(1)), None)

    def publisher(self) -> str | None:
        """Who covers, titles and lines name; forms where they name nobody."""
        return self.says("organisation") or self.says("form")

    def begins_again(self, other: _Run) -> bool:
        """Whether it begins with tables and parts that ``other`` has printed already.

        A title page amid a disclosure has new ones below it.
        """
        first = list(self.marks)[:_FIRST_MARKS]
        repeated = [mark for mark in first if mark in other.marks]
        if self.has_front:
            return len(repeated) >= _MIN_REPEATED_AFTER_COVER
        return first[:1] == repeated[:1] and len(repeated) >= _MIN_REPEATED

    def differs(self, other: _Run) -> bool:
        """Whether both say what they are, and not the same."""
        name, other_name = self.publisher(), other.publisher()
        if name and other_name and not _is_same_organisation(name, other_name):
            return True
        for axis in ("year", "kind"):
            if (mine := self.says(axis)) and (theirs := other.says(axis)) and mine != theirs:
                return True
        return bool(
            self.covers
            and other.covers
            and self.covers[0].scope
            and other.covers[0].scope
            and self.covers[0].scope != other.covers[0].scope
        )


def find_disclosures(tables: TableReading, narrative: Narrative, page_count: int) -> Division:
    """Divide the pages 1 to ``page_count`` of a file into its disclosures (mostly one)."""
    pages = _read_pages(tables, narrative, page_count)
    starts = [1]
    undecided: list[int] = []
    current = _Run()
    for i, page in enumerate(pages):
        if i and _may_begin(page, current):
            following = _run_from(pages, i)
            if following.begins_again(current):
                if following.differs(current) and not page.goes_on:
                    starts.append(_with_front(pages, i, starts[-1]))
                elif following.differs(current) or not _is_named(following, current):
                    undecided.append(page.page_no)
                current = _Run()
        current.add(page)
    ends = [*(start - 1 for start in starts[1:]), page_count]
    extents = tuple(
        Extent(start, end, _opening(pages[start - 1 : end]))
        for start, end in zip(starts, ends, strict=True)
    )
    return Division(extents, tuple(undecided))


def _is_named(following: _Run, current: _Run) -> bool:
    """Whether both runs name the same publisher: a text and its annex."""
    return bool(following.publisher() and current.publisher())


def _may_begin(page: _Page, current: _Run) -> bool:
    """Another one's cover, or something that the current disclosure has printed already."""
    return _is_another(page, current) or any(mark in current.marks for mark in page.marks)


def _is_another(page: _Page, run: _Run) -> bool:
    """Whether the page is the cover of another disclosure than ``run``."""
    cover = _Run()
    cover.add(page)
    return page.cover is not None and cover.differs(run)


def _run_from(pages: Sequence[_Page], start: int) -> _Run:
    """The pages from ``start`` until a table or part begins again that began there."""
    run = _Run()
    for page in pages[start:]:
        is_next = page.is_front and bool(run.marks) and _is_another(page, run)
        if is_next or any(mark in run.marks for mark in page.marks):
            break
        run.add(page)
    return run


def _with_front(pages: Sequence[_Page], i: int, last_start: int) -> int:
    """The page on which the disclosure of page ``i`` begins: its cover and contents go before."""
    while i > last_start and pages[i - 1].is_front:
        i -= 1
    return pages[i].page_no


def _opening(pages: Sequence[_Page]) -> int:
    """The last cover before the first table or sentence."""
    opening = pages[0].page_no
    for page in pages:
        if page.cover:
            opening = page.page_no
        if not page.is_bare:
            break
    return opening


def _read_pages(tables: TableReading, narrative: Narrative, page_count: int) -> list[_Page]:
    pages = [_Page(no) for no in range(1, page_count + 1)]
    tops: dict[int, float] = {}
    for table in tables.tables:
        page = pages[table.pages[0] - 1]
        caption = table.caption
        title = re.sub(r"\s", "", caption.title or "")
        name = clean_organisation(caption.organisation_line or "")
        for in_form, page_no in names_in_forms(table):
            if cleaned := clean_organisation(in_form):
                pages[page_no - 1].in_forms.append(cleaned)
        if title and not _NOT_AN_OPENING.search(title):
            facts = read_title(title)
            page.titles.append(facts)
            page.marks.append(_plain_title(title, facts.organisation, name))
            if name:
                page.organisations.append(name)
    for page_no, reading in tables.pages.items():
        tops[page_no] = min((part.grid.box[1] for part in reading.parts), default=float("inf"))
    lines: dict[int, list[str]] = defaultdict(list)
    kinds: dict[int, set[str]] = defaultdict(set)
    for placed in narrative.lines:
        if placed.kind == "furniture":
            continue
        page_no = placed.line.page_no
        kinds[page_no].add(placed.kind)
        text = placed.line.squeezed
        if _CONTENTS.fullmatch(text):
            pages[page_no - 1].marks.append("目录")
        elif placed.kind != "contents" and placed.line.top < tops.get(page_no, float("inf")):
            lines[page_no].append(text)
    for section in narrative.sections:
        if _PART.match(re.sub(r"\s", "", section.title)):
            facts = read_title(section.title)
            page = pages[section.page_from - 1]
            page.titles.append(facts)
            page.marks.append(_plain_title(section.title, facts.organisation, None))
    running = _goes_on(tables, narrative)
    for page in pages:
        page.cover = _cover(lines[page.page_no])
        has_table = tops.get(page.page_no, float("inf")) < float("inf")
        texts = lines[page.page_no]
        page.is_bare = not has_table and not any(_SENTENCE_END.search(text) for text in texts)
        is_short = len(texts) <= _MAX_FRONT_LINES and all(len(t) <= _MAX_LINE for t in texts)
        page.is_front = page.is_bare and bool(kinds[page.page_no]) and is_short
        page.goes_on = page.page_no in running and page.cover is None
    return pages


def _goes_on(tables: TableReading, narrative: Narrative) -> set[int]:
    """Pages that begin amid a table or a sentence of the page before."""
    found = {page_no for table in tables.tables for page_no in table.pages[1:]}
    for placed in narrative.sentences:
        found.update(range(placed.sentence.page + 1, placed.sentence.page_to + 1))
    return found


def _cover(lines: Sequence[str]) -> TitleFacts | None:
    """What the first lines of a page say, where they are the title of a disclosure."""
    opening: list[str] = []
    for text in lines:
        if _PART.match(text) or (_ENDS_OPENING.search(text) and not _KEY.match(text)):
            break
        opening.append(text)
        if len(opening) == _MAX_COVER_LINES:
            break
    title = "".join(text for text in opening if not _KEY.match(text))
    if not title or len(title) > _MAX_TITLE or _NOT_AN_OPENING.search(title):
        return None
    facts = read_title(title)
    named = next((_KEY.sub("", text) for text in opening if _KEY.match(text)), "")
    if facts.kind is None or facts.year is None:
        return None
    if facts.organisation is None and (name := clean_organisation(named)):
        return TitleFacts(name, facts.year, facts.kind, facts.scope, facts.is_scope_marked)
    return facts if facts.organisation else None


def _plain_title(title: str, *names: str | None) -> str:
    """A title in the words that budgets and final accounts of all publishers share."""
    text = re.sub(r"\s", "", title)
    for name in names:
        if name:
            text = text.replace(name, "")
    text = re.sub(r"[（(][^（）()]*[)）]", "", _YEAR.sub("", text))
    text = _NUMBER.sub("", text).replace("收支", "收入支出")
    return re.sub(r"预算|决算|公开|情况|部门|单位|总体|总|年度|本级|^表|^附表|[\d\W]", "", text)


def _is_same_organisation(one: str, other: str) -> bool:
    """Whether two names are one publisher's: 教育局 is the end of 青山市教育局, 市委办 is short."""
    short, long = sorted((one, other), key=len)
    if long.endswith(short):
        return True
    if region_of(short) is not None:
        return False
    letters = iter(long)
    return short[-1] == long[-1] and all(letter in letters for letter in short)
