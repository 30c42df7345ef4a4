"""Reviews of findings: recorded, respected by the next run, open again when the numbers change."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipelines.findings import Finding, find
from pipelines.quality.reviews import (
    COLUMNS,
    ReviewError,
    StaleReview,
    read,
    record,
    register,
    stale,
)
from pipelines.settings import PROJECT_ROOT, Settings
from pipelines.warehouse import dbt_run
from tests.running import yusuan

ON = date(2026, 11, 20)


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "finding_reviews.csv"
    path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def findings(published_seed: Path) -> list[Finding]:
    with duckdb.connect(published_seed / "yusuan.duckdb", read_only=True) as con:
        return find(con)


def test_the_register_of_the_project_can_be_read() -> None:
    read(register(Settings()))


def test_a_review_holds_the_numbers_that_were_looked_at(
    empty: Path, findings: list[Finding]
) -> None:
    assert record(empty, findings[0], "explained", " two \n scopes ", "张三", ON) == "recorded"
    assert record(empty, findings[1], "confirmed", "", "张三", ON) == "recorded"
    assert record(empty, findings[0], "false", "misread", "李四", ON) == "replaced"
    with empty.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["instance"], r["verdict"], r["note"]) for r in rows] == [
        (findings[1].instance, "confirmed", ""),
        (findings[0].instance, "false", "misread"),
    ]
    assert rows[1]["actual_printed"] == findings[0].actual_printed
    assert rows[1]["reviewed_on"] == "2026-11-20"


@pytest.mark.parametrize(
    ("verdict", "note", "reviewer", "said"),
    [
        ("wrong", "x", "a", "one of confirmed, false, explained, not 'wrong'"),
        ("false", " ", "a", "say why with --note"),
        ("confirmed", "", " ", "--reviewer"),
    ],
)
def test_what_is_wrong_with_a_review_is_said(
    empty: Path, findings: list[Finding], verdict: str, note: str, reviewer: str, said: str
) -> None:
    with pytest.raises(ReviewError, match=said):
        record(empty, findings[0], verdict, note, reviewer, ON)
    assert read(empty) == []


def test_a_broken_register_is_named_with_its_row(empty: Path) -> None:
    with empty.open("a", encoding="utf-8") as file:
        file.write("d,r,i,1,2,maybe,a,2026-01-01,\n")
    with pytest.raises(ReviewError, match=r"row 2: .*'maybe'"):
        read(empty)
    empty.write_text("a,b\n", encoding="utf-8")
    with pytest.raises(ReviewError, match="the first line has to be document_id,"):
        read(empty)
    with pytest.raises(ReviewError, match="there is no register"):
        read(empty.with_name("other.csv"))


def test_the_command_says_what_is_missing(seed_home: Path) -> None:
    def said(*arguments: str) -> str:
        done = yusuan("findings", "--home", seed_home, *arguments)
        assert done.code == 2
        return done.err

    assert "go with --review" in said("--verdict", "false")
    assert "no findings are called zzzz" in said("--review", "zzzz", "--verdict", "false")
    assert "14 findings" in said("--review", "") or "no findings" in said("--review", "")
    first = yusuan("findings", "--home", seed_home, "--json").out.splitlines()[0]
    finding_id = first.split('"finding_id": "')[1][:16]
    assert "say with --verdict" in said("--review", finding_id)


def test_a_review_is_respected_and_reopens_when_the_numbers_change(
    seed_home: Path, findings: list[Finding], tmp_path: Path
) -> None:
    """On a copy of the project and of the built warehouse, from the register to the findings."""
    root = tmp_path / "project"
    shutil.copytree(PROJECT_ROOT / "dbt_project", root / "dbt_project")
    settings = Settings(home=tmp_path / "home", project_root=root)
    settings.home.mkdir()
    shutil.copy(seed_home / "build.duckdb", settings.build_path)
    explained, reopened, confirmed = findings[:3]
    gone = replace(findings[3], instance="a place that is no more")
    absent = replace(findings[3], document_id="0" * 16)
    path = register(settings)
    record(path, explained, "explained", "two scopes", "张三", ON)
    record(path, replace(reopened, actual_printed="1 元"), "false", "misread", "张三", ON)
    record(path, confirmed, "confirmed", "", "李四", ON)
    record(path, gone, "false", "misread", "张三", ON)
    record(path, absent, "false", "misread", "张三", ON)
    built = dbt_run(settings, ["finding_reviews", "fct_reconciliation", "finding_review"])
    assert built.succeeded, built.problems
    with duckdb.connect(settings.build_path, read_only=True) as con:
        now = {f.finding_id: f for f in find(con)}
        outdated = stale(con)
    assert len(now) == len(findings)
    assert list(now)[-1] == explained.finding_id
    settled = now[explained.finding_id]
    assert (settled.review, settled.reviewer, settled.reviewed_on) == ("explained", "张三", ON)
    assert not settled.is_open
    assert now[reopened.finding_id].review is None
    assert now[confirmed.finding_id].review == "confirmed"
    assert now[confirmed.finding_id].is_open
    assert {(old.instance, old.state) for old in outdated} == {
        (reopened.instance, "reopened"),
        (gone.instance, "gone"),
    }
    sentences = [old.sentence() for old in outdated]
    assert any(s.endswith("open again") and "1 元" in s for s in sentences)


def test_a_stale_review_is_a_sentence() -> None:
    old = StaleReview("d", "r", "甲", "false", "mended", "1 ≠ 2", "2 ≠ 2")
    assert old.sentence() == "false: d r 甲: it holds now; the review can go"
