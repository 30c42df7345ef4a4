"""Which files are readable at all, and what is said of those that are not."""

from __future__ import annotations

import pickle
import zipfile
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.pdf import UnreadablePdf, document, open_pdf, render, require_text
from tests.pdf.building import GRID, write_pdf

READERS = ["pdfium", "pdfplumber"]


def refusal(path: Path, reader: str = "pdfium") -> UnreadablePdf:
    with pytest.raises(UnreadablePdf) as caught, open_pdf(path, reader) as opened:  # type: ignore[arg-type]
        list(opened.pages())
    return caught.value


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\n <!DOCTYPE html><html><body>404</body></html>", "HTML"),
        (b"\xef\xbb\xbf<html lang='zh'>", "HTML"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (b'{"code": 404}', "JSON"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word, Excel or WPS"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "PNG"),
        (b"Rar!\x1a\x07\x00", "RAR"),
        (bytes(5000), "zeros"),
        ("预算公开表".encode(), "unknown format"),
    ],
)
def test_a_file_that_is_no_pdf_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    error = refusal(path)
    assert error.reason_code == "not_pdf"
    assert said in error.message
    assert "not a PDF" in error.message


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ("OFD.xml", "OFD"),
        ("xl/workbook.xml", "Excel"),
        ("word/document.xml", "Word"),
        ("scan.jpg", "ZIP"),
    ],
)
def test_a_container_is_named_by_what_it_holds(tmp_path: Path, member: str, said: str) -> None:
    path = tmp_path / "a.pdf"
    with zipfile.ZipFile(path, "w") as container:
        container.writestr(member, "x")
    error = refusal(path)
    assert error.reason_code == "not_pdf"
    assert said in error.message


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.touch()
    assert refusal(path).reason_code == "empty_file"


def test_too_large_is_said_before_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_pdf(tmp_path / "a.pdf", GRID, GRID, GRID)
    monkeypatch.setattr(document, "MAX_PAGES", 2)
    assert refusal(path).reason_code == "too_large"
    monkeypatch.setattr(document, "MAX_BYTES", 100)
    assert "MB" in refusal(path).message


@pytest.mark.parametrize("reader", READERS)
def test_a_user_password_is_asked_for(tmp_path: Path, reader: str) -> None:
    locked = pikepdf.Encryption(owner="o", user="u")
    path = write_pdf(tmp_path / "a.pdf", GRID, save={"encryption": locked})
    error = refusal(path, reader)
    assert error.reason_code == "password"
    assert "password" in error.message


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("revision", [4, 6])
def test_an_owner_password_alone_does_not_matter(
    tmp_path: Path, reader: str, revision: int
) -> None:
    forbidding = pikepdf.Encryption(
        owner="o", user="", R=revision, allow=pikepdf.Permissions(extract=False)
    )
    path = write_pdf(tmp_path / "a.pdf", GRID, save={"encryption": forbidding})
    with open_pdf(path, reader) as opened:  # type: ignore[arg-type]
        [page] = opened.pages()
    assert "".join(c["text"] for c in page.chars if c["top"] < 120).startswith("r")


@pytest.mark.parametrize("linearize", [False, True])
def test_a_cut_file_is_truncated(tmp_path: Path, linearize: bool) -> None:
    whole = write_pdf(tmp_path / "a.pdf", GRID, GRID, save={"linearize": linearize}).read_bytes()
    path = tmp_path / "cut.pdf"
    for share in (0.3, 0.6, 0.9):
        path.write_bytes(whole[: int(len(whole) * share)])
        error = refusal(path)
        assert error.reason_code == "truncated"
        assert "Download it again" in error.message


def test_an_update_that_was_cut_off_is_truncated(tmp_path: Path) -> None:
    whole = write_pdf(tmp_path / "a.pdf", GRID).read_bytes()
    path = tmp_path / "cut.pdf"
    path.write_bytes(whole + b"\n9 0 obj\n<< /Length 99 >>\nstream\nBT")
    assert refusal(path).reason_code == "truncated"


def test_junk_after_the_end_is_no_damage(tmp_path: Path) -> None:
    whole = write_pdf(tmp_path / "a.pdf", GRID).read_bytes()
    path = tmp_path / "a.pdf"
    path.write_bytes(whole + b"\r\n\r\n\0\0")
    with open_pdf(path) as opened:
        assert opened.page_count == 1


def test_a_pdf_without_pages_text_is_told_from_one_with(tmp_path: Path) -> None:
    square = "0 0 0 rg 100 100 300 300 re f"
    with (
        open_pdf(write_pdf(tmp_path / "scan.pdf", square, square)) as opened,
        pytest.raises(UnreadablePdf, match="no text layer") as caught,
    ):
        require_text(list(opened.pages()))
    assert caught.value.reason_code == "no_text"
    with open_pdf(write_pdf(tmp_path / "text.pdf", GRID)) as opened:
        require_text(list(opened.pages()))


def test_the_error_comes_back_whole_from_another_process() -> None:
    error = UnreadablePdf("password", "locked")
    back = pickle.loads(pickle.dumps(error))
    assert (back.reason_code, back.message, str(back)) == ("password", "locked", "locked")


def test_metadata_and_page_ranges(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", *[GRID] * 5)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.docinfo["/Producer"] = "WPS 文字"
        pdf.save(path)
    for reader in READERS:
        with open_pdf(path, reader) as opened:  # type: ignore[arg-type]
            assert opened.producer == "WPS 文字"
            assert [page.page_no for page in opened.pages(2, 4)] == [2, 3, 4]
            assert [page.page_no for page in opened.pages()] == [1, 2, 3, 4, 5]


def test_many_pages_are_read_in_order_and_closed(tmp_path: Path) -> None:
    contents = [f"BT /F1 10 Tf 50 700 Td (page {n}) Tj ET" for n in range(1, 41)]
    with open_pdf(write_pdf(tmp_path / "a.pdf", *contents)) as opened:
        read = ["".join(c["text"] for c in page.chars) for page in opened.pages()]
    assert read == [f"page {n}" for n in range(1, 41)]


def test_render(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", GRID, page={"Rotate": 90})
    assert render(path, 1, 72).size == (842, 595)
    with pytest.raises(IndexError):
        render(path, 2)


SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def read_or_refuse(path: Path, reader: str = "pdfium") -> UnreadablePdf | int:
    """Number of pages, or the refusal; anything else raised fails the test."""
    try:
        with open_pdf(path, reader) as opened:  # type: ignore[arg-type]
            return len([page.edges() for page in opened.pages()])
    except UnreadablePdf as error:
        return error


@SLOW
@given(st.binary(max_size=3000))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.pdf"
    path.write_bytes(content)
    read_or_refuse(path)
    path.write_bytes(b"%PDF-1.7\n" + content + b"\n%%EOF\n")
    read_or_refuse(path)


@pytest.fixture(scope="module")
def grid_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_pdf(tmp_path_factory.mktemp("grid") / "a.pdf", GRID, GRID).read_bytes()


@SLOW
@given(data=st.data())
def test_a_pdf_cut_anywhere_is_read_whole_or_refused(
    tmp_path_factory: pytest.TempPathFactory, grid_bytes: bytes, data: st.DataObject
) -> None:
    length = data.draw(st.integers(0, len(grid_bytes) - 1))
    path = tmp_path_factory.getbasetemp() / "cut.pdf"
    path.write_bytes(grid_bytes[:length])
    result = read_or_refuse(path)
    code = result.reason_code if isinstance(result, UnreadablePdf) else None
    assert result == 2 or code in ("truncated", "empty_file", "not_pdf")


@SLOW
@given(data=st.data())
def test_a_pdf_with_wrong_bytes_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, grid_bytes: bytes, data: st.DataObject
) -> None:
    content = bytearray(grid_bytes)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(9, len(content) - 9))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "wrong.pdf"
    path.write_bytes(bytes(content))
    read_or_refuse(path)
    read_or_refuse(path, "pdfplumber")
