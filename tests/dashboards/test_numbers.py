"""Downloads hold what stands in the warehouse: exact amounts, no text that runs as a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from dashboards.numbers import Column, as_csv, as_excel

COLUMNS = (Column("名称", "name"), Column("金额", "amount", "ids", is_money=True))


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_amounts_are_exact_and_blanks_are_blank() -> None:
    rows = [
        {"name": "合计", "amount": Decimal("99999999999999.99")},
        {"name": None, "amount": None},
        {"name": "减少", "amount": Decimal("-0.10")},
    ]
    assert read(as_csv(rows, COLUMNS)) == [
        ["名称", "金额"],
        ["合计", "99999999999999.99"],
        ["", ""],
        ["减少", "-0.10"],
    ]


@given(st.text())
@example("=HYPERLINK(A1)")
@example("＝1+1")
def test_no_text_is_a_formula(text: str) -> None:
    (_, (name, _)) = read(as_csv([{"name": text, "amount": None}], COLUMNS))
    assert not name.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n"))
    assert name.removeprefix("'") == text.removeprefix("'")


def test_excel_has_numbers_as_numbers_and_text_as_text() -> None:
    rows = [{"name": "=1+1", "amount": Decimal("1234.56")}]
    with zipfile.ZipFile(io.BytesIO(as_excel(rows, COLUMNS))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "<v>1234.56</v>" in sheet
    assert "=1+1" in strings
