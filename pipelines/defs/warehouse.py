"""Assets: schema ``raw`` and every dbt model, with dbt's tests as checks.

Belongs here: the two ways into ``build.duckdb`` and how dbt's results look in Dagster. Does not
belong here: loading or running dbt (``warehouse/``).
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtProject, dbt_assets
from dagster_dbt.asset_utils import get_asset_check_key_for_test

from pipelines.defs.documents import Landed
from pipelines.defs.resources import DUCKDB_POOL
from pipelines.defs.retries import retried
from pipelines.extraction.schema import LANDING_TABLES, TABLES
from pipelines.run import Observer
from pipelines.settings import Settings
from pipelines.sources import DecisionError, exclusions, read_decisions
from pipelines.warehouse import BuildFileLocked, BuildReport, dbt_build, load

_RAW = {**LANDING_TABLES, **TABLES}


def _columns(name: str) -> dg.TableSchema:
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                field.name,
                str(field.type),
                description=(field.metadata or {}).get(b"description", b"").decode() or None,
            )
            for field in _RAW[name]
        ]
    )


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            ["raw", name],
            deps=["landed_documents", "extracted_documents"],
            group_name="raw",
            kinds={"duckdb"},
            metadata={"dagster/column_schema": _columns(name)},
        )
        for name in _RAW
    ],
    ins={
        "landed_documents": dg.AssetIn("landed_documents"),
        "extracted_documents": dg.AssetIn("extracted_documents"),
    },
    pool=DUCKDB_POOL,
)
def raw_warehouse(
    landed_documents: Landed,
    extracted_documents: str,
    settings: dg.ResourceParam[Settings],
    observer: dg.ResourceParam[Observer],
) -> Iterator[dg.MaterializeResult]:
    """What is printed, where: inserted for new documents, dropped for those that are gone."""
    try:
        with retried(observer), observer.stage("load"):
            files = landed_documents.landing.files
            excluded = exclusions(files, read_decisions(settings.decisions_path))
            report = load(settings, files, extracted_documents, excluded)
    except (BuildFileLocked, DecisionError) as error:
        observer.faults.append(str(error))
        raise
    for name in _RAW:
        yield dg.MaterializeResult(
            asset_key=["raw", name],
            metadata={
                "documents_inserted": report.inserted,
                "documents_dropped": report.dropped,
                "documents_kept": report.kept,
            },
        )


def build_dbt_assets(settings: Settings, manifest: dict[str, Any]) -> dg.AssetsDefinition:
    """All seeds and models as assets, built in this process in one go."""
    project = DbtProject(
        settings.dbt_project_dir,
        target_path=settings.dbt_target,
        profiles_dir=settings.dbt_project_dir,
    )

    @dbt_assets(
        manifest=manifest,
        project=project,
        name="dbt_models",
        pool=DUCKDB_POOL,
    )
    def dbt_models(
        context: dg.AssetExecutionContext,
        settings: dg.ResourceParam[Settings],
        observer: dg.ResourceParam[Observer],
    ) -> Iterator[Any]:
        with observer.stage("dbt"):
            report = dbt_build(
                settings, lambda done, total, name: observer.on_progress("dbt", done, total, name)
            )
        yield from _events(context, report, manifest)
        for problem in report.problems:
            lines = [f"{problem.kind} {problem.name}: {problem.message}"]
            lines += [f"    {sample}" for sample in problem.samples]
            (observer.problems if problem.is_blocking else observer.notes).append("\n".join(lines))
        if not report.succeeded:
            raise dg.Failure("dbt: " + "; ".join(f"{p.name}" for p in report.blocking))

    return dbt_models


def _events(
    context: dg.AssetExecutionContext, report: BuildReport, manifest: dict[str, Any]
) -> Iterator[Any]:
    """dbt's results as materializations and check results."""
    translator = DagsterDbtTranslator()
    checks = context.selected_asset_check_keys
    for outcome in report.outcomes:
        if outcome.kind in ("model", "seed", "snapshot") and outcome.status in ("success", "no-op"):
            spec = translator.get_asset_spec(manifest, outcome.unique_id, None)
            yield dg.MaterializeResult(
                asset_key=spec.key, metadata={"seconds": round(outcome.seconds, 3)}
            )
    for outcome in report.outcomes:
        if outcome.kind != "test" or outcome.status == "skipped":
            continue
        key = get_asset_check_key_for_test(manifest, translator, outcome.unique_id, project=None)
        if key is not None and key in checks:
            is_warning = outcome.status == "warn"
            yield dg.AssetCheckResult(
                asset_key=key.asset_key,
                check_name=key.name,
                passed=outcome.status == "pass",
                severity=dg.AssetCheckSeverity.WARN if is_warning else dg.AssetCheckSeverity.ERROR,
                metadata={"failing_rows": outcome.failures or 0},
            )
