"""Does a glyph look like the digit that the text layer says it is?

Belongs here: shapes of digits. Does not belong here: where glyphs come from (``chars``) and what is
done about a font that lies (the page is marked).

A font may be shown by one table and read by another (ToUnicode): where that one is wrong or meant
to mislead, every number read from the page is wrong without a sign. So the outline of each digit
of an embedded font is compared with the ten digits of the standard fonts that pdfium carries, by
the likeness of their blurred pictures and the number of their holes. On the 1,690 digit glyphs of
the 233 fonts of the project's corpus the most alike is always the right one.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from pipelines.pdf import pdfium_calls as calls

Contour = list[tuple[float, float]]

_STANDARD_FONTS = (
    "Helvetica",
    "Helvetica-Bold",
    "Times-Roman",
    "Times-Bold",
    "Courier",
    "Courier-Bold",
)
# Holes that a digit may have; a slash or a dot inside 0 and 8 of some fonts adds to them.
_HOLES = (
    frozenset({1, 2}),
    frozenset({0}),
    frozenset({0}),
    frozenset({0}),
    frozenset({0, 1}),
    frozenset({0}),
    frozenset({1}),
    frozenset({0}),
    frozenset({2, 3}),
    frozenset({1}),
)
# Correlation of pictures: below this it is no digit at all (lowest of a real one: 0.73), and
# better than the named digit by this it is another (highest of a real one: -0.017).
_ALIKE = 0.6
_BETTER = 0.04
# From here on it is a digit, whatever it is called.
_SURE = 0.85

_SIDE = 40  # pixels of a picture
_MARGIN = 4
_OVERSAMPLING = 2
_BLUR = 2
_CURVE_STEPS = 6


def is_digit(outline: calls.Outline, value: int) -> bool:
    """Whether a glyph looks like the digit ``value``."""
    likeness, holes = _likeness(outline)
    return _is_most_alike(likeness, value) and (
        holes in _HOLES[value] or int(likeness.argmax()) == value
    )


def is_any_digit(outline: calls.Outline) -> bool:
    """Whether a glyph, said to be something else, surely looks like a digit."""
    likeness, holes = _likeness(outline)
    best = int(likeness.argmax())
    return bool(likeness[best] >= _SURE) and holes in _HOLES[best]


def is_drawn_digit(picture: Image.Image, value: int) -> bool:
    """Whether a grey picture, dark on light, of nothing but one char may show ``value``.

    A picture without ink says nothing against it.
    """
    ink = ImageChops.invert(picture.convert("L")).point([0] * 65 + list(range(65, 256)))
    box = ink.getbbox()
    if box is None:
        return True
    ink = ink.crop(box)
    height = _SIDE - 2 * _MARGIN
    width = max(1, min(_SIDE, round(ink.width * height / ink.height)))
    canvas = Image.new("L", (_SIDE, _SIDE))
    canvas.paste(ink.resize((width, height)), ((_SIDE - width) // 2, _MARGIN))
    vector = _vector(canvas)
    return vector is not None and _is_most_alike(_compare(vector), value)


def _is_most_alike(likeness: np.ndarray, value: int) -> bool:
    return bool(likeness[value] >= _ALIKE and likeness.max() - likeness[value] <= _BETTER)


@lru_cache(maxsize=4096)
def _likeness(outline: calls.Outline) -> tuple[np.ndarray, int]:
    """Likeness with each of the ten digits, and the number of holes."""
    contours = _contours(outline)
    vector = _picture(contours)
    likeness = np.zeros(10) if vector is None else _compare(vector)
    return likeness, sum(len(contour) > 2 for contour in contours) - 1


def _compare(vector: np.ndarray) -> np.ndarray:
    # The most alike of the families, for each digit.
    return (_templates() @ vector).reshape(10, len(_STANDARD_FONTS)).max(axis=1)


@lru_cache(maxsize=1)
def _templates() -> np.ndarray:
    """Pictures of the digits of the standard fonts, a row each, digit by digit."""
    rows = []
    with pdfium.PdfDocument.new() as document:
        fonts = [
            pdfium_c.FPDFText_LoadStandardFont(document.raw, name.encode())
            for name in _STANDARD_FONTS
        ]
        for value in range(10):
            for font in fonts:
                outline = calls.glyph_outline(calls.address(font), ord("0") + value)
                rows.append(_picture(_contours(outline)))
        for font in fonts:
            pdfium_c.FPDFFont_Close(font)
    return np.array(rows)


def _contours(outline: calls.Outline) -> list[Contour]:
    """Closed polygons of an outline; curves become chords."""
    contours: list[Contour] = []
    controls: Contour = []
    for kind, x, y in outline:
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            contours.append([(x, y)])
            controls = []
        elif not contours:
            continue
        elif kind == pdfium_c.FPDF_SEGMENT_LINETO:
            contours[-1].append((x, y))
        else:
            controls.append((x, y))
            if len(controls) == 3:
                contours[-1] += _curve(contours[-1][-1], *controls)
                controls = []
    return contours


def _curve(
    p0: tuple[float, float],
    p1: tuple[float, float],
    p2: tuple[float, float],
    p3: tuple[float, float],
) -> Contour:
    return [
        (
            a * p0[0] + b * p1[0] + c * p2[0] + d * p3[0],
            a * p0[1] + b * p1[1] + c * p2[1] + d * p3[1],
        )
        for a, b, c, d in _BERNSTEIN
    ]


# Weights of a cubic curve's four points along its course.
_BERNSTEIN = [
    ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    for t in (step / _CURVE_STEPS for step in range(1, _CURVE_STEPS + 1))
]


def _picture(contours: list[Contour]) -> np.ndarray | None:
    """Picture of the usual height as a vector; None without ink."""
    xs = [x for contour in contours for x, _ in contour]
    ys = [y for contour in contours for _, y in contour]
    if not xs or (height := max(ys) - min(ys)) <= 0:
        return None
    side = _SIDE * _OVERSAMPLING
    scale = (_SIDE - 2 * _MARGIN) * _OVERSAMPLING / height
    middle, top = (max(xs) + min(xs)) / 2, max(ys)
    filled = Image.new("1", (side, side))
    for contour in contours:
        if len(contour) < 3:
            continue
        area = Image.new("1", (side, side))
        ImageDraw.Draw(area).polygon(
            [
                ((x - middle) * scale + side / 2, (top - y) * scale + _MARGIN * _OVERSAMPLING)
                for x, y in contour
            ],
            fill=1,
        )
        filled = ImageChops.logical_xor(filled, area)  # a contour in another is a hole
    return _vector(filled.convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX))


def _vector(small: Image.Image) -> np.ndarray | None:
    """Blurred picture as a vector of length 1 and mean 0; None without ink."""
    values = np.asarray(small.filter(ImageFilter.GaussianBlur(_BLUR)), dtype=float).ravel()
    values = values - values.mean()
    length = np.linalg.norm(values)
    return values / length if length else None
