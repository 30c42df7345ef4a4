"""Assets: one folder of Parquet per document.

Belongs here: starting the extraction of what is new. Does not belong here: worker processes
(``extraction/pool``). It never opens DuckDB, so it takes no pool.
"""

import logging
import threading
from collections import Counter

import dagster as dg

from pipelines.defs.documents import Landed
from pipelines.defs.retries import retried
from pipelines.extraction.identity import extractor_id
from pipelines.extraction.parquet import read_state
from pipelines.extraction.pool import extract_all, folder_of, prune
from pipelines.run import Observer
from pipelines.settings import Settings
from pipelines.sources import LandedFile

logger = logging.getLogger(__name__)


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
        if state != "cached":
            said = read_state(folder_of(settings, extractor, file.sha256))
            reason = f" ({said['reason_code']}): {said['reason']}" if said["reason"] else ""
            logger.info("extract %s: %s%s", file.file_path, state, reason)

    with retried(observer), observer.stage("extract"):
        extract_all(files, settings, extractor, on_done)
        prune(settings, extractor)
    return dg.Output(
        extractor,
        metadata={"extractor": extractor, "seconds": observer.seconds["extract"], **states},
    )
