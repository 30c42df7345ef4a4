"""From pages to tables: cells with header paths and row labels, stitched over pages.

Belongs here: grids, header rows, merged cells, rows and their hierarchy, side-by-side blocks,
continuation pages, token accounting. Does not belong here: what a title, a heading or a label
means; that is dbt seeds and SQL.
"""

from pipelines.tables.accounting import account_tokens
from pipelines.tables.model import Table
from pipelines.tables.overlaid import overlaid_pages
from pipelines.tables.reading import PageReading, TableReading, read_tables
from pipelines.tables.separators import exchanged_pages

__all__ = [
    "PageReading",
    "Table",
    "TableReading",
    "account_tokens",
    "exchanged_pages",
    "overlaid_pages",
    "read_tables",
]
