"""Printed figures as lines of a truth file: the format, and amounts in 元.

Belongs here: the one place that knows the keys of ``figures.jsonl``. Reading numbers here is kept
apart from the pipeline's own on purpose: a fault there must not hide itself in the truth.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from .typeset import Printed, squeeze

_YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_CENT = Decimal("0.01")


def figure_truth(printed: Printed) -> dict[str, Any]:
    """A printed figure as one line of figures.jsonl."""
    fact = printed.fact
    return {
        "page": printed.page,
        "table": fact.table_no,
        "table_kind": fact.table_kind,
        "side": fact.side,
        "row_label": fact.row_label,
        "subject_code": fact.subject_code,
        "unit_label": fact.unit_label,
        "column_path": fact.column_path,
        "printed": squeeze(printed.text),
        "value_kind": fact.value_kind,
        "money_unit": fact.money_unit,
        "amount_yuan": amount_yuan(printed.text, fact.money_unit),
        **dict(fact.notes),
    }


def amount_yuan(printed: str, money_unit: str | None) -> str | None:
    """The amount in 元 as decimal text with two places; None where the figure is no money.

    Negative: a minus sign of any width, △, or brackets around the number.
    """
    if money_unit is None:
        return None
    plain = squeeze(unicodedata.normalize("NFKC", printed)).replace("\u2212", "-")
    number = re.search(r"\d[\d,]*(\.\d+)?", plain)
    if number is None:
        raise ValueError(f"no number in {printed!r}")
    amount = Decimal(number.group().replace(",", "")) * _YUAN[money_unit]
    if re.match(r"[-△▲(]", plain):
        amount = -amount
    return str(amount.quantize(_CENT))
