"""What is worth trying again, step by step.

Belongs here: the rule that only what lies in the moment is tried again. Does not belong here:
requests to sites, which have their own manners (``sources/web``).

- fetch, extract, load, publish: a disk that fails (a network share, a mount) is tried again; a full
  one is not.
- load: a build file that somebody has open is waited for.
- dbt: what fails there fails again. The gate: never.
- A run whose process was killed is started once more by Dagster (``dev.INSTANCE``).
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from pipelines.run import Observer
from pipelines.warehouse import BuildFileLocked

_TIMES = 3
_WAIT_S = 60
_LASTING = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOENT}


@contextmanager
def retried(observer: Observer) -> Iterator[None]:
    """Ask Dagster to try the step again, where nobody sits before it and waits."""
    try:
        yield
    except (OSError, BuildFileLocked) as error:
        is_lasting = isinstance(error, OSError) and error.errno in _LASTING
        if observer.is_attended or is_lasting:
            raise
        raise dg.RetryRequested(max_retries=_TIMES, seconds_to_wait=_WAIT_S) from error
