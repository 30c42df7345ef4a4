"""One department's budget or final accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboards import data
from dashboards.language import name, t, table_kind
from dashboards.numbers import Column, heads, table

_WAN = 10_000
#: Each has a contrast to white of more than 5 to 1.
_DARK = ["#9b1c1c", "#1f4e79", "#2f6b3a", "#6b4a1f", "#4a2c6b", "#8a3b12", "#0f5c66", "#444444"]


def page() -> None:
    """Draw the page."""
    st.title(t("部门预决算", "A department's budget"))
    chosen = _choose()
    if chosen is None:
        st.info(t("没有可看的文件。", "There is nothing to look at."))
        return
    document_id = chosen["document_id"]
    _summary(document_id)
    tabs = st.tabs(
        [
            t("收入", "Revenue"),
            t("支出（功能分类）", "Expenditure by function"),
            t("经济分类", "Economic classes"),
            t("“三公”经费", "三公 spending"),
            t("项目与绩效", "Projects and targets"),
            t("与上年比较", "Year over year"),
            t("预算与决算", "Budget and final accounts"),
        ],
        on_change="rerun",
    )
    drawn = (_revenue, _functions, _economics, _three_public, _projects, _years, _across)
    for tab, draw in zip(tabs, drawn, strict=True):
        if tab.open:  # seven parts at once would take seven times as long
            with tab:
                draw(document_id)


def _choose() -> dict[str, Any] | None:
    rows = data.disclosures()
    publishers = sorted({row["publisher_name"] or "—" for row in rows})
    if not publishers:
        return None
    left, right = st.columns([2, 1])
    wanted = st.query_params.get("document")
    at = next((row for row in rows if row["document_id"] == wanted), None)
    publisher = left.selectbox(
        t("发布方", "publisher"),
        publishers,
        index=publishers.index(at["publisher_name"] or "—") if at else 0,
    )
    of_it = [row for row in rows if (row["publisher_name"] or "—") == publisher]
    chosen = right.selectbox(
        t("年度", "year"),
        of_it,
        index=of_it.index(at) if at in of_it else 0,
        format_func=lambda row: f"{row['fiscal_year'] or '—'} {name(row['disclosure_kind'])}",
    )
    st.query_params["document"] = chosen["document_id"]
    return chosen


def _summary(document_id: str) -> None:
    row = data.department(document_id)
    if row is None:
        return
    labels = {
        "revenue_yuan": t("收入合计（万元）", "revenue, 万元"),
        "expenditure_yuan": t("支出合计（万元）", "expenditure, 万元"),
        "basic_yuan": t("基本支出（万元）", "basic, 万元"),
        "project_yuan": t("项目支出（万元）", "projects, 万元"),
        "three_public_yuan": t("“三公”经费（万元）", "three public, 万元"),
    }
    heads(
        [
            (
                label,
                "—" if row[column] is None else f"{row[column] / _WAN:,.2f}",
                row[f"{column} ids"] or [],
            )
            for column, label in labels.items()
        ],
        key=f"head {document_id}",
    )


def _revenue(document_id: str) -> None:
    rows = [
        {**row, "fund_source": name(row["fund_source"]), "vintage": name(row["vintage"])}
        for row in data.revenue(document_id)
    ]
    table(
        rows,
        [
            Column(t("来源", "source"), "fund_source"),
            Column(t("年份", "vintage"), "vintage"),
            Column(t("行", "row"), "row_label"),
            Column(t("金额（元）", "元"), "amount_yuan", "figure_ids", is_money=True),
        ],
        key="revenue",
        label=t("收入", "revenue"),
    )


def _functions(document_id: str) -> None:
    found = data.functions(document_id)
    if found:
        st.caption(t("据：", "from: ") + table_kind(found[0]["table_kind"]))
    wide = _pivot(found, ("function_code", "name"), "spending_kind")
    classes = [r for r in found if r["level"] == "class" and r["spending_kind"] == "all"]
    if classes:
        st.plotly_chart(_tree(found), width="stretch", key="tree")
    kinds = [k for k in ("all", "basic", "basic_personnel", "basic_operating", "project",
                         "operating") if any(k in row for row in wide)]  # fmt: skip
    table(
        wide,
        [
            Column(t("科目编码", "code"), "function_code"),
            Column(t("科目", "subject"), "name"),
            *(Column(f"{name(k)}{t('（元）', ', 元')}", k, f"{k} ids", is_money=True)
              for k in kinds),
        ],
        key="functions",
        label=t("按功能分类的支出", "expenditure by function"),
    )  # fmt: skip


def _tree(found: Sequence[dict[str, Any]]) -> go.Figure:
    """A tree map of the subjects. Labels are the printed amounts, only areas are reckoned here."""
    rows = {r["function_code"]: r for r in found
            if r["spending_kind"] == "all" and (r["amount_yuan"] or 0) > 0}  # fmt: skip
    parents = {c: r["parent_code"] if r["parent_code"] in rows else "" for c, r in rows.items()}
    areas = {code: row["amount_yuan"] for code, row in rows.items()}
    # Where children exceed their parent by a rounding, the parent's area has to hold them.
    for code in sorted(areas, key=len, reverse=True):
        children = sum(areas[c] for c, parent in parents.items() if parent == code)
        areas[code] = max(areas[code], children)
    figure = go.Figure(
        go.Treemap(
            ids=list(rows),
            labels=[r["name"] for r in rows.values()],
            parents=list(parents.values()),
            values=[float(area) for area in areas.values()],
            text=[f"{r['amount_yuan'] / _WAN:,.2f} 万元" for r in rows.values()],
            branchvalues="total",
            texttemplate="%{label}<br>%{text}",
            hovertemplate="%{id} %{label}<br>%{text}<extra></extra>",
        )
    )
    figure.update_layout(
        margin={"l": 0, "r": 0, "t": 10, "b": 0},
        height=380,
        treemapcolorway=_DARK,
        # A label that would be too small to read is left to the tip and to the table.
        uniformtext={"minsize": 10, "mode": "hide"},
    )
    figure.update_traces(textfont={"color": "white"}, root={"color": "white"})
    return figure


def _economics(document_id: str) -> None:
    found = data.economics(document_id)
    for row in found:
        row["table_kind"] = table_kind(row["table_kind"])
    wide = _pivot(found, ("table_kind", "code", "name"), "spending_kind")
    kinds = [k for k in ("all", "basic", "basic_personnel", "basic_operating", "project")
             if any(k in row for row in wide)]  # fmt: skip
    table(
        wide,
        [
            Column(t("科目编码", "code"), "code"),
            Column(t("科目", "class"), "name"),
            *(Column(f"{name(k)}{t('（元）', ', 元')}", k, f"{k} ids", is_money=True)
              for k in kinds),
            Column(t("表", "table"), "table_kind"),
        ],
        key="economics",
        label=t("按经济分类的支出", "expenditure by economic class"),
    )  # fmt: skip


def _three_public(document_id: str) -> None:
    rows = [
        {
            **row,
            "item": name(row["item"]),
            "stage": name(row["stage"]),
            "vintage": name(row["vintage"]),
        }
        for row in data.three_public(document_id)
    ]
    table(
        rows,
        [
            Column(t("项目", "item"), "item"),
            Column(t("年度", "year"), "figure_year"),
            Column(t("口径", "stage"), "stage"),
            Column(t("年份", "vintage"), "vintage"),
            Column(t("金额（元）", "元"), "amount_yuan", "figure_ids", is_money=True),
        ],
        key="three_public",
        label=t("“三公”经费", "三公 spending"),
    )


def _projects(document_id: str) -> None:
    table(
        data.projects(document_id),
        [
            Column(t("项目", "project"), "project_name"),
            Column(t("单位编码", "unit"), "unit_code"),
            Column(t("金额（元）", "元"), "amount_yuan", "figure_ids", is_money=True),
            Column(
                t("其中结转（元）", "carried over, 元"),
                "carryover_yuan",
                "figure_ids",
                is_money=True,
            ),
            Column(
                t("绩效表金额（元）", "in its form, 元"),
                "form_yuan",
                "form_figure_ids",
                is_money=True,
            ),
            Column(t("指标数", "indicators"), "indicator_count"),
        ],
        key="projects",
        label=t("项目", "projects"),
    )
    st.markdown(t("**绩效指标**", "**Performance indicators**"))
    table(
        data.targets(document_id),
        [
            Column(t("项目", "project"), "project_name"),
            Column(t("一级指标", "level 1"), "indicator_level1"),
            Column(t("二级指标", "level 2"), "indicator_level2"),
            Column(t("指标", "indicator"), "indicator_name"),
            Column(t("指标值", "target"), "target_printed", "figure_ids"),
            Column(t("页", "page"), "page"),
        ],
        key="targets",
        label=t("绩效指标", "performance indicators"),
    )


def _years(document_id: str) -> None:
    rows = data.over_years(document_id)
    if not rows:
        st.caption(
            t(
                "没有同一单位上一年的文件可比。",
                "There is no document of the same publisher of the year before.",
            )
        )
        return
    table(
        [
            {**row, "metric": _metric(row["metric"]), "agrees": _agreement(row["is_reproduced"])}
            for row in rows
        ],
        [
            Column(t("指标", "measure"), "metric"),
            *_amounts_of_years(),
            Column(t("文字所述变化（元）", "change as the text says, 元"), "stated_change_yuan",
                   is_money=True),
            Column(t("与文字相符", "agrees with the text"), "agrees"),
        ],
        key="years",
        label=t("与上年比较", "year over year"),
    )  # fmt: skip
    st.subheader(t("各科目与上年比较", "Functions, year over year"))
    table(
        [{**row, "kind": table_kind(row["table_kind"])} for row in
         data.functions_over_years(document_id)],
        [
            Column(t("表", "table"), "kind"),
            Column(t("科目编码", "code"), "function_code"),
            Column(t("科目", "subject"), "subject_name"),
            *_amounts_of_years(),
            Column(t("上年编码", "code the year before"), "prior_function_code"),
        ],
        key="functions_years",
        label=t("各科目与上年比较", "functions, year over year"),
    )  # fmt: skip


def _amounts_of_years() -> list[Column]:
    return [
        Column(t("本年（元）", "this year, 元"), "amount_yuan", "figure_ids", is_money=True),
        Column(t("上年（元）", "year before, 元"), "prior_amount_yuan", "prior_figure_ids",
               is_money=True),
        Column(t("变化（元）", "change, 元"), "change_yuan", is_money=True),
    ]  # fmt: skip


def _metric(metric: str) -> str:
    own = {
        "current": t("本年收入", "revenue of the year"),
        "carryover": t("上年结转结余", "carried over"),
    }
    return own.get(metric, name(metric))


def _agreement(is_reproduced: bool | None) -> str:
    return {True: t("是", "yes"), False: t("否", "no"), None: ""}[is_reproduced]


def _across(document_id: str) -> None:
    rows = data.across(document_id)
    if not rows:
        st.caption(
            t(
                "没有同一年度的另一份文件（预算对决算，部门对所属单位）可比。",
                "There is no other document of the same year: budget for final accounts, or a "
                "unit's own for its department's.",
            )
        )
        return
    relations = {
        "budget": t("决算与预算", "final accounts and budget"),
        "unit": t("部门与所属单位", "department and unit"),
    }
    table(
        [{**row, "relation": relations.get(row["relation"], row["relation"]),
          "metric": _metric(row["metric"])} for row in rows],
        [
            Column(t("关系", "relation"), "relation"),
            Column(t("指标", "measure"), "metric"),
            Column(t("决算数或部门所列（元）", "final, or as the department prints, 元"),
                   "amount_yuan", "figure_ids", is_money=True),
            Column(t("对方", "other document"), "other_publisher_name"),
            Column(t("预算数或单位所列（元）", "budget, or as the unit prints, 元"),
                   "other_amount_yuan", "other_figure_ids", is_money=True),
            Column(t("差额（元）", "difference, 元"), "difference_yuan", is_money=True),
        ],
        key="across",
        label=t("预算与决算", "budget and final accounts"),
    )  # fmt: skip


def _pivot(
    rows: Sequence[dict[str, Any]], keys: tuple[str, ...], column: str
) -> list[dict[str, Any]]:
    """One row per ``keys``, one entry per value of ``column``, with its figure_ids beside it."""
    wide: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        key = tuple(row[k] for k in keys)
        into = wide.setdefault(key, {k: row[k] for k in keys})
        into.setdefault(row[column] or "all", row["amount_yuan"])
        into.setdefault(f"{row[column] or 'all'} ids", row["figure_ids"])
    return list(wide.values())
