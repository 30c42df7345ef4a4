"""Pages of the documentation that a published database writes: ``python -m pipelines.site_pages``.

Belongs here: the tables with their columns and examples, and the stories, each told by the query
that it shows, with the cell on its page. Does not belong here: pages that people write
(``docs/``), or the list of rules (``pipelines.rule_docs``).

The pages are made from what is published each time the site is built, so that they stay true; none
of them is kept in the project.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from PIL import Image

from pipelines.pdf import render
from pipelines.picture import mark_cell
from pipelines.publication.reader import open_published
from pipelines.run import recall
from pipelines.settings import PROJECT_ROOT, Settings

#: What stands in them is another one in each publication.
_WITHOUT_EXAMPLES = ("publication", "publication_change")
_EXAMPLE = 40
#: Points of the page shown above and below a cell.
_AROUND = 130


@dataclass(frozen=True)
class Story:
    """A finding worth telling: the furthest apart that a rule has found."""

    rule_id: str
    title_zh: str
    title_en: str
    lead_zh: str
    lead_en: str

    @property
    def sql(self) -> str:
        """The query that the page shows, and that the page is told from."""
        return (
            "select instance, actual_printed, expected_printed, difference, pages, figure_ids,\n"
            "    suspect_figure_id, sentence_zh, sentence_en, document_id\n"
            "from marts.fct_reconciliation\n"
            f"where rule_id = '{self.rule_id}' and state = 'fail'\n"
            "order by abs(difference) desc nulls last, finding_id\n"
            "limit 1"
        )


STORIES = (
    Story(
        "narrative_three_public_equals_table",
        "“三公”经费：文字与表格各说各的",
        "Three public expenses: the text and the table disagree",
        "同一份文件，文字说明里的“三公”经费与“三公”经费表对不上。",
        "In one document the text says one amount for travel abroad, cars and receptions, and the "
        "table another.",
    ),
    Story(
        "performance_amount_equals_project",
        "元写成了万元",
        "Yuan printed as ten thousands of yuan",
        "绩效目标表表头写“万元”，填的却是元，金额放大一万倍。",
        "The head of a performance form says 万元, but it was filled in in 元: ten thousand times "
        "too much.",
    ),
    Story(
        "three_public_not_below_basic",
        "基本支出表里的经费比“三公”表的还多",
        "More in the table of basic spending than in the one of all of it",
        "“三公”经费表是全部口径，其数不应小于基本支出表中同一科目。",
        "The three public expenses are all there is of them, so the same item of basic spending "
        "cannot be larger.",
    ),
    Story(
        "narrative_same_label_same_amount",
        "同一个名称，两个金额",
        "One name, two amounts",
        "文字中同一名称前后出现两个金额，差额正是上年结转。",
        "The text gives two amounts for one name; they differ by what is carried over from the "
        "year before.",
    ),
    Story(
        "performance_cost_in_scale",
        "成本指标的单位",
        "The unit of a cost target",
        "绩效指标值的单位与全表不在一个数量级。",
        "The unit of a target is out of scale with the form that it stands in.",
    ),
)


def write(home: Path, raw_dir: Path, out: Path) -> list[Path]:
    """Write ``tables.md``, ``stories.zh.md``, ``stories.en.md`` and the pictures below ``out``.

    Args:
        home: where something is published.
        raw_dir: the documents that it was read from, for the pictures.
        out: folder of the pages.

    Returns:
        What was written.

    Raises:
        NothingPublished: there is no publication.
        LookupError: a story's finding is not in this publication.
    """
    pictures = out / "stories"
    pictures.mkdir(parents=True, exist_ok=True)
    with open_published(home) as con:
        pages = {
            "tables.md": tables(con),
            "stories.zh.md": stories(con, raw_dir, pictures, "zh"),
            "stories.en.md": stories(con, raw_dir, pictures, "en"),
        }
    for name, text in pages.items():
        (out / name).write_text(text, encoding="utf-8")
    return [out / name for name in pages] + sorted(pictures.glob("*.png"))


def tables(con: duckdb.DuckDBPyConnection) -> str:
    """Every table with its columns, what they mean in both languages, and an example of each."""
    parts = [
        "# 数据表 / Tables\n",
        "模式 `marts`；金额为 DECIMAL 元，空白为 NULL。例子取自本次发布。 / "
        "Schema `marts`; amounts are DECIMAL in yuan, blank is NULL. "
        "Examples are from this publication.\n",
    ]
    found = con.execute(
        "SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'marts' ORDER BY ALL"
    ).fetchall()
    for table, about in found:
        columns = con.execute(
            "SELECT column_name, data_type, comment FROM duckdb_columns() "
            "WHERE schema_name = 'marts' AND table_name = ? ORDER BY column_index",
            [table],
        ).fetchall()
        examples: tuple[object, ...] = ("",) * len(columns)
        if table not in _WITHOUT_EXAMPLES:
            smallest = ", ".join(f'min("{name}")::VARCHAR' for name, _, _ in columns)
            examples = con.execute(f"SELECT {smallest} FROM marts.{table}").fetchone() or examples
        parts += [
            f"## {table}\n",
            f"{about or ''}\n",
            "| 列 / column | 类型 / type | 含义 / meaning | 例 / example |",
            "|---|---|---|---|",
            *(
                f"| `{name}` | {kind} | {_cell(comment)} | {_cell(example, _EXAMPLE)} |"
                for (name, kind, comment), example in zip(columns, examples, strict=True)
            ),
            "",
        ]
    return "\n".join(parts)


def stories(con: duckdb.DuckDBPyConnection, raw_dir: Path, pictures: Path, language: str) -> str:
    """The page of stories in ``zh`` or ``en``; writes the picture of each."""
    is_chinese = language == "zh"
    parts = [
        "# 五个故事\n" if is_chinese else "# Five stories\n",
        "以下各条由代码从已发布的数据生成：先给出查询，再给出它的结果和原页。\n"
        if is_chinese
        else "Made by code from what is published: the query, what it answers, and the page.\n",
    ]
    for number, story in enumerate(STORIES, start=1):
        cursor = con.execute(story.sql)
        names = [column[0] for column in cursor.description or []]
        found = cursor.fetchone()
        if found is None:
            raise LookupError(f"no finding of {story.rule_id} is published")
        row = dict(zip(names, found, strict=True))
        picture = pictures / f"{story.rule_id}.png"
        page = _picture(con, row, raw_dir, picture)
        parts += _told(story, row, number, picture, page, is_chinese)
    return "\n".join(parts)


def _told(
    story: Story, row: dict[str, Any], number: int, picture: Path, page: int, is_chinese: bool
) -> list[str]:
    language = "zh" if is_chinese else "en"
    gap = row["difference"]
    apart = "" if gap is None else f"（{gap:,.2f} 元）" if is_chinese else f" ({gap:,.2f} yuan)"
    return [
        f"## {number}. {story.title_zh if is_chinese else story.title_en}\n",
        f"{story.lead_zh if is_chinese else story.lead_en}\n",
        f"**{row['actual_printed']}** ≠ **{row['expected_printed']}**{apart}\n",
        f"> {row[f'sentence_{language}']}\n",
        f"```sql\n{story.sql};\n```\n",
        f"![{f'第 {page} 页' if is_chinese else f'page {page}'}](stories/{picture.name})\n",
    ]


def _picture(con: duckdb.DuckDBPyConnection, row: dict[str, Any], raw_dir: Path, out: Path) -> int:
    """Write the page of a finding: around its suspect or first figure, else whole; its page."""
    figure_id = row["suspect_figure_id"] or next(iter(row["figure_ids"]), None)
    (path,) = con.execute(
        "SELECT file_path FROM marts.dim_document WHERE document_id = ?", [row["document_id"]]
    ).fetchone() or (None,)
    found = con.execute(
        "SELECT page, x0, top, x1, bottom FROM marts.fct_figure WHERE figure_id = ?", [figure_id]
    ).fetchone()
    document = raw_dir / str(path)
    if found is None:
        page = min(row["pages"])
        render(document, page, dpi=100).convert("RGB").quantize(32).save(out, optimize=True)
        return page
    page, x0, top, x1, bottom = found
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder, "page.png")
        scale = mark_cell(document, page, (x0, top, x1, bottom), whole)
        with Image.open(whole) as image:
            above = max(0, int((top - _AROUND) * scale))
            below = min(image.height, int((bottom + _AROUND) * scale))
            image.crop((0, above, image.width, below)).quantize(64).save(out, optimize=True)
    return page


def _cell(value: object, width: int | None = None) -> str:
    """Text as one cell of a Markdown table, without markup of its own."""
    text = "" if value is None else " ".join(str(value).split())
    if width is not None and len(text) > width:
        text = f"{text[: width - 1]}…"
    for sign in ("|", "<", "*", "_", "["):
        text = text.replace(sign, f"\\{sign}")
    return text


def main() -> None:
    """Write the pages into ``docs/`` from what is published."""
    settings = Settings()
    parser = argparse.ArgumentParser(
        description="pages of the documentation from what is published"
    )
    parser.add_argument("--home", type=Path, default=settings.home)
    parser.add_argument("--out", type=Path, default=PROJECT_ROOT / "docs")
    arguments = parser.parse_args()
    settings = Settings(home=arguments.home)
    last = recall(settings)
    write(settings.home, Path(last.raw_dir) if last else settings.raw_dir, arguments.out)


if __name__ == "__main__":
    main()
