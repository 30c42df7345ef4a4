"""The raw layer as Arrow schemas: one table per Parquet file of an extracted document.

Belongs here: names, types and meanings of what is *printed* and where it stands. Extraction writes
these tables, the loader inserts them into schema ``raw`` of the build file, dbt staging reads them.
Does not belong here: what a title, heading or label means. That is dbt seeds and SQL.

Conventions: pages, rows, blocks and tables count from 1, columns from 0. Boxes are points with a
top-left origin, of the page as displayed (rotation applied). Text is as printed, white space at
line wraps removed; an absent value is NULL, never an empty string, except where said.
"""

from __future__ import annotations

import pyarrow as pa

_TEXTS = pa.list_(pa.string())


def _schema(*fields: tuple[str, pa.DataType, str]) -> pa.Schema:
    return pa.schema([pa.field(n, t, metadata={"description": d}) for n, t, d in fields])


_DOC = (
    "document_id",
    pa.string(),
    "first 16 hex digits of the PDF's SHA-256; for a further disclosure of the file followed by "
    "-p and its first page",
)
_BOX = (
    ("x0", pa.float64(), "left edge, points"),
    ("top", pa.float64(), "upper edge, points"),
    ("x1", pa.float64(), "right edge, points"),
    ("bottom", pa.float64(), "lower edge, points"),
)

DOCUMENT = _schema(
    _DOC,
    ("sha256", pa.string(), "SHA-256 of the bytes"),
    ("extractor", pa.string(), "hash of the code and lexicons that made this extraction"),
    ("read_by", pa.string(), "reader: pdfium or pdfplumber"),
    ("page_from", pa.int32(), "first page of the disclosure in the file"),
    ("page_to", pa.int32(), "last page of the disclosure in the file"),
    ("page_count", pa.int32(), "its number of pages; NULL where the file cannot be opened"),
    (
        "undecided_starts",
        pa.list_(pa.int32()),
        "pages on which tables begin again and perhaps another disclosure does",
    ),
    ("producer", pa.string(), "PDF producer as written in the file"),
    ("state", pa.string(), "extracted | quarantined"),
    (
        "reason_code",
        pa.string(),
        "why quarantined: not_pdf, empty_file, truncated, password, "
        "no_text, not_a_disclosure, too_large, time_limit, memory_limit, worker_died, unreadable, "
        "crashed",
    ),
    ("reason", pa.string(), "the same as a sentence: what is wrong and what to do"),
)

PAGE = _schema(
    _DOC,
    ("page", pa.int32(), "page number from 1"),
    ("width", pa.float64(), "points, as displayed"),
    ("height", pa.float64(), "points, as displayed"),
    ("rotation", pa.int32(), "the page's /Rotate, already applied"),
    ("char_count", pa.int32(), "characters of the text layer"),
    ("ruling_count", pa.int32(), "ruling lines after merging"),
    ("image_count", pa.int32(), "pictures on the page"),
    ("is_marked", pa.bool_(), "a check of the extraction failed on this page"),
    (
        "mark_reasons",
        _TEXTS,
        "which: unexplained_tokens, image_table, lying_font, exchanged_separators, clipped, ...",
    ),
)

PRINTED_TABLE = _schema(
    _DOC,
    ("table_id", pa.string(), "{document_id}-t{table_no:03d}"),
    ("table_no", pa.int32(), "number in reading order; a table over several pages is one"),
    ("title", pa.string(), "printed title, white space removed; NULL where none is printed"),
    ("heading", pa.string(), "nearest section heading above the table, where there is one"),
    ("printed_number", pa.string(), "table number as printed: 预算表1, 部门公开表2, 表3-1"),
    ("organisation_line", pa.string(), "text after 预算单位/部门/编制单位 in the caption or grid"),
    ("unit_line", pa.string(), "text of the 单位：… line"),
    ("money_unit", pa.string(), "元 | 万元 | 亿元 as the unit line or header says"),
    ("page_from", pa.int32(), "first page"),
    ("page_to", pa.int32(), "last page"),
    ("header_row_count", pa.int32(), "header rows on the first page"),
    ("row_count", pa.int32(), "body rows, filler rows without any text left out"),
    ("column_count", pa.int32(), "grid columns"),
    ("block_count", pa.int32(), "side-by-side blocks"),
    (
        "is_form",
        pa.bool_(),
        "a form (key-value rows, e.g. performance targets), not a column table",
    ),
    ("is_empty", pa.bool_(), "no figure is printed in it"),
    ("note", pa.string(), "注：… printed under or inside the table"),
)

CELL = _schema(
    _DOC,
    ("table_id", pa.string(), ""),
    ("page", pa.int32(), ""),
    (
        "row_no",
        pa.int32(),
        "body row from 1; header rows count down from 0: 0, -1, -2 (lowest is 0)",
    ),
    ("row_span", pa.int32(), ""),
    ("col_no", pa.int32(), "grid column from 0"),
    ("col_span", pa.int32(), ""),
    (
        "role",
        pa.string(),
        "header | label | code | ordinal | figure | text | title | caption | note",
    ),
    ("text", pa.string(), "printed text"),
    *_BOX,
)

ROW = _schema(
    _DOC,
    ("table_id", pa.string(), ""),
    ("page", pa.int32(), "page on which the row's first line stands"),
    ("row_no", pa.int32(), "body row"),
    ("block_no", pa.int32(), "side-by-side block"),
    ("row_label", pa.string(), "name cells joined by '/', white space removed; '' where none"),
    ("level", pa.int32(), "depth by indentation, numbering or code, from 0; NULL where not told"),
    ("parent_row_no", pa.int32(), "row above that this one is part of; NULL at the top"),
    ("unit_label", pa.string(), "code and/or name of the budget unit, where a column prints it"),
)

LABEL = _schema(
    _DOC,
    ("table_id", pa.string(), ""),
    ("row_no", pa.int32(), ""),
    ("block_no", pa.int32(), ""),
    ("col_no", pa.int32(), "grid column"),
    ("header_path", pa.string(), "header cells above, joined by '/'"),
    ("role", pa.string(), "code | unit_code | unit_name | name | ordinal | attribute"),
    ("text", pa.string(), "as printed"),
    ("code", pa.string(), "for codes: digits, split columns joined, completed from the rows above"),
    (
        "is_carried",
        pa.bool_(),
        "taken from a merged cell or the row above, not printed in this row",
    ),
)

FIGURE = _schema(
    ("figure_id", pa.string(), "stable: from document, page and box"),
    _DOC,
    ("table_id", pa.string(), ""),
    ("page", pa.int32(), ""),
    ("row_no", pa.int32(), ""),
    ("block_no", pa.int32(), ""),
    ("col_no", pa.int32(), ""),
    ("row_label", pa.string(), "as in row; '' where the row prints none"),
    ("code", pa.string(), "the row's first code, completed; NULL where none"),
    ("column_path", pa.string(), "header cells above, top to bottom, joined by '/'; '' where none"),
    ("printed", pa.string(), "the text as printed, line wraps inside the cell removed"),
    (
        "number",
        pa.string(),
        "plain decimal text: sign, digits, point. NULL where it is not one number",
    ),
    ("operator", pa.string(), "for targets: = >= <= > <"),
    ("unit_cell", pa.string(), "unit printed in the cell (万元, %, 人, ...)"),
    ("unit_header", pa.string(), "unit in the nearest header above that prints one"),
    ("unit_label_text", pa.string(), "unit in the row label"),
    *_BOX,
    ("read_by", pa.string(), "pdfium | pdfplumber"),
    ("is_marked", pa.bool_(), "the page or the cell failed an extraction check"),
    ("mark_reasons", _TEXTS, "which"),
)

SECTION = _schema(
    _DOC,
    ("section_no", pa.int32(), "in reading order"),
    ("parent_no", pa.int32(), "section that holds it"),
    ("level", pa.int32(), "1 part, 2 一、, 3 （一）, 4 1."),
    ("title", pa.string(), "heading as printed"),
    ("page_from", pa.int32(), ""),
    ("page_to", pa.int32(), ""),
    ("text", pa.string(), "the section's own sentences, joined"),
)

SENTENCE = _schema(
    _DOC,
    ("sentence_id", pa.string(), "{document_id}-s{n:05d}"),
    ("section_no", pa.int32(), ""),
    ("page", pa.int32(), "page on which it begins"),
    ("page_to", pa.int32(), "page on which it ends"),
    ("text", pa.string(), ""),
    *_BOX,
)

CLAIM = _schema(
    _DOC,
    ("claim_id", pa.string(), "{sentence_id}-c{n:02d}"),
    ("sentence_id", pa.string(), ""),
    ("page", pa.int32(), ""),
    ("start", pa.int32(), "offset of the number in the sentence"),
    ("printed", pa.string(), "number with its unit"),
    ("number", pa.string(), "plain decimal text"),
    ("unit", pa.string(), "元 万元 亿元 % 个 辆 名 人 平方米 ..."),
    (
        "kind",
        pa.string(),
        "amount | percent | count | year | date | code | other; a date's number is 2023-10-31",
    ),
    ("clause", pa.string(), "the words of the sentence that lead to the number"),
    (
        "subject_text",
        pa.string(),
        "what the sentence speaks of, as printed: its head noun phrase, carried "
        "on from an earlier clause or heading where this one names none",
    ),
    (
        "whole_text",
        pa.string(),
        "what the subject is a part of: the total before 其中：, the words before 中，; "
        "NULL where the sentence names no whole",
    ),
    (
        "base_text",
        pa.string(),
        "what a change, share or completion is measured against: 上年, 2023年预算, 年初预算",
    ),
    (
        "role",
        pa.string(),
        "value | increase | decrease | unchanged | share | completion | base | threshold "
        "(100万元以上). unchanged without a number (持平, 相等): number and unit NULL, kind other",
    ),
    ("year", pa.int32(), "year that the clause names, where it does"),
    (
        "said_in",
        pa.string(),
        "where subject_text stands: clause | carried (earlier words) | heading",
    ),
    (
        "explains",
        pa.string(),
        "cause (主要原因是…) | use (主要用于…), where it explains another number",
    ),
)

CANDIDATE = _schema(
    _DOC,
    (
        "axis",
        pa.string(),
        "publisher | fiscal_year | disclosure_kind | scope | part | region | published_on | "
        "unit_code",
    ),
    ("value", pa.string(), ""),
    ("page", pa.int32(), ""),
    ("text", pa.string(), "the evidence"),
    (
        "method",
        pa.string(),
        "cover_title | table_title | organisation_line | running_head | date_line | ...",
    ),
    ("score", pa.float64(), "0..1"),
)

TOKEN_ACCOUNT = _schema(
    _DOC,
    ("page", pa.int32(), ""),
    (
        "class",
        pa.string(),
        "cell | heading | sentence | note | furniture | chart | ignored | unexplained",
    ),
    ("reason", pa.string(), "for ignored and unexplained"),
    ("token_count", pa.int32(), "numeric tokens of the text layer"),
    ("examples", _TEXTS, "up to 20 of them"),
)

#: Name of the Parquet file (without suffix) and of the table in schema ``raw`` -> its schema.
TABLES: dict[str, pa.Schema] = {
    "document": DOCUMENT,
    "page": PAGE,
    "printed_table": PRINTED_TABLE,
    "cell": CELL,
    "row": ROW,
    "label": LABEL,
    "figure": FIGURE,
    "section": SECTION,
    "sentence": SENTENCE,
    "claim": CLAIM,
    "candidate": CANDIDATE,
    "token_account": TOKEN_ACCOUNT,
}

#: Reasons that lie in the moment or in what was allowed, not in the bytes alone.
PASSING_REASONS = ("time_limit", "memory_limit", "worker_died", "unreadable", "crashed")

#: Every file found under the raw folder, in each run anew (not cached with the extraction).
FILE = _schema(
    ("file_path", pa.string(), "relative to the raw folder, with /"),
    ("sha256", pa.string(), ""),
    ("document_id", pa.string(), "first 16 hex digits of sha256"),
    ("size_bytes", pa.int64(), ""),
    ("source_url", pa.string(), "sidecar: where it was published"),
    ("retrieved_at", pa.timestamp("us", tz="UTC"), "sidecar"),
    ("published_on", pa.date32(), "sidecar"),
    ("sidecar_publisher", pa.string(), "sidecar: publisher"),
    ("sidecar_region_code", pa.string(), "sidecar, or the region folder above the file"),
    ("sidecar_title", pa.string(), "sidecar"),
    ("licence", pa.string(), "sidecar"),
    ("sidecar_fiscal_year", pa.int32(), "sidecar: hint"),
    ("sidecar_disclosure_kind", pa.string(), "sidecar: hint, budget or final_accounts"),
    ("superseded_by", pa.string(), "sidecar: sha256 of what stands at its address now"),
)

EXCLUSION = _schema(
    ("document_id", pa.string(), "a disclosure, or a file with all that it holds"),
    ("state", pa.string(), "withdrawn | quarantined"),
    ("reason_code", pa.string(), "withdrawn | not_a_disclosure"),
    ("reason", pa.string(), "who says so, when and why"),
)

#: Tables of schema ``raw`` that are written anew by every load, beside those of documents.
LANDING_TABLES: dict[str, pa.Schema] = {"file": FILE, "exclusion": EXCLUSION}
