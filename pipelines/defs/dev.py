"""``make dev``: Dagster's page and daemon over the home of the settings.

Belongs here: the instance's configuration and the start. Does not belong here: assets.
"""

import os
import sys
from pathlib import Path

from pipelines.settings import Settings

# One run at a time, one step at a time in the pool ``duckdb``; nothing is reported to anybody.
INSTANCE = """\
telemetry:
  enabled: false
nux:
  enabled: false
concurrency:
  runs:
    max_concurrent_runs: 1
  pools:
    granularity: op
    default_limit: 1
"""


def prepare(settings: Settings) -> Path:
    """Write ``dagster.yaml`` into the instance's folder, which is returned."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    (settings.dagster_home / "dagster.yaml").write_text(INSTANCE, encoding="utf-8")
    return settings.dagster_home


def main() -> None:
    """Become ``dagster dev``; arguments are handed on (``--port 3001``)."""
    settings = Settings()
    os.environ["DAGSTER_HOME"] = str(prepare(settings))
    # Child processes of Dagster load the definitions anew and must find the same folders.
    os.environ["YUSUAN_HOME"] = str(settings.home)
    os.environ["YUSUAN_RAW_DIR"] = str(settings.raw_dir)
    dagster = Path(sys.executable).with_name("dagster")
    arguments = ["dev", "-m", "pipelines.definitions", *sys.argv[1:]]
    os.execv(dagster, [str(dagster), *arguments])  # noqa: S606  # a shell is what is not wanted


if __name__ == "__main__":
    main()
