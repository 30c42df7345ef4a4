"""Files under the raw folder, as they are in this moment.

Belongs here: walking the folder, hashing, and joining each file with its sidecar. A file's identity
is its bytes. Does not belong here: whether a file is a usable document; everything that is not a
sidecar, a hidden file or a system's own litter is landed; extraction says what is wrong with it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pipelines.sources.hashes import Hashes
from pipelines.sources.sidecar import Sidecar, SidecarError, read_sidecar

_SIDECAR_SUFFIXES = (".yml", ".yaml")
_LITTER = {"thumbs.db", "desktop.ini"}
_REGION = re.compile(r"\d{6}")
_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True)
class LandedFile:
    """One file of the raw folder."""

    path: Path
    file_path: str  # relative to the raw folder, with /
    sha256: str
    size_bytes: int
    sidecar: Sidecar
    region_code: str | None  # of the sidecar, or of a folder <region_code>/<year>/ above the file

    @property
    def document_id(self) -> str:
        """First 16 hex digits of the hash."""
        return self.sha256[:16]


@dataclass(frozen=True)
class Landing:
    """All files found, in order of path, and what was wrong with some of them."""

    files: tuple[LandedFile, ...]
    problems: tuple[str, ...] = ()


def scan(raw_dir: Path, hashes_path: Path | None = None) -> Landing:
    """Find every document below ``raw_dir`` at any depth.

    Hashes of files that have not changed are taken from ``hashes_path`` (:class:`Hashes`), so that
    a night with nothing new reads no document.

    A sidecar that is broken or belongs to no file, or a file that cannot be read, is a problem in
    words and costs no other file. Raises ``NotADirectoryError`` where ``raw_dir`` is no folder.
    """
    if not raw_dir.is_dir():
        raise NotADirectoryError(f"{raw_dir} is no folder")
    files: list[LandedFile] = []
    problems: list[str] = []
    sidecars: set[Path] = set()
    used: set[Path] = set()
    documents: list[Path] = []
    hashes = Hashes(hashes_path)
    for path in walk(raw_dir):
        if path.suffix.lower() in _SIDECAR_SUFFIXES:
            sidecars.add(path)
        else:
            documents.append(path)
    for path in sorted(documents):
        relative = path.relative_to(raw_dir)
        sidecar = Sidecar()
        beside = next((p for p in sidecar_names(path) if p in sidecars), None)
        if beside is not None:
            used.add(beside)
            try:
                sidecar = read_sidecar(beside)
            except SidecarError as error:
                problems.append(f"sidecar {relative.parent / str(error)}; it is not used")
        try:
            sha256, size = hashes.of(path)
        except OSError as error:
            problems.append(f"{relative.as_posix()}: cannot be read ({error.strerror})")
            continue
        files.append(
            LandedFile(
                path=path,
                file_path=relative.as_posix(),
                sha256=sha256,
                size_bytes=size,
                sidecar=sidecar,
                region_code=sidecar.region_code or _region_of(relative),
            )
        )
    hashes.keep()
    problems += [
        f"sidecar {path.relative_to(raw_dir).as_posix()}: no document stands beside it"
        for path in sorted(sidecars - used)
    ]
    return Landing(tuple(files), tuple(problems))


def walk(folder: Path) -> Iterator[Path]:
    """Regular files that are not hidden, through links too, each folder once."""
    seen: set[Path] = set()
    for root, folders, names in os.walk(folder, followlinks=True):
        real = Path(root).resolve()
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(root, name)
            if name.startswith((".", "~$")) or name.lower() in _LITTER or not path.is_file():
                continue
            yield path


def sidecar_names(path: Path) -> Iterator[Path]:
    """``a.yml`` or ``a.pdf.yml`` beside ``a.pdf``; the longer name is the more exact one."""
    for suffix in _SIDECAR_SUFFIXES:
        yield path.with_name(path.name + suffix)
        yield path.with_suffix(suffix)


def _region_of(relative: Path) -> str | None:
    """Code of a folder ``<region_code>/<year>/``, the nearest one above the file."""
    folders = relative.parts[:-1]
    for region, year in reversed(list(pairwise(folders))):
        if _REGION.fullmatch(region) and _YEAR.fullmatch(year):
            return region
    return None


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
