"""Dagster: which room works when, and what is checked in between.

Belongs here: assets, checks, schedules and sensors of a few lines each, that call the rooms. Does
not belong here: any work on data. Files: `fetching`, `documents`, `extraction`, `warehouse` (raw
and dbt), `reconciliation` (the suspects), `publication` (with the suites as checks), `schedules`,
`failures` (what is told to people), `retries`, `resources`, `execute` (one run, for the command
line), `dev` (Dagster's page and services).
"""

from __future__ import annotations

import dagster as dg

from pipelines.defs.documents import landed_documents
from pipelines.defs.extraction import extracted_documents
from pipelines.defs.failures import report_failures
from pipelines.defs.fetching import fetched_documents
from pipelines.defs.publication import build_publication
from pipelines.defs.reconciliation import suspects
from pipelines.defs.resources import build_resources
from pipelines.defs.schedules import new_files, nightly, nightly_job, publish_job
from pipelines.defs.warehouse import build_dbt_assets, raw_warehouse
from pipelines.run import Observer
from pipelines.settings import Settings
from pipelines.warehouse import dbt_manifest


def build_defs(
    settings: Settings, observer: Observer | None = None, *, lock_is_held: bool = False
) -> dg.Definitions:
    """Fresh definitions over one home.

    ``observer`` is told how the work goes; ``lock_is_held`` says that the caller has the home's
    lock already (the CLI), so that the run does not wait for itself.
    """
    manifest = dbt_manifest(settings)
    dbt_models = build_dbt_assets(settings, manifest)
    return dg.Definitions(
        assets=[
            fetched_documents,
            landed_documents,
            extracted_documents,
            raw_warehouse,
            dbt_models,
            suspects,
            build_publication(dbt_models),
        ],
        jobs=[publish_job, nightly_job],
        schedules=[nightly],
        sensors=[new_files, report_failures],
        resources=build_resources(settings, observer or Observer(), lock_is_held=lock_is_held),
        executor=dg.in_process_executor,
    )
