"""What a person sees of a run: bars while it goes, a summary when it is done.

Belongs here: rich. Does not belong here: counting or asking the database (`published`).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from pipelines.sources.fetching import FetchReport

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
    "fetch": "fetch",
}


class BarObserver(Observer):
    """An observer that draws one line per stage on a terminal, or prints it elsewhere."""

    def __init__(self, console: Console) -> None:
        super().__init__(is_attended=True)
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


def show_fetched(console: Console, report: FetchReport) -> None:
    """What came, changed, went and failed, with reasons; numbers last."""
    for source in report.sources:
        lines = [
            *(f"  new          {path}" for path in source.came),
            *(f"  new version  {path}" for path in source.changed),
            *(f"  withdrawn    {path}" for path in source.withdrawn),
            *(f"  gone         {one.sentence()}" for one in source.gone),
            *(f"  failed       {one.sentence()}" for one in source.failed),
            *(f"  left out     {one.sentence()}" for one in source.skipped),
            *(f"  found        {link.text}  {link.url}" for link in source.listed),
        ]
        console.print(
            f"{source.name}: {source.found} documents found, {source.unchanged} as they were",
            style="bold",
            markup=False,
        )
        for line in lines:
            console.print(line, markup=False, soft_wrap=True)
    counts = report.counts
    console.print(
        f"\n{counts['came']} came, {counts['changed']} changed, "
        f"{counts['unchanged']} as they were, {counts['gone']} gone, "
        f"{counts['skipped']} left out, {counts['failed']} failed",
        soft_wrap=True,
    )


def show_status(
    console: Console, files: Sequence[dict[str, Any]], marks: Sequence[dict[str, Any]]
) -> None:
    """A line per disclosure, the reasons of what is not published or not told, and the marks."""
    table = Table(box=None, pad_edge=False)
    numbers = [
        "pages", "tables", "figures", "marked_pages", "rules_passed", "rules_failed",
        "sums_hold_percent",
    ]  # fmt: skip
    table.add_column("file", overflow="fold")
    table.add_column("state", no_wrap=True)
    for name in numbers:
        title = name.replace("_", "\n").replace("percent", "%")
        table.add_column(title, justify="right", no_wrap=True)
    for row in files:
        what = f"\n[dim]{escape(_what(row))}[/]" if _what(row) else ""
        table.add_row(
            escape(_file_and_pages(row)) + what,
            row["state"],
            *("" if row[name] is None else str(row[name]) for name in numbers),
        )
    console.print(table)
    for row in files:
        if row["reason"]:
            line = f"{_file_and_pages(row)}: {row['reason']}"
            console.print(line, markup=False, soft_wrap=True)
    for mark in marks:
        what = "marked" if mark["is_whole_page"] else "single figures marked"
        line = (
            f"{mark['file_path']}, p. {_ranges(mark['pages'])} {what} ({mark['mark_reason']}, "
            f"{mark['figures']} figures): {mark['sentence']}"
        )
        console.print(line, markup=False, soft_wrap=True)


def _file_and_pages(row: dict[str, Any]) -> str:
    """The file, with the pages of the disclosure where it holds several."""
    pages = f" p. {row['page_from']}–{row['page_to']}" if row["page_from"] is not None else ""
    return f"{row['file_path']}{pages}"


def _what(row: dict[str, Any]) -> str:
    """Publisher, year and kind as far as they are known."""
    kind = {"budget": "预算", "final_accounts": "决算"}.get(row["disclosure_kind"] or "", "")
    return f"{row['publisher_name'] or ''} {row['fiscal_year'] or ''}{kind}".strip()


def _ranges(pages: Sequence[int]) -> str:
    """1, 2, 3, 7 as "1–3, 7"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)
