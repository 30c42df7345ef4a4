"""One extraction process: a task per line on stdin, an answer per line on stdout.

Belongs here: the process's limits and the protocol. Does not belong here: which document comes
next, or what happens when this process dies (`pool`). A process of its own, and not one forked
from the caller, so that a document that crashes a C library, eats the memory or hangs costs itself
alone, and so that Dagster's or pytest's main module is not imported again in each worker.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def limit_memory(megabytes: int) -> None:
    """Bound the address space, where the system can; allocations beyond fail."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = megabytes * 2**20
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    except (ValueError, OSError):  # not enforced on macOS
        return


def main() -> None:
    """Answer tasks until stdin is closed."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # What a library prints must not get into the protocol.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    limit_memory(int(sys.argv[1]))

    from pipelines.extraction.document import extract_document

    for line in sys.stdin:
        task = json.loads(line)
        summary = extract_document(
            Path(task["path"]),
            Path(task["out_dir"]),
            reader=task["reader"],
            extractor=task["extractor"],
        )
        print(json.dumps(summary), file=answers, flush=True)


if __name__ == "__main__":
    main()
