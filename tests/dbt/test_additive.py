"""Adding up the additive rows of any fact of the seed gives its printed total."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.dbt.additive import FACTS, sums


@pytest.fixture
def own_facts(published_seed: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The facts of the seed in memory, where a test may change them."""
    with duckdb.connect() as con:
        con.execute(f"attach '{published_seed / 'yusuan.duckdb'}' as published (read_only)")
        con.execute("create schema marts")
        for fact in FACTS:
            con.execute(f"create table marts.{fact} as from published.marts.{fact}")
        yield con


def test_the_sums_cover_every_fact_that_says_what_is_additive(published_seed: Path) -> None:
    with duckdb.connect(published_seed / "yusuan.duckdb", read_only=True) as con:
        named = con.execute(
            "select distinct table_name from information_schema.columns"
            " where table_schema = 'marts' and column_name = 'is_additive'"
            " and starts_with(table_name, 'fct_')"
        ).fetchall()
    assert {name for (name,) in named} == FACTS.keys()


@pytest.mark.parametrize(
    "change",
    [
        "insert into marts.{fact} from marts.{fact} where rowid = ?",
        "delete from marts.{fact} where rowid = ?",
        "update marts.{fact} set amount_yuan = amount_yuan + 10000 where rowid = ?",
    ],
    ids=["counted twice", "left out", "changed"],
)
def test_a_planted_error_breaks_the_sum(own_facts: duckdb.DuckDBPyConnection, change: str) -> None:
    before = sums(own_facts)
    for fact in {whole.fact for whole in before}:
        row = own_facts.execute(
            f"select rowid from marts.{fact} where is_additive and amount_yuan > 10000"
            " order by amount_yuan desc limit 1"
        ).fetchone()
        assert row, fact
        own_facts.execute("begin")
        own_facts.execute(change.format(fact=fact), row)
        after = sums(own_facts)
        own_facts.execute("rollback")
        assert {w.fact for w in after if w not in before and w.gap > 1000} == {fact}


def test_every_fact_adds_up_to_its_printed_totals(published_seed: Path) -> None:
    with duckdb.connect(published_seed / "yusuan.duckdb", read_only=True) as con:
        wholes = sums(con)
    # the table of commissioned services is empty, procurement has none
    assert {whole.fact for whole in wholes} == FACTS.keys() - {
        "fct_procurement",
        "fct_commissioned_service",
    }
    # 1987.77 of the units' parts where 1987.78 is printed, 1413.09 of the economic classes where
    # 1413.10 is: roundings that the findings report; all else is exact.
    assert [(w.fact, w.added, w.printed) for w in wholes if w.gap] == [
        ("fct_revenue", Decimal("19877700.00"), Decimal("19877800.00")),
        ("fct_economic_expenditure", Decimal("14130900.00"), Decimal("14131000.00")),
    ]


def test_what_is_additive_is_leaf_and_counted_once(published_seed: Path) -> None:
    with duckdb.connect(published_seed / "yusuan.duckdb", read_only=True) as con:
        for fact in FACTS.keys() - {"fct_three_public"}:
            assert con.execute(
                f"select count(*) from marts.{fact} where is_additive"
                " and (row_role <> 'leaf' or measure <> 'amount' or column_role = 'memo')"
            ).fetchone() == (0,)
            # no figure stands behind two additive rows
            assert con.execute(
                f"select count(*) - count(distinct figure_id) from"
                f" (select unnest(figure_ids) as figure_id from marts.{fact} where is_additive)"
            ).fetchone() == (0,)
