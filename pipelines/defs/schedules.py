"""When runs start by themselves: every night, and when files arrive.

Belongs here: the job, its schedule and its sensor. Does not belong here: what a run does.
"""

import hashlib
import json
from collections.abc import Iterator

import dagster as dg

from pipelines.run import fingerprint, recall
from pipelines.settings import Settings
from pipelines.sources import scan, walk

JOB_NAME = "publish"

#: From document to publication, with every check.
publish_job = dg.define_asset_job(
    JOB_NAME,
    selection=dg.AssetSelection.all(),
    description="Ingest what is new or changed, build, audit, publish.",
    executor_def=dg.in_process_executor,
)


@dg.schedule(
    job=publish_job,
    cron_schedule="0 2 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
def nightly(settings: dg.ResourceParam[Settings]) -> dg.RunRequest | dg.SkipReason:
    """Each night at two; a night with nothing new does nothing and says so."""
    if not settings.raw_dir.is_dir():
        return dg.SkipReason(f"there is no folder {settings.raw_dir}")
    last = recall(settings)
    if last is not None and last.fingerprint == fingerprint(settings, scan(settings.raw_dir)):
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
    context.update_cursor(json.dumps({"seen": state, "requested": state}))
    yield dg.RunRequest(run_key=state)


def _state_of(settings: Settings) -> str:
    """Hash over path, size and time of change of every file, without reading any."""
    digest = hashlib.sha256()
    for path in sorted(walk(settings.raw_dir)):
        stat = path.stat()
        digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
