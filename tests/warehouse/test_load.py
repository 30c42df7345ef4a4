"""Loading, with Parquet made here."""

import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from pipelines.extraction.parquet import document_row, write_folder
from pipelines.extraction.schema import LANDING_TABLES, TABLES
from pipelines.settings import Settings
from pipelines.sources import Exclusion, LandedFile, scan
from pipelines.warehouse import BuildFileLocked, load


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "raw").mkdir()
    return Settings(raw_dir=tmp_path / "raw", home=tmp_path / "home")


def land(settings: Settings, *names: str, extractor: str = "x") -> list[LandedFile]:
    """The raw folder with exactly these documents, each extracted with one page and figure."""
    for path in settings.raw_dir.iterdir():
        path.unlink()
    for name in names:
        (settings.raw_dir / name).write_text(name)
    files = list(scan(settings.raw_dir).files)
    for file in files:
        write_folder(
            settings.extracted_dir / extractor / file.sha256,
            file.document_id,
            {
                "document": [document_row(file.sha256, extractor, "pdfium", page_count=1)],
                "page": [{"page": 1, "width": 595.0, "mark_reasons": ["clipped"]}],
                "figure": [{"figure_id": f"{file.document_id}-1", "number": "0012.50"}],
            },
        )
    return files


def ask(settings: Settings, sql: str) -> list[tuple]:
    with duckdb.connect(settings.build_path, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_tables_have_the_schema_and_its_descriptions(settings: Settings) -> None:
    load(settings, [], "x")
    for name, schema in {**TABLES, **LANDING_TABLES}.items():
        columns = ask(
            settings,
            "select column_name, comment from duckdb_columns() where schema_name = 'raw' "
            f"and table_name = '{name}' order by column_index",
        )
        assert [column for column, _ in columns] == schema.names
        assert dict(columns) == {
            field.name: (field.metadata or {}).get(b"description", b"").decode() or None
            for field in schema
        }


def test_new_is_inserted_and_gone_is_dropped(settings: Settings) -> None:
    report = load(settings, land(settings, "a", "b"), "x")
    assert (report.inserted, report.dropped, report.kept) == (2, 0, 0)
    report = load(settings, land(settings, "b", "c"), "x")
    assert (report.inserted, report.dropped, report.kept) == (1, 1, 1)
    assert ask(settings, "select file_path from raw.file order by 1") == [("b",), ("c",)]
    for table in ("document", "page", "figure"):
        assert ask(settings, f"select count(*) from raw.{table}") == [(2,)]


def test_values_arrive_as_printed(settings: Settings) -> None:
    load(settings, land(settings, "a"), "x")
    assert ask(settings, "select number from raw.figure") == [("0012.50",)]
    assert ask(settings, "select mark_reasons from raw.page") == [(["clipped"],)]


def test_another_extractor_replaces_the_rows(settings: Settings) -> None:
    load(settings, land(settings, "a", "b"), "x")
    report = load(settings, land(settings, "a", "b", extractor="y"), "y")
    assert (report.inserted, report.kept) == (2, 0)
    assert ask(settings, "select distinct extractor from raw.document") == [("y",)]
    assert ask(settings, "select count(*) from raw.figure") == [(2,)]


def test_same_bytes_twice_are_two_files_and_one_document(settings: Settings) -> None:
    land(settings, "a")
    (settings.raw_dir / "copy").write_text("a")
    report = load(settings, scan(settings.raw_dir).files, "x")
    assert (report.inserted, report.files) == (1, 2)
    assert ask(settings, "select count(*), count(distinct document_id) from raw.file") == [(2, 1)]


def test_what_failed_in_passing_is_loaded_anew(settings: Settings) -> None:
    (file,) = land(settings, "a")
    folder = settings.extracted_dir / "x" / file.sha256
    failed = document_row(
        file.sha256, "x", "pdfium", state="quarantined", reason_code="time_limit", reason="slow"
    )
    write_folder(folder, file.document_id, {"document": [failed]})
    load(settings, [file], "x")
    land(settings, "a")
    load(settings, [file], "x")
    assert ask(settings, "select state, reason_code from raw.document") == [("extracted", None)]


def test_sidecar_values_are_typed(settings: Settings) -> None:
    land(settings, "a.pdf")
    (settings.raw_dir / "a.yml").write_text(
        "published_on: 2024-02-08\nretrieved_at: 2024-03-01T08:00:00+08:00\nregion_code: '610100'"
    )
    load(settings, scan(settings.raw_dir).files, "x")
    assert ask(
        settings,
        "select cast(published_on as text), epoch(retrieved_at)::bigint, sidecar_region_code "
        "from raw.file",
    ) == [("2024-02-08", 1709251200, "610100")]


def test_changed_schema_reloads_everything(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = land(settings, "a")
    load(settings, files, "x")
    wider = TABLES["page"].append(pa.field("colour", pa.string()))
    monkeypatch.setitem(TABLES, "page", wider)
    files = land(settings, "a")
    assert load(settings, files, "x").inserted == 1
    assert ask(settings, "select colour from raw.page") == [(None,)]


def test_unreadable_build_file_is_made_anew(settings: Settings) -> None:
    settings.build_path.parent.mkdir(parents=True)
    settings.build_path.write_bytes(b"not a database, and long enough to be looked at" * 100)
    assert load(settings, land(settings, "a"), "x").inserted == 1


def test_open_elsewhere_is_said(settings: Settings) -> None:
    load(settings, [], "x")
    code = f"""
        import duckdb, sys
        connection = duckdb.connect({str(settings.build_path)!r})
        print("open", flush=True)
        sys.stdin.readline()
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "open"
        with pytest.raises(BuildFileLocked, match="another process"):
            load(settings, [], "x")
        other.communicate("done\n")


def test_what_is_excluded_is_left_out_and_comes_back(settings: Settings) -> None:
    """A whole file with both of its disclosures, or one of them."""
    (file,) = land(settings, "a")
    second = f"{file.document_id}-p9"
    folder = settings.extracted_dir / "x" / file.sha256
    rows = [document_row(file.sha256, "x", "pdfium"), document_row(file.sha256, "x", "pdfium")]
    rows[1]["document_id"] = second
    write_folder(folder, file.document_id, {"document": rows})

    def documents() -> list[tuple]:
        return ask(settings, "select document_id from raw.document order by 1")

    def exclusion(document_id: str, whole: bool) -> Exclusion:
        return Exclusion(document_id, "withdrawn", "withdrawn", "Taken back.", whole)

    both = [(file.document_id,), (second,)]
    load(settings, [file], "x")
    assert documents() == both
    load(settings, [file], "x", [exclusion(second, whole=False)])
    assert documents() == both[:1]
    load(settings, [file], "x", [exclusion(file.document_id, whole=False)])
    assert documents() == both[1:]
    load(settings, [file], "x", [exclusion(file.document_id, whole=True)])
    assert documents() == []
    assert ask(settings, "select document_id from raw.exclusion order by 1") == both
    assert ask(settings, "select count(*) from raw.file") == [(1,)]
    load(settings, [file], "x")
    assert documents() == both
    assert ask(settings, "select count(*) from raw.exclusion") == [(0,)]
