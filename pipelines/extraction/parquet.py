"""Folders of Parquet: written whole or not at all.

Belongs here: rows to files after `schema`, and the rename that makes a folder appear. Does not
belong here: what the rows say.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.extraction.schema import TABLES

Row = Mapping[str, Any]
Rows = Mapping[str, Iterable[Row]]


def document_row(
    sha256: str,
    extractor: str,
    read_by: str,
    *,
    state: str = "extracted",
    page_count: int | None = None,
    producer: str | None = None,
    reason_code: str | None = None,
    reason: str | None = None,
) -> Row:
    """The row of ``raw.document`` of a file that is one disclosure, or none."""
    return {
        "document_id": sha256[:16],
        "sha256": sha256,
        "extractor": extractor,
        "read_by": read_by,
        "page_from": page_count and 1,
        "page_to": page_count,
        "page_count": page_count,
        "undecided_starts": [],
        "producer": producer,
        "state": state,
        "reason_code": reason_code,
        "reason": reason,
    }


def write_folder(out_dir: Path, document_id: str, rows: Rows) -> None:
    """Write one file per table of `schema`, then rename the folder into place.

    ``document_id`` is added to the rows that have none. A row with a column that the schema does
    not know raises ``ValueError``: nothing that a room says may get lost on the way. Where another
    process was faster, its folder stands.
    """
    temporary = out_dir.with_name(f".{out_dir.name}.{os.getpid()}")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    for name, schema in TABLES.items():
        known = set(schema.names)
        filled = []
        for row in rows.get(name, ()):
            if not row.keys() <= known:
                unknown = sorted(row.keys() - known)
                raise ValueError(f"{name}: no such columns in the schema: {unknown}")
            is_named = "document_id" in row
            filled.append(row if is_named else {"document_id": document_id, **row})
        pq.write_table(
            pa.Table.from_pylist(filled, schema=schema),
            temporary / f"{name}.parquet",
            # Files this small cost their making more than their size: the fastest codec, and no
            # dictionaries and statistics that no one looks at.
            compression="lz4",
            use_dictionary=False,
            write_statistics=False,
        )
    if out_dir.exists():
        shutil.rmtree(out_dir)
    try:
        temporary.rename(out_dir)
    except OSError:
        shutil.rmtree(temporary, ignore_errors=True)
        if not out_dir.exists():
            raise


def read_state(out_dir: Path) -> Row:
    """The row of a folder's first disclosure."""
    return pq.read_table(out_dir / "document.parquet").to_pylist()[0]
