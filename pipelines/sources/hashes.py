"""Hashes of files that have not changed since they were hashed.

Belongs here: when a hash may be taken from memory. Does not belong here: which files there are.

A file is taken for unchanged where path, device, inode, size and the times of its content and of
its inode are as they were. A change within the grain of a file system's clock would not show: so a
hash is kept only where the file had stood still for a while when it was made, by the clock of that
moment. Times in the future (a clock that was set back) are never trusted.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from pathlib import Path

#: Seconds that a file must have stood still; the coarsest file systems count in twos.
SETTLED_S = 5

_Stamp = tuple[int, int, int, int, int]


class Hashes:
    """Hashes kept in ``store``, a file that may be missing, old or damaged; None keeps nothing."""

    def __init__(self, store: Path | None = None) -> None:
        self._store = store
        self._known = _load(store) if store is not None else {}
        self._seen: dict[str, tuple[_Stamp, str]] = {}

    def of(self, path: Path) -> tuple[str, int]:
        """SHA-256 in hex and size in bytes. Raises ``OSError`` where the file cannot be read."""
        key = str(path.absolute())
        stamp = _stamp(path.stat())
        known = self._known.get(key)
        if known is None or known[0] != stamp:
            now = time.time()
            sha256, size, stamp = _digest(path)
            known = (stamp, sha256)
            if now - max(stamp[3], stamp[4]) / 1e9 < SETTLED_S:
                return sha256, size
        self._seen[key] = known
        return known[1], stamp[2]

    def keep(self) -> None:
        """Write the hashes that were asked for, where they are others than before."""
        if self._store is None or self._seen == self._known:
            return
        entries = {key: [list(stamp), sha256] for key, (stamp, sha256) in self._seen.items()}
        content = {"entries": entries, "sha256": _sum(entries)}
        temporary = self._store.with_name(f".{self._store.name}.{os.getpid()}")
        with suppress(OSError):  # what is not kept is hashed again
            self._store.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps(content), encoding="utf-8")
            temporary.replace(self._store)


def _stamp(stat: os.stat_result) -> _Stamp:
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def _digest(path: Path) -> tuple[str, int, _Stamp]:
    with path.open("rb") as stream:
        # Before reading: what changes meanwhile has another stamp the next time.
        stamp = _stamp(os.fstat(stream.fileno()))
        digest = hashlib.file_digest(stream, "sha256")
        return digest.hexdigest(), stream.tell(), stamp


def _load(store: Path) -> dict[str, tuple[_Stamp, str]]:
    """Nothing, where the file is not what was written: a wrong hash would be a wrong document."""
    try:
        content = json.loads(store.read_text(encoding="utf-8"))
        if content["sha256"] != _sum(content["entries"]):
            return {}
        return {key: (tuple(stamp), sha) for key, (stamp, sha) in content["entries"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _sum(entries: object) -> str:
    return hashlib.sha256(json.dumps(entries, sort_keys=True).encode()).hexdigest()
