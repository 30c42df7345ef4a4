"""Running the metrics of ``dbt_project/analyses`` on a published database.

Belongs here: putting the names of schema ``marts`` where an analysis refers to models. Does not
belong here: assertions.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb

from pipelines.settings import PROJECT_ROOT

ANALYSES = PROJECT_ROOT / "dbt_project" / "analyses"


def metric(name: str, database: Path) -> list[dict[str, Any]]:
    """The rows of analysis ``name``, by column; amounts are in 元."""
    text = (ANALYSES / f"{name}.sql").read_text(encoding="utf-8")
    sql = re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"marts.\1", text)
    with duckdb.connect(database.resolve(), read_only=True) as con:
        answer = con.execute(sql)
        columns = [column[0] for column in answer.description or []]
        return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]
