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

from pipelines.findings import comparison, difference, find, fold, render, reviewed

DOCUMENTS = """
    create schema marts;
    create table marts.dim_document as select * from (values
        ('aaaa000000000001', '延边朝鲜族自治州人民政府办公室', 2024, 'budget', '222400/a.pdf'),
        ('bbbb000000000002', null, null, null, '310107/b.pdf')
    ) as t(document_id, publisher_name, fiscal_year, disclosure_kind, file_path);
    create table marts.dim_rule as select * from (values
        ('settled', 'yuan', 'equal', '应相等。', 'Is equal.'),
        ('law', 'yuan', 'not_above', '不应高于。', 'Is not above.'),
        ('share', 'percent', 'equal', '占比应相符。', 'The share agrees.'),
        ('names', 'text', 'equal', '名称应一致。', 'Names agree.')
    ) as t(rule_id, unit, relation, sentence_zh, sentence_en);
    create table marts.fct_reconciliation as select * from (values
        ('names', 'aaaa000000000001', 'fail', 'warning', '2101103', [3], '甲 | 乙', null,
            null::decimal(20, 2), 'publisher', null, null::decimal(20, 2)),
        ('settled', 'aaaa000000000001', 'fail', 'error', 's', [4], '9 元', '1 元', 8.00,
            'publisher', null, null),
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
    alter table marts.fct_reconciliation add column finding_id varchar;
    alter table marts.fct_reconciliation add column suspect_claim_id varchar;
    alter table marts.fct_reconciliation add column suspect_zh varchar;
    alter table marts.fct_reconciliation add column suspect_en varchar;
    alter table marts.fct_reconciliation add column review varchar;
    alter table marts.fct_reconciliation add column review_note varchar;
    alter table marts.fct_reconciliation add column reviewer varchar;
    alter table marts.fct_reconciliation add column reviewed_on date;
    update marts.fct_reconciliation set finding_id = rule_id || '-' || pages[1];
    update marts.fct_reconciliation set
        suspect_zh = '最可能有误的是 1.2 万元：若为 1.94 万元，各式均成立。',
        suspect_en = 'Most likely wrong is 1.2 万元.' where suspect_figure_id is not null;
    update marts.fct_reconciliation set review = 'explained', review_note = '两张表范围不同',
        reviewer = '张三', reviewed_on = date '2026-11-20' where rule_id = 'settled';
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
        ("error", "settled", "a"),  # a reviewer has explained it
    ]


@pytest.mark.parametrize("document", ["aaaa", "222400/", "延边"])
def test_one_document_by_id_path_or_publisher(
    connection: duckdb.DuckDBPyConnection, document: str
) -> None:
    assert {f.document_id for f in find(connection, document=document)} == {"aaaa000000000001"}


def test_severity_is_a_lower_bound(connection: duckdb.DuckDBPyConnection) -> None:
    assert len(find(connection, at_least="error")) == 4
    assert len(find(connection, at_least="warning")) == 5


def test_both_numbers_and_the_difference_in_their_unit(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    law, share, yuan, names, _ = find(connection)
    assert comparison(law) == "1.94 万元 > 1.2 万元"
    assert difference(law) == "+0.74 万元"
    assert comparison(share) == "22.00% ≠ 7.16% (1 / 2)"
    assert difference(share) == "+14.84 个百分点 / points"
    assert difference(yuan) == "+1.00 元"
    assert comparison(names) == "甲 | 乙"
    assert difference(names) is None


def test_what_a_reviewer_said_stands_beside_it(connection: duckdb.DuckDBPyConnection) -> None:
    *others, settled = find(connection)
    assert not settled.is_open
    assert (
        reviewed(settled) == "reviewed / 复核: explained / 可解释 (张三 2026-11-20): 两张表范围不同"
    )
    assert all(f.is_open and reviewed(f) is None for f in others)


def test_a_finding_is_found_by_its_id(connection: duckdb.DuckDBPyConnection) -> None:
    assert [f.rule_id for f in find(connection, finding="share-2")] == ["share"]
    assert find(connection, finding="nothing") == []


def test_rows_are_plain_json(connection: duckdb.DuckDBPyConnection) -> None:
    row = json.loads(json.dumps(find(connection)[0].row(), ensure_ascii=False))
    assert row["difference"] == "7400.00"
    assert Decimal(row["suggested_value"]) == 19400
    assert row["pages"] == [15, 17]


def test_text_fits_eighty_columns(connection: duckdb.DuckDBPyConnection) -> None:
    text = io.StringIO()
    render(find(connection), Console(file=text, width=80), ["false: 甲: it holds now"])
    lines = text.getvalue().splitlines()
    assert max(cell_len(line) for line in lines) <= 80
    assert not any(line != line.rstrip() for line in lines)
    assert any("若为 1.94 万元" in line for line in lines)
    assert "settled s" not in text.getvalue()
    assert "  false: 甲: it holds now" in lines
    assert "延边朝鲜族自治州人民政府办公室 2024预算 · p. 15, 17" in lines[0]
    assert lines[-1] == "5 findings: 3 error, 1 warning, 1 settled"


def test_nothing_to_say(connection: duckdb.DuckDBPyConnection) -> None:
    text = io.StringIO()
    render(find(connection, document="nobody"), Console(file=text, width=80))
    assert "没有发现不符" in text.getvalue()


@pytest.mark.parametrize("width", [12, 30, 72])
@pytest.mark.parametrize(
    "text",
    [
        "2022年预算执行数为132.59万元，2023年预算安排441.25万元，比2022年预算执行数增加60.54%。",
        "The amount that the text gives for a subject equals a figure of the table.",
        "《2021年“三公”经费及会议费、培训费支出预算表（不含上年结转）》某单位 · 2021年/合计",
        "1,171,100.00 元 ≠ 65,100.00 元 + 320,000.00 元  (-310,000.00 元)",
    ],
)
def test_lines_are_folded_as_chinese_is_set(text: str, width: int) -> None:
    lines = fold(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert max(cell_len(line) for line in lines) <= width
    assert not any(line[0] in "，。、）》”" for line in lines)
    if width > 12:
        assert not any(line[-1].isdigit() or line[0] in ".," for line in lines)
