"""The decision that dbt makes on candidates, for tests of the evidence.

As in ``int_document_identity``: per axis the value with the best score, a little more for each
further method.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import Any


def decide(candidates: Iterable[dict[str, Any]]) -> dict[str, str]:
    evidence: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in candidates:
        evidence[row["axis"], row["value"]].append(row)
    best: dict[str, tuple[float, str]] = {}
    for (axis, value), rows in evidence.items():
        methods = {row["method"] for row in rows}
        weight = max(row["score"] for row in rows) + 0.05 * (len(methods) - 1)
        weight += 0.01 * math.log(len(rows))
        best[axis] = max(best.get(axis, (0.0, "")), (weight, value))
    return {axis: value for axis, (_, value) in best.items()}
