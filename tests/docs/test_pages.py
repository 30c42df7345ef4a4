"""The documentation: commands run, links lead somewhere, stories are what is published."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import yaml

from pipelines import site_pages
from pipelines.settings import PROJECT_ROOT
from tests.running import SEED_RAW, yusuan

DOCS = PROJECT_ROOT / "docs"
PAGES = sorted(DOCS.glob("*.zh.md")) + sorted(DOCS.glob("*.en.md"))
WRITTEN = [page for page in PAGES if not page.name.startswith("stories")]


@pytest.fixture(scope="module")
def made(seed_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with the pages that the seed's publication writes."""
    out = tmp_path_factory.mktemp("site_pages")
    site_pages.write(seed_home, SEED_RAW, out)
    return out


def blocks(language: str) -> list[str]:
    return [
        block
        for page in WRITTEN
        for block in re.findall(rf"```{language}\n(.*?)```", page.read_text("utf-8"), re.S)
    ]


def test_five_stories_are_told_with_numbers_query_and_page(
    made: Path, published_seed: Path
) -> None:
    for language in ("zh", "en"):
        text = (made / f"stories.{language}.md").read_text("utf-8")
        assert text.count("\n## ") == 5
        pictures = re.findall(r"\]\((stories/[a-z_]+\.png)\)", text)
        assert len(pictures) == 5
        assert all((made / picture).stat().st_size < 200_000 for picture in pictures)
        told = re.findall(r"```sql\n(.*?);\n```", text, re.S)
        with duckdb.connect(str(published_seed / "yusuan.duckdb"), read_only=True) as con:
            for sql in told:
                row = con.execute(sql).fetchone()
                assert row is not None
                assert f"**{row[1]}** ≠ **{row[2]}**" in text
        assert len(told) == 5


def test_every_table_is_there_with_its_columns(made: Path, published_seed: Path) -> None:
    text = (made / "tables.md").read_text("utf-8")
    with duckdb.connect(str(published_seed / "yusuan.duckdb"), read_only=True) as con:
        tables = con.execute("select table_name from duckdb_tables()").fetchall()
        (columns,) = con.execute(
            "select count(*) from duckdb_columns() where schema_name = 'marts'"
        ).fetchone() or (0,)
    assert re.findall(r"^## (\w+)$", text, re.M) == sorted(table for (table,) in tables)
    assert len(re.findall(r"^\| `", text, re.M)) == columns


def test_commands_run(seed_home: Path) -> None:
    """Those that only read are run; of the others, each target and option exists."""
    makefile = (PROJECT_ROOT / "Makefile").read_text("utf-8")
    lines = {line for block in blocks("sh") for line in block.splitlines() if line.strip()}
    for target in {line.split()[1] for line in lines if line.startswith("make ")}:
        assert re.search(rf"^{target}:", makefile, re.M), target
    ours = sorted(line for line in lines if line.startswith(".venv/bin/yusuan "))
    assert len(ours) == 5
    for line in ours:
        done = yusuan(*shlex.split(line)[1:], "--home", seed_home)
        assert done.code == 0, (line, done.said)


def test_examples_for_other_tools_answer(seed_home: Path, tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(seed_home)
    examples = list(dict.fromkeys(blocks("python")))
    assert len(examples) == 4
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(examples)],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Decimal('30000.00')" in done.stdout  # 三公 of the seed
    assert "19877800.00" in done.stdout
    queries = [
        shlex.split(line)[-1]
        for block in blocks("sh") for line in block.splitlines() if line.startswith("duckdb ")
    ]  # fmt: skip
    assert len(queries) == 4
    with duckdb.connect(str(seed_home / "published" / "yusuan.duckdb"), read_only=True) as con:
        for query in queries:
            here = query.replace("'data/", f"'{seed_home}/")
            assert con.execute(here).fetchall(), query


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_pages_are_in_both_languages_and_lead_somewhere(page: Path, made: Path) -> None:
    other = {"zh": "en", "en": "zh"}[page.name.split(".")[1]]
    assert page.with_name(f"{page.name.split('.')[0]}.{other}.md").exists()
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
        stem = target.removesuffix(".md")
        folders = (DOCS, made)
        assert any((f / n).exists() for f in folders for n in (target, f"{stem}.zh.md")), target


def test_the_navigation_leads_to_pages() -> None:
    site = yaml.safe_load((PROJECT_ROOT / "mkdocs.yml").read_text("utf-8"))
    named = {target for entry in site["nav"] for target in entry.values()}
    here = {page.name.split(".")[0] + ".md" for page in DOCS.glob("*.md")}
    assert {page.name.split(".")[0] + ".md" for page in WRITTEN} <= named
    assert named <= here | {"tables.md", "stories.md"}
