"""The sidecar: ``<name>.yml`` beside ``<name>.pdf`` says where the file comes from.

Belongs here: the fields of that file, their checks, and writing it. Does not belong here: guessing
what a sidecar does not say.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

# The parser in C, where PyYAML was built with it: there is a sidecar for each of many documents.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class SidecarError(ValueError):
    """A sidecar that cannot be used; the message names the file and the field."""


def _as_text(value: object) -> object:
    """YAML reads a region code such as 222400 as a number; codes are text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Sidecar(BaseModel):
    """What is known of a file beside its bytes. Every field may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source_url: str | None = Field(default=None, description="where the file was published")
    retrieved_at: datetime | None = Field(default=None, description="when it was fetched")
    published_on: date | None = Field(default=None, description="date on the publisher's page")
    publisher: str | None = Field(default=None, description="who published it")
    region_code: Annotated[str | None, BeforeValidator(_as_text)] = Field(
        default=None, pattern=r"^\d{6}$", description="GB/T 2260; 000000 for central"
    )
    title: str | None = Field(default=None, description="title on the publisher's page")
    page_url: str | None = Field(default=None, description="page that links to it")
    archive_member: str | None = Field(default=None, description="its name in the archive there")
    fiscal_year: int | None = Field(default=None, ge=1990, le=2100, description="hint: the year")
    disclosure_kind: Literal["budget", "final_accounts"] | None = Field(
        default=None, description="hint: budget or final_accounts"
    )
    superseded_by: str | None = Field(
        default=None, pattern=r"^[0-9a-f]{64}$", description="SHA-256 of what stands there now"
    )
    withdrawn_on: date | None = Field(default=None, description="day its publisher took it back")
    withdrawn_reason: str | None = Field(default=None, description="why, as far as is known")
    licence: str | None = Field(default=None, description="terms of use of the document")
    note: str | None = Field(default=None, description="for people only")

    @field_validator("retrieved_at")
    @classmethod
    def _in_utc(cls, value: datetime | None) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def read_sidecar(path: Path) -> Sidecar:
    """Read and check one sidecar file. Raises :class:`SidecarError` with a readable message."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8-sig"), _LOADER)  # noqa: S506  # both are safe
    except (OSError, UnicodeDecodeError) as error:
        raise SidecarError(f"{path.name}: cannot be read ({error})") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark is not None else ""
        raise SidecarError(f"{path.name}: is no valid YAML{where}") from error
    if content is None:
        return Sidecar()
    if not isinstance(content, dict):
        raise SidecarError(f"{path.name}: must hold 'field: value' lines")
    try:
        return Sidecar.model_validate(content)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors()
        )
        raise SidecarError(f"{path.name}: {problems}") from error


def write_sidecar(path: Path, sidecar: Sidecar) -> None:
    """Write the fields that say something, in one step: a reader sees the old file or the new."""
    content = sidecar.model_dump(mode="json", exclude_none=True)
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
