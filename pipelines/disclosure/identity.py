"""Evidence for which document this is: candidates per axis, with page, text, method and score.

Belongs here: where evidence stands in a document and how much each place is worth. Does not belong
here: the decision (dbt takes, per axis, the value whose best score is highest, a little more for
each further method), and the file's name or the PDF's title, which lie.

Scores: the cover says it (0.95); a line that is there to name the publisher (0.85); titles of
tables (0.8); headings (0.7); sentences and columns (0.5); what is only frequent (0.2).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pipelines.disclosure.candidate import Candidate
from pipelines.disclosure.membership import part_of
from pipelines.disclosure.regions import named_regions, region_of
from pipelines.disclosure.titles import TitleFacts, clean_organisation, read_date, read_title

if TYPE_CHECKING:
    from pipelines.narrative import Narrative
    from pipelines.tables import Table, TableReading

_COVER, _LINE, _TABLE, _HEADING, _TEXT, _FREQUENT = 0.95, 0.85, 0.8, 0.7, 0.5, 0.2
_MAX_COVER_LINES = 6
_FIRST_SENTENCES = 40
_ORGANISATION_LINE = re.compile(
    r"(?:预算主管|预算|编制|填报|公开)?(?P<what>部门|单位)(?:名称)?(?:[（(](?:公章|盖章)[)）])?[:：](?P<name>.+)"
)
# code, name and the page that prints them
_Unit = tuple[str, str, int]

_FORM_LABEL = re.compile(
    r"(?:部门|单位|预算部门|预算单位|填报单位)(?:[（(](?:单位|部门)[)）])?名称|填报单位|填报部门"
)
_CODED_LABEL = re.compile(r"(?:主管|预算)?(?:部门|单位)(?:名称)?(?:及|和)(?:编码|代码)")
_SUBJECT = re.compile(
    r"(?:根据.{2,80}?[，,])?(?P<name>[^，。,；：:“”]{4,40}?)(?:[（(](?:以下)?(?:统一)?简称.{1,20}?[)）])?"
    r"(?:是(?!否)|为|贯彻|内设|现有|的?主要(?:职责|职能)(?:是|为|包括)|部门预算(?:包括|是)|属|负责|成立|设)"
)
_CONTENTS_WORD = re.compile(r"目[录錄次]")
_CODE_AND_NAME = re.compile(
    r"[\[（(]?(?P<code>\d{3,12})[\]）)]?[-—_\s]*(?P<name>[^\W\d_].{2,40})|(?P<name2>[^\W\d_].{2,40}?)[-—_（(](?P<code2>\d{3,12})[)）]?"
)


def find_candidates(
    tables: TableReading, narrative: Narrative, first_page: int = 1
) -> list[dict[str, Any]]:
    """Candidate rows (without document_id) for every axis, each value once per method.

    ``first_page`` is where the disclosure begins in its file; evidence that is spread over the
    whole of it is told there.
    """
    units = list(_coded_units(tables))
    found = [
        *_from_cover(narrative, first_page),
        *_from_lines(tables, narrative),
        *_from_titles(tables, narrative),
        *_from_text(narrative, first_page),
        *_from_tables(tables, units, first_page),
        part_of(tables, narrative, first_page),
    ]
    found += [*_often_named_region(tables, narrative, first_page)]
    found += [*_regions_of(found), *_code_of_publisher(units, found)]
    return [candidate.row() for candidate in _once_per_method(found)]


def _from_cover(narrative: Narrative, first_page: int) -> Iterator[Candidate]:
    lines = narrative.of_kind("title") or _opening_lines(narrative, first_page)
    lines = [line for line in lines if line.page_no <= lines[0].page_no + 1]
    texts = [line.squeezed for line in lines]
    if not texts:
        return
    page = lines[0].page_no
    joined = "".join(text for text in texts if not _ORGANISATION_LINE.fullmatch(text))
    yield from _facts(read_title(joined), joined, page, "cover_title", _COVER)
    for text in texts:
        if match := _ORGANISATION_LINE.fullmatch(text):
            yield from _named(match["name"], text, page, "cover_line", _COVER)
        if date := read_date(text):
            yield Candidate("published_on", date, page, text, "cover_date", _COVER)
    if region := region_of(joined):
        yield Candidate("region", region, page, joined, "cover_title", _COVER)


def _opening_lines(narrative: Narrative, first_page: int) -> list[Any]:
    """The first lines of a document without a cover, up to its contents or first paragraph."""
    opening: list[Any] = []
    for placed in narrative.lines:
        text = placed.line.squeezed
        if placed.kind == "furniture":
            continue
        ends = (
            placed.kind == "contents"
            or placed.line.page_no > first_page + 1
            or _CONTENTS_WORD.fullmatch(text)
        )
        if ends or re.search(r"[。；，]|^[一1][、.]|^第一部分|[(（]一[)）]", text):
            break
        opening.append(placed.line)
        if len(opening) == _MAX_COVER_LINES or placed.line.page_no > opening[0].page_no:
            break
    return opening


def _from_lines(tables: TableReading, narrative: Narrative) -> Iterator[Candidate]:
    """Lines that are there to name the publisher: 编制部门：…, running heads."""
    for table in tables.tables:
        line = table.caption.organisation_line
        if line:
            yield from _named(line, line, table.pages[0], "organisation_line", _LINE)
        for printed in table.caption.lines:
            text = re.sub(r"\s", "", printed.text)
            match = _ORGANISATION_LINE.match(text)
            if match and match["what"] == "部门":
                page = table.pages[0]
                yield Candidate("scope", "department", page, text, "organisation_line", _TEXT)
    for line in narrative.of_kind("furniture"):
        facts = read_title(line.squeezed)
        yield from _facts(facts, line.text, line.page_no, "running_head", _LINE)


def _from_titles(tables: TableReading, narrative: Narrative) -> Iterator[Candidate]:
    for table in tables.tables:
        title = table.caption.title
        if title:
            facts = read_title(title)
            yield from _facts(facts, title, table.pages[0], "table_title", _TABLE)
            if facts.kind is None and (kind := _kind_of_performance(title)):
                page = table.pages[0]
                yield Candidate("disclosure_kind", kind, page, title, "performance_title", _TEXT)
    for section in narrative.sections:
        facts = read_title(section.title)
        yield from _facts(facts, section.title, section.page_from, "heading", _HEADING)
    for line in narrative.of_kind("contents"):
        facts = read_title(line.squeezed)
        yield from _facts(facts, line.squeezed, line.page_no, "contents", _HEADING - 0.05)


def _from_text(narrative: Narrative, first_page: int) -> Iterator[Candidate]:
    for placed in narrative.sentences[:_FIRST_SENTENCES]:
        match = _SUBJECT.match(placed.sentence.text)
        name = clean_organisation(match["name"]) if match else None
        if name and region_of(name):
            text = placed.sentence.text[:80]
            yield Candidate("publisher", name, placed.sentence.page, text, "sentence", _TEXT)
    years: Counter[str] = Counter()
    first: dict[str, tuple[int, str]] = {}
    for placed in narrative.sentences:
        for claim in placed.claims:
            if claim.role == "value" and claim.kind == "amount" and claim.year:
                year = str(claim.year)
                years[year] += 1
                first.setdefault(year, (placed.sentence.page, placed.sentence.text[:80]))
    for year, _ in years.most_common(1):
        page, text = first[year]
        yield Candidate("fiscal_year", year, page, text, "sentence", _TEXT)
    words = Counter(
        kind
        for placed in narrative.sentences
        for kind in re.findall("预算|决算", placed.sentence.text)
    )
    if words:
        kind = "final_accounts" if words["决算"] > words["预算"] else "budget"
        yield Candidate(
            "disclosure_kind", kind, first_page, str(dict(words)), "word_count", _FREQUENT
        )


def _from_tables(
    tables: TableReading, units: Sequence[_Unit], first_page: int
) -> Iterator[Candidate]:
    """Column headings, form cells and unit columns."""
    years: Counter[str] = Counter()
    for table in tables.tables:
        page = table.pages[0]
        yield from _from_form(table)
        paths = dict.fromkeys("/".join(column.path) for column in table.columns)
        for path in paths:
            if "决算" in path:
                yield Candidate("disclosure_kind", "final_accounts", page, path, "column", _TEXT)
            elif "预算" in path and "执行" not in path:
                yield Candidate("disclosure_kind", "budget", page, path, "column", _TEXT - 0.1)
            years.update(re.findall(r"(20[0-4]\d)年(?:度)?(?:预算|年初预算|决算)", path))
        if number := table.caption.printed_number:
            yield from _facts(read_title(number), number, page, "table_number", _TABLE - 0.1)
    for year, _ in sorted(years.items(), key=lambda item: (-item[1], -int(item[0])))[:1]:
        yield Candidate("fiscal_year", year, first_page, f"{year}年预算", "column", _TEXT)
    yield from _from_unit_columns(units)


def _often_named_region(
    tables: TableReading, narrative: Narrative, first_page: int
) -> Iterator[Candidate]:
    """For an organisation whose name holds no region (首都绿化委员会办公室)."""
    texts = [placed.sentence.text for placed in narrative.sentences]
    texts += [cell.text for table in tables.tables for cell in table.cells]
    named = named_regions(re.sub(r"\s", "", "".join(texts)))
    for region, count in named.most_common(1):
        yield Candidate(
            "region", region, first_page, f"named {count} times", "word_count", _FREQUENT
        )


def _from_form(table: Table) -> Iterator[Candidate]:
    """部门名称 and the cell beside it, as forms print them."""
    for name, page in names_in_forms(table):
        yield from _named(name, name, page, "form_cell", _LINE)


def names_in_forms(table: Table) -> Iterator[tuple[str, int]]:
    """Who fills in a form, by its own words, and on which page."""
    for label, value in _form_cells(table, _is_form_label):
        yield value.text, label.page_no


def _is_form_label(text: str) -> bool:
    return _FORM_LABEL.fullmatch("".join(text.split())) is not None


def _from_unit_columns(coded: Sequence[_Unit]) -> Iterator[Candidate]:
    """The unit whose code is the beginning of all others in the 预算单位 columns."""
    units = Counter((code, name) for code, name, _ in coded)
    if not units:
        return
    code, name = min(units, key=lambda unit: (len(unit[0]), -units[unit]))
    if all(other.startswith(code) for other, _ in units):
        page = next(page for *unit, page in coded if unit == [code, name])
        yield Candidate("unit_code", code, page, f"{code} {name}", "unit_column", _TABLE)
        yield from _named(name, f"{code} {name}", page, "unit_column", _TEXT + 0.1)


def _code_of_publisher(coded: Sequence[_Unit], found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Codes that stand beside a name found for the publisher; a shorter one holds the others."""
    names = {candidate.value for candidate in found if candidate.axis == "publisher"}
    units = {(code, name): page for code, name, page in coded if clean_organisation(name) in names}
    for rank, ((code, name), page) in enumerate(sorted(units.items(), key=lambda u: len(u[0][0]))):
        score = _LINE if rank == 0 else _TEXT
        yield Candidate("unit_code", code, page, f"{code} {name}", "code_beside_name", score)


def _coded_units(tables: TableReading) -> Iterator[_Unit]:
    """Code, name and page wherever a unit's code is printed beside its name."""
    for table in tables.tables:
        for row in table.block_rows:
            codes = [label.code or label.text for label in row.labels if label.role == "unit_code"]
            names = [label.text for label in row.labels if label.role == "unit_name"]
            if codes and names:
                yield codes[0], names[0], row.page_no
            elif unit := _code_and_name(row.unit_label or ""):
                yield *unit, row.page_no
        for _, value in _form_cells(table, _CODED_LABEL.fullmatch):
            if unit := _code_and_name(value.text):
                yield *unit, value.page_no


def _code_and_name(text: str) -> tuple[str, str] | None:
    match = _CODE_AND_NAME.fullmatch(re.sub(r"[\s/]", "", text))
    if match is None:
        return None
    return match["code"] or match["code2"], match["name"] or match["name2"]


def _form_cells(table: Table, is_label: Callable[[str], object]) -> Iterator[tuple[Any, Any]]:
    """Cells that print a label, each with the one to its right in the row."""
    if not any(is_label(cell.text) for cell in table.cells):  # as in almost all tables
        return
    by_row: dict[int, list[Any]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.row_no, []).append(cell)
    for cells in by_row.values():
        for cell, right in pairwise(sorted(cells, key=lambda cell: cell.col_no)):
            if is_label(cell.text):
                yield cell, right


def _kind_of_performance(title: str) -> str | None:
    """Targets are set with a budget, self-assessments made with final accounts."""
    if re.search(r"绩效.{0,6}(?:自评|评价)|自评", title):
        return "final_accounts"
    return "budget" if re.search(r"绩效.{0,6}目标", title) else None


def _named(name: str, text: str, page: int, method: str, score: float) -> Iterator[Candidate]:
    """Publisher, scope and code that a line naming the organisation gives."""
    if organisation := clean_organisation(name):
        yield Candidate("publisher", organisation, page, text, method, score)
    facts = read_title(name)
    if facts.scope and facts.is_scope_marked:
        yield Candidate("scope", facts.scope, page, text, method, score + 0.03)
    if unit := _code_and_name(name):
        yield Candidate("unit_code", unit[0], page, text, method, score)


def _facts(
    facts: TitleFacts, text: str, page: int, method: str, score: float
) -> Iterator[Candidate]:
    if facts.organisation:
        yield Candidate("publisher", facts.organisation, page, text, method, score)
    if facts.year:
        yield Candidate("fiscal_year", str(facts.year), page, text, method, score)
    if facts.kind:
        yield Candidate("disclosure_kind", facts.kind, page, text, method, score)
    if facts.scope:
        sure = 0.03 if facts.is_scope_marked else -0.05
        yield Candidate("scope", facts.scope, page, text, method, score + sure)


def _regions_of(found: Iterable[Candidate]) -> Iterator[Candidate]:
    for candidate in found:
        if candidate.axis == "publisher" and (region := region_of(candidate.value)):
            yield Candidate(
                "region",
                region,
                candidate.page,
                candidate.value,
                f"publisher_{candidate.method}",
                candidate.score - 0.01,
            )


def _once_per_method(found: Sequence[Candidate]) -> list[Candidate]:
    """Of a value that one method finds many times, the first with the best score.

    How often it was found adds up to 0.05, so that a title on every table outweighs a stray one.
    """
    best: dict[tuple[str, str, str], Candidate] = {}
    counts: Counter[tuple[str, str, str]] = Counter()
    for candidate in found:
        key = (candidate.axis, candidate.value, candidate.method)
        counts[key] += 1
        if key not in best or candidate.score > best[key].score:
            best[key] = candidate
    totals: Counter[tuple[str, str]] = Counter()
    for (axis, _, method), count in counts.items():
        totals[axis, method] += count
    return [
        Candidate(
            c.axis,
            c.value,
            c.page,
            c.text,
            c.method,
            round(min(1.0, c.score + 0.05 * counts[key] / totals[c.axis, c.method] - 0.05), 4),
        )
        for key, c in best.items()
    ]
