"""Assets: the files of the raw folder.

Belongs here: the landing as an asset. Does not belong here: how files are found (``sources/``).
"""

from dataclasses import dataclass

import dagster as dg

from pipelines.run import Observer, fingerprint
from pipelines.settings import Settings
from pipelines.sources import Landing, scan


@dataclass(frozen=True)
class Landed:
    """What this run works on, and the fingerprint under which its publication is remembered."""

    landing: Landing
    fingerprint: str


@dg.asset(group_name="documents", kinds={"pdf"})
def landed_documents(
    context: dg.AssetExecutionContext,
    settings: dg.ResourceParam[Settings],
    observer: dg.ResourceParam[Observer],
) -> dg.Output[Landed]:
    """Every file below the raw folder, with its hash and what its sidecar says."""
    with observer.stage("scan"):
        landing = scan(settings.raw_dir)
        landed = Landed(landing, fingerprint(settings, landing))
    observer.notes.extend(landing.problems)
    for problem in landing.problems:
        context.log.warning(problem)
    return dg.Output(
        landed,
        metadata={"files": len(landing.files), "problems": list(landing.problems)},
    )
