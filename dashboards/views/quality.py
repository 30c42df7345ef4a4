"""Which of the required tables and explanations each publisher discloses."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards import data
from dashboards.language import name, t
from dashboards.numbers import Column, table


def page() -> None:
    """Draw the page."""
    st.title(t("公开质量", "Disclosure quality"))
    confidence = {row["document_id"]: row for row in data.confidence()}
    by_document: dict[str, list[dict[str, Any]]] = {}
    for row in data.quality():
        by_document.setdefault(row["document_id"], []).append(row)
    shown = [_of(required, confidence.get(d)) for d, required in by_document.items()]
    st.subheader(t("各发布方", "By publisher"))
    table(
        _by_publisher(shown),
        [
            Column(t("发布方", "publisher"), "publisher_name"),
            Column(t("文件", "disclosures"), "documents"),
            Column(t("应有内容已公开", "required and found"), "found"),
            Column(t("空表而无说明", "empty without a note"), "unexplained"),
            Column(t("不符（错误）", "errors"), "errors"),
        ],
        key="publishers",
        label=t("各发布方的公开质量", "disclosure quality by publisher"),
    )
    st.subheader(t("各文件", "By disclosure"))
    table(
        [
            {
                **row,
                "found": f"{row['found']} / {row['required']}",
                "missing": "、".join(row["missing"]),
                "unexplained": "、".join(row["unexplained"]),
            }
            for row in shown
        ],
        [
            Column(t("发布方", "publisher"), "publisher_name"),
            Column(t("年度", "year"), "fiscal_year"),
            Column(t("种类", "kind"), "kind"),
            Column(t("已公开", "found"), "found"),
            Column(t("勾稽成立（%）", "sums and repetitions that hold, %"), "holding"),
            Column(t("缺少", "missing"), "missing"),
            Column(t("空表而无说明", "empty without a note"), "unexplained"),
        ],
        key="quality",
        label=t("各文件应公开内容", "what each disclosure should hold"),
    )


def _of(required: list[dict[str, Any]], sums: dict[str, Any] | None) -> dict[str, Any]:
    missing = [r["requirement_name"] for r in required if not r["is_found"]]
    return {
        "publisher_name": required[0]["publisher_name"],
        "fiscal_year": required[0]["fiscal_year"],
        "kind": name(required[0]["disclosure_kind"]),
        "required": len(required),
        "found": len(required) - len(missing),
        "missing": missing,
        "unexplained": [
            r["requirement_name"] for r in required if r["is_empty"] and not r["has_note"]
        ],
        "holding": sums["holding_percent"] if sums else None,
        "errors": sums["error_count"] if sums else 0,
    }


def _by_publisher(shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    groups: dict[str | None, list[dict[str, Any]]] = {}
    for row in shown:
        groups.setdefault(row["publisher_name"], []).append(row)
    rows = [
        {
            "publisher_name": publisher,
            "documents": len(of_it),
            "found": f"{sum(r['found'] for r in of_it)} / {sum(r['required'] for r in of_it)}",
            "unexplained": sum(len(r["unexplained"]) for r in of_it),
            "errors": sum(r["errors"] for r in of_it),
        }
        for publisher, of_it in groups.items()
    ]
    return sorted(rows, key=lambda row: -row["errors"])
