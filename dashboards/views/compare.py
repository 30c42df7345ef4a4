"""Departments and years side by side."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from dashboards import data
from dashboards.language import name, t
from dashboards.numbers import Column, table

_WAN = 10_000


def page() -> None:
    """Draw the page."""
    st.title(t("比较", "Compare"))
    rows = [
        {**row, "kind": name(row["disclosure_kind"]), "scope": name(row["scope"])}
        for row in data.all_departments()
    ]
    publishers = sorted({row["publisher_name"] or "—" for row in rows})
    chosen = st.multiselect(t("发布方（不选为全部）", "publishers (none: all)"), publishers)
    if chosen:
        rows = [row for row in rows if row["publisher_name"] in chosen]
    measures = {
        "expenditure_yuan": t("支出合计", "expenditure"),
        "revenue_yuan": t("收入合计", "revenue"),
        "basic_yuan": t("基本支出", "basic"),
        "project_yuan": t("项目支出", "projects"),
        "three_public_yuan": t("“三公”经费", "三公"),
    }
    measure = st.selectbox(t("指标", "measure"), list(measures), format_func=measures.__getitem__)
    bars = [row for row in rows if row[measure] is not None]
    bars.sort(key=lambda row: row[measure])
    figure = go.Figure(
        go.Bar(
            x=[float(row[measure] / _WAN) for row in bars],
            y=[
                f"{row['publisher_name'] or '—'} {row['fiscal_year'] or ''} {row['kind']}"
                for row in bars
            ],
            orientation="h",
            marker_color="#9b1c1c",
            hovertemplate="%{y}<br>%{x:,.2f} 万元<extra></extra>",
        )
    )
    figure.update_layout(
        title=f"{measures[measure]}{t('（万元）', ', 万元')}",
        margin={"l": 0, "r": 0, "t": 40, "b": 0},
        height=max(240, 26 * len(bars) + 80),
        yaxis={"automargin": True},
    )
    st.plotly_chart(figure, width="stretch", key="bars")
    table(
        rows,
        [
            Column(t("发布方", "publisher"), "publisher_name"),
            Column(t("年度", "year"), "fiscal_year"),
            Column(t("种类", "kind"), "kind"),
            Column(t("范围", "scope"), "scope"),
            *(Column(f"{label}{t('（元）', ', 元')}", key, is_money=True)
              for key, label in measures.items()),
        ],
        key="departments",
        label=t("各部门各年度", "departments and years"),
    )  # fmt: skip
    st.subheader(t("逐年变化", "Year over year"))
    table(
        [{**row, "kind": name(row["disclosure_kind"])} for row in data.over_years()],
        [
            Column(t("发布方", "publisher"), "publisher_name"),
            Column(t("年度", "year"), "fiscal_year"),
            Column(t("种类", "kind"), "kind"),
            Column(t("支出（元）", "expenditure, 元"), "amount_yuan", is_money=True),
            Column(t("上年（元）", "year before, 元"), "prior_amount_yuan", is_money=True),
            Column(t("变化（元）", "change, 元"), "change_yuan", is_money=True),
        ],
        key="years",
        label=t("逐年变化", "year over year"),
    )
