"""Departments and years side by side."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboards import data
from dashboards.language import name, t
from dashboards.numbers import Column, picked, table

_WAN = 10_000
#: More bars than this are no picture any more.
_BARS = 40
#: Characters of a publisher's name beside its bar.
_NAME = 14
#: The theme's grey is too light for words that have to be read.
_DARK = {"color": "#1a1a1a"}


def page() -> None:
    """Draw the page."""
    st.title(t("比较", "Compare"))
    rows = [
        {**row, "kind": name(row["disclosure_kind"]), "scope": name(row["scope"])}
        for row in data.all_departments()
    ]
    publishers = sorted({row["publisher_name"] or "—" for row in rows})
    chosen = st.multiselect(
        t("发布方（不选为全部）", "publishers (none: all)"),
        publishers,
        placeholder=t("全部", "all"),
    )
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
    _bars([row for row in rows if row[measure] is not None], measure, measures[measure])
    table(
        rows,
        [
            Column(t("发布方", "publisher"), "publisher_name"),
            Column(t("年度", "year"), "fiscal_year"),
            Column(t("种类", "kind"), "kind"),
            Column(t("范围", "scope"), "scope"),
            *(Column(f"{label}{t('（元）', ', 元')}", key, f"{key} ids", is_money=True)
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
            Column(t("支出（元）", "expenditure, 元"), "amount_yuan", "figure_ids", is_money=True),
            Column(t("上年（元）", "year before, 元"), "prior_amount_yuan", "prior_figure_ids",
                   is_money=True),
            Column(t("变化（元）", "change, 元"), "change_yuan", is_money=True),
        ],
        key="years",
        label=t("逐年变化", "year over year"),
    )  # fmt: skip


def _bars(rows: list[dict[str, Any]], measure: str, label: str) -> None:
    """A bar for each disclosure; a click on one shows where its amount is printed."""
    rows = sorted(rows, key=lambda row: row[measure], reverse=True)
    if len(rows) > _BARS:
        st.caption(
            t(
                f"图中为最大的 {_BARS} 个，共 {len(rows):,} 个；表中为全部。",
                f"The chart has the largest {_BARS} of {len(rows):,}, the table has all.",
            )
        )
    bars = rows[:_BARS]
    figure = go.Figure(
        go.Bar(
            x=[float(row[measure] / _WAN) for row in bars],
            y=list(range(len(bars))),
            text=[f"{row[measure] / _WAN:,.2f}" for row in bars],
            customdata=[_full(row) for row in bars],
            orientation="h",
            marker_color="#9b1c1c",
            hovertemplate="%{customdata}<br>%{x:,.2f} 万元<extra></extra>",
        )
    )
    figure.update_layout(
        title=f"{label}{t('（万元）', ', 万元')}",
        margin={"l": 0, "r": 0, "t": 40, "b": 0},
        height=36 * len(bars) + 100,
        dragmode=False,
        xaxis={"tickformat": ",", "fixedrange": True, "nticks": 4, "tickfont": _DARK},
        yaxis={
            "automargin": True,
            "tickfont": _DARK,
            "autorange": "reversed",
            "fixedrange": True,
            "tickvals": list(range(len(bars))),
            "ticktext": [_short(row) for row in bars],
        },
    )
    event = st.plotly_chart(
        figure, width="stretch", key=f"bars {measure}", on_select="rerun", selection_mode="points"
    )
    picked(
        [point["point_index"] for point in event["selection"]["points"]],
        [row[f"{measure} ids"] for row in bars],
        key=f"bars {measure}",
    )


def _full(row: dict[str, Any]) -> str:
    return f"{row['publisher_name'] or '—'} {row['fiscal_year'] or ''} {row['kind']}"


def _short(row: dict[str, Any]) -> str:
    """Two lines that leave a phone room for the bar."""
    publisher = row["publisher_name"] or "—"
    if len(publisher) > _NAME:
        publisher = f"{publisher[: _NAME - 1]}…"
    return f"{publisher}<br>{row['fiscal_year'] or ''} {row['kind']}"
