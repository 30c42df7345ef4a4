"""The definitions load, and hold together from document to publication."""

from __future__ import annotations

import errno
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import dagster as dg
import pytest
import yaml
from dagster import DagsterInstance as Instance
from pydantic import SecretStr

from pipelines.defs import build_defs
from pipelines.defs.dev import prepare
from pipelines.defs.documents import NIGHTLY_JOB, landed_documents
from pipelines.defs.failures import GATE, report_failures
from pipelines.defs.fetching import fetched_documents
from pipelines.defs.resources import DUCKDB_POOL, build_resources
from pipelines.defs.retries import retried
from pipelines.defs.schedules import JOB_NAME, new_files, nightly
from pipelines.extraction.schema import LANDING_TABLES, TABLES
from pipelines.run import (
    HomeInUse,
    LastRun,
    Observer,
    Summary,
    fingerprint,
    remember,
    run_lock,
)
from pipelines.settings import Settings
from pipelines.sources import scan
from pipelines.warehouse import BuildFileLocked
from tests.sources.site import pdf, serve

CITY = """\
publisher: 示例市财政局
region_code: '110101'
lists:
  - url: https://www.example.org/list
"""
LOCAL = "private_hosts: ['127.0.0.1']\npoliteness: {delay_seconds: 0, attempts: 1}\n"


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    return build_defs(Settings(home=tmp_path_factory.mktemp("home")))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    raw = tmp_path / "raw"
    raw.mkdir()
    return Settings(raw_dir=raw, home=tmp_path / "home", sources_dir=tmp_path / "sources")


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    (tmp_path / "dagster").mkdir()
    with Instance.local_temp(str(tmp_path / "dagster")) as made:
        yield made


def key(*parts: str) -> dg.AssetKey:
    return dg.AssetKey(parts)


def test_one_job_runs_everything(definitions: dg.Definitions) -> None:
    dg.Definitions.validate_loadable(definitions)
    graph = definitions.resolve_asset_graph()
    job = definitions.resolve_job_def(JOB_NAME)
    selected = job.asset_layer.executable_asset_keys
    assert selected == graph.executable_asset_keys - {key("fetched_documents")}
    assert key("publication") in selected
    night = definitions.resolve_job_def(NIGHTLY_JOB)
    assert night.asset_layer.executable_asset_keys == graph.executable_asset_keys


def test_the_way_leads_from_documents_to_the_publication(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    assert graph.get(key("extracted_documents")).parent_keys == {key("landed_documents")}
    assert graph.get(key("landed_documents")).parent_keys == {key("fetched_documents")}
    raw = {key("raw", name) for name in [*TABLES, *LANDING_TABLES]}
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
        files_only = ("fetched_documents", "landed_documents", "extracted_documents")
        opens_none = asset.keys <= {key(name) for name in files_only}
        assert asset.op.pool == (None if opens_none else DUCKDB_POOL), asset.op.name


def test_every_night_at_two_in_china(definitions: dg.Definitions) -> None:
    schedule = definitions.resolve_schedule_def("nightly")
    assert schedule.cron_schedule == "0 2 * * *"
    assert schedule.execution_timezone == "Asia/Shanghai"
    assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING
    assert schedule.job_name == NIGHTLY_JOB


def test_a_night_with_nothing_new_says_so(settings: Settings, instance: Instance) -> None:
    def tick() -> object:
        context = dg.build_schedule_context(instance, resources={"settings": settings})
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

    settings.sources_dir.mkdir()
    publisher = settings.sources_dir / "city.yml"
    publisher.write_text(CITY, encoding="utf-8")
    assert isinstance(tick(), dg.RunRequest)  # who knows what is there
    publisher.write_text(CITY + "enabled: false\n", encoding="utf-8")
    assert isinstance(tick(), dg.SkipReason)

    (settings.raw_dir / "b.pdf").write_bytes(b"b")
    assert isinstance(tick(), dg.RunRequest)


def test_a_run_that_is_going_on_is_not_started_twice(
    settings: Settings, instance: Instance
) -> None:
    @dg.op
    def nothing() -> None: ...

    (settings.raw_dir / "a.pdf").write_bytes(b"a")
    cursor: str | None = None

    def tick() -> dg.RunRequest | dg.SkipReason:
        nonlocal cursor
        context = dg.build_sensor_context(instance, cursor=cursor, resources={"settings": settings})
        (answer,) = list(new_files(context))
        cursor = context.cursor
        return answer

    tick()  # waits one interval for files to settle
    for status in (dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTED):
        run = instance.create_run_for_job(job_of(nothing), status=status)
        schedule = dg.build_schedule_context(instance, resources={"settings": settings})
        for answer in (nightly(schedule), tick()):
            assert isinstance(answer, dg.SkipReason)
            assert answer.skip_message == f"run {run.run_id[:8]} of publish is still going on"
        instance.delete_run(run.run_id)
    instance.create_run_for_job(job_of(nothing), status=dg.DagsterRunStatus.FAILURE)
    schedule = dg.build_schedule_context(instance, resources={"settings": settings})
    assert isinstance(nightly(schedule), dg.RunRequest)
    # The files that came meanwhile are not forgotten.
    assert isinstance(tick(), dg.RunRequest)


def test_a_scheduled_run_waits_for_one_by_hand(settings: Settings) -> None:
    with (
        run_lock(settings),
        pytest.raises(HomeInUse, match="another run is at work"),
        run_lock(settings, 0.05),
    ):
        pass
    held, ended = threading.Event(), threading.Event()

    def by_hand() -> None:
        with run_lock(settings):
            held.set()
            ended.wait(5)

    thread = threading.Thread(target=by_hand)
    thread.start()
    held.wait(5)
    threading.Timer(0.05, ended.set).start()
    with run_lock(settings, 30):
        assert ended.is_set()
    thread.join()


def test_only_what_passes_is_tried_again() -> None:
    def outcome(error: Exception, *, attended: bool = False) -> type[BaseException]:
        either = (type(error), dg.RetryRequested)
        with pytest.raises(either) as raised, retried(Observer(is_attended=attended)):
            raise error
        return raised.type

    assert outcome(BuildFileLocked("open elsewhere")) is dg.RetryRequested
    assert outcome(OSError(errno.EIO, "a share")) is dg.RetryRequested
    assert outcome(OSError(errno.ENOSPC, "full")) is OSError
    assert outcome(dg.Failure("the gate")) is dg.Failure
    assert outcome(BuildFileLocked("open elsewhere"), attended=True) is BuildFileLocked


def test_a_night_fetches_and_ends_where_nothing_is_new(tmp_path: Path, instance: Instance) -> None:
    """One publisher is well, one is out of reach, one file of the registry is broken."""
    with serve() as site, serve() as hook:
        hook.status("/alert", (200, {}, b""))
        settings = Settings(
            raw_dir=tmp_path / "raw",
            home=tmp_path / "home",
            sources_dir=tmp_path / "sources",
            alert_webhook=SecretStr(f"{hook.origin}/alert"),
        )
        settings.sources_dir.mkdir()
        well = CITY.replace("https://www.example.org", site.origin)
        (settings.sources_dir / "well.yml").write_text(well + LOCAL, encoding="utf-8")
        (settings.sources_dir / "away.yml").write_text(
            well.replace("/list", "/away") + LOCAL, encoding="utf-8"
        )
        (settings.sources_dir / "broken.yml").write_text("publisher: x\n", encoding="utf-8")
        site.page("/list", '<a href="a.pdf">2024年预算</a>')
        site.file("/a.pdf", pdf("a"))
        folder = settings.publications_dir / "p1"

        def night() -> dg.ExecuteInProcessResult:
            definitions = dg.Definitions(
                assets=[fetched_documents, landed_documents],
                jobs=[dg.define_asset_job(NIGHTLY_JOB, selection="*")],
                resources=build_resources(settings, Observer(), lock_is_held=False),
            )
            job = definitions.resolve_job_def(NIGHTLY_JOB)
            return job.execute_in_process(instance=instance, raise_on_error=False)

        first = night()
        assert first.success
        landing = scan(settings.raw_dir)
        assert len(landing.files) == 1
        made = first.asset_materializations_for_node("fetched_documents")[0].metadata
        assert (made["came"].value, made["failed"].value) == (1, 1)
        assert made["seconds"].value >= 0
        said = hook.bodies[0]["reason"]
        assert "broken.yml: region_code: is missing" in said
        assert f"away: {site.origin}/away: the site answered 404" in said
        assert first.asset_materializations_for_node("landed_documents")

        folder.mkdir(parents=True)
        (folder / "yusuan.duckdb").touch()
        settings.published.symlink_to(folder)
        print_now = fingerprint(settings, landing)
        remember(settings, LastRun(print_now, "p1", str(settings.raw_dir), Summary()))
        second = night()
        assert second.success
        assert not second.asset_materializations_for_node("landed_documents")


def test_failures_are_told_with_their_reason(settings: Settings, instance: Instance) -> None:
    @dg.op
    def publish_marts() -> None:
        raise dg.Failure("the gate refused: figures_not_lost", metadata={GATE: "report"})

    @dg.op
    def load() -> None:
        raise RuntimeError("disk on fire")

    for op, kind, reason in [
        (publish_marts, "gate_refused", "the gate refused: figures_not_lost"),
        (load, "run_failed", "load: RuntimeError: disk on fire"),
    ]:
        result = job_of(op).execute_in_process(instance=instance, raise_on_error=False)
        with serve() as hook:
            hook.status("/alert", (200, {}, b""))
            told = settings.model_copy(
                update={
                    "alert_webhook": SecretStr(f"{hook.origin}/alert"),
                    "dagster_url": "https://dagster.example.org",
                }
            )
            (failure,) = [e for e in result.all_events if e.is_job_failure]
            context = dg.build_run_status_sensor_context(
                sensor_name="report_failures",
                dagster_event=failure,
                dagster_instance=instance,
                dagster_run=result.dagster_run,
                resources={"settings": told},
            ).for_run_failure()
            report_failures(context)
            (body,) = hook.bodies
        assert body["kind"] == kind
        assert body["reason"] == reason
        assert body["link"] == f"https://dagster.example.org/runs/{result.run_id}"


def job_of(op: dg.OpDefinition) -> dg.JobDefinition:
    return dg.GraphDefinition(name="publish", node_defs=[op]).to_job()


def test_the_sensor_waits_until_files_stand_still(settings: Settings, instance: Instance) -> None:
    cursor: str | None = None

    def tick() -> dg.RunRequest | dg.SkipReason:
        nonlocal cursor
        context = dg.build_sensor_context(instance, cursor=cursor, resources={"settings": settings})
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


def test_no_folder_is_no_error(settings: Settings, instance: Instance) -> None:
    settings.raw_dir.rmdir()
    context = dg.build_sensor_context(resources={"settings": settings})
    (answer,) = list(new_files(context))
    assert isinstance(answer, dg.SkipReason)
    schedule = dg.build_schedule_context(instance, resources={"settings": settings})
    assert isinstance(nightly(schedule), dg.SkipReason)


def test_dagster_reports_to_nobody_and_runs_one_at_a_time(settings: Settings) -> None:
    content = yaml.safe_load((prepare(settings) / "dagster.yaml").read_text())
    assert content["telemetry"] == {"enabled": False}
    assert content["nux"] == {"enabled": False}
    assert content["concurrency"]["pools"]["default_limit"] == 1
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        assert not instance.telemetry_enabled
        assert instance.global_op_concurrency_default_limit == 1
        assert instance.run_retries_enabled
        assert not instance.run_retries_retry_on_asset_or_op_failure
        assert instance.run_monitoring_enabled
    assert "storage" not in content
    secret = SecretStr("postgresql://me:word@db/dagster")
    elsewhere = settings.model_copy(update={"dagster_postgres": secret})
    text = (prepare(elsewhere) / "dagster.yaml").read_text()
    assert yaml.safe_load(text)["storage"] == {
        "postgres": {"postgres_url": {"env": "YUSUAN_DAGSTER_POSTGRES"}}
    }
    assert "word" not in text
