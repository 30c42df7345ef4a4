"""Every path and knob of the project, in one place.

Belongs here: where things stand, how much of the machine a run may use, and the switches that keep
libraries from reporting home. Does not belong here: meaning of documents (dbt seeds) or tolerances
of rules (the rule catalogue).

Importing this module turns telemetry off, so it is imported before Dagster, dbt or Great
Expectations anywhere.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

# Libraries read these when they are imported; somebody's own setting is not overruled.
for _name, _value in {
    "DO_NOT_TRACK": "1",
    "DAGSTER_DISABLE_TELEMETRY": "yes",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "GX_ANALYTICS_ENABLED": "false",
}.items():
    os.environ.setdefault(_name, _value)

PROJECT_ROOT = Path(__file__).resolve().parent.parent

Reader = Literal["pdfium", "pdfplumber"]
AlertFormat = Literal["generic", "wecom", "feishu"]


class Settings(BaseSettings):
    """What a run needs to know; environment variables ``YUSUAN_<NAME>`` overrule the defaults."""

    model_config = SettingsConfigDict(env_prefix="YUSUAN_", frozen=True, extra="ignore")

    project_root: Path = PROJECT_ROOT
    raw_dir: Path = Field(
        default=PROJECT_ROOT / "data" / "raw", description="folder of documents, read at any depth"
    )
    home: Path = Field(
        default=PROJECT_ROOT / "data", description="holds every file that a run makes"
    )
    sources_dir: Path = Field(
        default=PROJECT_ROOT / "data" / "sources", description="registry of publishers"
    )
    contact: str = Field(
        default="", description="mail address or page that sites are told when they are fetched"
    )
    workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1, ge=1, description="extraction processes"
    )
    reader: Reader = Field(default="pdfium", description="pdfium is fast, pdfplumber the reference")
    document_timeout_s: float = Field(
        default=300, gt=0, description="a document that takes longer is quarantined"
    )
    document_memory_mb: int = Field(
        default=4096, gt=0, description="address space of one extraction process"
    )
    keep_publications: int = Field(default=14, ge=1, description="older publications are removed")

    dagster_url: str = Field(
        default="http://127.0.0.1:3000", description="Dagster's page, for links in alerts"
    )
    dagster_postgres: SecretStr | None = Field(
        default=None, description="postgresql://… where Dagster keeps its runs [files of the home]"
    )
    lock_wait_s: float = Field(
        default=3600, ge=0, description="a scheduled run waits so long for one of somebody else"
    )
    alert_webhook: SecretStr | None = Field(
        default=None, description="address that alerts are posted to"
    )
    alert_format: AlertFormat = Field(
        default="generic", description="JSON by name, or what a robot of 企业微信 or 飞书 takes"
    )
    alert_mail_to: str = Field(default="", description="who gets alerts by mail")
    alert_mail_from: str = Field(default="yusuan@localhost", description="their sender")
    smtp_host: str = Field(default="localhost", description="server for mail")
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    smtp_user: str = ""
    smtp_password: SecretStr | None = None

    verbose: bool = Field(
        default=False, description="show on the terminal what dbt and Dagster say"
    )
    accept_drift: bool = Field(
        default=False, description="publish although documents or figures were lost on purpose"
    )

    @field_validator("project_root", "raw_dir", "home", "sources_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @property
    def extracted_dir(self) -> Path:
        """Cache of extractions: ``<extractor>/<sha256>/*.parquet``."""
        return self.home / "extracted"

    @property
    def hashes_path(self) -> Path:
        """Hashes of the documents, for as long as their files do not change."""
        return self.home / "hashes.json"

    @property
    def build_path(self) -> Path:
        """The run's own database; nobody else opens it."""
        return self.home / "build.duckdb"

    @property
    def publications_dir(self) -> Path:
        """One folder per publication."""
        return self.home / "publications"

    @property
    def published(self) -> Path:
        """Link to the current folder below ``publications_dir``."""
        return self.home / "published"

    @property
    def logs_dir(self) -> Path:
        """Full logs of runs, dbt and extraction."""
        return self.home / "logs"

    @property
    def lock_path(self) -> Path:
        """Held for as long as a run goes on; one run per home."""
        return self.home / "run.lock"

    @property
    def fetch_dir(self) -> Path:
        """What is known of publishers' addresses, and downloads that are not complete."""
        return self.home / "fetch"

    @property
    def decisions_path(self) -> Path:
        """Register of people's decisions about documents."""
        return self.dbt_project_dir / "seeds" / "document_decisions.csv"

    @property
    def region_codes_path(self) -> Path:
        """Seed with the codes of GB/T 2260."""
        return self.dbt_project_dir / "seeds" / "codes" / "gb2260.csv"

    @property
    def dbt_project_dir(self) -> Path:
        """Seeds and SQL."""
        return self.project_root / "dbt_project"

    @property
    def dbt_target(self) -> Path:
        """dbt's manifest, compiled SQL and run results."""
        return self.home / "dbt"

    @property
    def expectations_dir(self) -> Path:
        """Suites of the audit."""
        return self.project_root / "expectations"

    @property
    def dagster_home(self) -> Path:
        """Runs and schedules of ``make dev``."""
        return self.home / "dagster"
