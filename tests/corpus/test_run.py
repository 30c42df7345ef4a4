"""The whole path on real documents, and on real files that are no disclosures."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.corpus.documents import CORPUS
from tests.running import yusuan

pytestmark = pytest.mark.corpus

DISCLOSURES = ("xian_xinfang_2026_budget.pdf", "shanghai_putuo_guihua_2024_final.pdf")
OTHERS = {
    "not_a_disclosure_city_statistics.pdf": "not_a_disclosure",
    "not_a_disclosure_scan_notice.pdf": "no_text",
}


def test_real_documents_are_published_and_others_quarantined(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in (*DISCLOSURES, *OTHERS):
        (raw / name).symlink_to(CORPUS.resolve() / "pdf" / name)
    home = tmp_path / "home"
    done = yusuan("run", "--raw", raw, "--home", home, "--json", timeout=900)
    assert done.code == 0, done.said
    assert done.json["documents"] == len(DISCLOSURES) + len(OTHERS)
    assert done.json["quarantined"] == len(OTHERS)
    assert done.json["figures"] >= 947
    with duckdb.connect((home / "published" / "yusuan.duckdb").resolve(), read_only=True) as con:
        states = dict(
            con.execute("select file_path, reason_code from marts.document_status").fetchall()
        )
        documents = con.execute(
            "select fiscal_year, disclosure_kind from marts.dim_document order by 1"
        ).fetchall()
    assert states == {**dict.fromkeys(DISCLOSURES), **OTHERS}
    assert documents == [(2024, "final_accounts"), (2026, "budget")]
