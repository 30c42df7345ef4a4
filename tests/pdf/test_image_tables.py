from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipelines.pdf import open_pdf


def _picture(columns: int, rows: int) -> Image.Image:
    image = Image.new("L", (800, 400), 255)
    draw = ImageDraw.Draw(image)
    for i in range(columns + 1):
        draw.line((10 + i * 780 // columns, 10, 10 + i * 780 // columns, 390), fill=0, width=2)
    for i in range(rows + 1):
        draw.line((10, 10 + i * 380 // rows, 790, 10 + i * 380 // rows), fill=0, width=2)
    return image


@pytest.mark.parametrize(
    ("columns", "rows", "width", "is_marked"),
    [
        (3, 4, 400, True),
        (1, 6, 400, False),  # gridlines one way: a chart
        (3, 4, 120, False),  # a stamp
    ],
)
def test_picture_of_a_table(
    tmp_path: Path, columns: int, rows: int, width: int, is_marked: bool
) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(72, 760, "A page with text.")
    canvas.drawImage(ImageReader(_picture(columns, rows)), 80, 400, width, width / 2)
    canvas.save()
    with open_pdf(tmp_path / "a.pdf") as pdf:
        (page,) = pdf.pages()
    assert ("image_table" in page.mark_reasons) == is_marked
