"""All golden documents through one real run: one odd document does not hold up the others."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.golden.catalogue import BUILDERS, Golden, make
from tests.running import Finished, yusuan


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Golden]:
    folder = tmp_path_factory.mktemp("golden_raw")
    return {name: make(name, folder) for name in BUILDERS}


@pytest.fixture(scope="module")
def run(
    documents: dict[str, Golden], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Finished, Path]:
    raw = next(iter(documents.values())).path.parent
    home = tmp_path_factory.mktemp("golden_home")
    return yusuan("run", "--raw", raw, "--home", home, "--json"), home


def test_publishes_and_refuses_what_must_be(
    documents: dict[str, Golden], run: tuple[Finished, Path]
) -> None:
    done, home = run
    assert done.code == 0, done.said
    refused = {document.path.name for document in documents.values() if document.reason_code}
    assert refused
    with duckdb.connect((home / "published" / "yusuan.duckdb").resolve(), read_only=True) as con:
        quarantined = con.execute(
            "select file_path from marts.document_status where state = 'quarantined'"
        ).fetchall()
    assert {path for (path,) in quarantined} == refused


def test_a_number_too_long_for_money_has_no_amount(run: tuple[Finished, Path]) -> None:
    _, home = run
    with duckdb.connect((home / "published" / "yusuan.duckdb").resolve(), read_only=True) as con:
        rows = con.execute(
            "select printed, value_kind, amount_yuan from marts.fct_figure "
            "join marts.dim_document using (document_id) "
            "where file_path = 'long_numbers.pdf' order by row_no"
        ).fetchall()
    assert [(printed, kind, str(amount)) for printed, kind, amount in rows] == [
        ("12.00", "money", "120000.00"),
        ("123456789012345678", "other", "None"),
        ("99999999999999999999999", "other", "None"),
    ]


def test_disclosures_of_one_file_are_documents_of_their_own(
    documents: dict[str, Golden], run: tuple[Finished, Path]
) -> None:
    _, home = run
    with duckdb.connect((home / "published" / "yusuan.duckdb").resolve(), read_only=True) as con:
        got = con.execute(
            "select file_path, page_from, page_to, publisher_name, fiscal_year, disclosure_kind "
            "from marts.dim_document where file_path like '%bundle%' order by all"
        ).fetchall()
        listed = con.execute(
            "select file_path, page_from, page_to from marts.document_status "
            "where file_path like '%bundle%' order by all"
        ).fetchall()
        told = con.execute(
            "select file_path, reason from marts.document_status "
            "where reason_code = 'perhaps_several'"
        ).fetchall()
        outside = con.execute(
            "select figure_id from marts.fct_figure join marts.dim_document using (document_id) "
            "where page not between page_from and page_to"
        ).fetchall()
    wanted = sorted(
        (document.path.name, d.page_from, d.page_to, d.publisher, d.year, d.kind)
        for document in documents.values()
        for d in document.disclosures
    )
    assert got == wanted
    assert listed == [row[:3] for row in wanted]
    assert outside == []
    ((path, reason),) = told
    assert path == "perhaps_a_bundle.pdf"
    assert "begin again on page 3" in reason
    assert "does not tell: publisher" in reason


def test_status_tells_disclosures_and_marks(run: tuple[Finished, Path]) -> None:
    _, home = run
    said = yusuan("status", "--home", home).out
    assert "bundle_of_years.pdf p. 1–6" in said
    assert "青山市教育局 2024决算" in said
    assert "image_table.pdf, p. 2 marked (image_table, 0 figures): A table on the page" in said
