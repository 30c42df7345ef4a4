"""Running the real command in a process of its own.

Belongs here: what tests of several rooms need to start ``yusuan`` and to look at what it says. Does
not belong here: assertions.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.settings import PROJECT_ROOT

SEED_RAW = PROJECT_ROOT / "data" / "raw"


@dataclass(frozen=True)
class Finished:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The last line of stdout."""
        return json.loads(self.out.strip().splitlines()[-1])

    @property
    def said(self) -> str:
        return self.out + self.err


def yusuan(
    *arguments: object, timeout: float | None = 300, variables: dict[str, str] | None = None
) -> Finished:
    """Run the installed command, away from the project folder, with no YUSUAN_ variable set.

    But those of ``variables``.
    """
    environment = {k: v for k, v in os.environ.items() if not k.startswith("YUSUAN_")}
    done = subprocess.run(
        [str(Path(sys.executable).with_name("yusuan")), *map(str, arguments)],
        cwd="/",
        env={**environment, "COLUMNS": "200", **(variables or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )
    return Finished(done.returncode, done.stdout, done.stderr)
