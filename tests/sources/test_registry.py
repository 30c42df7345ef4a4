"""A file of the registry that cannot be used says which field, what is wrong and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.settings import PROJECT_ROOT, Settings
from pipelines.sources.registry import (
    RegistryError,
    add_source,
    read_registry,
    read_source,
    region_codes,
)
from tests.sources.site import pdf, serve

GOOD = """\
publisher: 示例市财政局
region_code: 110101
lists:
  - url: https://www.example.org/list.html
"""


def problems(folder: Path, text: str, codes: set[str] | None = None) -> str:
    path = folder / "city.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError) as refused:
        read_source(path, codes)
    return str(refused.value)


def test_the_examples_are_right_and_not_enabled() -> None:
    settings = Settings()
    codes = region_codes(settings.region_codes_path)
    examples = read_registry(PROJECT_ROOT / "data" / "sources", codes)
    examples = [one for one in examples if one.name in ("example_bureau", "example_city")]
    assert len(examples) == 2
    for one in examples:
        assert not one.source.enabled
        assert all("example.org/" in page.url for page in one.source.lists)


def test_a_small_file_is_enough(tmp_path: Path) -> None:
    (tmp_path / "city.yml").write_text(GOOD, encoding="utf-8")
    (one,) = read_registry(tmp_path, {"110101"})
    assert one.name == "city"
    assert one.source.region_code == "110101"
    assert one.source.politeness.robots
    assert read_registry(tmp_path / "nowhere") == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("publisher: 示例市财政局\n", ""), "city.yml: publisher: is missing; write the name as"),
        (("publisher:", "publsher:"), "city.yml: publsher: there is no such field; did you mean p"),
        (("- url:", "- adress:"), "city.yml: lists.0.url: is missing; copy it from the browser"),
        (("https:", "ftp:"), "lists.0.url: 'ftp://www.example.org/list.html' is no address that"),
        (("https://", "https://me:word@"), "lists.0.url: an address carries no name and no passw"),
        (
            ("110101", "1101"),
            "region_code: string should match pattern '^\\d{6}$'; write six digit",
        ),
        (("110101", "999999"), "region_code: 999999 is no code of GB/T 2260; look the division up"),
        (("lists:", "lists: 3\nnote:"), "lists: input should be a valid tuple; write a list that"),
        ((".html", ".html\n    articles: '('"), "lists.0.articles: '(' is no regular expression"),
        ((".html", ".html\n    kind: draft"), "kind: input should be 'budget' or 'final_accounts'"),
        ((".html", ".html\n    page_url: https://a.org/2"), "lists.0.page_url: has no {n}; put it"),
        (("lists:", "private_hosts: ['http://x/']\nlists:"), "'http://x/' is no host name; write"),
        (("publisher: ", "publisher: : "), "city.yml, line 1: is no valid YAML; put values with"),
        ((GOOD, "- a list"), "city.yml: must hold 'field: value' lines; `yusuan sources add`"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    assert said in problems(tmp_path, GOOD.replace(*change), {"110101"})


def test_all_problems_of_all_files_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(GOOD.replace("publisher", "name"), encoding="utf-8")
    (tmp_path / "B 2.yml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "c.yml").write_bytes("publisher: 示例".encode("gbk"))
    with pytest.raises(RegistryError) as refused:
        read_registry(tmp_path)
    assert len(refused.value.problems) == 4
    assert "B 2.yml: the name of the file has to be small letters" in str(refused.value)
    assert "c.yml: cannot be read" in str(refused.value)


def test_a_file_to_begin_with(tmp_path: Path) -> None:
    path = add_source(tmp_path, "city", "示例: #市\n财政局", "110101", "https://e.org/a/b.html")
    source = read_source(path, {"110101"}).source
    assert source.publisher == "示例: #市 财政局"
    assert source.lists[0].url == "https://e.org/a/b.html"
    for arguments, said in [
        (("city", "示例局", "110101", "https://e.org/"), "is there already"),
        (("../up", "示例局", "110101", "https://e.org/"), "small letters"),
        (("other", "示例局", "110101", "e.org"), "no address"),
    ]:
        with pytest.raises(RegistryError, match=said):
            add_source(tmp_path, *arguments)
    assert [p.name for p in tmp_path.iterdir()] == ["city.yml"]


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUSUAN_SOURCES_DIR", str(tmp_path / "sources"))
    monkeypatch.setenv("YUSUAN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("YUSUAN_RAW_DIR", str(tmp_path / "raw"))

    def say(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, arguments)
        return done.exit_code, done.output

    assert "no publisher in" in say("sources", "list")[1]
    assert "no publisher is enabled" in say("fetch")[1]
    with serve() as site:
        url = f"{site.origin}/list"
        wrong = say("sources", "add", "c", "--publisher", "局", "--region", "110101", "--url", url)
        assert wrong[0] == 2
        assert "c.yml: publisher: string should have at least 2 characters" in wrong[1]
        given = ["--publisher", "示例市财政局", "--region", "110101", "--url", url]
        code, said = say("sources", "add", "city", *given)
        assert (code, said.splitlines()[1][:14]) == (0, "look it throug")
        with (tmp_path / "sources" / "city.yml").open("a", encoding="utf-8") as file:
            file.write("private_hosts: ['127.0.0.1']\n")
        assert say("sources", "check") == (0, "1 publishers, 1 enabled; nothing is wrong\n")
        assert (
            "city                     110101  示例市财政局, 1 lists\n" in say("sources", "list")[1]
        )
        site.page("/list", '<a href="/a.pdf">2024年部门预算</a>', '<a href="/b.pdf">预算</a>')
        site.file("/a.pdf", pdf("a"))
        code, said = say("fetch", "city", "--dry-run")
        assert code == 0
        assert f"  found        2024年部门预算  {site.origin}/a.pdf" in said
        assert not list((tmp_path / "raw").rglob("*.pdf"))
        code, said = say("fetch")
        assert code == 1  # one of them is not there
        assert "  new          110101/2024/2024年部门预算-" in said
        assert f"  failed       {site.origin}/b.pdf: the site answered 404" in said
        assert "1 came, 0 changed, 0 as they were, 0 gone, 0 left out, 1 failed" in said
    assert say("fetch", "nobody")[0] == 2
