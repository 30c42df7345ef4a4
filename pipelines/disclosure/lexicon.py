"""Reading the lexicons that are dbt seeds: csv files with a header and a `note` column.

Belongs here: where they are and how they are read. Does not belong here: what they are used for.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds"


@cache
def read_lexicon(name: str) -> tuple[dict[str, str], ...]:
    """Rows of the seed `name` (path under the seeds folder). Shared: do not change."""
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
