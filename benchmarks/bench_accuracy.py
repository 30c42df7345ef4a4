"""Accuracy of a whole run: against hand-made truth, by its own sums, and between two readers.

Belongs here: running ``yusuan`` on the documents and counting what agrees, with the truth as the
corpus' TRUTH.md says and beside pdfplumber on the same pages; with the identities that must hold;
with the same extraction through the reference reader. Does not belong here: speed
(``bench_extract``) and the truth itself.

    python benchmarks/bench_accuracy.py --corpus ../corpus [--show 5] [--home DIR]
        [--reference [DOCUMENT ...]]

CORPUS has ``pdf/<document>.pdf`` and ``truth/<document>/figures.jsonl`` (one figure a line), and
may have ``coordinates.jsonl`` (what figures mean). ``--reference`` without names takes the
documents with truth, ``--reference all`` every document (some seconds a page).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pdfplumber
import pyarrow.parquet as pq

from pipelines.extraction.document import extract_document
from pipelines.settings import Reader

Row = dict[str, Any]
Key = tuple[int, str]

MEASURES = ("value", "row", "leaf", "cell", "kind", "yuan")
#: Tables of looser form; all others are the core.
NOT_CORE = {"performance_target", "staff_assets", "other"}
COORDINATES = (
    "function_code", "economic_department_code", "economic_government_code", "item",
    "fund_source", "spending_kind", "vintage", "stage", "figure_year", "measure",
    "row_role", "column_role",
)  # fmt: skip
_PUNCTUATION = str.maketrans("“”‘’、—−", "\"\"'',--")


# ---- counting -----------------------------------------------------------------------------


def plain(text: object) -> str:
    """Text for comparison: width and quotation variants folded, white space removed."""
    folded = unicodedata.normalize("NFKC", str(text or "")).translate(_PUNCTUATION)
    return re.sub(r"\s+", "", folded)


def header(path: object) -> list[str]:
    """Parts of a header path; a heading repeated below itself counts once."""
    parts = [part for part in plain(path).split("/") if part]
    return [part for i, part in enumerate(parts) if i == 0 or parts[i - 1] != part]


def value(printed: object) -> str:
    """A number in one notation, other text as it is."""
    text = re.sub(r"^\((.*)\)$", r"-\1", plain(printed).replace(",", "").rstrip("%"))
    text = text.replace("△", "-")
    return f"{float(text):.6f}" if re.fullmatch(r"[-+]?\d*\.?\d+", text) else text


def is_same_row(truth: Row, got: Row) -> bool:
    """Equal code, or where none is printed equal label (its last part is enough)."""
    if code := truth.get("subject_code"):
        return code == got.get("subject_code")
    wanted, label = plain(truth["row_label"]), plain(got.get("row_label"))
    return wanted == label or (
        bool(wanted and label) and wanted.split("/")[-1] == label.split("/")[-1]
    )


def compare(truth: Row, got: Row) -> dict[str, bool]:
    """What agrees between a figure of the truth and a published one of its page and value."""
    row = is_same_row(truth, got)
    wanted, path = header(truth["column_path"]), header(got.get("column_path"))
    yuan, amount = truth.get("amount_yuan"), got.get("amount_yuan")
    return {
        "value": True,
        "row": row,
        "leaf": row and wanted[-1:] == path[-1:],
        "cell": row and wanted == path,
        "kind": truth["table_kind"] == got.get("table_kind"),
        "yuan": not yuan or (amount is not None and abs(float(yuan) - float(amount)) < 0.005),
    }


def by_value(rows: Iterable[Row]) -> dict[Key, list[Row]]:
    """Figures by page and value."""
    found: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["page"], value(row["printed"])].append(row)
    return found


def count(truth: Sequence[Row], got: Sequence[Row]) -> tuple[Counter[str], list[tuple[Row, Any]]]:
    """Counts of what agrees, best pairs first, and the figures that do not agree in all."""
    counts = Counter(truth=len(truth), got=len(got))
    misses: list[tuple[Row, Any]] = []
    published = by_value(got)
    for key, wanted in by_value(truth).items():
        pairs = sorted(
            (
                (compare(t, g), i, j)
                for i, t in enumerate(wanted)
                for j, g in enumerate(published.get(key, []))
            ),
            key=lambda pair: -sum(pair[0].values()),
        )
        left, right = set(range(len(wanted))), set(range(len(published.get(key, []))))
        for agrees, i, j in pairs:
            if i in left and j in right:
                left.remove(i)
                right.remove(j)
                counts.update(name for name, is_equal in agrees.items() if is_equal)
                if not all(agrees.values()):
                    misses.append((wanted[i], published[key][j]))
        misses += [(wanted[i], None) for i in left]
    counts["extra"] = counts["got"] - counts["value"]
    return counts, misses


# ---- what is compared ---------------------------------------------------------------------


def publish(pdfs: Sequence[Path], home: Path) -> Path:
    """Run the whole path on ``pdfs`` into ``home``; the published database."""
    raw = home / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    for pdf in pdfs:
        shutil.copy(pdf, raw)
    command = [str(Path(sys.executable).with_name("yusuan")), "run", "--raw", str(raw)]
    done = subprocess.run([*command, "--home", str(home)], capture_output=True, text=True)
    databases = sorted((home / "published").glob("*.duckdb"))
    if done.returncode or not databases:
        raise SystemExit(f"yusuan published nothing:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return databases[0]


def published_figures(database: Path) -> dict[str, list[Row]]:
    """Published figures with their coordinates, by document."""
    columns = (
        "document_id, page, table_kind, row_label, subject_code, column_path, printed, "
        "cast(amount_yuan as double) as amount_yuan, " + ", ".join(COORDINATES)
    )
    with duckdb.connect(database, read_only=True) as connection:
        cursor = connection.execute(f"select {columns} from marts.fct_figure")
        names = [column[0] for column in cursor.description or []]
        found: dict[str, list[Row]] = defaultdict(list)
        for values in cursor.fetchall():
            found[values[0]].append(dict(zip(names, values, strict=True)))
    return found


def plumber_counts(pdf_path: Path, truth: Sequence[Row]) -> Counter[str]:
    """What pdfplumber's tables have of the truth: in a row that names it, under its header."""
    counts = Counter(truth=len(truth))
    pages: dict[int, list[Row]] = defaultdict(list)
    for figure in truth:
        pages[figure["page"]].append(figure)
    with pdfplumber.open(pdf_path, pages=sorted(pages)) as pdf:
        for page in pdf.pages:
            tables = [
                [[plain(cell) for cell in row] for row in table] for table in page.extract_tables()
            ]
            page.close()
            for figure in pages[page.page_number]:
                agrees = _best_in_tables(tables, figure)
                counts.update(("value", "row", "leaf")[:agrees])
    return counts


def _best_in_tables(tables: list[list[list[str]]], figure: Row) -> int:
    """0: not there; 1: the number is; 2: in a row with its code or label; 3: under its header."""
    number = value(figure["printed"])
    names = {plain(figure["row_label"]), plain(figure["row_label"]).split("/")[-1]}
    names |= {plain(figure.get(key)) for key in ("subject_code", "code_printed")}
    names.discard("")
    leaf = header(figure["column_path"])[-1:]
    best = 0
    for table in tables:
        for r, row in enumerate(table):
            for c, cell in enumerate(row):
                if value(cell) != number:
                    continue
                is_row = not names.isdisjoint(row)
                is_leaf = is_row and any(
                    [above[c]] == leaf for above in table[:r] if c < len(above)
                )
                best = max(best, 1 + is_row + is_leaf)
    return best


def coordinate_counts(
    path: Path, ids: dict[str, str], got: dict[str, list[Row]]
) -> Counter[tuple[str, bool]]:
    """Hand-made coordinates that the published figure has, and has not, by key."""
    counts: Counter[tuple[str, bool]] = Counter()
    published = {document: by_value(got.get(ids[document], [])) for document in ids}
    for line in path.read_text(encoding="utf-8").splitlines():
        wanted = json.loads(line)
        key = wanted["page"], value(wanted["printed"])
        near = published.get(wanted["document"], {}).get(key, [])
        best = max(near, key=lambda row: sum(compare(wanted, row).values()), default=None)
        is_found = best is not None and is_same_row(wanted, best)
        for name in COORDINATES:
            if name in (wanted.get("open") or []) or name in (wanted.get("doubt") or []):
                continue
            theirs = plain(best[name]) if best is not None and best[name] is not None else ""
            hers = plain(wanted.get(name)) if wanted.get(name) is not None else ""
            is_equal = theirs == hers or (
                name == "item" and bool(hers and theirs) and (hers in theirs or theirs in hers)
            )
            counts[name, is_found and is_equal] += 1
    return counts


def completeness(database: Path) -> tuple[int, int, Counter[str]]:
    """Money figures of known kinds of tables, those with all coordinates, collisions by reason."""
    with duckdb.connect(database, read_only=True) as connection:
        figures, complete = connection.execute(
            """
            select count(*), count(*) filter (
                where fund_source is not null and stage is not null and figure_year is not null
                and measure is not null and row_role is not null and column_role is not null
                and (table_kind <> 'three_public' or item is not null)
            )
            from marts.fct_figure
            where value_kind = 'money'
            and table_kind not in ('performance_target', 'staff_assets', 'other')
            """
        ).fetchall()[0]
        collisions = connection.execute(
            "select explanation, count(*) from marts.rpt_collision group by all"
        ).fetchall()
    return figures, complete, Counter(dict(collisions))


# ---- without truth ------------------------------------------------------------------------


def identities(database: Path) -> list[Row]:
    """Per disclosure, how many sums and repeated quantities hold, the worst first."""
    with duckdb.connect(database, read_only=True) as connection:
        cursor = connection.execute(
            "select regexp_replace(file_path, '[.]pdf$', '') as name, identity_count, "
            "holding_count, holding_percent, sum_count - sum_holding_count as sums, "
            "column_count - column_holding_count as columns, "
            "repeated_count - repeated_holding_count as repeated from marts.rpt_confidence "
            "order by holding_percent nulls last, file_path"
        )
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


#: What must be equal of a figure that both readers have.
READ = (
    "row_label",
    "code",
    "column_path",
    "number",
    "unit_cell",
    "unit_header",
    "row_no",
    "col_no",
)


def compare_readers(pdf_path: Path) -> tuple[str, Counter[str], list[str]]:
    """Extract a document through both readers and compare figure by figure.

    Figures of one page and text are paired, those that agree most first. Returns the document's
    name, counts (``figures``, ``only_pdfium``, ``only_pdfplumber``, one per differing column) and
    the differences in words.
    """
    read = {reader: by_value(_figures(pdf_path, reader)) for reader in ("pdfium", "pdfplumber")}
    mine, theirs = read["pdfium"], read["pdfplumber"]
    counts: Counter[str] = Counter(figures=sum(map(len, mine.values())))
    said: list[str] = []
    for key in sorted({*mine, *theirs}):
        ours, others = list(mine.get(key, [])), list(theirs.get(key, []))
        pairs = sorted(
            ((sum(a[c] != b[c] for c in READ), i, j)
             for i, a in enumerate(ours) for j, b in enumerate(others)),
        )  # fmt: skip
        left, right = set(range(len(ours))), set(range(len(others)))
        for differing, i, j in pairs:
            if i in left and j in right:
                left.remove(i)
                right.remove(j)
                for column in READ if differing else ():
                    if (a := ours[i][column]) != (b := others[j][column]):
                        counts[column] += 1
                        said.append(f"p. {key[0]} {ours[i]['printed']}: {column} {a!r} | {b!r}")
        for reader, rest, rows in (("pdfium", left, ours), ("pdfplumber", right, others)):
            counts[f"only_{reader}"] += len(rest)
            said += [
                f"p. {key[0]} {rows[i]['printed']}: only {reader}, "
                f"{rows[i]['row_label']!r} × {rows[i]['column_path']!r}"
                for i in rest
            ]
    return pdf_path.stem, counts, said


def _figures(pdf_path: Path, reader: Reader) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        extract_document(pdf_path, Path(folder, "out"), reader=reader)
        return pq.read_table(Path(folder, "out", "figure.parquet")).to_pylist()


# ---- report -------------------------------------------------------------------------------


def show_identities(rows: Sequence[Row]) -> None:
    """Print the share of identities that hold, per disclosure and pooled."""
    print("\nidentities that hold: children = parent, parts = total, one quantity in two tables")
    print(f"{'':<40}{'of':>7}{'hold %':>8}{'sums':>8}{'columns':>8}{'twice':>8}  that do not hold")
    for row in rows:
        percent = "" if row["holding_percent"] is None else f"{row['holding_percent']:.2f}"
        failed = "".join(f"{row[name]:>8}" for name in ("sums", "columns", "repeated"))
        print(f"{row['name'][:40]:<40}{row['identity_count']:>7}{percent:>8}{failed}")
    total = sum(row["identity_count"] for row in rows)
    holding = sum(row["holding_count"] for row in rows)
    print(f"{'pooled':<40}{total:>7}{100 * holding / max(total, 1):>8.2f}")


def show_reference(pdfs: Sequence[Path], show: int) -> None:
    """Print what differs between the two readers, per document."""
    print("\nthe same extraction through pdfplumber: figures that differ")
    pooled: Counter[str] = Counter()
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(pdfs))) as pool:
        for name, counts, said in pool.map(compare_readers, pdfs):
            pooled += counts
            differing = {key: n for key, n in counts.items() if key != "figures" and n}
            print(f"{name[:40]:<40}{counts['figures']:>7}  {differing or 'equal'}", flush=True)
            for line in said[:show]:
                print(f"   {line}")
    differing = {key: n for key, n in pooled.items() if key != "figures" and n}
    print(f"{'pooled':<40}{pooled['figures']:>7}  {differing or 'equal'}")


def _line(name: str, counts: Counter[str], measures: Sequence[str] = MEASURES) -> str:
    total = max(counts["truth"], 1)
    shares = "".join(f"{100 * counts[m] / total:8.2f}" for m in measures)
    extra = f"{100 * counts['extra'] / max(counts['got'], 1):8.2f}" if "got" in counts else ""
    return f"{name[:40]:<40}{counts['truth']:>7}{shares}{extra}"


def main() -> int:
    """Print the share of figures right, of identities that hold, and what two readers differ in."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    default = os.environ.get("YUSUAN_CORPUS", "../shared/corpus")
    parser.add_argument("--corpus", type=Path, default=Path(default), help="folder with truth/")
    parser.add_argument("--home", type=Path, help="keep the run here (else a temporary folder)")
    parser.add_argument("--show", type=int, default=0, help="figures to list per document")
    parser.add_argument(
        "--reference",
        nargs="*",
        metavar="DOCUMENT",
        help="compare with the reference reader: documents with truth, those named, or all",
    )
    options = parser.parse_args()
    documents = sorted(path.parent for path in options.corpus.glob("truth/*/figures.jsonl"))
    if not documents:
        print(f"No truth/*/figures.jsonl under {options.corpus}.", file=sys.stderr)
        return 2
    pdfs = {path.name: options.corpus / "pdf" / f"{path.name}.pdf" for path in documents}
    ids = {n: hashlib.sha256(p.read_bytes()).hexdigest()[:16] for n, p in pdfs.items()}
    everything = sorted(options.corpus.glob("pdf/*.pdf"))
    with tempfile.TemporaryDirectory() as folder:
        database = publish(everything, options.home or Path(folder))
        got = published_figures(database)
        money, complete, collisions = completeness(database)
        held = identities(database)

    pooled, core, plumber = Counter[str](), Counter[str](), Counter[str]()
    print(f"{'all figures, %':<40}{'truth':>7}" + "".join(f"{m:>8}" for m in (*MEASURES, "extra")))
    cores: list[str] = []
    plumbers: list[str] = []
    for path in documents:
        lines = (path / "figures.jsonl").read_text(encoding="utf-8").splitlines()
        truth = [json.loads(line) for line in lines if line.strip()]
        figures = got.get(ids[path.name], [])
        counts, misses = count(truth, figures)
        print(_line(path.name, counts))
        for wanted, found in misses[: options.show]:
            print("   wanted", wanted, "\n   found ", found)
        in_core, _ = count([f for f in truth if f["table_kind"] not in NOT_CORE], figures)
        del in_core["got"]  # of all tables: says nothing about figures beyond the core
        theirs = plumber_counts(pdfs[path.name], truth)
        cores.append(_line(path.name, in_core))
        plumbers.append(_line(path.name, theirs, MEASURES[:3]))
        pooled += counts
        core += in_core
        plumber += theirs
    print(_line("pooled", pooled))
    print("\ncore: without performance_target, staff_assets, other")
    print("\n".join([*cores, _line("pooled", core)]))
    print("\npdfplumber's extract_tables: number in a cell, label or code in its row, header above")
    print("\n".join([*plumbers, _line("pooled", plumber, MEASURES[:3])]))
    coordinates = options.corpus / "coordinates.jsonl"
    if coordinates.is_file():
        counts = coordinate_counts(coordinates, ids, got)
        print("\ncoordinates equal to the hand-made ones, %")
        for name in COORDINATES:
            total = counts[name, True] + counts[name, False]
            print(f"{name:<40}{total:>7}{100 * counts[name, True] / max(total, 1):8.2f}")
        right = sum(n for (_, is_equal), n in counts.items() if is_equal)
        total = max(counts.total(), 1)
        print(f"{'all keys':<40}{total:>7}{100 * right / total:8.2f}")
    print(
        f"\nmoney figures with all coordinates, %   {money:>7}{100 * complete / max(money, 1):8.2f}"
    )
    print(f"collisions of coordinates                {collisions.total():>6}  {dict(collisions)}")
    show_identities(held)
    if options.reference is not None:
        wanted = [path for path in everything if path.stem in (options.reference or pdfs)]
        show_reference(everything if options.reference == ["all"] else wanted, options.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
