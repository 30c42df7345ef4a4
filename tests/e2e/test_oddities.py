"""All golden documents through one real run: one odd document does not hold up the others."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.dbt.metrics import metric
from tests.golden import family
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


def test_a_family_of_documents_is_one_department(run: tuple[Finished, Path]) -> None:
    """Text and tables in two files, the tables once more: one disclosure speaks for the year."""
    _, home = run
    with duckdb.connect((home / "published" / "yusuan.duckdb").resolve(), read_only=True) as con:
        rows = con.execute(
            "select parse_filename(d.file_path, true), d.part, d.is_canonical,"
            " parse_filename(other.file_path, true), parse_filename(later.file_path, true)"
            " from marts.dim_document as d"
            " left join marts.dim_document as other"
            " on d.companion_document_id = other.document_id"
            " left join marts.dim_document as later on d.superseded_by = later.document_id"
            " where d.file_path like 'family%' order by all"
        ).fetchall()
        department = con.execute(
            "select disclosure_kind, revenue_yuan, expenditure_yuan, three_public_yuan,"
            " operating_cost_yuan from marts.rpt_department_year"
            " where publisher_name = ? order by all",
            [family.DEPARTMENT],
        ).fetchall()
    tables = {name for name, part, canonical, *_ in rows if part == "tables" and canonical}
    (speaking,) = tables & {"family_tables", "family_tables_again"}
    (silent,) = {"family_tables", "family_tables_again"} - {speaking}
    assert {row[0]: row[1:] for row in rows} == {
        "family_final": ("tables", True, None, None),
        "family_unit": ("tables", True, None, None),
        "family_text": ("narrative", False, speaking, None),
        speaking: ("tables", True, "family_text", None),
        silent: ("tables", False, "family_text", speaking),
    }
    # 机关运行经费 stands in the text's file only
    assert [(kind, *map(str, amounts)) for kind, *amounts in department] == [
        ("budget", "1000000.00", "1000000.00", "50000.00", "120000.00"),
        ("final_accounts", "900000.00", "900000.00", "40000.00", "None"),
    ]


def test_a_family_of_documents_side_by_side(run: tuple[Finished, Path]) -> None:
    """Final accounts against the budget, and the department's rows against the unit's document."""
    _, home = run
    database = home / "published" / "yusuan.duckdb"
    rates = {
        row["metric"]: (str(row["planned_yuan"]), str(row["final_yuan"]), row["execution_rate"])
        for row in metric("execution_rate", database)
        if row["publisher_name"] == family.DEPARTMENT
    }
    assert rates["expenditure"] == ("1000000.00", "900000.00", 0.9)
    assert rates["project"] == ("400000.00", "360000.00", 0.9)
    assert rates["three_public.total"] == ("50000.00", "40000.00", 0.8)
    shares = {
        (row["publisher_name"], row["disclosure_kind"]): row["project_share"]
        for row in metric("project_share", database)
        if row["publisher_name"] in (family.DEPARTMENT, family.UNIT)
    }
    assert shares == {
        (family.DEPARTMENT, "budget"): 0.4,
        (family.DEPARTMENT, "final_accounts"): 0.4,
        (family.UNIT, "budget"): 0.3,
    }
    (outcome,) = [
        row
        for row in metric("three_public_by_year", database)
        if row["publisher_name"] == family.DEPARTMENT and row["disclosure_kind"] != "budget"
    ]
    assert (str(outcome["total_yuan"]), str(outcome["planned_yuan"])) == ("40000.00", "50000.00")
    with duckdb.connect(database.resolve(), read_only=True) as con:
        units = con.execute(
            "select other_publisher_name, metric, amount_yuan, other_amount_yuan, difference_yuan"
            " from marts.rpt_across_documents where relation = 'unit' and publisher_name = ?"
            " order by metric",
            [family.DEPARTMENT],
        ).fetchall()
    assert [tuple(map(str, row)) for row in units] == [
        (family.UNIT, "expenditure", "310000.00", "300000.00", "10000.00"),
        (family.UNIT, "revenue", "300000.00", "300000.00", "0.00"),
    ]
