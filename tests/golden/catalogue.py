"""Every golden document: importing this module registers all builders."""

from tests.golden import (
    amounts,
    blocks,
    drawing,
    files,
    headers,
    page_ends,
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
    "drawing",
    "files",
    "headers",
    "make",
    "page_ends",
    "rows",
    "ruling",
    "surroundings",
]
