"""The committed project of ``expectations/`` is what the generator makes, with stable ids."""

from __future__ import annotations

import json
import uuid

from pipelines.quality import define
from pipelines.quality.checks import gate, read_catalogue, verdicts
from pipelines.settings import PROJECT_ROOT

CATALOGUE = read_catalogue(PROJECT_ROOT / "dbt_project/seeds/reconciliation/rules.csv")


def test_committed_files_are_in_step() -> None:
    folder = PROJECT_ROOT / "expectations"
    committed = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.suffix in {".json", ".yml"}
    }
    assert committed == define.files(), "run: python -m pipelines.quality.define"


def test_ids_are_stable_and_unique() -> None:
    # Pinned: a change of this value gives every expectation a new identity.
    assert define.stable_id("suite", "gate") == str(
        uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, "yusuan/expectations"), "suite/gate")
    )
    assert define.files() == define.files()
    ids = [
        expectation["id"]
        for suite in ("gate", "verdicts")
        for expectation in json.loads(define.files()[f"suites/{suite}.json"])["expectations"]
    ]
    assert len(ids) == len(set(ids))


def test_names_are_unique_and_sentences_bilingual() -> None:
    checks = [*gate(CATALOGUE), *verdicts(CATALOGUE)]
    assert len({check.name for check in checks}) == len(checks)
    assert all(" / " in check.sentence for check in checks)


def test_verdicts_follow_the_rule_catalogue(tmp_path) -> None:
    rules = tmp_path / "rules.csv"
    rules.write_text(
        "rule_id,rule_group,relation,shape\nb,two,equal,x\na,one,not_above,x\nc,two,equal,ratio\n"
    )
    catalogue = read_catalogue(rules)
    assert catalogue.groups == ("one", "two")
    assert catalogue.equalities == ("b",)
    groups = [check.name for check in verdicts(catalogue) if not check.doubt]
    assert groups == ["verdict_one", "verdict_two"]


def test_every_doubt_is_judged_by_the_gate_too() -> None:
    doubts = [check for check in verdicts(CATALOGUE) if check.doubt]
    names = {check.name.removeprefix("doubt_") for check in doubts}
    assert names < {check.name for check in gate(CATALOGUE)}
    assert all("读取存疑" in c.sentence and "in doubt" in c.sentence for c in doubts)
    # Each suite has a batch of its own: a check that stands in both names its tables.
    assert not any("{batch}" in check.kwargs["unexpected_rows_query"] for check in doubts)


def test_nothing_of_this_machine_is_committed() -> None:
    text = "".join(define.files().values())
    assert str(PROJECT_ROOT) not in text
    assert '"analytics_enabled": true' not in text
    assert "analytics_enabled: false" in text
