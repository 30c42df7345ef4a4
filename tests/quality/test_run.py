"""Great Expectations reads DuckDB through our datasource, and what raises is a failure."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.quality import audit, run_suite
from pipelines.quality.checks import ROWS, Check
from pipelines.quality.docs import OUTSIDE_REQUEST
from pipelines.quality.run import exception_message
from pipelines.settings import PROJECT_ROOT

EXPECTATIONS = PROJECT_ROOT / "expectations"


def rows(name: str, sql: str) -> Check:
    return Check(name, "", ROWS, {"unexpected_rows_query": sql})


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_each_kind_that_is_used_holds_and_fails(
    plant: Callable[..., Any], project: Callable[[list[Check]], Path]
) -> None:
    column = {"column": "figure_id"}
    checks = [
        Check("null holds", "", "expect_column_values_to_not_be_null", column),
        Check("null fails", "", "expect_column_values_to_not_be_null", {"column": "subject_code"}),
        Check("unique holds", "", "expect_column_values_to_be_unique", column),
        Check("unique fails", "", "expect_column_values_to_be_unique", {"column": "page"}),
        Check("set holds", "", "expect_column_values_to_be_in_set",
              {"column": "side", "value_set": ["expenditure"]}),
        Check("set fails", "", "expect_column_values_to_be_in_set",
              {"column": "side", "value_set": ["revenue"]}),
        Check("count holds", "", "expect_table_row_count_to_be_between", {"min_value": 1}),
        Check("count fails", "", "expect_table_row_count_to_be_between", {"min_value": 99}),
        rows("rows holds", "SELECT figure_id FROM {batch} WHERE page = 77"),
        rows("rows fails", "SELECT figure_id FROM {batch} WHERE page = 2"),
        rows("regex holds", "SELECT 1 FROM {batch} WHERE NOT regexp_matches(printed, '^.{{4,9}}')"),
    ]  # fmt: skip
    audited = plant()
    result = run_suite(
        "gate", audited.database, build=audited.build, expectations_dir=project(checks)
    )
    assert result.evaluated == len(checks)
    assert sorted(f.expectation for f in result.failed) == [
        "count fails", "null fails", "rows fails", "set fails", "unique fails",
    ]  # fmt: skip
    assert not any(f.raised for f in result.failed)
    by_name = {f.expectation: f for f in result.failed}
    assert "(6 of 26 rows)" in by_name["null fails"].reason
    assert "(26 rows)" in by_name["rows fails"].reason
    assert len(by_name["rows fails"].samples) == 20
    assert "found 26" in by_name["count fails"].reason


def test_what_raises_is_a_failure_with_its_message(
    plant: Callable[..., Any], project: Callable[[list[Check]], Path]
) -> None:
    checks = [
        rows("no such column", "SELECT nothing FROM {batch}"),
        # Raises while it runs, not while it is bound: DuckDB then aborts the transaction.
        rows("bad cast", "SELECT CAST(row_label AS INTEGER) FROM {batch}"),
        rows("still evaluated", "SELECT figure_id FROM {batch} JOIN build.raw.page USING (page)"),
        Check("unsupported", "", "expect_column_values_to_match_regex",
              {"column": "printed", "regex": "x"}),
    ]  # fmt: skip
    audited = plant()
    result = run_suite(
        "gate", audited.database, build=audited.build, expectations_dir=project(checks)
    )
    failed = {f.expectation: f for f in result.failed}
    assert not result.success
    assert failed["no such column"].raised
    assert "nothing" in failed["no such column"].reason
    assert failed["bad cast"].raised
    assert "Could not convert" in failed["bad cast"].reason
    assert failed["unsupported"].raised
    assert "not supported" in failed["unsupported"].reason
    assert not failed["still evaluated"].raised


@pytest.mark.parametrize(
    ("info", "message"),
    [
        ({"raised_exception": False, "exception_message": None}, None),
        ({}, None),
        ({"raised_exception": True, "exception_message": "boom\nmore"}, "boom"),
        ({"metric": {"raised_exception": True, "exception_message": "boom"}}, "boom"),
        ({"metric": {"raised_exception": True, "exception_message": ""}}, "unknown error"),
        ({"metric": {"raised_exception": False}}, None),
    ],
)
def test_both_shapes_of_exception_info(info: dict[str, Any], message: str | None) -> None:
    assert exception_message(info) == message


def test_nothing_is_written_into_the_project_or_printed(
    plant: Callable[..., Any], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(EXPECTATIONS)
    audited = plant()
    audit(audited.database, build=audited.build, docs_dir=tmp_path / "docs")
    assert snapshot(EXPECTATIONS) == before
    said = capfd.readouterr()
    assert said.out == ""
    assert "Calculating" not in said.err


def test_the_files_are_free_afterwards(plant: Callable[..., Any], tmp_path: Path) -> None:
    audited = plant()
    audit(audited.database, build=audited.build, docs_dir=tmp_path / "docs")
    for path in (audited.database, audited.build):
        with duckdb.connect(str(path)) as con:  # for writing: nobody else has it open
            con.execute("CREATE TABLE free (x INTEGER)")


def test_a_missing_database_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no database"):
        run_suite("verdicts", tmp_path / "none.duckdb")
    assert not (tmp_path / "none.duckdb").exists()


def test_importing_the_package_does_not_import_great_expectations() -> None:
    code = (
        "import sys, pipelines.quality, pipelines.publication; "
        "sys.exit('great_expectations' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=PROJECT_ROOT, check=False).returncode == 0
    )


def test_data_docs_need_no_network(plant: Callable[..., Any], tmp_path: Path) -> None:
    audited = plant(
        marts=(
            "UPDATE marts.fct_reconciliation SET state = 'fail', difference = 50000, "
            # Text of documents is text.
            "instance = '<svg onload=alert(1)>' || instance WHERE rule_id = 'code_root_sum'",
        )
    )
    docs = tmp_path / "docs"
    audit(audited.database, build=audited.build, docs_dir=docs)
    pages = sorted(docs.rglob("*.html"))
    assert len(pages) == 6  # index, findings, two suites, two results
    for page in pages:
        content = page.read_text(encoding="utf-8")
        assert not OUTSIDE_REQUEST.search(content)
        assert "<script" not in content
        assert "<svg" not in content
        assert "src=" not in content
        assert "<style>" in content
    index = (docs / "index.html").read_text(encoding="utf-8")
    assert "verdict_vertical" in index
    assert "code_root_sum" in index
    findings = (docs / "findings.html").read_text(encoding="utf-8")
    assert "code_root_sum" in findings
    assert "&lt;svg onload" in findings
    assert "(+5.00 万元)" in findings or "+50,000.00 元" in findings
    for target in [part.split('"')[0] for part in index.split('href="')[1:]]:
        assert (docs / target).is_file()
    assert sum(p.stat().st_size for p in docs.rglob("*") if p.is_file()) < 500_000


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="https://a/b.js"></script>',
        "<link rel='stylesheet' href='//a/b.css'>",
        '<img src="http://a/b.png">',
        "<style>@import url(x.css)</style>",
        "body { background: url('https://a/b.png') }",
    ],
)
def test_outside_requests_are_recognised(markup: str) -> None:
    assert OUTSIDE_REQUEST.search(markup)
