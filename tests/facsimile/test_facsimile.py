"""The committed facsimile is what the script makes, and what it shows is the data."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
import yaml
from fontTools.ttLib import TTFont

from tests.facsimile import build
from tests.facsimile.fonts import subset

ROOT = Path(__file__).resolve().parents[2]
PDF = ROOT / build.PDF
TRUTH = ROOT / build.TRUTH

#: Filled money cells of each budget table and their sum, counted in the text by another hand.
MONEY_CELLS = {
    "T1": (18, "13914.46"),
    "T2": (32, "17890.00"),
    "T3": (47, "15902.24"),
    "T4": (16, "11926.68"),
    "T5": (72, "21554.64"),
    "T6": (63, "8478.58"),
    "T7": (6, "7.8"),
    "T8": (0, "0"),
    "T9a": (0, "0"),
    "T9": (45, "4597.44"),
    "T10": (0, "0"),
}

#: Mistakes of the publisher that must stay, each with how often it is printed.
MISTAKES = {
    "840800.00": 2,
    "516000.00": 2,
    "=207840万元": 1,
    "延边朝鲜族自治州人民政府办公室-106": 1,
    "本部门无2022年政府性基金预算支出情况": 1,
    "本部门无2022年国有资本经营预算支出情况": 1,
    "准备工作的准备工作": 1,
    "医疗卫生与计划生育支出": 1,
    "政务网站普查和办公系统网络等级保护测评": 1,
    "效果指标": 5,
    "≤30万元": 1,
    "QSBJCXCHY": 1,
}


@pytest.fixture(scope="module")
def remade(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("facsimile")
    build.write(folder / PDF.name, folder / "truth")
    return folder / PDF.name, folder / "truth"


@pytest.fixture(scope="module")
def figures() -> list[dict]:
    lines = (TRUTH / "figures.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _without_compression(data: bytes) -> bytes:
    """The same PDF with plain streams: zlib builds differ in their output, not in meaning."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(
            out,
            static_id=True,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
        )
    return out.getvalue()


def test_remaking_gives_the_committed_file(remade: tuple[Path, Path]) -> None:
    made, committed = remade[0].read_bytes(), PDF.read_bytes()
    assert made == committed or _without_compression(made) == _without_compression(committed)
    assert remade[0].with_suffix(".yml").read_text() == PDF.with_suffix(".yml").read_text()


def test_remaking_gives_the_committed_truth(remade: tuple[Path, Path]) -> None:
    made, committed = remade[1] / "figures.jsonl", TRUTH / "figures.jsonl"
    assert made.read_text(encoding="utf-8") == committed.read_text(encoding="utf-8")
    document = json.loads((TRUTH / "document.json").read_text(encoding="utf-8"))
    again = json.loads((remade[1] / "document.json").read_text(encoding="utf-8"))
    assert {**again, "sha256": ""} == {**document, "sha256": ""}


def test_truth_names_the_committed_file() -> None:
    document = json.loads((TRUTH / "document.json").read_text(encoding="utf-8"))
    assert document["sha256"] == hashlib.sha256(PDF.read_bytes()).hexdigest()
    assert document["pages"] == 48
    assert [len(t["pages"]) for t in document["tables"]].count(1) < 24, "some tables break"


def test_two_builds_give_the_same_bytes(remade: tuple[Path, Path], tmp_path: Path) -> None:
    build.typeset(tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == remade[0].read_bytes()


def test_sidecar_is_readable() -> None:
    sidecar = yaml.safe_load(PDF.with_suffix(".yml").read_text(encoding="utf-8"))
    assert sidecar["region_code"] == "222400"
    assert str(sidecar["published_on"]) == "2024-02-08"
    assert sidecar["source_url"] is None


def test_money_cells_of_the_budget_tables() -> None:
    got = {}
    for table in build.load_seed()["tables"]:
        at = [table["columns"].index(c) for c in table["figure_columns"]]
        cells = [Decimal(row[i].replace(",", "")) for row in table["rows"] for i in at if row[i]]
        got[table["id"]] = (len(cells), str(sum(cells, Decimal(0))))
    assert got == MONEY_CELLS
    assert sum(count for count, _ in got.values()) == 299


def test_performance_tables() -> None:
    forms = build.load_seed()["forms"]
    assert len(forms) == 13
    assert sum(len(form["indicators"]) for form in forms) == 107
    for form in forms:
        assert sum(int(i[4]) for i in form["indicators"]) == 90, form["id"]


def test_truth_has_every_figure(figures: list[dict]) -> None:
    budget = [f for f in figures if f["table_kind"] != "performance_target"]
    forms = [f for f in figures if f["table_kind"] == "performance_target"]
    assert len(budget) == 299
    assert sum(f["column_path"] == "" for f in forms) == 39
    assert sum(f["column_path"] == "权重" for f in forms) == 107
    numeric = [
        i
        for form in build.load_seed()["forms"]
        for i in form["indicators"]
        if re.search(r"\d", i[3])
    ]
    assert sum(f["column_path"] == "指标值" for f in forms) == len(numeric)


def test_each_figure_stands_in_a_cell_of_its_page(figures: list[dict]) -> None:
    wanted: dict[int, Counter[str]] = {}
    for figure in figures:
        wanted.setdefault(figure["page"], Counter())[figure["printed"]] += 1
    with pdfplumber.open(PDF) as pdf:
        assert len(pdf.pages) == 48
        for number, count in wanted.items():
            tables = pdf.pages[number - 1].extract_tables()
            cells = [re.sub(r"\s", "", c) for t in tables for row in t for c in row if c]
            missing = count - Counter(cells)
            assert not missing, f"page {number}: {missing}"


def test_pages_stand_as_they_should() -> None:
    with pikepdf.open(PDF) as pdf:
        turned = [p for p in pdf.pages if p.obj.get("/Rotate", 0) == 90]
        landscape = [p for p in pdf.pages if p.mediabox[2] > p.mediabox[3]]
    assert len(turned) == 1
    assert len(landscape) == 4


def test_text_and_mistakes_are_kept() -> None:
    with pdfplumber.open(PDF) as pdf:
        pages = [re.sub(r"\s", "", page.extract_text() or "") for page in pdf.pages]
    text = "".join(page.removesuffix(str(number)) for number, page in enumerate(pages, start=1))
    for mistake, count in MISTAKES.items():
        found = text.count(mistake)
        assert found >= count if mistake == "效果指标" else found == count, mistake
    seed = build.load_seed()
    for part in ("part1", "part3", "part4"):
        for item in seed[part]:
            assert re.sub(r"\s", "", item["text"]) in text, item["text"]


def test_fonts_are_embedded_subsets_with_unicode() -> None:
    with pikepdf.open(PDF) as pdf:
        fonts = {
            str(font["/BaseFont"]): font
            for page in pdf.pages
            for font in page.resources["/Font"].values()
        }
        assert fonts
        for name, font in fonts.items():
            assert re.match(r"/[A-Z]{6}\+YusuanKai", name)
            assert "/ToUnicode" in font
            assert "/FontFile2" in font["/FontDescriptor"]
    assert PDF.stat().st_size < 1_000_000


@pytest.mark.parametrize("weight", ["yusuan-seed", "yusuan-seed-bold"])
def test_font_subset_has_every_character(weight: str) -> None:
    font = TTFont(subset.HERE / f"{weight}.ttf")
    have = {chr(code) for code in font.getBestCmap() or {}}
    needed = {c for c in subset.characters("yusuan-seed") if not c.isspace()}
    assert needed <= have
    names = {str(record) for record in font["name"].names if record.nameID in (1, 4, 6)}
    assert not any("LXGW" in name or "霞鹜" in name for name in names), "reserved font name"
