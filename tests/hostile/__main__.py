"""``make test-hostile N=1000``: so many mutants through a whole run.

Belongs here: the run and what must hold of it. Does not belong here: the mutants (`mutants`).
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import duckdb

from tests.hostile.mutants import mutants
from tests.running import yusuan

#: What a document may take here; the defaults of a run are for the largest real ones.
LIMITS = {"YUSUAN_DOCUMENT_TIMEOUT_S": "10", "YUSUAN_DOCUMENT_MEMORY_MB": "2048"}


def main(count: int) -> int:
    """Print the states by way of breaking; 1 where a document was lost or is without a reason."""
    with tempfile.TemporaryDirectory() as folder:
        raw, home = Path(folder, "raw"), Path(folder, "home")
        raw.mkdir()
        good = Path(folder, "good")
        good.mkdir()
        for mutant in mutants(count, good):
            (raw / mutant.name).write_bytes(mutant.content)
        begun = time.monotonic()
        done = yusuan("run", "--raw", raw, "--home", home, timeout=None, variables=LIMITS)
        print(f"exit {done.code} after {time.monotonic() - begun:.0f} s")
        if done.code:
            print(done.said)
            return 1
        database = (home / "published" / "yusuan.duckdb").resolve()
        with duckdb.connect(str(database), read_only=True) as con:
            rows = con.execute(
                "select distinct on (file_path) file_path, state, reason_code, reason "
                "from marts.document_status"
            ).fetchall()
    states: dict[str, Counter[str]] = {}
    wrong = [f"{count - len(rows)} files have no state"] if len(rows) != count else []
    for path, state, code, reason in rows:
        way = path.removesuffix(".pdf").partition("_")[2]
        is_refused = state == "quarantined"
        states.setdefault(way, Counter())[code if is_refused else state] += 1
        if is_refused and not reason:
            wrong.append(f"{path}: quarantined without a reason")
        if code in ("crashed", "worker_died"):
            wrong.append(f"{path}: {reason}")
    for way, counts in sorted(states.items()):
        print(f"{way:<24}", ", ".join(f"{n} {state}" for state, n in counts.most_common()))
    print(*wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
