"""Assets: the files of the raw folder.

Belongs here: the landing as an asset. Does not belong here: how files are found (``sources/``).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import dagster as dg

from pipelines.run import Observer, fingerprint, recall
from pipelines.settings import Settings
from pipelines.sources import Landing, scan

#: The job that fetches first, and does nothing more where nothing is new.
NIGHTLY_JOB = "nightly"


@dataclass(frozen=True)
class Landed:
    """What this run works on, and the fingerprint under which its publication is remembered."""

    landing: Landing
    fingerprint: str


@dg.asset(
    deps=["fetched_documents"],
    group_name="documents",
    kinds={"pdf"},
    output_required=False,
)
def landed_documents(
    context: dg.AssetExecutionContext,
    settings: dg.ResourceParam[Settings],
    observer: dg.ResourceParam[Observer],
) -> Iterator[dg.Output[Landed]]:
    """Every file below the raw folder, with its hash and what its sidecar says.

    In a night that brought nothing new it yields nothing, and all further steps are skipped.
    """
    with observer.stage("scan"):
        landing = scan(settings.raw_dir, settings.hashes_path)
        landed = Landed(landing, fingerprint(settings, landing))
    observer.notes.extend(landing.problems)
    for problem in landing.problems:
        context.log.warning(problem)
    last = recall(settings)
    if (
        context.job_name == NIGHTLY_JOB
        and last is not None
        and last.fingerprint == landed.fingerprint
    ):
        context.log.info(f"nothing has changed since publication {last.publication}")
        return
    yield dg.Output(
        landed,
        metadata={
            "files": len(landing.files),
            "problems": list(landing.problems),
            "seconds": observer.seconds["scan"],
        },
    )
