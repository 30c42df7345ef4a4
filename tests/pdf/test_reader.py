"""Geometry and looks of what the readers find, on pages whose every operator is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdfplumber.table import TableFinder
from pikepdf import Array, Dictionary, Name, Pdf

from pipelines.marks import Mark
from pipelines.pdf import Page, open_pdf
from tests.pdf.building import GRID, GRID_CELLS, helvetica, write_pdf

READERS = ["pdfium", "pdfplumber"]


def read(path: Path, reader: str = "pdfium") -> Page:
    with open_pdf(path, reader) as opened:  # type: ignore[arg-type]
        return next(iter(opened.pages()))


def cells(page: Page) -> list[list[str | None]]:
    [table] = TableFinder(page.as_plumber()).tables  # type: ignore[arg-type]
    return table.extract()


def text(page: Page) -> str:
    return "".join(c["text"] for c in page.chars)


def box(obj: dict[str, Any]) -> tuple[int, int, int, int]:
    return round(obj["x0"]), round(obj["top"]), round(obj["x1"]), round(obj["bottom"])


# --- page boxes and rotation --------------------------------------------------------------------

#: Turns content drawn for an upright page so that it is upright again under /Rotate.
COUNTER_TURN = {
    0: "",
    90: "0 1 -1 0 842 0 cm ",
    180: "-1 0 0 -1 595 842 cm ",
    270: "0 -1 1 0 0 595 cm ",
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("offset", [(0, 0), (-30, 55)])
def test_a_turned_page_reads_as_it_is_displayed(
    tmp_path: Path, reader: str, rotation: int, offset: tuple[int, int]
) -> None:
    left, low = offset
    content = f"1 0 0 1 {left} {low} cm {COUNTER_TURN[rotation]}{GRID}"
    width, height = (842, 595) if rotation in (90, 270) else (595, 842)
    path = write_pdf(
        tmp_path / "a.pdf",
        content,
        page={
            "MediaBox": Array([left, low, left + width, low + height]),
            "Rotate": rotation,
        },
    )
    page = read(path, reader)
    assert (page.width, page.height, page.rotation) == (595, 842, rotation)
    assert cells(page) == GRID_CELLS
    assert all(c["upright"] for c in page.chars)
    # The grid's left lower corner is at (50, 700) of the upright page, seen from its lower left.
    assert min(e["x0"] for e in page.edges()) == pytest.approx(50, abs=0.01)
    assert max(e["bottom"] for e in page.edges()) == pytest.approx(842 - 700, abs=0.01)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_crop_box_is_the_page(tmp_path: Path, reader: str, rotation: int) -> None:
    outside = "BT /F1 10 Tf 55 800 Td (outside) Tj ET 20 820 m 400 820 l S "
    crop = [40, 690, 360, 760]
    path = write_pdf(
        tmp_path / "a.pdf",
        outside + GRID,
        page={
            "MediaBox": Array([0, 0, 595, 842]),
            "CropBox": Array(crop),
            "Rotate": rotation,
        },
    )
    page = read(path, reader)
    assert "outside" not in text(page)
    assert len(page.lines) == 7
    size = (320, 70) if rotation in (0, 180) else (70, 320)
    assert page.displayed_size == size
    corner = {0: (10, 20), 90: (10, 10), 180: (10, 10), 270: (20, 10)}[rotation]
    lefts, tops, _, _ = zip(*(page.displayed(box(edge)) for edge in page.edges()), strict=True)
    assert (min(lefts), min(tops)) == pytest.approx(corner)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_is_read_as_its_text_runs(tmp_path: Path, reader: str, rotation: int) -> None:
    """Whatever turns the page, or does not, the grid is read; what is displayed stays told."""
    path = write_pdf(tmp_path / "a.pdf", GRID, page={"Rotate": rotation})
    page = read(path, reader)
    width, height = page.displayed_size
    assert (width, height) == ((842, 595) if rotation in (90, 270) else (595, 842))
    assert (page.width, page.height) == (595, 842)
    assert page.turn == (-rotation) % 360
    assert cells(page) == GRID_CELLS
    assert all(c["upright"] and c["angle"] == 0 for c in page.chars)
    assert not page.mark_reasons
    x0, top, x1, bottom = page.displayed(box(page.chars[0]))
    assert 0 < x0 < x1 < width
    assert 0 < top < bottom < height


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("matrix", "said", "is_marked"),
    [
        ("0 1 -1 0", "12.50", True),  # sideways
        ("0 -1 1 0", "1250000", True),
        ("-1 0 0 -1", "12", True),  # upside down
        ("0 1 -1 0", "2025", False),  # a heading, or a page number
        ("0.7 0.7 -0.7 0.7", "12.50", False),  # a watermark
    ],
)
def test_amounts_that_run_against_the_page_mark_it(
    tmp_path: Path, reader: str, matrix: str, said: str, is_marked: bool
) -> None:
    content = f"{GRID} BT /F1 10 Tf {matrix} 300 300 Tm ({said}) Tj ET"
    page = read(write_pdf(tmp_path / "a.pdf", content), reader)
    assert page.turn == 0
    assert page.mark_reasons == ([Mark.TURNED_TEXT] if is_marked else [])


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_both_readers_agree_on_a_cropped_turned_shifted_page(tmp_path: Path, rotation: int) -> None:
    path = write_pdf(
        tmp_path / "a.pdf",
        GRID,
        page={
            "MediaBox": Array([-10, -20, 595, 842]),
            "CropBox": Array([30, 600, 500, 800]),
            "Rotate": rotation,
        },
    )
    fast, slow = read(path), read(path, "pdfplumber")
    for mine, other in ((fast.chars, slow.chars), (fast.lines, slow.lines)):
        assert sorted(map(box, mine)) == sorted(map(box, other))


# --- characters ---------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", READERS)
def test_a_char_has_its_box_font_size_and_colour(tmp_path: Path, reader: str) -> None:
    path = write_pdf(tmp_path / "a.pdf", "1 0 0 rg BT /F1 20 Tf 100 700 Td (A) Tj ET")
    [char] = read(path, reader).chars
    # Helvetica: A is 667 wide; descent -207 (pdfplumber's metrics) or -212 (pdfium's).
    assert char["x0"] == pytest.approx(100)
    assert char["x1"] == pytest.approx(100 + 20 * 0.667, abs=0.01)
    assert char["bottom"] == pytest.approx(142 + 20 * 0.215, abs=0.2)
    assert char["bottom"] - char["top"] == pytest.approx(20)
    assert char["size"] == pytest.approx(20)
    assert char["fontname"] == "Helvetica"
    assert char["non_stroking_color"] == (1, 0, 0)
    assert not char["hidden"]
    assert char["upright"]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("ink", "rgb"),
    [
        ("0.5 g", (0.5, 0.5, 0.5)),
        ("0 0 0 1 k", (0, 0, 0)),
        ("0 0 0 0 k", (1, 1, 1)),
    ],
)
def test_colours_are_rgb_in_both_readers(
    tmp_path: Path, reader: str, ink: str, rgb: tuple[float, float, float]
) -> None:
    path = write_pdf(tmp_path / "a.pdf", f"{ink} BT /F1 20 Tf 100 700 Td (A) Tj ET")
    [char] = read(path, reader).chars
    assert char["non_stroking_color"] == pytest.approx(rgb, abs=0.15)


def test_scale_stretch_and_rise(tmp_path: Path) -> None:
    content = "2 0 0 2 0 0 cm BT /F1 10 Tf 50 Tz 3 Ts 1 0 0 1 50 300 Tm (A) Tj ET"
    [char] = read(write_pdf(tmp_path / "a.pdf", content)).chars
    assert char["size"] == pytest.approx(20)
    assert char["x0"] == pytest.approx(100)
    assert char["x1"] == pytest.approx(100 + 20 * 0.667 / 2, abs=0.01)
    assert char["bottom"] == pytest.approx(842 - 606 + 20 * 0.215, abs=0.2)


@pytest.mark.parametrize("reader", READERS)
def test_text_that_runs_upwards_is_not_upright(tmp_path: Path, reader: str) -> None:
    path = write_pdf(
        tmp_path / "a.pdf", "BT /F1 10 Tf 9 9 Td (across) Tj 0 1 -1 0 100 500 Tm (up) Tj ET"
    )
    page = read(path, reader)
    assert [c["upright"] for c in page.chars if c["text"] in "up"] == [False, False]
    u, p = (c for c in page.chars if c["text"] in "up")
    assert p["bottom"] == pytest.approx(u["top"], abs=0.1)
    assert u["x1"] == pytest.approx(100 + 2.15, abs=0.1)


def test_spaces_between_text_objects_are_not_invented(tmp_path: Path) -> None:
    content = "BT /F1 10 Tf 50 700 Td (a) Tj 100 0 Td (b) Tj 0 -40 Td (c d) Tj ET"
    assert text(read(write_pdf(tmp_path / "a.pdf", content))) == "abc d"


def test_wide_kerning_makes_no_char(tmp_path: Path) -> None:
    content = "BT /F1 10 Tf 50 700 Td [(1) -900 (2)] TJ ET"
    one, two = read(write_pdf(tmp_path / "a.pdf", content)).chars
    assert (one["text"], two["text"]) == ("1", "2")
    assert two["x0"] == pytest.approx(50 + 5.56 + 9, abs=0.01)


def test_a_hyphen_at_a_line_end_stays(tmp_path: Path) -> None:
    content = "BT /F1 10 Tf 50 700 Td (A-) Tj 0 -12 Td (B1) Tj ET"
    assert text(read(write_pdf(tmp_path / "a.pdf", content))) == "A-B1"


@pytest.mark.parametrize("reader", READERS)
def test_text_drawn_twice_is_read_once(tmp_path: Path, reader: str) -> None:
    line = "(1,234.50 and 11.11) Tj"
    far = "BT /F1 10 Tf 50 400 Td (between) Tj ET "
    content = f"BT /F1 10 Tf 50 700 Td {line} ET {far} BT /F1 10 Tf 50.3 700.2 Td {line} ET"
    page = read(write_pdf(tmp_path / "a.pdf", content), reader)
    assert text(page).replace("between", "") == "1,234.50 and 11.11"


@pytest.mark.parametrize("reader", READERS)
def test_equal_digits_side_by_side_are_all_read(tmp_path: Path, reader: str) -> None:
    content = "BT /F1 6 Tf 50 700 Td (1111111111.......) Tj ET"
    assert text(read(write_pdf(tmp_path / "a.pdf", content), reader)) == "1111111111......."


def test_invisible_text_is_flagged_and_not_shown(tmp_path: Path) -> None:
    content = "BT /F1 10 Tf 3 Tr 50 700 Td (ghost) Tj ET BT /F1 10 Tf 0 Tr 50 600 Td (seen) Tj ET"
    page = read(write_pdf(tmp_path / "a.pdf", content))
    assert {c["text"] for c in page.chars if c["hidden"]} == set("ghost")
    assert not any(c["clipped"] for c in page.chars)
    assert "".join(c["text"] for c in page.as_plumber().chars) == "seen"


@pytest.mark.parametrize("in_form", [False, True])
def test_text_cut_off_by_a_clip_is_flagged(tmp_path: Path, in_form: bool) -> None:
    content = "q 50 690 30 20 re W n BT /F1 10 Tf 52 700 Td (123456789) Tj ET Q"
    path = tmp_path / "a.pdf"
    if in_form:
        write_with_form(path, content, "2 0 0 2 -50 -700")
    else:
        write_pdf(path, content)
    shown = "".join(c["text"] for c in read(path).chars if not c["clipped"])
    assert shown == "12345"
    assert all(c["hidden"] == c["clipped"] for c in read(path).chars)


@pytest.mark.parametrize("reader", READERS)
def test_white_text_on_paper_is_flagged_and_on_a_shade_it_is_text(
    tmp_path: Path, reader: str
) -> None:
    content = (
        "0.2 0.3 0.6 rg 40 580 200 40 re f 1 g BT /F1 10 Tf 50 700 Td (ghost) Tj ET "
        "BT /F1 10 Tf 50 590 Td (HEAD) Tj ET"
    )
    page = read(write_pdf(tmp_path / "a.pdf", content), reader)
    assert {c["text"] for c in page.chars if c["hidden"]} == set("ghost")


def test_white_text_with_an_outline_is_seen(tmp_path: Path) -> None:
    content = "1 g 0 G BT 2 Tr /F1 10 Tf 50 700 Td (outlined) Tj ET"
    assert not any(c["hidden"] for c in read(write_pdf(tmp_path / "a.pdf", content)).chars)


def test_hidden_text_does_not_stand_in_for_shown_text(tmp_path: Path) -> None:
    # pdfium itself drops what repeats one of the five text objects before, shown or not.
    between = "".join(f"BT /F1 10 Tf 50 {y} Td (w) Tj ET " for y in range(100, 700, 100))
    content = f"3 Tr BT /F1 10 Tf 50 700 Td (12) Tj ET 0 Tr {between}BT 50 700 Td (12) Tj ET"
    shown = [c for c in read(write_pdf(tmp_path / "a.pdf", content)).chars if not c["hidden"]]
    assert [c["text"] for c in shown if c["text"] != "w"] == ["1", "2"]


def test_a_clip_around_all_hides_nothing(tmp_path: Path) -> None:
    page = read(write_pdf(tmp_path / "a.pdf", f"q 40 600 400 200 re W n {GRID} Q"))
    assert cells(page) == GRID_CELLS


def test_a_glyph_without_a_character_is_marked_as_unknown(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_with_cid_font(path, "<0005>", to_unicode=None)
    assert [c["text"] for c in read(path).chars] == ["\ufffd"]


def test_half_of_a_pair_of_surrogates_is_no_character(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_with_cid_font(path, "<000100330001>", to_unicode={"0001": "D83D", "0033": "0033"})
    page = read(path)
    assert text(page) == "\ufffd3\ufffd"
    assert page.mark_reasons == ["unmapped_text"]


def test_the_number_of_an_unexplained_glyph_is_no_digit(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_with_cid_font(path, "<000100330001>", to_unicode={"0001": "0033"})
    page = read(path)
    assert text(page) == "3\ufffd3"
    assert page.mark_reasons == ["unmapped_text"]


def test_characters_beyond_the_basic_plane(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_with_cid_font(path, "<00010002>", to_unicode={"0001": "D842DFB7", "0002": "0031"})
    assert text(read(path)) == "𠮷1"


def test_a_glyph_that_stands_for_several_characters_gives_them_all(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    write_with_cid_font(path, "<00010002>", to_unicode={"0001": "00310030", "0002": "4E07"})
    page = read(path)
    assert text(page) == "10万"
    one, zero, unit = page.chars
    assert one["x0"] < zero["x0"] < unit["x0"]
    assert zero["x1"] == pytest.approx(unit["x0"], abs=0.1)


@pytest.mark.parametrize("reader", READERS)
def test_radicals_are_read_as_the_ideographs_they_look_like(tmp_path: Path, reader: str) -> None:
    path = tmp_path / "a.pdf"
    write_with_cid_font(path, "<00010002>", to_unicode={"0001": "2F40", "0002": "51FA"})
    assert text(read(path, reader)) == "支出"


# --- paths --------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("content", "kind", "expected"),
    [
        ("100 700 m 300 700 l S", "lines", (100, 142, 300, 142)),
        ("100 700 200 50 re S", "rects", (100, 92, 300, 142)),
        ("100 700 200 50 re f", "rects", (100, 92, 300, 142)),
        ("100 700 200 0.5 re f", "rects", (100, 142, 300, 142)),
        ("100 700 m 300 700 l 300 750 l 100 750 l h S", "rects", (100, 92, 300, 142)),
        ("100 700 m 300 700 l 200 750 l h S", "curves", (100, 92, 300, 142)),
        ("100 700 m 150 750 250 750 300 700 c S", "curves", (100, 142, 300, 142)),
        ("0 1 -1 0 300 500 cm 0 0 200 50 re S", "rects", (250, 142, 300, 342)),
    ],
)
def test_shapes(
    tmp_path: Path, reader: str, content: str, kind: str, expected: tuple[int, int, int, int]
) -> None:
    page = read(write_pdf(tmp_path / "a.pdf", content), reader)
    found = {k: getattr(page, k) for k in ("lines", "rects", "curves")}
    assert {k: len(v) for k, v in found.items()} == {
        k: int(k == kind) for k in ("lines", "rects", "curves")
    }
    assert box(found[kind][0]) == expected


def test_subpaths_are_shapes_of_their_own(tmp_path: Path) -> None:
    content = "100 700 m 300 700 l 100 600 50 50 re 100 500 m 150 550 250 550 300 500 c S"
    page = read(write_pdf(tmp_path / "a.pdf", content))
    assert [len(k) for k in (page.lines, page.rects, page.curves)] == [1, 1, 1]


def test_paths_that_paint_nothing_are_none(tmp_path: Path) -> None:
    content = (
        "100 700 200 50 re n 100 600 200 50 re W n "  # no painting, clipping only
        "q 0 0 10 10 re W n 100 400 200 50 re S Q "  # outside its clip
        "1 1 1 rg 100 300 200 50 re f 1 1 1 RG 100 200 m 300 200 l S "  # white on white
        "0 G 100 900 m 300 900 l S 100 -9 200 5 re f"  # beside the page
    )
    page = read(write_pdf(tmp_path / "a.pdf", content))
    assert page.edges() == []


@pytest.mark.parametrize("reader", READERS)
def test_white_lines_on_a_shade_rule_and_on_paper_do_not(tmp_path: Path, reader: str) -> None:
    content = (
        "0.8 g 100 600 300 100 re f 1 g 150 600 1 100 re f 1 G 250 600 m 250 700 l S "
        "150 300 1 100 re f 250 300 m 250 400 l S"
    )
    page = read(write_pdf(tmp_path / "a.pdf", content), reader)
    assert sorted(map(box, page.rects)) == [(100, 142, 400, 242), (150, 142, 151, 242)]
    assert [box(o) for o in page.lines] == [(250, 142, 250, 242)]


@pytest.mark.parametrize("reader", READERS)
def test_looks_of_shapes(tmp_path: Path, reader: str) -> None:
    content = "2 w 1 0 0 RG 0 0 1 rg 100 700 200 50 re B"
    [rect] = read(write_pdf(tmp_path / "a.pdf", content), reader).rects
    assert (rect["stroke"], rect["fill"], rect["linewidth"]) == (True, True, 2)
    assert rect["stroking_color"] == (1, 0, 0)
    assert rect["non_stroking_color"] == (0, 0, 1)


# --- forms and images ---------------------------------------------------------------------------


@pytest.mark.parametrize("reader", READERS)
def test_nested_forms_and_their_matrices(tmp_path: Path, reader: str) -> None:
    path = tmp_path / "a.pdf"
    write_with_form(path, GRID, "0.5 0 0 0.5 100 50", inner="2 0 0 2 -60 30")
    page = read(path, reader)
    assert cells(page) == GRID_CELLS
    # x = (50 * 2 - 60) / 2 + 100; y of the upper line = (740 * 2 + 30) / 2 + 50
    assert min(e["x0"] for e in page.edges()) == pytest.approx(120, abs=0.01)
    assert min(e["top"] for e in page.edges()) == pytest.approx(842 - 805, abs=0.01)


@pytest.mark.parametrize("reader", READERS)
def test_an_image_has_its_box(tmp_path: Path, reader: str) -> None:
    path = tmp_path / "a.pdf"
    with Pdf.new() as pdf:
        image = pdf.make_stream(
            bytes(3),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=1,
            Height=1,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
        )
        pdf.pages.append(
            pikepdf.Page(
                Dictionary(
                    Type=Name.Page,
                    MediaBox=Array([0, 0, 595, 842]),
                    Resources=Dictionary(XObject=Dictionary(I=image)),
                    Contents=pdf.make_stream(b"q 0 100 -200 0 300 500 cm /I Do Q"),
                )
            )
        )
        pdf.save(path)
    [image] = read(path, reader).images
    assert box(image) == (100, 242, 300, 342)


# --- what holds for any page --------------------------------------------------------------------

numbers = st.integers(-900, 900).map(str)
words = st.sampled_from(["(1,234.56)", "(A)", "(x y)", "[(1) 20 (2)]"])
operators = st.one_of(
    st.tuples(numbers, numbers).map(lambda p: f"{p[0]} {p[1]} m"),
    st.tuples(numbers, numbers).map(lambda p: f"{p[0]} {p[1]} l"),
    st.tuples(*[numbers] * 4).map(lambda p: " ".join(p) + " re"),
    st.tuples(*[numbers] * 6).map(lambda p: " ".join(p) + " c"),
    st.tuples(*[st.floats(-3, 3).map(lambda v: f"{v:.3f}")] * 4, numbers, numbers).map(
        lambda p: " ".join(p) + " cm"
    ),
    st.tuples(words, numbers, numbers).map(
        lambda p: f"BT /F1 9 Tf {p[1]} {p[2]} Td {p[0]} {'TJ' if p[0][0] == '[' else 'Tj'} ET"
    ),
    st.sampled_from(["S", "f", "B", "n", "W n", "q", "Q", "h", "1 g", "0 g", "3 Tr", "/X Do"]),
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(operators, max_size=40), st.sampled_from([0, 90, 180, 270]))
def test_any_content_is_read_into_the_page(
    tmp_path_factory: pytest.TempPathFactory, content: list[str], rotation: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.pdf"
    page = read(write_pdf(path, "\n".join(content), page={"Rotate": rotation}))
    for char in page.chars:
        assert char["x0"] <= char["x1"]
        assert char["top"] <= char["bottom"]
        assert 0 <= (char["x0"] + char["x1"]) / 2 <= page.width
        assert 0 <= (char["top"] + char["bottom"]) / 2 <= page.height
    for shape in (*page.lines, *page.rects, *page.curves):
        assert shape["x0"] <= page.width
        assert shape["x1"] >= 0
        assert shape["width"] == pytest.approx(shape["x1"] - shape["x0"])
    TableFinder(page.as_plumber())  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(operators, max_size=25))
def test_reading_is_deterministic(
    tmp_path_factory: pytest.TempPathFactory, content: list[str]
) -> None:
    path = write_pdf(tmp_path_factory.getbasetemp() / "same.pdf", "\n".join(content))
    assert read(path) == read(path)


# --- builders -----------------------------------------------------------------------------------


def write_with_form(path: Path, content: str, outer: str, inner: str = "1 0 0 1 0 0") -> None:
    """``content`` in a form in a form: ``outer`` by ``cm``, ``inner`` as the form's /Matrix."""
    with Pdf.new() as pdf:
        resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(helvetica())))
        box = Array([-5000, -5000, 5000, 5000])
        deep = pdf.make_stream(
            content.encode(),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=box,
            Matrix=Array([float(v) for v in inner.split()]),
            Resources=resources,
        )
        form = pdf.make_stream(
            b"/Deep Do",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=box,
            Resources=Dictionary(XObject=Dictionary(Deep=deep)),
        )
        pdf.pages.append(
            pikepdf.Page(
                Dictionary(
                    Type=Name.Page,
                    MediaBox=Array([0, -200, 595, 842]),
                    Resources=Dictionary(XObject=Dictionary(Form=form)),
                    Contents=pdf.make_stream(f"q {outer} cm /Form Do Q".encode()),
                )
            )
        )
        pdf.save(path)


def write_with_cid_font(path: Path, shown: str, to_unicode: dict[str, str] | None) -> None:
    """Text in a two-byte font that is not embedded, 1 em wide; ``to_unicode`` in hex digits."""
    with Pdf.new() as pdf:
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name("/Test"),
            DW=1000,
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=Dictionary(
                Type=Name.FontDescriptor,
                FontName=Name("/Test"),
                Flags=4,
                Ascent=800,
                Descent=-200,
                CapHeight=700,
                ItalicAngle=0,
                StemV=80,
                FontBBox=Array([0, -200, 1000, 800]),
            ),
        )
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/Test"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([descendant]),
        )
        if to_unicode is not None:
            lines = "\n".join(f"<{code}> <{char}>" for code, char in to_unicode.items())
            font["/ToUnicode"] = pdf.make_stream(
                (
                    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
                    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
                    f"{len(to_unicode)} beginbfchar\n{lines}\nendbfchar\n"
                    "endcmap end end"
                ).encode()
            )
        pdf.pages.append(
            pikepdf.Page(
                Dictionary(
                    Type=Name.Page,
                    MediaBox=Array([0, 0, 595, 842]),
                    Resources=Dictionary(Font=Dictionary(F1=font)),
                    Contents=pdf.make_stream(f"BT /F1 20 Tf 100 700 Td {shown} Tj ET".encode()),
                )
            )
        )
        pdf.save(path)
