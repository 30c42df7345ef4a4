"""Tables of the documents with truth, figure by figure; token accounting of all documents."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from pipelines.narrative import read_narrative
from pipelines.pdf import open_pdf
from pipelines.tables import account_tokens, read_tables
from tests.corpus.documents import CORPUS

pytestmark = pytest.mark.corpus
TRUTH = sorted((CORPUS / "truth").glob("*/figures.jsonl"))
READABLE = sorted(
    path for path in (CORPUS / "pdf").glob("*.pdf") if not path.name.startswith("not_a_")
)


def plain(text: str | None) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text or "").replace("：", ":"))


def key(page: int, printed: str, code: str | None, label: str, path: str) -> tuple[object, ...]:
    return page, plain(printed), code or plain(label).split("/")[-1], plain(path)


@pytest.mark.parametrize("truth", TRUTH, ids=lambda path: path.parent.name)
def test_every_figure_of_the_truth_is_read(truth: Path) -> None:
    rows = [json.loads(line) for line in truth.read_text("utf-8").splitlines()]
    wanted = Counter(
        key(r["page"], r["printed"], r["subject_code"], r["row_label"], r["column_path"])
        for r in rows
    )
    with open_pdf(CORPUS / "pdf" / f"{truth.parent.name}.pdf") as pdf:
        tables = read_tables(list(pdf.pages())).tables
    got = Counter(
        key(f["page"], f["printed"], f["code"], f["row_label"], f["column_path"])
        for table in tables
        for f in table.rows()["figure"]
    )
    missing, extra = wanted - got, got - wanted
    assert (list(missing)[:5], list(extra)[:5]) == ([], [])


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.stem)
def test_no_token_is_unexplained(path: Path) -> None:
    with open_pdf(path) as pdf:
        pages = list(pdf.pages())
    reading = read_tables(pages)
    rows, marks = account_tokens(pages, reading, read_narrative(pages, reading))
    assert [row for row in rows if row["class"] == "unexplained"] == []
    assert marks == {}
