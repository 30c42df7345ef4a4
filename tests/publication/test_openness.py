"""A publication as open data: valid by the standard, mapped, attributed, in a catalogue's terms."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
from frictionless import Package


def test_the_data_package_is_valid(published_seed: Path) -> None:
    path = str(published_seed / "datapackage.json")
    report = Package.validate_descriptor(path)
    assert report.flatten(["title", "message"]) == []
    rule = Package.from_descriptor(path).get_resource("dim_rule").read_rows()
    assert rule[0]["sentence_zh"].endswith("。")


def test_the_cube_names_columns_that_are_there(published_seed: Path) -> None:
    package = json.loads((published_seed / "datapackage.json").read_text(encoding="utf-8"))
    columns = {
        r["name"]: {field["name"] for field in r["schema"]["fields"]} for r in package["resources"]
    }
    model = package["model"]
    mapped = [*model["measures"].values()]
    for dimension in model["dimensions"].values():
        assert set(dimension["primaryKey"]) <= set(dimension["attributes"])
        mapped += dimension["attributes"].values()
    assert [m for m in mapped if m["source"] not in columns[m["resource"]]] == []
    assert {"date", "functional", "economic", "administrative"} <= set(model["dimensions"])
    # As the cube says: money of one table, year and phase added up is the printed total.
    table = model["measures"]["expenditure"]["resource"]
    with duckdb.connect(str(published_seed / "yusuan.duckdb"), read_only=True) as con:
        added, printed = con.execute(
            f"select (select sum(amount_yuan) from marts.{table} where is_additive "
            "and table_kind = 'expenditure'), (select expenditure_yuan "
            "from marts.rpt_department_year)"
        ).fetchone() or (None, None)
    assert added == printed is not None


def test_every_column_is_described_in_both_languages(published_seed: Path) -> None:
    package = json.loads((published_seed / "datapackage.json").read_text(encoding="utf-8"))
    said = {
        f"{r['name']}.{field['name']}": field.get("description", "")
        for r in package["resources"]
        for field in r["schema"]["fields"]
    }
    assert [column for column, text in said.items() if " / " not in text] == []


def test_sources_and_catalogue_name_the_publisher(published_seed: Path) -> None:
    package = json.loads((published_seed / "datapackage.json").read_text(encoding="utf-8"))
    entry = json.loads((published_seed / "catalogue.jsonld").read_text(encoding="utf-8"))
    publisher = "延边朝鲜族自治州人民政府办公室"
    assert [source["title"] for source in package["sources"]] == [f"{publisher} 2024 budget"]
    assert [agent["foaf:name"] for agent in entry["dct:contributor"]] == [publisher]
    assert entry["dct:identifier"] == package["version"] == published_seed.name
    for distribution in entry["dcat:distribution"]:
        assert (published_seed / distribution["dcat:accessURL"]["@id"]).exists()
