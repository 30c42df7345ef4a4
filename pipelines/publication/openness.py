"""What others' catalogues and tools need to know of a publication, in their own words.

Belongs here: the budget cube in terms of the Fiscal Data Package (0.3), where the documents come
from and on what terms, and the DCAT entry. Does not belong here: the tables' own description
(``package``).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.publication.marts import name

TITLE_ZH = "部门预决算公开数据"
TITLE_EN = "Budgets and final accounts of Chinese departments"
_ABOUT_ZH = "各级政府部门公开的预算和决算：每个数字附页码和单元格、勾稽核对结果。金额单位：元。"
_ABOUT_EN = (
    "Budgets and final accounts that Chinese government departments disclose: every printed figure "
    "with its page and cell, and the reconciliation of them. Amounts in yuan."
)
#: Said of every publication; what a sidecar says of its own document stands with the document.
_TERMS = (
    "各文件依《政府信息公开条例》公开，属于各发布单位；引用请注明发布单位、文件和页码。 / "
    "The documents are government information disclosed under the Regulations on Open Government "
    "Information and belong to their publishers; cite publisher, document and page."
)
CATALOGUE = "catalogue.jsonld"

#: Amounts of the cube: measure -> table, direction. Only rows with ``is_additive`` may be added up.
_MEASURES = {
    "expenditure": ("fct_function_expenditure", "expenditure"),
    "economic_expenditure": ("fct_economic_expenditure", "expenditure"),
    "revenue": ("fct_revenue", "revenue"),
}

#: Dimension -> type, kind of classification, columns (the first is the key).
_DIMENSIONS: dict[str, tuple[str, str | None, tuple[str, ...]]] = {
    "date": ("datetime", None, ("figure_year", "fiscal_year")),
    "administrative": ("classification", "administrative", ("unit_key", "unit_code")),
    "functional": ("classification", "functional", ("function_code", "row_label")),
    "economic": (
        "classification", "economic", ("economic_department_code", "economic_government_code"),
    ),
    "fund_source": ("other", None, ("fund_source", "vintage")),
    "spending_kind": ("other", None, ("spending_kind",)),
    "phase": ("other", None, ("stage",)),
    "document": ("fact", None, ("document_id",)),
}  # fmt: skip


def fiscal_model(columns: dict[str, set[str]]) -> dict[str, Any] | None:
    """The cube as ``model`` of a Fiscal Data Package; None without a table that it maps.

    Args:
        columns: names of the columns of each published table.
    """
    measures = {
        measure: {"source": "amount_yuan", "resource": table, "currency": "CNY",
                  "direction": direction}
        for measure, (table, direction) in _MEASURES.items() if table in columns
    }  # fmt: skip
    if not measures:
        return None
    dimensions: dict[str, Any] = {}
    for dimension, (kind, classification, keys) in _DIMENSIONS.items():
        attributes = {
            f"{measure}_{column}": {"source": column, "resource": table["resource"]}
            for measure, table in measures.items()
            for column in keys
            if column in columns[table["resource"]]
        }
        key = [a for a, attribute in attributes.items() if attribute["source"] == keys[0]]
        if not key:
            continue
        dimensions[dimension] = {
            "dimensionType": kind,
            **({"classificationType": classification} if classification else {}),
            "primaryKey": key,
            "attributes": attributes,
        }
    return {"measures": measures, "dimensions": dimensions}


def sources(con: duckdb.DuckDBPyConnection, catalog: str) -> list[dict[str, str]]:
    """Each document as a source: who published it, of which year, and where."""
    rows = con.execute(
        "SELECT DISTINCT coalesce(publisher_name, file_path), fiscal_year, disclosure_kind, "
        f"file_path, source_url FROM {name(catalog, 'marts', 'dim_document')} "
        "ORDER BY ALL"
    ).fetchall()
    return [
        {
            "title": " ".join(str(part) for part in (publisher, year, kind) if part is not None),
            "path": url or file_path,
        }
        for publisher, year, kind, file_path, url in rows
    ]


def terms() -> str:
    """On what terms the documents were published, in both languages."""
    return _TERMS


def write_catalogue(
    con: duckdb.DuckDBPyConnection, catalog: str, folder: Path, *, publication_id: str,
    time: datetime,
) -> None:  # fmt: skip
    """Write the DCAT entry ``catalogue.jsonld``: one dataset with its three distributions.

    Addresses are relative to the folder: whoever hosts it gives the base.

    Args:
        con: a connection with ``catalog`` attached.
        catalog: name of the published database.
        folder: the publication's folder.
        publication_id: id of the publication.
        time: when it was made, UTC.
    """
    first, last = con.execute(
        f"SELECT min(fiscal_year), max(fiscal_year) FROM {name(catalog, 'marts', 'dim_document')}"
    ).fetchone() or (None, None)
    publishers = con.execute(
        f"SELECT DISTINCT publisher_name FROM {name(catalog, 'marts', 'dim_document')} "
        "WHERE publisher_name IS NOT NULL ORDER BY ALL"
    ).fetchall()
    stamp = {
        "@type": "xsd:dateTime",
        "@value": time.replace(tzinfo=UTC).isoformat().replace("+00:00", "Z"),
    }
    dataset: dict[str, Any] = {
        "@id": "",
        "@type": "dcat:Dataset",
        "dct:title": _both(TITLE_ZH, TITLE_EN),
        "dct:description": _both(_ABOUT_ZH, _ABOUT_EN),
        "dct:identifier": publication_id,
        "dct:issued": stamp,
        "dct:language": ["zh", "en"],
        "dct:rights": {"@type": "dct:RightsStatement", "rdfs:label": _TERMS},
        "dct:contributor": [{"@type": "foaf:Agent", "foaf:name": p} for (p,) in publishers],
        "dcat:keyword": _both("预算", "budget") + _both("决算", "final accounts"),
        "dcat:distribution": [
            _distribution("yusuan.duckdb", "DuckDB", "application/vnd.duckdb"),
            _distribution("parquet/", "Parquet", "application/vnd.apache.parquet"),
            _distribution("datapackage.json", "Data Package", "application/json"),
        ],
    }
    if first is not None:
        dataset["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:gYear", "@value": str(first)},
            "dcat:endDate": {"@type": "xsd:gYear", "@value": str(last)},
        }
    entry = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        **dataset,
    }
    content = json.dumps(entry, ensure_ascii=False, indent=2) + "\n"
    (folder / CATALOGUE).write_text(content, encoding="utf-8")


def _both(chinese: str, english: str) -> list[dict[str, str]]:
    return [
        {"@language": "zh", "@value": chinese},
        {"@language": "en", "@value": english},
    ]


def _distribution(path: str, title: str, media_type: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": title,
        "dcat:accessURL": {"@id": path},
        "dcat:mediaType": media_type,
    }
