"""Write the Great Expectations project of ``expectations/`` from the checks.

``python -m pipelines.quality.define`` rewrites it; a test holds the committed files equal to what
this module makes. Great Expectations itself would give every expectation a new random id each time
(and so a noisy diff): here ids are derived from names (UUID version 5).

Belongs here: the file formats of the project. Does not belong here: what is expected (``checks``).
"""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import yaml

from pipelines.quality.checks import Check, gate, read_catalogue, verdicts
from pipelines.quality.run import DATASOURCE
from pipelines.settings import PROJECT_ROOT

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "yusuan/expectations")

#: Suite -> the table of schema ``marts`` that is its batch.
_ASSETS = {"gate": "fct_figure", "verdicts": "fct_reconciliation"}
#: A failed check of the gate is critical; a verdict is a finding to be told.
_SEVERITY = {"gate": "critical", "verdicts": "warning"}
_WHOLE_TABLE = "whole"

_HEADER = """\
# Written by `python -m pipelines.quality.define`; change pipelines/quality/ instead.
# The variables are set by pipelines.quality.run for each audit: the database that is audited, the
# build file it came from, and folders of the run for results and Data Docs. Nothing is written
# into this folder by a run.
"""


def stable_id(*names: str) -> str:
    """The same id for the same names, for ever."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(names)))


def files(project_root: Path = PROJECT_ROOT) -> dict[str, str]:
    """Path below ``expectations/`` -> content."""
    catalogue = read_catalogue(project_root / "dbt_project/seeds/reconciliation/rules.csv")
    suites = {"gate": gate(catalogue), "verdicts": verdicts(catalogue)}
    made = {"great_expectations.yml": _project()}
    for suite, checks in suites.items():
        made[f"suites/{suite}.json"] = _json(_suite(suite, checks))
        made[f"validation_definitions/{suite}.json"] = _json(_validation_definition(suite))
        made[f"checkpoints/{suite}.json"] = _json(_checkpoint(suite))
    return made


def write(project_root: Path = PROJECT_ROOT) -> list[Path]:
    """Write all files and return the paths of those that changed."""
    changed = []
    for name, content in files(project_root).items():
        path = project_root / "expectations" / name
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
            changed.append(path)
    return changed


def _project() -> str:
    def store(kind: str, folder: str) -> dict[str, Any]:
        return {
            "class_name": kind,
            "store_backend": {
                "class_name": "TupleFilesystemStoreBackend",
                "suppress_store_backend_id": True,
                "base_directory": folder,
            },
        }

    config = {
        "config_version": 4.0,
        "data_context_id": stable_id("context"),
        "analytics_enabled": False,
        "progress_bars": {"globally": False, "metric_calculations": False},
        "stores": {
            "expectations_store": store("ExpectationsStore", "suites"),
            "validation_definition_store": store(
                "ValidationDefinitionStore", "validation_definitions"
            ),
            "checkpoint_store": store("CheckpointStore", "checkpoints"),
            "validation_results_store": store("ValidationResultsStore", "${YUSUAN_AUDIT_RESULTS}"),
        },
        "expectations_store_name": "expectations_store",
        "checkpoint_store_name": "checkpoint_store",
        "validation_results_store_name": "validation_results_store",
        "data_docs_sites": {
            "quality": {
                "class_name": "SiteBuilder",
                "show_how_to_buttons": False,
                "store_backend": {
                    "class_name": "TupleFilesystemStoreBackend",
                    "base_directory": "${YUSUAN_AUDIT_DOCS}",
                },
                "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            }
        },
        "fluent_datasources": {
            DATASOURCE: {
                "type": "duckdb",
                "id": stable_id("datasource"),
                "connection_string": "duckdb:///${YUSUAN_AUDIT_DATABASE}?access_mode=READ_ONLY",
                "create_temp_table": False,
                "attach": {"build": "${YUSUAN_AUDIT_BUILD}"},
                "assets": {table: _asset(table) for table in _ASSETS.values()},
            }
        },
    }
    return _HEADER + yaml.safe_dump(config, sort_keys=False, allow_unicode=True)


def _asset(table: str) -> dict[str, Any]:
    return {
        "type": "table",
        "id": stable_id("asset", table),
        "table_name": table,
        "schema_name": "marts",
        "batch_metadata": {},
        "batch_definitions": {_WHOLE_TABLE: {"id": stable_id("batch", table), "partitioner": None}},
    }


def _suite(name: str, checks: list[Check]) -> dict[str, Any]:
    return {
        "name": name,
        "id": stable_id("suite", name),
        "meta": {},
        "notes": None,
        "expectations": [_expectation(name, check) for check in checks],
    }


def _expectation(suite: str, check: Check) -> dict[str, Any]:
    meta: dict[str, Any] = {"check": check.name}
    if check.drift:
        meta["drift"] = True
    if check.doubt:
        meta["doubt"] = True
    return {
        "id": stable_id("expectation", suite, check.name),
        "type": check.type,
        "description": check.sentence,
        "kwargs": check.kwargs,
        "meta": meta,
        "severity": _SEVERITY[suite],
    }


def _validation_definition(suite: str) -> dict[str, Any]:
    table = _ASSETS[suite]
    return {
        "name": suite,
        "id": stable_id("validation_definition", suite),
        "data": {
            "datasource": {"name": DATASOURCE, "id": stable_id("datasource")},
            "asset": {"name": table, "id": stable_id("asset", table)},
            "batch_definition": {"name": _WHOLE_TABLE, "id": stable_id("batch", table)},
        },
        "suite": {"name": suite, "id": stable_id("suite", suite)},
    }


def _checkpoint(suite: str) -> dict[str, Any]:
    return {
        "name": suite,
        "id": stable_id("checkpoint", suite),
        "actions": [],
        # With less, the offending rows are not part of the result.
        "result_format": {"result_format": "COMPLETE", "partial_unexpected_count": 20},
        "validation_definitions": [
            {"name": suite, "id": stable_id("validation_definition", suite)}
        ],
    }


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Rewrite the project and name the files that changed."""
    import sys

    changed = write()
    for path in changed:
        sys.stdout.write(f"{path.relative_to(PROJECT_ROOT)}\n")
    sys.stdout.write(f"{len(changed)} files changed\n")


if __name__ == "__main__":
    main()
