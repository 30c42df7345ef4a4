"""What the READMEs promise: their SQL runs and answers, their links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from pipelines.findings import find, paragraph

ROOT = Path(__file__).parents[2]
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]


def queries(text: str) -> list[str]:
    block = re.search(r"```sql\n(.*?)```", text, re.S)
    assert block is not None
    return [query.strip() for query in block.group(1).split(";") if query.strip()]


def test_every_query_answers(published_seed: Path) -> None:
    answers = []
    with duckdb.connect(str(published_seed / "yusuan.duckdb"), read_only=True) as con:
        for query in queries(READMES[0].read_text("utf-8")):
            rows = con.execute(query).fetchall()
            assert rows, query
            answers.append(rows)
    assert len(answers) == 10
    carried, classes, kinds, items, units = answers[:5]
    assert {row[0]: str(row[1]) for row in carried} == {
        "current": "19523600.00",
        "carryover": "354200.00",
    }
    assert len(classes) == 5
    assert sum(row[2] for row in classes) == sum(row[1] for row in kinds)
    assert [row[0] for row in items] == ["30101", "30102", "30108", "30107", "30113"]
    assert len(units) == 6


def test_the_finding_is_the_first_that_is_told(published_seed: Path) -> None:
    sample = re.search(r"```text\n(error .*?)```", READMES[0].read_text("utf-8"), re.S)
    assert sample is not None
    with duckdb.connect(str(published_seed / "yusuan.duckdb"), read_only=True) as con:
        first = [line.plain for line in paragraph(find(con)[0], 80)]
    assert [line for line in sample.group(1).splitlines() if line not in first] == []


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_links_lead_somewhere(readme: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", readme.read_text("utf-8"))
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_make_targets_that_are_named_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = {
        name
        for readme in READMES
        for name in re.findall(r"`?make ([a-z-]+)", readme.read_text("utf-8"))
    }
    assert {"run", "test", "help", "dev"} <= named
    assert [name for name in named if not re.search(rf"^{name}:", makefile, re.M)] == []
