"""What a publisher's page says: its links, its title, its date. Pure; no network.

Belongs here: bytes of a page → text → links, as a browser would read them. Does not belong here:
which links are followed (the registry says so, ``fetching`` does it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode
from w3lib.encoding import html_to_unicode
from w3lib.html import get_base_url
from w3lib.url import safe_url_string

_DATE = re.compile(r"(20\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_YEAR = re.compile(r"(20\d{2})\s*(?:年|财政|部门|预算|决算)")
_LABELLED = re.compile(r"(?:发布|公开|发文|公布)(?:日期|时间)\s*[::]?\s*" + _DATE.pattern)

# Elements that lead to a file, each with the attribute that holds the address.
_LEADING = {"a": "href", "area": "href", "iframe": "src", "embed": "src", "object": "data"}

# What is around a link on a line of a list, and may carry its date.
_LINES = {"li", "tr", "dd", "p", "dl"}


@dataclass(frozen=True)
class Link:
    """Where a link leads, absolute and without its fragment."""

    url: str
    text: str
    on: date | None = None  # a date that stands on the same line

    def matches(self, pattern: re.Pattern[str]) -> bool:
        """Whether the text, or the address with its percent signs read, matches."""
        path = unquote(urlsplit(self.url).path)
        return any(pattern.search(said) for said in (self.text, path, unquote(self.url)))


@dataclass(frozen=True)
class Page:
    """A page of a list, or an article."""

    url: str
    title: str
    published_on: date | None
    links: tuple[Link, ...]


def decode(body: bytes, content_type: str | None) -> tuple[str, str]:
    """Encoding and text, by the rules of browsers: a page that calls itself gb2312 is gb18030."""
    encoding, text = html_to_unicode(content_type, body, default_encoding="gb18030" if
                                     not _is_utf8(body) else "utf-8")  # fmt: skip
    return encoding, text


def read_page(url: str, body: bytes, content_type: str | None = None) -> Page:
    """Links of a page in order, each address once; broken HTML is read as browsers read it."""
    encoding, text = decode(body, content_type)
    tree = LexborHTMLParser(text)
    base = get_base_url(text, url)
    links: dict[str, Link] = {}
    for node in tree.css(", ".join(f"{tag}[{name}]" for tag, name in _LEADING.items())):
        target = _address(base, node.attributes.get(_LEADING[node.tag or ""]), encoding)
        if target is None:
            continue
        link = Link(target, _text(node), _date_beside(node))
        if target not in links or len(link.text) > len(links[target].text):
            links[target] = link
    return Page(url, _title(tree), _published(tree), tuple(links.values()))


def year_of(*texts: str | None) -> int | None:
    """The first year that a title speaks of."""
    for text in texts:
        if text and (found := _YEAR.search(text)):
            return int(found[1])
    return None


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _address(base: str, target: str | None, encoding: str) -> str | None:
    """Absolute address; None for what leads to no page (scripts, mail, other schemes)."""
    target = (target or "").strip()
    if not target or target.startswith("#"):
        return None
    try:
        joined = urldefrag(urljoin(base, target)).url
        if urlsplit(joined).scheme not in ("http", "https"):
            return None
        return safe_url_string(joined, encoding=encoding)
    except ValueError:
        return None


def _text(node: LexborNode) -> str:
    title = node.attributes.get("title") or ""
    text = " ".join(node.text(deep=True, separator="").split())
    # Lists cut long texts off, and keep them whole in the attribute.
    return title.strip() if len(title.strip()) > len(text) else text


def _lines_above(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None:
        if above.tag in _LINES:
            yield above
        above = above.parent


def _date_beside(node: LexborNode) -> date | None:
    line = next(_lines_above(node), None)
    if line is None or len(line.css("a[href]")) > 1:
        return None
    return _date(line.text(deep=True, separator=" "))


def _date(text: str) -> date | None:
    for year, month, day in _DATE.findall(text):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def _meta(tree: LexborHTMLParser, *names: str) -> str | None:
    """Content of a meta element, by the names that rules for government sites prescribe."""
    found = {
        (node.attributes.get("name") or "").lower(): (node.attributes.get("content") or "").strip()
        for node in tree.css("meta[name][content]")
    }
    return next((found[name.lower()] for name in names if found.get(name.lower())), None)


def _title(tree: LexborHTMLParser) -> str:
    said = _meta(tree, "ArticleTitle")
    for selector in () if said else ("h1", "title"):
        node = tree.css_first(selector)
        said = " ".join(node.text(deep=True).split()) if node is not None else ""
        if said:
            break
    return said or ""


def _published(tree: LexborHTMLParser) -> date | None:
    said = _meta(tree, "PubDate", "publishdate")
    if said and (found := _date(said)):
        return found
    body = tree.body.text(deep=True, separator=" ") if tree.body is not None else ""
    labelled = _LABELLED.search(body)
    return _date(labelled[0]) if labelled else None
