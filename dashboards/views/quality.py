"""Which of the required tables and explanations each publisher discloses."""

from __future__ import annotations

import streamlit as st

from dashboards import data
from dashboards.language import name, t
from dashboards.numbers import Column, table


def page() -> None:
    """Draw the page."""
    st.title(t("公开质量", "Disclosure quality"))
    rows = data.quality()
    by_document: dict[str, list[dict]] = {}
    for row in rows:
        by_document.setdefault(row["document_id"], []).append(row)
    shown = []
    for required in by_document.values():
        missing = [r["requirement_name"] for r in required if not r["is_found"]]
        unexplained = [
            r["requirement_name"] for r in required if r["is_empty"] and not r["has_note"]
        ]
        shown.append(
            {
                "publisher_name": required[0]["publisher_name"],
                "fiscal_year": required[0]["fiscal_year"],
                "kind": name(required[0]["disclosure_kind"]),
                "part": name(required[0]["part"]),
                "found": f"{len(required) - len(missing)} / {len(required)}",
                "missing": "、".join(missing),
                "unexplained": "、".join(unexplained),
            }
        )
    table(
        shown,
        [
            Column(t("发布方", "publisher"), "publisher_name"),
            Column(t("年度", "year"), "fiscal_year"),
            Column(t("种类", "kind"), "kind"),
            Column(t("部分", "part"), "part"),
            Column(t("已公开", "found"), "found"),
            Column(t("缺少", "missing"), "missing"),
            Column(t("空表而无说明", "empty without a note"), "unexplained"),
        ],
        key="quality",
        label=t("各文件应公开内容", "what each disclosure should hold"),
    )
