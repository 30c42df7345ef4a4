"""Python's search for cyclic garbage, and when it is only in the way.

Belongs here: pausing it. Does not belong here: any work.

A page is hundreds of dictionaries, and a document's pages live until the document is done. The
search goes through all of them again and again, finds nothing, since next to nothing here refers
in cycles, and takes a quarter of the time. What does refer in cycles waits until the work is done.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """A block, or (as ``@uncollected()``) a function, during which no cyclic garbage is sought."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():
                # What has been made counts as old at once; else the next object that anyone makes
                # would have all of it searched after all.
                gc.freeze()
                gc.unfreeze()
            gc.enable()
