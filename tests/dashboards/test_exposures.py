"""The exposures of the dbt project are the pages of the dashboard, with the tables that each reads.

Belongs here: comparing what the pages' source asks for with what the project declares. Does not
belong here: what a page shows (``test_pages.py``).
"""

from __future__ import annotations

import ast
import re

import yaml

from pipelines.settings import PROJECT_ROOT

DASHBOARDS = PROJECT_ROOT / "dashboards"
REPORTS = PROJECT_ROOT / "dbt_project" / "models" / "marts" / "reports"
#: Written by the publication step, and so no models.
NO_MODELS = {"publication", "publication_change"}
#: Modules outside ``dashboards/`` through which pages ask.
ASKING = {"pipelines.findings": PROJECT_ROOT / "pipelines" / "findings.py"}


def tables(source: str) -> set[str]:
    return set(re.findall(r"\bmarts\.(\w+)", source)) - NO_MODELS


def answers() -> dict[str, set[str]]:
    """Tables that each function of ``data`` reads, itself or through another one."""
    text = (DASHBOARDS / "data.py").read_text(encoding="utf-8")
    functions = {
        node.name: ast.get_source_segment(text, node) or ""
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
    }

    def read(name: str) -> set[str]:
        called = {other for other in functions if re.search(rf"\b{other}\(", functions[name])}
        return tables(functions[name]).union(*(read(other) for other in called - {name}))

    return {name: read(name) for name in functions}


def asked_by(page: str) -> set[str]:
    """Tables that a page reads, with the parts of other pages that it shows."""
    known = answers()
    found: set[str] = set()
    todo, done = [DASHBOARDS / "views" / f"{page}.py"], set()
    while todo:
        path = todo.pop()
        if path in done:
            continue
        done.add(path)
        text = path.read_text(encoding="utf-8")
        found |= tables(text)
        for name in re.findall(r"\bdata\.(\w+)\(", text):
            found |= known[name]
        for module, names in re.findall(r"^from ([\w.]+) import (.+)$", text, re.MULTILINE):
            if module in ASKING:
                todo.append(ASKING[module])
            for candidate in (module, *(f"{module}.{name}" for name in names.split(", "))):
                other = PROJECT_ROOT / (candidate.replace(".", "/") + ".py")
                if module.startswith("dashboards") and other.exists() and other.stem != "data":
                    todo.append(other)
    return found


def test_every_page_is_an_exposure_with_what_it_reads() -> None:
    declared = yaml.safe_load((REPORTS / "_exposures.yml").read_text(encoding="utf-8"))
    exposures = {
        exposure["name"]: {
            ref.removeprefix("ref('").removesuffix("')") for ref in exposure["depends_on"]
        }
        for exposure in declared["exposures"]
    }
    pages = {path.stem for path in (DASHBOARDS / "views").glob("*.py")} - {"__init__"}
    assert exposures == {page: asked_by(page) for page in pages}
