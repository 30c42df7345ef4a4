"""A publication that was tampered with, torn or lost its documents is told so, in words."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest

from pipelines.publication import CannotRollBack, publish, roll_back, verify
from pipelines.publication.verify import CHECKSUMS, write_checksums
from pipelines.settings import Settings
from pipelines.sources import sha256_of
from tests.quality.tiny import execute, tiny_build


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one publication that tests only copy."""
    home = tmp_path_factory.mktemp("made")
    tiny_build(home / "build.duckdb")
    publish(Settings(home=home))
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "home", symlinks=True)


@pytest.fixture
def folder(home: Path) -> Path:
    return (home / "published").resolve()


def tamper(folder: Path, *statements: str) -> None:
    """Change the database and make the checksums anew, as somebody who wants it to pass would."""
    with duckdb.connect(str(folder / "yusuan.duckdb")) as con:
        for statement in statements:
            con.execute(statement)
    write_checksums(folder)


def test_what_was_published_is_intact(folder: Path) -> None:
    seen: list[tuple[int, int]] = []
    assert verify(folder, None, lambda done, total, _: seen.append((done, total))) == []
    files = [p for p in folder.rglob("*") if p.is_file()]
    assert seen == [(n, len(files) - 1) for n in range(1, len(files))]


def test_checksums_are_those_of_sha256sum(folder: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", CHECKSUMS], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "yusuan.duckdb: OK" in done.stdout


def test_changed_lost_and_added_files_are_named(folder: Path) -> None:
    figures = folder / "parquet" / "dim_table" / "data.parquet"
    content = bytearray(figures.read_bytes())
    content[len(content) // 2] ^= 1
    figures.write_bytes(content)
    (folder / "datapackage.json").unlink()
    (folder / "extra.csv").touch()
    wrong = verify(folder, None)
    assert "parquet/dim_table/data.parquet has changed since it was published" in wrong
    assert "datapackage.json is missing" in wrong
    assert "extra.csv does not belong to the publication" in wrong


def test_a_lost_row_shows_although_the_checksums_fit(folder: Path) -> None:
    tamper(
        folder,
        "DELETE FROM marts.fct_figure "
        "WHERE figure_id = (SELECT min(figure_id) FROM marts.fct_figure)",
    )
    wrong = "\n".join(verify(folder, None))
    assert "fct_figure has 25 rows in yusuan.duckdb and 26 in its Parquet file" in wrong
    assert "the publication says that it has 26 figures; fct_figure has 25 rows" in wrong
    assert "figure_ids of fct_reconciliation are no figures of fct_figure" in wrong


def test_facts_without_a_document_show(folder: Path) -> None:
    tamper(folder, "UPDATE marts.fct_figure SET document_id = 'nobody' WHERE row_no = 1")
    (wrong,) = verify(folder, None)
    assert wrong.endswith("rows of fct_figure belong to no document of dim_document")


def test_a_damaged_database_is_said(folder: Path) -> None:
    (folder / "yusuan.duckdb").write_bytes(b"not a database")
    write_checksums(folder)
    (wrong,) = verify(folder, None)
    assert wrong.startswith("yusuan.duckdb cannot be read")


def test_a_publication_without_checksums_is_not_called_intact(folder: Path) -> None:
    (folder / CHECKSUMS).unlink()
    (wrong,) = verify(folder, None)
    assert wrong.startswith("SHA256SUMS cannot be read")


def test_documents_are_the_ones_that_were_read(folder: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    with duckdb.connect(str(folder / "yusuan.duckdb"), read_only=True) as con:
        paths = [p for (p,) in con.execute("SELECT file_path FROM marts.dim_document").fetchall()]
    kept, changed = sorted(paths)
    (raw / changed).write_bytes(b"other bytes")
    wrong = "\n".join(verify(folder, raw))
    assert f"the document {kept} cannot be read" in wrong
    assert f"the document {changed} is not the one that was read" in wrong
    with duckdb.connect(str(folder / "yusuan.duckdb")) as con:
        con.execute(
            "UPDATE marts.dim_document SET sha256 = ? WHERE file_path = ?",
            [sha256_of(raw / changed), changed],
        )
    assert changed not in "\n".join(verify(folder, raw))


def test_rolling_back_and_forward(home: Path) -> None:
    settings = Settings(home=home)
    first = settings.published.resolve()
    execute(settings.build_path, "UPDATE marts.dim_document SET publisher_name = 'new'")
    second = publish(settings).path
    assert roll_back(settings) == (second, first)
    assert settings.published.resolve() == first
    with pytest.raises(CannotRollBack, match="oldest publication"):
        roll_back(settings)
    assert roll_back(settings, second.name[:22])[1].name == second.name
    with pytest.raises(CannotRollBack, match=r"2 publications begin with 2.*there are: "):
        roll_back(settings, "2")
    with pytest.raises(CannotRollBack, match="0 publications begin with nothing"):
        roll_back(settings, "nothing")


def test_a_damaged_publication_is_not_gone_back_to(home: Path) -> None:
    settings = Settings(home=home)
    first = settings.published.resolve()
    execute(settings.build_path, "UPDATE marts.dim_document SET publisher_name = 'new'")
    second = publish(settings).path
    (first / "datapackage.json").write_text("{}")
    with pytest.raises(CannotRollBack, match=r"datapackage\.json has changed"):
        roll_back(settings)
    assert settings.published.resolve() == second


def test_nothing_published_cannot_be_rolled_back(tmp_path: Path) -> None:
    with pytest.raises(CannotRollBack, match="nothing is published"):
        roll_back(Settings(home=tmp_path))
