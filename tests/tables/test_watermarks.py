from __future__ import annotations

from typing import Any

from pipelines.pdf.places import Places
from pipelines.tables.watermarks import are_laid_over
from tests.tables.drawing import chars


def parted(drawn: list[dict[str, Any]]) -> tuple[str, str]:
    """Text of the page, and text laid over it."""
    pairs = list(zip(drawn, are_laid_over(drawn, Places.of(drawn)).tolist(), strict=True))
    page = "".join(c["text"] for c, is_laid_over in pairs if not is_laid_over)
    return page, "".join(c["text"] for c, is_laid_over in pairs if is_laid_over)


def test_slanting_text_is_laid_over_the_page() -> None:
    drawn = chars("合计", 10, 20) + chars("内部资料", 12, 22, angle=35)
    assert parted(drawn) == ("合计", "内部资料")


def test_text_along_the_side_belongs_to_the_page() -> None:
    drawn = chars("合计", 10, 20) + chars("收入", 12, 40, angle=90)
    assert parted(drawn)[1] == ""


def test_large_text_across_others_is_laid_over_the_page() -> None:
    rows = [c for i in range(6) for c in chars("一般公共预算", 10, 20 + 12 * i)]
    large = chars("样张", 5, 50, size=40, non_stroking_color=(0.8, 0.8, 0.8))
    kept, laid_over = parted([*rows, *large])
    assert (laid_over, len(kept)) == ("样张", len(rows))


def test_large_title_covers_nothing() -> None:
    drawn = [
        *chars("部门预算", 10, 20, size=30, non_stroking_color=(0.0, 0.0, 0.0)),
        *(c for i in range(4) for c in chars("一般公共预算", 10, 60 + 12 * i)),
    ]
    assert parted(drawn)[1] == ""
