"""Write–audit–publish end to end on a tiny warehouse, with the real audit."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from pipelines.publication import (
    NothingPublished,
    PublicationRefused,
    open_published,
    publish,
    published_folder,
)
from pipelines.settings import Settings
from tests.quality.tiny import Tiny, execute, tiny_build

#: What the publisher got wrong: published, never blocking.
FINDING = (
    "UPDATE marts.fct_reconciliation SET state = 'fail', difference = 50000 "
    "WHERE rule_id = 'code_root_sum' AND instance = 'row 1 column 0'"
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "home")
    tiny_build(settings.build_path)
    return settings


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One publication that tests only read."""
    home = tmp_path_factory.mktemp("home")
    tiny_build(home / "build.duckdb")
    execute(
        home / "build.duckdb",
        "CREATE VIEW marts.rpt_view AS SELECT document_id FROM marts.dim_document",
        "COMMENT ON VIEW marts.rpt_view IS '视图 / a view'",
    )
    publish(Settings(home=home))
    return home


def test_first_publication(settings: Settings) -> None:
    publication = publish(settings)
    assert publication.is_new
    assert publication.audit is not None
    assert publication.audit.gate.success
    assert publication.changes == {"document came": 2}
    assert settings.published.is_symlink()
    assert not Path(settings.published.readlink()).is_absolute()
    assert settings.published.resolve() == publication.path
    assert sorted(p.name for p in publication.path.iterdir()) == [
        "SHA256SUMS", "catalogue.jsonld", "datapackage.json", "parquet", "quality", "yusuan.duckdb",
    ]  # fmt: skip
    assert (publication.path / "quality" / "index.html").is_file()
    with open_published(settings.home) as con:
        row = con.execute(
            "SELECT id, previous_id, counts['figures'], versions['extractor'] "
            "FROM marts.publication"
        ).fetchall()
    assert row == [(publication.id, None, 26, "e1")]


def test_nothing_new_is_not_published_again(settings: Settings) -> None:
    first = publish(settings)
    # Other rows in another order are the same content.
    execute(
        settings.build_path,
        "CREATE TABLE raw.copy AS FROM marts.fct_figure",
        "DELETE FROM marts.fct_figure",
        "INSERT INTO marts.fct_figure FROM raw.copy ORDER BY figure_id DESC",
    )
    again = publish(settings)
    assert not again.is_new
    assert (again.id, again.path) == (first.id, first.path)
    assert "nothing has changed" in again.sentence()
    assert len(list(settings.publications_dir.glob("2*"))) == 1


def test_a_description_is_content(settings: Settings) -> None:
    publish(settings)
    execute(settings.build_path, "COMMENT ON COLUMN marts.dim_table.note IS '注 / note'")
    assert publish(settings).is_new


def test_changes_are_listed(settings: Settings) -> None:
    tiny = Tiny()
    gone = tiny.add("alpha")
    stays = tiny.add("beta")
    tiny.write(settings.build_path)
    first = publish(settings)
    tiny = Tiny()
    tiny.add("beta")
    came = tiny.add("gamma")
    tiny.write(settings.build_path)
    execute(
        settings.build_path,
        FINDING + f" AND document_id = '{stays}'",
        f"UPDATE marts.fct_figure SET vintage = 'current' WHERE document_id = '{stays}' "
        "AND row_no = 5",
    )
    second = publish(settings)
    assert second.changes == {
        "document came": 1,
        "document went": 1,
        "figure changed": 2,
        "finding came": 1,
    }
    with open_published(settings.home) as con:
        documents = con.execute(
            "SELECT change, document_id, figures_before, figures_after "
            "FROM marts.publication_change WHERE kind = 'document' ORDER BY change"
        ).fetchall()
        figures = con.execute(
            "SELECT DISTINCT changed_columns FROM marts.publication_change WHERE kind = 'figure'"
        ).fetchall()
        findings = con.execute(
            'SELECT item, "before", "after" FROM marts.publication_change WHERE kind = $1',
            ["finding"],
        ).fetchall()
        history = con.execute(
            "SELECT id, previous_id FROM marts.publication ORDER BY time"
        ).fetchall()
    assert documents == [("came", came, None, 13), ("went", gone, 13, None)]
    assert figures == [("vintage",)]
    assert findings == [
        (
            "code_root_sum: row 1 column 0",
            None,
            "error publisher expected 3000000.00 actual 3000000.00",
        )
    ]
    assert history == [(first.id, None), (second.id, first.id)]


def test_findings_go_and_never_block(settings: Settings) -> None:
    execute(settings.build_path, FINDING)
    first = publish(settings)
    assert first.audit is not None
    assert not first.audit.verdicts.success
    assert first.changes["finding came"] == 2
    tiny_build(settings.build_path)
    second = publish(settings)
    assert second.changes == {"finding went": 2}


def test_a_refused_run_leaves_the_last_publication(settings: Settings) -> None:
    first = publish(settings)
    execute(settings.build_path, "UPDATE marts.fct_figure SET side = 'left' WHERE row_no = 1")
    with pytest.raises(PublicationRefused) as refusal:
        publish(settings)
    assert [f.expectation for f in refusal.value.failed] == ["vocabulary_side"]
    assert "vocabulary_side" in str(refusal.value)
    assert "side=left" in str(refusal.value)
    assert settings.published.resolve() == first.path
    assert [p.name for p in settings.publications_dir.glob("2*")] == [first.id]
    report = refusal.value.report
    assert report.parent == settings.home / "refused"
    content = json.loads((report / "report.json").read_text(encoding="utf-8"))
    assert content["blocking"] == ["vocabulary_side"]
    assert content["gate"]["failed"][0]["samples"]
    assert "vocabulary_side" in (report / "report.txt").read_text(encoding="utf-8")
    assert (report / "quality" / "index.html").is_file()
    # Mended, the same content is published after all.
    execute(
        settings.build_path, "UPDATE marts.fct_figure SET side = 'expenditure' WHERE row_no = 1",
        "UPDATE marts.fct_figure SET vintage = 'current'",
    )  # fmt: skip
    assert publish(settings).is_new


def test_a_refused_first_run_publishes_nothing(settings: Settings) -> None:
    execute(settings.build_path, "DELETE FROM marts.fct_figure")
    with pytest.raises(PublicationRefused) as refusal:
        publish(settings)
    assert "figures_not_empty" in {f.expectation for f in refusal.value.failed}
    assert not settings.published.exists()
    with pytest.raises(NothingPublished, match="nothing is published"):
        open_published(settings.home)


def test_lost_figures_are_refused_unless_accepted(settings: Settings) -> None:
    publish(settings)
    with duckdb.connect(str(settings.build_path)) as con:
        row = con.execute(
            "SELECT max(figure_id) FROM marts.fct_figure WHERE row_no = 5 AND column_role = 'part'"
        ).fetchone()
    assert row is not None
    figure = row[0]
    execute(
        settings.build_path,
        f"DELETE FROM raw.figure WHERE figure_id = '{figure}'",
        f"DELETE FROM marts.fct_figure WHERE figure_id = '{figure}'",
        # So that nothing else is wrong: the lost figure was no part of a sum that held.
        "UPDATE marts.fct_reconciliation SET state = 'fail', difference = 1200000, "
        f"figure_ids = list_filter(figure_ids, lambda f: f <> '{figure}')",
    )
    with pytest.raises(PublicationRefused) as refusal:
        publish(settings)
    assert [f.expectation for f in refusal.value.failed] == ["figures_not_lost"]
    sample = refusal.value.failed[0].samples[0]
    assert (sample["figures_before"], sample["figures_after"]) == (13, 12)
    accepted = publish(settings, accept_drift=True)
    assert [f.expectation for f in accepted.accepted] == ["figures_not_lost"]
    assert accepted.changes["figure went"] == 1


def test_a_lost_document_is_refused_while_its_file_is_there(settings: Settings) -> None:
    publish(settings)
    tiny = Tiny()
    tiny.add("alpha")
    tiny.write(settings.build_path)
    execute(
        settings.build_path,
        "INSERT INTO raw.file BY NAME SELECT 'beta.pdf' AS file_path, "
        "'f44e64e75f3948e9' AS document_id, 'f44e64e75f3948e9' AS sha256",
        "INSERT INTO marts.document_status VALUES ('beta.pdf', 'f44e64e75f3948e9', "
        "'quarantined', 'it took too long')",
    )
    with pytest.raises(PublicationRefused) as refusal:
        publish(settings)
    assert [f.expectation for f in refusal.value.failed] == ["documents_not_lost"]


def test_without_a_build_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no build file"):
        publish(Settings(home=tmp_path))
    assert not (tmp_path / "build.duckdb").exists()


def test_the_file_holds_marts_only_and_is_described(home: Path) -> None:
    with duckdb.connect(str(home / "published/yusuan.duckdb"), read_only=True) as con:
        schemas = con.execute(
            "SELECT DISTINCT schema_name FROM duckdb_tables() WHERE NOT internal"
        ).fetchall()
        views = con.execute("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchone()
        comments = dict(con.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
        column = con.execute(
            "SELECT comment FROM duckdb_columns() WHERE column_name = 'amount_yuan'"
        ).fetchone()
        keys = con.execute(
            "SELECT constraint_type FROM duckdb_constraints() WHERE table_name = 'dim_document'"
        ).fetchall()
        kind = con.execute(
            "SELECT data_type FROM duckdb_columns() WHERE column_name = 'amount_yuan'"
        ).fetchone()
        storage = con.execute(
            "SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = 'yusuan'"
        ).fetchone()
    assert schemas == [("marts",)]
    assert views == (0,)
    assert comments["fct_figure"] == "数字 / One row per printed figure"
    assert comments["rpt_view"] == "视图 / a view"
    assert all(comments[t] for t in ("publication", "publication_change"))
    assert column == ("金额（元） / Amount in yuan",)
    assert kind == ("DECIMAL(20,2)",)
    assert ("PRIMARY KEY",) in keys
    assert storage == ("v1.2.0+",)


def test_the_same_rows_are_in_build_database_and_parquet(home: Path) -> None:
    with duckdb.connect(":memory:") as con:
        con.execute(f"ATTACH '{home}/build.duckdb' AS build (READ_ONLY)")
        con.execute(f"ATTACH '{home}/published/yusuan.duckdb' AS yusuan (READ_ONLY)")
        tables = [
            t for (t,) in con.execute(
                "SELECT table_name FROM information_schema.tables WHERE table_catalog = 'build' "
                "AND table_schema = 'marts'"
            ).fetchall()
        ]  # fmt: skip
        assert len(tables) == 8
        for table in tables:
            parquet = f"read_parquet('{home}/published/parquet/{table}/*.parquet')"
            for left, right in (
                (f"build.marts.{table}", f"yusuan.marts.{table}"),
                (f"yusuan.marts.{table}", parquet),
                (parquet, f"build.marts.{table}"),
            ):
                rows = con.execute(f"FROM {left} EXCEPT ALL FROM {right}").fetchall()
                assert rows == [], (left, right)


def test_the_data_package_describes_the_parquet_files(home: Path) -> None:
    folder = published_folder(home)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["version"] == folder.name
    assert package["created"].endswith("Z")
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*.parquet")}
    assert {resource["path"] for resource in package["resources"]} == files
    types = {
        "string", "number", "integer", "boolean", "date", "datetime", "array", "object",
    }  # fmt: skip
    for resource in package["resources"]:
        assert resource["path"] == f"parquet/{resource['name']}/data.parquet"
        assert resource["type"] == "table"
        assert resource["format"] == "parquet"
        assert resource["description"]
        assert resource["hash"].startswith("sha256:")
        fields = resource["schema"]["fields"]
        columns = duckdb.execute(f"DESCRIBE FROM '{folder / resource['path']}'").fetchall()
        assert [field["name"] for field in fields] == [column[0] for column in columns]
        assert {field["type"] for field in fields} <= types
        assert set(resource["schema"].get("primaryKey", ())) <= {f["name"] for f in fields}
    figure = next(r for r in package["resources"] if r["name"] == "fct_figure")
    assert figure["schema"]["primaryKey"] == ["figure_id"]
    amount = next(f for f in figure["schema"]["fields"] if f["name"] == "amount_yuan")
    assert amount == {
        "name": "amount_yuan", "type": "number", "description": "金额（元） / Amount in yuan",
    }  # fmt: skip


def test_readers_cannot_reach_outside(home: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    with open_published(home) as con:
        for statement in (
            f"FROM read_csv('{secret}')",
            f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
            f"ATTACH '{tmp_path / 'other.duckdb'}'",
            "SET enable_external_access = true",
            "DELETE FROM marts.fct_figure",
        ):
            with pytest.raises(duckdb.Error):
                con.execute(statement)
