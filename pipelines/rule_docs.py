"""docs/rules.md from the catalogue of rules: ``python -m pipelines.rule_docs``.

Belongs here: the page's text. Does not belong here: any rule; a rule is a row of
``dbt_project/seeds/reconciliation/rules.csv``.
"""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

from pipelines.settings import PROJECT_ROOT

CATALOGUE = PROJECT_ROOT / "dbt_project" / "seeds" / "reconciliation" / "rules.csv"
PAGE = PROJECT_ROOT / "docs" / "rules.md"

_GROUPS = {
    "vertical": "Down the rows / 纵向",
    "horizontal": "Across the columns / 横向",
    "cross_table": "Between tables / 表间",
    "narrative": "Text against tables / 文字与表格",
    "performance": "Performance forms / 绩效表",
    "codes": "Codes and names / 编码与名称",
    "format": "Formats / 格式",
    "cross_document": "Between documents / 文件之间",
}

_HEAD = """# Rules / 勾稽规则

<!-- Made by `python -m pipelines.rule_docs` from dbt_project/seeds/reconciliation/rules.csv. -->

Every rule leaves at least one row per document in `marts.fct_reconciliation`, with one of four
states: `pass`; `pass_rounding` (a difference that the rounding of the printed numbers explains:
half a unit of the last printed digit of every number taking part, of all zeros together only one
half); `fail`; `not_applicable` with its reason. A blank is unknown and never 0. A failure is an
`error` only where the layout is certain; it is lowered to a `warning` where a figure taking part is
marked by the extraction, or where too few other rows of the table show that its columns were
understood.

每条规则对每份文件至少给出一行结论：通过；尾差内通过（各数末位半个单位之和以内）；不符；不适用（附原因）。
空白表示未知，不当作零。只有版式确定时不符才列为 error；
提取存疑，或同表其他行不足以证明版式时，降为 warning。
"""


def read_rules(path: Path = CATALOGUE) -> list[dict[str, str]]:
    """Rows of the catalogue, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def page(rules: list[dict[str, str]]) -> str:
    """The reference page: a section per group, a paragraph per rule."""
    parts = [_HEAD]
    for group, members in groupby(rules, key=lambda rule: rule["rule_group"]):
        parts.append(f"## {_GROUPS[group]}\n")
        parts += [_section(rule) for rule in members]
    return "\n".join(parts)


#: What lowers a failure to a warning, by the columns min_support, carryover and membership.
_SUPPORT = "fewer than {} other sums of the layout hold / 同一版式成立不足{}处"
_WITHIN = "the difference is no larger than money carried over / 差额不大于结转金额"
_LABELS = "the difference is as large as one of the parts / 差额等于某一分项"
_EQUAL = " Not applicable where the difference is money carried over. / 差额等于结转金额的不判定。"


def _lowered(rule: dict[str, str]) -> str:
    reasons = ["a number is marked / 提取存疑"]
    if rule["min_support"] != "0":
        reasons.append(_SUPPORT.format(rule["min_support"], rule["min_support"]))
    if rule["carryover"] == "within":
        reasons.append(_WITHIN)
    if rule["membership"] == "labels":
        reasons.append(_LABELS)
    return "; ".join(reasons)


def _section(rule: dict[str, str]) -> str:
    lowered = f"| Only a warning where / 降为警告 | {_lowered(rule)} |\n"
    return (
        f"### `{rule['rule_id']}`\n\n"
        f"{rule['sentence_zh']}  \n{rule['sentence_en']}\n\n"
        "| | |\n|---|---|\n"
        f"| Formula / 公式 | {_cell(rule['formula'])} |\n"
        f"| Tolerance / 容差 | {_cell(rule['tolerance'])} |\n"
        f"| Applies to / 适用 | {_cell(rule['applies_to'])} |\n"
        f"| Only where / 前提 | {_cell(rule['precondition'])}"
        f"{_EQUAL if rule['carryover'] == 'equal' else ''} |\n"
        f"| Severity · cause / 程度·原因 | {rule['severity']} · {rule['cause']} |\n"
        f"{lowered if rule['severity'] == 'error' else ''}"
        f"| Holds / 成立 | {_cell(rule['example_pass'])} |\n"
        f"| Fails / 不符 | {_cell(rule['example_fail'])} |\n"
        f"| Shape · version / 形状·版本 | {rule['shape']} · {rule['version']} |\n"
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(read_rules()), encoding="utf-8")


if __name__ == "__main__":
    main()
