"""The dashboard: ``streamlit run dashboards/app.py``, or ``make dashboard``.

Belongs here: the frame around the pages. Does not belong here: pages.
"""

from __future__ import annotations

import streamlit as st

from dashboards import data, language
from dashboards.language import t
from dashboards.views import compare, department, findings, overview, quality, search
from pipelines.publication.reader import NothingPublished


def main() -> None:
    """Draw the chosen page."""
    st.set_page_config(page_title="预算 yusuan", page_icon="📑", layout="wide")
    language.switch()
    try:
        publication = data.publication_id()
    except NothingPublished as error:
        st.error(t(f"还没有发布任何数据：{error}", str(error)))
        return
    pages = [
        st.Page(overview.page, title=t("总览", "Overview"), url_path="overview", default=True),
        st.Page(department.page, title=t("部门", "Department"), url_path="department"),
        st.Page(compare.page, title=t("比较", "Compare"), url_path="compare"),
        st.Page(search.page, title=t("检索", "Search"), url_path="search"),
        st.Page(findings.page, title=t("不符之处", "Findings"), url_path="findings"),
        st.Page(quality.page, title=t("公开质量", "Disclosure quality"), url_path="quality"),
    ]
    chosen = st.navigation(pages)
    chosen.run()
    st.sidebar.caption(t(f"发布 {publication}", f"publication {publication}"))


main()
