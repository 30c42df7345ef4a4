"""What the lexicons make of wordings, also of those that no document of the corpus prints.

Belongs here: the lists of ``wordings/`` (titles, headings, row labels, small tables, claims)
against the models' SQL. Does not belong here: real documents (``tests/corpus``).

The wordings are those of the national templates and of the provinces' variants of them. Expected
is written as ``axis=value``; ``-`` is NULL: a wording that must not be given a meaning.
"""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from tests.dbt.small_claims import claims_of
from tests.dbt.small_tables import Cell, SmallTable, meanings

WORDINGS = Path(__file__).parent / "wordings"


def _read(name: str) -> list[dict[str, str]]:
    with (WORDINGS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _kind(title: str) -> str:
    return "final_accounts" if "决算" in title else "budget"


def _differences(expected: str, got: dict[str, Any]) -> list[str]:
    """``axis=value`` pairs of ``expected`` that ``got`` contradicts, with what it has."""
    found = []
    for pair in expected.split():
        axis, value = pair.split("=", 1)
        have = "-" if got[axis] is None else str(got[axis])
        if have != value:
            found.append(f"{axis}: wanted {value}, got {have}")
    return found


@pytest.fixture(scope="module")
def home(seed_home: Path) -> Path:
    return seed_home


def test_titles(home: Path, tmp_path: Path) -> None:
    rows = _read("titles.csv")
    found = meanings(home, tmp_path, [SmallTable(row["title"]) for row in rows])
    wrong = {}
    for row, (table, _) in zip(rows, found, strict=True):
        wanted = [row["table_kind"], row["fund_source"] or None, row["classification"] or None]
        got = [table["table_kind"], table["fund_source"], table["classification"]]
        if wanted != got:
            wrong[row["title"]] = f"wanted {wanted}, got {got}"
    assert wrong == {}


def test_headings(home: Path, tmp_path: Path) -> None:
    rows = _read("headings.csv")
    tables = [
        SmallTable(row["title"], [Cell("合计", row["column_path"])], _kind(row["title"]))
        for row in rows
    ]
    wrong = {}
    found = meanings(home, tmp_path, tables)
    for row, (_, (coordinates,)) in zip(rows, found, strict=True):
        if differences := _differences(row["expect"], coordinates):
            wrong[row["title"], row["column_path"]] = differences
    assert wrong == {}


def test_row_labels(home: Path, tmp_path: Path) -> None:
    rows = _read("labels.csv")
    tables = [
        SmallTable(row["title"], [Cell(row["label"], row["column_path"])], _kind(row["title"]))
        for row in rows
    ]
    wrong = {}
    found = meanings(home, tmp_path, tables)
    for row, (_, (coordinates,)) in zip(rows, found, strict=True):
        if differences := _differences(row["expect"], coordinates):
            wrong[row["title"], row["label"]] = differences
    assert wrong == {}


def test_small_tables(home: Path, tmp_path: Path) -> None:
    rows = _read("tables.csv")
    groups = [list(group) for _, group in groupby(rows, key=lambda row: row["case"])]
    tables = [
        SmallTable(
            group[0]["title"],
            [
                # amounts of which none is a sum of others: the rows' outline is not proved by them
                Cell(
                    row["label"],
                    row["column_path"],
                    f"{2**n}.01",
                    int(row["level"]),
                    row["code"] or None,
                )
                for n, row in enumerate(group)
            ],
            _kind(group[0]["title"]),
        )
        for group in groups
    ]
    wrong = {}
    for group, (_, figures) in zip(groups, meanings(home, tmp_path, tables), strict=True):
        for row, coordinates in zip(group, figures, strict=True):
            if differences := _differences(row["expect"], coordinates):
                wrong[row["case"], row["label"], row["column_path"]] = differences
    assert wrong == {}


def test_claims(home: Path, tmp_path: Path) -> None:
    """A number that its sentence prints twice is written with ``#2`` the second time."""
    rows = _read("claims.csv")
    found = claims_of(
        home, tmp_path, dict.fromkeys((row["kind"], row["title"], row["sentence"]) for row in rows)
    )
    wrong = {}
    for row in rows:
        printed, _, nth = row["printed"].partition("#")
        said = found[row["kind"], row["title"], row["sentence"]]
        hits = [claim for claim in said if claim["printed"] == printed]
        place = int(nth or 1) - 1
        if len(hits) <= place:
            wrong[row["sentence"], row["printed"]] = ["not read"]
        elif differences := _differences(row["expect"], hits[place]):
            wrong[row["sentence"], row["printed"]] = differences
    assert wrong == {}
