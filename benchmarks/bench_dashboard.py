"""How long the pages of the dashboard take with many documents: ``make bench-dashboard``.

Belongs here: making a published database of many documents by repeating the rows of a real one
under other ids, and timing what the pages ask and how soon a browser has drawn them. Does not
belong here: what is right (tests), or how long a run takes.

Each page is opened in Debian's Chromium in a new session, after the server has been asked once by
another page (so that Python has imported what it needs), with nothing of the page in its cache.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from playwright.sync_api import sync_playwright

from pipelines.publication.reader import DATABASE, published_folder
from pipelines.settings import PROJECT_ROOT

#: Columns that name something of one document: a copy of the document gets names of its own.
_IDS = (
    "document_id", "other_document_id", "prior_document_id", "companion_document_id",
    "figure_id", "table_id", "claim_id", "finding_id", "suspect_figure_id", "suspect_claim_id",
    "collision_id", "publisher_name", "other_publisher_name", "file_path", "project_key",
)  # fmt: skip
_ID_LISTS = ("figure_ids", "claim_ids")
#: One to look at after the first request of the server, then those that are timed.
_WARM = "quality?lang=en"
_PAGES = ("", "department", "compare", "search?q=住房公积金", "findings", "quality")


def main() -> None:
    """Make the database, time the pages, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("data"), help="where a run has published")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--keep", type=Path, help="keep the database in this folder")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = arguments.keep or Path(scratch)
        folder = home / "publications" / "bench"
        folder.mkdir(parents=True)
        made = multiply(published_folder(arguments.home) / DATABASE, folder / DATABASE,
                        arguments.documents)  # fmt: skip
        (home / "published").symlink_to(Path("publications") / "bench")
        size = (folder / DATABASE).stat().st_size / 1e6
        print(f"{made['dim_document']:,} documents, {made['fct_figure']:,} figures, "
              f"{made['fct_reconciliation']:,} rule instances, {size:,.0f} MB")  # fmt: skip
        print("\n| page | seconds |\n|---|---|")
        for page, seconds in _load(home):
            print(f"| {page or 'overview'} | {seconds:.2f} |")


def multiply(source: Path, target: Path, documents: int) -> dict[str, int]:
    """Write ``source`` to ``target`` as often as makes ``documents``; counts of rows by table."""
    counts: dict[str, int] = {}
    with duckdb.connect(str(target)) as con:
        con.execute(f"ATTACH '{source}' AS one (READ_ONLY)")
        (held,) = con.execute("SELECT count(*) FROM one.marts.dim_document").fetchone() or (0,)
        times = -(-documents // held)
        con.execute("CREATE SCHEMA marts")
        tables = con.execute(
            "SELECT table_name, list(column_name) FROM duckdb_columns() "
            "WHERE database_name = 'one' AND schema_name = 'marts' GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        for table, columns in tables:
            named = [
                f"{c} || copy AS {c}" if c in _IDS
                else f"list_transform({c}, x -> x || copy) AS {c}"
                for c in columns if c in _IDS or c in _ID_LISTS
            ]  # fmt: skip
            of_documents = "document_id" in columns
            replaced = f"REPLACE ({', '.join(named)})" if of_documents and named else ""
            con.execute(
                f"CREATE TABLE marts.{table} AS SELECT t.* {replaced} FROM one.marts.{table} AS t, "
                "(SELECT if(i = 0, '', '~' || i) AS copy "
                f"FROM range({times if of_documents else 1}) AS r (i))"
            )
            (counts[table],) = con.execute(f"SELECT count(*) FROM marts.{table}").fetchone() or (0,)
    return counts


def _load(home: Path) -> Iterator[tuple[str, float]]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("the pages are timed in Chromium, which is not installed")
    with (
        _dashboard(home) as url,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"]) as browser,
    ):
        for page in (_WARM, *_PAGES):
            view = browser.new_page(viewport={"width": 1280, "height": 900})
            start = time.monotonic()
            view.goto(f"{url}/{page}")
            # Every page ends with its last element; the server says when it has sent that.
            view.locator("h1").first.wait_for(timeout=120_000)
            view.wait_for_selector(
                "[data-testid=stApp][data-test-script-state=notRunning]", timeout=120_000
            )
            seconds = time.monotonic() - start
            view.close()
            if page != _WARM:
                yield page, seconds


@contextmanager
def _dashboard(home: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboards/app.py"]
    with subprocess.Popen(
        [*command, "--server.port", str(port)],
        cwd=PROJECT_ROOT,
        env={**os.environ, "YUSUAN_HOME": str(home.resolve())},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        url = f"http://localhost:{port}"
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=5).close()
                break
            except OSError:
                time.sleep(0.5)
        yield url
        server.terminate()


if __name__ == "__main__":
    main()
