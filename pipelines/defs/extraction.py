"""Assets: one folder of Parquet per document.

Belongs here: starting the extraction of what is new. Does not belong here: worker processes
(``extraction/pool``). It never opens DuckDB, so it takes no pool.
"""

import threading
from collections import Counter

import dagster as dg

from pipelines.defs.documents import Landed
from pipelines.extraction.identity import extractor_id
from pipelines.extraction.pool import extract_all, prune
from pipelines.run import Observer
from pipelines.settings import Settings
from pipelines.sources import LandedFile


@dg.asset(group_name="documents", kinds={"parquet"})
def extracted_documents(
    landed_documents: Landed,
    settings: dg.ResourceParam[Settings],
    observer: dg.ResourceParam[Observer],
) -> dg.Output[str]:
    """Pages, tables, figures and sentences of each document; the value is the extractor's hash."""
    extractor = extractor_id(settings.reader, settings.project_root)
    files = landed_documents.landing.files
    total = len({file.sha256 for file in files})
    states: Counter[str] = Counter()
    counting = threading.Lock()

    def on_done(file: LandedFile, state: str) -> None:
        with counting:
            states[state] += 1
            observer.on_progress("extract", states.total(), total, file.file_path)

    with observer.stage("extract"):
        extract_all(files, settings, extractor, on_done)
        prune(settings, extractor)
    return dg.Output(extractor, metadata={"extractor": extractor, **states})
