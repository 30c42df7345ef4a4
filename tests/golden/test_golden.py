"""Each golden document is read as it was printed: figures, titles, hierarchy, marks, refusals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pyarrow.parquet as pq
import pypdfium2 as pdfium
import pytest
from fontTools.ttLib import TTFont

from pipelines.extraction.document import extract_document
from pipelines.pdf import open_pdf
from pipelines.tables import read_tables
from tests.facsimile.fonts import subset
from tests.golden.catalogue import BUILDERS, Golden, make

GoldenPdf = Callable[[str], Golden]
Reader = Literal["pdfium", "pdfplumber"]
RawRows = dict[str, list[dict[str, Any]]]

REFUSED = [
    "user_password", "truncated", "html_named_pdf", "ofd_named_pdf", "excel_named_pdf",
    "empty_file", "image_only", "no_disclosure",
]  # fmt: skip
READ = [name for name in BUILDERS if name not in REFUSED]
MARKED = [
    "exchanged_separators", "hidden_text", "image_table", "lying_font", "no_unicode",
    "overlaid_labels", "turned_table_in_text",
]  # fmt: skip


@pytest.fixture(scope="module")
def tables_of(golden_pdf: GoldenPdf) -> Callable[[str, Reader], RawRows]:
    """The raw tables that reading a golden document's tables gives; read once."""
    done: dict[tuple[str, str], RawRows] = {}

    def get(name: str, reader: Reader) -> RawRows:
        if (name, reader) not in done:
            with open_pdf(golden_pdf(name).path, reader) as pdf:
                reading = read_tables(list(pdf.pages()))
            rows: RawRows = {"printed_table": [], "row": [], "figure": []}
            for table in reading.tables:
                for kind, records in table.rows().items():
                    rows.setdefault(kind, []).extend(records)
            done[name, reader] = rows
        return done[name, reader]

    return get


@pytest.fixture(scope="module")
def extracted(
    golden_pdf: GoldenPdf, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], RawRows]:
    """The raw tables of a whole extraction, as written; made once."""
    root = tmp_path_factory.mktemp("extracted")
    done: dict[str, RawRows] = {}

    def get(name: str) -> RawRows:
        if name not in done:
            extract_document(golden_pdf(name).path, root / name)
            parts = (root / name).rglob("*.parquet")
            done[name] = {part.stem: pq.read_table(part).to_pylist() for part in parts}
        return done[name]

    return get


Tables = Callable[[str, Reader], RawRows]
Extracted = Callable[[str], RawRows]


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("name", READ)
def test_figures(name: str, reader: Reader, golden_pdf: GoldenPdf, tables_of: Tables) -> None:
    golden = golden_pdf(name)
    got = sorted(
        (f["page"], f["printed"], f["row_label"], f["code"] or "", f["column_path"])
        for f in tables_of(name, reader)["figure"]
        if f["page"] not in golden.marks
        and (f["row_label"], f["column_path"]) not in golden.marked_figures
    )
    wanted = golden.key_rows()
    missing, extra = Counter(wanted) - Counter(got), Counter(got) - Counter(wanted)
    assert (list(missing)[:5], list(extra)[:5]) == ([], []), "(missing, extra)"


@pytest.mark.parametrize("name", [n for n in READ if n != "no_unicode"])
def test_titles(name: str, golden_pdf: GoldenPdf, tables_of: Tables) -> None:
    golden = golden_pdf(name)
    tables = tables_of(name, "pdfium")["printed_table"]
    got = [t["title"] for t in tables if t["page_from"] not in golden.marks or golden.titles]
    assert got == golden.titles


@pytest.mark.parametrize(
    "name", [name for name in READ if "parents" in BUILDERS[name][1].__code__.co_names]
)
def test_parents(name: str, golden_pdf: GoldenPdf, tables_of: Tables) -> None:
    rows = {row["row_no"]: row for row in tables_of(name, "pdfium")["row"]}
    got = {
        row["row_label"]: rows[row["parent_row_no"]]["row_label"] if row["parent_row_no"] else None
        for row in rows.values()
    }
    assert got == golden_pdf(name).parents


def test_text_in_the_invisible_mode_is_no_figure(tables_of: Tables) -> None:
    assert "777.77" not in {f["printed"] for f in tables_of("hidden_text", "pdfium")["figure"]}


@pytest.mark.parametrize("name", ["turned_left", "turned_right", "upside_down"])
def test_boxes_stand_on_the_page_as_displayed(
    name: str, golden_pdf: GoldenPdf, extracted: Extracted
) -> None:
    figures = extracted(name)["figure"]
    with pdfium.PdfDocument(golden_pdf(name).path) as document:
        for figure in figures:
            page = document[figure["page"] - 1]
            height = page.get_height()
            box = figure["x0"], height - figure["bottom"], figure["x1"], height - figure["top"]
            assert figure["printed"] in page.get_textpage().get_text_bounded(*box)
    sizes = {p["page"]: (p["width"], p["height"]) for p in extracted(name)["page"]}
    assert figures
    assert all(
        0 <= f["x0"] < f["x1"] <= sizes[f["page"]][0]
        and 0 <= f["top"] < f["bottom"] <= sizes[f["page"]][1]
        for f in figures
    )


@pytest.mark.parametrize("name", MARKED)
def test_marked_pages(name: str, golden_pdf: GoldenPdf, extracted: Extracted) -> None:
    pages_read = {page["page"]: page for page in extracted(name)["page"]}
    for page, reason in golden_pdf(name).marks.items():
        assert pages_read[page]["is_marked"]
        assert reason in pages_read[page]["mark_reasons"]
    assert any(not page["is_marked"] for page in pages_read.values()) or len(pages_read) == 1


@pytest.mark.parametrize(
    "name", ["amounts_not_read", "clipped_cell", "empty_marks", "overlaid_figures"]
)
def test_marked_figures(name: str, golden_pdf: GoldenPdf, extracted: Extracted) -> None:
    figures = extracted(name)["figure"]
    marked = {(f["row_label"], f["column_path"]) for f in figures if f["is_marked"]}
    assert marked == golden_pdf(name).marked_figures


@pytest.mark.parametrize("name", [n for n in READ if n not in MARKED])
def test_good_pages_are_not_marked(name: str, extracted: Extracted) -> None:
    marked = [p for p in extracted(name)["page"] if p["is_marked"]]
    assert not marked, [page["mark_reasons"] for page in marked]


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, golden_pdf: GoldenPdf, extracted: Extracted) -> None:
    (document,) = extracted(name)["document"]
    assert document["state"] == "quarantined"
    assert document["reason_code"] == golden_pdf(name).reason_code
    assert document["reason"]


def test_builders_are_deterministic(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        make("wrapped_cells", tmp_path / folder)
    one, two = (tmp_path / folder / "wrapped_cells.pdf" for folder in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_font_subset_has_every_character() -> None:
    have = {chr(code) for code in TTFont(subset.HERE / "yusuan-golden.ttf").getBestCmap() or {}}
    needed = subset.characters("yusuan-golden")
    assert needed <= have, f"cut the subset again: {needed - have}"
