"""What a person sees of a run: bars while it goes, a summary when it is done.

Belongs here: rich. Does not belong here: counting or asking the database (`published`).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from pipelines.findings import Finding, comparison
from pipelines.run import Observer, Summary

STAGES = {
    "start": "start up",
    "scan": "find documents",
    "extract": "read documents",
    "load": "load",
    "dbt": "build the warehouse",
    "suspects": "name suspects",
    "audit": "audit",
    "publish": "publish",
    "verify": "verify",
}


class BarObserver(Observer):
    """An observer that draws one line per stage on a terminal, or prints it elsewhere."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self._drawing = threading.Lock()
        self._tasks: dict[str, Any] = {}
        self._progress: Progress | None = None
        if console.is_terminal:
            self._progress = Progress(
                SpinnerColumn(),
                TextColumn("{task.description:<20}"),
                BarColumn(bar_width=30),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TextColumn("[dim]{task.fields[what]}", table_column=None),
                console=console,
            )

    def __enter__(self) -> BarObserver:
        if self._progress is not None:
            self._progress.start()
        return self

    def __exit__(self, *exc: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def on_stage(self, name: str) -> None:
        """Begin a line."""
        if self._progress is not None and name not in self._tasks:
            self._tasks[name] = self._progress.add_task(STAGES.get(name, name), total=1, what="")

    def on_stage_end(self, name: str) -> None:
        """Stop its clock."""
        if self._progress is None:
            self._console.print(f"{STAGES.get(name, name):<20} {self.seconds[name]:>7.1f} s")
            return
        task = next(t for t in self._progress.tasks if t.id == self._tasks[name])
        self._progress.update(task.id, completed=task.total, what="")
        self._progress.stop_task(task.id)

    def on_progress(self, stage: str, done: int, total: int, what: str) -> None:
        """Lengthen its bar."""
        with self._drawing:
            if self._progress is not None and stage in self._tasks:
                short = what if len(what) <= 40 else "…" + what[-39:]
                self._progress.update(
                    self._tasks[stage], completed=done, total=total, what=escape(short)
                )


def show_summary(
    console: Console,
    summary: Summary,
    quarantined: Sequence[dict[str, Any]],
    worst: Sequence[Finding],
    home: Path,
) -> None:
    """Counts, quarantined files with reasons, the worst findings, and where to look next."""
    console.print(
        f"\n[bold]{summary.documents}[/] files, [bold]{summary.quarantined}[/] quarantined, "
        f"[bold]{summary.figures:,}[/] figures, [bold]{summary.rules_evaluated:,}[/] checks of "
        f"rules, of which [bold]{summary.failures:,}[/] failed",
        soft_wrap=True,
    )
    if quarantined:
        console.print("\nQuarantined:")
        for row in quarantined:
            line = f"  {row['file_path']}: {row['reason'] or row['state']}"
            console.print(line, markup=False, soft_wrap=True)
    if worst:
        console.print("\nWhat does not reconcile, worst first:")
        for finding in worst:
            pages = ", ".join(str(page) for page in finding.pages)
            where = f"{finding.publisher_name or finding.file_path} {finding.fiscal_year or ''}"
            line = f"  · {where.strip()}, p. {pages}: {finding.instance}: {comparison(finding)}"
            console.print(line, markup=False, soft_wrap=True)
    database = Path(summary.published or "", "yusuan.duckdb")
    console.print(
        f"\nPublished: {escape(str(database))}\n"
        f"  findings          yusuan findings --home {escape(str(home))}\n"
        f"  one number        yusuan trace FIGURE_ID --out page.png --home {escape(str(home))}\n"
        f"  SQL               duckdb -readonly {escape(str(database))}\n"
        f"  audit             {escape(str(Path(summary.published or '', 'quality')))}",
        soft_wrap=True,
    )


def show_status(console: Console, files: Sequence[dict[str, Any]]) -> None:
    """A line per file, then the reasons of those that were not published."""
    table = Table(box=None, pad_edge=False)
    numbers = ["pages", "tables", "figures", "marked_pages", "rules_passed", "rules_failed"]
    table.add_column("file", overflow="fold")
    table.add_column("state", no_wrap=True)
    for name in numbers:
        table.add_column(name.replace("_", "\n"), justify="right", no_wrap=True)
    for row in files:
        table.add_row(
            escape(row["file_path"]),
            row["state"],
            *("" if row[name] is None else str(row[name]) for name in numbers),
        )
    # Without a terminal there is no width to fit into: one line stays one line.
    console.print(table, width=None if console.is_terminal else 240)
    for row in files:
        if row["reason"]:
            line = f"{row['file_path']}: {row['reason']}"
            console.print(line, markup=False, soft_wrap=True)
