"""Find subjects, units, projects and printed numbers."""

from __future__ import annotations

import streamlit as st

from dashboards import data
from dashboards.language import t
from dashboards.numbers import Column, table

_LIMIT = 500


def page() -> None:
    """Draw the page."""
    st.title(t("检索", "Search"))
    words = st.text_input(
        t("科目、单位、项目名称或原文数字，空格分隔", "subject, unit, project or printed number"),
        value=st.query_params.get("q", ""),
        placeholder=t("例如：住房公积金 2024", "for example: 住房公积金 2024"),
    ).strip()
    if not words:
        return
    st.query_params["q"] = words
    rows = data.search(words, _LIMIT)
    found = f"{len(rows):,}{'+' if len(rows) == _LIMIT else ''}"
    st.caption(t(f"找到 {found} 个数字", f"{found} figures found"))
    table(
        rows,
        [
            Column(t("发布方", "publisher"), "publisher_name"),
            Column(t("年度", "year"), "fiscal_year"),
            Column(t("行", "row"), "row_label"),
            Column(t("编码", "code"), "subject_code"),
            Column(t("栏", "column"), "column_path"),
            Column(t("原文", "printed"), "printed", "figure_ids"),
            Column(t("金额（元）", "元"), "amount_yuan", "figure_ids", is_money=True),
            Column(t("页", "page"), "page"),
        ],
        key="search",
        label=t("找到的数字", "figures found"),
    )
