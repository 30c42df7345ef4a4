"""Every check of the gate passes on what is right and fails on a planted defect."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.publication import publish
from pipelines.quality import run_suite
from pipelines.quality.checks import Check, gate, read_catalogue, verdicts
from pipelines.settings import PROJECT_ROOT, Settings
from tests.quality.tiny import execute, tiny_build

CATALOGUE = read_catalogue(PROJECT_ROOT / "dbt_project/seeds/reconciliation/rules.csv")
GATE = gate(CATALOGUE)
#: Checks of single readings, by their name in the gate.
DOUBTS = sorted(c.name.removeprefix("doubt_") for c in verdicts(CATALOGUE) if c.doubt)

#: The first document's figure in its first row and column, and the document itself.
FIRST = "(SELECT min(figure_id) FROM marts.fct_figure)"
DOCUMENT = "(SELECT min(document_id) FROM marts.dim_document)"

_GONE = (
    "INSERT INTO marts.publication_change BY NAME "
    "SELECT 'x' AS publication_id, 'document' AS kind, 'went' AS change, "
    "document_id, file_path AS item, 13 AS figures_before FROM marts.dim_document "
    f"WHERE document_id = {DOCUMENT}",
    f"DELETE FROM marts.dim_document WHERE document_id = {DOCUMENT}",
)
_BEFORE = (
    "INSERT INTO marts.publication SELECT 'before', TIMESTAMP '2000-01-01', NULL, 'f', versions, "
    "MAP {'documents': 2, 'rules_evaluated': 1000} FROM marts.publication",
    "UPDATE marts.publication SET previous_id = 'before' WHERE id <> 'before'",
    "DELETE FROM marts.publication_change",
)
_FEWER = (
    "INSERT INTO marts.publication_change BY NAME "
    "SELECT 'x' AS publication_id, 'document' AS kind, 'changed' AS change, "
    "document_id, file_path AS item, 14 AS figures_before, 13 AS figures_after "
    "FROM marts.dim_document LIMIT 1"
)

#: Check -> statements on the copy (marts) and on the build file (raw), each one defect.
DEFECTS: dict[str, dict[str, tuple[str, ...]]] = {
    "corpus_not_empty": {"marts": ("DELETE FROM marts.dim_document",)},
    "figures_not_empty": {"marts": ("DELETE FROM marts.fct_figure",)},
    "files_have_status": {"marts": ("DELETE FROM marts.document_status",)},
    "extracted_documents_published": {
        "marts": (f"DELETE FROM marts.dim_document WHERE document_id = {DOCUMENT}",)
    },
    "crashes_are_rare": {
        "raw": ("UPDATE raw.document SET state = 'quarantined', reason_code = 'crashed'",)
    },
    "contract_columns": {"marts": ("ALTER TABLE marts.dim_table DROP COLUMN note",)},
    "figure_id_present": {
        "marts": (f"UPDATE marts.fct_figure SET figure_id = NULL WHERE figure_id = {FIRST}",)
    },
    "figure_id_unique": {
        "marts": (f"INSERT INTO marts.fct_figure FROM marts.fct_figure WHERE figure_id = {FIRST}",)
    },
    "vocabulary_side": {"marts": ("UPDATE marts.fct_figure SET side = 'left'",)},
    "vocabulary_value_kind": {"marts": ("UPDATE marts.fct_figure SET value_kind = 'sum'",)},
    "vocabulary_money_unit": {"marts": ("UPDATE marts.fct_figure SET money_unit = '角'",)},
    "vocabulary_measure": {"marts": ("UPDATE marts.fct_figure SET measure = 'size'",)},
    "vocabulary_row_role": {"marts": ("UPDATE marts.fct_figure SET row_role = 'twig'",)},
    "vocabulary_column_role": {"marts": ("UPDATE marts.fct_figure SET column_role = 'x'",)},
    "unique_grain": {"marts": ("INSERT INTO marts.dim_rule FROM marts.dim_rule LIMIT 1",)},
    "figure_has_place": {
        "marts": (f"UPDATE marts.fct_figure SET page = 3 WHERE figure_id = {FIRST}",)
    },
    "one_figure_per_place": {
        "marts": (
            "UPDATE marts.fct_figure SET (x0, top, x1, bottom) = (1, 1, 2, 2) WHERE row_no = 1",
        )
    },
    "figure_is_printed": {
        "marts": (f"UPDATE marts.fct_figure SET printed = '—' WHERE figure_id = {FIRST}",)
    },
    "figure_has_parents": {
        "marts": (f"UPDATE marts.fct_figure SET table_id = 'no' WHERE figure_id = {FIRST}",)
    },
    "codes_are_digits": {
        "marts": (f"UPDATE marts.fct_figure SET function_code = '2o1' WHERE figure_id = {FIRST}",)
    },
    "figures_conserved": {"marts": (f"DELETE FROM marts.fct_figure WHERE figure_id = {FIRST}",)},
    "print_conserved": {
        "marts": (f"UPDATE marts.fct_figure SET printed = '300' WHERE figure_id = {FIRST}",)
    },
    "tables_conserved": {"marts": (f"DELETE FROM marts.dim_table WHERE document_id = {DOCUMENT}",)},
    "empty_tables_are_empty": {
        "marts": (f"UPDATE marts.dim_table SET is_empty = true WHERE document_id = {DOCUMENT}",)
    },
    "numbers_parse": {"raw": ("UPDATE raw.figure SET number = '30.00' WHERE row_no = 1",)},
    "amounts_in_yuan": {
        "marts": (f"UPDATE marts.fct_figure SET amount_yuan = 300 WHERE figure_id = {FIRST}",)
    },
    "tokens_explained": {
        "raw": (
            "INSERT INTO raw.token_account BY NAME SELECT document_id, 1 AS page, "
            "'unexplained' AS class, 1 AS token_count FROM raw.document LIMIT 1",
        )
    },
    "tokens_cover_figures": {"raw": ("UPDATE raw.token_account SET token_count = 3",)},
    "marked_pages_mark_figures": {"raw": ("UPDATE raw.page SET is_marked = true WHERE page = 2",)},
    "verdicts_cover_rules": {
        "marts": ("UPDATE marts.dim_rule SET \"group\" = 'new' WHERE rule_id = 'code_tree_sum'",)
    },
    "states_are_consistent": {
        "marts": (
            "UPDATE marts.fct_reconciliation SET difference = 200, state = 'pass_rounding' "
            "WHERE rule_id = 'code_root_sum'",
        )
    },
    "rules_known": {
        "marts": ("UPDATE marts.fct_reconciliation SET document_id = 'no' WHERE state = 'pass'",)
    },
    "rule_figures_known": {
        "marts": ("UPDATE marts.fct_reconciliation SET figure_ids = ['no']",)
    },
    "suspects_known": {
        "marts": (
            "UPDATE marts.fct_reconciliation SET state = 'fail', difference = 50000, "
            "suspect_figure_id = 'no', suggested_value = 1 WHERE rule_id = 'code_root_sum'",
        )
    },
    "rules_have_instances": {
        "marts": ("DELETE FROM marts.fct_reconciliation WHERE rule_id = 'code_tree_sum'",)
    },
    "rules_evaluated": {
        "marts": (
            "DELETE FROM marts.fct_reconciliation",
            "INSERT INTO marts.fct_figure BY NAME SELECT f.* REPLACE (figure_id || i AS figure_id) "
            "FROM marts.fct_figure AS f, range(3) AS r (i)",
        )
    },
    "classes_sum_to_total": {
        "marts": (
            "UPDATE marts.fct_figure SET amount_yuan = amount_yuan + 20000 "
            "WHERE function_code = '201'",
        )
    },
    "leaves_sum_to_total": {
        "marts": (
            "UPDATE marts.fct_figure SET row_role = 'parent' "
            "WHERE function_code = '2010302'",
        )
    },
    "parts_sum_to_row_total": {
        "marts": (
            "UPDATE marts.fct_figure SET amount_yuan = amount_yuan + 20000 WHERE row_no = 3 "
            "AND column_role = 'part'",
        )
    },
    "documents_not_lost": {"marts": _GONE},
    "figures_not_lost": {"marts": (*_BEFORE, _FEWER)},
    "rule_instances_not_lost": {"marts": _BEFORE},
    "publication_counts_itself": {
        "marts": ("UPDATE marts.publication SET counts = MAP {'documents': 2, 'figures': 25}",)
    },
}  # fmt: skip


def test_every_check_has_a_defect() -> None:
    assert {check.name for check in GATE} == set(DEFECTS)


def test_the_gate_lets_through_what_is_right(plant: Callable[..., Any]) -> None:
    audited = plant()
    result = run_suite("gate", audited.database, build=audited.build)
    assert result.failed == []
    assert result.success
    assert result.evaluated == len(GATE)


@pytest.mark.parametrize("name", sorted(DEFECTS))
def test_a_defect_is_refused(
    plant: Callable[..., Any], project: Callable[[list[Check]], Path], name: str
) -> None:
    audited = plant(**DEFECTS[name])
    check = next(check for check in GATE if check.name == name)
    result = run_suite(
        "gate", audited.database, build=audited.build, expectations_dir=project([check])
    )
    assert not result.success
    assert [f.expectation for f in result.failed] == [name]
    failure = result.failed[0]
    assert not failure.raised, failure.reason
    assert failure.reason.startswith(check.sentence)
    if name != "figures_not_empty":
        assert failure.samples
    assert failure.is_drift == (name.endswith("_not_lost"))


@pytest.mark.parametrize("name", DOUBTS)
def test_a_doubt_about_one_document_is_told_and_published(
    plant: Callable[..., Any], name: str
) -> None:
    document = "(SELECT min(document_id) FROM marts.dim_document)"
    statements = (
        f"{statement} {'AND' if 'WHERE' in statement else 'WHERE'} document_id = {document}"
        for statement in DEFECTS[name]["marts"]
    )
    audited = plant(marts=tuple(statements))
    gate_failed = run_suite("gate", audited.database, build=audited.build).failed
    assert name not in {f.expectation for f in gate_failed}
    told = run_suite("verdicts", audited.database).failed
    failure = next(f for f in told if f.expectation == f"doubt_{name}")
    assert not failure.raised
    assert list(failure.doubted.values()) in (["alpha.pdf"], ["beta.pdf"])
    (line,) = failure.doubts()
    assert all(document in line for document in failure.doubted)
    assert "in doubt" in line


@pytest.mark.parametrize(("doubted", "documents", "refused"), [
    (1, 1, False), (1, 2, False), (2, 3, True), (2, 20, False), (3, 20, True),
])  # fmt: skip
def test_several_documents_in_doubt_are_refused(
    tmp_path: Path, doubted: int, documents: int, refused: bool
) -> None:
    check = next(check for check in GATE if check.name == "leaves_sum_to_total")
    names = [f"d{number}" for number in range(documents)]
    path = tiny_build(tmp_path / "build.duckdb", *names)
    execute(
        path,
        "UPDATE marts.fct_figure SET row_role = 'parent' WHERE function_code = '2010302' "
        "AND document_id IN (SELECT document_id FROM marts.dim_document "
        f"ORDER BY document_id LIMIT {doubted})",
    )
    with duckdb.connect(str(path)) as con:
        rows = con.execute(check.kwargs["unexpected_rows_query"]).fetchall()
    assert bool(rows) == refused


def test_a_better_extractor_may_drop_a_little(plant: Callable[..., Any]) -> None:
    changed = "UPDATE marts.publication SET versions = MAP {'extractor': 'e0'} WHERE id = 'before'"
    few = _FEWER.replace("14 AS", "1000 AS").replace("13 AS", "990 AS")
    many = _FEWER.replace("14 AS", "1000 AS").replace("13 AS", "970 AS")
    for statement, refused in ((few, False), (many, True)):
        audited = plant(marts=(*_BEFORE, changed, statement))
        result = run_suite("gate", audited.database, build=audited.build)
        assert ("figures_not_lost" in {f.expectation for f in result.failed}) == refused


def test_a_document_whose_file_is_gone_may_go(plant: Callable[..., Any]) -> None:
    audited = plant(
        marts=_GONE,
        raw=("DELETE FROM raw.file WHERE document_id = (SELECT min(document_id) FROM raw.file)",),
    )
    result = run_suite("gate", audited.database, build=audited.build)
    assert "documents_not_lost" not in {f.expectation for f in result.failed}


def test_another_document_may_take_the_place_of_the_only_one(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    tiny_build(settings.build_path, "alpha")
    first = publish(settings)
    tiny_build(settings.build_path, "beta")
    # With fewer rule instances than the one before it, too.
    execute(
        settings.build_path,
        "UPDATE marts.fct_reconciliation SET state = 'not_applicable', reason = 'x', "
        "difference = NULL WHERE rule_id = 'code_tree_sum'",
    )
    second = publish(settings)
    assert second.is_new
    assert second.id != first.id
    assert second.audit is not None
    assert second.audit.gate.success


def test_a_document_more_is_no_drift(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    tiny_build(settings.build_path, "alpha")
    publish(settings)
    tiny_build(settings.build_path, "alpha", "beta")
    assert publish(settings).is_new


def test_unexplained_tokens_of_a_marked_page_pass(plant: Callable[..., Any]) -> None:
    audited = plant(
        raw=(
            *DEFECTS["tokens_explained"]["raw"],
            "UPDATE raw.page SET is_marked = true WHERE page = 1",
        )
    )
    assert run_suite("gate", audited.database, build=audited.build).success


def test_publishers_mistakes_do_not_block(plant: Callable[..., Any]) -> None:
    audited = plant(
        marts=(
            "UPDATE marts.fct_reconciliation SET state = 'fail', difference = 50000 "
            "WHERE rule_id = 'code_root_sum'",
            # The publisher's total is wrong, and the rule says so.
            "UPDATE marts.fct_figure SET printed = '305.00', amount_yuan = 3050000 "
            "WHERE row_role = 'total' AND column_path = '合计'",
        ),
        raw=(
            "UPDATE raw.figure SET printed = '305.00', number = '305.00' "
            "WHERE row_label = '合计' AND column_path = '合计'",
        ),
    )
    gate_result = run_suite("gate", audited.database, build=audited.build)
    verdicts = run_suite("verdicts", audited.database)
    assert gate_result.failed == []
    assert [f.expectation for f in verdicts.failed] == ["verdict_vertical"]
    assert verdicts.failed[0].samples[0]["rule_id"] == "code_root_sum"


def test_one_crash_does_not_keep_the_others_back(plant: Callable[..., Any]) -> None:
    audited = plant(
        raw=(
            "INSERT INTO raw.document BY NAME SELECT 'odd' AS document_id, "
            "'quarantined' AS state, 'crashed' AS reason_code",
            "INSERT INTO raw.file BY NAME SELECT 'odd.pdf' AS file_path, 'odd' AS document_id",
        ),
        marts=(
            "INSERT INTO marts.document_status VALUES ('odd.pdf', 'odd', 'quarantined', 'crashed')",
        ),
    )
    assert run_suite("gate", audited.database, build=audited.build).success
