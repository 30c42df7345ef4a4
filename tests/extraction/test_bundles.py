"""Files with several disclosures: divided where they must be, whole where they only look so."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipelines.extraction.document import extract_document
from pipelines.extraction.schema import TABLES
from tests.disclosure.deciding import decide
from tests.golden.catalogue import BUILDERS, Golden

NAMES = [name for name in BUILDERS if "bundle" in name]
Extracted = Callable[[str], dict[str, list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def extracted(
    golden_pdf: Callable[[str], Golden], tmp_path_factory: pytest.TempPathFactory
) -> Extracted:
    """The raw tables of a golden bundle, as written; made once."""
    root = tmp_path_factory.mktemp("bundles")
    done: dict[str, dict[str, list[dict[str, Any]]]] = {}

    def get(name: str) -> dict[str, list[dict[str, Any]]]:
        if name not in done:
            extract_document(golden_pdf(name).path, root / name, extractor="x")
            done[name] = {
                table: pq.read_table(root / name / f"{table}.parquet").to_pylist()
                for table in TABLES
            }
        return done[name]

    return get


@pytest.mark.parametrize("name", NAMES)
def test_disclosures(name: str, golden_pdf: Callable[[str], Golden], extracted: Extracted) -> None:
    rows = extracted(name)
    got = []
    for document in rows["document"]:
        of_it = [c for c in rows["candidate"] if c["document_id"] == document["document_id"]]
        decided = decide(of_it)
        got.append(
            (
                document["page_from"],
                document["page_to"],
                decided.get("publisher"),
                decided.get("fiscal_year"),
                decided.get("disclosure_kind"),
                tuple(document["undecided_starts"]),
            )
        )
    wanted = [
        (d.page_from, d.page_to, d.publisher, str(d.year), d.kind, d.undecided)
        for d in golden_pdf(name).disclosures
    ]
    assert got == wanted


@pytest.mark.parametrize("name", NAMES)
def test_every_page_and_figure_is_of_one_disclosure(
    name: str, golden_pdf: Callable[[str], Golden], extracted: Extracted
) -> None:
    golden, rows = golden_pdf(name), extracted(name)
    extents = {d["document_id"]: (d["page_from"], d["page_to"]) for d in rows["document"]}
    pages = [page["page"] for page in rows["page"]]
    assert pages == list(range(1, len(pages) + 1))
    assert [d["page_count"] for d in rows["document"]] == [b - a + 1 for a, b in extents.values()]
    for table in ("page", "printed_table", "figure", "sentence", "token_account", "candidate"):
        for row in rows[table]:
            first, last = extents[row["document_id"]]
            page = row.get("page", row.get("page_from"))
            assert first <= page <= last, (table, row)
    assert Counter((f["page"], f["printed"]) for f in rows["figure"]) == Counter(
        (f["page"], f["printed"]) for f in golden.figures
    )
    for table in ("printed_table", "figure", "sentence"):
        ids = [row[next(k for k in row if k.endswith("_id") and k != "document_id")]
               for row in rows[table]]  # fmt: skip
        assert len(ids) == len(set(ids)), table


def test_ids_tell_the_file_and_the_first_page(
    golden_pdf: Callable[[str], Golden], extracted: Extracted
) -> None:
    sha256 = hashlib.sha256(golden_pdf("bundle_of_units").path.read_bytes()).hexdigest()
    documents = extracted("bundle_of_units")["document"]
    second, third = (d["page_from"] for d in documents[1:])
    assert [d["document_id"] for d in documents] == [
        sha256[:16],
        f"{sha256[:16]}-p{second}",
        f"{sha256[:16]}-p{third}",
    ]
    assert {d["sha256"] for d in documents} == {sha256}
