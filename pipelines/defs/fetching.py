"""Asset: what the publishers of the registry have put up since last night.

Belongs here: fetching as the first step of the night. Does not belong here: how (``sources/``).
"""

from functools import partial

import dagster as dg

from pipelines.alerts import Alert, send
from pipelines.defs.retries import retried
from pipelines.run import Observer
from pipelines.settings import Settings
from pipelines.sources.fetching import fetch
from pipelines.sources.registry import read_valid, region_codes


@dg.asset(group_name="documents", kinds={"http"})
def fetched_documents(
    context: dg.AssetExecutionContext,
    settings: dg.ResourceParam[Settings],
    observer: dg.ResourceParam[Observer],
) -> dg.MaterializeResult:
    """New and changed documents, landed. A site or a file of the registry that fails costs itself
    alone; who gave nothing at all is told by an alert.
    """
    codes = region_codes(settings.region_codes_path)
    registry, problems = read_valid(settings.sources_dir, codes)
    with retried(observer), observer.stage("fetch"):
        report = fetch(
            registry,
            settings.raw_dir,
            settings.fetch_dir,
            contact=settings.contact,
            on_progress=partial(observer.on_progress, "fetch"),
        )
    failed = [
        f"{source.name}: {one.sentence()}" for source in report.sources for one in source.failed
    ]
    for sentence in [*problems, *failed]:
        context.log.warning(sentence)
    silent = [
        f"{source.name}: {source.failed[0].sentence()}"
        for source in report.sources
        if source.failed and not source.found
    ]
    if problems or silent:
        link = f"{settings.dagster_url}/runs/{context.run.run_id}"
        send(settings, Alert("fetch_failed", "\n".join([*problems, *silent]), link, "nightly"))
    return dg.MaterializeResult(
        metadata={
            **report.counts,
            "seconds": observer.seconds["fetch"],
            "failures": [*problems, *failed],
            "gone_at_source": [one.sentence() for s in report.sources for one in s.gone],
        }
    )
