"""The audit: Great Expectations on DuckDB, two suites, and what a failure says.

``gate`` holds what the pipeline owns and blocks a publication. ``verdicts`` holds what publishers
got wrong and never blocks. ``checks`` says what is expected, ``define`` writes it as the committed
files of ``expectations/``, ``run`` runs those and builds Data Docs.

Nothing here imports Great Expectations when this package is imported (that takes seconds).
"""

from pipelines.quality.run import Audit, FailedExpectation, SuiteResult, audit, run_suite

__all__ = ["Audit", "FailedExpectation", "SuiteResult", "audit", "run_suite"]
