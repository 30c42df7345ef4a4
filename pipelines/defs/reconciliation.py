"""Asset: the suspects of what does not reconcile.

Belongs here: when they are named, between dbt's verdicts and the publication. Does not belong here:
how (``quality/suspects``).
"""

import dagster as dg

from pipelines.defs.resources import DUCKDB_POOL
from pipelines.quality.suspects import name_suspects
from pipelines.run import Observer
from pipelines.settings import Settings


@dg.asset(
    deps=[["marts", "fct_reconciliation"]],
    group_name="reconciliation",
    kinds={"duckdb"},
    pool=DUCKDB_POOL,
)
def suspects(
    settings: dg.ResourceParam[Settings], observer: dg.ResourceParam[Observer]
) -> dg.MaterializeResult:
    """The most likely wrong number of each contradiction, written beside its verdict."""
    with observer.stage("suspects"):
        named = name_suspects(settings.build_path)
    return dg.MaterializeResult(metadata={"suspects": named})
