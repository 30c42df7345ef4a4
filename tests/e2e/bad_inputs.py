"""Files that publishers really put up under a PDF's name, made here.

Belongs here: bytes. Does not belong here: what should become of them (the tests).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


def _zip(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return stream.getvalue()


def _pdf(draw: Callable[[Canvas], None]) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    draw(canvas)
    canvas.save()
    return stream.getvalue()


def _scan(canvas: Canvas) -> None:
    picture = Image.new("L", (600, 800), 230)
    for _ in range(3):
        canvas.drawImage(ImageReader(picture), 40, 40, 500, 700)
        canvas.showPage()


def _novel(canvas: Canvas) -> None:
    for chapter in range(1, 4):
        for line in range(30):
            canvas.drawString(
                72,
                780 - 20 * line,
                f"Chapter {chapter}, line {line}: it was a dark and stormy night",
            )
        canvas.showPage()


def _encrypted(good: Path, **passwords: str) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(good) as pdf:
        pdf.save(stream, encryption=pikepdf.Encryption(**{"user": "", "owner": "", **passwords}))
    return stream.getvalue()


def write_all(folder: Path, good: Path) -> dict[str, str]:
    """Write every bad file; returns file name -> a word that its reason must say."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, tuple[bytes, str]] = {
        "page.pdf": (b"<!DOCTYPE html><html><body>404 Not Found</body></html>", "HTML"),
        "budget.ofd": (_zip(OFD_dot_xml="<ofd/>", Doc_0__Document_dot_xml="<d/>"), "OFD"),
        "book.xlsx": (_zip(xl__workbook_dot_xml="<workbook/>"), "Excel"),
        "book.pdf": (_zip(xl__workbook_dot_xml="<workbook/>", x="2"), "Excel"),
        "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Excel"),
        "archive.zip": (_zip(readme_dot_txt="hello"), "ZIP"),
        "empty.pdf": (b"", "empty"),
        "cut.pdf": (good.read_bytes()[: good.stat().st_size // 2], "cut off"),
        "secret.pdf": (_encrypted(good, user="sesame", owner="boss"), "password"),
        "scan.pdf": (_pdf(_scan), "no text layer"),
        "novel.pdf": (_pdf(_novel), "budget"),
    }
    for name, (content, _) in files.items():
        (folder / name).write_bytes(content)
    return {name: word for name, (_, word) in files.items()}


def write_protected(path: Path, good: Path) -> None:
    """The good document with an owner password only: everybody may open it."""
    path.write_bytes(_encrypted(good, owner="boss"))
