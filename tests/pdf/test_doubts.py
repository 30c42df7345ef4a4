"""Fonts that say something else than they show must mark the page; honest ones must not."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pikepdf
import pytest
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont as FontFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipelines.pdf import Page, open_pdf
from tests.pdf.building import write_pdf

FONTS = sorted((Path(__file__).parents[1] / "facsimile" / "fonts").glob("*.ttf"))
LINE = "0123456789 1,234.56 元"


def read(path: Path) -> Page:
    with open_pdf(path) as opened:
        return next(iter(opened.pages()))


def typeset(path: Path, font: Path, text: str = LINE) -> Path:
    pdfmetrics.registerFont(TTFont(font.stem, font))
    canvas = Canvas(str(path))
    canvas.setFont(font.stem, 12)
    canvas.drawString(60, 700, text)
    canvas.save()
    return path


def retold(path: Path, says: dict[str, str]) -> Path:
    """Change what the fonts of a PDF say: the char on the left is read as that on the right."""

    def retell(entry: re.Match[str]) -> str:
        char = chr(int(entry[2], 16))
        return f"<{entry[1]}> <{ord(says.get(char, char)):04X}>"

    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for obj in pdf.objects:
            if isinstance(obj, Dictionary) and "/ToUnicode" in obj:
                head, entries = obj.ToUnicode.read_bytes().decode().split("beginbfchar")
                entries = re.sub(r"<(\w+)> <(\w+)>", retell, entries)
                obj["/ToUnicode"] = pdf.make_stream(f"{head}beginbfchar{entries}".encode())
        pdf.save(path)
    return path


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.stem)
def test_an_honest_font_is_trusted(tmp_path: Path, font: Path) -> None:
    page = read(typeset(tmp_path / "a.pdf", font))
    assert "".join(c["text"] for c in page.chars) == LINE
    assert page.mark_reasons == []


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.stem)
@pytest.mark.parametrize(("one", "other"), list(itertools.combinations("0123456789", 2)))
def test_two_digits_that_change_places_are_seen(
    tmp_path: Path, font: Path, one: str, other: str
) -> None:
    path = retold(typeset(tmp_path / "a.pdf", font), {one: other, other: one})
    page = read(path)
    assert one + other not in "".join(c["text"] for c in page.chars)[:10]
    assert page.mark_reasons == ["lying_font"]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.permutations("0123456789").filter(lambda p: "".join(p) != "0123456789"))
def test_any_mixed_up_digits_are_seen(
    tmp_path_factory: pytest.TempPathFactory, order: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "mixed.pdf"
    says = dict(zip("0123456789", order, strict=True))
    page = read(retold(typeset(path, FONTS[0]), says))
    assert "".join(c["text"] for c in page.chars).startswith("".join(order))
    assert page.mark_reasons == ["lying_font"]


@pytest.mark.parametrize("disguise", ["\ue123", "乙"])
def test_a_digit_in_disguise_is_seen(tmp_path: Path, disguise: str) -> None:
    path = retold(typeset(tmp_path / "a.pdf", FONTS[0]), {"8": disguise})
    assert read(path).mark_reasons == ["lying_font"]


def test_an_ideograph_called_a_digit_is_seen(tmp_path: Path) -> None:
    path = retold(typeset(tmp_path / "a.pdf", FONTS[0]), {"元": "7", "7": "元"})
    assert read(path).mark_reasons == ["lying_font"]


def test_only_the_pages_with_the_lying_font_are_marked(tmp_path: Path) -> None:
    liar = retold(typeset(tmp_path / "liar.pdf", FONTS[0]), {"3": "8", "8": "3"})
    honest = typeset(tmp_path / "honest.pdf", FONTS[0])
    words = typeset(tmp_path / "words.pdf", FONTS[0], "元")
    with Pdf.new() as pdf, Pdf.open(liar) as a, Pdf.open(honest) as b, Pdf.open(words) as c:
        for source in (b, a, c, b):
            pdf.pages.extend(source.pages)
        pdf.save(tmp_path / "all.pdf")
    with open_pdf(tmp_path / "all.pdf") as opened:
        marks = [page.mark_reasons for page in opened.pages()]
    assert marks == [[], ["lying_font"], [], []]


def test_a_font_that_is_not_in_the_file_is_not_asked(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", "BT /F1 12 Tf 60 700 Td (0123456789) Tj ET")
    assert read(path).mark_reasons == []


def test_invisible_digits_are_marked_and_invisible_words_are_not(tmp_path: Path) -> None:
    digits = "BT 3 Tr /F1 12 Tf 60 700 Td (12.50) Tj ET"
    assert read(write_pdf(tmp_path / "a.pdf", digits)).mark_reasons == ["hidden_text"]
    words = "BT 3 Tr /F1 12 Tf 60 700 Td (words) Tj ET"
    assert read(write_pdf(tmp_path / "b.pdf", words)).mark_reasons == []


# --- a font of pictures (Type 3) has no outlines: the page is looked at --------------------------


DIGIT_NAMES = [
    Name(f"/{name}")
    for name in ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
]


class _OperatorPen(BasePen):
    """Writes an outline as PDF operators. Its methods are named by the base class."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.operators: list[str] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.operators.append(f"{pt[0]} {pt[1]} m")

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self.operators.append(f"{pt[0]} {pt[1]} l")

    def _curveToOne(  # noqa: N802
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self.operators.append(" ".join(f"{x} {y}" for x, y in (pt1, pt2, pt3)) + " c")

    def _closePath(self) -> None:  # noqa: N802
        self.operators.append("h")


def write_type3(path: Path, drawn: dict[str, str]) -> Path:
    """A page with the digits 0 to 9 in a Type 3 font that draws ``drawn[digit]`` for a digit."""
    source = FontFile(FONTS[0])
    glyphs, names, em = source.getGlyphSet(), source.getBestCmap(), source["head"].unitsPerEm
    with Pdf.new() as pdf:
        procedures, widths = {}, []
        for digit in "0123456789":
            pen = _OperatorPen(glyphs)
            glyph = glyphs[names[ord(drawn.get(digit, digit))]]
            glyph.draw(pen)
            widths.append(glyph.width)
            procedure = f"{glyph.width} 0 0 -200 {em} {em} d1 {' '.join(pen.operators)} f"
            procedures[str(DIGIT_NAMES[int(digit)])] = pdf.make_stream(procedure.encode())
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=Array([0, -200, em, em]),
            FontMatrix=Array([1 / em, 0, 0, 1 / em, 0, 0]),
            CharProcs=Dictionary(procedures),
            Encoding=Dictionary(Differences=Array([48, *DIGIT_NAMES])),
            FirstChar=48,
            LastChar=57,
            Widths=Array(widths),
            Resources=Dictionary(),
            ToUnicode=pdf.make_stream(
                b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
                b"1 begincodespacerange <00> <FF> endcodespacerange "
                b"1 beginbfrange <30> <39> <0030> endbfrange endcmap end end"
            ),
        )
        pdf.pages.append(
            pikepdf.Page(
                Dictionary(
                    Type=Name.Page,
                    MediaBox=Array([0, 0, 595, 842]),
                    Resources=Dictionary(Font=Dictionary(F1=font)),
                    Contents=pdf.make_stream(b"BT /F1 12 Tf 60 700 Td (0123456789) Tj ET"),
                )
            )
        )
        pdf.save(path)
    return path


def test_an_honest_font_of_pictures_is_trusted(tmp_path: Path) -> None:
    page = read(write_type3(tmp_path / "a.pdf", {}))
    assert "".join(c["text"] for c in page.chars) == "0123456789"
    assert page.mark_reasons == []


def test_a_lying_font_of_pictures_is_seen(tmp_path: Path) -> None:
    page = read(write_type3(tmp_path / "a.pdf", {"3": "8", "6": "9"}))
    assert page.mark_reasons == ["lying_font"]
