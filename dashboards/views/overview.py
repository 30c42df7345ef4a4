"""What is there, what the last publication changed, and what does not reconcile."""

from __future__ import annotations

import streamlit as st

from dashboards import data
from dashboards.language import name, t
from dashboards.numbers import Column, heads, table
from dashboards.views.findings import cards

_WORST = 5

_CHANGED = {
    "came": ("新增", "came"),
    "went": ("移除", "went"),
    "changed": ("变化", "changed"),
}
_KINDS = {
    "document": ("文件", "documents"),
    "figure": ("数字", "figures"),
    "finding": ("不符", "findings"),
}


def page() -> None:
    """Draw the page."""
    st.title(t("预算公开数据", "Budget disclosures"))
    counts = data.counts()
    shown = [
        (t("公开文件", "disclosures"), counts["documents"]),
        (t("发布方", "publishers"), counts["publishers"]),
        (t("表中数字", "figures"), counts["figures"]),
        (t("勾稽核对", "checks"), counts["evaluated"]),
        (t("不符（错误）", "errors"), counts["errors"]),
    ]
    heads([(label, f"{value:,}", []) for label, value in shown], key="counts")
    made = data.latest_publication()
    st.subheader(t("最近一次发布", "Latest publication"))
    changed = [
        f"{t(*_KINDS.get(c['kind'], (c['kind'],) * 2))} "
        f"{t(*_CHANGED.get(c['change'], (c['change'],) * 2))} {c['n']:,}"
        for c in data.changes()
    ]
    st.text(
        f"{made['time']:%Y-%m-%d %H:%M} UTC　"
        + ("；".join(changed) or t("与上一次相同", "no different from the one before"))
    )
    st.subheader(t("最严重的不符", "What does not reconcile, worst first"))
    cards("error", limit=_WORST)
    st.subheader(t("文件", "Files"))
    rows = [
        {
            **row,
            "state": name(row["state"]),
            "disclosure_kind": name(row["disclosure_kind"]),
            "part": name(row["part"]),
        }
        for row in data.files()
    ]
    table(
        rows,
        [
            Column(t("状态", "state"), "state"),
            Column(t("发布方", "publisher"), "publisher_name"),
            Column(t("年度", "year"), "fiscal_year"),
            Column(t("种类", "kind"), "disclosure_kind"),
            Column(t("部分", "part"), "part"),
            Column(t("页数", "pages"), "page_count"),
            Column(t("数字", "figures"), "figure_count"),
            Column(t("存疑页", "marked pages"), "marked_page_count"),
            Column(t("文件", "file"), "file_path"),
            Column(t("原因", "reason"), "reason"),
        ],
        key="files",
        label=t("所有文件及其状态", "every file and its state"),
    )
