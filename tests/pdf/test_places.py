"""The columns that readers give with the chars say what the chars say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipelines.pdf import open_pdf
from pipelines.pdf.places import Places
from tests.pdf.building import A4, GRID, write_pdf

#: White, invisible, cut off, drawn twice, beside the page, slanting and blank text, a turned word.
CONTENTS = {
    "table": GRID,
    "white": "1 g BT /F1 10 Tf 50 700 Td (12) Tj ET 0 g BT /F1 10 Tf 50 650 Td (3 4) Tj ET",
    "invisible": "BT 3 Tr /F1 10 Tf 50 700 Td (12) Tj ET BT 0 Tr /F1 9 Tf 50 600 Td (3) Tj ET",
    "cut off": "q 50 690 20 20 re W n BT /F1 10 Tf 55 700 Td (123456) Tj ET Q "
    "BT /F1 10 Tf 50 600 Td (7) Tj ET",
    "twice": "BT /F1 10 Tf 50 700 Td (12) Tj ET BT /F1 10 Tf 50.1 700 Td (12) Tj ET",
    "beside": "BT /F1 10 Tf 580 700 Td (123456) Tj ET",
    "slanting": "BT /F1 10 Tf 0.8 0.6 -0.6 0.8 100 100 Tm (12) Tj 1 0 0 1 50 600 Tm (345) Tj ET",
    "turned": "BT /F1 10 Tf 0 1 -1 0 100 100 Tm (12345) Tj ET",
    "nothing": "",
}


@pytest.mark.parametrize("name", CONTENTS)
def test_the_readers_places_are_those_of_the_chars(tmp_path: Path, name: str) -> None:
    path = write_pdf(tmp_path / "a.pdf", CONTENTS[name], page={"MediaBox": list(A4)})
    with open_pdf(path) as opened:
        [page] = opened.pages()
    known, asked = page.places, Places.of(page.chars)
    is_text = np.array([key == "text" for key in Places.KEYS])
    assert np.array_equal(known.columns[~is_text], asked.columns[~is_text])
    numbers = list(zip(known.text.tolist(), [c["text"] for c in page.chars], strict=True))
    assert len(set(numbers)) == len({n for n, _ in numbers}) == len({t for _, t in numbers})


def test_chosen_places_keep_their_order() -> None:
    columns = np.arange(4.0 * len(Places.KEYS)).reshape(len(Places.KEYS), 4)
    assert Places(columns).where(np.array([True, False, False, True])).x0.tolist() == [0.0, 3.0]
