"""Make Data Docs readable without a network.

Great Expectations' pages load styles and scripts from content delivery networks, and their index is
drawn by one of those scripts. Here the outside references are taken out, a small stylesheet of ours
is put in, and the index is written anew as a plain page.

Belongs here: the look of the pages, and the page of findings. Does not belong here: the content of
the others, which is Great Expectations' rendering of the results.
"""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.findings import Finding, comparison, difference, reviewed, where

if TYPE_CHECKING:
    from pipelines.quality.run import FailedExpectation, SuiteResult

#: Covers the Bootstrap classes that the pages use; what scripts would unfold is shown unfolded.
STYLE = """
:root { color-scheme: light dark; --line: #d0d5dd; --soft: #f4f6f8; --link: #0b5cad;
  --good: #1a7f37; --bad: #b42318; --text: #1d2430; --page: #fff; }
@media (prefers-color-scheme: dark) { :root { --line: #3b4350; --soft: #1c222b; --link: #79b8ff;
  --good: #56d364; --bad: #ff7b72; --text: #e6e9ee; --page: #12161c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; }
a { color: var(--link); }
.container-fluid, main { max-width: 76rem; margin: 0 auto; padding: 1rem; }
.row { display: flex; flex-wrap: wrap; gap: 1rem; }
.row > .col-md-2, .row > .col-lg-2 { flex: 0 0 13rem; }
.row > .col-md-10, .row > .col-lg-10 { flex: 1 1 32rem; min-width: 0; }
.row > .col-6 { flex: 1 1 16rem; } .row > .col-12 { flex: 1 1 100%; }
.breadcrumb { list-style: none; margin: 0; padding: 0; }
.breadcrumb { display: flex; gap: .75rem; flex-wrap: wrap; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; display: block;
  overflow-x: auto; }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left;
  vertical-align: top; overflow-wrap: break-word; min-width: 3rem; }
/* A number broken over two lines reads as two numbers: the table scrolls instead. */
th { background: var(--soft); }
pre, code { white-space: pre-wrap; font: 13px/1.45 ui-monospace, monospace; }
.badge { padding: .05rem .4rem; border-radius: .3rem; background: var(--soft); }
.alert { padding: .5rem .8rem; border-left: 4px solid var(--line); background: var(--soft); }
.text-success, .good { color: var(--good); } .text-danger, .bad { color: var(--bad); }
.fa-check-circle::before { content: "\\2714"; } .fa-times::before { content: "\\2718"; }
.fa-exclamation-triangle::before { content: "\\26A0"; }
.sticky { position: static; } .d-none { display: none; }
button, .btn, .cooltip::after, .modal, .ge-walkthrough-modal { display: none; }
"""

_SCRIPT = re.compile(r"<script\b.*?</script\s*>", re.S | re.I)
_LINK = re.compile(r"<link\b[^>]*>", re.S | re.I)
_IMAGE = re.compile(r"<img\b[^>]*>", re.S | re.I)
_STYLE = re.compile(r"<style\b.*?</style\s*>", re.S | re.I)
_ADVERTS = re.compile(r"<(footer|nav)\b.*?</\1\s*>", re.S | re.I)
_FOREIGN_ANCHOR = re.compile(r"<a\b[^>]*href=\"https?://[^>]*>(.*?)</a\s*>", re.S | re.I)

#: Anything that a browser would fetch by itself.
OUTSIDE_REQUEST = re.compile(
    r"<(?:script|link|img|iframe|source|embed|object)\b[^>]*(?:src|href|data)\s*=\s*[\"']?"
    r"(?:https?:)?//|url\(\s*[\"']?(?:https?:)?//|@import",
    re.I,
)


def make_offline(
    docs_dir: Path, results: Sequence[SuiteResult], findings: Sequence[Finding] = ()
) -> None:
    """Rewrite the pages of ``docs_dir`` in place and add a page of ``findings``, worst first.

    Raises:
        ValueError: a page would still load something from outside.
    """
    shutil.rmtree(docs_dir / "static", ignore_errors=True)
    (docs_dir / "findings.html").write_text(_findings(findings), encoding="utf-8")
    (docs_dir / "index.html").write_text(_index(docs_dir, results), encoding="utf-8")
    for page in sorted(docs_dir.rglob("*.html")):
        content = page.read_text(encoding="utf-8")
        if page.parent != docs_dir:
            content = _offline(content, "../" * (len(page.relative_to(docs_dir).parts) - 1))
            page.write_text(content, encoding="utf-8")
        if found := OUTSIDE_REQUEST.search(content):
            raise ValueError(f"{page.relative_to(docs_dir)} loads from outside: {found.group()}")


def _offline(content: str, up: str) -> str:
    for pattern in (_SCRIPT, _LINK, _IMAGE, _STYLE, _ADVERTS):
        content = pattern.sub("", content)
    content = _FOREIGN_ANCHOR.sub(r"\1", content)
    content = content.replace("</head>", f"<style>{STYLE}</style>\n</head>", 1)
    home = f'<p><a href="{up}index.html">&larr; 数据质量 / Data quality</a></p>'
    return re.sub(
        r"<body\b[^>]*>", lambda body: f"{body.group()}\n<main>{home}</main>", content, count=1
    )


def _index(docs_dir: Path, results: Sequence[SuiteResult]) -> str:
    parts = []
    for result in results:
        pages = sorted((docs_dir / "validations" / result.suite).rglob("*.html"))
        links = [(page, "结果 / results") for page in pages[-1:]]
        links += [(docs_dir / "expectations" / f"{result.suite}.html", "要求 / expectations")]
        anchors = " · ".join(
            f'<a href="{html.escape(page.relative_to(docs_dir).as_posix())}">{text}</a>'
            for page, text in links
        )
        state, style = ("通过 / holds", "good") if result.success else ("不通过 / fails", "bad")
        parts.append(
            f'<h2>{html.escape(result.suite)}: <span class="{style}">{state}</span></h2>\n'
            f"<p>{result.evaluated} expectations, {len(result.failed)} failed. {anchors}</p>\n"
            + "\n".join(_failure(failed) for failed in result.failed)
        )
    return _page(
        "数据质量 / Data quality",
        '<p><a href="findings.html">所有不符，按轻重排列 / everything that does not reconcile, '
        "worst first</a></p>\n"
        "<p>gate：本流程的责任，失败则不发布。verdicts：发布单位的不符，"
        "以及读取存疑的文件（doubt），随数据一同发布。<br>"
        "gate: what the pipeline owns; a failure publishes nothing. "
        "verdicts: what publishers got wrong, and documents whose reading is in doubt (doubt); "
        "published with the data.</p>\n" + "\n".join(parts),
    )


def _page(title: str, content: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="zh">\n<head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style></head>\n"
        f"<body><main><h1>{title}</h1>\n{content}\n</main></body></html>\n"
    )


def _findings(findings: Sequence[Finding]) -> str:
    """Sentences with page and both numbers, the suspect, and what a reviewer has said."""
    entries = []
    for finding in findings:
        style = "bad" if finding.severity == "error" and finding.is_open else "badge"
        delta = difference(finding)
        numbers = comparison(finding) + (f" ({delta})" if delta else "")
        lines = [
            finding.instance,
            numbers,
            f"{finding.sentence_zh} {finding.sentence_en}",
            finding.suspect_zh,
            finding.suspect_en,
            reviewed(finding),
        ]
        said = "<br>\n".join(html.escape(line) for line in lines if line)
        entries.append(
            f'<h3><span class="{style}">{finding.severity if finding.is_open else "settled"}'
            f"</span> {html.escape(where(finding))}</h3>\n<p>{said}<br>\n"
            f"<code>{html.escape(finding.finding_id)} {html.escape(finding.rule_id)}</code></p>"
        )
    still_open = sum(f.is_open for f in findings)
    count = (
        f'<p><a href="index.html">&larr; 数据质量 / Data quality</a></p>\n<p>{len(findings)} '
        f"不符，其中 {still_open} 处未经说明 / findings, {still_open} of them open</p>"
    )
    return _page("不符之处 / Findings", "\n".join([count, *entries]))


def _failure(failed: FailedExpectation) -> str:
    """Great Expectations' own page has the count only; the rows that break it stand here."""
    columns = list(failed.samples[0]) if failed.samples else []
    head = "".join(f"<th>{html.escape(column)}</th>" for column in columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(row.get(c)))}</td>" for c in columns) + "</tr>\n"
        for row in failed.samples
    )
    table = f"<table><tr>{head}</tr>\n{rows}</table>" if columns else ""
    said = f"<h3>{html.escape(failed.expectation)}</h3><p>{html.escape(failed.reason)}</p>"
    return f"{said}\n{table}"
