"""Folders of publications on disk: making, swapping and removing them so that a crash at any point
leaves either the old or the new publication, whole.

Belongs here: renames, links, syncing, retention, the lock. Does not belong here: what is in a
publication.

A folder in the making is called ``<id>.tmp``; a complete one has no suffix. The link ``published``
is replaced by renaming another link over it, which is atomic.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

UNFINISHED = ".tmp"


@contextlib.contextmanager
def locked(publications: Path) -> Iterator[None]:
    """Hold the right to change ``publications``; another process waits. Leftovers are removed."""
    publications.mkdir(parents=True, exist_ok=True)
    with (publications / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        remove_leftovers(publications)
        yield


def remove_leftovers(publications: Path) -> None:
    """Remove what a run that was killed left behind. Call it under the lock only."""
    for path in publications.glob(f"*{UNFINISHED}"):
        shutil.rmtree(path, ignore_errors=True)


def current(link: Path) -> Path | None:
    """The folder that ``link`` points to, or None where there is none."""
    folder = link.resolve()
    return folder if link.is_symlink() and folder.is_dir() else None


def complete(unfinished: Path) -> Path:
    """Sync every file of ``<id>.tmp`` to disk and rename the folder to ``<id>``."""
    for root, _, names in os.walk(unfinished):
        for name in names:
            _sync(Path(root) / name)
        _sync(Path(root))
    finished = unfinished.with_name(unfinished.name.removesuffix(UNFINISHED))
    unfinished.rename(finished)
    _sync(finished.parent)
    return finished


def point(link: Path, folder: Path) -> None:
    """Let ``link`` point to ``folder``, in one step; relative, so that the home can be moved."""
    new = link.with_name(link.name + UNFINISHED)
    new.unlink(missing_ok=True)
    new.symlink_to(os.path.relpath(folder, link.parent), target_is_directory=True)
    new.replace(link)
    _sync(link.parent)


def finished(publications: Path) -> list[Path]:
    """Complete publications, oldest first (ids begin with the time)."""
    return sorted(
        path for path in publications.iterdir() if path.is_dir() and path.suffix != UNFINISHED
    )


def retain(publications: Path, link: Path, keep: int) -> list[Path]:
    """Remove all but the newest ``keep`` publications, never the current one.

    Each is renamed to an unfinished name first, so that a half-removed folder is never taken for a
    publication. Readers that have a file of it open are not disturbed.
    """
    removed = []
    present = current(link)
    for folder in finished(publications)[:-keep]:
        if folder.resolve() != present:
            doomed = folder.with_name(folder.name + UNFINISHED)
            folder.rename(doomed)
            shutil.rmtree(doomed, ignore_errors=True)
            removed.append(folder)
    return removed


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
