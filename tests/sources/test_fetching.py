"""A night at sites of every kind: what lands, what is asked again, what costs only itself."""

from __future__ import annotations

import io
import socket
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml

from pipelines.sources import scan, sha256_of
from pipelines.sources.fetching import FetchReport, SourceReport, fetch
from pipelines.sources.registry import Registered, Source
from pipelines.sources.web import Manners
from tests.sources.site import PDF, Site, pdf, reply, serve

FAST = {"delay_seconds": 0, "timeout_seconds": 0.3, "recheck_days": 0, "attempts": 3}


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


class Night:
    """A raw folder, a memory, a clock that only counts."""

    def __init__(self, folder: Path) -> None:
        self.raw = folder / "raw"
        self.state = folder / "state"
        self.slept: list[float] = []

    def registered(self, site: Site, name: str = "city", **fields: Any) -> Registered:
        listed = {"url": f"{site.origin}/list", **fields.pop("listed", {})}
        given = {
            "publisher": "示例市财政局",
            "region_code": "110101",
            "lists": [listed],
            "private_hosts": ["127.0.0.1"],
            **fields,
            "politeness": {**FAST, **fields.get("politeness", {})},
        }
        return Registered(name, Source.model_validate(given))

    def fetch(self, *sources: Registered, **options: Any) -> FetchReport:
        manners = Manners(sleeper=self.slept.append)
        return fetch(sources, self.raw, self.state, manners=manners, **options)

    def one(self, site: Site, **fields: Any) -> SourceReport:
        (report,) = self.fetch(self.registered(site, **fields)).sources
        return report

    def landed(self) -> dict[str, bytes]:
        return {file.file_path: file.path.read_bytes() for file in scan(self.raw).files}

    def sidecar(self, path: str) -> dict[str, Any]:
        return yaml.safe_load((self.raw / path).with_suffix(".yml").read_text("utf-8"))


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path)


def link(href: str, text: str) -> str:
    return f'<li><a href="{href}">{text}</a></li>'


def archive(members: dict[str, bytes], **kwargs: Any) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **kwargs) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return buffer.getvalue()


def test_from_a_list_over_articles_to_documents_with_sidecars(site: Site, night: Night) -> None:
    name = "教育局2024年部门预算.pdf"
    site.page(
        "/list",
        '<li><a href="a1.html">教育局2024年部门预算公开</a> <span>2024-02-08</span></li>',
        link("news.html", "要闻"),
        link("javascript:void(0)", "预算"),
        '<a href="list2">下一页 &gt;</a>',
    )
    site.page("/list2", link("/own.pdf", "财政局2023年决算"), link("list", "下一页"))
    site.page(
        "/a1.html",
        link(f"files/{name}", "附件"),
        head='<meta name="ArticleTitle" content="教育局2024年部门预算公开">'
        '<meta name="PubDate" content="2024-02-07 10:00">',
    )
    site.file("/files/" + quote(name), pdf("budget"))
    site.file("/own.pdf", pdf("accounts"))
    report = night.one(site, listed={"pages": 5, "articles": "预算"}, licence="政府信息公开")
    assert (report.found, len(report.came), report.failed) == (2, 2, [])
    budget, accounts = sorted(report.came, reverse=True)
    assert night.landed() == {budget: pdf("budget"), accounts: pdf("accounts")}
    assert budget.startswith("110101/2024/教育局2024年部门预算公开")
    assert accounts.startswith("110101/2023/财政局2023年决算")
    said = night.sidecar(budget)
    assert said["source_url"] == f"{site.origin}/files/{quote(name)}"
    assert said["page_url"] == f"{site.origin}/a1.html"
    assert said["title"] == "教育局2024年部门预算公开 附件"
    assert said["published_on"] == "2024-02-07"
    assert said["licence"] == "政府信息公开"
    assert "publisher" not in said  # other departments' documents stand there too
    landing = scan(night.raw)
    assert landing.problems == ()
    retrieved = landing.files[0].sidecar.retrieved_at
    assert retrieved is not None
    assert abs((datetime.now(UTC) - retrieved).total_seconds()) < 60
    assert "/news.html" not in site.paths()


def test_pages_by_number_and_gbk(site: Site, night: Night) -> None:
    """A page that calls itself gb2312 holds characters that only gb18030 has."""
    head = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    site.page("/list", link("a.pdf", "朱镕基2024年预算"), head=head, encoding="gb18030")
    site.page("/list_1.html", link("b.pdf", "第二页2024年预算"), head=head, encoding="gbk")
    site.file("/a.pdf", pdf("a"))
    site.file("/b.pdf", pdf("b"))
    page_url = f"{site.origin}/list_{{n}}.html"
    report = night.one(site, listed={"pages": 2, "page_url": page_url}, only_its_own=True)
    assert sorted(night.sidecar(path)["title"] for path in report.came) == [
        "朱镕基2024年预算",
        "第二页2024年预算",
    ]
    assert night.sidecar(report.came[0])["publisher"] == "示例市财政局"


def test_what_is_as_it_was_is_not_sent_again(site: Site, night: Night) -> None:
    site.page("/list", link("a.pdf", "2024年预算"))
    site.file("/a.pdf", pdf("a"))
    assert len(night.one(site).came) == 1
    site.asked.clear()
    report = night.one(site)
    assert (report.came, report.changed, report.unchanged) == ([], [], 1)
    asked = dict(site.asked)["/a.pdf"]
    assert asked["If-None-Match"]
    assert "city" not in asked["User-Agent"]
    site.asked.clear()
    report = night.one(site, politeness={"recheck_days": 7})
    assert report.unchanged == 1
    assert "/a.pdf" not in site.paths()


def test_a_document_that_is_here_no_longer_is_fetched_again(site: Site, night: Night) -> None:
    site.page("/list", link("a.pdf", "2024年预算"))
    site.file("/a.pdf", pdf("a"))
    (path,) = night.one(site).came
    (night.raw / path).unlink()
    assert night.one(site).came == [path]


def test_new_bytes_under_an_old_address_are_a_version(site: Site, night: Night) -> None:
    site.page("/list", link("a.pdf", "2024年预算"))
    site.file("/a.pdf", pdf("first"))
    (first,) = night.one(site).came
    site.file("/a.pdf", pdf("second"))
    report = night.one(site)
    (second,) = report.changed
    assert night.landed() == {first: pdf("first"), second: pdf("second")}
    assert night.sidecar(first)["superseded_by"] == sha256_of(night.raw / second)
    assert "superseded_by" not in night.sidecar(second)
    # The memory may be lost: the sidecars tell the versions too. And the first one may come back.
    for file in night.state.glob("*.json"):
        file.write_text("{torn")
    site.file("/a.pdf", pdf("first"))
    assert night.one(site).failed == []
    assert "superseded_by" not in night.sidecar(first)
    assert night.sidecar(second)["superseded_by"] == sha256_of(night.raw / first)


def test_the_same_bytes_land_once(site: Site, night: Night) -> None:
    (night.raw / "by hand").mkdir(parents=True)
    (night.raw / "by hand" / "x.pdf").write_bytes(pdf("a"))
    site.page("/list", link("a.pdf", "2024年预算"), link("b.pdf", "2024年预算"))
    site.file("/a.pdf", pdf("a"))
    site.file("/b.pdf", pdf("a"))
    report = night.one(site)
    assert (report.came, report.unchanged) == ([], 2)
    assert night.landed() == {"by hand/x.pdf": pdf("a")}
    assert night.sidecar("by hand/x.pdf")["source_url"] == f"{site.origin}/a.pdf"


def test_answers_that_pass_are_waited_for(site: Site, night: Night) -> None:
    site.page("/list", link("busy.pdf", "预算"), link("down.pdf", "预算"), link("long.pdf", "预算"))
    ok = (200, {}, pdf("busy"))
    site.status("/busy.pdf", (429, {"Retry-After": "7"}, b""), (503, {}, b""), ok)
    site.status("/down.pdf", (503, {}, b""))
    site.status("/long.pdf", (429, {"Retry-After": "86400"}, b""))
    report = night.one(site)
    assert len(report.came) == 1
    assert 7 in night.slept
    assert 86400 not in night.slept
    assert sorted(one.sentence() for one in report.failed) == [
        f"{site.origin}/down.pdf: the site answered 503",
        f"{site.origin}/long.pdf: the site answered 429 and asks to wait 86400 s",
    ]
    assert site.paths().count("/down.pdf") == 3
    assert site.paths().count("/long.pdf") == 1


def test_what_is_no_document_does_not_land(site: Site, night: Night) -> None:
    refused: dict[str, tuple[dict[str, str], bytes]] = {
        "html.pdf": ({"Content-Type": "application/pdf"}, b"<!DOCTYPE html><p>\xe7\x99\xbb"),
        "word.pdf": ({}, b"\xd0\xcf\x11\xe0 and more"),
        "empty.pdf": ({}, b""),
        "rar.zip": ({}, b"Rar!\x1a\x07"),
        "large.pdf": ({}, PDF + b"x" * 40_000),
    }
    for name, (headers, body) in refused.items():
        site.status(f"/{name}", (200, headers, body))
    site.status("/typed.pdf", (200, {"Content-Type": "text/html"}, pdf("lies about its type")))
    site.page("/list", *(link(name, "预算") for name in [*refused, "typed.pdf", "none.pdf"]))
    report = night.one(site, politeness={"max_file_mb": 0.03})
    assert list(night.landed().values()) == [pdf("lies about its type")]
    said = {one.url.rsplit("/", 1)[1]: one.reason for one in report.failed}
    assert said == {
        "html.pdf": "it is a web page, not a PDF or ZIP (sent as application/pdf)",
        "word.pdf": "it is an old Word or Excel file, not a PDF or ZIP (sent as nothing)",
        "empty.pdf": "it is empty, not a PDF or ZIP (sent as nothing)",
        "rar.zip": "it is a RAR archive, not a PDF or ZIP (sent as nothing)",
        "large.pdf": "it is larger than 0.03 MB",
        "none.pdf": "the site answered 404: there is nothing",
    }
    assert list((night.state / "partial").iterdir()) == []


def test_endless_bodies_end(site: Site, night: Night) -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        while True:
            request.wfile.write(b"1000\r\n" + b"%PDF-".ljust(0x1000) + b"\r\n")

    site.page("/list", link("a.pdf", "预算"))
    site.answers["/a.pdf"] = endless
    report = night.one(site, politeness={"max_file_mb": 0.1})
    assert [one.reason for one in report.failed] == ["it is larger than 0.1 MB"]


def test_a_broken_download_is_gone_on_with(site: Site, night: Night) -> None:
    body = pdf("x" * 5000)
    site.page("/list", link("a.pdf", "2024年预算"))
    site.file("/a.pdf", body)
    whole = site.answers["/a.pdf"]
    mark = f'"{hash(body)}"'

    def breaks_off(request: BaseHTTPRequestHandler) -> None:
        if request.headers.get("Range"):
            whole(request)
            return
        # It says the whole length, and sends the half.
        request.close_connection = True
        reply(request, 200, {"ETag": mark, "Content-Length": str(len(body))}, body[:2000])

    site.answers["/a.pdf"] = breaks_off
    report = night.one(site)
    assert list(night.landed().values()) == [body]
    assert report.failed == []
    ranges = [headers.get("Range") for path, headers in site.asked if path == "/a.pdf"]
    assert ranges == [None, "bytes=2000-"]


def test_a_broken_download_is_gone_on_with_the_next_night(site: Site, night: Night) -> None:
    body = pdf("x" * 5000)
    mark = f'"{hash(body)}"'
    site.page("/list", link("a.pdf", "2024年预算"))

    def breaks_off(request: BaseHTTPRequestHandler) -> None:
        request.close_connection = True
        reply(request, 200, {"ETag": mark, "Content-Length": str(len(body))}, body[:2000])

    site.answers["/a.pdf"] = breaks_off
    report = night.one(site, politeness={"attempts": 1})
    assert report.failed[0].reason.startswith("it broke off")
    assert night.landed() == {}
    site.file("/a.pdf", body)
    assert len(night.one(site).came) == 1
    assert list(night.landed().values()) == [body]
    assert site.asked[-1][1]["Range"] == "bytes=2000-"


def test_a_site_that_stalls_costs_itself_alone(site: Site, night: Night) -> None:
    with serve() as slow:

        def stall(request: BaseHTTPRequestHandler) -> None:
            slow.closing.wait(20)

        slow.answers["/robots.txt"] = stall
        site.page("/list", link("a.pdf", "2024年预算"))
        site.file("/a.pdf", pdf("a"))
        report = night.fetch(night.registered(slow, "slow"), night.registered(site, "well"))
    slow_report, well = report.sources
    assert len(well.came) == 1
    assert [one.reason for one in slow_report.failed] == ["it stopped sending (timed out)"]
    assert report.counts["came"] == 1
    assert report.counts["failed"] == 1


def test_a_host_that_never_answers_is_left_alone(night: Night) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        silent = Site(origin=f"http://127.0.0.1:{closed.getsockname()[1]}")
        lists = [{"url": f"{silent.origin}/{n}"} for n in range(3)]
        report = night.one(silent, lists=lists)
    assert len(report.failed) == 3
    assert "no connection" in report.failed[0].reason
    assert report.failed[2].reason == "127.0.0.1 did not answer 3 times in a row"


def test_redirects_are_followed_to_public_addresses_only(site: Site, night: Night) -> None:
    port = site.origin.rsplit(":", 1)[1]
    to = {
        "local.pdf": f"http://localhost:{port}/ok.pdf",
        "number.pdf": f"http://2130706433:{port}/ok.pdf",
        "mapped.pdf": f"http://[::ffff:127.0.0.1]:{port}/ok.pdf",
        "meta.pdf": "http://169.254.169.254/latest/meta-data/",
        "file.pdf": "file:///etc/passwd",
        "named.pdf": f"http://user:word@127.0.0.1:{port}/ok.pdf",
        "round.pdf": "/round.pdf",
        "good.pdf": "/ok.pdf",
    }
    for name, target in to.items():
        site.status(f"/{name}", (302, {"Location": target}, b""))
    site.file("/ok.pdf", pdf("ok"))
    site.page("/list", *(link(name, "2024年预算") for name in to))
    report = night.one(site)
    assert list(night.landed().values()) == [pdf("ok")]
    reasons = {one.url.rsplit("/", 1)[1]: one.reason for one in report.failed}
    assert set(reasons) == set(to) - {"good.pdf"}
    for name in ("local.pdf", "number.pdf", "mapped.pdf", "meta.pdf"):
        assert "no public address" in reasons[name]
    assert "http://" in reasons["file.pdf"]
    assert "name or a password" in reasons["named.pdf"]
    assert reasons["round.pdf"].startswith("it redirects without end")
    assert site.paths().count("/ok.pdf") == 1


def test_private_addresses_only_where_the_registry_says_so(site: Site, night: Night) -> None:
    site.page("/list", link("a.pdf", "预算"))
    (report,) = night.fetch(night.registered(site, private_hosts=[])).sources
    assert "127.0.0.1, which is no public address" in report.failed[0].reason
    assert site.asked == []


def test_the_address_that_was_checked_is_the_one_connected_to(
    site: Site, night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that changes between the check and the connection (DNS rebinding)."""
    resolve = socket.getaddrinfo
    answers = ["93.184.216.34", "127.0.0.1"]
    port = int(site.origin.rsplit(":", 1)[1])
    asked: list[Any] = []
    connected: list[Any] = []

    def lying(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host == "rebind.example.org":
            asked.append(host)
            return resolve(answers[min(len(asked) - 1, 1)], *args, **kwargs)
        return resolve(host, *args, **kwargs)

    def connect(address: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
        connected.append(address[0])
        raise OSError("not in a test")

    monkeypatch.setattr(socket, "getaddrinfo", lying)
    monkeypatch.setattr(socket, "create_connection", connect)
    listed = {"url": f"http://rebind.example.org:{port}/list"}
    report = night.one(site, listed=listed, politeness={"attempts": 2})
    assert connected == ["93.184.216.34"]
    assert "127.0.0.1, which is no public address" in report.failed[0].reason


def test_robots_and_delays_are_respected(site: Site, night: Night) -> None:
    rules = b"User-agent: *\nDisallow: /secret/\nCrawl-delay: 5\n"
    site.status("/robots.txt", (200, {"Content-Type": "text/plain"}, rules))
    site.page("/list", link("secret/a.pdf", "预算"), link("b.pdf", "预算"))
    site.file("/b.pdf", pdf("b"))
    site.file("/secret/a.pdf", pdf("a"))
    report = night.one(site)
    assert len(report.came) == 1
    assert [one.reason for one in report.failed] == [
        "robots.txt of 127.0.0.1 does not allow /secret/a.pdf"
    ]
    assert site.paths().count("/robots.txt") == 1
    assert max(night.slept) == pytest.approx(5, abs=0.5)
    assert len(night.one(site, politeness={"robots": False}).came) == 1


def test_robots_out_of_reach_is_no_consent(site: Site, night: Night) -> None:
    site.status("/robots.txt", (500, {}, b""))
    site.page("/list", link("a.pdf", "预算"))
    report = night.one(site)
    assert [one.reason for one in report.failed] == ["the site answered 500"]
    assert "/list" not in site.paths()


def test_archives_are_unpacked_without_trust(site: Site, night: Night) -> None:
    site.file("/gbk.zip", gbk_archive("部门预算.pdf", pdf("gbk name")))
    site.file(
        "/bad.zip",
        archive(
            {
                "../../../escape.pdf": pdf("escape"),
                "/etc/absolute.pdf": pdf("absolute"),
                "..\\..\\windows.pdf": pdf("windows"),
                "notes.docx": b"PK\x03\x04",
                "说明.txt": b"text",
            }
        ),
    )
    site.page("/list", link("gbk.zip", "2024年预算"), link("bad.zip", "2024年预算附件"))
    report = night.one(site)
    assert report.failed == []
    assert set(night.landed().values()) == {
        pdf("gbk name"), pdf("escape"), pdf("absolute"), pdf("windows"),
    }  # fmt: skip
    names = {Path(path).name.rsplit("-", 1)[0] for path in report.came}
    assert names == {"部门预算", "escape", "absolute", "windows"}
    assert all(path.startswith("110101/2024/") for path in report.came)
    assert sorted(one.url.rsplit("#", 1)[1] for one in report.skipped) == ["notes.docx", "说明.txt"]
    outside = [p for p in night.raw.parent.rglob("*.pdf") if not p.is_relative_to(night.raw)]
    assert outside == []
    site.file("/gbk.zip", gbk_archive("部门预算.pdf", pdf("corrected")))
    report = night.one(site)
    assert len(report.came) == 1
    old = next(f for f in scan(night.raw).files if f.path.read_bytes() == pdf("gbk name"))
    new = next(f for f in scan(night.raw).files if f.path.read_bytes() == pdf("corrected"))
    assert old.sidecar.superseded_by == new.sha256


def gbk_archive(name: str, content: bytes) -> bytes:
    """As old Windows tools write it: names in GBK, and no flag that says otherwise."""
    stand_in = "x" * len(name.encode("gbk"))
    return archive({stand_in: content}).replace(stand_in.encode(), name.encode("gbk"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (archive({"bomb.pdf": b"%PDF-" + b"0" * 3_000_000}), "more than 200 times its size"),
        (archive({f"{n}.pdf": b"" for n in range(1001)}), "1001 members"),
        (b"PK\x03\x04 and nothing else", "cannot be unpacked"),
    ],
    ids=["bomb", "members", "torn"],
)
def test_bombs_are_not_unpacked(site: Site, night: Night, content: bytes, reason: str) -> None:
    site.file("/a.zip", content)
    site.page("/list", link("a.zip", "预算"))
    report = night.one(site)
    assert reason in report.failed[0].reason
    assert night.landed() == {}
    assert list((night.state / "partial").iterdir()) == []


def test_titles_lead_nowhere(site: Site, night: Night) -> None:
    """Titles are the network's: they are names, never paths."""
    titles = [
        "../../../up 预算",
        ".hidden 预算",
        "a" * 400 + "预算",
        "CON",
        "‮fdp.预算",
        "预/算\\:*?",
    ]
    site.page("/list", *(link(f"{n}.pdf", title) for n, title in enumerate(titles)))
    for n in range(len(titles)):
        site.file(f"/{n}.pdf", pdf(str(n)))
    report = night.one(site)
    assert len(report.came) == len(night.landed()) == len(titles)
    for path in report.came:
        assert path.startswith("110101/undated/")
        assert len(Path(path).parts) == 3
        assert len(Path(path).name.encode()) < 200


def test_a_folder_that_leads_out_is_not_written_through(site: Site, night: Night) -> None:
    elsewhere = night.raw.parent / "elsewhere"
    elsewhere.mkdir()
    night.raw.mkdir()
    (night.raw / "110101").symlink_to(elsewhere)
    site.page("/list", link("a.pdf", "2024年预算"))
    site.file("/a.pdf", pdf("a"))
    report = night.one(site)
    assert "leads out of" in report.failed[0].reason
    assert list(elsewhere.rglob("*")) == []


def test_what_is_gone_is_told_and_kept(site: Site, night: Night) -> None:
    site.page("/list", link("a.pdf", "2024年预算"))
    site.file("/a.pdf", pdf("a"))
    night.one(site)
    del site.answers["/a.pdf"]
    report = night.one(site)
    assert [one.reason for one in report.gone] == ["the site answered 404: there is nothing"]
    assert report.failed == []
    assert list(night.landed().values()) == [pdf("a")]


def test_the_registry_withdraws(site: Site, night: Night) -> None:
    site.page("/list", link("a.pdf", "2024年预算"))
    site.file("/a.pdf", pdf("a"))
    (path,) = night.one(site).came
    said = {"url": f"{site.origin}/a.pdf", "day": date(2024, 3, 1), "reason": "taken back"}
    assert night.one(site, withdrawn=[said]).withdrawn == [path]
    assert night.one(site, withdrawn=[said]).withdrawn == []
    sidecar = scan(night.raw).files[0].sidecar
    assert (sidecar.withdrawn_on, sidecar.withdrawn_reason) == (date(2024, 3, 1), "taken back")


def test_limits_of_a_night_and_dry_runs(site: Site, night: Night) -> None:
    site.page("/list", link("a.pdf", "预算"), link("b.pdf", "预算"))
    site.file("/a.pdf", pdf("a"))
    site.file("/b.pdf", pdf("b"))
    (dry,) = night.fetch(night.registered(site), dry_run=True).sources
    assert [one.url for one in dry.listed] == [f"{site.origin}/a.pdf", f"{site.origin}/b.pdf"]
    assert night.landed() == {}
    report = night.one(site, politeness={"max_documents": 1})
    assert (len(report.came), len(report.skipped)) == (1, 1)
    progress: list[tuple[int, int, str]] = []
    told: Callable[[int, int, str], None] = lambda *said: progress.append(said)  # noqa: E731
    night.fetch(night.registered(site), on_progress=told)
    assert progress[-1][:2] == (2, 2)
    assert night.fetch(night.registered(site, enabled=False)).sources == []
