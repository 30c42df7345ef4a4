"""One file to one folder, whatever the bytes are."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipelines.extraction import document
from pipelines.extraction.document import extract_document
from pipelines.extraction.schema import TABLES
from tests.e2e import bad_inputs
from tests.running import SEED_RAW


def read(folder: Path, table: str) -> list[dict[str, Any]]:
    return pq.read_table(folder / f"{table}.parquet").to_pylist()


@pytest.fixture(scope="module")
def seed_pdf() -> Path:
    (path,) = SEED_RAW.rglob("*.pdf")
    return path


@pytest.fixture(scope="module")
def seed(seed_pdf: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the seed document."""
    out = tmp_path_factory.mktemp("seed") / "out"
    assert extract_document(seed_pdf, out, extractor="x")["state"] == "extracted"
    return out


def test_every_table_is_written_after_the_schema(seed: Path) -> None:
    assert {path.stem for path in seed.glob("*.parquet")} == set(TABLES)
    for name, schema in TABLES.items():
        written = pq.read_schema(seed / f"{name}.parquet")
        assert written.equals(schema), name


def test_ids_are_global_and_unique(seed: Path) -> None:
    (row,) = read(seed, "document")
    document_id = row["document_id"]
    assert (row["page_count"], row["extractor"], row["read_by"]) == (48, "x", "pdfium")
    figures = read(seed, "figure")
    ids = [figure["figure_id"] for figure in figures]
    assert len(ids) == len(set(ids))
    assert all(name.startswith(f"{document_id}-p") for name in ids)
    tables = {table["table_id"] for table in read(seed, "printed_table")}
    assert {figure["table_id"] for figure in figures} <= tables
    assert {figure["read_by"] for figure in figures} == {"pdfium"}
    assert {row["document_id"] for name in TABLES for row in read(seed, name)} == {document_id}


def test_marked_pages_mark_their_figures(seed: Path) -> None:
    marked = {page["page"] for page in read(seed, "page") if page["is_marked"]}
    for page in read(seed, "page"):
        assert page["is_marked"] == bool(page["mark_reasons"])
    for figure in read(seed, "figure"):
        assert figure["is_marked"] == bool(figure["mark_reasons"])
        assert figure["is_marked"] or figure["page"] not in marked


def test_extraction_is_a_function_of_the_bytes(seed: Path, seed_pdf: Path, tmp_path: Path) -> None:
    again = tmp_path / "elsewhere"
    renamed = tmp_path / "another name.pdf"
    renamed.write_bytes(seed_pdf.read_bytes())
    extract_document(renamed, again, extractor="x")
    for name in TABLES:
        assert read(again, name) == read(seed, name), name


REASON_CODES = {
    "page.pdf": "not_pdf",
    "budget.ofd": "not_pdf",
    "book.xlsx": "not_pdf",
    "book.pdf": "not_pdf",
    "old.xls": "not_pdf",
    "archive.zip": "not_pdf",
    "empty.pdf": "empty_file",
    "cut.pdf": "truncated",
    "secret.pdf": "password",
    "scan.pdf": "no_text",
    "novel.pdf": "not_a_disclosure",
}


def test_bad_bytes_are_quarantined_with_a_reason(seed_pdf: Path, tmp_path: Path) -> None:
    words = bad_inputs.write_all(tmp_path / "bad", seed_pdf)
    assert words.keys() == REASON_CODES.keys()
    for name, word in words.items():
        out = tmp_path / "out" / name
        answer = extract_document(tmp_path / "bad" / name, out, extractor="x")
        (row,) = read(out, "document")
        assert (answer["state"], answer["reason_code"]) == ("quarantined", REASON_CODES[name])
        assert (row["state"], row["reason_code"]) == ("quarantined", REASON_CODES[name])
        assert word in row["reason"], (name, row["reason"])
        assert read(out, "figure") == []


def test_owner_password_only_is_read(seed: Path, seed_pdf: Path, tmp_path: Path) -> None:
    protected = tmp_path / "protected.pdf"
    bad_inputs.write_protected(protected, seed_pdf)
    assert extract_document(protected, tmp_path / "out", extractor="x")["state"] == "extracted"
    assert len(read(tmp_path / "out", "figure")) == len(read(seed, "figure"))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyError("oops"), "crashed"),
        (MemoryError(), "memory_limit"),
        (OSError(5, "odd"), "unreadable"),
    ],
)
def test_a_fault_of_ours_costs_the_document_alone(
    seed_pdf: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    code: str,
) -> None:
    def fail(*arguments: object) -> None:
        raise error

    monkeypatch.setattr(document, "_read", fail)
    extract_document(seed_pdf, tmp_path / "out", extractor="x")
    (row,) = read(tmp_path / "out", "document")
    assert row["reason_code"] == code
    assert row["sha256"] == hashlib.sha256(seed_pdf.read_bytes()).hexdigest()
    assert ("Traceback" in caplog.text) == (code == "crashed")


def test_a_file_that_changes_meanwhile_is_not_taken_for_what_was_landed(
    seed_pdf: Path, tmp_path: Path
) -> None:
    extract_document(seed_pdf, tmp_path / "out", extractor="x", sha256="f" * 64)
    (row,) = read(tmp_path / "out", "document")
    assert (row["reason_code"], row["sha256"]) == ("unreadable", "f" * 64)
    assert "changed while the run went on" in row["reason"]


def test_a_file_that_went_meanwhile_is_told(tmp_path: Path) -> None:
    extract_document(tmp_path / "gone.pdf", tmp_path / "out", extractor="x", sha256="f" * 64)
    (row,) = read(tmp_path / "out", "document")
    assert row["reason_code"] == "unreadable"
    assert "No such file" in row["reason"]


def test_what_cannot_be_written_costs_the_document_alone(
    seed_pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def odd(*arguments: object) -> dict[str, list[dict[str, object]]]:
        return {"document": [{}], "page": [{"page": "\ud800"}]}

    monkeypatch.setattr(document, "_read", odd)
    extract_document(seed_pdf, tmp_path / "out", extractor="x")
    (row,) = read(tmp_path / "out", "document")
    assert row["reason_code"] == "crashed"


def test_a_full_disk_is_raised(seed_pdf: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file stands where the folder should be")
    with pytest.raises(OSError, match="out"):
        extract_document(seed_pdf, tmp_path / "out", extractor="x")
