"""A page of a document as a picture with one cell marked.

Belongs here: drawing on a rendered page. Does not belong here: rendering (``pdf/``).
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

from pipelines.pdf import render

_DPI = 150
_MARGIN = 3  # points around the printed text


def mark_cell(
    document: Path, page: int, box: tuple[float, float, float, float], out: Path
) -> float:
    """Write page ``page`` as PNG with ``box`` (x0, top, x1, bottom in points) marked.

    Returns:
        Pixels per point.
    """
    scale = _DPI / 72
    image = render(document, page, dpi=_DPI).convert("RGB")
    x0, top, x1, bottom = box
    corners = [
        ((x0 - _MARGIN) * scale, (top - _MARGIN) * scale),
        ((x1 + _MARGIN) * scale, (bottom + _MARGIN) * scale),
    ]
    veil = Image.new("RGBA", image.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(veil)
    draw.rectangle(
        [corners[0], corners[1]], fill=(255, 214, 0, 90), outline=(200, 0, 0, 255), width=4
    )
    # A cross-hair through the margins: a cell is small on a wide page.
    middle = ((corners[0][0] + corners[1][0]) / 2, (corners[0][1] + corners[1][1]) / 2)
    thin = (200, 0, 0, 110)
    draw.line([(0, middle[1]), (corners[0][0], middle[1])], fill=thin, width=1)
    draw.line([(middle[0], 0), (middle[0], corners[0][1])], fill=thin, width=1)
    out.parent.mkdir(parents=True, exist_ok=True)
    Image.alpha_composite(image.convert("RGBA"), veil).convert("RGB").save(out, format="PNG")
    return scale
