"""Sensor: a run that failed is told to people.

Belongs here: which failures are told, and in which words. Does not belong here: the channels
(``alerts``).
"""

from collections.abc import Iterable

import dagster as dg

from pipelines.alerts import Alert, send
from pipelines.defs.schedules import nightly_job, publish_job
from pipelines.settings import Settings

#: Metadata of a failure that says that the gate refused.
GATE = "gate_refused"


@dg.run_failure_sensor(
    monitored_jobs=[publish_job, nightly_job],
    default_status=dg.DefaultSensorStatus.RUNNING,
    minimum_interval_seconds=30,
)
def report_failures(
    context: dg.RunFailureSensorContext, settings: dg.ResourceParam[Settings]
) -> None:
    """Send the reason and the run's page by the channels of the settings."""
    run = context.dagster_run
    events = list(context.get_step_failure_events())
    alert = alert_of(events, context.failure_event.message or "the run failed")
    link = f"{settings.dagster_url}/runs/{run.run_id}"
    for problem in send(settings, Alert(alert.kind, alert.reason, link, run.job_name)):
        context.log.error(problem)


def alert_of(events: Iterable[dg.DagsterEvent], otherwise: str) -> Alert:
    """What the failed steps say; ``otherwise`` where none failed (a run that was killed)."""
    reasons: list[str] = []
    is_gate = False
    for event in events:
        data = event.step_failure_data
        if data.user_failure_data is not None:
            is_gate = is_gate or GATE in (data.user_failure_data.metadata or {})
            reasons.append(data.user_failure_data.description or f"{event.step_key} failed")
        elif data.error is not None:
            cause = data.error.cause or data.error
            reasons.append(f"{event.step_key}: {cause.message.strip()}")
    return Alert(
        "gate_refused" if is_gate else "run_failed", "\n".join(reasons) or otherwise.strip()
    )
