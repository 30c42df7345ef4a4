from __future__ import annotations

from pipelines.tables.watermarks import without_watermarks
from tests.tables.drawing import chars


def texts(found: list[dict]) -> str:
    return "".join(c["text"] for c in found)


def test_slanting_text_is_laid_over_the_page() -> None:
    drawn = chars("合计", 10, 20) + chars("内部资料", 12, 22, angle=35)
    kept, laid_over = without_watermarks(drawn)
    assert (texts(kept), texts(laid_over)) == ("合计", "内部资料")


def test_text_along_the_side_belongs_to_the_page() -> None:
    drawn = chars("合计", 10, 20) + chars("收入", 12, 40, angle=90)
    assert without_watermarks(drawn)[1] == []


def test_large_text_across_others_is_laid_over_the_page() -> None:
    rows = [c for i in range(6) for c in chars("一般公共预算", 10, 20 + 12 * i)]
    large = chars("样张", 5, 50, size=40, non_stroking_color=(0.8, 0.8, 0.8))
    kept, laid_over = without_watermarks([*rows, *large])
    assert (texts(laid_over), len(kept)) == ("样张", len(rows))


def test_large_title_covers_nothing() -> None:
    drawn = [
        *chars("部门预算", 10, 20, size=30, non_stroking_color=(0.0, 0.0, 0.0)),
        *(c for i in range(4) for c in chars("一般公共预算", 10, 60 + 12 * i)),
    ]
    assert without_watermarks(drawn)[1] == []
