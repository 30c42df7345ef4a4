"""Golden files that must be refused, or read only with a mark: damage, locks, pictures, lies.

Belongs here: files whose bytes are the point. Ways of printing tables are in the other modules.
"""

from __future__ import annotations

import io
import re
import zipfile

import pikepdf
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader

from tests.facsimile.typeset import Paper
from tests.golden.build import FONT, ORGANISATION, Golden, Sheet, golden, tree

_HEADER = tree("科目编码", "科目名称", "预算数")
_ROWS = [
    ["", "合计", "4,567.89"],
    ["201", "一般公共服务支出", "3,210.45"],
    ["208", "社会保障和就业支出", "1,357.44"],
]
_WIDTHS = (90, 230, 110)


def _budget(g: Golden) -> None:
    """A plain budget of one page: cover lines and an expenditure table."""
    sheet = Sheet.open(g)
    sheet.paper.new_page()
    sheet.paper.paragraph(f"{ORGANISATION}2025年部门预算", 18, 40, align="center", after=12)
    sheet.table("支出总表", "expenditure", _HEADER, "cnf", _ROWS, widths=_WIDTHS)
    sheet.close()


def _replace(g: Golden, data: bytes) -> None:
    """The file gets other bytes; nothing is to be read from it."""
    g.path.write_bytes(data)
    g.figures, g.titles = [], []


def _picture() -> Image.Image:
    """A table as pixels only."""
    image = Image.new("L", (900, 420), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), 28)
    xs, top, height = (20, 180, 620, 880), 20, 90
    for r, row in enumerate((["科目编码", "科目名称", "预算数"], *_ROWS)):
        y = top + r * height
        for c, text in enumerate(row):
            draw.rectangle((xs[c], y, xs[c + 1], y + height), outline=0, width=2)
            draw.text((xs[c] + 12, y + 28), text, font=font, fill=0)
    return image


def _place(paper: Paper, image: Image.Image, top: float, width: float) -> float:
    """Draw the picture and return its height on the page."""
    height = width * image.height / image.width
    x = (paper.width - width) / 2
    paper.canvas.drawImage(ImageReader(image), x, paper.height - top - height, width, height)
    return height


# -- read, with a mark --------------------------------------------------------------------------


@golden
def image_table(g: Golden) -> None:
    """A page with text and a ruled table, then a page whose table is a picture."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    sheet.table("支出总表", "expenditure", _HEADER, "cnf", _ROWS, widths=_WIDTHS)
    paper.new_page()
    sheet.caption("财政拨款支出表", width=450)
    paper.y += _place(paper, _picture(), paper.y, 450) + 20
    paper.paragraph("2025年财政拨款支出按上表执行。", 13, 25)
    g.marks = {2: "image_table"}
    sheet.close()


@golden
def lying_font(g: Golden) -> None:
    """The text layer's digits are not those that the page shows (wrong ToUnicode)."""
    _budget(g)
    with pikepdf.open(g.path, allow_overwriting_input=True) as pdf:
        for font in {
            font.objgen: font for page in pdf.pages for font in page.resources["/Font"].values()
        }.values():
            stream = font["/ToUnicode"]
            # Each digit claims to be the next one: 0 -> 1, … 9 -> 0.
            wrong = re.sub(
                rb"(<\w\w> <003)([0-9])>",
                lambda m: m[1] + str((int(m[2]) + 1) % 10).encode() + b">",
                stream.read_bytes(),
            )
            stream.write(wrong)
        pdf.save(g.path)
    g.marks = {1: "lying_font"}


@golden
def exchanged_separators(g: Golden) -> None:
    """The text layer has a comma where the page shows a point, and a point for the comma."""
    _budget(g)
    with pikepdf.open(g.path, allow_overwriting_input=True) as pdf:
        for font in {
            font.objgen: font for page in pdf.pages for font in page.resources["/Font"].values()
        }.values():
            stream = font["/ToUnicode"]
            wrong = re.sub(
                rb"(<\w\w> <002)([CcEe])>",
                lambda m: m[1] + (b"E" if m[2] in b"Cc" else b"C") + b">",
                stream.read_bytes(),
            )
            stream.write(wrong)
        pdf.save(g.path)
    g.marks = {1: "exchanged_separators"}


@golden
def no_unicode(g: Golden) -> None:
    """A font without any ToUnicode: what its characters mean is a guess of the reader."""
    _budget(g)
    with pikepdf.open(g.path, allow_overwriting_input=True) as pdf:
        for name, font in pdf.pages[0].resources["/Font"].items():
            if name.startswith("/F1"):  # F2 is that of the closing page
                del font["/ToUnicode"]
        pdf.save(g.path)
    g.marks = {1: "unmapped_text"}
    g.titles = []


@golden
def clipped_cell(g: Golden) -> None:
    """A number wider than its cell is cut off by a clipping path: part of it cannot be seen."""
    sheet = Sheet.open(g)
    paper = sheet.paper
    paper.new_page()
    rows = [
        ["", "合计", "12.50"],
        ["201", "一般公共服务支出", ""],
        ["208", "社会保障和就业支出", "1.00"],
    ]
    top = paper.y + 47 + 20 + 18
    sheet.table("支出总表", "expenditure", _HEADER, "cnf", rows, widths=(90, 230, 40))
    right = (paper.width + 360) / 2
    canvas = paper.canvas
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(right - 40, paper.height - top - 18, 40, 18)
    canvas.clipPath(path, stroke=0, fill=0)
    paper.text(right - 2, top + 4, "3,210,987,654.45", 9, align="right")
    canvas.restoreState()
    g.marked_figures = {("一般公共服务支出", "预算数")}
    sheet.close()


@golden
def owner_password(g: Golden) -> None:
    """Only an owner password is set: anyone may read it."""
    _budget(g)
    with pikepdf.open(g.path, allow_overwriting_input=True) as pdf:
        pdf.save(g.path, encryption=pikepdf.Encryption(owner="owner", user="", R=6))


@golden
def junk_around(g: Golden) -> None:
    """Bytes before the header and behind the end marker, as mail gateways and web servers add."""
    _budget(g)
    g.path.write_bytes(b"\r\n\r\n" + g.path.read_bytes() + b"\r\n\x00\x00\r\n")


# -- refused ------------------------------------------------------------------------------------


@golden
def user_password(g: Golden) -> None:
    """A password is needed to open it."""
    _budget(g)
    with pikepdf.open(g.path, allow_overwriting_input=True) as pdf:
        pdf.save(g.path, encryption=pikepdf.Encryption(owner="owner", user="user", R=6))
    g.figures, g.titles, g.reason_code = [], [], "password"


@golden
def truncated(g: Golden) -> None:
    """The download stopped half way."""
    _budget(g)
    _replace(g, g.path.read_bytes()[: g.path.stat().st_size // 2])
    g.reason_code = "truncated"


@golden
def html_named_pdf(g: Golden) -> None:
    """An error page of a web server, saved as .pdf."""
    page = "<!DOCTYPE html><html><head><title>404</title></head><body>页面不存在</body></html>"
    _replace(g, page.encode())
    g.reason_code = "not_pdf"


@golden
def ofd_named_pdf(g: Golden) -> None:
    """An OFD file (a ZIP container), named .pdf."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(
            zipfile.ZipInfo("OFD.xml"), "<ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016'/>"
        )
    _replace(g, data.getvalue())
    g.reason_code = "not_pdf"


@golden
def excel_named_pdf(g: Golden) -> None:
    """An old Excel file (an OLE container), named .pdf."""
    _replace(g, bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1016))
    g.reason_code = "not_pdf"


@golden
def empty_file(g: Golden) -> None:
    """No bytes at all."""
    _replace(g, b"")
    g.reason_code = "empty_file"


@golden
def image_only(g: Golden) -> None:
    """A scan: every page is a picture, with the few characters that a scanning app stamps."""
    sheet = Sheet.open(g, is_disclosure=False, numbers=False)
    for _ in range(2):
        sheet.paper.new_page()
        _place(sheet.paper, _picture(), 80, 470)
        sheet.paper.text(480, 800, "扫描全能王", 7)
    sheet.close()
    g.reason_code = "no_text"


@golden
def no_disclosure(g: Golden) -> None:
    """A readable PDF with a table that is no budget disclosure: a price list."""
    sheet = Sheet.open(g, is_disclosure=False)
    paper = sheet.paper
    paper.new_page()
    paper.paragraph("药品价格目录（第三批）", 18, 40, align="center", after=12)
    names = ("阿司匹林肠溶片", "布洛芬缓释胶囊", "维生素C片", "葡萄糖注射液")
    rows = [[str(n), name, "盒", f"{7 * n}.{n}0"] for n, name in enumerate(names, start=1)]
    sheet.table(
        None, "other", tree("序号", "药品名称", "包装单位", "零售价（元）"), "onaf", rows,
        widths=(50, 200, 70, 90), unit=None, money_unit="元",
    )  # fmt: skip
    sheet.close()
    g.reason_code = "not_a_disclosure"
