"""Single sentences put through the reading of claims and the models' own SQL.

Belongs here: rows of the raw layer for sentences under a heading, and what the warehouse ties their
numbers to. Does not belong here: what is expected of which wording (``wordings/claims.csv``).

As for small tables the SQL is what dbt compiled in a finished run, executed on a copy of its build
file. The documents print no table: subjects are known by the rows named in ``SUBJECTS``.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from pipelines.narrative.claims import Context, read_claims
from tests.dbt.small_tables import FISCAL_YEAR

MODELS = ("int_claim_words", "int_claim_term", "int_claim_subject", "int_claim")
#: Rows that both small documents print in their tables.
SUBJECTS = {
    "201": "一般公共服务支出",
    "20103": "政府办公厅（室）及相关机构事务",
    "2010301": "行政运行",
    "2010302": "一般行政管理事务",
    "205": "教育支出",
    "20502": "普通教育",
    "2050202": "小学教育",
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "2080501": "行政单位离退休",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "210": "卫生健康支出",
    "21011": "行政事业单位医疗",
    "2101101": "行政单位医疗",
    "212": "城乡社区支出",
    "21208": "国有土地使用权出让收入安排的支出",
    "2120804": "农村基础设施建设支出",
    "213": "农林水支出",
    "21303": "水利",
    "2130306": "水利工程运行与维护",
    "221": "住房保障支出",
    "22102": "住房改革支出",
    "2210201": "住房公积金",
}

Sentence = tuple[str, str, str]  # kind of disclosure, title of the section, sentence


def claims_of(
    home: Path, folder: Path, sentences: Iterable[Sentence]
) -> dict[Sentence, list[dict[str, Any]]]:
    """For each sentence its rows of ``int_claim`` in printed order.

    ``home`` is that of a finished run and stays as it is; ``folder`` takes the copy.
    """
    build = folder / "build.duckdb"
    shutil.copy(home / "build.duckdb", build)
    sentences = list(sentences)
    with duckdb.connect(str(build)) as connection:
        for name in ("section", "sentence", "claim"):
            connection.execute(f"delete from raw.{name}")
        for name in ("int_document", "int_row"):
            connection.execute(f"delete from intermediate.{name}")
        for kind in ("budget", "final_accounts"):
            connection.execute(
                "insert into intermediate.int_document (document_id, fiscal_year, disclosure_kind) "
                "values (?, ?, ?)",
                [kind, FISCAL_YEAR, kind],
            )
            connection.executemany(
                "insert into intermediate.int_row (document_id, function_code, label_text) "
                "values (?, ?, ?)",
                [[kind, code, label] for code, label in SUBJECTS.items()],
            )
        for n, (kind, title, sentence) in enumerate(sentences, 1):
            connection.execute(
                "insert into raw.section (document_id, section_no, level, title) "
                "values (?, ?, 2, ?)",
                [kind, n, title],
            )
            connection.execute(
                "insert into raw.sentence (document_id, sentence_id, section_no, page, text) "
                "values (?, ?, ?, 1, ?)",
                [kind, f"s{n}", n, sentence],
            )
            context = Context(title)
            context.begin_paragraph(sentence)
            claims = [
                (begin, claim)
                for begin, part in _parts(sentence)
                for claim in read_claims(part, context)
            ]
            for c, (begin, claim) in enumerate(claims):
                row = {
                    "document_id": kind, "claim_id": f"s{n}-c{c:02d}", "sentence_id": f"s{n}",
                    "page": 1, **claim.row(), "start": begin + claim.start,
                }  # fmt: skip
                connection.execute(
                    f"insert into raw.claim ({', '.join(row)}) "
                    f"values ({', '.join('?' for _ in row)})",
                    list(row.values()),
                )
        compiled = home / "dbt" / "compiled"
        for name in MODELS:
            (sql,) = compiled.glob(f"*/models/intermediate/{name}.sql")
            connection.execute(
                f"create or replace table intermediate.{name} as {sql.read_text(encoding='utf-8')}"
            )
        cursor = connection.execute("select * from intermediate.int_claim order by start")
        names = [column[0] for column in cursor.description or []]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {
        sentence: [row for row in found if row["sentence_id"] == f"s{n}"]
        for n, sentence in enumerate(sentences, 1)
    }


def _parts(paragraph: str) -> list[tuple[int, str]]:
    """The sentences of a paragraph with their offsets."""
    return [(match.start(), match[0]) for match in re.finditer(r"[^。]+。?", paragraph)]
