"""Proposals for wordings that no lexicon knows."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import duckdb
import pytest

from pipelines.headings import (
    LEAST_SIMILAR,
    Unmapped,
    as_csv,
    normalise,
    suggest,
    unmapped,
    wordings,
)
from pipelines.settings import PROJECT_ROOT

SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"
SEEN = "某市财政局 2026 budget, page 3"


def one(kind: str, printed: str, table_kind: str = "revenue") -> Unmapped:
    return Unmapped(kind, printed, table_kind, 1, 1, SEEN)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(本年|当年)?财政拨款(收入|补助)", ["财政拨款收入", "财政拨款补助"]),
        ("a(b|c)|d", ["ab", "ac", "d"]),
        (r"因公出国(\(境\)|境)费", ["因公出国(境)费", "因公出国境费"]),
        (".*三公经费.*", ["三公经费"]),
        ("([0-9]{4})年预算", ["年预算"]),
    ],
)
def test_a_pattern_stands_for_texts(pattern: str, expected: list[str]) -> None:
    assert wordings(pattern) == expected


def test_wordings_are_compared_as_the_lexicons_see_them() -> None:
    assert normalise(" 二、 其中：“三公”经费（万元）") == "三公经费"


def test_the_most_similar_known_wording_lends_its_meaning() -> None:
    (proposed,) = suggest([one("heading", "事业单位的经营收入")], SEEDS)
    assert (proposed.seed, proposed.row["axis"]) == ("terms", "fund_source")
    assert proposed.row["value"] == "operating_income"
    assert proposed.row["note"] == SEEN
    assert proposed.likeness >= LEAST_SIMILAR


def test_titles_go_to_their_own_seed() -> None:
    (proposed,) = suggest([one("title", "项目明细表", "other")], SEEDS)
    assert proposed.seed == "table_titles"
    assert proposed.row["table_kind"] == "project_expenditure"


def test_what_resembles_nothing_gets_no_proposal() -> None:
    assert (
        suggest(
            [one("heading", "天气"), one("coordinate", "财政拨款收入"), one("title", "")], SEEDS
        )
        == []
    )


def test_rows_can_be_pasted_into_the_seed() -> None:
    proposed = suggest([one("label", "财政拨款收入（含补助）")], SEEDS)
    lines = as_csv(proposed).splitlines()
    assert lines[0].startswith("# terms.csv, like ")
    header = (SEEDS / "terms.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    (values,) = csv.reader(io.StringIO(lines[1]))
    assert dict(zip(header, values, strict=True))["place"] == "row"


def test_what_is_published_as_unmapped_is_listed(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "x.duckdb")) as connection:
        connection.execute(
            """
            create schema marts;
            create table marts.dim_document as
                select 'd' as document_id, '某局' as publisher_name, 2026 as fiscal_year,
                    'budget' as disclosure_kind;
            create table marts.rpt_unmapped as
                select 'heading' as kind, '中央资金' as printed, 'revenue' as table_kind,
                    4 as figure_count, 1 as document_count, 'd' as example_document_id,
                    3 as example_page, '1.00' as example_printed
            """
        )
        assert unmapped(connection) == [
            Unmapped("heading", "中央资金", "revenue", 4, 1, "某局 2026 budget, page 3")
        ]
