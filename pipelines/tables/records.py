"""A table as rows of the raw schema (``pipelines.extraction.schema``), without ``document_id``.

Belongs here: names and order of fields. ``table_id`` and ``figure_id`` are given without their
document part: extraction puts ``{document_id}-`` in front.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pipelines.marks import Mark
from pipelines.tables.captions import money_unit
from pipelines.tables.model import Figure, Placed, Table
from pipelines.tables.numbers import read_number
from pipelines.tables.text import plain, squash

_BRACKETED_UNIT = re.compile(
    r"[(（](?:单位[:：])?(亿元|万元|千元|元|%|人次|人|个|辆|台|套|平方米|㎡)[)）]"
)
_RATIO_HEADING = re.compile(r"(%|％)$|^(增减|增长)?(比例|比率|幅度|增长率|增减率)")


def table_records(table: Table) -> dict[str, list[dict[str, Any]]]:
    """Rows by raw table: printed_table, cell, row, label, figure."""
    table_id = f"t{table.table_no:03d}"
    return {
        "printed_table": [_printed_table(table, table_id)],
        "cell": [_cell(placed, table_id) for placed in table.cells if placed.text],
        "row": [
            {
                "table_id": table_id,
                "page": row.page_no,
                "row_no": row.row_no,
                "block_no": row.block_no,
                "row_label": row.row_label,
                "level": row.level,
                "parent_row_no": row.parent_row_no,
                "unit_label": row.unit_label,
            }
            for row in table.block_rows
        ],
        "label": [
            {
                "table_id": table_id,
                "row_no": row.row_no,
                "block_no": row.block_no,
                "col_no": label.col_no,
                "header_path": "/".join(label.path),
                "role": label.role,
                "text": label.text,
                "code": label.code,
                "is_carried": label.is_carried,
            }
            for row in table.block_rows
            for label in row.labels
        ],
        "figure": [_figure(figure, table, table_id) for figure in table.figures],
    }


def _printed_table(table: Table, table_id: str) -> dict[str, Any]:
    caption = table.caption
    headings = [part for column in table.columns for part in column.path]
    return {
        "table_id": table_id,
        "table_no": table.table_no,
        "title": caption.title,
        "heading": caption.heading,
        "printed_number": caption.printed_number,
        "organisation_line": caption.organisation_line,
        "unit_line": caption.unit_line,
        "money_unit": money_unit(caption.unit_line, *_bracketed([*headings, caption.title])),
        "page_from": table.pages[0],
        "page_to": table.pages[-1],
        "header_row_count": table.header_row_count,
        "row_count": table.row_count,
        "column_count": len(table.columns),
        "block_count": max((c.block_no for c in table.columns), default=1),
        "is_form": table.is_form,
        "is_empty": not table.figures,
        "note": table.note,
    }


def _bracketed(texts: Sequence[str | None]) -> list[str]:
    return [m[1] for text in texts if (m := _BRACKETED_UNIT.search(plain(text)))]


def _cell(placed: Placed, table_id: str) -> dict[str, Any]:
    return {
        "table_id": table_id,
        "page": placed.page_no,
        "row_no": placed.row_no,
        "row_span": placed.row_span,
        "col_no": placed.col_no,
        "col_span": placed.col_span,
        "role": placed.role,
        "text": placed.text,
        **_box(placed),
    }


def _box(placed: Placed) -> dict[str, float]:
    x0, top, x1, bottom = placed.box
    return {"x0": x0, "top": top, "x1": x1, "bottom": bottom}


def figure_key(placed: Placed) -> str:
    """Stable name of a figure inside its document: page and upper left corner of its cell."""
    return f"p{placed.page_no:03d}x{round(placed.box[0]):04d}y{round(placed.box[1]):04d}"


def _figure(figure: Figure, table: Table, table_id: str) -> dict[str, Any]:
    placed = figure.placed
    is_exchanged = Mark.EXCHANGED_SEPARATORS in figure.mark_reasons
    number = None if is_exchanged else read_number(placed.text).number
    return {
        "figure_id": figure_key(placed),
        "table_id": table_id,
        "page": placed.page_no,
        "row_no": figure.row_no,
        "block_no": figure.block_no,
        "col_no": placed.col_no,
        "row_label": figure.row_label,
        "code": figure.code,
        "column_path": "/".join(figure.path),
        "printed": squash(placed.text) if number is not None else placed.text,
        "number": number.number if number else None,
        "operator": (number.operator or figure.operator) if number else None,
        "unit_cell": (number.unit or figure.unit) if number else None,
        "unit_header": _heading_unit(figure.path),
        "unit_label_text": _label_unit(figure.row_label),
        **_box(placed),
        "read_by": None,
        "is_marked": bool(figure.mark_reasons),
        "mark_reasons": figure.mark_reasons,
    }


def _heading_unit(path: tuple[str, ...]) -> str | None:
    for part in reversed(path):
        flat = plain(part)
        if match := _BRACKETED_UNIT.search(flat):
            return match[1]
        if _RATIO_HEADING.search(flat):
            return "%"
    return None


def _label_unit(label: str) -> str | None:
    matches = _BRACKETED_UNIT.findall(plain(label))
    return matches[-1] if matches else None
