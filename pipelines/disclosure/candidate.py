"""The row that evidence for a document's identity is.

Belongs here: its fields. Does not belong here: where evidence is found (identity, membership).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Candidate:
    """One piece of evidence; fields as in the raw table candidate."""

    axis: str
    value: str
    page: int
    text: str
    method: str
    score: float

    def row(self) -> dict[str, Any]:
        """The candidate as a row, less its document."""
        return asdict(self)
