from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipelines.sources import Sidecar, SidecarError, read_sidecar


def write(folder: Path, text: str) -> Path:
    path = folder / "a.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_all_fields(tmp_path: Path) -> None:
    sidecar = read_sidecar(
        write(
            tmp_path,
            "publisher: 某局\nregion_code: 222400\npublished_on: 2024-02-08\n"
            "retrieved_at: 2024-03-01T08:00:00+08:00\nsource_url: http://example.org/a.pdf\n"
            "title: 部门预算\nlicence: open\nnote: for people\n",
        )
    )
    assert sidecar.region_code == "222400"
    assert sidecar.published_on == date(2024, 2, 8)
    assert sidecar.retrieved_at == datetime(2024, 3, 1, tzinfo=UTC)
    assert sidecar.publisher == "某局"


def test_leading_zeros_stay_when_quoted(tmp_path: Path) -> None:
    assert read_sidecar(write(tmp_path, "region_code: '000000'")).region_code == "000000"


def test_empty_file_says_nothing(tmp_path: Path) -> None:
    assert read_sidecar(write(tmp_path, "")) == Sidecar()


def test_time_without_zone_is_utc(tmp_path: Path) -> None:
    sidecar = read_sidecar(write(tmp_path, "retrieved_at: 2024-03-01T08:00:00"))
    assert sidecar.retrieved_at == datetime(2024, 3, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("publisher: [", "no valid YAML"),
        ("- a\n- b", "'field: value'"),
        ("region_code: 22", "region_code"),
        ("published_on: yesterday", "published_on"),
        ("publisherr: typo", "publisherr"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(SidecarError, match=says) as caught:
        read_sidecar(write(tmp_path, text))
    assert "a.yml" in str(caught.value)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(SidecarError, match="cannot be read"):
        read_sidecar(path)
