"""What does not reconcile, in sentences a person understands, worst first.

Belongs here: the query over the published ``marts`` and the text of ``yusuan findings``. Does not
belong here: opening the published file (`publication.reader`), the verdicts themselves (dbt,
``models/reconciliation``), or what the command line does with an empty answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import duckdb
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

_STYLE = {"error": "bold red", "warning": "yellow", "info": "dim", "settled": "green"}
_INDENT = 8
_FACTORS = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
_REVIEW = {"confirmed": "属实", "false": "误报", "explained": "可解释"}
#: A word, a number with its unit, or one other character, with what may not begin the next line.
_PIECES = re.compile(
    r"[（(《“‘「]*(?:[A-Za-z0-9_.,%+\-−]+(?: ?(?:亿元|万元|元|年))?|[^\s（(《“‘「])?"
    r"[、，。；：！？）)》”’」%:;,.!?]*\s*"
)
_CAUSE = {
    "publisher": "as published / 发布方",
    "extraction": "perhaps our reading / 可能是提取问题",
    "undecided": "which side is wrong is open / 未定",
}

_QUERY = """
    select
        v.finding_id, v.severity, v.rule_id, v.document_id, d.publisher_name, d.fiscal_year,
        d.disclosure_kind, d.file_path, v.instance, v.pages, v.actual_printed,
        v.expected_printed, v.difference,
        r.unit, r.relation, v.cause, r.sentence_zh, r.sentence_en, v.figure_ids, v.claim_ids,
        v.suspect_figure_id, v.suspect_claim_id, v.suggested_value, v.suspect_zh, v.suspect_en,
        v.review, v.review_note, v.reviewer, v.reviewed_on
    from marts.fct_reconciliation as v
    inner join marts.dim_rule as r on v.rule_id = r.rule_id
    inner join marts.dim_document as d on v.document_id = d.document_id
    where v.state = 'fail'
        and v.severity in (select unnest($severities))
        and (
            $document is null
            or starts_with(v.document_id, $document)
            or contains(d.file_path, $document)
            or contains(coalesce(d.publisher_name, ''), $document)
        )
        and ($finding is null or starts_with(v.finding_id, $finding))
    order by
        coalesce(v.review in ('explained', 'false'), false),
        list_position(['error', 'warning', 'info'], v.severity),
        list_position(['publisher', 'undecided', 'extraction'], v.cause),
        -- A number against another is plainer than a sum of many, which the same number spoils.
        case
            when r.unit = 'yuan'
                then abs(v.difference) / greatest(len(v.figure_ids) + len(v.claim_ids), 1)
        end desc nulls last,
        d.file_path, v.pages, v.rule_id, v.instance
"""


@dataclass(frozen=True)
class Finding:
    """One failed instance of a rule. Amounts in 元 where ``unit`` is ``yuan``."""

    finding_id: str
    severity: Severity
    rule_id: str
    document_id: str
    publisher_name: str | None
    fiscal_year: int | None
    disclosure_kind: str | None
    file_path: str
    instance: str
    pages: Sequence[int]
    actual_printed: str | None
    expected_printed: str | None
    difference: Decimal | None
    unit: str
    relation: str
    cause: str
    sentence_zh: str
    sentence_en: str
    figure_ids: Sequence[str]
    claim_ids: Sequence[str]
    suspect_figure_id: str | None
    suspect_claim_id: str | None
    suggested_value: Decimal | None
    suspect_zh: str | None
    suspect_en: str | None
    review: str | None
    review_note: str | None
    reviewer: str | None
    reviewed_on: date | None

    @property
    def is_open(self) -> bool:
        """Nobody has explained it, or called it our mistake."""
        return self.review not in ("explained", "false")

    def row(self) -> dict[str, Any]:
        """The finding as plain values for JSON; decimals as text, so that they stay exact."""
        return {
            name: str(value) if isinstance(value, Decimal | date) else value
            for name, value in asdict(self).items()
        }


def find(
    connection: duckdb.DuckDBPyConnection,
    *,
    document: str | None = None,
    at_least: Severity = "info",
    finding: str | None = None,
) -> list[Finding]:
    """Failures of the published database, worst first, what reviewers have settled last.

    ``document`` is the beginning of a document_id, or a part of its file's path or publisher's
    name; ``at_least`` leaves out what is less severe; ``finding`` begins a finding_id.
    """
    severities = SEVERITIES[: SEVERITIES.index(at_least) + 1]
    cursor = connection.execute(
        _QUERY, {"severities": list(severities), "document": document, "finding": finding}
    )
    names = [column[0] for column in cursor.description or []]
    return [Finding(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def comparison(finding: Finding) -> str:
    """Both numbers as printed: ``1.94 万元 > 1.2 万元``."""
    sign = ">" if finding.relation == "not_above" else "≠"
    sides = [side for side in (finding.actual_printed, finding.expected_printed) if side]
    return f" {sign} ".join(sides)


def difference(finding: Finding) -> str | None:
    """The difference in the unit that both sides print; None where the rule compares no numbers."""
    if finding.difference is None:
        return None
    if finding.unit == "percent":
        return f"{finding.difference:+,.2f} 个百分点 / points"
    if finding.unit != "yuan":
        return f"{finding.difference:+,.2f}"
    sides = f"{finding.actual_printed or ''} {finding.expected_printed or ''}"
    units = set(re.findall("亿元|万元|元", sides))
    unit = units.pop() if len(units) == 1 else "元"
    value = finding.difference / _FACTORS[unit]
    places = max(2, -int(value.normalize().as_tuple().exponent)) if unit != "元" else 2
    return f"{value:+,.{places}f} {unit}"


def reviewed(finding: Finding) -> str | None:
    """What a reviewer has said, by whom and when; None where nobody has."""
    if finding.review is None:
        return None
    said = f"{finding.review} / {_REVIEW[finding.review]}"
    by = " ".join(str(part) for part in (finding.reviewer, finding.reviewed_on) if part)
    return f"reviewed / 复核: {said} ({by})" + (
        f": {finding.review_note}" if finding.review_note else ""
    )


def where(finding: Finding) -> str:
    """Publisher, year, kind and pages."""
    pages = ", ".join(str(page) for page in finding.pages)
    kind = {"budget": "预算", "final_accounts": "决算"}.get(finding.disclosure_kind or "", "")
    document = f"{finding.publisher_name or finding.file_path} {finding.fiscal_year or ''}{kind}"
    return f"{document.strip()} · p. {pages}" if pages else document.strip()


def paragraph(finding: Finding, width: int) -> list[Text]:
    """A finding for the terminal: where, both numbers, rule and suspect in two languages."""
    delta = difference(finding)
    numbers = comparison(finding) + (f"  ({delta})" if delta else "")
    note = f"{finding.finding_id} · {finding.rule_id} · {_CAUSE[finding.cause]}"
    lines = [
        (finding.instance, ""),
        (numbers, "bold"),
        (finding.sentence_en, ""),
        (finding.sentence_zh, ""),
        (finding.suspect_en, "cyan"),
        (finding.suspect_zh, "cyan"),
        (reviewed(finding), "green"),
        (note, "dim"),
    ]
    indent = " " * _INDENT
    severity = finding.severity if finding.is_open else "settled"
    heading = fold(where(finding), width - _INDENT)
    return [
        Text.assemble((f"{severity:<{_INDENT}}", _STYLE[severity]), heading[0]),
        *(Text(indent + line) for line in heading[1:]),
        *(
            Text(indent + line, style=style)
            for text, style in lines
            if text
            for line in fold(text, width - _INDENT)
        ),
        Text(""),
    ]


def fold(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` columns, as Chinese is set.

    A line may end after any Chinese character, but not inside a word or a number, and no line
    begins with a mark that closes what stands before it.
    """
    lines = [""]
    for piece in _PIECES.findall(text):
        if cell_len(lines[-1] + piece.rstrip()) <= width:
            lines[-1] += piece
            continue
        lines[-1] = lines[-1].rstrip()
        left = piece.lstrip()
        while cell_len(left) > width:  # one word that is longer than a line
            cut = next(i for i in range(len(left), 0, -1) if cell_len(left[:i]) <= width)
            lines.append(left[:cut])
            left = left[cut:]
        lines.append(left)
    return [line for line in lines if line] or [""]


def render(findings: Iterable[Finding], console: Console, stale: Sequence[str] = ()) -> None:
    """Print findings, reviews that count no longer, and a last line that counts the findings."""
    counts = dict.fromkeys((*SEVERITIES, "settled"), 0)
    for finding in findings:
        for line in paragraph(finding, console.width):
            console.print(line, highlight=False, no_wrap=True, overflow="ignore", crop=False)
        counts[finding.severity if finding.is_open else "settled"] += 1
    if stale:
        console.print("Reviews that count no longer / 失效的复核:", highlight=False)
        for review in stale:
            for line in fold(review, console.width - 2):
                console.print(Text("  " + line), no_wrap=True, overflow="ignore", crop=False)
        console.print()
    if not any(counts.values()):
        console.print("Nothing contradicts. / 没有发现不符。")
        return
    parts = ", ".join(f"{n} {severity}" for severity, n in counts.items() if n)
    console.print(f"{sum(counts.values())} findings: {parts}", highlight=False)
