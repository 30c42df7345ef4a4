"""One night at the publishers: what is new or changed there is landed below the raw folder.

Belongs here: the way from a list to its documents, what is asked again and when, what a file has to
be, and the account of it all. Does not belong here: the rules for requests (``web``), for names and
versions (``store``), for reading a page (``pages``).
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import httpx

from pipelines.sources.archives import BadArchive, unpack
from pipelines.sources.pages import Link, Page, read_page, year_of
from pipelines.sources.registry import ListPage, Registered
from pipelines.sources.sidecar import Sidecar
from pipelines.sources.store import Memory, RawStore
from pipelines.sources.web import Browser, Manners, Refused, Unanswered

logger = logging.getLogger(__name__)

_PAGE_BYTES = 8 << 20
_SITES_AT_ONCE = 4
_UNPACKED_TIMES = 5  # an archive's members together, times the size of one file


@dataclass(frozen=True)
class Failure:
    """An address that gave nothing, and why."""

    url: str
    reason: str

    def sentence(self) -> str:
        """In a line."""
        return f"{unquote(self.url)}: {self.reason}"


@dataclass
class SourceReport:
    """What a night brought from one publisher. Paths are relative to the raw folder."""

    name: str
    found: int = 0  # links to documents
    came: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)  # new versions under an old address
    unchanged: int = 0
    gone: list[Failure] = field(default_factory=list)  # landed once, and no longer there
    failed: list[Failure] = field(default_factory=list)
    skipped: list[Failure] = field(default_factory=list)  # no document: left out, and why
    withdrawn: list[str] = field(default_factory=list)
    listed: list[Link] = field(default_factory=list)  # of a dry run


@dataclass
class FetchReport:
    """The night."""

    sources: list[SourceReport] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Numbers over all publishers."""
        return {
            "sources": len(self.sources),
            "found": sum(s.found for s in self.sources),
            "came": sum(len(s.came) for s in self.sources),
            "changed": sum(len(s.changed) for s in self.sources),
            "unchanged": sum(s.unchanged for s in self.sources),
            "gone": sum(len(s.gone) for s in self.sources),
            "failed": sum(len(s.failed) for s in self.sources),
            "skipped": sum(len(s.skipped) for s in self.sources),
            "withdrawn": sum(len(s.withdrawn) for s in self.sources),
        }


class _NotWanted(Exception):
    """The answer is no document; the message says what it is."""


class _Gone(Exception):
    """The site says that there is nothing (any longer)."""


def fetch(
    sources: Sequence[Registered],
    raw_dir: Path,
    state_dir: Path,
    *,
    contact: str = "",
    dry_run: bool = False,
    manners: Manners | None = None,
    on_progress: Callable[[int, int, str], None] = lambda done, total, what: None,
) -> FetchReport:
    """Fetch what is new or changed at every enabled publisher, several sites at a time.

    Args:
        sources: the registry.
        raw_dir: where documents land.
        state_dir: holds what is known of addresses, and downloads that are not complete.
        contact: told to sites in every request (a mail address or a page).
        dry_run: open lists and articles, land nothing.
        manners: clock; for tests.
        on_progress: told ``done``, ``total`` and an address, from several threads.

    Returns:
        What happened at each publisher. A site that fails costs itself alone and never raises.
    """
    enabled = [registered for registered in sources if registered.source.enabled]
    store = RawStore(raw_dir)
    shared = manners or Manners()
    counting = threading.Lock()
    done = total = 0

    def tell(new: int, finished: int, what: str) -> None:
        nonlocal done, total
        with counting:
            total += new
            done += finished
            on_progress(done, total, what)

    def visit(registered: Registered) -> SourceReport:
        night = _Night(registered, store, state_dir, tell, dry_run)
        with Browser(
            registered.source.politeness, registered.source.private_hosts, shared, contact
        ) as browser:
            return night.run(browser)

    if not enabled:
        return FetchReport()
    with ThreadPoolExecutor(min(_SITES_AT_ONCE, len(enabled)), "fetch") as threads:
        try:
            return FetchReport(list(threads.map(visit, enabled)))
        except BaseException:  # interrupted: no site is waited for
            shared.stop()
            raise


class _Night:
    """One publisher, one night."""

    def __init__(
        self,
        registered: Registered,
        store: RawStore,
        state_dir: Path,
        tell: Callable[[int, int, str], None],
        dry_run: bool,
    ) -> None:
        self.name = registered.name
        self.source = registered.source
        self.store = store
        self.memory = Memory(state_dir / f"{registered.name}.json")
        self.partial = state_dir / "partial"
        self.tell = tell
        self.dry_run = dry_run
        self.report = SourceReport(registered.name)
        self.asked = 0

    def run(self, browser: Browser) -> SourceReport:
        try:
            if not self.dry_run:
                self._withdraw()
            documents: dict[str, _Document] = {}
            for page in self.source.lists:
                for document in self._documents(browser, page):
                    documents.setdefault(document.link.url, document)
            self.report.found = len(documents)
            if self.dry_run:
                self.report.listed = [document.link for document in documents.values()]
                return self.report
            self.tell(len(documents), 0, self.name)
            for document in documents.values():
                self._document(browser, document)
                self.tell(0, 1, document.link.url)
        except OSError as error:  # the disk, not the site
            self._fail(self.name, f"cannot be written ({error})")
        except Exception as error:  # a fault of ours must not cost the other sites their night
            logger.exception("fetch %s", self.name)
            self._fail(self.name, f"fault in fetching: {error!r}")
        finally:
            if not self.dry_run:
                self.memory.save()
        return self.report

    def _withdraw(self) -> None:
        said = {
            one.url: {"withdrawn_on": one.day, "withdrawn_reason": one.reason}
            for one in self.source.withdrawn
        }
        for path in self.store.withdraw(said):
            self.report.withdrawn.append(path)
            logger.info("fetch %s: withdrawn by its publisher: %s", self.name, path)

    # From lists to documents

    def _documents(self, browser: Browser, listed: ListPage) -> Iterator[_Document]:
        wanted = re.compile(listed.documents, re.IGNORECASE)
        articles = re.compile(listed.articles) if listed.articles else None
        excluded = re.compile(listed.exclude) if listed.exclude else None
        seen: set[str] = set()
        for page in self._list_pages(browser, listed):
            for link in page.links:
                if link.url in seen or (excluded and link.matches(excluded)):
                    continue
                seen.add(link.url)
                if link.matches(wanted):
                    yield _Document(link, page.url, link.text, link.on, listed)
                elif articles and link.matches(articles):
                    yield from self._attachments(browser, link, listed, wanted, excluded)

    def _attachments(
        self,
        browser: Browser,
        to: Link,
        listed: ListPage,
        wanted: re.Pattern[str],
        excluded: re.Pattern[str] | None,
    ) -> Iterator[_Document]:
        article = self._page(browser, to.url, may_rest=True)
        if article is None:
            return
        title = article.title or to.text
        for link in article.links:
            if link.matches(wanted) and not (excluded and link.matches(excluded)):
                said = link.text if title in link.text else f"{title} {link.text}".strip()
                on = article.published_on or to.on
                yield _Document(link, article.url, said, on, listed)

    def _list_pages(self, browser: Browser, listed: ListPage) -> Iterator[Page]:
        url: str | None = listed.url
        seen: set[str] = set()
        following = re.compile(listed.next)
        while url is not None and url not in seen and len(seen) < listed.pages:
            seen.add(url)
            page = self._page(browser, url)
            if page is None:
                return
            yield page
            if listed.page_url is not None:
                url = listed.page_url.replace("{n}", str(listed.first_n + len(seen) - 1))
            else:
                url = next((k.url for k in page.links if following.search(k.text)), None)

    def _page(self, browser: Browser, url: str, *, may_rest: bool = False) -> Page | None:
        """A page, from memory where the site says that it is as it was."""
        known = self.memory[url]
        if may_rest and "links" in known and self._is_fresh(known):
            return _page_of(url, known)

        def read(response: httpx.Response) -> dict[str, object]:
            if response.status_code == httpx.codes.NOT_MODIFIED and "links" in known:
                return {**known, "checked_at": _now()}
            _check_status(response)
            body = b"".join(_limited(response, _PAGE_BYTES, browser.politeness.deadline_seconds))
            page = read_page(str(response.url), body, response.headers.get("Content-Type"))
            return {**_validators(response), "checked_at": _now(), **_as_json(page)}

        try:
            entry = browser.ask(url, lambda: _conditions(known) if "links" in known else {}, read)
        except (Refused, Unanswered, _NotWanted, _Gone) as error:
            self._fail(url, str(error))
            return None
        self.memory[url] = entry
        return _page_of(url, entry)

    # Documents

    def _document(self, browser: Browser, document: _Document) -> None:
        url = document.link.url
        known = self.memory[url]
        is_here = bool(known.get("sha256s")) and all(map(self.store.has, known["sha256s"]))
        if is_here and self._is_fresh(known):
            self.report.unchanged += 1
            return
        if self.asked >= self.source.politeness.max_documents:
            self._skip(url, "max_documents of this night is reached; it is asked for tomorrow")
            return
        self.asked += 1
        download = _Download(url, self.partial, self.source.politeness.max_file_mb)
        conditions = _conditions(known) if is_here else {}
        can_go_on = False
        try:
            answer = browser.ask(
                url,
                lambda: download.headers(conditions),
                lambda response: download.read(response, browser.politeness.deadline_seconds),
            )
            if answer is None:
                self.memory[url] = {**known, "checked_at": _now()}
                self.report.unchanged += 1
                return
            self._land(document, download.path, answer, known)
        except _Gone as gone:
            if is_here or self.store.from_address(url):
                self.report.gone.append(Failure(url, str(gone)))
                logger.warning("fetch %s: gone: %s: %s", self.name, unquote(url), gone)
            else:
                self._fail(url, str(gone))
        except Unanswered as error:
            can_go_on = True
            self._fail(url, str(error))
        except (Refused, _NotWanted, BadArchive, ValueError) as error:
            self._fail(url, str(error))
        finally:
            download.settle(can_go_on)

    def _land(
        self,
        document: _Document,
        path: Path,
        answer: dict[str, object],
        known: dict[str, list[str]],
    ) -> None:
        url = document.link.url
        before = known.get("sha256s") or self.store.from_address(url)
        kept: list[str] = []
        if _kind(path) == "zip":
            most = int(self.source.politeness.max_file_mb * _UNPACKED_TIMES * (1 << 20))
            with tempfile.TemporaryDirectory(dir=self.partial) as folder:
                for member in unpack(path, Path(folder), most):
                    if member.path is None or _kind(member.path) != "pdf":
                        self._skip(f"{url}#{member.name}", member.reason or "it is no PDF")
                        continue
                    kept.append(self._land_one(document, member.path, before, member.name))
            older = {} if not before else _versions(self.store, before, kept)
            for old, new in older.items():
                self.store.supersede([old], new)
            path.unlink()
        else:
            note = None if _is_whole(path) else "No end-of-file mark; perhaps cut short at source."
            kept.append(self._land_one(document, path, before, None, note))
            self.store.supersede(before, kept[0])
        self.memory[url] = {**answer, "checked_at": _now(), "sha256s": kept}
        self.memory.save()

    def _land_one(
        self,
        document: _Document,
        path: Path,
        before: Sequence[str],
        member: str | None,
        note: str | None = None,
    ) -> str:
        stem = PurePosixPath(member).stem if member else None
        address = PurePosixPath(unquote(urlsplit(document.link.url).path)).stem
        sidecar = Sidecar(
            source_url=document.link.url,
            page_url=document.page_url,
            archive_member=member,
            retrieved_at=datetime.now(UTC).replace(microsecond=0),
            published_on=document.published_on,
            publisher=self.source.publisher if self.source.only_its_own else None,
            region_code=self.source.region_code,
            title=f"{document.title} {stem or ''}".strip() or None,
            fiscal_year=document.listed.year or year_of(stem, document.title, address),
            disclosure_kind=document.listed.kind,
            licence=self.source.licence,
            note=note,
        )
        stored = self.store.land(path, sidecar, stem or document.title or address)
        is_version = bool(before) and stored.sha256 not in before
        if stored.outcome == "known" and not is_version:
            self.report.unchanged += 1
            what = "is there already"
        elif is_version and member is None:
            self.report.changed.append(stored.file_path)
            what = "new version"
        elif stored.outcome == "known":
            self.report.unchanged += 1
            what = "is there already"
        else:
            self.report.came.append(stored.file_path)
            what = "new"
        logger.info("fetch %s: %s: %s", self.name, what, stored.file_path)
        return stored.sha256

    def _is_fresh(self, entry: dict[str, str]) -> bool:
        """Whether an address was asked for so lately that it is left in peace."""
        try:
            checked = datetime.fromisoformat(entry["checked_at"])
        except (KeyError, ValueError, TypeError):
            return False
        age = datetime.now(UTC) - checked
        return timedelta(0) <= age < timedelta(days=self.source.politeness.recheck_days)

    def _fail(self, url: str, reason: str) -> None:
        self.report.failed.append(Failure(url, reason))
        logger.warning("fetch %s: failed: %s: %s", self.name, unquote(url), reason)

    def _skip(self, url: str, reason: str) -> None:
        self.report.skipped.append(Failure(url, reason))
        logger.info("fetch %s: left out: %s: %s", self.name, unquote(url), reason)


@dataclass(frozen=True)
class _Document:
    """A link to a document, and what the pages on the way to it said."""

    link: Link
    page_url: str
    title: str
    published_on: date | None
    listed: ListPage


class _Download:
    """A file on its way: what came so far is kept, and the rest is asked for, if the site can."""

    def __init__(self, url: str, folder: Path, max_mb: float) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(url.encode()).hexdigest()
        self.path = folder / f"{name}.part"
        self._about = folder / f"{name}.json"
        self._most = int(max_mb * (1 << 20))

    def headers(self, conditions: dict[str, str]) -> dict[str, str]:
        """Ask for the rest, if what came before says of which version it is a part."""
        plain = {"Accept-Encoding": "identity"}
        mark = self._mark()
        size = self.path.stat().st_size if self.path.is_file() else 0
        if mark is None or size == 0:
            return {**plain, **conditions}
        return {**plain, "Range": f"bytes={size}-", "If-Range": mark}

    def read(self, response: httpx.Response, deadline: float) -> dict[str, object] | None:
        """Take the body into ``path``; None where the site says that nothing has changed."""
        if response.status_code == httpx.codes.NOT_MODIFIED:
            return None
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            self._drop()
            raise httpx.RemoteProtocolError("the rest of the file is not to be had")
        _check_status(response)
        size = self.path.stat().st_size if self.path.is_file() else 0
        is_rest = response.status_code == httpx.codes.PARTIAL_CONTENT
        if is_rest and not response.headers.get("Content-Range", "").startswith(f"bytes {size}-"):
            self._drop()
            raise httpx.RemoteProtocolError("another part was sent than was asked for")
        if not is_rest:
            self._drop()
            size = 0
        validators = _validators(response)
        mark = validators.get("etag") or validators.get("last_modified")
        if mark and not mark.startswith("W/") and "Content-Encoding" not in response.headers:
            self._about.write_text(json.dumps(mark), encoding="utf-8")
        with self.path.open("ab") as file:
            for chunk in _limited(response, self._most, deadline, size):
                file.write(chunk)
        if _kind(self.path) is None:
            raise _NotWanted(_what_it_is(self.path, response))
        return dict(validators)

    def settle(self, can_go_on: bool) -> None:
        """Keep what can be gone on with; drop the rest."""
        if not can_go_on or self._mark() is None:
            self._drop()

    def _mark(self) -> str | None:
        with suppress(OSError, ValueError):
            mark = json.loads(self._about.read_text(encoding="utf-8"))
            return mark if isinstance(mark, str) else None
        return None

    def _drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self._about.unlink(missing_ok=True)


def _limited(response: httpx.Response, most: int, deadline: float, had: int = 0) -> Iterator[bytes]:
    """The body, as long as it is not too large and not too slow."""
    begun = time.monotonic()
    said = response.headers.get("Content-Length", "")
    if said.isdigit() and had + int(said) > most:
        raise _NotWanted(f"it is larger than {most / (1 << 20):.3g} MB")
    # By no size of ours: what came before a connection broke would be lost with its buffer.
    for chunk in response.iter_bytes():
        had += len(chunk)
        if had > most:
            raise _NotWanted(f"it is larger than {most / (1 << 20):.3g} MB")
        if time.monotonic() - begun > deadline:
            raise httpx.ReadTimeout(f"it took longer than {deadline:g} s")
        yield chunk


def _check_status(response: httpx.Response) -> None:
    if response.status_code in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
        raise _Gone(f"the site answered {response.status_code}: there is nothing")
    if not response.is_success:
        raise _NotWanted(f"the site answered {response.status_code}")


def _kind(path: Path) -> str | None:
    """``pdf`` or ``zip`` by the first bytes, whatever the name and the headers say."""
    with path.open("rb") as stream:
        head = stream.read(1024)
    if b"%PDF-" in head:
        return "pdf"
    return "zip" if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) else None


def _what_it_is(path: Path, response: httpx.Response) -> str:
    with path.open("rb") as stream:
        head = stream.read(512).lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    said = response.headers.get("Content-Type", "").partition(";")[0]
    known = [
        ((b"<!doctype html", b"<html", b"<head", b"<script", b"<?xml"), "a web page"),
        ((b"\xd0\xcf\x11\xe0",), "an old Word or Excel file"),
        ((b"rar!",), "a RAR archive"),
        ((b"7z\xbc\xaf",), "a 7-Zip archive"),
    ]
    what = next((name for marks, name in known if head.startswith(marks)), None)
    if not head:
        what = "empty"
    return f"it is {what or 'of an unknown type'}, not a PDF or ZIP (sent as {said or 'nothing'})"


def _is_whole(path: Path) -> bool:
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - (1 << 14)))
        return b"%%EOF" in stream.read()


def _versions(store: RawStore, before: Sequence[str], now: Iterable[str]) -> dict[str, str]:
    """Which member of an archive took the place of which: those of the same name."""
    current = set(now)
    names = {store.member(key): key for key in current}
    return {
        old: names[store.member(old)]
        for old in before
        if old not in current and store.member(old) in names
    }


def _validators(response: httpx.Response) -> dict[str, str]:
    found = {
        "etag": response.headers.get("ETag"),
        "last_modified": response.headers.get("Last-Modified"),
    }
    return {name: value for name, value in found.items() if value}


def _conditions(known: dict[str, str]) -> dict[str, str]:
    headers = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("last_modified")}
    return {name: value for name, value in headers.items() if value}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _as_json(page: Page) -> dict[str, object]:
    return {
        "at": page.url,
        "title": page.title,
        "published_on": page.published_on.isoformat() if page.published_on else None,
        "links": [[k.url, k.text, k.on.isoformat() if k.on else None] for k in page.links],
    }


def _page_of(url: str, entry: dict[str, object]) -> Page:
    links = entry.get("links") or []
    return Page(
        str(entry.get("at") or url),
        str(entry.get("title") or ""),
        _day(entry.get("published_on")),
        tuple(Link(str(a), str(b), _day(on)) for a, b, on in links),  # type: ignore[union-attr]
    )


def _day(said: object) -> date | None:
    return date.fromisoformat(said) if isinstance(said, str) else None
