"""``yusuan findings``: the query, the order, the text."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest
from rich.cells import cell_len
from rich.console import Console

from pipelines.findings import comparison, difference, find, render, suspicion

DOCUMENTS = """
    create schema marts;
    create table marts.dim_document as select * from (values
        ('aaaa000000000001', '延边朝鲜族自治州人民政府办公室', 2024, 'budget', '222400/a.pdf'),
        ('bbbb000000000002', null, null, null, '310107/b.pdf')
    ) as t(document_id, publisher_name, fiscal_year, disclosure_kind, file_path);
    create table marts.dim_rule as select * from (values
        ('law', 'yuan', 'not_above', '不应高于。', 'Is not above.'),
        ('share', 'percent', 'equal', '占比应相符。', 'The share agrees.'),
        ('names', 'text', 'equal', '名称应一致。', 'Names agree.')
    ) as t(rule_id, unit, relation, sentence_zh, sentence_en);
    create table marts.fct_figure as
        select 'f1' as figure_id, '1.2' as printed, '万元' as money_unit;
    create table marts.fct_reconciliation as select * from (values
        ('names', 'aaaa000000000001', 'fail', 'warning', '2101103', [3], '甲 | 乙', null,
            null::decimal(20, 2), 'publisher', null, null::decimal(20, 2)),
        ('law', 'aaaa000000000001', 'fail', 'error', '《一般公共预算基本支出表》30217 公务接待费',
            [15, 17], '1.94 万元', '1.2 万元', 7400.00, 'publisher', 'f1', 19400.00),
        ('law', 'bbbb000000000002', 'fail', 'error', 'x', [1], '3 元', '2 元', 1.00, 'undecided',
            null, null),
        ('share', 'bbbb000000000002', 'fail', 'error', 'y', [2], '22.00%', '7.16% (1 / 2)', 14.84,
            'publisher', null, null),
        ('law', 'bbbb000000000002', 'pass', 'error', 'z', [1], '1 元', '2 元', -1.00, null, null,
            null)
    ) as t(rule_id, document_id, state, severity, instance, pages, actual_printed,
        expected_printed, difference, cause, suspect_figure_id, suggested_value);
    alter table marts.fct_reconciliation add column figure_ids varchar[] default [];
    alter table marts.fct_reconciliation add column claim_ids varchar[] default [];
"""


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(DOCUMENTS)
        yield connection


def test_worst_first_and_only_failures(connection: duckdb.DuckDBPyConnection) -> None:
    found = [(f.severity, f.rule_id, f.document_id[:1]) for f in find(connection)]
    assert found == [
        ("error", "law", "a"),  # publisher, the largest difference in 元
        ("error", "share", "b"),  # publisher, no amount
        ("error", "law", "b"),  # undecided
        ("warning", "names", "a"),
    ]


@pytest.mark.parametrize("document", ["aaaa", "222400/", "延边"])
def test_one_document_by_id_path_or_publisher(
    connection: duckdb.DuckDBPyConnection, document: str
) -> None:
    assert {f.document_id for f in find(connection, document=document)} == {"aaaa000000000001"}


def test_severity_is_a_lower_bound(connection: duckdb.DuckDBPyConnection) -> None:
    assert len(find(connection, at_least="error")) == 3
    assert len(find(connection, at_least="warning")) == 4


def test_both_numbers_the_difference_and_the_suspect(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    law, share, _, names = find(connection)
    assert comparison(law) == "1.94 万元 > 1.2 万元"
    assert difference(law) == "+7,400.00 元"
    assert suspicion(law) == "1.2 → 1.94 万元"
    assert comparison(share) == "22.00% ≠ 7.16% (1 / 2)"
    assert difference(share) == "+14.84 %"
    assert comparison(names) == "甲 | 乙"
    assert difference(names) is None
    assert suspicion(names) is None


def test_rows_are_plain_json(connection: duckdb.DuckDBPyConnection) -> None:
    row = json.loads(json.dumps(find(connection)[0].row(), ensure_ascii=False))
    assert row["difference"] == "7400.00"
    assert Decimal(row["suggested_value"]) == 19400
    assert row["pages"] == [15, 17]


def test_text_fits_eighty_columns(connection: duckdb.DuckDBPyConnection) -> None:
    text = io.StringIO()
    render(find(connection), Console(file=text, width=80))
    lines = text.getvalue().splitlines()
    assert max(cell_len(line) for line in lines) <= 80
    assert "延边朝鲜族自治州人民政府办公室 2024预算 · p. 15, 17" in lines[0]
    assert lines[-1] == "4 findings: 3 error, 1 warning"


def test_nothing_to_say(connection: duckdb.DuckDBPyConnection) -> None:
    text = io.StringIO()
    render(find(connection, document="nobody"), Console(file=text, width=80))
    assert "没有发现不符" in text.getvalue()
