"""The ``yusuan`` command.

Belongs here: arguments, exit codes, and which words go to which stream. Does not belong here: the
work. Heavy libraries are imported by the command that needs them, so that ``yusuan run`` with
nothing to do, ``status`` and ``findings`` answer at once.

Exit codes: 0 published, or nothing to do; 1 the gate refused, the last publication stays; 2 usage
or set-up error.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console

from pipelines.settings import Settings

REFUSED, USAGE = 1, 2

#: Findings that the summary of a run shows; `yusuan findings` shows all.
WORST_SHOWN = 5


class Severity(StrEnum):
    """Of a finding, worst first."""

    error = "error"
    warning = "warning"
    info = "info"


app = typer.Typer(
    name="yusuan",
    help="Chinese department budget disclosures (PDF) as a reconciled warehouse.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

sources_app = typer.Typer(help="The registry of publishers: data/sources/*.yml.")
app.add_typer(sources_app, name="sources")

RawOption = Annotated[
    Path | None, typer.Option("--raw", help="folder of documents, any depth [data/raw]")
]
HomeOption = Annotated[
    Path | None, typer.Option("--home", help="holds every file that a run makes [data]")
]


def main() -> None:
    """Entry point: usage errors and Ctrl-C end in a sentence, not in a traceback."""
    try:
        app()
    except KeyboardInterrupt:
        _fail("interrupted; what was read so far is kept for the next run")


@app.command()
def run(
    raw: RawOption = None,
    home: HomeOption = None,
    workers: Annotated[int | None, typer.Option(help="extraction processes [one per core]")] = None,
    accept_drift: Annotated[
        bool,
        typer.Option("--accept-drift", help="publish although documents or figures were lost"),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="last line of stdout is one JSON object")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="show what dbt and Dagster say")
    ] = False,
) -> None:
    """Ingest all that is new or changed, build, audit, publish."""
    from pipelines.run import HomeInUse, run_lock

    settings = _settings(
        raw_dir=raw,
        home=home,
        workers=workers,
        accept_drift=accept_drift or None,
        verbose=verbose or None,
    )
    if not settings.raw_dir.is_dir():
        _fail(f"there is no folder {settings.raw_dir}; say with --raw where the documents are")
    if _holds(settings.raw_dir, settings.home):
        _fail(f"the home {settings.home} lies among the documents; give another --home")
    console = Console(stderr=as_json, highlight=False)
    try:
        with run_lock(settings):
            _run(settings, console, as_json=as_json)
    except HomeInUse as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.strerror or error}: {error.filename or settings.home}")


def _run(settings: Settings, console: Console, *, as_json: bool) -> None:
    import time

    from pipelines.run import Summary, fingerprint, recall
    from pipelines.sources import scan

    begun = time.monotonic()
    landing = scan(settings.raw_dir, settings.hashes_path)
    if not landing.files:
        _fail(f"there are no documents in {settings.raw_dir}")
    last = recall(settings)
    if last is not None and last.fingerprint == fingerprint(settings, landing):
        summary = last.summary
        summary.seconds = {"total": round(time.monotonic() - begun, 2)}
        state = "is up to date"
        if last.rolled_back_from:
            state = (
                f"stays at {last.publication}, to which it was rolled back by hand "
                f"(forward again: yusuan rollback {last.rolled_back_from})"
            )
        console.print(f"Nothing has changed; {settings.published} {state}.", soft_wrap=True)
        _print_json(as_json, summary)
        return

    from pipelines.terminal import BarObserver

    with BarObserver(console) as observer:
        # The imports are a part of the stage that `publish` goes on with.
        observer.on_stage("start")
        importing = time.monotonic()
        from pipelines.defs.execute import publish
        from pipelines.warehouse import DbtProjectBroken

        observer.seconds["start"] = round(time.monotonic() - importing, 2)
        try:
            outcome = publish(settings, observer)
        except DbtProjectBroken as error:
            _fail(str(error))
    seconds = {**observer.seconds, "total": round(time.monotonic() - begun, 2)}
    for note in observer.notes:
        console.print(f"note: {note}", style="yellow", markup=False, soft_wrap=True)
    for problem in [*observer.problems, *observer.faults, *outcome.faults]:
        _say(problem)
    if not outcome.succeeded:
        from pipelines.published import summarise_build

        is_refusal = bool(observer.problems) and not (observer.faults or outcome.faults)
        stays = f"; {settings.published} stays as it was" if settings.published.exists() else ""
        _say(f"nothing was published{stays}. Full log: {settings.logs_dir / 'run.log'}")
        refused = summarise_build(settings.build_path) or Summary(documents=len(landing.files))
        refused.seconds = seconds
        _print_json(as_json, refused)
        raise typer.Exit(REFUSED if is_refusal else USAGE)
    done = recall(settings)
    if done is None:
        _fail(f"{settings.home} was changed by somebody else while the run went on")
    done.summary.seconds = seconds
    if observer.published:
        console.print(observer.published, markup=False, soft_wrap=True)
    _show(settings, console, done.summary)
    _print_json(as_json, done.summary)


def _show(settings: Settings, console: Console, summary: Any) -> None:
    from pipelines.findings import find
    from pipelines.publication.reader import open_published
    from pipelines.published import status
    from pipelines.quality.reviews import stale
    from pipelines.terminal import show_summary

    with open_published(settings.home) as connection:
        quarantined = [row for row in status(connection) if row["state"] == "quarantined"]
        worst = [f for f in find(connection, at_least="warning") if f.is_open][:WORST_SHOWN]
        outdated = stale(connection)
    for review in outdated:
        note = f"note: a review counts no longer: {review.sentence()}"
        console.print(note, style="yellow", markup=False, soft_wrap=True)
    show_summary(console, summary, quarantined, worst, settings.home)


@app.command()
def fetch(
    names: Annotated[
        list[str] | None, typer.Argument(help="publishers, by the names of their files [all]")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="list what is found, land nothing")
    ] = False,
    raw: RawOption = None,
    home: HomeOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="last line of stdout is one JSON object")
    ] = False,
) -> None:
    """Land what is new or changed at the publishers of the registry. Exit 1: something failed."""
    from dataclasses import replace

    from pipelines.run import HomeInUse, run_lock
    from pipelines.sources.fetching import fetch as fetch_all
    from pipelines.terminal import BarObserver, show_fetched

    settings = _settings(raw_dir=raw, home=home)
    chosen = _registry(settings)
    if names:
        unknown = set(names) - {one.name for one in chosen}
        if unknown:
            _fail(f"{', '.join(sorted(unknown))}: no such publisher in {settings.sources_dir}")
        # Who is named is meant, enabled or not.
        chosen = [
            replace(one, source=one.source.model_copy(update={"enabled": True}))
            for one in chosen
            if one.name in names
        ]
    if not any(one.source.enabled for one in chosen):
        typer.echo(f"no publisher is enabled in {settings.sources_dir}; see `yusuan sources`")
        return
    console = Console(stderr=as_json, highlight=False)
    try:
        with (
            run_lock(settings),
            BarObserver(console) as observer,
            observer.stage("fetch"),
        ):
            report = fetch_all(
                chosen,
                settings.raw_dir,
                settings.fetch_dir,
                contact=settings.contact,
                dry_run=dry_run,
                on_progress=partial(observer.on_progress, "fetch"),
            )
    except HomeInUse as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.strerror or error}: {error.filename or settings.raw_dir}")
    show_fetched(console, report)
    if as_json:
        typer.echo(json.dumps(report.counts))
    if report.counts["failed"]:
        raise typer.Exit(REFUSED)


@sources_app.command("list")
def sources_list() -> None:
    """Each publisher of the registry."""
    for one in (registry := _registry(settings := _settings())):
        source = one.source
        state = "" if source.enabled else ", not enabled"
        typer.echo(
            f"{one.name:<24} {source.region_code}  {source.publisher}, "
            f"{len(source.lists)} lists{state}"
        )
    if not registry:
        typer.echo(f"no publisher in {settings.sources_dir}; `yusuan sources add` writes one")


@sources_app.command("check")
def sources_check() -> None:
    """What is wrong with the files of the registry, and what to do."""
    settings = _settings()
    registry = _registry(settings)
    enabled = sum(one.source.enabled for one in registry)
    typer.echo(f"{len(registry)} publishers, {enabled} enabled; nothing is wrong")


@sources_app.command("add")
def sources_add(
    name: Annotated[str, typer.Argument(help="of the file: small letters, digits, - and _")],
    publisher: Annotated[str, typer.Option(help="as it signs its documents")],
    region: Annotated[str, typer.Option(help="code of GB/T 2260")],
    url: Annotated[str, typer.Option(help="first page of its list of documents")],
) -> None:
    """Write a file to begin with for a publisher."""
    from pipelines.sources.registry import RegistryError, add_source, region_codes

    settings = _settings()
    codes = region_codes(settings.region_codes_path)
    try:
        path = add_source(settings.sources_dir, name, publisher, region, url, codes)
    except RegistryError as error:
        _fail(str(error))
    typer.echo(f"{path}\nlook it through, then: yusuan fetch --dry-run {name}")


def _registry(settings: Settings) -> list[Any]:
    from pipelines.sources.registry import RegistryError, read_registry, region_codes

    try:
        return list(read_registry(settings.sources_dir, region_codes(settings.region_codes_path)))
    except RegistryError as error:
        _fail(str(error))


@app.command()
def status(home: HomeOption = None) -> None:
    """Each file and disclosure: state, pages, figures, rules, and which pages are marked, why."""
    from pipelines.publication.reader import NothingPublished, open_published
    from pipelines.published import marks
    from pipelines.published import status as files
    from pipelines.terminal import show_status

    try:
        with open_published(_settings(home=home).home) as connection:
            # Without a terminal there is no width to fit into.
            console = Console(highlight=False, width=None if sys.stdout.isatty() else 240)
            show_status(console, files(connection), marks(connection))
    except NothingPublished as error:
        _fail(str(error))


@app.command()
def findings(
    document: Annotated[
        str | None,
        typer.Option(help="beginning of a document_id, or a part of the file or publisher's name"),
    ] = None,
    severity: Annotated[
        Severity, typer.Option(help="leave out what is less severe")
    ] = Severity.info,
    home: HomeOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object per line")] = False,
    review: Annotated[
        str | None, typer.Option("--review", help="record a verdict on this finding_id")
    ] = None,
    verdict: Annotated[
        str | None, typer.Option(help="with --review: confirmed, false or explained")
    ] = None,
    note: Annotated[str, typer.Option(help="with --review: why")] = "",
    reviewer: Annotated[
        str | None, typer.Option(help="with --review: who [the login name]")
    ] = None,
) -> None:
    """What does not reconcile, in sentences, worst first, with pages and both numbers."""
    from pipelines.findings import find, render
    from pipelines.publication.reader import NothingPublished, open_published
    from pipelines.quality.reviews import stale

    settings = _settings(home=home)
    if review is None and (verdict or note or reviewer):
        _fail("--verdict, --note and --reviewer go with --review FINDING_ID")
    try:
        with open_published(settings.home) as connection:
            if review is not None:
                chosen = find(connection, finding=review) if review else []
            else:
                chosen = find(connection, document=document, at_least=severity.value)
            outdated = stale(connection)
    except NothingPublished as error:
        _fail(str(error))
    if review is not None:
        _review(settings, review, chosen, verdict, note, reviewer)
    elif as_json:
        for finding in chosen:
            typer.echo(json.dumps(finding.row(), ensure_ascii=False))
    else:
        render(chosen, Console(highlight=False), [old.sentence() for old in outdated])


def _review(
    settings: Settings,
    wanted: str,
    chosen: list[Any],
    verdict: str | None,
    note: str,
    reviewer: str | None,
) -> None:
    from datetime import date
    from getpass import getuser

    from pipelines.quality.reviews import VERDICTS, ReviewError, record, register

    if len(chosen) != 1:
        _fail(
            f"{len(chosen) or 'no'} findings are called {wanted}; "
            "`yusuan findings` prints their ids in the last line of each"
        )
    if verdict is None:
        _fail(f"say with --verdict what you found on the page: {', '.join(VERDICTS)}")
    path = register(settings)
    try:
        done = record(path, chosen[0], verdict, note, reviewer or getuser(), date.today())
    except ReviewError as error:
        _fail(str(error))
    typer.echo(f"{done} in {path}; the next run applies it")


@app.command()
def trace(
    figure_id: Annotated[str, typer.Argument(help="figure_id of marts.fct_figure")],
    out: Annotated[
        Path | None, typer.Option("--out", help="PNG of the page with the cell marked")
    ] = None,
    raw: RawOption = None,
    home: HomeOption = None,
) -> None:
    """Where a number comes from: document, page, cell, header path, and the page's image."""
    from pipelines.publication.reader import NothingPublished, open_published
    from pipelines.published import figure
    from pipelines.run import recall
    from pipelines.sources import sha256_of

    settings = _settings(raw_dir=raw, home=home)
    try:
        with open_published(settings.home) as connection:
            row = figure(connection, figure_id)
    except NothingPublished as error:
        _fail(str(error))
    if row is None:
        _fail(f"no figure is called {figure_id}; ids stand in marts.fct_figure")
    lines = {
        "figure": row["figure_id"],
        "document": f"{row['publisher_name'] or '?'} {row['fiscal_year'] or ''}".strip(),
        "file": row["file_path"],
        "source": row["source_url"],
        "table": f"{row['table_no']} {row['table_title'] or ''} ({row['table_kind']})",
        "page": row["page"],
        "row": f"{row['row_no']} {row['subject_code'] or ''} {row['row_label']}",
        "column": row["column_path"],
        "printed": row["printed"],
        "unit": row["money_unit"],
        "in 元": row["amount_yuan"],
        "box": f"x {row['x0']:.1f}–{row['x1']:.1f}, y {row['top']:.1f}–{row['bottom']:.1f} points",
        "read by": f"{row['read_by']}{', marked as doubtful' if row['is_marked'] else ''}",
    }
    for name, value in lines.items():
        if value is not None:
            typer.echo(f"{name:<9} {value}")
    if out is None:
        return
    last = recall(settings)
    folder = raw.absolute() if raw else Path(last.raw_dir) if last else settings.raw_dir
    document = folder / row["file_path"]
    if not document.is_file():
        _fail(f"the document {document} is not there; say with --raw where the documents are")
    if sha256_of(document) != row["sha256"]:
        _fail(f"{document} is not the document that was read: its bytes have changed since")
    from pipelines.picture import mark_cell

    mark_cell(document, row["page"], (row["x0"], row["top"], row["x1"], row["bottom"]), out)
    typer.echo(f"{'picture':<9} {out}")


@app.command()
def decide(
    document_id: Annotated[str, typer.Argument(help="of dim_document or document_status")],
    decision: Annotated[
        str,
        typer.Argument(
            help="withdrawn, not_a_disclosure, or what it is: publisher, region, fiscal_year, "
            "disclosure_kind, scope, part, unit_code"
        ),
    ],
    value: Annotated[str, typer.Argument(help="what it is, where the decision says that")] = "",
    reason: Annotated[str, typer.Option(help="why")] = "",
    by: Annotated[str | None, typer.Option(help="who decides [the login name]")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="remove the decision")] = False,
    home: HomeOption = None,
) -> None:
    """Record that a document is withdrawn, is no disclosure, or is another one than was read."""
    from datetime import date
    from getpass import getuser

    from pipelines.publication.reader import NothingPublished, open_published
    from pipelines.published import status as files
    from pipelines.sources.decisions import Decision, DecisionError, record

    settings = _settings(home=home)
    try:
        with open_published(settings.home) as connection:
            known = {row["document_id"] for row in files(connection)}
        if not undo and document_id not in known:
            _fail(f"no document is called {document_id}; ids stand in marts.document_status")
        one = Decision(
            document_id, decision, value, " ".join(reason.split()), by or getuser(),
            date.today().isoformat(),
        )  # fmt: skip
        done = record(settings.decisions_path, one, undo=undo)
    except (NothingPublished, DecisionError) as error:
        _fail(str(error))
    typer.echo(f"{done} in {settings.decisions_path}; the next run applies it")


@app.command()
def headings(
    suggest: Annotated[
        bool, typer.Option("--suggest", help="propose rows for the seeds, for a person to accept")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Titles, headings and labels that no lexicon knows, with how often and where."""
    from pipelines import headings as lexicon
    from pipelines.publication.reader import NothingPublished, open_published

    settings = _settings(home=home)
    try:
        with open_published(settings.home) as connection:
            found = lexicon.unmapped(connection)
    except NothingPublished as error:
        _fail(str(error))
    if suggest:
        proposed = lexicon.suggest(found, settings.dbt_project_dir / "seeds")
        typer.echo(lexicon.as_csv(proposed), nl=False)
        _say(
            f"{len(proposed)} rows proposed for {len(found)} wordings; read each before you keep it"
        )
        return
    for one in found:
        typer.echo(
            f"{one.kind:<13} {one.figures:>5} figures {one.documents:>3} documents  "
            f"{one.printed or '(no title)'}  [{one.table_kind}; {one.seen}]"
        )


@app.command()
def verify(raw: RawOption = None, home: HomeOption = None) -> None:
    """Whether the publication is still what was published: hashes, row counts, origins of facts."""
    from pipelines.publication import NothingPublished, published_folder
    from pipelines.publication import verify as check
    from pipelines.run import recall
    from pipelines.terminal import BarObserver

    settings = _settings(raw_dir=raw, home=home)
    try:
        folder = published_folder(settings.home)
    except NothingPublished as error:
        _fail(str(error))
    last = recall(settings)
    documents = settings.raw_dir if raw or not last else Path(last.raw_dir)
    with BarObserver(Console(stderr=True, highlight=False)) as observer, observer.stage("verify"):
        wrong = check(folder, documents, partial(observer.on_progress, "verify"))
    for sentence in wrong:
        _say(sentence)
    if wrong:
        _say(
            f"{folder} is not what was published; a copy can be made again by `yusuan run` in "
            "another --home, or an earlier one shown by `yusuan rollback`"
        )
        raise typer.Exit(REFUSED)
    typer.echo(f"{folder} is what was published, and its documents are those in {documents}")


@app.command()
def rollback(
    publication: Annotated[
        str | None,
        typer.Argument(help="id of a publication, or its beginning [the one before the current]"),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Show readers an earlier publication (or a later one again); the next new input goes on."""
    from pipelines.publication import CannotRollBack, roll_back
    from pipelines.publication.reader import DATABASE
    from pipelines.published import summarise
    from pipelines.run import HomeInUse, recall, remember_rollback, run_lock

    settings = _settings(home=home)
    try:
        with run_lock(settings):
            last = recall(settings)
            before, now = roll_back(settings, publication)
            if last is not None:
                remember_rollback(settings, last, now, summarise(now / DATABASE))
    except (CannotRollBack, HomeInUse) as error:
        _fail(str(error))
    typer.echo(f"{settings.published} shows {now.name} now, before {before.name}")


def _settings(**given: object) -> Settings:
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        _fail("; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()))


def _holds(folder: Path, inner: Path) -> bool:
    """Whether a scan of ``folder`` would find what is written to ``inner``."""
    try:
        parts = inner.resolve().relative_to(folder.resolve()).parts
    except ValueError:
        return False
    return not any(part.startswith(".") for part in parts)


def _print_json(wanted: bool, summary: Any) -> None:
    if wanted:
        typer.echo(json.dumps(asdict(summary), ensure_ascii=False))


def _say(message: str) -> None:
    typer.echo(f"yusuan: {message}", err=True)


def _fail(message: str) -> NoReturn:
    _say(message)
    sys.exit(USAGE)


if __name__ == "__main__":
    main()
