"""The audit of the corpus: contradictions are found, and nothing else is called one.

``docs/findings-review.csv`` lists every failure of severity error that was looked at on the page.
One that is not in it has to be looked at, and then entered, or prevented by a precondition.
"""

from __future__ import annotations

import csv
import hashlib
import os
from pathlib import Path

import duckdb
import pytest

from pipelines.settings import PROJECT_ROOT

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

CORPUS = Path(os.environ.get("YUSUAN_CORPUS", PROJECT_ROOT / "../shared/corpus")).resolve()
REVIEW = PROJECT_ROOT / "docs" / "findings-review.csv"
#: Verified by hand: class A contradicts beyond rounding, class B is rounding in the last digit.
CONTRADICTIONS = Path(__file__).with_name("contradictions.csv")
STATES = {"A": "fail", "B": "pass_rounding"}
CLEAN = "shanghai_putuo_shangwu_2025_budget"

Key = tuple[str, str, str, str]


@pytest.fixture(scope="module")
def published(published_corpus: Path) -> Path:
    return published_corpus / "yusuan.duckdb"


@pytest.fixture(scope="module")
def errors(published: Path) -> set[Key]:
    names = {
        hashlib.sha256(path.read_bytes()).hexdigest()[:16]: path.stem
        for path in (CORPUS / "pdf").glob("*.pdf")
    }
    with duckdb.connect(published, read_only=True) as connection:
        rows = connection.execute(
            "select document_id, rule_id, array_to_string(pages, ' '), coalesce(actual_printed, '')"
            " from marts.fct_reconciliation where state = 'fail' and severity = 'error'"
        ).fetchall()
    return {(names[row[0]], *row[1:]) for row in rows}


@pytest.fixture(scope="module")
def verdicts(published: Path) -> set[tuple[str, str, str, int, str]]:
    """Document, rule, state, page, printed: of what fails or is rounding."""
    with duckdb.connect(published, read_only=True) as connection:
        rows = connection.execute(
            "select regexp_extract(d.file_path, '([^/]+)\\.pdf$', 1), r.rule_id, r.state,"
            " unnest(r.pages), r.actual_printed"
            " from marts.fct_reconciliation r join marts.dim_document d using (document_id)"
            " where r.state in ('fail', 'pass_rounding')"
        ).fetchall()
    return set(rows)


def contradictions() -> list[dict[str, str]]:
    with CONTRADICTIONS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "known", contradictions(), ids=lambda c: f"{c['document']}-{c['rule_id']}-{c['actual']}"
)
def test_known_contradictions_are_found_and_rounding_is_rounding(
    verdicts: set[tuple[str, str, str, int, str]], known: dict[str, str]
) -> None:
    found = [
        (state, printed)
        for document, rule, state, page, printed in verdicts
        if (document, rule, page) == (known["document"], known["rule_id"], int(known["page"]))
    ]
    expected = STATES[known["class"]]
    assert any(
        state == expected and known["actual"] in ("", printed) for state, printed in found
    ), found


def reviewed() -> list[dict[str, str]]:
    with REVIEW.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def key(row: dict[str, str]) -> Key:
    return row["document"], row["rule_id"], row["pages"], row["actual"]


def test_what_was_confirmed_is_found(errors: set[Key]) -> None:
    seed = {path.stem for path in (PROJECT_ROOT / "data" / "raw").rglob("*.pdf")}
    confirmed = {
        key(row) for row in reviewed() if row["verdict"] == "true" and row["document"] not in seed
    }
    assert confirmed <= errors, sorted(confirmed - errors)


def test_every_error_was_looked_at(errors: set[Key]) -> None:
    unseen = errors - {key(row) for row in reviewed()}
    assert not unseen, f"look at the page and enter them in {REVIEW.name}: {sorted(unseen)}"


def test_ninety_five_of_a_hundred_errors_are_true(errors: set[Key]) -> None:
    verdicts = {key(row): row["verdict"] for row in reviewed()}
    true = sum(verdicts.get(error) == "true" for error in errors)
    assert true >= 0.95 * len(errors)


def test_the_clean_document_has_none(errors: set[Key]) -> None:
    assert not [error for error in errors if error[0] == CLEAN]
