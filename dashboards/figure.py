"""Where a number is printed: the page of the document with its cell marked, and the rules on it.

Belongs here: what is shown of one figure. Does not belong here: drawing the page
(``pipelines.picture``).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from dashboards import data
from dashboards.language import is_english, name, t
from pipelines.picture import mark_cell
from pipelines.sources import sha256_of

#: A sum has many figures behind it; the first ones are enough to look at.
_SHOWN = 30

_SIGN = {"pass": "✓", "pass_rounding": "≈", "fail": "✗"}


def dialog(figure_ids: list[str], on_close: Callable[[], None] | None = None) -> None:
    """Open the figures behind a number over the page; ``on_close`` is called when it is closed."""
    title = t("这个数字在原文件中的位置", "Where this number is printed")
    st.dialog(title, width="large", on_dismiss=on_close or "ignore")(_behind)(figure_ids)


def _behind(figure_ids: list[str]) -> None:
    if len(figure_ids) > 1:
        choices = figure_ids[:_SHOWN]
        labels = {i: _label(i) for i in choices}
        chosen = st.selectbox(
            t(f"由 {len(figure_ids)} 个数字组成", f"made of {len(figure_ids)} figures"),
            choices,
            format_func=labels.__getitem__,
        )
    else:
        chosen = figure_ids[0]
    show(chosen)


def show(figure_id: str) -> None:
    """One figure: what is printed, where, the page, and the rules that it takes part in."""
    row = data.figure(figure_id)
    if row is None:
        st.warning(t("没有这个数字。", "There is no such figure."))
        return
    amount = row["amount_yuan"]
    st.metric(t("原文", "as printed"), f"{row['printed']} {row['money_unit'] or ''}".strip())
    lines = {
        t("金额（元）", "in 元"): None if amount is None else f"{amount:,.2f}",
        t("发布方", "publisher"): f"{row['publisher_name'] or '—'} {row['fiscal_year'] or ''} "
        f"{name(row['disclosure_kind'])}",
        t("表", "table"): row["table_title"],
        t("页", "page"): row["page"],
        t("行", "row"): " ".join(filter(None, [row["subject_code"], row["row_label"]])),
        t("栏", "column"): row["column_path"],
        t("文件", "file"): row["file_path"],
    }
    # As text, never as markup: it comes from documents.
    st.text("\n".join(f"{k}　{v}" for k, v in lines.items() if v is not None))
    if row["is_marked"]:
        st.warning(t("提取检查对此存疑。", "An extraction check has doubts about this one."))
    picture = _picture(row["file_path"], row["sha256"], row["page"],
                       (row["x0"], row["top"], row["x1"], row["bottom"]))  # fmt: skip
    if picture is None:
        st.info(
            t(
                "原文件不在资料夹中，或已被改动，无法显示页面。",
                "The file is not at hand or has changed, so its page cannot be shown.",
            )
        )
    else:
        st.image(picture, caption=t(f"第 {row['page']} 页", f"page {row['page']}"), width="stretch")
    rules = data.rules_of(figure_id)
    st.markdown(t(f"**参与的核对：{len(rules)}**", f"**Rules it takes part in: {len(rules)}**"))
    for rule in rules[:_SHOWN]:
        sentence = rule["sentence_en" if is_english() else "sentence_zh"]
        numbers = f"{rule['actual_printed']} / {rule['expected_printed']}"
        st.text(f"{_SIGN[rule['state']]} {rule['instance']}\n　 {numbers}\n　 {sentence or ''}")


def _label(figure_id: str) -> str:
    row = data.figure(figure_id)
    if row is None:
        return figure_id
    return f"{row['printed']} · p. {row['page']} · {row['row_label'] or ''}"


@st.cache_data(max_entries=50, show_spinner=False)
def _picture(
    file_path: str, sha256: str, page: int, box: tuple[float, float, float, float]
) -> bytes | None:
    """PNG of the page; None where the document is not the one that was read."""
    document = data.document_file(file_path)
    if not document.is_file() or sha256_of(document) != sha256:
        return None
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "page.png")
        mark_cell(document, page, box, out)
        return out.read_bytes()
