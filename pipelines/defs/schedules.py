"""When runs start by themselves: every night, and when files arrive.

Belongs here: the two jobs, the schedule and the sensor. Does not belong here: what a run does.
"""

import hashlib
import json
from collections.abc import Iterator

import dagster as dg

from pipelines.defs.documents import NIGHTLY_JOB
from pipelines.run import fingerprint, recall
from pipelines.settings import Settings
from pipelines.sources import scan, walk
from pipelines.sources.registry import read_valid

JOB_NAME = "publish"

#: From document to publication, with every check.
publish_job = dg.define_asset_job(
    JOB_NAME,
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets("fetched_documents"),
    description="Ingest what is new or changed, build, audit, publish.",
    executor_def=dg.in_process_executor,
)

#: The same, after a look at the publishers.
nightly_job = dg.define_asset_job(
    NIGHTLY_JOB,
    selection=dg.AssetSelection.all(),
    description="Fetch from the publishers, ingest what is new or changed, build, audit, publish.",
    executor_def=dg.in_process_executor,
)

_GOING_ON = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


def going_on(instance: dg.DagsterInstance) -> str | None:
    """A run that waits or works, in words: no second one is started beside it."""
    for run in instance.get_runs(dg.RunsFilter(statuses=_GOING_ON), limit=20):
        if run.job_name in (JOB_NAME, NIGHTLY_JOB):
            return f"run {run.run_id[:8]} of {run.job_name} is still going on"
    return None


@dg.schedule(
    job=nightly_job,
    cron_schedule="0 2 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
def nightly(
    context: dg.ScheduleEvaluationContext, settings: dg.ResourceParam[Settings]
) -> dg.RunRequest | dg.SkipReason:
    """Each night at two; a night with nothing to fetch and nothing new does nothing and says so."""
    if (busy := going_on(context.instance)) is not None:
        return dg.SkipReason(busy)
    registry, problems = read_valid(settings.sources_dir)
    if problems or any(one.source.enabled for one in registry):
        return dg.RunRequest()
    if not settings.raw_dir.is_dir():
        return dg.SkipReason(f"there is no folder {settings.raw_dir}")
    last = recall(settings)
    if last is not None and last.fingerprint == fingerprint(
        settings, scan(settings.raw_dir, settings.hashes_path)
    ):
        return dg.SkipReason(f"nothing has changed since publication {last.publication}")
    return dg.RunRequest()


@dg.sensor(
    job=publish_job,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def new_files(
    context: dg.SensorEvaluationContext, settings: dg.ResourceParam[Settings]
) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """Start a run when files came, went or changed, once they have stopped changing."""
    if not settings.raw_dir.is_dir():
        yield dg.SkipReason(f"there is no folder {settings.raw_dir}")
        return
    cursor = json.loads(context.cursor) if context.cursor else {}
    state = _state_of(settings)
    if state == cursor.get("requested"):
        yield dg.SkipReason("no file has changed")
        return
    if state != cursor.get("seen"):
        # A file may still be on its way; what stands unchanged for one interval is complete.
        context.update_cursor(json.dumps({**cursor, "seen": state}))
        yield dg.SkipReason("files have changed; waiting for them to settle")
        return
    if (busy := going_on(context.instance)) is not None:
        yield dg.SkipReason(busy)
        return
    context.update_cursor(json.dumps({"seen": state, "requested": state}))
    yield dg.RunRequest(run_key=state)


def _state_of(settings: Settings) -> str:
    """Hash over path, size and time of change of every file, without reading any."""
    digest = hashlib.sha256()
    for path in sorted(walk(settings.raw_dir)):
        stat = path.stat()
        digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
