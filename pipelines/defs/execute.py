"""One run of the publish job in this process, for the command line.

Belongs here: starting the same job that the schedule starts, with its log in a file, and saying
what went wrong. Does not belong here: printing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

from pipelines.defs import build_defs
from pipelines.defs.schedules import JOB_NAME
from pipelines.run import Observer
from pipelines.settings import Settings

logger = logging.getLogger(__name__)

# Failures that the observer has been told of in better words.
_EXPECTED = {"Failure", "DagsterAssetCheckFailedError", "BuildFileLocked", "DecisionError"}

_INTERRUPTED = {"DagsterExecutionInterruptedError", "KeyboardInterrupt"}


@dataclass(frozen=True)
class Outcome:
    """``faults`` are failures that nobody expected, each with the step it happened in."""

    succeeded: bool
    faults: list[str]


def publish(settings: Settings, observer: Observer) -> Outcome:
    """Run everything from the raw folder to the publication. The caller holds the home's lock.

    Raises `pipelines.warehouse.DbtProjectBroken` where there is nothing that could be run.
    """
    log_path = settings.logs_dir / "run.log"
    log_path.parent.mkdir(parents=True, exist_ok=True)
    with observer.stage("start"), _logs_into(log_path, settings.verbose):
        definitions = build_defs(settings, observer, lock_is_held=True)
        job = definitions.resolve_job_def(JOB_NAME)
        instance = dg.DagsterInstance.ephemeral()
    with instance, _logs_into(log_path, settings.verbose):
        result = job.execute_in_process(
            instance=instance,
            raise_on_error=False,
            run_config={
                "loggers": {
                    "console": {
                        "config": {"log_level": "DEBUG" if settings.verbose else "CRITICAL"}
                    }
                }
            },
        )
        faults = [
            fault
            for event in result.all_events
            if event.is_step_failure and (fault := _fault(event)) is not None
        ]
    return Outcome(result.success, faults)


def _fault(event: dg.DagsterEvent) -> str | None:
    """What failed unexpectedly, in a line; its traceback goes into the log."""
    error = event.step_failure_data.error
    if error is None:
        return f"{event.step_key} failed"
    cause = error.cause or error
    if not {error.cls_name, cause.cls_name}.isdisjoint(_EXPECTED):
        return None
    if cause.cls_name in _INTERRUPTED:
        return "interrupted; what was read so far is kept for the next run"
    logger.error(error.to_string())
    return f"{event.step_key}: {cause.message.strip()}"


@contextmanager
def _logs_into(path: Path, verbose: bool) -> Iterator[None]:
    """Everything that libraries log goes into a file; onto the terminal only when asked for."""
    root = logging.getLogger()
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    before, level = root.handlers[:], root.level
    root.handlers = [handler, *before] if verbose else [handler]
    root.setLevel(logging.INFO)
    logging.captureWarnings(True)
    try:
        yield
    finally:
        logging.captureWarnings(False)
        root.handlers = before
        root.setLevel(level)
        handler.close()
