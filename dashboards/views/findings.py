"""What does not reconcile, worst first, with both numbers and the page."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from dashboards import data, figure
from dashboards.language import is_english, name, t
from pipelines.findings import Finding, Severity, comparison, find, reviewed
from pipelines.publication.reader import open_published

_PAGE = 25
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
_BADGE: dict[Severity, Literal["red", "orange", "gray"]] = {
    "error": "red",
    "warning": "orange",
    "info": "gray",
}


def page() -> None:
    """Draw the page."""
    st.title(t("不符之处", "What does not reconcile"))
    left, right = st.columns([1, 2])
    severity = left.selectbox(
        t("严重程度", "severity"),
        _SEVERITIES,
        index=1,
        format_func=lambda s: t(f"{name(s)}及以上", f"{name(s)} and worse"),
    )
    words = right.text_input(t("发布方或文件", "publisher or file"))
    cards(severity, words=words.strip() or None, limit=_PAGE)


def cards(severity: Severity, *, words: str | None = None, limit: int) -> None:
    """One card for each finding; more are shown on demand."""
    found = _find(data.publication_id(), severity, words)
    if not found:
        st.success(t("没有。", "None."))
        return
    key = f"shown {severity} {words}"
    shown = st.session_state.get(key, limit)
    for number, finding in enumerate(found[:shown]):
        with st.container(border=True):
            _card(finding, f"{finding.rule_id} {number}")
    if len(found) > shown and st.button(
        t(f"再显示（共 {len(found)} 条）", f"more ({len(found)} in all)"), key=f"{key} more"
    ):
        st.session_state[key] = shown + limit
        st.rerun()


def _card(finding: Finding, key: str) -> None:
    pages = ", ".join(map(str, finding.pages))
    st.badge(name(finding.severity), color=_BADGE[finding.severity])
    # As text, never as markup: it comes from documents.
    st.text(
        f"{finding.publisher_name or finding.file_path} {finding.fiscal_year or ''} "
        f"{name(finding.disclosure_kind)} · {t(f'第 {pages} 页', f'p. {pages}')}\n"
        f"{finding.instance}\n{comparison(finding)}"
    )
    st.caption(finding.sentence_en if is_english() else finding.sentence_zh)
    if suspect := (finding.suspect_en if is_english() else finding.suspect_zh):
        st.text(suspect)
    if said := reviewed(finding):
        st.text(said)
    if finding.figure_ids and st.button(t("看原页", "see the page"), key=f"see {key}"):
        figure.dialog(list(finding.figure_ids))


@st.cache_data(max_entries=50, show_spinner=False)
def _find(publication: str, severity: Severity, words: str | None) -> list[Finding]:
    del publication  # only part of the cache's key
    with open_published(data.settings.home) as connection:
        return find(connection, document=words, at_least=severity)
