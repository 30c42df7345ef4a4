"""Pages drawn for tests: characters and ruling lines as the page readers give them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipelines.pdf import Page

SIZE = 9.0
LEFT, TOP, HEIGHT = 50.0, 120.0, 22.0
Merge = tuple[int, int, int, int]


def chars(text: str, x: float, y: float, size: float = SIZE, **more: Any) -> list[dict[str, Any]]:
    """Characters of a line whose middle is at ``y``: Chinese one size wide, others half."""
    placed = []
    for char in text:
        width = size if ord(char) > 0x2000 else size / 2
        if char.strip():
            placed.append(
                {
                    "text": char,
                    "x0": x,
                    "x1": x + width,
                    "top": y - size / 2,
                    "bottom": y + size / 2,
                    "size": size,
                    "upright": True,
                    "hidden": False,
                    "clipped": False,
                    "fontname": "T",
                    **more,
                }
            )
        x += width
    return placed


def width_of(text: str, size: float = SIZE) -> float:
    return sum(size if ord(char) > 0x2000 else size / 2 for char in text)


def line(x0: float, top: float, x1: float, bottom: float, **more: Any) -> dict[str, Any]:
    return {
        "object_type": "line",
        "x0": x0,
        "top": top,
        "x1": x1,
        "bottom": bottom,
        "pts": [(x0, top), (x1, bottom)],
        "stroke": True,
        "fill": False,
        "linewidth": 0.5,
        "stroking_color": (0.0, 0.0, 0.0),
        "non_stroking_color": None,
        **more,
    }


class Sheet:
    """A page under construction."""

    def __init__(self, page_no: int = 1, width: float = 595.0, height: float = 842.0) -> None:
        self.page = Page(page_no, width, height, 0)

    def text(self, text: str, x: float, y: float, size: float = SIZE, **more: Any) -> Sheet:
        self.page.chars += chars(text, x, y, size, **more)
        return self

    def centred(self, text: str, y: float, size: float = 14.0) -> Sheet:
        return self.text(text, (self.page.width - width_of(text, size)) / 2, y, size)

    def rule(self, x0: float, top: float, x1: float, bottom: float, **more: Any) -> Sheet:
        self.page.lines.append(line(x0, top, x1, bottom, **more))
        return self

    def grid(
        self,
        rows: Sequence[Sequence[str | None]],
        widths: Sequence[float],
        *,
        merges: Iterable[Merge] = (),
        left: float = LEFT,
        top: float = TOP,
        height: float = HEIGHT,
        omit: Iterable[str] = (),
        offsets: Sequence[float] = (0.0,),
    ) -> Sheet:
        """A ruled table. ``merges`` are (row, col, row span, column span); ``omit`` names outer
        borders (left, right, top, bottom) to leave out; each line is drawn once per offset."""
        xs = [left]
        for width in widths:
            xs.append(xs[-1] + width)
        ys = [top + height * i for i in range(len(rows) + 1)]
        spans = {(r, c): (rs, cs) for r, c, rs, cs in merges}
        covered: set[tuple[int, int]] = set()
        omitted = set(omit)
        for r, texts in enumerate(rows):
            for c, text in enumerate(texts):
                if (r, c) in covered:
                    continue
                row_span, col_span = spans.get((r, c), (1, 1))
                covered |= {(i, j) for i in range(r, r + row_span) for j in range(c, c + col_span)}
                box = xs[c], ys[r], xs[c + col_span], ys[r + row_span]
                self._borders(box, (xs[0], ys[0], xs[-1], ys[-1]), omitted, offsets)
                self._cell(text or "", box)
        return self

    def _borders(self, box: Any, outer: Any, omitted: set[str], offsets: Sequence[float]) -> None:
        x0, top, x1, bottom = box
        for d in offsets:
            if not ("top" in omitted and top == outer[1]):
                self.rule(x0, top + d, x1, top + d)
            if not ("bottom" in omitted and bottom == outer[3]):
                self.rule(x0, bottom + d, x1, bottom + d)
            if not ("left" in omitted and x0 == outer[0]):
                self.rule(x0 + d, top, x0 + d, bottom)
            if not ("right" in omitted and x1 == outer[2]):
                self.rule(x1 + d, top, x1 + d, bottom)

    def _cell(self, text: str, box: Any) -> None:
        x0, top, x1, bottom = box
        lines = text.split("\n")
        step = SIZE * 1.1
        y = (top + bottom) / 2 - step * (len(lines) - 1) / 2
        for piece in lines:
            is_number = piece[:1].isdigit() or piece[:1] in "-≥≤="
            x = x1 - 2 - width_of(piece) if is_number else x0 + 2
            self.text(piece, x, y)
            y += step
