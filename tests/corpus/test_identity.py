"""Which document is this: 47 real documents, each axis against what a reader sees.

``identity.csv`` was filled in and judged again on the page images (cover, titles, organisation
lines), not from their names, which lie. An empty cell: the document does not tell.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.disclosure import find_candidates, find_disclosures, is_disclosure
from pipelines.narrative import read_narrative
from pipelines.pdf import UnreadablePdf, require_text
from pipelines.tables import read_tables
from tests.corpus.documents import pages_of, tables_of
from tests.disclosure.deciding import decide

pytestmark = pytest.mark.corpus

AXES = (
    "publisher", "fiscal_year", "disclosure_kind", "part", "scope", "region", "published_on",
)  # fmt: skip
with (Path(__file__).parent / "identity.csv").open(encoding="utf-8", newline="") as _file:
    EXPECTED = list(csv.DictReader(_file))
DISCLOSURES = [row for row in EXPECTED if not row["reason"]]
OTHERS = [row for row in EXPECTED if row["reason"]]


@pytest.mark.parametrize("row", DISCLOSURES, ids=lambda row: row["file"])
def test_identity(row: dict[str, str]) -> None:
    pages = pages_of(row["document_id"])
    belongs, reason = is_disclosure(pages)
    assert belongs, reason
    tables = tables_of(row["document_id"])
    narrative = read_narrative(pages, tables)
    division = find_disclosures(tables, narrative, len(pages))
    assert [(e.page_from, e.page_to) for e in division.extents] == [(1, len(pages))]
    assert division.undecided == ()
    decided = decide(find_candidates(tables, narrative))
    assert {axis: decided.get(axis, "") for axis in AXES} == {axis: row[axis] for axis in AXES}


@pytest.mark.parametrize("row", OTHERS, ids=lambda row: row["file"])
def test_what_is_no_disclosure(row: dict[str, str]) -> None:
    pages = pages_of(row["document_id"])
    belongs, reason = is_disclosure(pages)
    assert not belongs
    if row["reason"] == "no_text":
        assert reason.startswith("no_text")
        with pytest.raises(UnreadablePdf):
            require_text(pages)


#: Documents that would be one file if their publisher had put them together, and some that are two
#: files of one disclosure.
JOINED = [
    ("fuzhou_shangwu_2026_budget", "fuzhou_cangshan_shengtai_2026_unit_budget"),
    ("central_xinfang_2024_final", "central_xinfang_2026_budget"),
    ("shanghai_putuo_wanli_2023_budget", "shanghai_putuo_wanli_2024_budget"),
    ("beijing_caizheng_2026_tables", "beijing_fuzhongxin_2026_tables"),
    ("beijing_caizheng_2026_narrative", "beijing_fuzhongxin_2026_narrative"),
    ("jiangsu_gaoyuan_2017_budget", "jiangsu_gaoyuan_2018_budget"),
    ("jiangsu_zhengxie_2018_tables", "jiangsu_zhengxie_2019_tables"),
    ("shanghai_fucai_2026_unit_budget", "shanghai_shuichan_2026_unit_budget"),
    ("shanghai_putuo_guihua_2024_final", "shanghai_putuo_shehuigongzuo_2024_final"),
    ("suzhou_shenji_2026_budget", "suzhou_shuiwu_2026_unit_budget"),
    ("shenzhen_kouan_2026_budget", "shenzhen_xinfang_2026_budget"),
    ("huzhou_caizheng_2026_budget", "huzhou_tuiyi_2026_budget"),
    ("xian_xuanchuan_2021_budget", "xian_xinfang_2026_budget"),
]
ONE = [
    ("beijing_caizheng_2026_narrative", "beijing_caizheng_2026_tables"),
    ("jiangsu_zhengxie_2018_narrative", "jiangsu_zhengxie_2018_tables"),
]


@pytest.mark.parametrize("names", [*JOINED, *ONE], ids="+".join)
def test_documents_joined_into_one_file(names: tuple[str, str]) -> None:
    ids = {row["file"]: row["document_id"] for row in EXPECTED}
    pages = [page for name in names for page in pages_of(ids[name])]
    begins = len(pages_of(ids[names[0]])) + 1
    pages = [replace(page, page_no=n, _plumber=None) for n, page in enumerate(pages, start=1)]
    tables = read_tables(pages)
    division = find_disclosures(tables, read_narrative(pages, tables), len(pages))
    wanted = [1, begins] if names in JOINED else [1]
    assert [extent.page_from for extent in division.extents] == wanted
