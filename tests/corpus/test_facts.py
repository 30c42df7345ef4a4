"""Facts of the real documents: every amount counted once, and nothing left out.

Belongs here: what must hold of the facts over all documents together. Does not belong here:
answers to questions (``test_questions.py``) or single cells (``test_tables.py``).
"""

from __future__ import annotations

from decimal import Decimal
from math import sqrt
from pathlib import Path

import duckdb
import pytest

from tests.dbt.additive import FACTS, Sum, list_sums, sums

pytestmark = pytest.mark.corpus

#: kinds of tables whose figures need not reach a fact: forms of free layout, and what is unknown
FREE_KINDS = ("performance_target", "other", "staff_assets")


def is_rounding(whole: Sum) -> bool:
    """Half a last digit (0.01 万元 = 100 元) per addend: grows with the root of their number."""
    return whole.gap <= Decimal(100) * Decimal(max(1.0, sqrt(whole.addends)))


def test_every_fact_adds_up_to_its_printed_totals(published_corpus: Path) -> None:
    with duckdb.connect(published_corpus / "yusuan.duckdb", read_only=True) as con:
        wholes = sums(con)
        failing = {
            document
            for (document,) in con.execute(
                "select distinct document_id from marts.fct_reconciliation"
                " where state = 'fail' and severity in ('error', 'warning')"
            ).fetchall()
        }
    assert {whole.fact for whole in wholes} == FACTS.keys()
    assert len(wholes) >= 400
    # where a publisher's table does not add up, the findings say so
    assert [w for w in wholes if not is_rounding(w) and w.document_id not in failing] == []
    assert sum(is_rounding(w) for w in wholes) >= 0.99 * len(wholes)


def test_every_money_figure_of_a_known_kind_is_in_one_fact(published_corpus: Path) -> None:
    parts = " union all ".join(
        f"select '{fact}' as fact, unnest(figure_ids) as figure_id from marts.{fact}"
        for fact in FACTS
    )
    with duckdb.connect(published_corpus / "yusuan.duckdb", read_only=True) as con:
        lost = con.execute(
            f"with used as ({parts}) "
            "select table_kind, printed, figure_id from marts.fct_figure"
            f" where value_kind = 'money' and table_kind not in {FREE_KINDS}"
            " and figure_id not in (select figure_id from used)"
        ).fetchall()
    assert lost == []


def test_lists_of_projects_add_up_to_their_printed_totals(published_corpus: Path) -> None:
    with duckdb.connect(published_corpus / "yusuan.duckdb", read_only=True) as con:
        wholes = list_sums(con)
    # of the whole table and of 35 units in Guangzhou's list, of the whole in two of Huzhou's
    assert len(wholes) >= 38
    assert [whole for whole in wholes if not is_rounding(whole)] == []


def test_every_amount_of_a_performance_table_is_in_one_row(published_corpus: Path) -> None:
    with duckdb.connect(published_corpus / "yusuan.duckdb", read_only=True) as con:
        uses = con.execute(
            """
            with used as (
                select unnest(figure_ids) as figure_id from marts.fct_performance_project
                union all
                select unnest(figure_ids) from marts.fct_performance_target
            )
            select figure_id, count(used.figure_id) as uses
            from marts.fct_figure left join used using (figure_id)
            where table_kind = 'performance_target' and value_kind = 'money'
            group by figure_id having uses <> 1
            """
        ).fetchall()
    assert uses == []


def test_no_figure_is_counted_twice(published_corpus: Path) -> None:
    with duckdb.connect(published_corpus / "yusuan.duckdb", read_only=True) as con:
        for fact in FACTS:
            assert con.execute(
                "select count(*) - count(distinct figure_id) from (select unnest(figure_ids)"
                f" as figure_id from marts.{fact} where is_additive and not has_conflict)"
            ).fetchone() == (0,), fact
