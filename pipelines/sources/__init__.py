"""Which files there are: the raw folder, what a sidecar says about a file, and where publishers
put their documents.

Belongs here: finding, hashing and describing files as bytes, what people decided about them;
the registry of publishers
(`registry`) and fetching from them (`fetching`, `web`, `pages`, `archives`, `store`; imported by
who fetches, since they bring the HTTP client along). Does not belong here: looking into a document
(``pdf/``), or deciding what it is (``disclosure/`` and dbt).
"""

from pipelines.sources.decisions import (
    Decision,
    DecisionError,
    Exclusion,
    exclusions,
    read_decisions,
)
from pipelines.sources.landing import LandedFile, Landing, scan, sha256_of, walk
from pipelines.sources.sidecar import Sidecar, SidecarError, read_sidecar

__all__ = [
    "Decision",
    "DecisionError",
    "Exclusion",
    "LandedFile",
    "Landing",
    "Sidecar",
    "SidecarError",
    "exclusions",
    "read_decisions",
    "read_sidecar",
    "scan",
    "sha256_of",
    "walk",
]
