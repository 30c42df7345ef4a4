"""What assets are given: settings, and the observer of the run that they belong to.

Belongs here: resources and their names. Does not belong here: anything that reads or writes data.
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from pipelines.run import Observer, run_lock
from pipelines.settings import Settings

#: Everything that opens ``build.duckdb`` takes this pool, whose limit is 1 (``dagster.yaml``).
DUCKDB_POOL = "duckdb"


def build_resources(
    settings: Settings, observer: Observer, *, lock_is_held: bool
) -> dict[str, Any]:
    """Resources by name. ``lock_is_held``: the caller has the home's lock for the whole run.

    Every asset takes the observer, which is there as long as the run is: so it is the place to
    hold the home's lock, and one run at a time works in a home, whoever started it. Schedules and
    sensors take the settings alone.
    """

    @dg.resource(description="told how the work goes; holds the home's lock while it does")
    def observer_of_run(_: dg.InitResourceContext) -> Iterator[Observer]:
        if lock_is_held:
            yield observer
        else:
            # A run by hand may be at work: it is waited for, not worked against.
            with run_lock(settings, settings.lock_wait_s):
                yield observer

    return {
        "settings": dg.ResourceDefinition.hardcoded_resource(settings),
        "observer": observer_of_run,
        # Small values only (what was landed): rows go from room to room as files.
        "io_manager": dg.FilesystemIOManager(base_dir=str(settings.dagster_home / "values")),
    }
