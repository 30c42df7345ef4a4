"""The golden documents: a registry of builders, and the tools they are written with.

Belongs here: how a builder puts a table on a page while each figure's truth is noted (the keys are
those of ``figures.jsonl``). The documents themselves are in the modules that ``catalogue`` names.
Publishers and figures are invented. The PDFs are made at test time and never committed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from tests.facsimile.figures import figure_truth
from tests.facsimile.typeset import (
    A4,
    Align,
    Cell,
    Fact,
    Grid,
    HeaderTree,
    Paper,
    Row,
    header_rows,
    leaf_paths,
    register_font,
    squeeze,
)

FONT = Path(__file__).parents[1] / "facsimile/fonts/yusuan-golden.ttf"
CLOSING_FONT = FONT.with_name("yusuan-seed.ttf")
#: Last page of every disclosure.
CLOSING = ("部门预算情况", "本部门收支总表、财政拨款收支总表、“三公”经费和机关运行经费情况。")
LANDSCAPE = (A4[1], A4[0])
ORGANISATION = "青山市示范局"

#: Cells that print no figure.
NO_FIGURE = re.compile(r"|[-—－]+")

Ruling = Literal["lines", "rects", "double", "open", "none"]


@dataclass(frozen=True)
class Disclosure:
    """What a range of pages is; ``undecided`` are pages where perhaps another one begins."""

    page_from: int
    page_to: int
    publisher: str | None
    year: int
    kind: str
    undecided: tuple[int, ...] = ()


@dataclass
class Golden:
    """One document: where it is, and what must be read from it.

    ``figures`` has the truth of every printed figure. ``titles`` are those of the tables in
    reading order (None: none printed). ``parents`` gives for row labels the label of the row that
    they are part of. ``marks`` names pages that must be marked, with the reason; the figures of a
    marked page are not compared. ``marked_figures`` names figures, by row label and header path,
    that must be marked themselves; their text is not compared. ``reason_code`` is set where the
    file must be refused. ``disclosures`` are given where a test tells them apart.
    """

    name: str
    path: Path
    what: str
    figures: list[dict[str, Any]] = field(default_factory=list)
    titles: list[str | None] = field(default_factory=list)
    parents: dict[str, str | None] = field(default_factory=dict)
    marks: dict[int, str] = field(default_factory=dict)
    marked_figures: set[tuple[str, str]] = field(default_factory=set)
    reason_code: str | None = None
    disclosures: list[Disclosure] = field(default_factory=list)

    def key_rows(self) -> list[tuple[Any, ...]]:
        """Figures as (page, printed, row_label, subject_code, column_path), sorted."""
        return sorted(
            (f["page"], f["printed"], f["row_label"], f["subject_code"] or "", f["column_path"])
            for f in self.figures
            if f["page"] not in self.marks
            and (f["row_label"], f["column_path"]) not in self.marked_figures
        )


def tree(*nodes: Any) -> list[list[Any]]:
    """A header tree from names and (name, child, …) tuples."""
    return [[node, []] if isinstance(node, str) else [node[0], tree(*node[1:])] for node in nodes]


Builder = Callable[[Golden], None]
#: Name -> what it shows and its builder, filled by the decorator.
BUILDERS: dict[str, tuple[str, Builder]] = {}


def golden(builder: Builder) -> Builder:
    """Register a builder under its function's name; its docstring says what it shows."""
    BUILDERS[builder.__name__] = (" ".join((builder.__doc__ or "").split()), builder)
    return builder


def make(name: str, folder: Path) -> Golden:
    """Build the document ``name`` in ``folder``."""
    what, builder = BUILDERS[name]
    result = Golden(name, folder / f"{name}.pdf", what)
    builder(result)
    return result


@dataclass
class Sheet:
    """A golden document being printed: a :class:`Paper` and the tables counted so far."""

    golden: Golden
    paper: Paper
    tables: int = 0
    is_disclosure: bool = True

    @classmethod
    def open(
        cls,
        golden: Golden,
        paper_class: type[Paper] = Paper,
        *,
        is_disclosure: bool = True,
        **options: Any,
    ) -> Sheet:
        """Begin the document; ``options`` go to the :class:`Paper`."""
        register_font("YusuanGolden", FONT)
        options.setdefault("margin", 60)
        paper = paper_class(golden.path, "YusuanGolden", "YusuanGolden", **options)
        return cls(golden, paper, is_disclosure=is_disclosure)

    def close(self) -> None:
        """Write the file and hand over what was printed.

        A disclosure ends with a page that says so: extraction quarantines what is none. The page
        has a font of its own, and no digits.
        """
        if self.is_disclosure:
            register_font("YusuanKai", CLOSING_FONT)
            self.paper.new_page(numbered=False)
            self.paper.font = "YusuanKai"
            for text in CLOSING:
                self.paper.paragraph(text, 12, 24)
        self.paper.save()
        self.golden.figures = [figure_truth(printed) for printed in self.paper.figures]

    def caption(
        self,
        title: str,
        unit: str | None = "万元",
        organisation: str | None = ORGANISATION,
        width: float | None = None,
    ) -> None:
        """Title, 部门 line and 单位 line above a grid of ``width``."""
        paper = self.paper
        paper.paragraph(title, 16, 30, align="center", after=2)
        self._caption_lines(unit, organisation, width)

    def _caption_lines(
        self, unit: str | None, organisation: str | None, width: float | None
    ) -> None:
        paper = self.paper
        width = width or paper.inner
        left = (paper.width - width) / 2
        if organisation:
            paper.text(left, paper.y, f"部门：{organisation}", 9)
        if unit:
            paper.text(left + width, paper.y, f"单位：{unit}", 9, align="right")
        if unit or organisation:
            paper.y += 15

    def table(
        self,
        title: str | None,
        kind: str,
        header: HeaderTree,
        roles: str,
        rows: Sequence[Sequence[Any]],
        *,
        widths: Sequence[float],
        unit: str | None = "万元",
        money_unit: str | None = None,
        organisation: str | None = ORGANISATION,
        codes: Sequence[str | None] | None = None,
        labels: Sequence[str] | None = None,
        blocks: Sequence[slice] | None = None,
        sides: bool = False,
        top_rows: Sequence[Row] = (),
        between: Sequence[Row] = (),
        header_cells: list[Row] | None = None,
        **grid_options: Any,
    ) -> Grid:
        """Print one table and note the truth of its figures.

        ``roles`` has one letter for each column: o ordinal, c code, n name, i code joined with the
        name, u unit code, U unit name, a attribute, f money, p percent, k count. Body cells are
        text (leading ``>`` indent it), a :class:`Cell`, or None under a merged cell. ``codes`` and
        ``labels`` give the truth where it is not simply what stands in the row. ``blocks`` are
        the column ranges of side-by-side blocks. ``top_rows`` stand above the header inside the
        grid, ``between`` below it (column numbers).
        """
        self.tables += 1
        self.golden.titles.append(squeeze(title) if title else None)
        paths = leaf_paths(header)
        width = sum(widths)
        if title and not top_rows:
            self.caption(title, unit, organisation, width)
        money_unit = money_unit or unit or "万元"
        body: list[Row] = []
        carried: dict[int, str] = {}
        for r, values in enumerate(rows):
            row: Row = []
            for block in blocks or [slice(0, len(roles))]:
                row.extend(
                    self._block(
                        kind, paths, roles, values, block, carried,
                        code=codes[r] if codes else None,
                        label=labels[r] if labels else None,
                        money_unit=money_unit, sides=sides,
                    )
                )  # fmt: skip
            body.append(row)
        cells = header_rows(header) if header_cells is None else header_cells
        grid = Grid(widths, [*top_rows, *cells, *between], body, **grid_options)
        self.paper.grid(grid)
        self.paper.y += 24
        return grid

    def _block(
        self,
        kind: str,
        paths: list[str],
        roles: str,
        values: Sequence[Any],
        block: slice,
        carried: dict[int, str],
        *,
        code: str | None,
        label: str | None,
        money_unit: str,
        sides: bool,
    ) -> Row:
        columns = range(*block.indices(len(roles)))
        texts = {i: _text_of(values[i]) for i in columns}
        for i in columns:  # a merged label cell names the rows below it too
            if values[i] is None and roles[i] in "cniuUa":
                texts[i] = carried.get(i, "")
            else:
                carried[i] = texts[i]
        plain = {i: squeeze(text.lstrip(">")) for i, text in texts.items()}
        if code is None:
            code = _code(roles, plain, columns)
        if label is None:
            label = _label(roles, plain, columns)
        units = [plain[i] for i in columns if roles[i] in "uU" and plain[i]]
        if label == "合计":  # the total of all units
            units = []
        row: Row = []
        for i in columns:
            value, role = values[i], roles[i]
            if value is None:
                row.append(None)
                continue
            cell = value if isinstance(value, Cell) else _body_cell(value, role)
            if role in "fpk" and not NO_FIGURE.fullmatch(squeeze(cell.text)):
                fact = Fact(
                    self.tables,
                    kind,
                    label,
                    paths[i],
                    _side(paths[i]) if sides else None,
                    code or None,
                    "/".join(units) or None,
                    {"f": "money", "p": "percent", "k": "count"}[role],
                    money_unit if role == "f" and "#" not in cell.text else None,
                )
                cell = Cell(**{**cell.__dict__, "fact": fact})
            row.append(cell)
        return row


def _text_of(value: Any) -> str:
    return value.text if isinstance(value, Cell) else value or ""


def _body_cell(text: str, role: str) -> Cell:
    bare = text.lstrip(">")
    indent = len(text) - len(bare)
    align: Align = "right" if role in "fpk" else "center" if role in "oc" else "left"
    if squeeze(bare) in ("合计", "总计") and role in "ni":
        align = "center"
    return Cell(bare, align=align, indent=indent)


def _code(roles: str, plain: dict[int, str], columns: range) -> str:
    parts = [plain[i] for i in columns if roles[i] == "c"]
    if not any(parts):
        parts = [plain[i] for i in columns if roles[i] == "i"]
        return re.sub(r"\D", "", parts[0]) if parts else ""
    return re.sub(r"\D", "", parts[0])


def _label(roles: str, plain: dict[int, str], columns: range) -> str:
    names = []
    for i in columns:
        text = plain[i]
        if roles[i] == "i":
            text = re.sub(r"[（(\[]?\d+[]）)]?-?", "", text)
        if roles[i] in "nUi" and text:
            names.append(text)
    return "/".join(names)


def _side(path: str) -> str | None:
    if path.startswith("收入"):
        return "revenue"
    return "expenditure" if path.startswith("支出") else None
