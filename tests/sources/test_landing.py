import hashlib
from pathlib import Path

import pytest

from pipelines.sources import scan


def put(path: Path, content: bytes | str = b"%PDF-1.4 x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_any_depth_in_order_of_path(tmp_path: Path) -> None:
    put(tmp_path / "z.pdf")
    put(tmp_path / "222400" / "2024" / "b.pdf", b"b")
    put(tmp_path / "222400" / "2024" / "deep" / "er" / "c.PDF", b"c")
    landing = scan(tmp_path)
    assert [file.file_path for file in landing.files] == [
        "222400/2024/b.pdf",
        "222400/2024/deep/er/c.PDF",
        "z.pdf",
    ]
    assert [file.region_code for file in landing.files] == ["222400", "222400", None]
    assert landing.problems == ()


def test_identity_is_the_bytes(tmp_path: Path) -> None:
    put(tmp_path / "a.pdf", b"same")
    put(tmp_path / "b.pdf", b"same")
    first, second = scan(tmp_path).files
    assert first.sha256 == second.sha256 == hashlib.sha256(b"same").hexdigest()
    assert first.document_id == first.sha256[:16]
    assert first.size_bytes == 4


def test_what_is_no_pdf_is_landed_and_litter_is_not(tmp_path: Path) -> None:
    for name in ("page.pdf", "book.xlsx", "scan.ofd", "none"):
        put(tmp_path / name)
    for name in (".gitkeep", ".DS_Store", "~$book.xlsx", "Thumbs.db", ".cache/x.pdf"):
        put(tmp_path / name)
    assert {file.file_path for file in scan(tmp_path).files} == {
        "page.pdf",
        "book.xlsx",
        "scan.ofd",
        "none",
    }


def test_sidecar_is_joined_and_overrules_the_folder(tmp_path: Path) -> None:
    put(tmp_path / "222400" / "2024" / "a.pdf")
    put(tmp_path / "222400" / "2024" / "a.yml", "region_code: '610100'\npublisher: 某局")
    (file,) = scan(tmp_path).files
    assert file.sidecar.publisher == "某局"
    assert file.region_code == "610100"


def test_full_name_sidecar_is_the_more_exact_one(tmp_path: Path) -> None:
    put(tmp_path / "a.pdf")
    put(tmp_path / "a.xlsx", b"x")
    put(tmp_path / "a.yml", "title: both")
    put(tmp_path / "a.pdf.yml", "title: the pdf's")
    by_name = {file.file_path: file.sidecar.title for file in scan(tmp_path).files}
    assert by_name == {"a.pdf": "the pdf's", "a.xlsx": "both"}


def test_broken_sidecar_costs_no_document(tmp_path: Path) -> None:
    put(tmp_path / "d" / "a.pdf")
    put(tmp_path / "d" / "a.yml", "region_code: [")
    put(tmp_path / "b.pdf", b"b")
    landing = scan(tmp_path)
    assert len(landing.files) == 2
    (problem,) = landing.problems
    assert "d/a.yml" in problem
    assert "no valid YAML" in problem


def test_lonely_sidecar_is_told(tmp_path: Path) -> None:
    put(tmp_path / "a.pdf")
    put(tmp_path / "gone.yml", "title: x")
    (problem,) = scan(tmp_path).problems
    assert "gone.yml" in problem


def test_links_are_followed_once(tmp_path: Path) -> None:
    put(tmp_path / "raw" / "a.pdf")
    put(tmp_path / "elsewhere" / "b.pdf", b"b")
    (tmp_path / "raw" / "loop").symlink_to(tmp_path / "raw")
    (tmp_path / "raw" / "linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "raw" / "dangling.pdf").symlink_to(tmp_path / "nowhere.pdf")
    assert [file.file_path for file in scan(tmp_path / "raw").files] == ["a.pdf", "linked/b.pdf"]


def test_unreadable_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path) -> tuple[str, int]:
        # Not by chmod: root reads everything.
        raise PermissionError(13, "Permission denied", str(path))

    put(tmp_path / "a.pdf")
    monkeypatch.setattr("pipelines.sources.hashes._digest", denied)
    landing = scan(tmp_path)
    assert landing.files == ()
    assert "a.pdf" in landing.problems[0]


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        scan(tmp_path / "nowhere")
