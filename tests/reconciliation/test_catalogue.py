"""The catalogue of rules, its page and the models that evaluate it stay in step."""

from __future__ import annotations

import re

from pipelines.rule_docs import CATALOGUE, PAGE, page, read_rules
from pipelines.settings import PROJECT_ROOT

RULES = {rule["rule_id"]: rule for rule in read_rules()}
MODELS = PROJECT_ROOT / "dbt_project" / "models" / "reconciliation"
SEEDS = PROJECT_ROOT / "dbt_project" / "seeds" / "reconciliation"


def evaluated() -> set[str]:
    """Rule ids that a model or a seed of pairs and claims names."""
    sql = "\n".join(path.read_text(encoding="utf-8") for path in MODELS.glob("*.sql"))
    named = set(re.findall(r"'([a-z][a-z_]+)' as rule_id", sql))
    # rec_code_node chooses one of two rules by what the rows carry.
    named |= set(
        re.findall(r"if\([^()]*, '([a-z_]+)', '[a-z_]+'\)\s+as (?:rule_id|tree_rule)", sql)
    )
    named |= set(
        re.findall(r"if\([^()]*, '[a-z_]+', '([a-z_]+)'\)\s+as (?:rule_id|tree_rule)", sql)
    )
    for seed in ("rule_pairs.csv", "claim_quantities.csv", "claim_parts.csv"):
        text = (SEEDS / seed).read_text(encoding="utf-8")
        named |= {rule for rule in RULES if re.search(rf"(^|,){rule},", text, re.MULTILINE)}
    return named


def test_page_is_made_from_the_catalogue() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(read_rules()), (
        "run `python -m pipelines.rule_docs`"
    )


def test_every_rule_is_evaluated_and_every_evaluated_rule_is_in_the_catalogue() -> None:
    assert evaluated() == set(RULES)


def test_rules_are_whole() -> None:
    assert len(RULES) == sum(1 for _ in read_rules()), f"a rule stands twice in {CATALOGUE.name}"
    for rule in RULES.values():
        empty = {name for name, value in rule.items() if not value} - {
            "requires",
            "carryover",
            "membership",
        }
        assert not empty, rule["rule_id"]
        assert rule["severity"] in {"error", "warning", "info"}
        assert rule["cause"] in {"publisher", "undecided"}
        assert int(rule["version"]) >= 1
        assert int(rule["min_support"]) >= 0
        assert rule["carryover"] in {"", "equal", "within"}
        assert rule["membership"] in {"", "labels"}
        assert rule["example_pass"] != rule["example_fail"]


def test_a_law_is_not_above_and_the_others_are_equal() -> None:
    for rule in RULES.values():
        assert (rule["shape"] == "not_above") == (rule["relation"] == "not_above"), rule["rule_id"]


def test_every_rule_has_its_family() -> None:
    """docs/rule-families.md names every rule, and no other."""
    text = (PROJECT_ROOT / "docs" / "rule-families.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z]+(?:_[a-z]+)+)`", text)) - {"amount_yuan"}
    named = {name for name in named if not name.startswith("rpt_")}
    assert named == set(RULES)
