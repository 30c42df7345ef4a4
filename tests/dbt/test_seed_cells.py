"""The seed document through the whole path: every cell of its tables arrives with its meaning.

Belongs here: what `fct_figure` and the facts must say of the document in ``data/raw``. Does not
belong here: the reading of PDFs (their own rooms) or reconciliation.

The truth is that of the facsimile (``tests/facsimile/truth``), written by the script that typesets
it and read apart from the pipeline's own number parser.
"""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

TRUTH = (
    Path(__file__).parents[1]
    / "facsimile"
    / "truth"
    / "yanbian_zhengfuban_2024_budget"
    / "figures.jsonl"
)

# The eleven budget tables hold 299 filled money cells; the forms' amounts come on top.
TABLE_MONEY_CELLS = 299


def truth_figures() -> list[dict[str, Any]]:
    """Every printed figure of the facsimile, one dict per figure."""
    return [json.loads(line) for line in TRUTH.read_text(encoding="utf-8").splitlines() if line]


def published_figures(database: Path) -> list[dict[str, Any]]:
    """Every row of `fct_figure` of a published or build database; amounts stay Decimal."""
    with duckdb.connect(str(database), read_only=True) as connection:
        cursor = connection.execute(
            "select page, table_kind, side, row_label, subject_code, column_path, printed,"
            " value_kind, money_unit, amount_yuan from marts.fct_figure"
        )
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def cell(figure: dict[str, Any]) -> tuple[Any, ...]:
    """What identifies a money cell of a table, with the exact amount."""
    amount = figure["amount_yuan"]
    return (
        figure["page"],
        figure["table_kind"],
        figure["side"],
        figure["row_label"],
        figure["subject_code"],
        figure["column_path"],
        figure["money_unit"],
        None if amount is None else Decimal(str(amount)).quantize(Decimal("0.01")),
    )


def money_cells(figures: list[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
    """Money cells of the column tables (performance forms left out), with how often each occurs."""
    return Counter(
        cell(figure)
        for figure in figures
        if figure["value_kind"] == "money" and figure["table_kind"] != "performance_target"
    )


@pytest.fixture(scope="module")
def figures(published_seed: Path) -> list[dict[str, Any]]:
    return published_figures(published_seed / "yusuan.duckdb")


def test_truth_has_all_money_cells_of_the_seed() -> None:
    assert sum(money_cells(truth_figures()).values()) == TABLE_MONEY_CELLS


def test_every_money_cell_of_the_tables_is_published_as_printed(
    figures: list[dict[str, Any]],
) -> None:
    expected, found = money_cells(truth_figures()), money_cells(figures)
    assert sorted((expected - found).elements(), key=str) == []
    assert sorted((found - expected).elements(), key=str) == []


def test_amounts_of_the_forms_keep_the_printed_unit(figures: list[dict[str, Any]]) -> None:
    """840800.00 in a 万元 field is published as printed: 8,408,000,000 元; the finding says so."""
    expected = Counter(
        (f["page"], f["printed"], f["money_unit"], Decimal(f["amount_yuan"]))
        for f in truth_figures()
        if f["table_kind"] == "performance_target" and f["value_kind"] == "money"
    )
    found = Counter(
        (f["page"], f["printed"], f["money_unit"], f["amount_yuan"])
        for f in figures
        if f["table_kind"] == "performance_target" and f["value_kind"] == "money"
    )
    assert sorted((expected - found).elements(), key=str) == []
    assert sorted((found - expected).elements(), key=str) == []


def test_no_figure_is_lost_or_invented(figures: list[dict[str, Any]]) -> None:
    expected = Counter((f["page"], f["printed"]) for f in truth_figures())
    found = Counter((f["page"], f["printed"]) for f in figures)
    assert expected == found


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        # 收入总计 is not printed as one figure: two columns, 本年 and 上年结转
        (
            "select sum(amount_yuan) from marts.fct_balance_item where table_kind = 'balance'"
            " and side = 'revenue' and row_label = '收入总计'",
            "19877800.00",
        ),
        (
            "select amount_yuan from marts.fct_revenue where unit_code = '108' and"
            " fund_source = 'all' and vintage = 'all' and row_role = 'parent'",
            "19877800.00",
        ),
        (
            "select sum(amount_yuan) from marts.fct_function_expenditure"
            " where table_kind = 'expenditure' and row_role = 'leaf' and column_role = 'part'",
            "19877800.00",
        ),
        (
            "select amount_yuan from marts.fct_function_expenditure where function_code = '201'"
            " and table_kind = 'general_public_budget_expenditure' and column_role = 'total'"
            " and not spending_kind = 'basic'",
            "16498200.00",
        ),
        (
            "select sum(amount_yuan) from marts.fct_economic_expenditure"
            " where row_role = 'leaf' and spending_kind = 'basic_operating'",
            # the printed total is 172.17: the leaves are rounded
            "1721600.00",
        ),
        (
            "select amount_yuan from marts.fct_three_public where item = 'vehicle_operation'",
            "18000.00",
        ),
    ],
)
def test_facts_answer(published_seed: Path, question: str, answer: str) -> None:
    with duckdb.connect(str(published_seed / "yusuan.duckdb"), read_only=True) as connection:
        rows = connection.execute(question).fetchall()
    assert rows == [(Decimal(answer),)]


def test_units_resolve_by_code(published_seed: Path) -> None:
    """108 and 108001 bear one name; the liaison office in Beijing is printed in two spellings."""
    with duckdb.connect(str(published_seed / "yusuan.duckdb"), read_only=True) as connection:
        units = dict(
            connection.execute(
                "select unit_code, unit_name from marts.dim_unit where unit_code is not null"
            ).fetchall()
        )
        aliases = set(
            connection.execute(
                "select alias_printed, unit_code from marts.dim_unit_alias where not is_ambiguous"
            ).fetchall()
        )
    assert set(units) == {"108", *(f"10800{n}" for n in range(1, 7))}
    assert units["108"] == units["108001"]
    assert ("延边朝鲜族自治州人民政府北京联络处", "108003") in aliases
    assert ("驻京联络处", "108003") in aliases
