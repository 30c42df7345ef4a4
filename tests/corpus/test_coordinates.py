"""What the figures of the real documents mean: complete, told apart, in known places and years.

Belongs here: what must hold of the coordinates of all documents together. Does not belong here:
hand-made coordinates (``make bench-accuracy`` counts them) or wordings of no document
(``tests/dbt/test_wordings.py``).
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

pytestmark = pytest.mark.corpus

MONEY = "value_kind = 'money' and table_kind not in ('performance_target', 'staff_assets', 'other')"


def ask(folder: Path, sql: str) -> list[tuple]:
    with duckdb.connect(folder / "yusuan.duckdb", read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_coordinates_are_complete(published_corpus: Path) -> None:
    ((figures, complete),) = ask(
        published_corpus,
        "select count(*), count(*) filter (where fund_source is not null and stage is not null"
        " and figure_year is not null and row_role is not null and column_role is not null"
        f" and (table_kind <> 'three_public' or item is not null)) from marts.fct_figure"
        f" where {MONEY}",
    )
    assert figures >= 15_000
    assert complete >= 0.99 * figures


def test_collisions_are_the_publishers(published_corpus: Path) -> None:
    found = dict(
        ask(published_corpus, "select explanation, count(*) from marts.rpt_collision group by all")
    )
    assert found.keys() <= {"rows_not_named"}
    # functions of several units without the units' names, services and projects of one name
    assert sum(found.values()) <= 26


def test_a_series_follows_the_subject_and_not_its_code(published_corpus: Path) -> None:
    series = ask(
        published_corpus,
        """
        select distinct figures.economic_department_code, figures.figure_year
        from marts.fct_figure as figures
        inner join marts.dim_subject_version as versions
            on versions.classification = 'economic_department'
            and figures.economic_department_code = versions.code
            and figures.figure_year between coalesce(versions.valid_from, 0)
                and coalesce(versions.valid_to, 9999)
        where versions.subject_code = '30113' and figures.figure_year <= 2018
        order by 2
        """,
    )
    # 住房公积金: 30311 in the budgets of 2017, 30113 since
    assert series == [("30311", 2017), ("30113", 2018)]


def test_every_document_has_a_region_and_a_unit(published_corpus: Path) -> None:
    lost = ask(
        published_corpus,
        """
        select documents.file_path, documents.region_code, documents.unit_key
        from marts.dim_document as documents
        left join marts.dim_region as regions
            on documents.region_code = regions.region_code
            and documents.fiscal_year between regions.valid_from
                and coalesce(regions.valid_to, 9999)
        left join marts.dim_unit as units on documents.unit_key = units.unit_key
        where regions.region_code is null or units.unit_key is null
        """,
    )
    assert lost == []
