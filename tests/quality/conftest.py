"""A publication of the tiny warehouse, made once, and copies of it to break."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.publication import publish
from pipelines.quality import define
from pipelines.quality.checks import Check
from pipelines.settings import PROJECT_ROOT, Settings
from tests.quality.tiny import execute, tiny_build


@dataclass(frozen=True)
class Audited:
    """What the gate reads: the copy that would be published, and the build file."""

    database: Path
    build: Path


@pytest.fixture(scope="session")
def published_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    tiny_build(home / "build.duckdb")
    publish(Settings(home=home))
    return home


@pytest.fixture
def plant(published_home: Path, tmp_path: Path) -> Callable[..., Audited]:
    """``plant(marts=[...], raw=[...])``: a copy with these statements executed on each side."""

    def make(marts: tuple[str, ...] = (), raw: tuple[str, ...] = ()) -> Audited:
        copy = tmp_path / "yusuan.duckdb"
        build = tmp_path / "build.duckdb"
        shutil.copy(published_home / "published" / "yusuan.duckdb", copy)
        shutil.copy(published_home / "build.duckdb", build)
        execute(copy, *marts)
        execute(build, *raw)
        return Audited(copy, build)

    return make


@pytest.fixture
def project(tmp_path: Path) -> Callable[[list[Check]], Path]:
    """A copy of the Great Expectations project whose gate has these checks only."""

    def make(checks: list[Check]) -> Path:
        folder = tmp_path / "expectations"
        shutil.copytree(PROJECT_ROOT / "expectations", folder)
        suite = json.dumps(define._suite("gate", checks))
        (folder / "suites/gate.json").write_text(suite, encoding="utf-8")
        return folder

    return make
