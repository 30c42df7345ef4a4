"""What is expected of a publication, as data: the only place where checks are written down.

Belongs here: the ``gate`` (what the pipeline owns) as SQL that returns the offending rows, and the
``verdicts``: one per group of the rule catalogue, and doubts about single documents. Does not
belong here: Great Expectations itself; ``define`` writes these checks as its committed files. Rules
about the publisher's arithmetic live in ``dbt_project/models/reconciliation``.

Names in the SQL: ``marts.*`` is the audited database, ``build.raw.*`` the build file it was made
from, ``{batch}`` the figures (gate) or the reconciliation (verdicts). A literal brace is doubled.
Great Expectations gives ``{batch}`` an alias where the query has no JOIN; where it has one, the
query gives it.
A check's name is its identity: its id in ``expectations/`` is derived from it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

ROWS = "unexpected_rows_expectation"


@dataclass(frozen=True)
class Check:
    """One expectation.

    ``sentence`` says what holds when it passes, 中文 / English. ``drift`` marks a comparison with
    the last publication, ``doubt`` a verdict on our reading of a document, not on its publisher.
    """

    name: str
    sentence: str
    type: str = ROWS
    kwargs: dict[str, Any] = field(default_factory=dict)
    drift: bool = False
    doubt: bool = False


#: Columns that the checks and every reader rely on; dbt contracts hold the full list and types.
CONTRACT_COLUMNS: dict[str, tuple[str, ...]] = {
    "dim_document": (
        "document_id", "sha256", "file_path", "source_url", "retrieved_at", "publisher_name",
        "region_code", "unit_key", "unit_code", "scope", "fiscal_year", "disclosure_kind", "part",
        "companion_document_id", "published_on", "page_count", "money_units", "superseded_by",
        "is_canonical", "page_from", "page_to",
    ),
    "dim_table": (
        "table_id", "document_id", "table_no", "title", "printed_number", "table_kind",
        "classification", "page_from", "page_to", "money_unit", "row_count", "is_empty", "note",
    ),
    "fct_figure": (
        "figure_id", "document_id", "table_id", "table_no", "table_kind", "page", "row_no",
        "block_no", "side", "row_label", "parent_row_no", "subject_code", "function_code",
        "economic_department_code", "economic_government_code", "item_code", "unit_label",
        "column_path", "printed", "value_kind", "money_unit", "amount_yuan", "number", "x0", "top",
        "x1", "bottom", "read_by", "is_marked", "unit_key", "item", "fund_source",
        "spending_kind", "vintage", "stage", "figure_year", "measure", "row_role", "column_role",
    ),
    "fct_reconciliation": (
        "rule_id", "document_id", "instance", "state", "reason", "expected", "actual",
        "difference", "tolerance", "severity", "cause", "pages", "figure_ids", "claim_ids",
        "suspect_figure_id", "suggested_value",
    ),
    "dim_rule": (
        "rule_id", "version", "group", "sentence_zh", "sentence_en", "formula", "tolerance",
        "severity", "applies_to",
    ),
    "document_section": ("document_id", "title"),
    "document_status": ("document_id", "state", "reason"),
}  # fmt: skip

#: One row per these columns.
GRAINS: dict[str, tuple[str, ...]] = {
    "dim_document": ("document_id",),
    "dim_table": ("table_id",),
    "dim_rule": ("rule_id",),
    "fct_figure": ("figure_id",),
    "fct_reconciliation": ("rule_id", "document_id", "instance"),
    "document_status": ("file_path", "document_id"),
}

#: Closed vocabularies of ``fct_figure`` (NULL where not known).
VOCABULARIES: dict[str, tuple[str, ...]] = {
    "side": ("revenue", "expenditure"),
    "value_kind": ("money", "percent", "count", "other"),
    "money_unit": ("元", "万元", "亿元"),
    "measure": ("amount", "difference", "base_excluded", "growth", "share", "target", "other"),
    "row_role": ("total", "parent", "leaf"),
    "column_role": ("total", "part", "memo"),
}

#: A document with this many amounts on rows with subject codes has rules that apply to it
#: (performance forms need not have) ...
MIN_CODED_FIGURES = 30
#: ... and at least this many of their instances can be evaluated.
MIN_RULE_INSTANCES = 5

#: A strange file may crash a reader; more of them than this share are a fault of the program.
MAX_CRASHED = 0.1

#: One odd document may be read wrongly, and must not keep the others back; what is wrong with a
#: seed or a macro shows in several. A check of single readings refuses where the documents that it
#: names are more than one and more than this share.
MAX_DOUBTED = 0.1

#: A better extractor may drop what were no figures; more than this share of a document is a loss.
MAX_LOSS = 0.02
#: Rules are changed on purpose now and then; more than this share gone is a mistake.
MAX_RULE_LOSS = 0.1


def _rows(name: str, sentence: str, sql: str, *, drift: bool = False) -> Check:
    lines = [line.rstrip() for line in sql.strip().splitlines()]
    return Check(name, sentence, ROWS, {"unexpected_rows_query": "\n".join(lines)}, drift)


def _listed(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _values(pairs: Iterable[tuple[str, ...]]) -> str:
    return ", ".join(f"({_listed(pair)})" for pair in pairs)


@dataclass(frozen=True)
class Catalogue:
    """What the suites need to know of the rule catalogue."""

    groups: tuple[str, ...]
    """Rule groups, sorted."""
    equalities: tuple[str, ...]
    """Rules that say that two amounts are equal."""
    bounds: tuple[str, ...]
    """Rules that say that one amount is not above another."""


def read_catalogue(rules_csv: Path) -> Catalogue:
    """From the seed that dbt reads too."""
    with rules_csv.open(encoding="utf-8", newline="") as file:
        rules = list(csv.DictReader(file))

    def related(relation: str) -> tuple[str, ...]:
        # A ratio passes by the rounding of what is printed: its difference need not be 0.
        found = (r for r in rules if r["relation"] == relation and r["shape"] != "ratio")
        return tuple(sorted(rule["rule_id"] for rule in found))

    return Catalogue(
        groups=tuple(sorted({rule["rule_group"] for rule in rules})),
        equalities=related("equal"),
        bounds=related("not_above"),
    )


def gate(catalogue: Catalogue) -> list[Check]:
    """What can fail only through our own fault; one failure and nothing is published."""
    return [
        *_corpus(),
        *_shape(),
        *_conservation(),
        *_reconciliation(catalogue),
        *(_refused_if_several(check) for check in _readings()),
        *_drift(),
    ]


def _corpus() -> list[Check]:
    return [
        _rows(
            "corpus_not_empty",
            "至少有一份文件 / There is at least one document",
            """
            SELECT 'no document' AS problem
            WHERE NOT EXISTS (SELECT 1 FROM marts.dim_document)
            """,
        ),
        Check(
            "figures_not_empty",
            "至少有一个数字 / There is at least one figure",
            "expect_table_row_count_to_be_between",
            {"min_value": 1},
        ),
        _rows(
            "files_have_status",
            "每个收到的文件都有状态，未发布的说明原因 / "
            "Every file that landed has a status, and a reason where it is not published",
            """
            SELECT f.file_path, s.state, s.reason
            FROM build.raw.file AS f
            LEFT JOIN marts.document_status AS s USING (file_path)
            WHERE s.state IS NULL
               OR (s.state = 'quarantined' AND coalesce(s.reason, '') = '')
            """,
        ),
        _rows(
            "extracted_documents_published",
            "每份抽取成功且文件仍在的文件都在维表中 / "
            "Every document that was extracted and whose file is there is in dim_document",
            """
            SELECT r.document_id, r.sha256
            FROM build.raw.document AS r
            WHERE r.state = 'extracted'
              AND r.sha256 IN (SELECT sha256 FROM build.raw.file)
              AND r.document_id NOT IN (SELECT document_id FROM marts.dim_document)
            """,
        ),
        _rows(
            "crashes_are_rare",
            f"因程序故障未能读取的文件不超过 {MAX_CRASHED:.0%}（一个除外） / "
            f"At most {MAX_CRASHED:.0%} of the files (or one) could not be read by a fault of ours",
            f"""
            WITH crashed AS (
                SELECT document_id, reason FROM build.raw.document
                WHERE reason_code IN ('crashed', 'worker_died')
                  AND sha256 IN (SELECT sha256 FROM build.raw.file)
            )
            SELECT * FROM crashed
            WHERE (SELECT count(*) FROM crashed)
                > greatest(1, {MAX_CRASHED} * (SELECT count(*) FROM build.raw.file))
            """,
        ),
    ]


def _shape() -> list[Check]:
    columns = _values((t, c) for t, cs in CONTRACT_COLUMNS.items() for c in cs)
    grains = "\nUNION ALL\n".join(
        f"SELECT '{table}' AS table_name, concat_ws(' | ', {', '.join(keys)}) AS key, "
        f"count(*) AS copies FROM marts.{table} GROUP BY ALL HAVING count(*) > 1"
        for table, keys in GRAINS.items()
    )
    return [
        _rows(
            "contract_columns",
            "公开约定的列都在 / Every column of the public contract is there",
            f"""
            SELECT * FROM (VALUES {columns}) AS c (table_name, column_name)
            ANTI JOIN (
                SELECT table_name, column_name FROM information_schema.columns
                WHERE table_schema = 'marts' AND table_catalog = current_database()
            ) AS found USING (table_name, column_name)
            """,
        ),
        Check(
            "figure_id_present",
            "每个数字都有编号 / Every figure has an id",
            "expect_column_values_to_not_be_null",
            {"column": "figure_id"},
        ),
        Check(
            "figure_id_unique",
            "编号不重复 / No figure id occurs twice",
            "expect_column_values_to_be_unique",
            {"column": "figure_id"},
        ),
        *(
            Check(
                f"vocabulary_{column}",
                f"{column} 只取约定的值 / {column} has only the agreed values",
                "expect_column_values_to_be_in_set",
                {"column": column, "value_set": list(values)},
            )
            for column, values in VOCABULARIES.items()
        ),
        _rows(
            "unique_grain",
            "每张表的主键不重复 / No key of a dimension or of the reconciliation occurs twice",
            grains,
        ),
        _rows(
            "figure_has_place",
            "每个数字都有页码和框 / Every figure has a page of its document and a box on it",
            """
            SELECT f.figure_id, f.document_id, f.page, d.page_from, d.page_to, f.x0, f.top, f.x1,
                   f.bottom
            FROM {batch} AS f
            LEFT JOIN marts.dim_document AS d USING (document_id)
            WHERE (f.page BETWEEN d.page_from AND d.page_to
                   AND f.x1 > f.x0 AND f.bottom > f.top) IS NOT TRUE
            """,
        ),
        _rows(
            "one_figure_per_place",
            "同一处不会有两个数字 / No two figures stand in the same box",
            """
            SELECT document_id, page, x0, top, x1, bottom, count(*) AS copies,
                   string_agg(printed, ' | ') AS printed
            FROM {batch}
            GROUP BY ALL HAVING count(*) > 1
            """,
        ),
        _rows(
            "figure_is_printed",
            "空白和横线不是数字 / Blank and dash cells are not figures",
            """
            SELECT figure_id, document_id, page, row_label, column_path, printed
            FROM {batch}
            WHERE trim(coalesce(printed, ''), ' -—–－　') = ''
            """,
        ),
        _rows(
            "figure_has_parents",
            "每个数字属于已知的文件和表 / Every figure belongs to a known document and table",
            """
            SELECT f.figure_id, f.document_id, f.table_id
            FROM {batch} AS f
            LEFT JOIN marts.dim_document AS d ON d.document_id = f.document_id
            LEFT JOIN marts.dim_table AS t
              ON t.table_id = f.table_id AND t.document_id = f.document_id
            WHERE d.document_id IS NULL OR t.table_id IS NULL
            """,
        ),
        _rows(
            "codes_are_digits",
            "科目编码只有数字 / Subject codes are digits only",
            """
            SELECT figure_id, document_id, page, row_label, subject_code, function_code,
                   economic_department_code, economic_government_code
            FROM {batch}
            WHERE NOT regexp_full_match(
                concat(subject_code, function_code, economic_department_code,
                       economic_government_code), '[0-9]*')
            """,
        ),
    ]


def _conservation() -> list[Check]:
    return [
        _rows(
            "figures_conserved",
            "每份文件的数字从原始层到事实表一个不少、一个不多 / "
            "Each document has as many figures in fct_figure as were read from its pages",
            """
            WITH extracted AS (
                SELECT document_id, count(*) AS read_figures FROM build.raw.figure GROUP BY ALL
            ), published AS (
                SELECT document_id, count(*) AS published_figures FROM {batch} GROUP BY ALL
            )
            SELECT document_id, coalesce(read_figures, 0) AS read_figures,
                   coalesce(published_figures, 0) AS published_figures
            FROM extracted FULL JOIN published USING (document_id)
            WHERE read_figures IS DISTINCT FROM published_figures
            """,
        ),
        _rows(
            "print_conserved",
            "印刷文字、页码和位置不被改动 / "
            "Printed text, page and box of each figure are those that were read",
            """
            SELECT r.figure_id, r.document_id, r.page AS read_page, f.page,
                   r.printed AS read_printed, f.printed
            FROM build.raw.figure AS r
            JOIN {batch} AS f USING (figure_id)
            WHERE (r.document_id, r.page, r.printed, r.x0, r.top, r.x1, r.bottom)
                IS DISTINCT FROM (f.document_id, f.page, f.printed, f.x0, f.top, f.x1, f.bottom)
            """,
        ),
        _rows(
            "tables_conserved",
            "每张印出的表都在，空表也在 / Every printed table is in dim_table, empty ones too",
            """
            SELECT coalesce(r.table_id, t.table_id) AS table_id, r.title AS read_title, t.title
            FROM build.raw.printed_table AS r
            FULL JOIN marts.dim_table AS t USING (table_id)
            WHERE r.table_id IS NULL OR t.table_id IS NULL
            """,
        ),
        _rows(
            "empty_tables_are_empty",
            "标为空表的没有数字，其余的有 / A table is called empty exactly when it has no figure",
            """
            SELECT t.document_id, t.table_id, t.title, t.is_empty, count(f.figure_id) AS figures
            FROM marts.dim_table AS t
            LEFT JOIN {batch} AS f USING (table_id)
            GROUP BY ALL
            HAVING t.is_empty IS DISTINCT FROM (count(f.figure_id) = 0)
            """,
        ),
        _rows(
            "numbers_parse",
            "印刷为普通数字的都读成同样的数 / "
            "What is printed as a plain number was read as that number",
            r"""
            SELECT f.figure_id, f.document_id, f.page, f.printed, r.number AS read_number
            FROM {batch} AS f
            LEFT JOIN build.raw.figure AS r USING (figure_id)
            WHERE replace(f.printed, ',', '') IS DISTINCT FROM r.number
              AND regexp_full_match(f.printed, '-?([0-9]{{1,3}}(,[0-9]{{3}})+|[0-9]+)(\.[0-9]+)?')
              AND CAST(replace(f.printed, ',', '') AS DECIMAL(28, 8))
                  IS DISTINCT FROM TRY_CAST(r.number AS DECIMAL(28, 8))
            """,
        ),
        _rows(
            "amounts_in_yuan",
            "金额等于印刷数乘以单位 / "
            "The amount of a money figure is the number that was read times its unit",
            """
            SELECT f.figure_id, f.document_id, f.page, f.printed, r.number AS read_number,
                   f.money_unit, CAST(f.amount_yuan AS VARCHAR) AS amount_yuan
            FROM {batch} AS f
            LEFT JOIN build.raw.figure AS r USING (figure_id)
            WHERE (f.value_kind = 'money' AND r.number IS NOT NULL AND f.amount_yuan IS NULL
                   AND NOT f.is_marked)
               OR (f.value_kind IS DISTINCT FROM 'money' AND f.amount_yuan IS NOT NULL)
               OR (f.amount_yuan IS NOT NULL AND (abs(
                       f.amount_yuan - TRY_CAST(r.number AS DECIMAL(28, 8)) * CASE f.money_unit
                       WHEN '元' THEN 1 WHEN '万元' THEN 10000 WHEN '亿元' THEN 100000000 END
                   ) <= 0.005) IS NOT TRUE)
            """,
        ),
        _rows(
            "tokens_explained",
            "未解释的数字为零，或该页已标记 / "
            "No number of a page's text is unexplained, or the page is marked",
            """
            SELECT t.document_id, t.page, sum(t.token_count) AS unexplained,
                   any_value(t.examples) AS examples
            FROM build.raw.token_account AS t
            LEFT JOIN build.raw.page AS p USING (document_id, page)
            WHERE t.class = 'unexplained' AND t.token_count > 0 AND p.is_marked IS NOT TRUE
            GROUP BY ALL
            """,
        ),
        _rows(
            "tokens_cover_figures",
            "每个数字在页面文字中都有出处 / "
            "No page has more figures than numbers of its text that were put into cells",
            """
            WITH figures AS (
                -- A column too narrow for its amount prints ####: a figure without a number.
                SELECT document_id, page, count(*) AS figures FROM {batch}
                WHERE regexp_matches(printed, '[0-9０-９]') GROUP BY ALL
            ), tokens AS (
                SELECT document_id, page, sum(token_count) AS cell_tokens
                FROM build.raw.token_account WHERE class = 'cell' GROUP BY ALL
            )
            SELECT document_id, page, figures, coalesce(cell_tokens, 0) AS cell_tokens
            FROM figures LEFT JOIN tokens USING (document_id, page)
            WHERE figures > coalesce(cell_tokens, 0)
            """,
        ),
        _rows(
            "marked_pages_mark_figures",
            "被标记页上的数字也被标记 / Every figure of a marked page is marked",
            """
            SELECT f.figure_id, f.document_id, f.page, p.mark_reasons
            FROM {batch} AS f
            JOIN build.raw.page AS p USING (document_id, page)
            WHERE p.is_marked AND NOT f.is_marked
            """,
        ),
    ]


def _reconciliation(catalogue: Catalogue) -> list[Check]:
    return [
        _rows(
            "verdicts_cover_rules",
            "每个规则组都有对应的判定 / Every rule group has its expectation in suite verdicts",
            f"""
            SELECT rule_id, "group" FROM marts.dim_rule
            WHERE "group" NOT IN ({_listed(catalogue.groups)})
            """,
        ),
        _rows(
            "states_are_consistent",
            "四种状态与差额、容差、原因一致 / "
            "State, difference, tolerance and reason of each rule instance agree",
            f"""
            SELECT rule_id, document_id, instance, state, reason,
                   CAST(difference AS VARCHAR) AS difference,
                   CAST(tolerance AS VARCHAR) AS tolerance
            FROM marts.fct_reconciliation
            WHERE (state IN ('pass', 'pass_rounding', 'fail', 'not_applicable')) IS NOT TRUE
               OR (severity IN ('error', 'warning', 'info')) IS NOT TRUE
               OR (state = 'not_applicable') <> (coalesce(reason, '') <> '')
               OR (state = 'pass' AND difference > 0
                   AND rule_id IN ({_listed(catalogue.bounds)}))
               OR (state = 'pass' AND difference <> 0
                   AND rule_id IN ({_listed(catalogue.equalities)}))
               OR (state = 'pass_rounding' AND (abs(difference) <= tolerance) IS NOT TRUE)
               OR (state = 'fail' AND abs(difference) <= tolerance)
            """,
        ),
        _rows(
            "rules_known",
            "每个勾稽结果属于已知的规则和文件 / "
            "Every rule instance belongs to a known rule and document",
            """
            SELECT r.rule_id, r.document_id, count(*) AS instances
            FROM marts.fct_reconciliation AS r
            LEFT JOIN marts.dim_rule AS d USING (rule_id)
            LEFT JOIN marts.dim_document AS k ON k.document_id = r.document_id
            WHERE d.rule_id IS NULL OR k.document_id IS NULL
            GROUP BY ALL
            """,
        ),
        _rows(
            "rule_figures_known",
            "勾稽引用的数字都存在 / Every figure that a rule instance names exists",
            """
            SELECT r.rule_id, r.document_id, r.instance, r.figure_id
            FROM (
                SELECT rule_id, document_id, instance, unnest(figure_ids) AS figure_id
                FROM marts.fct_reconciliation
            ) AS r
            ANTI JOIN {batch} AS f USING (figure_id)
            """,
        ),
        _rows(
            "suspects_known",
            "只有不符才有嫌疑数字，且该数字存在 / "
            "Only a failure has a suspect: one figure that exists, or one claim of the text",
            """
            SELECT r.rule_id, r.document_id, r.instance, r.suspect_figure_id, r.suspect_claim_id
            FROM marts.fct_reconciliation AS r
            LEFT JOIN {batch} AS f ON r.suspect_figure_id = f.figure_id
            WHERE (r.suspect_figure_id IS NOT NULL OR r.suspect_claim_id IS NOT NULL
                   OR r.suggested_value IS NOT NULL)
              AND (r.state <> 'fail' OR r.suggested_value IS NULL
                   OR (f.figure_id IS NULL) = (r.suspect_claim_id IS NULL))
            """,
        ),
        _rows(
            "rules_have_instances",
            "每条规则对每份文件都留下结果，不适用也要说明 / "
            "Every rule leaves a row for every document, if only to say why it does not apply",
            """
            SELECT r.rule_id, d.document_id
            FROM marts.dim_rule AS r CROSS JOIN marts.dim_document AS d
            ANTI JOIN marts.fct_reconciliation AS f
              ON f.rule_id = r.rule_id AND f.document_id = d.document_id
            """,
        ),
    ]


#: Money figures with ``half``, half a unit of their last printed digit, in yuan.
_MONEY = """
            money AS (
                SELECT *, CAST(0.5 * power(10, -length(regexp_extract(printed, '[.．]([0-9]+)', 1)))
                    * CASE money_unit WHEN '元' THEN 1 WHEN '万元' THEN 10000 ELSE 100000000 END
                    AS DECIMAL(20, 8)) AS half
                FROM marts.fct_figure
                WHERE value_kind = 'money' AND measure = 'amount' AND amount_yuan IS NOT NULL
            )"""


def _holding(*rules: str) -> str:
    """SQL for figures of instances of these rules that hold, in tables where none of them fails."""
    return f"""
            named AS (
                SELECT r.state, f.figure_id, f.table_id
                FROM (
                    SELECT state, unnest(figure_ids) AS figure_id FROM marts.fct_reconciliation
                    WHERE rule_id IN ({_listed(rules)})
                ) AS r JOIN marts.fct_figure AS f USING (figure_id)
            ), holding AS (
                SELECT DISTINCT figure_id FROM named
                WHERE state IN ('pass', 'pass_rounding')
                  AND table_id NOT IN (SELECT table_id FROM named WHERE state = 'fail')
            )"""


def _readings() -> list[Check]:
    """Each row names a document that was perhaps read wrongly; stands in both suites.

    The sums are computed straight from the figures, by the roles that readers sum by, only where
    the reconciliation says that the publisher's sums hold: what does not add up there is a role, a
    code or a rule of ours that is wrong. No ``{batch}``: it is another table in each suite.
    """
    vertical = _holding("code_root_sum", "code_tree_sum")
    horizontal = _holding("row_total_equals_parts")

    def rows_sum_to_total(condition: str, parts: str) -> str:
        # Not by block: the last of several blocks under one heading prints the total of them all.
        return f"""
            WITH {_MONEY.strip()}, {vertical.strip()}, totals AS (
                SELECT document_id, table_id, column_path, any_value(page) AS page,
                       any_value(amount_yuan) AS total, any_value(half) AS half
                FROM money SEMI JOIN holding USING (figure_id)
                WHERE row_role = 'total' AND subject_code IS NULL
                GROUP BY ALL HAVING count(*) = 1
            ), parts AS (
                SELECT document_id, table_id, column_path,
                       sum(amount_yuan) FILTER ({condition}) AS parts, sum(half) AS half
                FROM money WHERE subject_code IS NOT NULL
                GROUP BY ALL
            )
            SELECT t.document_id, t.table_id, t.page, t.column_path,
                   CAST(t.total AS VARCHAR) AS total, CAST(p.parts AS VARCHAR) AS parts
            FROM totals AS t JOIN parts AS p USING (document_id, table_id, column_path)
            WHERE abs(t.total - {parts}) > t.half + p.half
            """

    return [
        _rows(
            "rules_evaluated",
            f"带科目编码的金额有 {MIN_CODED_FIGURES} 个以上的文件，"
            f"至少有 {MIN_RULE_INSTANCES} 个可判定的勾稽 / "
            f"A document with {MIN_CODED_FIGURES} or more amounts on rows with subject codes has "
            f"at least {MIN_RULE_INSTANCES} rule instances that could be evaluated",
            f"""
            WITH coded AS (
                SELECT document_id, count(*) AS coded_figures FROM marts.fct_figure
                WHERE value_kind = 'money' AND subject_code IS NOT NULL GROUP BY ALL
            ), evaluated AS (
                SELECT document_id, count(*) AS instances FROM marts.fct_reconciliation
                WHERE state <> 'not_applicable' GROUP BY ALL
            )
            SELECT document_id, coded_figures, coalesce(instances, 0) AS instances
            FROM coded LEFT JOIN evaluated USING (document_id)
            WHERE coded_figures >= {MIN_CODED_FIGURES}
              AND coalesce(instances, 0) < {MIN_RULE_INSTANCES}
            """,
        ),
        _rows(
            "classes_sum_to_total",
            "勾稽通过的表，类级科目之和等于合计（另行计算） / "
            "Where the rules hold, the classes of a table add up to its total, computed anew",
            # Some publishers print no class rows at all: nothing to add up then.
            rows_sum_to_total("WHERE length(subject_code) = 3", "p.parts"),
        ),
        _rows(
            "leaves_sum_to_total",
            "勾稽通过的表，末级行之和等于合计（另行计算） / "
            "Where the rules hold, the leaf rows of a table add up to its total, computed anew",
            rows_sum_to_total("WHERE row_role = 'leaf'", "coalesce(p.parts, 0)"),
        ),
        _rows(
            "parts_sum_to_row_total",
            "勾稽通过的行，分栏之和等于合计栏（另行计算） / "
            "Where the rules hold, the part columns of a row add up to its only total column",
            f"""
            WITH {_MONEY.strip()}, {horizontal.strip()}, lines AS (
                SELECT document_id, table_id, row_no, block_no, any_value(page) AS page,
                       any_value(row_label) AS row_label,
                       sum(amount_yuan) FILTER (WHERE column_role = 'total') AS total,
                       sum(amount_yuan) FILTER (WHERE column_role = 'part') AS parts,
                       sum(half) AS half
                FROM money
                WHERE subject_code IS NOT NULL
                GROUP BY ALL
                HAVING count(*) FILTER (WHERE column_role = 'total') = 1
                   AND count(*) FILTER (WHERE column_role = 'part') >= 2
                   AND count(DISTINCT figure_year) <= 1 AND count(DISTINCT stage) <= 1
                   AND bool_or(column_role = 'total' AND figure_id IN (FROM holding))
            )
            SELECT document_id, table_id, page, row_no, row_label,
                   CAST(total AS VARCHAR) AS total, CAST(parts AS VARCHAR) AS parts
            FROM lines WHERE abs(total - parts) > half
            """,
        ),
    ]


def _refused_if_several(check: Check) -> Check:
    """The check of the gate: rows only where too many documents are named."""
    chinese, english = check.sentence.split(" / ")
    return _rows(
        check.name,
        f"{chinese}（一份文件或不超过 {MAX_DOUBTED:.0%} 的文件除外） / "
        f"{english} (except in one document or up to {MAX_DOUBTED:.0%} of them)",
        f"""
            WITH doubted AS (
            {check.kwargs["unexpected_rows_query"]}
            )
            SELECT * FROM doubted
            WHERE (SELECT count(DISTINCT document_id) FROM doubted)
                > greatest(1, {MAX_DOUBTED} * (SELECT count(*) FROM marts.dim_document))
            """,
    )


def _doubt(check: Check) -> Check:
    """The check of the verdicts: told for a single document too."""
    chinese, english = check.sentence.split(" / ")
    told = _rows(
        f"doubt_{check.name}",
        f"{chinese}；否则对该文件的读取存疑 / "
        f"{english}; else the reading of this document is in doubt",
        # The first row of every document comes before the second of any: none is cut off.
        f"""
            WITH doubted AS (
            {check.kwargs["unexpected_rows_query"]}
            )
            SELECT d.file_path, doubted.*
            FROM doubted LEFT JOIN marts.dim_document AS d USING (document_id)
            ORDER BY row_number() OVER (PARTITION BY document_id), document_id
            """,
    )
    return replace(told, doubt=True)


def _drift() -> list[Check]:
    """Against the publication before, by the tables that publishing adds."""
    return [
        _rows(
            "documents_not_lost",
            "文件还在，数据就不能消失 / No document is lost while its file is still there",
            """
            SELECT document_id, item AS file_path, figures_before
            FROM marts.publication_change
            WHERE kind = 'document' AND change = 'went'
              -- The disclosures of a file may be told apart otherwise than before.
              AND left(document_id, 16) IN (SELECT document_id FROM build.raw.file)
              AND left(document_id, 16) NOT IN (
                  SELECT left(document_id, 16) FROM marts.dim_document
              )
              -- What was withdrawn, or is none by a person's decision, went on purpose.
              AND document_id NOT IN (SELECT document_id FROM build.raw.exclusion)
            """,
            drift=True,
        ),
        _rows(
            "figures_not_lost",
            f"文件未变，数字不能变少；抽取程序换了版本时容许少 {MAX_LOSS:.0%} / "
            f"No file has fewer figures than before; up to {MAX_LOSS:.0%} fewer where the "
            "extractor is another one",
            f"""
            WITH versions AS (
                SELECT n.versions['extractor'] IS NOT DISTINCT FROM p.versions['extractor']
                    AS is_same_extractor
                FROM marts.publication AS n JOIN marts.publication AS p ON n.previous_id = p.id
                ORDER BY n.time DESC LIMIT 1
            )
            SELECT min(document_id) AS document_id, item AS file_path,
                   sum(coalesce(figures_before, 0)) AS figures_before,
                   sum(coalesce(figures_after, 0)) AS figures_after
            FROM marts.publication_change, versions
            WHERE kind = 'document'
              AND left(document_id, 16) IN (SELECT left(document_id, 16) FROM marts.dim_document)
              AND document_id NOT IN (SELECT document_id FROM build.raw.exclusion)
            GROUP BY left(document_id, 16), item, is_same_extractor
            HAVING sum(coalesce(figures_after, 0)) < sum(coalesce(figures_before, 0))
                  * CASE WHEN is_same_extractor THEN 1.0 ELSE {1 - MAX_LOSS} END
            """,
            drift=True,
        ),
        _rows(
            "rule_instances_not_lost",
            f"没有文件消失，可判定的勾稽不能减少超过 {MAX_RULE_LOSS:.0%} / "
            f"Where no document went, at most {MAX_RULE_LOSS:.0%} fewer rule instances than before "
            "could be evaluated",
            f"""
            WITH compared AS (
                SELECT n.counts['rules_evaluated'] AS instances,
                       p.counts['rules_evaluated'] AS instances_before
                FROM marts.publication AS n JOIN marts.publication AS p ON n.previous_id = p.id
                ORDER BY n.time DESC LIMIT 1
            )
            SELECT * FROM compared
            WHERE instances < instances_before * {1 - MAX_RULE_LOSS}
              AND NOT EXISTS (
                  SELECT 1 FROM marts.publication_change
                  WHERE kind = 'document' AND change = 'went'
              )
            """,
            drift=True,
        ),
        _rows(
            "publication_counts_itself",
            "发布记录与内容一致 / The newest row of publication counts what is in the database",
            """
            WITH newest AS (SELECT * FROM marts.publication ORDER BY time DESC, id DESC LIMIT 1)
            SELECT id, counts FROM newest
            WHERE counts['figures'] IS DISTINCT FROM (SELECT count(*) FROM {batch})
               OR counts['documents'] IS DISTINCT FROM (SELECT count(*) FROM marts.dim_document)
            UNION ALL
            SELECT 'no publication', NULL WHERE NOT EXISTS (FROM newest)
            """,
        ),
    ]


def verdicts(catalogue: Catalogue) -> list[Check]:
    """Never blocks: one check per rule group (no instance of severity error fails), and the doubts.

    A doubt is a check of a single document's reading, which the gate refuses in several only.
    """
    groups = [
        _rows(
            f"verdict_{group}",
            f"规则组 {group} 没有未经说明的错误级不符 / "
            f"No error-level contradiction in rule group {group} that no reviewer has settled",
            f"""
            SELECT k.file_path AS document, r.rule_id,
                   concat_ws(' ', r.sentence_zh, r.suspect_zh) AS "不符",
                   concat_ws(' ', r.sentence_en, r.suspect_en) AS finding,
                   r.finding_id, r.review
            FROM {{batch}} AS r
            JOIN marts.dim_rule AS d USING (rule_id)
            JOIN marts.dim_document AS k ON r.document_id = k.document_id
            WHERE d."group" = '{group}' AND r.state = 'fail' AND r.severity = 'error'
              AND coalesce(r.review, '') NOT IN ('explained', 'false')
            ORDER BY abs(r.difference) DESC NULLS LAST, k.file_path, r.rule_id, r.instance
            """,
        )
        for group in catalogue.groups
    ]
    return [*groups, *(_doubt(check) for check in _readings())]
