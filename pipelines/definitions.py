"""Entry point of Dagster: loads ``defs/`` with the settings of the environment, nothing else."""

from pipelines.settings import Settings  # first: it turns telemetry off

from pipelines.defs import build_defs  # isort: skip

defs = build_defs(Settings())
