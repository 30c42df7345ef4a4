"""The registry of publishers: ``data/sources/<name>.yml`` says where a publisher's documents are.

Belongs here: the fields of such a file, their checks, and errors that say which file, which field,
what is wrong and what to do. Does not belong here: asking the network (``fetching``), or what a
document is (the year and the kind given here are hints, which a document's own words overrule).
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_SUFFIXES = (".yml", ".yaml")


class RegistryError(ValueError):
    """A file of the registry that cannot be used; ``problems`` are sentences."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


def _text(value: object) -> object:
    """YAML reads a region code such as 110101 as a number; codes are text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{value!r} is no address that begins with http:// or https://")
    if parts.username or parts.password:
        raise ValueError("an address carries no name and no password")
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression ({error})") from None
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]
Pattern = Annotated[str, AfterValidator(_pattern)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ListPage(_Strict):
    """A page that links to documents, or to articles that carry them as attachments."""

    url: WebAddress = Field(description="the first page of the list, as the browser shows it")
    pages: int = Field(default=1, ge=1, le=500, description="pages of the list, at most")
    next: Pattern = Field(
        default=r"^(下一页|下页|后一页|Next)[>»›\s]*$", description="text of the link to the next"
    )
    page_url: str | None = Field(
        default=None, description="addresses of further pages where no link leads there, with {n}"
    )
    first_n: int = Field(default=1, ge=0, description="{n} of the second page")
    articles: Pattern | None = Field(
        default=None, description="text or address of links to pages that carry the documents"
    )
    documents: Pattern = Field(
        default=r"\.(pdf|zip)$", description="text or address of links to documents"
    )
    exclude: Pattern | None = Field(
        default=None, description="text or address of links to leave out"
    )
    year: int | None = Field(default=None, ge=2000, le=2100, description="fiscal year, if one")
    kind: Literal["budget", "final_accounts"] | None = Field(
        default=None, description="budget or final_accounts, if all are of one kind"
    )


class Politeness(_Strict):
    """How a publisher's site is treated."""

    delay_seconds: float = Field(default=2, ge=0, description="between two requests to a host")
    timeout_seconds: float = Field(default=30, gt=0, description="without an answer or a byte")
    deadline_seconds: float = Field(default=900, gt=0, description="for one file altogether")
    attempts: int = Field(default=4, ge=1, le=10, description="for one address")
    max_wait_seconds: float = Field(default=300, ge=0, description="that a site may ask for")
    max_file_mb: float = Field(default=200, gt=0, description="of a document or an archive")
    max_documents: int = Field(default=500, ge=1, description="asked for in one night")
    recheck_days: float = Field(default=7, ge=0, description="until a known file is asked again")
    robots: bool = Field(default=True, description="false: only with the publisher's consent")


class Withdrawal(_Strict):
    """A document that its publisher has taken back."""

    url: WebAddress
    day: date
    reason: str = Field(min_length=1)


class Source(_Strict):
    """One publisher."""

    publisher: str = Field(min_length=2, description="name, as it signs its documents")
    region_code: Annotated[str, BeforeValidator(_text)] = Field(
        pattern=r"^\d{6}$", description="of its documents, GB/T 2260; 000000 for central"
    )
    enabled: bool = Field(default=True, description="false: kept, and not fetched")
    lists: tuple[ListPage, ...] = Field(min_length=1)
    politeness: Politeness = Politeness()
    private_hosts: tuple[str, ...] = Field(
        default=(), description="hosts that may have a private or loopback address"
    )
    only_its_own: bool = Field(
        default=False, description="true: no document there is another department's"
    )
    licence: str | None = Field(default=None, description="terms of use, for the sidecars")
    withdrawn: tuple[Withdrawal, ...] = ()
    note: str | None = Field(default=None, description="for people only")


@dataclass(frozen=True)
class Registered:
    """A publisher and the name of its file, without ``.yml``."""

    name: str
    source: Source


def read_registry(folder: Path, region_codes: Iterable[str] | None = None) -> list[Registered]:
    """All publishers, in order of name; an empty list where there is no folder.

    ``region_codes`` are those that exist, where they are known. Raises :class:`RegistryError` with
    the problems of all files.
    """
    found, problems = read_valid(folder, region_codes)
    if problems:
        raise RegistryError(problems)
    return found


def read_valid(
    folder: Path, region_codes: Iterable[str] | None = None
) -> tuple[list[Registered], list[str]]:
    """The files that can be used, and what is wrong with the others."""
    known = set(region_codes) if region_codes is not None else None
    found: list[Registered] = []
    problems: list[str] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.name.startswith(".") or path.suffix not in _SUFFIXES:
            continue
        try:
            found.append(read_source(path, known))
        except RegistryError as error:
            problems += error.problems
    return found, problems


def read_source(path: Path, region_codes: set[str] | None = None) -> Registered:
    """Read and check one file. Raises :class:`RegistryError`."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise RegistryError([f"{path.name}: cannot be read ({error}); save it as UTF-8"]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark is not None else ""
        advice = "put values with a colon, a # or a backslash between single quotes"
        raise RegistryError([f"{path.name}{where}: is no valid YAML; {advice}"]) from error
    problems: list[str] = []
    if not _NAME.fullmatch(path.stem):
        problems.append(
            f"{path.name}: the name of the file has to be small letters, digits, - and _; rename it"
        )
    if not isinstance(content, dict):
        raise RegistryError(
            [*problems, f"{path.name}: must hold 'field: value' lines; `yusuan sources add` writes "
             "a file to begin with"]
        )  # fmt: skip
    try:
        source = Source.model_validate(content)
    except ValidationError as error:
        said = [_sentence(path.name, dict(one)) for one in error.errors()]
        raise RegistryError([*problems, *said]) from None
    problems += [f"{path.name}: {said}" for said in _beyond_types(source, region_codes)]
    if problems:
        raise RegistryError(problems)
    return Registered(path.stem, source)


def _beyond_types(source: Source, region_codes: set[str] | None) -> Iterable[str]:
    """What the fields cannot say one by one."""
    if region_codes is not None and source.region_code not in region_codes | {"000000"}:
        yield (
            f"region_code: {source.region_code} is no code of GB/T 2260; look the division up in "
            "dbt_project/seeds/codes/gb2260.csv"
        )
    for number, page in enumerate(source.lists):
        where = f"lists.{number}"
        if page.page_url is not None and "{n}" not in page.page_url:
            yield f"{where}.page_url: has no {{n}}; put it where the number of the page stands"
        elif page.page_url is not None:
            try:
                _web_address(page.page_url)
            except ValueError as error:
                yield f"{where}.page_url: {error}; write it out from http:// on"
    for host in source.private_hosts:
        if "/" in host or host != host.strip().lower():
            yield f"private_hosts: {host!r} is no host name; write it as budget.example.org"


_ADVICE = {
    "publisher": "write the name as on its documents, such as 示例市财政局",
    "region_code": "write six digits in quotes, such as '110101'",
    "lists": "write a list that begins with `- url: https://…`",
    "url": "copy it from the browser",
    "kind": "write budget or final_accounts, or leave it out",
    "year": "write four digits, or leave it out",
    "reason": "say in a few words why it was taken back",
    "day": "write the day as 2024-12-31",
}


def _sentence(file: str, error: dict[str, Any]) -> str:
    """One error of pydantic: file, field, what is wrong, what to do."""
    path = [str(part) for part in error["loc"]]
    field = next((part for part in reversed(path) if not part.isdigit()), "")
    advice = _ADVICE.get(field)
    what = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "missing":
        what, advice = "is missing", advice or "add it"
    elif error["type"] == "extra_forbidden":
        what = "there is no such field"
        near = difflib.get_close_matches(field, _fields_at(path[:-1]), 1)
        advice = f"did you mean {near[0]}?" if near else "remove it, or put the text under note"
    else:
        what = what[0].lower() + what[1:]
    return f"{file}: {'.'.join(path)}: {what}; {advice or 'see README, Add a publisher'}"


def _fields_at(path: Sequence[str]) -> list[str]:
    models: dict[str, type[BaseModel]] = {
        "lists": ListPage,
        "politeness": Politeness,
        "withdrawn": Withdrawal,
    }
    model = models.get(path[0], Source) if path else Source
    return list(model.model_fields)


def region_codes(gb2260: Path) -> set[str] | None:
    """Codes of the seed of divisions, of any year; None where it is not there."""
    if not gb2260.is_file():
        return None
    with gb2260.open(encoding="utf-8", newline="") as file:
        return {row["region_code"] for row in csv.DictReader(file)}


_TEMPLATE = """\
# One publisher. `yusuan sources check` says what is wrong with this file, `yusuan fetch --dry-run
# {name}` what it finds, without landing anything.
publisher: {publisher}
region_code: '{region_code}'   # GB/T 2260
enabled: true
lists:
  - url: {url}
    pages: 1                   # of the list, at most; the link 下一页 is followed
    # page_url: {url_stem}/index_{{n}}.html   # where no link leads to the next page
    articles: '(预算|决算)'      # links to pages that carry the documents; leave out if none do
    documents: '\\.(pdf|zip)$'  # links to documents, by text or address
    # year: 2024               # where all are of one year
    # kind: budget             # or final_accounts, where all are of one kind
politeness:
  delay_seconds: 2
licence: 政府信息公开
"""


def add_source(
    folder: Path,
    name: str,
    publisher: str,
    region_code: str,
    url: str,
    region_codes: set[str] | None = None,
) -> Path:
    """Write a file to begin with, and check it. Raises :class:`RegistryError`; then none is left.

    ``publisher`` and the rest are written as YAML scalars, whatever they hold.
    """
    path = folder / f"{name}.yml"
    if not _NAME.fullmatch(name):
        raise RegistryError([f"{name}: a name has small letters, digits, - and _; choose another"])
    if path.exists():
        raise RegistryError([f"{path.name}: is there already; edit it, or choose another name"])
    folder.mkdir(parents=True, exist_ok=True)
    text = _TEMPLATE.format(
        name=name,
        publisher=_scalar(publisher),
        region_code=re.sub(r"\s", "", region_code).replace("'", ""),
        url=_scalar(url),
        url_stem=re.sub(r"\s", "", url).rsplit("/", 1)[0],
    )
    path.write_text(text, encoding="utf-8")
    try:
        read_source(path, region_codes)
    except RegistryError:
        path.unlink()
        raise
    return path


def _scalar(text: str) -> str:
    """``text`` as a YAML scalar on one line."""
    dumped = yaml.safe_dump(" ".join(text.split()), allow_unicode=True, width=10_000)
    return dumped.removesuffix("\n").removesuffix("\n...")
