"""From the parts of one table to its columns, rows, labels and figures.

Belongs here: which of the two ways a table is put together in. Does not belong here: the ways
themselves (``column_tables``, ``form_building``).
"""

from __future__ import annotations

from pipelines.tables.column_tables import build_column_table
from pipelines.tables.form_building import build_form
from pipelines.tables.model import Table


def build(table: Table) -> None:
    """Fill columns, cells, rows, labels and figures of a table from its parts."""
    table.is_form = table.parts[0].is_form
    if table.is_form:
        build_form(table)
    else:
        build_column_table(table)
