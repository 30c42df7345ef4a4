"""Pages typed in tests: lines of text at given places, as both readers give them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from pipelines.pdf import Page
from pipelines.tables import TableReading

SIZE = 10.0
LEFT, RIGHT = 70.0, 370.0
PER_LINE = int((RIGHT - LEFT) / SIZE)


class TypedPage:
    """A page of 440 × 600 points; text is typed in full-width characters of 10 points."""

    def __init__(self, page_no: int = 1) -> None:
        self.page = Page(page_no, 440.0, 600.0, 0)
        self.top = 72.0
        self.boxes: list[tuple[float, float, float, float]] = []

    def line(
        self, text: str, x: float = LEFT, size: float = SIZE, top: float | None = None
    ) -> None:
        """One line at `x`; the next one goes below."""
        at = self.top if top is None else top
        self.page.chars += chars(text, x, at, size)
        if top is None:
            self.top += 1.6 * size

    def paragraph(self, text: str) -> None:
        """A paragraph with the usual indent of two characters, wrapped at the right margin."""
        self.line(text[: PER_LINE - 2], LEFT + 2 * SIZE)
        for start in range(PER_LINE - 2, len(text), PER_LINE):
            self.line(text[start : start + PER_LINE])

    def centred(self, text: str, size: float = 16.0) -> None:
        self.line(text, (440.0 - len(text) * size) / 2, size)

    def table(self, height: float = 60.0) -> None:
        """A table's box with a text in it, which is no narrative."""
        self.page.chars += chars("表内文字", LEFT + 5, self.top + 5, SIZE)
        self.boxes.append((LEFT, self.top, RIGHT, self.top + height))
        self.top += height + 10

    def page_number(self) -> None:
        self.line(f"- {self.page.page_no} -", 200.0, top=570.0)


def chars(text: str, x: float, top: float, size: float) -> list[dict[str, Any]]:
    made = []
    for char in text:
        width = size if not char.isascii() or char == " " else size / 2
        made.append(
            {
                "text": char,
                "x0": x,
                "x1": x + width,
                "top": top,
                "bottom": top + size,
                "size": size,
                "upright": True,
                "hidden": False,
                "clipped": False,
                "fontname": "Song",
            }
        )
        x += width
    return made


def table_reading(*typed: TypedPage) -> TableReading:
    """What the tables room hands over, as far as the narrative looks at it."""
    pages = {
        each.page.page_no: SimpleNamespace(
            parts=[SimpleNamespace(grid=SimpleNamespace(box=box)) for box in each.boxes],
            caption_lines=[],
            note_lines=[],
        )
        for each in typed
    }
    return cast("TableReading", SimpleNamespace(tables=[], pages=pages))
