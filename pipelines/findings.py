"""What does not reconcile, in sentences a person understands, worst first.

Belongs here: the query over the published ``marts`` and the text of ``yusuan findings``. Does not
belong here: opening the published file (`publication.reader`), the verdicts themselves (dbt,
``models/reconciliation``), or what the command line does with an empty answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Literal

import duckdb
from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

_STYLE = {"error": "bold red", "warning": "yellow", "info": "dim"}
_CAUSE = {
    "publisher": "as published / 发布方",
    "extraction": "perhaps our reading / 可能是提取问题",
    "undecided": "which side is wrong is open / 未定",
}

_QUERY = """
    select
        v.severity, v.rule_id, v.document_id, d.publisher_name, d.fiscal_year, d.disclosure_kind,
        d.file_path, v.instance, v.pages, v.actual_printed, v.expected_printed, v.difference,
        r.unit, r.relation, v.cause, r.sentence_zh, r.sentence_en, v.figure_ids, v.claim_ids,
        v.suspect_figure_id, f.printed as suspect_printed, f.money_unit as suspect_unit,
        v.suggested_value
    from marts.fct_reconciliation as v
    inner join marts.dim_rule as r on v.rule_id = r.rule_id
    inner join marts.dim_document as d on v.document_id = d.document_id
    left join marts.fct_figure as f on v.suspect_figure_id = f.figure_id
    where v.state = 'fail'
        and v.severity in (select unnest($severities))
        and (
            $document is null
            or starts_with(v.document_id, $document)
            or contains(d.file_path, $document)
            or contains(coalesce(d.publisher_name, ''), $document)
        )
    order by
        list_position(['error', 'warning', 'info'], v.severity),
        list_position(['publisher', 'undecided', 'extraction'], v.cause),
        case when r.unit = 'yuan' then abs(v.difference) end desc nulls last,
        d.file_path, v.pages, v.rule_id, v.instance
"""


@dataclass(frozen=True)
class Finding:
    """One failed instance of a rule. Amounts in 元 where ``unit`` is ``yuan``."""

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
    suspect_printed: str | None
    suspect_unit: str | None
    suggested_value: Decimal | None

    def row(self) -> dict[str, Any]:
        """The finding as plain values for JSON; decimals as text, so that they stay exact."""
        return {
            name: str(value) if isinstance(value, Decimal) else value
            for name, value in asdict(self).items()
        }


def find(
    connection: duckdb.DuckDBPyConnection,
    *,
    document: str | None = None,
    at_least: Severity = "info",
) -> list[Finding]:
    """Failures of the published database, worst first.

    ``document`` is the beginning of a document_id, or a part of its file's path or publisher's
    name; ``at_least`` leaves out what is less severe.
    """
    severities = SEVERITIES[: SEVERITIES.index(at_least) + 1]
    cursor = connection.execute(_QUERY, {"severities": list(severities), "document": document})
    names = [column[0] for column in cursor.description or []]
    return [Finding(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def comparison(finding: Finding) -> str:
    """Both numbers as printed: ``1.94 万元 > 1.2 万元``."""
    sign = ">" if finding.relation == "not_above" else "≠"
    sides = [side for side in (finding.actual_printed, finding.expected_printed) if side]
    return f" {sign} ".join(sides)


def difference(finding: Finding) -> str | None:
    """The difference with its unit; None where the rule compares no numbers."""
    if finding.difference is None:
        return None
    unit = {"yuan": " 元", "percent": " %", "points": ""}.get(finding.unit, "")
    return f"{finding.difference:+,.2f}{unit}"


def suspicion(finding: Finding) -> str | None:
    """Which figure is most likely wrong and what would make its identities hold."""
    if finding.suspect_printed is None or finding.suggested_value is None:
        return None
    factor = {"亿元": 100_000_000, "万元": 10_000}.get(finding.suspect_unit or "", 1)
    value = finding.suggested_value / factor
    unit = finding.suspect_unit or "元"
    return f"{finding.suspect_printed} → {value.normalize():,f} {unit}"


def _where(finding: Finding) -> str:
    pages = ", ".join(str(page) for page in finding.pages)
    kind = {"budget": "预算", "final_accounts": "决算"}.get(finding.disclosure_kind or "", "")
    document = f"{finding.publisher_name or finding.file_path} {finding.fiscal_year or ''}{kind}"
    return f"{document.strip()} · p. {pages}" if pages else document.strip()


def paragraph(finding: Finding) -> Group:
    """A finding for the terminal: where, both numbers, the rule in both languages."""
    heading = Text.assemble(
        (f"{finding.severity:<8}", _STYLE[finding.severity]), _where(finding), overflow="fold"
    )
    delta = difference(finding)
    numbers = comparison(finding) + (f"  ({delta})" if delta else "")
    lines = [
        Text(finding.instance, overflow="fold"),
        Text(numbers, style="bold", overflow="fold"),
        Text(finding.sentence_en, overflow="fold"),
        Text(finding.sentence_zh, overflow="fold"),
    ]
    if suspect := suspicion(finding):
        lines.append(Text(f"most likely wrong / 最可能有误: {suspect}", overflow="fold"))
    note = f"{finding.rule_id} · {_CAUSE.get(finding.cause, finding.cause)}"
    lines.append(Text(note, style="dim", overflow="fold"))
    return Group(heading, *(Padding(line, (0, 0, 0, 8)) for line in lines), Text(""))


def render(findings: Iterable[Finding], console: Console) -> None:
    """Print findings and a last line that counts them by severity."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        console.print(paragraph(finding), highlight=False)
        counts[finding.severity] += 1
    total = sum(counts.values())
    if not total:
        console.print("Nothing contradicts. / 没有发现不符。")
        return
    parts = ", ".join(f"{n} {severity}" for severity, n in counts.items() if n)
    console.print(f"{total} findings: {parts}", highlight=False)
