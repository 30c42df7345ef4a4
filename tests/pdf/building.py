"""PDFs written operator by operator, so that a test knows where everything stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

A4 = (0, 0, 595, 842)

#: A ruled table of two rows and three columns, 100 wide and 20 high each, at (50, 700) upwards,
#: with a word in each cell.
GRID = "0.5 w " + " ".join(
    [f"50 {y} m 350 {y} l S" for y in (700, 720, 740)]
    + [f"{x} 700 m {x} 740 l S" for x in (50, 150, 250, 350)]
    + [
        f"BT /F1 10 Tf {55 + 100 * column} {705 + 20 * row} Td (r{row}c{column}) Tj ET"
        for row in (0, 1)
        for column in (0, 1, 2)
    ]
)

#: What both readers must find in it, whatever is done to the page.
GRID_CELLS = [["r1c0", "r1c1", "r1c2"], ["r0c0", "r0c1", "r0c2"]]


def helvetica() -> Dictionary:
    """A font that every reader knows without embedding."""
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )


def write_pdf(
    path: Path,
    *contents: str | bytes,
    page: dict[str, Any] | None = None,
    resources: dict[str, Any] | None = None,
    save: dict[str, Any] | None = None,
) -> Path:
    """Write a PDF with one page per content stream.

    ``page`` are further entries of each page dictionary (``MediaBox``, ``CropBox``, ``Rotate``),
    ``resources`` of its resources (``XObject``), ``save`` arguments of pikepdf's ``save``.
    """
    with Pdf.new() as pdf:
        font = pdf.make_indirect(helvetica())
        for content in contents:
            data = content if isinstance(content, bytes) else content.encode("latin-1")
            entries = {"MediaBox": Array(A4), **(page or {})}
            shared = {"Font": Dictionary(F1=font), **(resources or {})}
            pdf.pages.append(
                pikepdf.Page(
                    Dictionary(
                        Type=Name.Page,
                        Contents=pdf.make_stream(data),
                        Resources=Dictionary({f"/{key}": value for key, value in shared.items()}),
                        **entries,
                    )
                )
            )
        pdf.save(path, **(save or {}))
    return path
