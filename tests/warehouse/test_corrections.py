"""The register of corrections, end to end: it changes facts and reports, not what is printed."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import duckdb

from pipelines.settings import PROJECT_ROOT, Settings
from pipelines.warehouse import dbt_run

PROJECT = "驻长办业务及工作经费"
#: How reports and facts hold the project's amount of the year.
AMOUNTS = f"""
    select 'fact', amount_yuan from marts.fct_project_expenditure
    where project_name = '{PROJECT}' and is_additive
    union all
    select 'report', amount_yuan from marts.rpt_projects where project_name = '{PROJECT}'
    order by all
"""


def test_a_correction_counts_in_marts_while_its_guard_holds(
    seed_home: Path, tmp_path: Path
) -> None:
    shutil.copytree(
        PROJECT_ROOT / "dbt_project",
        tmp_path / "dbt_project",
        ignore=shutil.ignore_patterns("target", "logs"),
    )
    home = shutil.copytree(seed_home, tmp_path / "home", symlinks=True)
    settings = Settings(project_root=tmp_path, home=home)
    with duckdb.connect(settings.build_path) as con:
        before = con.execute(AMOUNTS).fetchall()
        (corrected,) = con.execute(
            # the first figure is the fact, the others are its checks
            "select figure_ids[1] from marts.fct_project_expenditure"
            f" where project_name = '{PROJECT}' and is_additive"
        ).fetchall()
        (guarded,) = con.execute(
            "select figure_ids[1] from marts.fct_three_public where item = 'total'"
        ).fetchall()
        printed = con.execute(
            "select figure_id, printed, amount_yuan from marts.fct_figure order by all"
        ).fetchall()
    assert before == [("fact", Decimal("516000.00")), ("report", Decimal("516000.00"))]

    (tmp_path / "dbt_project" / "seeds" / "corrections.csv").write_text(
        "figure_id,expect,corrected_yuan,reason,source\n"
        f"{corrected[0]},51.60,51.60,元 in a 万元 field,made for this test\n"
        f"{guarded[0]},9.99,1.00,the source has changed since,made for this test\n",
        encoding="utf-8",
    )
    report = dbt_run(settings, ["corrections+"])
    assert [f"{problem.name}: {problem.message}" for problem in report.problems] == []

    with duckdb.connect(settings.build_path) as con:
        after = con.execute(AMOUNTS).fetchall()
        register = con.execute(
            "select state, printed, printed_amount_yuan, corrected_amount_yuan"
            " from marts.rpt_correction order by state"
        ).fetchall()
        three_public = con.execute("select total_yuan from marts.rpt_three_public").fetchall()
        still = con.execute(
            "select figure_id, printed, amount_yuan from marts.fct_figure order by all"
        ).fetchall()
    assert after == [("fact", Decimal("51.60")), ("report", Decimal("51.60"))]
    assert register == [
        ("applied", "51.60", Decimal("516000.00"), Decimal("51.60")),
        ("stale", "3", Decimal("30000.00"), Decimal("1.00")),
    ]
    assert three_public == [(Decimal("30000.00"),)]  # the guard holds the second entry back
    assert still == printed
