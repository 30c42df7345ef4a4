"""Tables whose numbers can be clicked: a click opens the page of the document with the cell marked.

Belongs here: tables on the screen, and the same tables as CSV and Excel. Does not belong here:
queries (``data``) and the page image (``figure``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import streamlit as st
import xlsxwriter

from dashboards import figure
from dashboards.language import t

Row = Mapping[str, Any]

#: Spreadsheets run a cell that begins so as a formula; text of documents is data.
#: Signs that begin a formula, also in full width, which Excel takes for the same.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


@dataclass(frozen=True)
class Column:
    """A column of a table: its title, what stands in it, and which figures are behind it."""

    title: str
    key: str
    figures: str | None = None
    """Key of the figure_ids behind a cell; None where a cell has none of its own."""
    is_money: bool = False


def table(rows: Sequence[Row], columns: Sequence[Column], *, key: str, label: str) -> None:
    """Draw ``rows``; a click on a number with figures behind it shows where it is printed.

    Args:
        rows: values; amounts as Decimal in 元.
        columns: what to show, in order.
        key: unique on the page; also the name of the downloaded file.
        label: what the table is, for screen readers.
    """
    if not rows:
        st.caption(t("没有数据。", "No data."))
        return
    shown = [{c.title: _shown(row.get(c.key)) for c in columns} for row in rows]
    can_click = any(c.figures for c in columns)
    settings = {
        c.title: st.column_config.NumberColumn(format="accounting") for c in columns if c.is_money
    }
    event = st.dataframe(
        {c.title: [row[c.title] for row in shown] for c in columns},
        hide_index=True,
        column_config=settings,
        placeholder="",
        key=key,
        on_select="rerun" if can_click else "ignore",
        selection_mode="single-cell",
        alt=label,
    )
    _downloads(rows, columns, key)
    if can_click:
        st.caption(t("点击一个数字，可看它在原文件中的位置。", "Click a number to see it printed."))
        _open(event, rows, columns, key)


def heads(shown: Sequence[tuple[str, str, Sequence[str]]], *, key: str) -> None:
    """Head figures side by side, each with a button that shows where it is printed.

    Args:
        shown: label, number as text, figure_ids behind it (none: no button).
        key: unique on the page.
    """
    with st.container(horizontal=True):
        for number, (label, value, figure_ids) in enumerate(shown):
            with st.container(width=150, gap=None):
                st.metric(label, value)
                if figure_ids and st.button(
                    t("看原页", "see the page"), key=f"{key} {number}", type="tertiary",
                    icon=":material/find_in_page:",
                    help=label,
                ):  # fmt: skip
                    figure.dialog(list(figure_ids))


def _shown(value: Any) -> Any:
    # The browser counts in binary floating point: 15 digits hold every amount to the fen up to
    # 10^13 元. Files and the page behind a number have the exact value.
    return float(value) if isinstance(value, Decimal) else value


def picked(chosen: Sequence[int], behind: Sequence[Sequence[str] | None], *, key: str) -> None:
    """Show where the number of a chosen bar is printed.

    Args:
        chosen: indices of what is selected in a chart.
        behind: figure_ids of each bar.
        key: that of the chart.
    """
    if chosen and (figure_ids := behind[chosen[0]]):
        _show(list(figure_ids), list(chosen), key)


def _open(event: Any, rows: Sequence[Row], columns: Sequence[Column], key: str) -> None:
    cells = event.selection.cells
    if not cells:
        return
    row_no, title = cells[0]
    column = next(c for c in columns if c.title == title)
    ids = rows[row_no].get(column.figures) if column.figures else None
    if ids:
        _show(list(ids), cells, key)


def _show(figure_ids: list[str], selection: Sequence[Any], key: str) -> None:
    # A selection outlives the closing of what it opened: what was closed stays closed.
    closed = f"{key} closed"
    if selection != st.session_state.get(closed):
        figure.dialog(figure_ids, on_close=lambda: st.session_state.update({closed: selection}))


def _downloads(rows: Sequence[Row], columns: Sequence[Column], key: str) -> None:
    buttons = st.container(horizontal=True)
    buttons.download_button(
        "CSV",
        lambda: as_csv(rows, columns),
        file_name=f"{key}.csv",
        mime="text/csv",
        key=f"{key} csv",
        on_click="ignore",
    )
    buttons.download_button(
        "Excel",
        lambda: as_excel(rows, columns),
        file_name=f"{key}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key=f"{key} xlsx",
        on_click="ignore",
    )


def as_csv(rows: Sequence[Row], columns: Sequence[Column]) -> bytes:
    """UTF-8 with a byte order mark, which Excel needs; amounts exact; no cell is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(c.title for c in columns)
    for row in rows:
        writer.writerow(_plain(row.get(c.key)) for c in columns)
    return out.getvalue().encode("utf-8-sig")


def as_excel(rows: Sequence[Row], columns: Sequence[Column]) -> bytes:
    """One sheet; numbers as numbers, everything else as text that is never a formula."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    ) as book:
        sheet = book.add_worksheet()
        money = book.add_format({"num_format": "#,##0.00"})
        bold = book.add_format({"bold": True})
        for x, column in enumerate(columns):
            sheet.write_string(0, x, column.title, bold)
            sheet.set_column(x, x, 18)
        for y, row in enumerate(rows, start=1):
            for x, column in enumerate(columns):
                value = row.get(column.key)
                if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
                    sheet.write_string(y, x, _text(value))
                else:
                    sheet.write_number(y, x, float(value), money if column.is_money else None)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _plain(value: Any) -> str:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value)
    text = _text(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(value: Any) -> str:
    return "" if value is None else str(value)
