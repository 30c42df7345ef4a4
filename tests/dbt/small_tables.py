"""Small tables put through the models' own SQL, without PDFs and without a run of dbt.

Belongs here: rows of the raw layer for tables of a few cells, and what the warehouse makes of them.
Does not belong here: what is expected of which wording (``wordings/*.csv``).

The SQL is what dbt compiled in a finished run (``<home>/dbt/compiled``); it is executed on a copy
of that run's build file, in which nothing but the small tables is left.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

#: What stands between the raw layer and the meaning of figures, in the order of their needs.
MODELS = (
    "int_table", "int_heading_part", "int_heading", "int_column", "int_block", "int_row_term",
    "int_row_link", "int_label_code", "int_subject_name", "int_unit_mention", "int_row",
    "int_row_outline", "int_project", "int_figure_value", "int_figure_meaning",
)  # fmt: skip
FISCAL_YEAR = 2026
_RAW = ("file", "document", "page", "printed_table", "cell", "row", "label", "figure")


@dataclass(frozen=True)
class Cell:
    """One figure: the row it stands in (by label), the header path above it, what is printed."""

    label: str
    column_path: str
    printed: str = "1.00"
    level: int = 0
    code: str | None = None


@dataclass(frozen=True)
class SmallTable:
    """A table of one block; rows are its labels in their order of appearance."""

    title: str
    cells: Sequence[Cell] = field(default_factory=list)
    kind: str = "budget"


def meanings(
    home: Path, folder: Path, tables: Iterable[SmallTable]
) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """For each table its row of ``int_table`` and, in the order of its cells, the coordinates.

    ``home`` is that of a finished run and stays as it is; ``folder`` takes the copy.
    """
    build = folder / "build.duckdb"
    shutil.copy(home / "build.duckdb", build)
    tables = list(tables)
    with duckdb.connect(str(build)) as connection:
        for name in _RAW:
            connection.execute(f"delete from raw.{name}")
        _fill(connection, tables)
        compiled = home / "dbt" / "compiled"
        for name in MODELS:
            (sql,) = compiled.glob(f"*/models/intermediate/{name}.sql")
            connection.execute(
                f"create or replace table intermediate.{name} as {sql.read_text(encoding='utf-8')}"
            )
        found = _rows(connection, "select * from intermediate.int_table")
        of_table = {row["table_id"]: row for row in found}
        figures = _rows(
            connection,
            "select meaning.*, figure_values.value_kind from intermediate.int_figure_meaning "
            "as meaning inner join intermediate.int_figure_value as figure_values "
            "using (figure_id)",
        )
        of_figure = {row["figure_id"]: row for row in figures}
    return [
        (of_table[f"t{n}"], [of_figure[f"t{n}-{c}"] for c in range(len(table.cells))])
        for n, table in enumerate(tables)
    ]


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _fill(connection: duckdb.DuckDBPyConnection, tables: list[SmallTable]) -> None:
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in _RAW}
    for n, table in enumerate(tables):
        ids = {"document_id": table.kind, "table_id": f"t{n}"}
        rows["printed_table"].append(
            {**ids, "table_no": n + 1, "title": table.title, "money_unit": "万元", "page_from": 1,
             "page_to": 1, "is_form": False, "is_empty": False}
        )  # fmt: skip
        for path in dict.fromkeys(cell.column_path for cell in table.cells):
            for part in path.split("/"):
                rows["cell"].append({**ids, "role": "header", "text": part, "page": 1})
        numbers: dict[str, int] = {}
        open_rows: list[tuple[int, int]] = []  # (level, row_no) of the rows above, outermost first
        for c, cell in enumerate(table.cells):
            if cell.label not in numbers:
                row_no = numbers[cell.label] = len(numbers) + 1
                open_rows = [above for above in open_rows if above[0] < cell.level]
                place = {**ids, "row_no": row_no, "block_no": 1}
                rows["row"].append(
                    {**place, "page": 1, "row_label": cell.label, "level": cell.level,
                     "parent_row_no": open_rows[-1][1] if open_rows else None}
                )  # fmt: skip
                open_rows.append((cell.level, row_no))
                side = cell.column_path.split("/")[0]
                head = f"{side}/项目" if side in ("收入", "支出") else "项目"
                rows["label"].append(
                    {**place, "col_no": 2, "header_path": head, "role": "name",
                     "text": cell.label, "is_carried": False}
                )  # fmt: skip
                if cell.code:
                    rows["label"].append(
                        {**place, "col_no": 1, "header_path": "科目编码", "role": "code",
                         "text": cell.code, "code": cell.code, "is_carried": False}
                    )  # fmt: skip
            rows["figure"].append(
                {**ids, "figure_id": f"t{n}-{c}", "page": 1, "row_no": numbers[cell.label],
                 "block_no": 1, "col_no": 3 + c, "row_label": cell.label, "code": cell.code,
                 "column_path": cell.column_path, "printed": cell.printed,
                 "number": cell.printed.replace(",", ""), "unit_header": _unit(cell.column_path)}
            )  # fmt: skip
    for name, values in rows.items():
        if values:
            names = list(dict.fromkeys(key for row in values for key in row))
            connection.executemany(
                f"insert into raw.{name} ({', '.join(names)}) "
                f"values ({', '.join('?' for _ in names)})",
                [[row.get(key) for key in names] for row in values],
            )
    connection.execute("delete from intermediate.int_document")
    for kind in ("budget", "final_accounts"):
        connection.execute(
            "insert into intermediate.int_document (document_id, fiscal_year, disclosure_kind) "
            "values (?, ?, ?)",
            [kind, FISCAL_YEAR, kind],
        )


def _unit(path: str) -> str | None:
    """The unit that a heading prints in brackets at its end, as the extraction gives it."""
    last = path.replace("（", "(").replace("）", ")")
    return last[last.rindex("(") + 1 : -1] if last.endswith(")") and "境" not in last[-3:] else None
