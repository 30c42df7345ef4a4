"""The extractor's identity: what an extraction depends on beside the document's bytes.

Belongs here: the list of what is hashed. Does not belong here: where extractions are kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from pipelines.settings import PROJECT_ROOT, Reader

_ROOMS = ("pdf", "tables", "narrative", "disclosure", "extraction")

# Seeds that Python reads while it extracts; all others are applied by SQL.
LEXICONS = ("label_columns.csv", "disclosure_terms.csv", "codes/gb2260.csv")

_LIBRARIES = ("pdfplumber", "pdfminer.six", "pypdfium2")


def hash_files(paths: Iterable[Path], root: Path) -> str:
    """SHA-256 over names (relative to ``root``) and contents, whatever the order of ``paths``."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def source_files(folder: Path) -> list[Path]:
    """Every file of a source folder that can change what it does; no caches, no hidden files."""
    return [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(
            part.startswith(".") or part == "__pycache__" for part in path.relative_to(folder).parts
        )
    ]


def extractor_id(reader: Reader = "pdfium", project_root: Path = PROJECT_ROOT) -> str:
    """16 hex digits that change with the code, the lexicons and the libraries of the extraction."""
    package = project_root / "pipelines"
    files = [path for room in _ROOMS for path in source_files(package / room)]
    seeds = [project_root / "dbt_project" / "seeds" / name for name in LEXICONS]
    parts = [
        hash_files([*files, *seeds], project_root),
        reader,
        *(f"{name}={version(name)}" for name in _LIBRARIES),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
