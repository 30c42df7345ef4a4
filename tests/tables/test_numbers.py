"""What looks like an amount, and is read as none."""

from __future__ import annotations

import pytest

from pipelines.tables.numbers import is_odd_amount


@pytest.mark.parametrize("text", ["1,234.56-", "1.2E+05", "RMB 12.50", "1'234.56", "12.50/3"])
def test_amounts_in_no_notation_are_told(text: str) -> None:
    assert is_odd_amount(text)


@pytest.mark.parametrize("text", ["12.50", "2025.03-2025.11", "210*297", "12:30", "约12.50万元"])
def test_numbers_dates_sizes_and_words_are_none(text: str) -> None:
    assert not is_odd_amount(text)
