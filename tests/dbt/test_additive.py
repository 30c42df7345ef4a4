"""Adding up the additive rows of any fact of the seed gives its printed total."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb

from tests.dbt.additive import FACTS, sums


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
