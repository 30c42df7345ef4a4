"""The command as users run it: in its own process, on folders outside the project."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import duckdb
import pytest

from pipelines.run import run_lock
from pipelines.settings import Settings
from tests.e2e import bad_inputs
from tests.running import SEED_RAW, yusuan

JSON_KEYS = {
    "documents",
    "quarantined",
    "figures",
    "rules_evaluated",
    "failures",
    "published",
    "seconds",
}


def ask(home: Path, sql: str) -> list[tuple]:
    with duckdb.connect((home / "published" / "yusuan.duckdb").resolve(), read_only=True) as con:
        return con.execute(sql).fetchall()


@pytest.fixture
def home(seed_home: Path, tmp_path: Path) -> Path:
    """A copy of the seed's home, to run something in."""
    return shutil.copytree(seed_home, tmp_path / "home", symlinks=True)


@pytest.fixture(scope="module")
def seed_pdf() -> Path:
    (path,) = SEED_RAW.rglob("*.pdf")
    return path


def test_publication_holds_what_readers_rely_on(published_seed: Path, seed_home: Path) -> None:
    assert {path.name for path in published_seed.iterdir()} >= {
        "yusuan.duckdb",
        "parquet",
        "datapackage.json",
        "quality",
    }
    assert (seed_home / "published").is_symlink()
    schemas = ask(seed_home, "select distinct schema_name from duckdb_tables() where not internal")
    assert schemas == [("marts",)]
    assert ask(
        seed_home,
        "select fiscal_year, disclosure_kind, region_code, is_canonical from marts.dim_document",
    ) == [(2024, "budget", "222400", True)]
    assert ask(seed_home, "select count(*) from marts.dim_table") == [(24,)]


def test_nothing_new_is_said_fast_and_changes_nothing(home: Path) -> None:
    before = (home / "published").readlink()
    begun = time.monotonic()
    done = yusuan("run", "--raw", SEED_RAW, "--home", home, "--json")
    seconds = time.monotonic() - begun
    assert done.code == 0
    assert "Nothing has changed" in done.said
    assert done.json.keys() == JSON_KEYS
    assert done.json["documents"] == 1
    assert done.json["figures"] > 500
    assert Path(done.json["published"]).is_dir()
    assert (home / "published").readlink() == before
    assert seconds < 10


def test_bad_inputs_have_reasons_and_harm_nothing(
    home: Path, tmp_path: Path, seed_pdf: Path
) -> None:
    raw = shutil.copytree(SEED_RAW, tmp_path / "raw")
    words = bad_inputs.write_all(raw / "bad", seed_pdf)
    bad_inputs.write_protected(raw / "protected.pdf", seed_pdf)
    (raw / "protected.yml").write_text("region_code: [not, a, code]")
    figures = ask(home, "select count(*) from marts.fct_figure")[0][0]

    done = yusuan("run", "--raw", raw, "--home", home, "--json")

    assert done.code == 0, done.said
    assert "Traceback" not in done.said
    assert done.json["documents"] == len(words) + 2
    assert done.json["quarantined"] == len(words)
    assert "protected.yml: region_code" in done.err
    status = {
        path: (state, reason)
        for path, state, reason in ask(
            home, "select file_path, state, reason from marts.document_status"
        )
    }
    assert len(status) == len(words) + 2
    for name, word in words.items():
        state, reason = status[f"bad/{name}"]
        assert state == "quarantined", name
        assert word in reason, (name, reason)
        assert f"bad/{name}: {reason[:40]}" in done.err.replace("\n", ""), name
    per_document = ask(
        home, "select document_id, count(*) from marts.fct_figure group by all order by 1"
    )
    assert [count for _, count in per_document] == [figures, figures]

    listed = yusuan("status", "--home", home)
    assert listed.code == 0
    for name in words:
        assert f"bad/{name}" in listed.out


def test_a_refused_publication_leaves_the_last_one(home: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "empty.pdf").write_bytes(b"")
    before = (home / "published").readlink()
    done = yusuan("run", "--raw", raw, "--home", home, "--json")
    assert done.code == 1, done.said
    assert "gate refused" in done.err
    assert "corpus_not_empty" in done.err
    assert "Traceback" not in done.said
    assert done.json.keys() == JSON_KEYS
    assert done.json["published"] is None
    assert (done.json["documents"], done.json["quarantined"], done.json["figures"]) == (1, 1, 0)
    assert (home / "published").readlink() == before
    assert ask(home, "select count(*) from marts.dim_document") == [(1,)]


def test_two_runs_at_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with run_lock(Settings(home=home)):
        done = yusuan("run", "--raw", SEED_RAW, "--home", home)
    assert done.code == 2
    assert "another run is at work" in done.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "--raw", "nowhere", "--home", "home"], "there is no folder"),
        (["run", "--raw", "empty", "--home", "home"], "there are no documents"),
        (["run", "--raw", "full", "--home", "full/home"], "lies among the documents"),
        (["run", "--raw", "full", "--home", "full/a.pdf"], "home"),
        (["run", "--raw", "full", "--home", "home", "--workers", "0"], "workers"),
        (["run", "--colour"], "--colour"),
        (["status", "--home", "home"], "nothing is published"),
        (["trace", "x", "--home", "home"], "nothing is published"),
    ],
)
def test_usage_errors(tmp_path: Path, arguments: list[str], says: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.pdf").write_bytes(b"x")
    paths = {"nowhere", "empty", "full", "home", "full/home", "full/a.pdf"}
    done = yusuan(*(tmp_path / word if word in paths else word for word in arguments))
    assert done.code == 2, done.said
    assert says in done.err
    assert "Traceback" not in done.said


def test_status_tells_each_file(seed_home: Path) -> None:
    done = yusuan("status", "--home", seed_home)
    assert done.code == 0, done.said
    (line,) = [line for line in done.out.splitlines() if ".pdf" in line]
    assert "published" in line
    assert " 48 " in line
    assert " 24 " in line


def test_trace_shows_where_a_number_stands(seed_home: Path, tmp_path: Path) -> None:
    from PIL import Image

    figure_id, printed, page, path = ask(
        seed_home,
        "select figure_id, printed, page, column_path from marts.fct_figure "
        "where column_path <> '' order by page limit 1",
    )[0]
    out = tmp_path / "pictures" / "page.png"
    done = yusuan("trace", figure_id, "--home", seed_home, "--out", out)
    assert done.code == 0, done.said
    for text in (figure_id, printed, path, f"page      {page}"):
        assert text in done.out
    with Image.open(out) as picture:
        colours = picture.convert("RGB").getcolors(maxcolors=1 << 24)
    assert colours is not None
    assert any(red > 180 and green < 60 and blue < 60 for _, (red, green, blue) in colours)


def test_trace_of_a_document_that_is_another_now(seed_home: Path, tmp_path: Path) -> None:
    figure_id, path = ask(
        seed_home,
        "select figure_id, file_path from marts.fct_figure join marts.dim_document "
        "using (document_id) limit 1",
    )[0]
    for raw, says in ((tmp_path / "gone", "is not there"), (tmp_path / "other", "changed since")):
        if raw.name == "other":
            (raw / path).parent.mkdir(parents=True)
            (raw / path).write_bytes(b"%PDF-1.4 another")
        done = yusuan(
            "trace", figure_id, "--home", seed_home, "--raw", raw, "--out", tmp_path / "p.png"
        )
        assert done.code == 2
        assert says in done.err


def test_findings_are_sentences(seed_home: Path) -> None:
    done = yusuan("findings", "--home", seed_home, "--severity", "error")
    assert done.code == 0, done.said
    assert "19.94万元 ≠ 3 万元" in done.out
    assert "p. 17, 44" in done.out
    lines = yusuan("findings", "--home", seed_home, "--json").out.strip().splitlines()
    count = ask(seed_home, "select count(*) from marts.fct_reconciliation where state = 'fail'")
    assert [(len(lines),)] == count
    nobody = yusuan("findings", "--home", seed_home, "--document", "no such publisher")
    assert nobody.code == 0
    assert "Nothing contradicts" in nobody.out


def test_trace_of_an_unknown_figure(seed_home: Path) -> None:
    done = yusuan("trace", "no-such-figure", "--home", seed_home)
    assert done.code == 2
    assert "no figure" in done.err


def test_going_back_holds_until_something_new_comes(
    home: Path, tmp_path: Path, seed_pdf: Path
) -> None:
    first = (home / "published").resolve().name
    raw = shutil.copytree(SEED_RAW, tmp_path / "raw")
    assert yusuan("verify", "--raw", raw, "--home", home).code == 0
    # Other bytes of the same document: a new publication.
    landed = raw / seed_pdf.relative_to(SEED_RAW)
    landed.write_bytes(landed.read_bytes() + b"\n%")
    assert yusuan("run", "--raw", raw, "--home", home, "--accept-drift").code == 0
    second = (home / "published").resolve().name
    assert second > first

    back = yusuan("rollback", "--home", home)
    assert back.code == 0
    assert f"shows {first} now, before {second}" in back.said
    assert (home / "published").resolve().name == first
    again = yusuan("run", "--raw", raw, "--home", home, "--json")
    assert f"stays at {first}" in again.said
    assert f"yusuan rollback {second}" in again.said
    assert Path(again.json["published"]).name == first

    damaged = yusuan("verify", "--raw", raw, "--home", home)
    assert damaged.code == 1
    assert "is not the one that was read" in damaged.said
    assert yusuan("rollback", second, "--home", home).code == 0
    assert yusuan("verify", "--raw", raw, "--home", home).code == 0
    refused = yusuan("rollback", "nowhere", "--home", home)
    assert refused.code == 2
    assert "publications begin with nowhere" in refused.said
