"""Words and numbers of charts: axis labels, legends, shares beside a pie.

Belongs here: telling them by geometry (short numbers over a drawing). Does not belong here: reading
the drawing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.narrative.lines import Line
from pipelines.narrative.markers import read_marker
from pipelines.pdf import Page

# "120", "60 事业人员", "支出, 40.01%", "0.64%": a number with at most a short name.
_LABEL = re.compile(r"[^。；：]{0,12}?[\d.,]*\d\s*[%％]?|[\d.,]*\d\s*[%％]?[^。；：，\d]{0,8}")
# "支出, 34.20% 基本支出, 55.98%": the labels of two sectors on one height.
_LABELS = re.compile(r"(?:[^。；：\d]{0,12}\d[\d.,]*\s*[%％]\s*){2,4}")
_LEGEND = re.compile(r"[^。；：]{1,20}")
_MIN_LABELS = 2
_NEAR = 30.0
_MIN_DRAWING = 30.0


def chart_lines(page: Page, lines: Sequence[Line]) -> list[Line]:
    """Lines of `lines` that are part of a chart on `page`.

    A chart is a drawing or picture of some size outside of tables, with two labels or more over
    it or close to it; the short lines between its labels are its legend.
    """
    found: list[Line] = []
    for top, bottom in _drawings(page):
        near = [
            line
            for line in lines
            if line.bottom > top - _NEAR and line.top < bottom + _NEAR and not _is_text(line)
        ]
        labels = sum(_label_count(line) for line in near)
        if labels >= _MIN_LABELS:
            found += [line for line in near if line not in found]
    return found


def _label_count(line: Line) -> int:
    if _LABELS.fullmatch(line.text):
        return len(re.findall("[%％]", line.text))
    return int(_LABEL.fullmatch(line.text) is not None)


def _drawings(page: Page) -> list[tuple[float, float]]:
    """Top and bottom of pictures and of groups of curves."""
    images = [(image["top"], image["bottom"]) for image in page.images]
    tall = [(t, b) for t, b in images if _MIN_DRAWING < b - t < 0.8 * page.height]
    curves = [curve for curve in page.curves if curve["bottom"] - curve["top"] > _MIN_DRAWING]
    if curves:
        tall.append((min(c["top"] for c in curves), max(c["bottom"] for c in curves)))
    return tall


def _is_text(line: Line) -> bool:
    if _LABELS.fullmatch(line.text):
        return False
    return _LEGEND.fullmatch(line.text) is None or read_marker(line.text) is not None
