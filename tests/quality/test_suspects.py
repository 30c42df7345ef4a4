"""The suspect: the smallest set of changes, and silence where two sets are as good."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.quality.suspects import (
    Identity,
    Number,
    Reading,
    Suspect,
    System,
    find_suspects,
    is_slip,
    name_suspects,
    written_like,
)

YUAN = 200  # half fen


def system(printed: dict[str, float], *laws: str, claims: Iterable[str] = ()) -> System:
    """``laws``: ``"t = a + b"``, ``"a <= b"``, or readings of one law parted by ``"|"``."""
    made = System()
    for name, yuan in printed.items():
        amount = round(Decimal(str(yuan)) * YUAN)
        made.numbers[name] = Number(name, amount, is_claim=name in claims)
    for law in laws:
        readings = []
        for reading in law.split("|"):
            left, right = reading.replace("<=", "=").split("=")
            signs = dict.fromkeys(left.split(), 1)
            signs |= dict.fromkeys(right.replace("+", " ").split(), -1)
            difference = sum(sign * made.numbers[n].amount for n, sign in signs.items())
            readings.append(Reading(signs, difference, len(signs)))
        made.identities.append(Identity(law, readings, is_equal="<=" not in law))
    return made


def named(found: dict[str, Suspect]) -> dict[str, tuple[str, float]]:
    return {law: (s.number, s.amount / YUAN) for law, s in found.items()}


def test_the_figure_in_two_failing_sums_is_named_with_its_value() -> None:
    broken = system(
        {"t": 100, "a": 60, "b": 45, "row": 50, "x": 20, "y": 20}, "t = a + b", "b = x + y"
    )
    broken.identities += system({"b": 45, "row": 40}, "row = b").identities
    assert named(find_suspects(broken)) == {
        "t = a + b": ("b", 40),
        "b = x + y": ("b", 40),
        "row = b": ("b", 40),
    }


def test_sums_that_hold_speak_for_their_figures() -> None:
    broken = system(
        {"t": 100, "a": 60, "b": 50, "p": 60, "all": 100}, "t = a + b", "a = p", "all = t"
    )
    assert named(find_suspects(broken)) == {"t = a + b": ("b", 40)}


def test_a_tie_names_nobody() -> None:
    assert find_suspects(system({"t": 123, "a": 251}, "t = a")) == {}


def test_a_slip_of_the_hand_decides_between_equals() -> None:
    broken = system({"t": 4_321, "a": 1_230, "b": 3_210, "c": 1_111}, "t = a + b + c")
    assert find_suspects(broken) == {}
    broken = system({"t": 4_567, "a": 1_231, "b": 22_250, "c": 1_111}, "t = a + b + c")
    assert named(find_suspects(broken)) == {"t = a + b + c": ("b", 2_225)}


def test_the_text_may_be_wrong() -> None:
    broken = system({"said": 12, "t": 10, "a": 4, "b": 6}, "said = t", "t = a + b", claims=["said"])
    assert named(find_suspects(broken)) == {"said = t": ("said", 10)}


def test_one_of_several_readings_is_enough() -> None:
    printed = {"said": 10, "t": 12, "other": 10, "a": 4, "b": 6}
    assert named(find_suspects(system(printed, "said = t | said = other", "t = a + b"))) == {}
    printed |= {"c": 10}
    broken = system(printed, "said = t | said = other", "t = a + b", "c = t")
    assert named(find_suspects(broken)) == {"t = a + b": ("t", 10), "c = t": ("t", 10)}


def test_what_must_not_be_above_limits_the_change() -> None:
    broken = system({"a": 7, "b": 5, "cap": 5}, "a = b", "b <= cap")
    assert named(find_suspects(broken)) == {"a = b": ("a", 5)}


def test_no_amount_is_mended_by_a_minus() -> None:
    # Without this, b = -21 would be as good.
    printed = {"t": 10, "a": 31, "b": 0, "t2": 10}
    assert named(find_suspects(system(printed, "t = a + b", "t2 = t"))) == {"t = a + b": ("a", 10)}


def test_a_number_that_may_be_anything_below_is_not_named() -> None:
    broken = system({"a": 9, "cap": 5, "cap2": 5}, "a <= cap", "cap = cap2")
    assert find_suspects(broken) == {}


def test_two_errors_are_two_suspects() -> None:
    broken = system(
        {"t": 100, "a": 60, "b": 50, "a2": 60, "u": 30, "c": 10, "d": 25, "c2": 10, "d2": 20,
         "t2": 100, "b2": 40, "u2": 30},
        "t = a + b", "a = a2", "t = t2", "b2 = b", "u = c + d", "c = c2", "d = d2", "u = u2",
    )  # fmt: skip
    found = named(find_suspects(broken))
    assert found["t = a + b"] == found["b2 = b"] == ("b", 40)
    assert found["u = c + d"] == found["d = d2"] == ("d", 20)
    assert {s.others for s in find_suspects(broken).values()} == {0}


def test_rounding_is_no_contradiction_and_the_value_lies_in_its_middle() -> None:
    parts = {"a": 1.004, "b": 2.003}
    assert find_suspects(system({"t": 3.0, **parts}, "t = a + b")) == {}
    broken = system(
        {"t": 9.0, "a": 1, "b": 2, "a2": 1, "b2": 2, "u": 3},
        "t = a + b",
        "a = a2",
        "b = b2",
        "u = t",
    )
    assert named(find_suspects(broken)) == {"t = a + b": ("t", 3), "u = t": ("t", 3)}


def test_ten_thousand_billions_are_exact() -> None:
    big = 10_000_000_000_000.01
    broken = system(
        {"t": big, "a": big - 0.5, "b": 0.02, "s": big, "a2": big - 0.5},
        "t = a + b",
        "s = t",
        "a = a2",
    )
    assert named(find_suspects(broken)) == {"t = a + b": ("b", 0.5)}


@settings(max_examples=25, deadline=None)
@given(
    leaves=st.lists(st.integers(1, 10**9), min_size=4, max_size=4),
    wrong=st.integers(0, 3),
    by=st.integers(-(10**9), 10**9).filter(lambda n: abs(n) > 10),
)
def test_one_wrong_cell_of_a_crossed_table_is_always_found(
    leaves: list[int], wrong: int, by: int
) -> None:
    a, b, c, d = leaves
    totals = {"r1": a + b, "r2": c + d, "c1": a + c, "c2": b + d}
    printed = dict(zip("abcd", leaves, strict=True))
    name = "abcd"[wrong]
    made = system(
        {**printed, name: printed[name] + by, **totals, "t": sum(leaves)},
        "r1 = a + b", "r2 = c + d", "c1 = a + c", "c2 = b + d", "t = r1 + r2", "t = c1 + c2",
    )  # fmt: skip
    found = find_suspects(made)
    assert len(found) == 2
    assert set(named(found).values()) == {(name, printed[name])}


@pytest.mark.parametrize(
    ("printed", "right"),
    [(1000, 100), (84, 840_000), (1234, 1243), (1234, 1284), (123, 1234), (1234, 124)],
)
def test_slips(printed: int, right: int) -> None:
    assert is_slip(Number("n", printed * YUAN, YUAN), right * YUAN)


@pytest.mark.parametrize(("printed", "right"), [(1234, 1356), (0, 5), (7, -7), (1234, 4321)])
def test_no_slips(printed: int, right: int) -> None:
    assert not is_slip(Number("n", printed * YUAN, YUAN), right * YUAN)


@pytest.mark.parametrize(
    ("yuan", "printed", "unit", "text"),
    [
        ("7386600", "6,964,796", "元", "7,386,600"),
        ("6964800", "738.66", "万元", "696.48"),
        ("19400", "1.2", "万元", "1.94"),
        ("180000", "1.8", "万元", "18.0"),
        ("150000000", "1.4", "亿元", "1.5"),
    ],
)
def test_the_value_is_written_as_it_would_be_printed(
    yuan: str, printed: str, unit: str, text: str
) -> None:
    assert written_like(Decimal(yuan), printed, unit) == text


def test_the_seed_names_its_suspects_and_naming_again_changes_nothing(
    seed_home: Path, tmp_path: Path
) -> None:
    build = tmp_path / "build.duckdb"
    build.write_bytes((seed_home / "build.duckdb").read_bytes())

    def suspects() -> list[tuple[object, ...]]:
        with duckdb.connect(build, read_only=True) as con:
            return con.execute(
                "select rule_id, actual_printed, s.printed, suggested_value, suspect_zh "
                "from marts.fct_reconciliation as r "
                "left join marts.fct_figure as s on r.suspect_figure_id = s.figure_id "
                "where coalesce(r.suspect_figure_id, r.suspect_claim_id) is not null order by all"
            ).fetchall()

    before = suspects()
    # F01, the 三公 table against text and basic expenditure; F02, 元 in a field of 万元.
    three_public = {row[2:4] for row in before if str(row[0]).startswith("narrative_three")}
    assert ("3", Decimal("199400.00")) in three_public
    form = [row for row in before if row[0] == "performance_amount_equals_project"]
    assert ("840800.00", Decimal("840800.00")) in {row[2:4] for row in form}
    assert any("若为 84.08 万元" in str(row[4]) for row in form)
    with duckdb.connect(build, read_only=True) as con:
        counted = con.execute("select count(suggested_value) from marts.fct_reconciliation")
        (named_in_all,) = counted.fetchone() or (0,)
    assert name_suspects(build) == named_in_all
    assert suspects() == before
