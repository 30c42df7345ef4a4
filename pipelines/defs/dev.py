"""Dagster over the home of the settings: ``make dev`` for a person, ``webserver`` and ``daemon``
for a service (``deploy/``).

Belongs here: the instance's configuration and the start. Does not belong here: assets.
"""

import os
import sys
from pathlib import Path

from pipelines.settings import Settings

# One run at a time, one step at a time in the pool ``duckdb``; nothing is reported to anybody.
# A run whose process died (a reboot, the memory) is noticed and started once more; one that failed
# by itself is not: its steps know what is worth another try (``retries``).
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
run_monitoring:
  enabled: true
  start_timeout_seconds: 600
run_retries:
  enabled: true
  max_retries: 1
  retry_on_asset_or_op_failure: false
python_logs:
  managed_python_loggers: [pipelines]
  python_log_level: INFO
"""

# The address holds a password: it stays in the environment. Needs the package dagster-postgres.
POSTGRES = """\
storage:
  postgres:
    postgres_url:
      env: YUSUAN_DAGSTER_POSTGRES
"""

_SERVICES = {
    "webserver": ["dagster-webserver", "-m", "pipelines.definitions"],
    "daemon": ["dagster-daemon", "run", "-m", "pipelines.definitions"],
}


def prepare(settings: Settings) -> Path:
    """Write ``dagster.yaml`` into the instance's folder, which is returned."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    storage = POSTGRES if settings.dagster_postgres is not None else ""
    (settings.dagster_home / "dagster.yaml").write_text(INSTANCE + storage, encoding="utf-8")
    return settings.dagster_home


def main() -> None:
    """Become ``dagster dev``, or the service that the first argument names (``webserver``,
    ``daemon``); further arguments are handed on (``--port 3001``).
    """
    settings = Settings()
    os.environ["DAGSTER_HOME"] = str(prepare(settings))
    # Child processes of Dagster load the definitions anew and must find the same folders.
    os.environ["YUSUAN_HOME"] = str(settings.home)
    os.environ["YUSUAN_RAW_DIR"] = str(settings.raw_dir)
    service = _SERVICES.get(sys.argv[1]) if len(sys.argv) > 1 else None
    command = service or ["dagster", "dev", "-m", "pipelines.definitions"]
    arguments = [*command[1:], *sys.argv[2 if service else 1 :]]
    program = Path(sys.executable).with_name(command[0])
    os.execv(program, [str(program), *arguments])  # noqa: S606  # a shell is what is not wanted


if __name__ == "__main__":
    main()
