"""Open what is published: read-only, with nothing outside the file within reach.

Belongs here: finding and opening the current publication, for the command line, dashboards and
tests. Does not belong here: queries.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

#: Name of the database inside a publication.
DATABASE = "yusuan.duckdb"


class NothingPublished(RuntimeError):  # it says what is the case
    """There is no publication under this home folder yet."""


def published_folder(home: Path) -> Path:
    """The folder of the current publication, with the link resolved.

    The resolved path matters: DuckDB knows open files by path, so that a process that opened the
    link twice would get the old file a second time while the first connection is open.

    Raises:
        NothingPublished: nothing has been published under ``home``.
    """
    link = home / "published"
    folder = link.resolve()
    while not (folder / DATABASE).is_file():
        # It may have gone since the link was read, when a newer one stands in its place.
        gone, folder = folder, link.resolve()
        if folder == gone:
            raise NothingPublished(f"nothing is published under {home}: run `yusuan run` first")
    return folder


def open_published(home: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the current publication; close it after the query.

    SQL run on it cannot read or write any other file (``enable_external_access`` is off), so it may
    be handed to whoever types SQL. Any number of processes may do this while runs go on; each
    connection keeps seeing the publication that it opened.

    Raises:
        NothingPublished: nothing has been published under ``home``.
    """
    while True:
        folder = published_folder(home)
        try:
            return duckdb.connect(
                str(folder / DATABASE), read_only=True, config={"enable_external_access": "false"}
            )
        except duckdb.IOException:
            # Between finding and opening, newer publications may have come and this one have gone.
            if published_folder(home) == folder:
                raise
