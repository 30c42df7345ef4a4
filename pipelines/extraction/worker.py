"""One extraction process: a task per line on stdin, an answer per line on stdout.

The first line that it says is ``{}``: it is ready. An answer with ``error`` says that the results
could not be written.

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


def die_with_parent() -> None:
    """End when the run that started this process ends, however it ends, where the system can.

    What a killed run leaves at work would write into the folders of the next one.
    """
    if sys.platform != "linux":
        return
    import ctypes
    import signal

    parent = os.getppid()
    set_parent_death_signal = 1  # PR_SET_PDEATHSIG of prctl(2)
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the call
        sys.exit(1)


def main() -> None:
    """Answer tasks until stdin is closed."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # What a library prints must not get into the protocol.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    die_with_parent()
    memory_mb = int(sys.argv[1])
    limit_memory(memory_mb)

    from pipelines.extraction import document

    document.load_rooms()
    print("{}", file=answers, flush=True)
    for line in sys.stdin:
        task = json.loads(line)
        try:
            answer = document.extract_document(
                Path(task["path"]),
                Path(task["out_dir"]),
                reader=task["reader"],
                extractor=task["extractor"],
                sha256=task["sha256"],
                memory_mb=memory_mb,
            )
        except OSError as error:
            answer = {"error": f"{task['out_dir']}: {error.strerror or error}"}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
