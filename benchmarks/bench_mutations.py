"""The power of the rules: one figure at a time is made wrong, and who notices is counted.

Belongs here: making copies of documents in the raw layer with one mutation each, judging all copies
in a few builds of the warehouse, and counting. Does not belong here: the rules, and real mistakes
of publishers (``docs/findings-review.csv``).

    python benchmarks/bench_mutations.py --corpus ../corpus [--each 10] [--docs docs/mutations.md]

A mutation changes what the warehouse is told that the page prints: ``printed`` and ``number`` of a
figure of money, or its column. Mutated are figures that can be checked: they take part in an
instance that could be judged before. Zeros are left out where a mutation would leave them zero.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import duckdb

from pipelines.quality.suspects import name_suspects
from pipelines.settings import PROJECT_ROOT, Settings
from pipelines.warehouse import dbt_run

SEED = PROJECT_ROOT / "data" / "raw"
#: Ten publishers, budgets and final accounts, complete documents and bare tables, 元 and 万元.
DOCUMENTS = (
    "beijing_zhengfuban_2026_tables",
    "central_xinfang_2024_final",
    "chongqing_qixiang_2026_budget",
    "fuzhou_shangwu_2026_budget",
    "guangzhou_xinfang_2026_budget",
    "jiangsu_gaoyuan_2017_budget",
    "shanghai_putuo_guihua_2024_final",
    "shanghai_putuo_shangwu_2025_budget",
    "xian_xinfang_2026_budget",
    "yantai_tongji_2026_budget",
)
#: Of a change that no identity can tell: every sum that holds the one holds the other too.
BLIND = "both parts of the same sums only"
_PLAIN = re.compile(r"-?[0-9][0-9,]*(\.[0-9]+)?")


@dataclass(frozen=True)
class Figure:
    """A checkable figure of money, with what its row and its table print beside it."""

    figure_id: str
    document_id: str
    printed: str
    identities: int
    sums: list[str]  # which of them it is a part of, and which it is the whole of
    table_id: str
    row_no: int
    block_no: int
    col_no: int
    page: int
    place: str  # table, row and column, in words
    rules: list[str]  # what judges it

    @property
    def row(self) -> tuple[str, int, int]:
        """Its row in its block of its table."""
        return self.table_id, self.row_no, self.block_no

    @property
    def value(self) -> Decimal:
        """What is printed, in the printed unit."""
        return Decimal(self.printed.replace(",", ""))


@dataclass
class Mutation:
    """One change of one copy of a document."""

    kind: str
    figure: Figure
    #: figure -> printed as, or None where it is gone
    printed: dict[str, str | None] = field(default_factory=dict)
    #: figure -> the figure of its table under whose heading it comes to stand
    moved: dict[str, str] = field(default_factory=dict)
    copy_id: str = ""

    @property
    def touched(self) -> set[str]:
        """Ids of the figures that are wrong now."""
        return set(self.printed) | set(self.moved)


def like(value: Decimal, printed: str) -> str:
    """``value`` in the notation of ``printed``, with as many decimals as it needs."""
    places = max(len(printed.partition(".")[2]), -int(value.normalize().as_tuple().exponent))
    return f"{value:{',' if ',' in printed else ''}.{places}f}"


# ---- the kinds ----------------------------------------------------------------------------------

Kind = Callable[[Figure, "Page", random.Random], Mutation | None]


class Page:
    """All figures of money of the documents, by row and by table."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self.rows: dict[tuple[str, int, int], list[Figure]] = defaultdict(list)
        self.columns: dict[tuple[str, int], dict[int, Figure]] = defaultdict(dict)
        for figure in sorted(figures, key=lambda f: f.col_no):
            self.rows[figure.row].append(figure)
            self.columns[figure.table_id, figure.block_no].setdefault(figure.col_no, figure)


def added(by: str) -> Kind:
    """``by`` more, in the printed unit."""

    def mutate(figure: Figure, page: Page, chance: random.Random) -> Mutation:
        value = figure.value + Decimal(by)
        return Mutation(f"+{by}", figure, {figure.figure_id: like(value, figure.printed)})

    return mutate


def times(factor: int) -> Kind:
    """A point or a unit misplaced."""

    def mutate(figure: Figure, page: Page, chance: random.Random) -> Mutation | None:
        if not figure.value:
            return None
        value = like(figure.value * factor, figure.printed)
        return Mutation(f"×{factor}", figure, {figure.figure_id: value})

    return mutate


def blank(figure: Figure, page: Page, chance: random.Random) -> Mutation | None:
    """The cell is empty."""
    return Mutation("blank", figure, {figure.figure_id: None}) if figure.value else None


def swapped(figure: Figure, page: Page, chance: random.Random) -> Mutation | None:
    """It and its neighbour in the row stand in each other's place."""
    row = page.rows[figure.row]
    place = row.index(figure)
    for neighbour in (row[place + 1 : place + 2] or []) + row[max(place - 1, 0) : place]:
        if neighbour.value != figure.value:
            blind = f", {BLIND}" if neighbour.sums == figure.sums else ""
            return Mutation(
                f"swapped with its neighbour{blind}",
                figure,
                {figure.figure_id: neighbour.printed, neighbour.figure_id: figure.printed},
            )
    return None


def transposed(figure: Figure, page: Page, chance: random.Random) -> Mutation | None:
    """Two neighbouring digits change places."""
    text = figure.printed
    digits = [i for i, char in enumerate(text) if char.isdigit()]
    pairs = [(i, j) for i, j in pairwise(digits) if text[i] != text[j]]
    if not pairs:
        return None
    i, j = chance.choice(pairs)
    letters = list(text)
    letters[i], letters[j] = letters[j], letters[i]
    return Mutation("digits transposed", figure, {figure.figure_id: "".join(letters)})


def shifted(figure: Figure, page: Page, chance: random.Random) -> Mutation | None:
    """The whole row stands one column further right; what stood in the last is lost."""
    columns = page.columns[figure.table_id, figure.block_no]
    places = sorted(columns)
    mutation = Mutation("row shifted by a column", figure)
    for member in page.rows[figure.row]:
        following = [place for place in places if place > member.col_no]
        if following:
            mutation.moved[member.figure_id] = columns[following[0]].figure_id
        else:
            mutation.printed[member.figure_id] = None
    values = [member.value for member in page.rows[figure.row]]
    return mutation if mutation.moved and any(values) else None


KINDS: tuple[Kind, ...] = (
    added("0.01"), added("0.10"), added("1.00"), times(10), times(10_000), blank, swapped,
    transposed, shifted,
)  # fmt: skip


# ---- the copies ---------------------------------------------------------------------------------

_FIGURES = """
    with members as (
        select t.document_id, t.rule_id, t.instance_key,
            list_sort(list(distinct coalesce(t.figure_id, t.claim_id))) as members,
            list_sort(list(distinct t.figure_id) filter (where t.side = 'expected')) as parts
        from reconciliation.rec_term as t
        inner join reconciliation.rec_verdict as v
            on t.rule_id = v.rule_id and t.document_id = v.document_id
            and t.instance_key = v.instance_key and t.reading = v.reading
        where v.state <> 'not_applicable'
        group by all
    ), counted as (  -- the same numbers compared by two rules are one identity
        select member as figure_id, count(distinct members) as identities,
            list_sort(list(distinct rule_id)) as rules,
            list_sort(list(distinct md5(parts::varchar || list_contains(parts, member)))) as sums
        from members, unnest(members) as u(member) group by all
    )
    select f.figure_id, f.document_id, f.printed, coalesce(c.identities, 0), coalesce(c.sums, []),
        f.table_id, f.row_no, f.block_no, r.col_no, f.page, p.place, coalesce(c.rules, [])
    from marts.fct_figure as f
    inner join reconciliation.rec_figure as p on f.figure_id = p.figure_id
    inner join raw.figure as r on f.figure_id = r.figure_id
    left join counted as c on f.figure_id = c.figure_id
    where f.value_kind = 'money' and f.number is not null
    order by f.figure_id
"""


def read_figures(build: Path) -> list[Figure]:
    """All plainly printed figures of money."""
    with duckdb.connect(build, read_only=True) as con:
        rows = con.execute(_FIGURES).fetchall()
    figures = [Figure(*row) for row in rows]
    return [figure for figure in figures if _PLAIN.fullmatch(figure.printed)]


def choose(figures: Sequence[Figure], each: int, seed: int) -> list[Mutation]:
    """``each`` mutations of every kind in every document, where it has as many figures."""
    page = Page(figures)
    chance = random.Random(seed)
    by_document: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.identities:
            by_document[figure.document_id].append(figure)
    chosen: list[Mutation] = []
    for kind in KINDS:
        for members in by_document.values():
            made = (kind(f, page, chance) for f in chance.sample(members, len(members)))
            chosen += [m for m, _ in zip((m for m in made if m), range(each), strict=False)]
    for number, mutation in enumerate(chosen):
        text = f"{number} {mutation.figure.figure_id}"
        mutation.copy_id = hashlib.sha256(text.encode()).hexdigest()[:16]
    return chosen


def write_copies(build: Path, target: Path, mutations: Sequence[Mutation]) -> None:
    """Schema ``raw`` of ``build`` with a copy of its document per mutation."""
    target.unlink(missing_ok=True)
    with duckdb.connect(target) as con:
        con.execute(f"attach '{build}' as original (read_only)")
        con.execute("create schema raw; create temp table copy (document_id text, copy_id text)")
        con.executemany(
            "insert into copy values (?, ?)", [(m.figure.document_id, m.copy_id) for m in mutations]
        )
        tables = con.execute(
            "select table_name from duckdb_tables() where database_name = 'original' "
            "and schema_name = 'raw'"
        ).fetchall()
        for (table,) in tables:
            columns = con.execute(f"describe original.raw.{table}").fetchall()
            names = [f"replace(t.{c}, m.document_id, m.copy_id)" if kind == "VARCHAR" else f"t.{c}"
                     for c, kind, *_ in columns]  # fmt: skip
            con.execute(f"create table raw.{table} as from original.raw.{table}")
            con.execute(
                f"insert into raw.{table} select {', '.join(names)} "
                f"from original.raw.{table} as t "
                "inner join copy as m on t.document_id = m.document_id"
            )
        con.execute("update raw.file set file_path = document_id || '/' || file_path")
        for mutation in mutations:
            _apply(con, mutation)


def _apply(con: duckdb.DuckDBPyConnection, mutation: Mutation) -> None:
    def renamed(figure: str) -> str:
        return figure.replace(mutation.figure.document_id, mutation.copy_id)

    for figure, printed in mutation.printed.items():
        if printed is None:
            con.execute("delete from raw.figure where figure_id = ?", [renamed(figure)])
        else:
            con.execute(
                "update raw.figure set printed = ?, number = ? where figure_id = ?",
                [printed, printed.replace(",", ""), renamed(figure)],
            )
    for figure, under in mutation.moved.items():
        con.execute(
            "update raw.figure set col_no = u.col_no, column_path = u.column_path, "
            "unit_header = u.unit_header from original.raw.figure as u "
            "where raw.figure.figure_id = ? and u.figure_id = ?",
            [renamed(figure), under],
        )


# ---- counting -----------------------------------------------------------------------------------

_CHANGES = """
    with mutated as (
        select c.copy_id, v.*
        from reconciliation.rec_verdict as v inner join copy as c on v.document_id = c.copy_id
        where v.state in ('fail', 'pass_rounding')
    )
    select m.copy_id, m.rule_id, m.instance_key, m.state, f.suspect_figure_id, f.suspect_claim_id
    from mutated as m
    inner join copy as c on m.copy_id = c.copy_id
    inner join marts.fct_reconciliation as f on m.finding_id = f.finding_id
    left join reconciliation.rec_verdict as b
        on b.document_id = c.document_id and b.rule_id = m.rule_id
        and b.instance_key = replace(m.instance_key, c.copy_id, c.document_id)
    where m.state is distinct from b.state or m.difference is distinct from b.difference
    order by m.copy_id, m.state, abs(m.difference) desc nulls last, m.rule_id, m.instance_key
"""


@dataclass(frozen=True)
class Change:
    """An instance of a copy that was not so before: it fails, or leaves more to rounding."""

    rule_id: str
    instance_key: str
    state: str
    suspect: str | None


def judge(target: Path, mutations: Sequence[Mutation]) -> dict[str, list[Change]]:
    """Copy -> what its mutation changed, largest difference first."""
    changes: dict[str, list[Change]] = defaultdict(list)
    with duckdb.connect(target) as con:
        con.execute("create temp table copy (document_id text, copy_id text)")
        con.executemany(
            "insert into copy values (?, ?)", [(m.figure.document_id, m.copy_id) for m in mutations]
        )
        for copy_id, rule, key, state, figure, claim in con.execute(_CHANGES).fetchall():
            changes[copy_id].append(Change(rule, key, state, figure or claim))
    return changes


@dataclass
class Outcome:
    """What became of one mutation."""

    mutation: Mutation
    failing: list[Change]
    rounding: list[Change]

    @property
    def is_detected(self) -> bool:
        """It fails somewhere; a hundredth may also show as rounding."""
        return bool(self.failing or (self.mutation.kind == "+0.01" and self.rounding))

    @property
    def is_named(self) -> bool | None:
        """Whether a number that is wrong is named first; None where nobody is named."""
        first = next((c.suspect for c in self.failing if c.suspect), None)
        if first is None:
            return None
        original = first.replace(self.mutation.copy_id, self.mutation.figure.document_id)
        return original in self.mutation.touched


def run(build: Path, home: Path, mutations: Sequence[Mutation], size: int) -> Iterator[Outcome]:
    """Judge all mutations, ``size`` copies in one build of the warehouse."""
    settings = Settings(home=home)
    for first in range(0, len(mutations), size):
        batch = mutations[first : first + size]
        begun = time.monotonic()
        write_copies(build, settings.build_path, batch)
        report = dbt_run(settings, ["+fct_reconciliation", "dim_rule"])
        if not report.succeeded:
            raise RuntimeError("; ".join(p.message for p in report.blocking))
        built = time.monotonic()
        name_suspects(settings.build_path)
        changes = judge(settings.build_path, batch)
        print(
            f"{len(batch)} copies: built in {built - begun:.0f} s, "
            f"suspects named in {time.monotonic() - built:.0f} s",
            file=sys.stderr,
        )
        for mutation in batch:
            of_it = changes[mutation.copy_id]
            yield Outcome(
                mutation,
                [c for c in of_it if c.state == "fail"],
                [c for c in of_it if c.state == "pass_rounding"],
            )


# ---- the report ---------------------------------------------------------------------------------

_HEAD = """# The power of the rules

<!-- Made by `make bench-mutations` (benchmarks/bench_mutations.py). -->

One figure at a time is made wrong in the raw layer, on the document of `data/raw` and on ten real
ones, and the warehouse is built again. *Checkable* is a figure of money that takes part in a sum
or a repetition which could be judged before. *Detected*: an instance of a rule fails that did not
(for +0.01 it is enough that it is left to rounding). *Suspect*: among detected mutations of figures
in two or more identities, whether a number that is wrong is named first. A blank cell has no figure
that could be named. Two parts of the same sums may change places without any sum of the document
noticing (equal amounts that change places are no change); they have a line of their own. The line
before the last leaves them out, the last counts everything.
"""


def table(rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the first row is its head, the first column text."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ) + " |"
        for row in rows
    ]  # fmt: skip
    rule = "| " + " | ".join(
        "-" * width if i == 0 else "-" * (width - 1) + ":" for i, width in enumerate(widths)
    ) + " |"  # fmt: skip
    return "\n".join([lines[0], rule, *lines[1:]])


def share(part: int, whole: int) -> str:
    """``12 of 13 (92.3 %)``."""
    return f"{part} of {whole} ({100 * part / whole:.1f} %)" if whole else "—"


def report(
    figures: Sequence[Figure],
    outcomes: Sequence[Outcome],
    names: Mapping[str, str],
    false_alarms: int,
    seed: int,
) -> str:
    """The page: shares by kind, and the mutations that nobody noticed."""
    checkable = [f for f in figures if f.identities]
    several = sum(f.identities > 1 for f in figures)
    rows = [["mutation", "detected", "only rounding", "suspect right", "another", "nobody"]]
    kinds = list(dict.fromkeys(o.mutation.kind for o in outcomes))
    telling = [o for o in outcomes if BLIND not in o.mutation.kind]
    lines = {kind: [o for o in outcomes if o.mutation.kind == kind] for kind in kinds}
    lines |= {"all that an identity can tell": telling, "all": list(outcomes)}
    for kind, of_kind in lines.items():
        named = [
            o.is_named
            for o in of_kind
            if o.failing and o.mutation.figure.identities > 1 and o.mutation.kind != "blank"
        ]
        rows.append(
            [
                kind,
                share(sum(o.is_detected for o in of_kind), len(of_kind)),
                str(sum(bool(o.rounding and not o.failing) for o in of_kind)),
                share(named.count(True), len(named)),
                str(named.count(False)),
                str(named.count(None)),
            ]
        )
    missed = [
        [
            o.mutation.kind,
            f"{names[o.mutation.figure.document_id]}, p. {o.mutation.figure.page}",
            o.mutation.figure.place.replace("|", "/"),
            o.mutation.figure.printed,
            ", ".join(o.mutation.figure.rules),
            ", ".join(sorted({c.rule_id for c in o.rounding})) or "—",
        ]
        for o in telling
        if not o.is_detected
    ]
    parts = [
        _HEAD,
        f"Figures of money: {len(figures)}; checkable: {share(len(checkable), len(figures))}; "
        f"in two or more identities: {share(several, len(figures))}. "
        f"Mutations: {len(outcomes)}, drawn with seed {seed}.\n"
        f"False alarms of severity error on the unchanged documents: {false_alarms}.\n",
        table(rows),
        "\n## Not detected\n",
        table(
            [["mutation", "where", "figure", "printed", "judged by", "left to rounding"], *missed]
        ),
        "",
    ]
    return "\n".join(parts)


def count_false_alarms(build: Path, names: dict[str, str]) -> int:
    """Failures of severity error that ``docs/findings-review.csv`` does not call true."""
    with (PROJECT_ROOT / "docs" / "findings-review.csv").open(encoding="utf-8", newline="") as file:
        true = {
            (row["document"], row["rule_id"], row["pages"], row["actual"])
            for row in csv.DictReader(file)
            if row["verdict"] == "true"
        }
    with duckdb.connect(build, read_only=True) as con:
        rows = con.execute(
            "select document_id, rule_id, array_to_string(pages, ' '), coalesce(actual_printed, '')"
            " from marts.fct_reconciliation where state = 'fail' and severity = 'error'"
        ).fetchall()
    return sum((names[row[0]], *row[1:]) not in true for row in rows)


def prepare(corpus: Path, folder: Path) -> dict[str, str]:
    """Links to the documents in ``folder``; their ids with their names."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [*SEED.rglob("*.pdf"), *(corpus / "pdf" / f"{name}.pdf" for name in DOCUMENTS)]
    for file in files:
        link = folder / file.name
        link.unlink(missing_ok=True)
        link.symlink_to(file.resolve())
    return {hashlib.sha256(f.read_bytes()).hexdigest()[:16]: f.stem for f in files}


def main() -> None:
    """Read the documents, mutate, print the page and keep it."""
    parser = argparse.ArgumentParser(description="the power of the rules")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--home", type=Path, help="keep what is built here [a temporary folder]")
    parser.add_argument("--each", type=int, default=6, help="mutations per kind and document")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--copies", type=int, default=200, help="copies in one build")
    parser.add_argument("--docs", type=Path, default=PROJECT_ROOT / "docs" / "mutations.md")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="yusuan-mutations-") as scratch:
        home = (arguments.home or Path(scratch)).resolve()
        names = prepare(arguments.corpus, home / "raw")
        yusuan = Path(sys.executable).with_name("yusuan")
        base = home / "base"
        done = subprocess.run([yusuan, "run", "--raw", home / "raw", "--home", base], check=False)
        if done.returncode:
            sys.exit(done.returncode)
        figures = read_figures(base / "build.duckdb")
        mutations = choose(figures, arguments.each, arguments.seed)
        mutants = home / "mutants"
        mutants.mkdir(exist_ok=True)
        outcomes = list(run(base / "build.duckdb", mutants, mutations, arguments.copies))
        alarms = count_false_alarms(base / "build.duckdb", names)
        page = report(figures, outcomes, names, alarms, arguments.seed)
    print(page)
    arguments.docs.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
