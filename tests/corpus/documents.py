"""The real documents: where they are, and reading them once per test process.

They are no part of the project; ``YUSUAN_CORPUS`` names their folder.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.pdf import open_pdf
from pipelines.settings import PROJECT_ROOT
from pipelines.tables import TableReading, read_tables

CORPUS = Path(os.environ.get("YUSUAN_CORPUS", PROJECT_ROOT / "../shared/corpus"))


@cache
def files() -> dict[str, Path]:
    """Documents of the corpus by the first 16 digits of their hash."""
    paths = sorted((CORPUS / "pdf").glob("*.pdf"))
    return {hashlib.sha256(path.read_bytes()).hexdigest()[:16]: path for path in paths}


# Pages are large: only the documents in hand are kept.
@lru_cache(maxsize=2)
def pages_of(document_id: str) -> list[Any]:
    if document_id not in files():
        pytest.fail(f"{document_id} is not under {CORPUS}")
    with open_pdf(files()[document_id]) as pdf:
        return list(pdf.pages())


@lru_cache(maxsize=2)
def tables_of(document_id: str) -> TableReading:
    return read_tables(pages_of(document_id))
