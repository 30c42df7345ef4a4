"""The definitions load, and hold together from document to publication."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import dagster as dg
import pytest
import yaml

from pipelines.defs import build_defs
from pipelines.defs.dev import prepare
from pipelines.defs.resources import DUCKDB_POOL
from pipelines.defs.schedules import JOB_NAME, new_files, nightly
from pipelines.extraction.schema import TABLES
from pipelines.run import LastRun, Summary, fingerprint, remember
from pipelines.settings import Settings
from pipelines.sources import scan


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    return build_defs(Settings(home=tmp_path_factory.mktemp("home")))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    raw = tmp_path / "raw"
    raw.mkdir()
    return Settings(raw_dir=raw, home=tmp_path / "home")


def key(*parts: str) -> dg.AssetKey:
    return dg.AssetKey(parts)


def test_one_job_runs_everything(definitions: dg.Definitions) -> None:
    dg.Definitions.validate_loadable(definitions)
    graph = definitions.resolve_asset_graph()
    job = definitions.resolve_job_def(JOB_NAME)
    selected = job.asset_layer.executable_asset_keys
    assert selected == graph.executable_asset_keys
    assert key("publication") in selected


def test_the_way_leads_from_documents_to_the_publication(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    assert graph.get(key("extracted_documents")).parent_keys == {key("landed_documents")}
    raw = {key("raw", name) for name in [*TABLES, "file"]}
    assert raw <= graph.executable_asset_keys
    parents = graph.get(key("publication")).parent_keys
    for name in ("fct_figure", "dim_document", "fct_reconciliation", "document_status"):
        assert key("marts", name) in parents
    above = graph.get_ancestor_asset_keys(key("publication"))
    assert above >= {key("raw", "figure"), key("raw", "file"), key("landed_documents")}


def test_suites_and_dbt_tests_are_checks(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    checks = graph.asset_check_keys
    gate = dg.AssetCheckKey(key("publication"), "gate")
    verdicts = dg.AssetCheckKey(key("publication"), "verdicts")
    assert {gate, verdicts} <= checks
    assert graph.get_check_spec(gate).blocking
    assert not graph.get_check_spec(verdicts).blocking
    of_dbt = [check for check in checks if check.asset_key.path[0] == "marts"]
    assert len(of_dbt) > 20


def test_whoever_opens_the_build_file_takes_the_pool(definitions: dg.Definitions) -> None:
    for asset in definitions.assets or []:
        asset = cast(dg.AssetsDefinition, asset)
        opens_none = asset.keys <= {key("landed_documents"), key("extracted_documents")}
        assert asset.op.pool == (None if opens_none else DUCKDB_POOL), asset.op.name


def test_every_night_at_two_in_china(definitions: dg.Definitions) -> None:
    schedule = definitions.resolve_schedule_def("nightly")
    assert schedule.cron_schedule == "0 2 * * *"
    assert schedule.execution_timezone == "Asia/Shanghai"
    assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING
    assert schedule.job_name == JOB_NAME


def test_a_night_with_nothing_new_says_so(settings: Settings) -> None:
    def tick() -> object:
        context = dg.build_schedule_context(resources={"settings": settings})
        return nightly(context)

    (settings.raw_dir / "a.pdf").write_bytes(b"a")
    assert isinstance(tick(), dg.RunRequest)

    folder = settings.publications_dir / "p1"
    folder.mkdir(parents=True)
    (folder / "yusuan.duckdb").touch()
    settings.published.symlink_to(folder)
    print_now = fingerprint(settings, scan(settings.raw_dir))
    remember(settings, LastRun(print_now, "p1", str(settings.raw_dir), Summary()))
    skipped = tick()
    assert isinstance(skipped, dg.SkipReason)
    assert "nothing has changed since publication p1" in (skipped.skip_message or "")

    (settings.raw_dir / "b.pdf").write_bytes(b"b")
    assert isinstance(tick(), dg.RunRequest)


def test_the_sensor_waits_until_files_stand_still(settings: Settings) -> None:
    cursor: str | None = None

    def tick() -> dg.RunRequest | dg.SkipReason:
        nonlocal cursor
        context = dg.build_sensor_context(cursor=cursor, resources={"settings": settings})
        (answer,) = list(new_files(context))
        cursor = context.cursor
        return answer

    (settings.raw_dir / "a.pdf").write_bytes(b"a")
    assert isinstance(tick(), dg.SkipReason)  # may still be on its way
    (settings.raw_dir / "a.pdf").write_bytes(b"a and more")
    assert isinstance(tick(), dg.SkipReason)  # it was
    first = tick()
    assert isinstance(first, dg.RunRequest)
    assert isinstance(tick(), dg.SkipReason)  # once only
    (settings.raw_dir / "a.pdf").unlink()
    tick()
    second = tick()
    assert isinstance(second, dg.RunRequest)
    assert first.run_key != second.run_key
    assert json.loads(cursor or "")["requested"] == second.run_key


def test_no_folder_is_no_error(settings: Settings) -> None:
    settings.raw_dir.rmdir()
    context = dg.build_sensor_context(resources={"settings": settings})
    (answer,) = list(new_files(context))
    assert isinstance(answer, dg.SkipReason)
    schedule = dg.build_schedule_context(resources={"settings": settings})
    assert isinstance(nightly(schedule), dg.SkipReason)


def test_dagster_reports_to_nobody_and_runs_one_at_a_time(settings: Settings) -> None:
    content = yaml.safe_load((prepare(settings) / "dagster.yaml").read_text())
    assert content["telemetry"] == {"enabled": False}
    assert content["nux"] == {"enabled": False}
    assert content["concurrency"]["pools"]["default_limit"] == 1
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        assert not instance.telemetry_enabled
        assert instance.global_op_concurrency_default_limit == 1
