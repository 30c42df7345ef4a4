"""Assets: the publication, with the two suites of the audit as its checks.

Belongs here: how a publication and its audit look in Dagster. Does not belong here: copying,
auditing, swapping (``publication/``, ``quality/``). The suites run on the copy that is to be
published, inside `publish`, between copying and swapping: what was audited is what is read.
"""

import logging
from collections.abc import Iterator
from dataclasses import replace

import dagster as dg

from pipelines.defs.documents import Landed
from pipelines.defs.resources import DUCKDB_POOL
from pipelines.defs.retries import retried
from pipelines.publication import PublicationRefused, publish
from pipelines.publication.reader import DATABASE
from pipelines.published import document_changes, summarise
from pipelines.quality import Audit, SuiteResult
from pipelines.run import LastRun, Observer, remember
from pipelines.settings import Settings

ASSET = "publication"

logger = logging.getLogger(__name__)


def build_publication(dbt_models: dg.AssetsDefinition) -> dg.AssetsDefinition:
    """The publication stands on every table of schema ``marts``."""

    @dg.multi_asset(
        specs=[
            dg.AssetSpec(
                ASSET,
                deps=[
                    "landed_documents",
                    "suspects",
                    *(k for k in dbt_models.keys if k.path[0] == "marts"),
                ],
                group_name="publication",
                kinds={"duckdb", "parquet"},
                description="Audited copy of the marts, swapped in by rename.",
            )
        ],
        check_specs=[
            dg.AssetCheckSpec(
                "gate",
                asset=ASSET,
                blocking=True,
                description="What the pipeline owns. A failure publishes nothing.",
            ),
            dg.AssetCheckSpec(
                "verdicts",
                asset=ASSET,
                description="What publishers got wrong, and doubtful readings. Never blocking.",
            ),
        ],
        ins={"landed_documents": dg.AssetIn("landed_documents")},
        pool=DUCKDB_POOL,
        name="publish_marts",
    )
    def publish_marts(
        landed_documents: Landed,
        settings: dg.ResourceParam[Settings],
        observer: dg.ResourceParam[Observer],
    ) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
        try:
            with retried(observer), observer.stage("publish"):
                made = publish(settings, accept_drift=settings.accept_drift)
        except PublicationRefused as refused:
            observer.problems.append(f"{refused}\nfull report: {refused.report}")
            yield from _checks(refused.audit)
            raise dg.Failure(str(refused), metadata={"gate_refused": str(refused.report)}) from None
        for sentence in document_changes(made.path / DATABASE) if made.is_new else ():
            logger.info("publish %s", sentence)
        observer.published = made.sentence()
        summary = replace(summarise(made.path / DATABASE), published=str(made.path))
        remember(
            settings,
            LastRun(landed_documents.fingerprint, made.id, str(settings.raw_dir), summary),
        )
        observer.split("publish", "audit", made.seconds.get("audit", 0))
        observer.notes.extend(f"accepted: {drift.sentence()}" for drift in made.accepted)
        if made.audit:
            observer.notes.extend(note for f in made.audit.verdicts.failed for note in f.doubts())
        yield dg.MaterializeResult(
            asset_key=ASSET,
            metadata={
                "publication": made.id,
                "path": dg.MetadataValue.path(made.path),
                "what": made.sentence(),
                "documents": summary.documents,
                "quarantined": summary.quarantined,
                "figures": summary.figures,
                "rules_evaluated": summary.rules_evaluated,
                "findings": summary.failures,
                **{f"changed: {what}": count for what, count in made.changes.items()},
                **{f"seconds: {stage}": seconds for stage, seconds in observer.seconds.items()},
            },
        )
        yield from _checks(made.audit)

    return publish_marts


def _checks(audit: Audit | None) -> Iterator[dg.AssetCheckResult]:
    """Results of both suites; where nothing was new, what is published has passed already."""
    yield _check("gate", audit.gate if audit else None, dg.AssetCheckSeverity.ERROR)
    yield _check("verdicts", audit.verdicts if audit else None, dg.AssetCheckSeverity.WARN)


def _check(
    name: str, result: SuiteResult | None, severity: dg.AssetCheckSeverity
) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=ASSET,
        check_name=name,
        passed=result is None or result.success,
        severity=severity,
        metadata={
            "evaluated": result.evaluated if result else 0,
            "failed": [f.sentence() for f in result.failed] if result else [],
        },
    )
