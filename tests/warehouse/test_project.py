"""The project's own dbt unit tests, which a run leaves out."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

from pipelines.marks import Mark
from pipelines.settings import PROJECT_ROOT, Settings
from pipelines.warehouse import dbt_manifest, dbt_unit_tests


def test_unit_tests_of_the_project_hold(seed_home: Path, tmp_path: Path) -> None:
    home = shutil.copytree(seed_home, tmp_path / "home", symlinks=True)
    settings = Settings(home=home)
    report = dbt_unit_tests(settings)
    assert [f"{problem.name}: {problem.message}" for problem in report.problems] == []
    assert {outcome.kind for outcome in report.outcomes} == {"unit_test"}
    assert len(report.outcomes) == len(dbt_manifest(settings)["unit_tests"])


def test_every_mark_has_words() -> None:
    """The reasons that the extraction gives are those of the seed."""
    seed = PROJECT_ROOT / "dbt_project" / "seeds" / "mark_reasons.csv"
    with seed.open(encoding="utf-8", newline="") as file:
        known = {row["mark_reason"] for row in csv.DictReader(file)}
    assert set(Mark) == known


def test_what_is_published_is_described_in_both_languages(seed_home: Path) -> None:
    """中文 / English, for each table and each column; every column of a contract is described."""
    nodes = dbt_manifest(Settings(home=seed_home))["nodes"].values()
    published = [n for n in nodes if n["resource_type"] == "model" and n["schema"] == "marts"]
    assert len(published) >= 40
    both = re.compile(r"[^/]*[一-鿿].* / .*[A-Za-z]{2}", re.DOTALL)
    assert [
        f"{model['name']}.{name}"
        for model in published
        for name, text in [
            ("", model["description"]),
            *((column, c["description"]) for column, c in model["columns"].items()),
        ]
        if not both.search(text)
    ] == []


def test_data_flows_one_way(seed_home: Path) -> None:
    """Staging reads sources and seeds, the intermediate layer never marts, facts never reports."""
    nodes = dbt_manifest(Settings(home=seed_home))["nodes"]
    layers = ["staging", "intermediate", "dimensions", "documents", "facts", "reports"]

    def layer(name: str) -> str | None:
        node = nodes.get(name)
        if node is None or node["resource_type"] != "model":
            return None
        return next((layer for layer in layers if layer in node["fqn"]), "reconciliation")

    marts = {"dimensions", "documents", "facts", "reports"}
    upwards = {
        "staging": {"intermediate", "reconciliation"} | marts,
        "intermediate": {"reconciliation"} | marts,
        "facts": {"reports", "reconciliation"},
        "dimensions": {"reports", "reconciliation"},
        "reconciliation": {"reports"},
    }
    assert [
        (nodes[name]["name"], nodes[parent]["name"])
        for name in nodes
        for parent in nodes[name]["depends_on"].get("nodes", [])
        if layer(parent) in upwards.get(layer(name) or "", set())
    ] == []


def test_every_report_can_be_followed_back_to_raw(seed_home: Path) -> None:
    """The lineage of ``make dbt-docs``: from each page of the dashboard down to printed figures."""
    manifest = dbt_manifest(Settings(home=seed_home))
    parents = manifest["parent_map"]
    for name in manifest["exposures"]:
        reached, todo = set(), [name]
        while todo:
            node = todo.pop()
            if node not in reached:
                reached.add(node)
                todo += parents.get(node, [])
        assert "source.yusuan.raw.figure" in reached, name
