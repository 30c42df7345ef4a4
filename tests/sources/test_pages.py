"""Pages as browsers read them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.pages import read_page, year_of

AT = "https://www.example.org/a/list.html"


def test_links_are_absolute_and_said_once() -> None:
    page = read_page(
        AT,
        """<base href="/b/"><title>预算 公开</title>
        <a href="x.pdf#page=2">短</a> <a href="x.pdf" title="2024年部门预算全文">2024年…</a>
        <a href='?id=附件'>下载</a> <a href="mailto:a@example.org">信</a> <a href="">空</a>
        <a href="https://[bad/">坏</a> <a href="file:///etc/passwd">文件</a>
        <iframe src="//cdn.example.org/y.pdf"></iframe>""".encode(),
    )
    assert [(link.url, link.text) for link in page.links] == [
        ("https://www.example.org/b/x.pdf", "2024年部门预算全文"),
        ("https://www.example.org/b/?id=%E9%99%84%E4%BB%B6", "下载"),
        ("https://cdn.example.org/y.pdf", ""),
    ]
    assert page.title == "预算 公开"


def test_queries_are_written_in_the_encoding_of_the_page() -> None:
    """As browsers do: the path in UTF-8, the query in GBK."""
    body = '<meta charset="gb2312"><a href="/附件?name=附件">x</a>'.encode("gbk")
    (link,) = read_page(AT, body).links
    assert link.url == "https://www.example.org/%E9%99%84%E4%BB%B6?name=%B8%BD%BC%FE"
    assert link.matches(re.compile("附件"))


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html; charset=GBK", "预算".encode("gbk")),
        ("text/html", '<meta charset="utf-8">预算'.encode()),
        ("text/html", "\ufeff预算".encode()),
        (None, "预算公开".encode("gb18030")),
        (None, "预算".encode()),
    ],
)
def test_encodings(content_type: str | None, body: bytes) -> None:
    page = read_page(AT, b"<title>" + body + b"</title>", content_type)
    assert "预算" in page.title


def test_dates() -> None:
    def on(html: str) -> date | None:
        return read_page(AT, html.encode()).published_on

    assert on('<meta name="PubDate" content="2024-02-07 09:12">') == date(2024, 2, 7)
    assert on("<body><p>发布时间:2024年2月7日 来源</p>") == date(2024, 2, 7)
    assert on("<body><p>2023-13-45 会议定于2024-01-01召开</p>") is None
    page = read_page(
        AT,
        "<ul><li><a href=1>一</a><i>2024/02/08</i><li><a href=2>二</a></ul>"
        "<p><a href=3>三</a><a href=4>四</a>2024-01-01</p>".encode(),
    )
    assert [link.on for link in page.links] == [date(2024, 2, 8), None, None, None]


def test_years_of_titles() -> None:
    assert year_of(None, "关于公开", "2024年部门预算") == 2024
    assert year_of("2023部门决算") == 2023
    assert year_of("文件20240208号") is None


@given(st.binary(max_size=300))
def test_nothing_raises(body: bytes) -> None:
    read_page(AT, body + b"<a href=" + body)
