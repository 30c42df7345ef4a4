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
