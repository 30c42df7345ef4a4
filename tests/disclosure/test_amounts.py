"""Notation of numbers: every way seen in print, and round trips for each."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.disclosure.amounts import Content, Notation, parse_number, read_number


@pytest.mark.parametrize(
    ("text", "number", "operator", "unit"),
    [
        ("0", "0", None, None),
        ("0.00", "0.00", None, None),
        ("1,506.40", "1506.40", None, None),
        ("28,384,234.71", "28384234.71", None, None),
        ("12.345678", "12.345678", None, None),
        ("１，２３４．５６", "1234.56", None, None),
        ("-60.86%", "-60.86", None, "%"),
        ("－12.3", "-12.3", None, None),
        ("−12.3", "-12.3", None, None),
        ("- 12.3", "-12.3", None, None),
        ("—12.3", "-12.3", None, None),
        ("△12.3", "-12.3", None, None),
        ("▲1,212.3", "-1212.3", None, None),
        ("(12.3)", "-12.3", None, None),
        ("（12.3）", "-12.3", None, None),
        ("+5.3％", "5.3", None, "%"),
        ("≤50万元", "50", "<=", "万元"),
        ("=12期", "12", "=", "期"),
        ("＝100％", "100", "=", "%"),
        (">90%", "90", ">", "%"),
        ("≧95%", "95", ">=", "%"),
        (">=95%", "95", ">=", "%"),
        ("51960元", "51960", None, "元"),
        ("23个", "23", None, "个"),
        ("≥330台（套）", "330", ">=", "台(套)"),
        ("=100.00(%)", "100.00", "=", "%"),
        ("4.5（万元）", "4.5", None, "万元"),
        ("=24小时/日", "24", "=", "小时/日"),
        ("≥451.68平方米", "451.68", ">=", "平方米"),
        ("30㎡", "30", None, "㎡"),
        ("50m2", "50", None, "m2"),
        ("不低于95%", "95", ">=", "%"),
        ("》90%", "90", ">", "%"),
        ("1年", "1", None, "年"),
        ("≤450元/人", "450", "<=", "元/人"),
        ("≤5个工作日", "5", "<=", "个工作日"),
        ("90%以上", "90", ">=", "%"),
        ("90%（含）以上", "90", ">=", "%"),
        ("10日以内", "10", "<=", "日"),
        ("￥12.50", "12.50", None, None),
        (".50", "0.50", None, None),
        ("1,234,5\n67.89", "1234567.89", None, None),
        ("123.\n45", "123.45", None, None),
    ],
)
def test_one_number(text: str, number: str, operator: str | None, unit: str | None) -> None:
    parsed = parse_number(text)
    assert parsed is not None
    assert (parsed.number, parsed.operator, parsed.unit) == (number, operator, unit)
    assert parsed.is_percent == (unit is not None and unit.startswith("%"))
    assert not parsed.has_bad_grouping


@pytest.mark.parametrize("text", ["1,23", "12,3456.00", "1234,567", "1,,234"])
def test_bad_grouping_is_flagged(text: str) -> None:
    parsed = parse_number(text)
    assert parsed is not None
    assert parsed.has_bad_grouping


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (None, Content.BLANK),
        ("", Content.BLANK),
        (" \u3000\n", Content.BLANK),
        ("-", Content.DASH),
        ("—", Content.DASH),
        ("——", Content.DASH),
        ("--", Content.DASH),
        ("－", Content.DASH),
        ("/", Content.DASH),
        ("- -", Content.DASH),
        ("####", Content.OVERFLOW),
        ("＃＃＃＃", Content.OVERFLOW),
        ("≤1次；≤1次", Content.MULTIPLE),
        ("≥98%；≥95%", Content.MULTIPLE),
        ("12.30 45.60", Content.MULTIPLE),
        ("12.3\n45.6", Content.MULTIPLE),
        ("5-10", Content.MULTIPLE),
        ("行政运行", Content.TEXT),
        ("第3季度", Content.TEXT),
        ("1.完成任务", Content.TEXT),
        ("（一）", Content.TEXT),
        ("(1)工资福利支出", Content.TEXT),
        ("2024年部门预算", Content.TEXT),
        ("1%人口抽样调查", Content.TEXT),
        ("15个居民区全覆盖", Content.TEXT),
        ("①", Content.TEXT),
        ("(12.3", Content.TEXT),
        ("2名工作人员参加全省组织的业务培训班", Content.TEXT),
    ],
)
def test_no_number(text: str | None, content: Content) -> None:
    reading = read_number(text)
    assert (reading.content, reading.number) == (content, None)


_AMOUNTS = st.decimals(
    min_value=Decimal("0"), max_value=Decimal("999999999999"), places=2, allow_nan=False
)
_FULL_WIDTH = str.maketrans("0123456789,.-%()", "０１２３４５６７８９，．－％（）")
_WRITERS = {
    Notation.PLAIN: ["{}"],
    Notation.PLUS: ["+{}", "＋{}"],
    Notation.MINUS: ["-{}", "－{}", "−{}", "- {}", "—{}", "–{}"],
    Notation.TRIANGLE: ["△{}", "▲{}", "Δ{}"],
    Notation.PARENTHESES: ["({})", "（{}）", "( {} )"],
}


@given(
    amount=_AMOUNTS,
    writer=st.sampled_from([(n, w) for n, ws in _WRITERS.items() for w in ws]),
    grouped=st.booleans(),
    full_width=st.booleans(),
    unit=st.sampled_from([None, "%", "万元", "元", "人次", "台(套)"]),
    operator=st.sampled_from([None, "=", ">=", "<=", ">", "<"]),
)
def test_round_trip(
    amount: Decimal,
    writer: tuple[Notation, str],
    grouped: bool,
    full_width: bool,
    unit: str | None,
    operator: str | None,
) -> None:
    notation, template = writer
    if notation is Notation.PARENTHESES and unit in ("人次", "台(套)"):
        unit = None  # "(3)人次" numbers an item.
    text = (operator or "") + template.format(f"{amount:,}" if grouped else f"{amount}")
    text += unit or ""
    parsed = parse_number(text.translate(_FULL_WIDTH) if full_width else text)
    assert parsed is not None
    negative = notation in (Notation.MINUS, Notation.TRIANGLE, Notation.PARENTHESES)
    assert parsed.number == ("-" if negative else "") + f"{amount}"
    assert (parsed.notation, parsed.unit, parsed.operator) == (notation, unit, operator)
    assert not parsed.has_bad_grouping


@given(st.text(max_size=40))
def test_any_text_is_read(text: str) -> None:
    reading = read_number(text)
    assert (reading.content is Content.NUMBER) == (reading.number is not None)
    if reading.number is not None:
        Decimal(reading.number.number)


@given(st.lists(_AMOUNTS, min_size=2, max_size=4), st.sampled_from(["；", "; ", " ", "\n", "、"]))
def test_several_numbers_are_not_one(amounts: list[Decimal], separator: str) -> None:
    assert read_number(separator.join(f"{a:,}" for a in amounts)).is_multiple
