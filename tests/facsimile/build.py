"""The facsimile of the seed document: what stands on which page, and the truth of every figure.

The text and the figures, with every mistake of the publisher, are data (``seed.json``); here is
only how such a document is laid out. The PDF's original is not at hand, its text is: page sizes,
breaks and merged cells follow the usual form of these documents, and where the text shows rows cut
by a page end (performance tables), the page breaks there too.

Output is the same bytes each time. ``python -m tests.facsimile`` writes it.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .figures import figure_truth
from .typeset import (
    A4,
    Align,
    Cell,
    Fact,
    Grid,
    Paper,
    Printed,
    Row,
    header_rows,
    leaf_paths,
    register_font,
    squeeze,
)

HERE = Path(__file__).parent
PDF = Path("data/raw/222400/2024/yanbian_zhengfuban_2024_budget.pdf")
TRUTH = Path("tests/facsimile/truth/yanbian_zhengfuban_2024_budget")

_LANDSCAPE = (A4[1], A4[0])


@dataclass(frozen=True)
class _Layout:
    """How one budget table is set: page, column widths and what happens at a page end."""

    widths: tuple[float, ...]
    page: tuple[float, float] = A4
    rotate: int = 0
    repeat_header: bool = False
    size: float = 9
    min_height: float = 18
    header_height: float = 20
    own_page: bool = True
    breaks: tuple[int, ...] = ()


# 收支总表 and 支出总表 run over a page end without a header, 基本支出表 and 项目支出表 repeat
# theirs; 收入总表 stands on a page that is stored upright and shown turned (/Rotate 90).
_LAYOUT = {
    "T1": _Layout((30, 130, 58, 52, 130, 58, 52), min_height=23, header_height=24),
    "T2": _Layout(
        (20, 38, 90, 42, 42, 42, *(34,) * 8, 34, 34, *(34,) * 5),
        page=_LANDSCAPE, rotate=90, size=7, min_height=30, header_height=24,
    ),
    "T3": _Layout(
        (34, 64, 216, 76, 76, 76, 66, 66, 76),
        page=_LANDSCAPE, size=9.5, min_height=22, header_height=32,
    ),
    "T4": _Layout((30, 130, 58, 52, 130, 58, 52), min_height=20, header_height=24),
    "T5": _Layout((30, 54, 164, 54, 54, 54, 50, 50), min_height=24, header_height=24),
    "T6": _Layout(
        (34, 60, 190, 72, 72, 72), repeat_header=True, size=10, min_height=25, header_height=28
    ),
    "T7": _Layout((280, 180), size=12, min_height=34, header_height=34),
    "T8": _Layout((170, 100, 100, 100), size=11, min_height=30, header_height=36),
    "T9a": _Layout((170, 100, 100, 100), size=11, min_height=30, header_height=36, own_page=False),
    "T9": _Layout(
        (24, 48, 50, 92, 40, 106, 40, 46, 46, 42, 42, 46, 42, 42, 42, 38),
        page=_LANDSCAPE, repeat_header=True, size=7.5, min_height=24, header_height=30,
    ),
    "T10": _Layout((132, 40, 44, 48, 48, 48, 48, 44, 44), size=9, min_height=34),
}  # fmt: skip

#: Columns that hold a name, a code, an order number or a budget unit, by their key in seed.json.
_CODES = {"func_code", "econ_code"}
_NAMES = {"income_item", "expenditure_item", "func_name", "econ_name", "item", "unit_name", "name"}
_CENTERED = {"row_no", "unit_code", "type1", *_CODES}


@dataclass
class Facsimile:
    """What was printed: pages, figures, and the tables with their pages."""

    pages: int
    figures: list[Printed]
    tables: list[dict[str, Any]]


def load_seed() -> dict[str, Any]:
    """The document's text and tables (``seed.json``)."""
    return json.loads((HERE / "seed.json").read_text(encoding="utf-8"))


def typeset(path: Path) -> Facsimile:
    """Typeset the document into ``path``; the contents page needs a first pass for its numbers."""
    register_font("YusuanKai", HERE / "fonts/yusuan-seed.ttf")
    register_font("YusuanKai-Bold", HERE / "fonts/yusuan-seed-bold.ttf")
    seed = load_seed()
    first = _print(path, seed, {})
    paper = _print(path, seed, first.marks)
    if paper.marks != first.marks:
        raise AssertionError("the page numbers of the contents page moved the pages")
    return Facsimile(paper.page, paper.figures, _tables(seed, paper))


def write(pdf: Path, truth: Path) -> Facsimile:
    """Write the PDF, the sidecar beside it, and the truth folder."""
    pdf.parent.mkdir(parents=True, exist_ok=True)
    truth.mkdir(parents=True, exist_ok=True)
    printed = typeset(pdf)
    seed = load_seed()
    pdf.with_suffix(".yml").write_text(sidecar(seed), encoding="utf-8")
    lines = [json.dumps(figure_truth(f), ensure_ascii=False) for f in printed.figures]
    (truth / "figures.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    document = {
        "publisher": seed["document"]["publisher"],
        "fiscal_year": seed["document"]["fiscal_year"],
        "disclosure_kind": "budget",
        "pages": printed.pages,
        "sha256": hashlib.sha256(pdf.read_bytes()).hexdigest(),
        "tables": printed.tables,
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    (truth / "document.json").write_text(text + "\n", encoding="utf-8")
    return printed


def sidecar(seed: dict[str, Any]) -> str:
    """The companion YAML that says where the document comes from."""
    document = seed["document"]
    return f"""\
publisher: {document["publisher"]}
region_code: '{document["region_code"]}'
title: {document["title"]}
source_url: null
retrieved_at: null
published_on: {document["published_on"]}
licence: >-
  Government information published under the Regulations on Open Government Information of the
  People's Republic of China (政府信息公开条例); typesetting Apache-2.0; embedded font subset
  SIL Open Font License 1.1.
note: >-
  Facsimile. The publisher's own file is not at hand; this PDF was typeset by the project
  (python -m tests.facsimile) from the document's text, with every figure and every mistake of the
  publisher kept. Page breaks and fonts are ours.
"""


# -- the document -------------------------------------------------------------------------------


def _print(path: Path, seed: dict[str, Any], numbers: dict[str, int]) -> Paper:
    paper = Paper(path, "YusuanKai", "YusuanKai-Bold", margin=76)
    paper.canvas.setTitle(seed["document"]["title"])
    paper.canvas.setAuthor(seed["document"]["publisher"])
    paper.canvas.setCreator("yusuan facsimile")
    _cover(paper, seed["document"])
    _contents(paper, seed["contents"], numbers)
    _text_part(paper, seed["part1"], "1")
    _divider(paper, seed["part2_title"])
    for number, table in enumerate(seed["tables"], start=1):
        _table(paper, number, table)
    for number, form in enumerate(seed["forms"], start=len(seed["tables"]) + 1):
        _form(paper, number, form)
    _text_part(paper, seed["part3"], "3")
    _text_part(paper, seed["part4"], "4")
    paper.save()
    return paper


def _cover(paper: Paper, document: dict[str, Any]) -> None:
    paper.new_page(numbered=False)
    paper.y = 250
    for line in document["cover"]:
        paper.paragraph(line, 26, 48, bold=True, align="center")
    paper.y = 620
    paper.paragraph(document["date"], 18, 30, align="center")


def _contents(paper: Paper, entries: list[dict[str, Any]], numbers: dict[str, int]) -> None:
    paper.new_page()
    paper.paragraph("目  录", 22, 44, bold=True, align="center", after=8)
    part = ""
    for entry in entries:
        if entry["level"] == 1:
            part = entry["text"][:4]
        page = numbers.get(_mark(part, entry["text"]), 0)
        paper.leader_line(entry["text"], str(page or ""), 13, 2.0 * (entry["level"] - 1), 23)


#: Part of the document by the head of its contents entry, as used in marks.
_PARTS = {"第一部分": "1", "第二部分": "2", "第三部分": "3", "第四部分": "4"}


def _mark(part: str, text: str) -> str:
    """Key of a heading: its part and its ordinal (titles differ between contents and body)."""
    ordinal = re.match(r"第.部分|[（(]?[一二三四五六七八九十]+[)）、]", text)
    key = ordinal.group().translate(str.maketrans("（）", "()")) if ordinal else text
    return f"{_PARTS.get(part, part)} {key}"


def _text_part(paper: Paper, paragraphs: list[dict[str, Any]], part: str) -> None:
    paper.new_page()
    for item in paragraphs:
        text, level = item["text"], item["level"]
        if level:
            if paper.y + 60 > paper.bottom:
                paper.next_page()
            paper.marks.setdefault(_mark(part, text), paper.page)
        if level == 1:
            paper.paragraph(text, 20, 44, bold=True, align="center", after=10)
        elif level:
            paper.paragraph(text, 15, 29, bold=True)
        else:
            paper.paragraph(text, 14, 27)


def _divider(paper: Paper, title: str) -> None:
    """The page before the tables, with the part's title only."""
    paper.new_page()
    paper.marks[_mark("2", title)] = paper.page
    paper.y = 330
    paper.paragraph(title, 24, 44, bold=True, align="center")


# -- budget tables ------------------------------------------------------------------------------

_ORDINALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]


def _table(paper: Paper, number: int, table: dict[str, Any]) -> None:
    layout = _LAYOUT[table["id"]]
    if layout.own_page:
        paper.new_page(layout.page, layout.rotate, margin=76 if layout.page == A4 else 60)
    else:
        paper.y += 60
    paper.marks[f"2 {_ORDINALS[number - 1]}、"] = paper.page
    paper.marks[f"table {number} from"] = paper.page
    grid = Grid(
        layout.widths,
        header_rows(table["header"]),
        _body(number, table),
        repeat_header=layout.repeat_header,
        size=layout.size,
        min_height=layout.min_height,
        header_height=layout.header_height,
        breaks=frozenset(layout.breaks),
    )
    paper.paragraph(table["title"], 18, 34, bold=True, align="center", after=4)
    width = sum(grid.widths)
    left = (paper.width - width) / 2
    if table["organisation_line"]:
        paper.text(left, paper.y, table["organisation_line"], 10)
    paper.text(left + width, paper.y, table["unit_line"], 10, align="right")
    paper.y += 17
    paper.grid(grid)
    paper.marks[f"table {number} to"] = paper.page


def _body(number: int, table: dict[str, Any]) -> list[Row]:
    columns = table["columns"]
    paths = leaf_paths(table["header"])
    figures = set(table["figure_columns"])
    rows: list[Row] = []
    for values in table["rows"]:
        row: Row = []
        record = dict(zip(columns, values, strict=True))
        for column, path, text in zip(columns, paths, values, strict=True):
            if column in figures:
                fact = _fact(number, table, record, column, path) if text else None
                row.append(Cell(text, align="right", fact=fact))
            else:
                align: Align = "center" if column in _CENTERED or _is_total(text) else "left"
                row.append(Cell(text, align=align, indent=_indent(table["id"], column, record)))
        rows.append(row)
    return rows


def _fact(
    number: int, table: dict[str, Any], record: dict[str, str], column: str, path: str
) -> Fact:
    kind = table["kind"]
    side = _side(path) if kind in ("balance", "fiscal_balance") else None
    unit: str | None = None
    if kind == "project_expenditure":
        label = record["name_level1"] or record["type"]
        unit = record["unit_name"] or None
    elif side is not None:
        label = record["income_item" if side == "revenue" else "expenditure_item"]
    else:
        label = next(record[c] for c in table["columns"] if c in _NAMES)
    if kind == "revenue" and record["unit_code"]:
        unit = f"{record['unit_code']}/{record['unit_name']}"
    code = next((record[c] for c in table["columns"] if c in _CODES), "")
    return Fact(number, kind, squeeze(label), path, side, code or None, unit)


def _side(path: str) -> str:
    return "revenue" if path.startswith("收入") else "expenditure"


def _is_total(text: str) -> bool:
    return squeeze(text) == "合计"


def _indent(table_id: str, column: str, record: dict[str, str]) -> float:
    """Indentation of a label, in characters: by numbering in balances, by code elsewhere."""
    text = record[column]
    if column in ("income_item", "expenditure_item"):
        if squeeze(text).endswith(("总计", "合计")):
            return 2
        numbered = re.match(r"[一二三四五六七八九十]+、", text)
        nested = table_id == "T4" and column == "expenditure_item" and record["row_no"] != "1"
        if nested and not text.startswith("二、结转"):
            return 1
        return 0 if numbered else 1.5
    if column in ("func_name", "econ_name"):
        code = record.get("func_code") or record.get("econ_code") or ""
        return max(0, (len(code) - 3) // 2)
    if column == "item":
        return 2 if text.startswith("其中") else 4 if text.startswith("（2）") else 0
    return 0


# -- performance tables -------------------------------------------------------------------------

_FORM_WIDTHS = (50, 78, 80, 138, 74, 38)
_FORM_KIND = "performance_target"
_COUNTED = re.compile(r"\d(项|人|人次|期|次|个|条|份|台)$")


def _form(paper: Paper, number: int, form: dict[str, Any]) -> None:
    paper.new_page()
    if number == 12:
        paper.marks["2 十二、"] = paper.page
    paper.marks[f"table {number} from"] = paper.page
    paper.paragraph(form["title"], 15.5, 28, bold=True, align="center", indent=0, after=8)
    body = _form_rows(number, form)
    cut = form["break_before"]
    breaks: frozenset[int] = frozenset()
    height = 26.0
    if cut is not None:
        # The text source shows that a page ended here; rows are as tall as that makes them.
        breaks = frozenset({len(body) - len(form["indicators"]) + cut})
        height = min(42.0, (paper.bottom - paper.y - 60) / min(breaks))
    paper.grid(Grid(_FORM_WIDTHS, [], body, size=10, min_height=height, breaks=breaks))
    paper.marks[f"table {number} to"] = paper.page


def _form_rows(number: int, form: dict[str, Any]) -> list[Row]:
    rows: list[Row] = []
    for name, value in (
        ("项目名称", form["project"]),
        ("项目级次", form["project_level"]),
        ("主管部门及编码", form["department"]),
    ):
        rows.append([Cell(name, 1, 2, "center"), None, Cell(value, 1, 4, "center"), *[None] * 3])
    notes = (("project", form["project"]),)
    for i, (name, value) in enumerate(
        zip(("年度资金总额", "其中：财政拨款", "其他资金"), form["funds"], strict=True)
    ):
        head = Cell("项目资金\n(万元)", 3, 1, "center") if i == 0 else None
        fact = Fact(number, _FORM_KIND, f"项目资金(万元)/{name}", "", notes=notes)
        cell = Cell(value, 1, 4, "center", fact=fact)
        rows.append([head, Cell(name, align="center"), cell, *[None] * 3])
    rows.append([Cell("年度绩效\n目标", 1, 1, "center"), Cell(form["goal"], 1, 5), *[None] * 4])
    indicators = form["indicators"]
    titles = ("一级指标", "二级指标", "三级指标", "指标值", "权重")
    head_row: Row = [Cell("绩效指标", len(indicators) + 1, 1, "center")]
    rows.append([*head_row, *(Cell(title, align="center") for title in titles)])
    for i, (level1, level2, level3, target, weight) in enumerate(indicators):
        label = squeeze("/".join(("绩效指标", level1, level2, level3)))
        target_fact = _target_fact(number, label, target, notes)
        weight_fact = Fact(
            number, _FORM_KIND, label, "权重", None, None, None, "other", None, notes
        )
        rows.append(
            [
                None,
                _merged_label(indicators, i, 1),
                _merged_label(indicators, i, 2),
                Cell(level3),
                Cell(target, align="center", fact=target_fact),
                Cell(weight, align="center", fact=weight_fact),
            ]
        )
    return rows


def _merged_label(indicators: list[list[str]], i: int, depth: int) -> Cell | None:
    """The 一级 (depth 1) or 二级 (2) cell that begins at indicator ``i``; None where it goes on."""

    def key(n: int) -> list[str]:
        return indicators[n][:depth]

    if i and key(i - 1) == key(i):
        return None
    end = i
    while end < len(indicators) and key(end) == key(i):
        end += 1
    return Cell(indicators[i][depth - 1], end - i, 1, "center")


def _target_fact(
    number: int, label: str, target: str, notes: tuple[tuple[str, object], ...]
) -> Fact | None:
    """A target that holds a number is a figure; 保障, 完成 and the like are text."""
    if not re.search(r"\d", target):
        return None
    kind, unit = "other", None
    for money_unit in ("万元", "元"):
        if target.endswith(money_unit):
            kind, unit = "money", money_unit
            break
    if unit is None and target.endswith("%"):
        kind = "percent"
    elif unit is None and _COUNTED.search(target):
        kind = "count"
    return Fact(number, _FORM_KIND, label, "指标值", None, None, None, kind, unit, notes)


def _tables(seed: dict[str, Any], paper: Paper) -> list[dict[str, Any]]:
    """The tables of the truth's document.json, empty ones too."""
    tables: list[dict[str, Any]] = []
    counts: dict[int, int] = {}
    for printed in paper.figures:
        counts[printed.fact.table_no] = counts.get(printed.fact.table_no, 0) + 1
    for number, source in enumerate([*seed["tables"], *seed["forms"]], start=1):
        first, last = paper.marks[f"table {number} from"], paper.marks[f"table {number} to"]
        rows = source.get("rows")
        tables.append(
            {
                "table": number,
                "table_kind": source.get("kind", _FORM_KIND),
                "title": source["title"],
                "pages": list(range(first, last + 1)),
                "money_unit": "万元",
                "empty": number not in counts,
                "rows": len(rows) if rows is not None else len(source["indicators"]) + 8,
                "figures": counts.get(number, 0),
            }
        )
    return tables
