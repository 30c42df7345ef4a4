"""The register of decisions, and what it and the sidecars keep out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipelines.settings import Settings
from pipelines.sources import scan
from pipelines.sources.decisions import (
    COLUMNS,
    Decision,
    DecisionError,
    exclusions,
    read_decisions,
    record,
)
from pipelines.sources.sidecar import Sidecar, write_sidecar

ID = "0123456789abcdef"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "document_decisions.csv"
    path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    return path


def decision(**fields: str) -> Decision:
    given = {
        "document_id": ID, "decision": "withdrawn", "value": "", "reason": "replaced",
        "decided_by": "li", "decided_on": "2024-03-01",
    }  # fmt: skip
    return Decision(**{**given, **fields})


def test_the_register_of_the_project_is_right() -> None:
    read_decisions(Settings().decisions_path)


def test_decisions_are_recorded_replaced_and_removed(register: Path) -> None:
    assert record(register, decision(reason="one, two\nthree")) == "recorded"
    assert record(register, decision(decision="fiscal_year", value="2023")) == "recorded"
    assert record(register, decision(reason="better")) == "replaced"
    assert [(d.decision, d.value, d.reason) for d in read_decisions(register)] == [
        ("fiscal_year", "2023", "replaced"),
        ("withdrawn", "", "better"),
    ]
    assert record(register, decision(), undo=True) == "removed"
    with pytest.raises(DecisionError, match="no such decision"):
        record(register, decision(), undo=True)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"document_id": "../etc"}, "is no document_id"),
        ({"decision": "delete"}, "a decision is one of withdrawn, not_a_disclosure, publisher"),
        ({"value": "x"}, "withdrawn takes no value"),
        ({"decision": "disclosure_kind", "value": "draft"}, "takes budget or final_accounts"),
        ({"decision": "region", "value": "北京"}, "takes six digits"),
        ({"reason": " "}, "say why"),
    ],
)
def test_what_no_run_could_apply_is_refused(
    register: Path, fields: dict[str, str], said: str
) -> None:
    with pytest.raises(DecisionError, match=said):
        record(register, decision(**fields))
    with register.open("a", encoding="utf-8") as file:
        one = decision(**fields)
        file.write(",".join(getattr(one, name) for name in COLUMNS) + "\n")
    with pytest.raises(DecisionError, match="row 2"):
        read_decisions(register)


def test_broken_registers_say_so(register: Path) -> None:
    row = f"{ID},withdrawn,,why,li,2024-03-01\n"
    register.write_text(",".join(COLUMNS) + "\n" + row + row, encoding="utf-8")
    with pytest.raises(DecisionError, match="row 3: is decided in an earlier row"):
        read_decisions(register)
    register.write_text("document_id,why\n", encoding="utf-8")
    with pytest.raises(DecisionError, match="the first line has to be"):
        read_decisions(register)


def test_what_stays_out(tmp_path: Path) -> None:
    for name, text in {"a": "one", "b": "two", "copy": "two", "c": "three"}.items():
        (tmp_path / f"{name}.pdf").write_text(text)
    taken_back = Sidecar(withdrawn_on=date(2024, 3, 1), withdrawn_reason="an error")
    write_sidecar(tmp_path / "a.yml", taken_back)
    write_sidecar(tmp_path / "b.yml", taken_back)  # its copy still stands
    files = {file.file_path: file for file in scan(tmp_path).files}
    second = files["c.pdf"].document_id + "-p9"
    found = exclusions(
        files.values(),
        [
            decision(document_id=second, decision="not_a_disclosure", reason="a report"),
            decision(document_id=files["c.pdf"].document_id, decision="fiscal_year", value="2023"),
            decision(document_id="f" * 16),  # its file is not there
        ],
    )
    said = {one.document_id: (one.state, one.reason, one.is_whole_file) for one in found}
    assert said == {
        files["a.pdf"].document_id: (
            "withdrawn",
            "Withdrawn by its publisher on 2024-03-01: an error",
            True,
        ),
        second: ("quarantined", "Not a disclosure (li, 2024-03-01): a report", False),
    }
