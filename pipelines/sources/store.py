"""What fetching writes: documents below the raw folder, and what is known of addresses.

Belongs here: names of files, landing once by hash, versions of an address, the memory of a
publisher's addresses. Does not belong here: the network. Nothing is written outside the raw folder
and the folder of the memory, whatever names and titles the network gives.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import threading
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pipelines.sources.landing import LandedFile, scan, sha256_of, sidecar_names
from pipelines.sources.sidecar import Sidecar, write_sidecar

Outcome = Literal["new", "new version", "known"]

_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\s]+')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)$")
_NAME_BYTES = 120
_CODE = re.compile(r"\d{6}")


@dataclass(frozen=True)
class Stored:
    """What became of a file that was fetched."""

    outcome: Outcome
    sha256: str
    file_path: str  # relative to the raw folder


class RawStore:
    """The raw folder as fetching sees it: which bytes are there, and from where. Threads share it.

    Files that a person put there count as much as fetched ones.
    """

    def __init__(self, raw_dir: Path) -> None:
        raw_dir.mkdir(parents=True, exist_ok=True)
        self.raw_dir = raw_dir
        self._lock = threading.Lock()
        self._files: dict[str, LandedFile] = {}
        for file in scan(raw_dir).files:
            self._files.setdefault(file.sha256, file)

    def has(self, sha256: str) -> bool:
        """Whether these bytes are there."""
        return sha256 in self._files

    def land(self, fetched: Path, sidecar: Sidecar, name: str) -> Stored:
        """Move ``fetched`` below the raw folder, or drop it where its bytes are there already.

        The sidecar is in its place before the document is: no run sees one without the other.
        Raises ``ValueError`` where the place would be outside the raw folder.
        """
        sha256 = sha256_of(fetched)
        with self._lock:
            there = self._files.get(sha256)
            if there is not None:
                fetched.unlink()
                if there.sidecar == Sidecar():
                    self._describe(there, sidecar)
                return Stored("known", sha256, there.file_path)
            region = sidecar.region_code or ""
            year = sidecar.fiscal_year or (
                sidecar.published_on.year if sidecar.published_on else None
            )
            folder = self.raw_dir / (region if _CODE.fullmatch(region) else "unknown")
            folder = folder / (str(int(year)) if year else "undated")
            path = folder / f"{safe_name(name)}-{sha256[:12]}{_suffix(fetched)}"
            if not path.resolve().is_relative_to(self.raw_dir.resolve()):
                raise ValueError(f"{path} leads out of {self.raw_dir}")
            folder.mkdir(parents=True, exist_ok=True)
            write_sidecar(path.with_suffix(".yml"), sidecar)
            _move(fetched, path)
            file = LandedFile(
                path=path,
                file_path=path.relative_to(self.raw_dir).as_posix(),
                sha256=sha256,
                size_bytes=path.stat().st_size,
                sidecar=sidecar,
                region_code=sidecar.region_code,
            )
            self._files[sha256] = file
            return Stored("new", sha256, file.file_path)

    def supersede(self, older: Iterable[str], newer: str) -> bool:
        """Say in the sidecars of ``older`` what stands at their address now; nothing is removed.

        What was published before and is back again is current again. True where an older file
        was there to be superseded.
        """
        any_older = False
        with self._lock:
            for sha256 in older:
                if sha256 != newer and (file := self._files.get(sha256)) is not None:
                    any_older = True
                    self._describe(file, file.sidecar.model_copy(update={"superseded_by": newer}))
            current = self._files.get(newer)
            if current is not None and current.sidecar.superseded_by is not None:
                self._describe(current, current.sidecar.model_copy(update={"superseded_by": None}))
        return any_older

    def withdraw(self, urls: Mapping[str, Mapping[str, Any]]) -> list[str]:
        """Say in the sidecars of documents from these addresses that they were withdrawn.

        ``urls``: address → ``withdrawn_on`` and ``withdrawn_reason``. Returns paths that changed.
        """
        changed: list[str] = []
        with self._lock:
            for file in list(self._files.values()):
                said = urls.get(file.sidecar.source_url or "")
                if said is None:
                    continue
                sidecar = file.sidecar.model_copy(update=dict(said))
                if sidecar != file.sidecar:
                    self._describe(file, sidecar)
                    changed.append(file.file_path)
        return changed

    def from_address(self, url: str) -> list[str]:
        """SHA-256 of the documents that came from an address, as their sidecars say."""
        return [f.sha256 for f in self._files.values() if f.sidecar.source_url == url]

    def member(self, sha256: str) -> str | None:
        """Its name in the archive that it came in."""
        file = self._files.get(sha256)
        return file.sidecar.archive_member if file else None

    def _describe(self, file: LandedFile, sidecar: Sidecar) -> None:
        beside = next((p for p in sidecar_names(file.path) if p.is_file()), None)
        write_sidecar(beside or file.path.with_suffix(".yml"), sidecar)
        self._files[file.sha256] = LandedFile(
            path=file.path,
            file_path=file.file_path,
            sha256=file.sha256,
            size_bytes=file.size_bytes,
            sidecar=sidecar,
            region_code=sidecar.region_code or file.region_code,
        )


def safe_name(name: str) -> str:
    """A title as a file's name: no folder, no hidden file, nothing a file system balks at."""
    text = unicodedata.normalize("NFC", name)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn"))
    text = _UNSAFE.sub("_", text).strip("._-~$ ")
    cut = text.encode("utf-8")[:_NAME_BYTES].decode("utf-8", "ignore").rstrip("._- ")
    return "document" if not cut or _RESERVED.fullmatch(cut) else cut


def _suffix(path: Path) -> str:
    with path.open("rb") as stream:
        return ".pdf" if b"%PDF-" in stream.read(1024) else ".bin"


def _move(source: Path, target: Path) -> None:
    """Into place by rename, from another file system too."""
    hidden = target.with_name(f".{target.name}.part")
    shutil.move(source, hidden)
    with hidden.open("rb") as stream:
        os.fsync(stream.fileno())
    hidden.replace(target)


class Memory:
    """What is known of a publisher's addresses, in one file of the home. Losing it costs a second
    look at every address and no document.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            self._entries: dict[str, dict[str, Any]] = {
                str(url): dict(entry) for url, entry in content.items()
            }
        except (OSError, ValueError, AttributeError, TypeError):
            self._entries = {}

    def __getitem__(self, url: str) -> dict[str, Any]:
        return self._entries.get(url, {})

    def __setitem__(self, url: str, entry: dict[str, Any]) -> None:
        self._entries[url] = entry

    def save(self) -> None:
        """Write it, in one step."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._path.with_suffix(".tmp")
        temporary.write_text(
            json.dumps(self._entries, ensure_ascii=False, indent=1), encoding="utf-8"
        )
        temporary.replace(self._path)
