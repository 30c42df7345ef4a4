"""The metrics of ``dbt_project/analyses`` on the seed; on plan and outcome in ``tests/e2e``."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.dbt.metrics import metric


def test_total_budget(published_seed: Path) -> None:
    (row,) = metric("total_budget", published_seed / "yusuan.duckdb")
    assert row["fiscal_year"] == 2024
    assert row["revenue_yuan"] == row["expenditure_yuan"] == Decimal("19877800.00")


def test_project_share(published_seed: Path) -> None:
    (row,) = metric("project_share", published_seed / "yusuan.duckdb")
    assert row["project_yuan"] == Decimal("5746800.00")
    assert row["project_share"] == float(row["project_yuan"] / row["expenditure_yuan"])


def test_three_public(published_seed: Path) -> None:
    (row,) = metric("three_public_by_year", published_seed / "yusuan.duckdb")
    assert row["total_yuan"] == Decimal("30000.00")
    assert row["planned_yuan"] is None


def test_nothing_is_executed_where_only_a_budget_is_known(published_seed: Path) -> None:
    assert metric("execution_rate", published_seed / "yusuan.duckdb") == []
