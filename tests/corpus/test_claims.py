"""What the sentences of the real documents are tied to, in a publication of them all.

``claims_in_scope.sql`` says mechanically which amounts must be tied; ``docs/claims-review.csv``
holds claims drawn at random by publisher and judged against sentence and page: the true ones stay
as they are, the false ones do not come back.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.settings import PROJECT_ROOT

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

IN_SCOPE = Path(__file__).with_name("claims_in_scope.sql")
REVIEW = PROJECT_ROOT / "docs" / "claims-review.csv"
#: Shares of the amounts in scope, and of the sentences all of whose amounts in scope are tied.
CLAIMS_TIED = 0.965
SENTENCES_TIED = 0.955


@pytest.fixture(scope="module")
def connection(published_corpus: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(published_corpus / "yusuan.duckdb", read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def review() -> list[dict[str, str]]:
    with REVIEW.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def ties(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, ...], list[tuple[str, str]]]:
    """By document, page, value, role and tie: the words before the value, of every claim."""
    found: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for *key, words, tie in connection.execute(
        "select regexp_extract(d.file_path, '([^/]+)\\.pdf$', 1), cast(c.page as varchar),"
        " c.printed, c.role, left(c.sentence, c.start),"
        " concat_ws(' ', c.refers_to, c.stage, c.figure_year)"
        " from marts.fct_narrative_claim as c join marts.dim_document as d using (document_id)"
    ).fetchall():
        found[tuple(key)].append((words, tie))
    return found


def test_nearly_all_amounts_that_name_a_quantity_of_the_tables_are_tied(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    in_scope = f"({IN_SCOPE.read_text(encoding='utf-8')})"
    claims = connection.execute(
        f"select count(*), count(refers_to) / count(*) from {in_scope}"
    ).fetchone()
    sentences = connection.execute(
        "select avg(is_tied) from ("
        "select cast(bool_and(refers_to is not null) as integer) as is_tied"
        f" from {in_scope} group by sentence_id)"
    ).fetchone()
    assert claims is not None
    assert sentences is not None
    assert claims[0] >= 1700, "the corpus says more amounts than that"
    assert claims[1] >= CLAIMS_TIED
    assert sentences[0] >= SENTENCES_TIED


def test_what_is_not_tied_says_why(connection: duckdb.DuckDBPyConnection) -> None:
    unsaid = connection.execute(
        "select sentence, printed from marts.fct_narrative_claim"
        " where refers_to is null and untied_reason is null"
    ).fetchall()
    assert unsaid == []


def test_hardly_any_tied_amount_differs_from_its_figures(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """Contradictions are rare: a wave of them is a wave of wrong ties."""
    row = connection.execute(
        """
        with held as (
            select
                c.claim_id,
                bool_or(abs(f.amount_yuan - c.amount_yuan) < 10000) as agrees
            from marts.fct_narrative_claim as c, unnest(c.matched_figure_ids) as m (figure_id)
            inner join marts.fct_figure as f using (figure_id)
            where c.claim_kind = 'amount' and c.role in ('value', 'base')
            group by c.claim_id
        )
        select count(*), avg(cast(agrees as integer)) from held
        """
    ).fetchone()
    assert row is not None
    assert row[0] >= 900
    assert row[1] >= 0.985


def test_an_amount_of_no_fund_is_held_against_the_column_of_all(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """合计 and 一般公共预算 beside each other: the words name neither, and the sum is meant."""
    both = connection.execute(
        """
        select c.printed, c.sentence
        from marts.fct_narrative_claim as c, unnest(c.matched_figure_ids) as m (figure_id)
        inner join marts.fct_figure as f using (figure_id)
        where f.table_kind = 'three_public' and c.refers_to not like '%budget%'
        group by c.claim_id, c.printed, c.sentence, f.table_id, f.row_no
        having count(distinct f.fund_source) > 1 and bool_or(f.fund_source in ('all', 'fiscal'))
        """
    ).fetchall()
    assert both == []


def test_the_review_is_of_enough_claims_and_publishers(review: list[dict[str, str]]) -> None:
    assert len(review) >= 580
    documents = {row["document"] for row in review}
    assert len(documents) >= 25
    # Thirteen places publish the documents of the corpus; names begin with the place.
    assert len({document.partition("_")[0] for document in documents}) == 13
    true = sum(row["verdict"] == "true" for row in review)
    assert true >= 0.98 * len(review)
    assert all(row["why"] for row in review if row["verdict"] == "false")


def test_claims_that_were_judged_stay_as_judged(
    review: list[dict[str, str]], ties: dict[tuple[str, ...], list[tuple[str, str]]]
) -> None:
    wrong = []
    for row in review:
        key = (row["document"], row["page"], row["value"], row["role"])
        tie = f"{row['tied_to']} {row['stage']} {row['year']}"
        is_there = any(
            words.endswith(row["words_before"]) and found == tie for words, found in ties[key]
        )
        if is_there != (row["verdict"] == "true"):
            wrong.append(row)
    assert wrong == []
