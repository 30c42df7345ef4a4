"""Folders of Parquet: written whole or not at all.

Belongs here: rows to files after `schema`, the rename that makes a folder appear, and the manifest
that tells a whole folder from a damaged one. Does not belong here: what the rows say.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.extraction.schema import TABLES

Row = Mapping[str, Any]
Rows = Mapping[str, Iterable[Row]]

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """What a folder holds, written last."""

    state: str  # of the document: extracted | quarantined
    reason_code: str | None
    limit: float | None  # seconds or MB that were allowed, where a limit was the reason
    files: dict[str, str]  # file name -> SHA-256


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


def write_folder(
    out_dir: Path, document_id: str, rows: Rows, *, limit: float | None = None
) -> None:
    """Write one file per table of `schema` and the manifest, then rename the folder into place.

    ``document_id`` is added to the rows that have none. ``limit`` is what was allowed, where the
    document needed more. A row with a column that the schema does not know raises ``ValueError``:
    nothing that a room says may get lost on the way. Where another process was faster, its folder
    stands.
    """
    rows = {name: list(records) for name, records in rows.items()}
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
    document = rows["document"][0]
    files = {path.name: _sha256(path) for path in sorted(temporary.iterdir())}
    manifest = Manifest(document["state"], document["reason_code"], limit, files)
    (temporary / MANIFEST).write_text(json.dumps(asdict(manifest)), encoding="utf-8")
    if out_dir.exists():
        shutil.rmtree(out_dir)
    try:
        temporary.rename(out_dir)
    except OSError:
        shutil.rmtree(temporary, ignore_errors=True)
        if not out_dir.exists():
            raise


def read_manifest(out_dir: Path) -> Manifest | None:
    """The manifest of a folder whose files are all as they were written, else None.

    Every byte is read: one that changed on the disk would else become another digit.
    """
    try:
        manifest = Manifest(**json.loads((out_dir / MANIFEST).read_text(encoding="utf-8")))
        whole = manifest.files.keys() == {f"{name}.parquet" for name in TABLES} and all(
            _sha256(out_dir / name) == sha256 for name, sha256 in manifest.files.items()
        )
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return manifest if whole else None


def read_state(out_dir: Path) -> Row:
    """The row of a folder's first disclosure."""
    return pq.read_table(out_dir / "document.parquet").to_pylist()[0]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
