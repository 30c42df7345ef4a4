"""Every golden document: importing this module registers all builders."""

from tests.golden import (
    amounts,
    blocks,
    budgets,
    bundles,
    combinations,
    drawing,
    family,
    files,
    final_accounts,
    headers,
    page_ends,
    performance,
    rows,
    ruling,
    surroundings,
)
from tests.golden.build import BUILDERS, Golden, make

__all__ = [
    "BUILDERS",
    "Golden",
    "amounts",
    "blocks",
    "budgets",
    "bundles",
    "combinations",
    "drawing",
    "family",
    "files",
    "final_accounts",
    "headers",
    "make",
    "page_ends",
    "performance",
    "rows",
    "ruling",
    "surroundings",
]
