"""The seed document: what is wrong in it is found, what is right is not blamed.

The expected numbers are those of the document itself, checked by hand on its pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest


@pytest.fixture(scope="module")
def marts(published_seed: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(published_seed / "yusuan.duckdb", read_only=True) as connection:
        yield connection


def instances(marts: duckdb.DuckDBPyConnection, condition: str) -> list[tuple]:
    return marts.execute(
        f"select rule_id, actual_printed, expected_printed from marts.fct_reconciliation "
        f"where {condition} order by all"
    ).fetchall()


def test_the_only_errors_are_the_publishers(marts: duckdb.DuckDBPyConnection) -> None:
    """F01 三公 against basic table and text; F02, F03, F05 元 in a field of 万元, F04 their sum;
    F06 the code of another department; F07 a list that adds up to another total; F08 a year copied
    from an older text.
    """
    assert instances(marts, "state = 'fail' and severity = 'error'") == [
        ("narrative_parts_sum_to_whole", "1987.78万元", "5 项之和 = 1,952.36 万元"),
        ("narrative_three_public_equals_table", "1.94万元", "1.2 万元"),
        ("narrative_three_public_equals_table", "18万元", "1.8 万元"),
        ("narrative_three_public_equals_table", "18万元", "1.8 万元"),
        ("narrative_three_public_equals_table", "19.94万元", "3 万元"),
        ("narrative_year_of_none_sentence", "2022", "2024"),
        ("narrative_year_of_none_sentence", "2022", "2024"),
        ("performance_amount_equals_project", "516000.00 万元", "51.60 万元"),
        ("performance_amount_equals_project", "840800.00 万元", "84.08 万元"),
        ("performance_cost_in_scale", "=207840万元", "207,800.00 元"),
        ("performance_department_code", "延边朝鲜族自治州人民政府办公室-106", "108"),
        ("performance_sum_equals_text", "539.26万元", "13 项之和 = 1,357,203.58 万元"),
        ("three_public_not_below_basic", "1.94 万元", "1.2 万元"),
        ("three_public_not_below_basic", "18.00 万元", "1.8 万元"),
    ]


def test_wording_and_the_less_certain_are_no_errors(marts: duckdb.DuckDBPyConnection) -> None:
    """F09 a former name and a list without a class; F10 ceilings below the amount; F11 a project by
    another name; F12 units by other names; F13 one label, two amounts; F20 a floor on a cost.
    """
    found = {
        (rule, actual, expected)
        for rule, actual, expected in instances(marts, "state = 'fail' and severity <> 'error'")
    }
    assert {
        ("performance_amount_not_above_total", "516000.00 万元", "1,987.78 万元"),
        ("performance_amount_not_above_total", "840800.00 万元", "1,987.78 万元"),
        ("narrative_class_name_current", "医疗卫生与计划生育支出", "卫生健康支出"),
        (
            "performance_amount_within_cost",
            "840800.00 万元",
            "≤30万元 + =27万元 + =27万元 = 84.00 万元",
        ),
        (
            "performance_project_in_project_table",
            "政务网站普查和办公系统网络等级保护测评",
            "政务网站普查和办公系统网络安全等级保护测评",
        ),
        (
            "unit_name_same",
            "延边朝鲜族自治州人民政府北京联络处",
            "延边朝鲜族自治州人民政府驻北京联络处",
        ),
        (
            "unit_name_same",
            "延边朝鲜族自治州驻首尔办事处",
            "延边朝鲜族自治州人民政府驻首尔办事处",
        ),
        ("narrative_same_label_same_amount", "1649.82万元", "1614.40万元"),
        ("narrative_same_label_same_amount", "1987.78万元", "1952.36万元"),
        ("performance_cost_operator", ">=29.53万元", "= | ≤"),
    } <= found
    missing = {e for rule, _, e in found if rule == "narrative_class_list_complete"}
    assert missing == {"卫生健康支出、自然资源海洋气象等支出"}


def test_costs_in_yuan_are_read_again_and_round(marts: duckdb.DuckDBPyConnection) -> None:
    """R04: 51960元 and 207840(万)元 are 5.196 and 20.784 万元; the amounts are 5.20 and 20.78."""
    rounded = marts.execute(
        "select actual_printed, difference from marts.fct_reconciliation "
        "where rule_id = 'performance_cost_equals_amount' and state = 'pass_rounding' order by all"
    ).fetchall()
    assert rounded == [("20.78 万元", Decimal("-40.00")), ("5.20 万元", Decimal("40.00"))]


def test_what_the_extraction_could_get_wrong_is_not_blamed(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    """X01–X04: weights lost at a page break, shifted cells, cut headings."""
    rules = {
        rule
        for (rule,) in marts.execute(
            "select distinct rule_id from marts.fct_reconciliation where state = 'fail'"
        ).fetchall()
    }
    assert not rules & {"performance_weight_sum", "performance_parts", "heading_year"}


def test_amounts_in_yuan_differ_by_ten_thousand(marts: duckdb.DuckDBPyConnection) -> None:
    ratios = marts.execute(
        "select actual / expected from marts.fct_reconciliation "
        "where rule_id = 'performance_amount_equals_project' and state = 'fail'"
    ).fetchall()
    assert [round(ratio) for (ratio,) in ratios] == [10_000, 10_000]


def test_rounding_is_reported_as_rounding(marts: duckdb.DuckDBPyConnection) -> None:
    """R01: 1023.85 + 29.73 = 1053.58, printed 1053.59; R02 and R03 likewise."""
    rounded = marts.execute(
        "select rule_id, difference, actual from marts.fct_reconciliation "
        "where state = 'pass_rounding' and rule_id in "
        "('row_total_equals_parts', 'unit_tree_sum', 'code_tree_sum', 'code_root_sum')"
    ).fetchall()
    assert ("row_total_equals_parts", Decimal("100.00"), Decimal("10535900.00")) in rounded
    assert {abs(difference) for _, difference, _ in rounded} == {Decimal("100.00")}


@pytest.mark.parametrize(
    ("rule", "least"),
    [
        ("code_tree_sum", 60),
        ("code_root_sum", 11),
        ("unit_tree_sum", 8),
        ("row_total_equals_parts", 120),
        ("balance_current_sum", 8),
        ("balance_total_sum", 8),
        ("balance_income_equals_expenditure", 4),
        ("revenue_table_equals_balance", 1),
        ("expenditure_table_equals_balance", 1),
        ("general_public_table_equals_fiscal_balance", 1),
        ("class_equals_balance", 10),
        ("general_public_equals_expenditure", 44),
        ("general_public_not_above_expenditure", 44),
        ("basic_table_equals_basic_column", 3),
        ("three_public_sum", 1),
        ("three_public_vehicle_sum", 1),
        ("performance_weight_sum", 13),
        ("performance_parts", 13),
        ("code_name_same", 20),
    ],
)
def test_identities_that_hold_are_evaluated(
    marts: duckdb.DuckDBPyConnection, rule: str, least: int
) -> None:
    """Trees and cross-table sums hold; a rule that stopped running would not go unseen."""
    held, failed = marts.execute(
        "select count(*) filter (where state in ('pass', 'pass_rounding')), "
        "count(*) filter (where state = 'fail') from marts.fct_reconciliation where rule_id = ?",
        [rule],
    ).fetchall()[0]
    assert held >= least
    assert failed == 0


def test_findings_say_where_and_both_numbers(marts: duckdb.DuckDBPyConnection) -> None:
    for zh, en, pages in marts.execute(
        "select sentence_zh, sentence_en, pages from marts.fct_reconciliation where state = 'fail'"
    ).fetchall():
        assert pages
        assert f"第{pages[0]}" in zh
        assert f"Page {pages[0]}" in en
