"""A tiny build file, made by hand: two documents, one table of function codes each, in 万元.

Its figures are right, its rules hold, its tokens are explained: the gate passes. Tests plant one
defect each.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.extraction import schema

#: row label, code, 合计, 基本支出, 项目支出
ROWS = (
    ("合计", None, "300.00", "180.00", "120.00"),
    ("一般公共服务支出", "201", "300.00", "180.00", "120.00"),
    ("政府办公厅（室）及相关机构事务", "20103", "300.00", "180.00", "120.00"),
    ("行政运行", "2010301", "180.00", "180.00", None),
    ("一般行政管理事务", "2010302", "120.00", None, "120.00"),
)
COLUMNS = (("合计", "total", "all"), ("基本支出", "part", "basic"), ("项目支出", "part", "project"))

_MARTS = """
CREATE SCHEMA marts;
CREATE TABLE marts.dim_document (
    document_id VARCHAR PRIMARY KEY, sha256 VARCHAR NOT NULL, file_path VARCHAR, source_url VARCHAR,
    retrieved_at TIMESTAMP, publisher_name VARCHAR, region_code VARCHAR, unit_key VARCHAR,
    unit_code VARCHAR, scope VARCHAR, fiscal_year INTEGER, disclosure_kind VARCHAR, part VARCHAR,
    companion_document_id VARCHAR, published_on DATE, page_count INTEGER, money_units VARCHAR[],
    superseded_by VARCHAR, is_canonical BOOLEAN, page_from INTEGER, page_to INTEGER
);
CREATE TABLE marts.dim_table (
    table_id VARCHAR, document_id VARCHAR, table_no INTEGER, title VARCHAR,
    printed_number VARCHAR, table_kind VARCHAR, classification VARCHAR, page_from INTEGER,
    page_to INTEGER, money_unit VARCHAR, row_count INTEGER, is_empty BOOLEAN, note VARCHAR
);
CREATE TABLE marts.document_section (
    document_id VARCHAR, section_no INTEGER, title VARCHAR, page_from INTEGER, page_to INTEGER
);
CREATE TABLE marts.document_status (
    file_path VARCHAR, document_id VARCHAR, state VARCHAR, reason VARCHAR
);
CREATE TABLE marts.fct_figure (
    figure_id VARCHAR, document_id VARCHAR, table_id VARCHAR, table_no INTEGER,
    table_kind VARCHAR, page INTEGER, row_no INTEGER, block_no INTEGER, side VARCHAR,
    row_label VARCHAR, parent_row_no INTEGER, subject_code VARCHAR, function_code VARCHAR,
    economic_department_code VARCHAR, economic_government_code VARCHAR, item_code VARCHAR,
    unit_label VARCHAR, column_path VARCHAR, printed VARCHAR, value_kind VARCHAR,
    money_unit VARCHAR, amount_yuan DECIMAL(20, 2), number DECIMAL(28, 8), x0 DOUBLE, top DOUBLE,
    x1 DOUBLE, bottom DOUBLE, read_by VARCHAR, is_marked BOOLEAN, unit_key VARCHAR, item VARCHAR,
    fund_source VARCHAR, spending_kind VARCHAR, vintage VARCHAR, stage VARCHAR,
    figure_year INTEGER, measure VARCHAR, row_role VARCHAR, column_role VARCHAR
);
CREATE TABLE marts.fct_reconciliation (
    rule_id VARCHAR, document_id VARCHAR, instance VARCHAR, state VARCHAR, reason VARCHAR,
    expected DECIMAL(20, 2), actual DECIMAL(20, 2), difference DECIMAL(20, 2),
    tolerance DECIMAL(20, 4), severity VARCHAR, cause VARCHAR, pages INTEGER[],
    figure_ids VARCHAR[], claim_ids VARCHAR[], suspect_figure_id VARCHAR,
    suggested_value DECIMAL(20, 2), finding_id VARCHAR, actual_printed VARCHAR,
    expected_printed VARCHAR, suspect_claim_id VARCHAR, suspect_zh VARCHAR, suspect_en VARCHAR,
    review VARCHAR, review_note VARCHAR, reviewer VARCHAR, reviewed_on DATE, sentence_zh VARCHAR,
    sentence_en VARCHAR
);
CREATE TABLE marts.dim_rule (
    rule_id VARCHAR, version INTEGER, "group" VARCHAR, sentence_zh VARCHAR, sentence_en VARCHAR,
    formula VARCHAR, tolerance VARCHAR, severity VARCHAR, applies_to VARCHAR, unit VARCHAR,
    relation VARCHAR
);
COMMENT ON TABLE marts.dim_document IS '文件 / One row per disclosure';
COMMENT ON COLUMN marts.dim_document.document_id IS '文件编号 / First 16 hex digits of SHA-256';
COMMENT ON TABLE marts.fct_figure IS '数字 / One row per printed figure';
COMMENT ON COLUMN marts.fct_figure.amount_yuan IS '金额（元） / Amount in yuan';
INSERT INTO marts.dim_rule VALUES
    ('code_root_sum', 1, 'vertical', '合计等于各类之和', 'the total is the sum of the classes',
     'Σ', 'half a unit', 'error', 'tables with subject codes', 'yuan', 'equal'),
    ('code_tree_sum', 1, 'vertical', '科目等于下级之和', 'a subject is the sum of its children',
     'Σ', 'half a unit', 'error', 'tables with subject codes', 'yuan', 'equal'),
    ('row_total_equals_parts', 1, 'horizontal', '合计栏等于各栏之和', 'total column = Σ parts',
     'Σ', 'half a unit', 'error', 'tables with a total column', 'yuan', 'equal');
"""


class Tiny:
    """Collects documents and writes them as a build file."""

    def __init__(self) -> None:
        self.raw: dict[str, list[dict[str, Any]]] = {name: [] for name in schema.TABLES}
        self.files: list[dict[str, Any]] = []
        self.marts: dict[str, list[dict[str, Any]]] = {}

    def add(self, name: str, *, year: int = 2024, factor: int = 1, extractor: str = "e1") -> str:
        """A document whose amounts are ``ROWS`` times ``factor``; its id is returned."""
        sha = hashlib.sha256(f"{name}".encode()).hexdigest()
        document = sha[:16]
        table = f"{document}-t001"
        path = f"{name}.pdf"
        self.files.append({"file_path": path, "sha256": sha, "document_id": document})
        self.raw["document"].append(
            {"document_id": document, "sha256": sha, "extractor": extractor, "page_count": 2,
             "state": "extracted", "read_by": "pdfium"}
        )  # fmt: skip
        for page in (1, 2):
            self.raw["page"].append({"document_id": document, "page": page, "is_marked": False})
        self.raw["printed_table"].append(
            {"document_id": document, "table_id": table, "table_no": 1, "is_empty": False}
        )
        marts = {name: self.marts.setdefault(name, []) for name in (
            "dim_document", "dim_table", "document_status", "document_section", "fct_figure",
            "fct_reconciliation",
        )}  # fmt: skip
        marts["dim_document"].append(
            {"document_id": document, "sha256": sha, "file_path": path, "page_count": 2,
             "page_from": 1, "page_to": 2,
             "publisher_name": name, "fiscal_year": year, "disclosure_kind": "budget",
             "part": "complete", "money_units": ["万元"], "is_canonical": True}
        )  # fmt: skip
        marts["dim_table"].append(
            {"table_id": table, "document_id": document, "table_no": 1, "is_empty": False,
             "title": "一般公共预算支出表", "table_kind": "general_public_budget_expenditure",
             "page_from": 2, "page_to": 2, "money_unit": "万元", "row_count": len(ROWS)}
        )  # fmt: skip
        marts["document_status"].append(
            {"file_path": path, "document_id": document, "state": "published"}
        )
        marts["document_section"].append(
            {"document_id": document, "section_no": 1, "title": "第一部分 概况"}
        )
        by_place: dict[tuple[int, int], dict[str, Any]] = {}
        for row_no, (label, code, *amounts) in enumerate(ROWS, start=1):
            for col_no, printed in enumerate(amounts):
                if printed is None:
                    continue
                figure = self._figure(document, table, row_no, col_no, label, code, printed, factor)
                by_place[row_no, col_no] = figure
                marts["fct_figure"].append(figure)
        self.raw["token_account"].append(
            {"document_id": document, "page": 2, "class": "cell", "token_count": len(by_place) + 4,
             "examples": []}
        )  # fmt: skip
        self._rules(document, by_place)
        return document

    def _figure(
        self, document: str, table: str, row_no: int, col_no: int, label: str, code: str | None,
        printed: str, factor: int,
    ) -> dict[str, Any]:  # fmt: skip
        value = f"{float(printed) * factor:.2f}"
        header, column_role, spending_kind = COLUMNS[col_no]
        shared = {
            "figure_id": f"{document}-p2-{row_no:02d}-{col_no}",
            "document_id": document, "table_id": table, "page": 2, "row_no": row_no,
            "block_no": 1, "row_label": label, "column_path": header, "printed": value,
            "x0": 100.0 + 80 * col_no, "top": 50.0 + 20 * row_no,
            "x1": 160.0 + 80 * col_no, "bottom": 62.0 + 20 * row_no,
            "read_by": "pdfium", "is_marked": False,
        }  # fmt: skip
        self.raw["figure"].append({**shared, "col_no": col_no, "code": code, "number": value})
        leaf = code is not None and len(code) == 7
        return {
            **shared, "table_no": 1, "table_kind": "general_public_budget_expenditure",
            "side": "expenditure", "subject_code": code, "function_code": code,
            "value_kind": "money", "money_unit": "万元",
            "amount_yuan": f"{float(value) * 10000:.2f}",
            "spending_kind": spending_kind, "vintage": "all", "stage": "initial_budget",
            "figure_year": 2024, "measure": "amount", "column_role": column_role,
            "row_role": "leaf" if leaf else "parent" if code else "total",
        }  # fmt: skip

    def _rules(self, document: str, figures: dict[tuple[int, int], dict[str, Any]]) -> None:
        def held(rule: str, whole: tuple[int, int], parts: list[tuple[int, int]]) -> None:
            amount = figures[whole]["amount_yuan"]
            self.marts["fct_reconciliation"].append(
                {"finding_id": f"{document}-{rule}-{whole}", "rule_id": rule,
                 "document_id": document, "instance": f"row {whole[0]} column "
                 f"{whole[1]}", "state": "pass", "expected": amount, "actual": amount,
                 "difference": "0.00", "tolerance": "150.0000", "severity": "error",
                 "cause": "publisher", "pages": [2],
                 "figure_ids": [figures[p]["figure_id"] for p in [whole, *parts]],
                 "claim_ids": []}
            )  # fmt: skip

        for col in range(3):
            held("code_root_sum", (1, col), [(2, col)])
            held("code_tree_sum", (2, col), [(3, col)])
            held("code_tree_sum", (3, col), [p for p in ((4, col), (5, col)) if p in figures])
        for row in range(1, 6):
            parts = [(row, c) for c in (1, 2) if (row, c) in figures]
            held("row_total_equals_parts", (row, 0), parts)

    def write(self, path: Path) -> Path:
        """Write the build file, replacing one that is there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with duckdb.connect(str(path)) as con:
            con.execute("CREATE SCHEMA raw")
            tables = {**schema.TABLES, **schema.LANDING_TABLES}
            for name, arrow in tables.items():
                rows = self.files if name == "file" else self.raw.get(name, [])
                # The table's name is found in this scope by DuckDB.
                data = pa.Table.from_pylist(
                    [{f.name: row.get(f.name) for f in arrow} for row in rows],
                    schema=arrow.remove_metadata(),
                )
                con.register("data", data)
                con.execute(f"CREATE TABLE raw.{name} AS SELECT * FROM data")
                con.unregister("data")
            con.execute(_MARTS)
            for name, rows in self.marts.items():
                for row in rows:
                    columns = ", ".join(row)
                    marks = ", ".join("?" for _ in row)
                    con.execute(
                        f"INSERT INTO marts.{name} ({columns}) VALUES ({marks})",
                        list(row.values()),
                    )
        return path


def tiny_build(path: Path, *names: str) -> Path:
    """A build file with a document of each name."""
    tiny = Tiny()
    for name in names or ("alpha", "beta"):
        tiny.add(name)
    return tiny.write(path)


def execute(path: Path, *statements: str) -> None:
    """Plant a defect."""
    with duckdb.connect(str(path)) as con:
        for statement in statements:
            con.execute(statement)
