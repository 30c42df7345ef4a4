"""ZIP attachments, unpacked without trust.

Belongs here: the members of an archive as files of ours, within limits of number, size and ratio.
Does not belong here: where a document is kept: a member's name is only a title here, never a path.
"""

from __future__ import annotations

import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

MAX_MEMBERS = 1000
MAX_RATIO = 200
_RATIO_COUNTS_FROM = 1 << 20  # small files of zeros are no bomb
_CHUNK = 1 << 16

# What zipfile raises for damaged archives, and for methods that it does not know.
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, EOFError, OSError)


class BadArchive(ValueError):
    """An archive that is not unpacked; the message says why."""


@dataclass(frozen=True)
class Member:
    """A member; ``path`` is a file of ours, or None where ``reason`` says why there is none."""

    name: str
    path: Path | None
    reason: str | None = None


def unpack(archive: Path, into: Path, max_bytes: int) -> Iterator[Member]:
    """Members of ``archive``, each written to a file of its own below ``into``.

    ``max_bytes`` is for all of them together; what is counted is what comes out, whatever the
    headers say. Raises :class:`BadArchive`, after which the members given so far are still good.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [info for info in opened.infolist() if not info.is_dir()]
            if len(members) > MAX_MEMBERS:
                raise BadArchive(f"it has {len(members)} members; {MAX_MEMBERS} are allowed")
            left = max_bytes
            for number, info in enumerate(members):
                name = name_of(info)
                if (reason := _refusal(info, name)) is not None:
                    yield Member(name, None, reason)
                    continue
                path = into / f"{number}.member"
                try:
                    left -= _write(opened, info, path, left, name)
                except _BROKEN as error:
                    yield Member(name, None, f"it cannot be unpacked ({error})")
                else:
                    yield Member(name, path)
    except _BROKEN as error:
        raise BadArchive(f"it cannot be unpacked ({error})") from error


def name_of(info: zipfile.ZipInfo) -> str:
    """Last part of a member's name. Where the archive does not say that names are UTF-8, they are
    in most Chinese archives GBK, and zipfile has read them as cp437.
    """
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = name.encode("utf-8")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return PurePosixPath(name.replace("\\", "/")).name


def _refusal(info: zipfile.ZipInfo, name: str) -> str | None:
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a link"
    if info.flag_bits & 0x1:
        return "it is encrypted"
    if name.startswith((".", "~$")) or "__MACOSX" in info.orig_filename:
        return "it is a system's own file"
    return None


def _write(opened: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path, left: int, name: str) -> int:
    """Write a member; returns its size in bytes."""
    written = 0
    most = max(_RATIO_COUNTS_FROM, info.compress_size * MAX_RATIO)
    try:
        with opened.open(info) as source, path.open("wb") as target:
            while chunk := source.read(_CHUNK):
                written += len(chunk)
                if written > left:
                    raise BadArchive(f"its members are larger than allowed, with {name}")
                if written > most:
                    raise BadArchive(f"{name} grows to more than {MAX_RATIO} times its size")
                target.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return written
