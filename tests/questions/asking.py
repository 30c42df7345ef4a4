"""Questions in one line of SQL, with their answers as data.

Belongs here: reading the YAML files of questions, asking them, and writing values so that no digit
is rounded away. Does not belong here: the questions, or assertions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import yaml

Answer = list[list[str | None]]


@dataclass(frozen=True)
class Question:
    """``answer``: rows of values as text, amounts in 元; ``seen``: where the numbers are printed,
    as `document stem` → pages.
    """

    question: str
    sql: str
    answer: Answer
    seen: dict[str, list[int]] = field(default_factory=dict)


def read(path: Path) -> list[Question]:
    """The questions of one file, in its order."""
    return [Question(**entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8"))]


def ask(con: duckdb.DuckDBPyConnection, question: Question) -> Answer:
    """Rows as text: decimals with all their digits, NULL as None."""
    con.execute("use marts")
    return [[_text(value) for value in row] for row in con.execute(question.sql).fetchall()]


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)
