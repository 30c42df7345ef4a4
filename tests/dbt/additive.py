"""Adding up a fact and comparing with what the publisher printed as its total.

Belongs here: the query that the tests on the seed and on the corpus share. Does not belong here:
assertions, or which differences are the publisher's.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import duckdb

#: fact → what its tables are told apart by, beside document, stage and year
FACTS: dict[str, tuple[str, ...]] = {
    "fct_balance_item": ("table_kind", "side"),
    "fct_revenue": (),
    "fct_function_expenditure": ("table_kind",),
    "fct_economic_expenditure": ("table_kind",),
    "fct_project_expenditure": (),
    "fct_procurement": (),
    "fct_commissioned_service": (),
    "fct_three_public": (),
}


@dataclass(frozen=True)
class Sum:
    """The additive rows of one whole beside its printed total; both in 元."""

    fact: str
    document_id: str
    whole: str
    added: Decimal
    printed: Decimal
    addends: int

    @property
    def gap(self) -> Decimal:
        return abs(self.added - self.printed)


def sums(con: duckdb.DuckDBPyConnection) -> list[Sum]:
    """Every whole of every fact that prints a total, in schema ``marts``."""
    found: list[Sum] = []
    for fact, keys in FACTS.items():
        whole = ("document_id", *keys, "stage", "figure_year")
        is_total = "item = 'total'" if fact == "fct_three_public" else "row_role = 'total'"
        not_subtotal = "not is_subtotal" if fact == "fct_balance_item" else "true"
        column = "'total'" if fact == "fct_three_public" else "column_role"
        kind = "case when spending_kind like 'basic_%' then spending_kind end"
        if fact != "fct_economic_expenditure":
            kind = "null"
        rows = con.execute(
            f"""
            with by_kind as (
                select {", ".join(whole)}, {kind} as kind,
                    max(amount_yuan) filter (where {column} = 'total') as total_yuan,
                    sum(amount_yuan) filter (where {column} = 'part') as parts_yuan
                from marts.{fact}
                where {is_total} and measure = 'amount' and {not_subtotal}
                group by all
            ),
            printed as (
                -- 人员经费合计 and 公用经费合计, where no row is the total of both
                select {", ".join(whole)},
                    coalesce(max(total_yuan) filter (where kind is null), sum(total_yuan))
                        as total_yuan,
                    sum(parts_yuan) as parts_yuan
                from by_kind
                group by all
            )
            select document_id, concat_ws(' ', {", ".join(whole[1:])}),
                coalesce(sum(amount_yuan) filter (where is_additive), 0),
                any_value(coalesce(total_yuan, parts_yuan)),
                count(*) filter (where is_additive)
            from marts.{fact} join printed using ({", ".join(whole)})
            where coalesce(total_yuan, parts_yuan) is not null
            group by {", ".join(whole)}
            order by all
            """
        ).fetchall()
        found += [Sum(fact, *row) for row in rows]
    return found


def list_sums(con: duckdb.DuckDBPyConnection) -> list[Sum]:
    """Every total that a list of projects in a performance table prints: of a unit, or of all."""
    rows = con.execute(
        """
        select totals.document_id, concat_ws(' ', totals.table_id, totals.row_no),
            sum(projects.total_yuan), any_value(totals.total_yuan), count(*)
        from marts.fct_performance_project as totals
        join marts.fct_performance_project as projects
            on totals.table_id = projects.table_id
            and projects.entry = 'project'
            and totals.unit_printed is not distinct from
                if(totals.unit_printed is null, null, projects.unit_printed)
        where totals.entry = 'total'
        group by totals.document_id, totals.table_id, totals.row_no
        order by totals.table_id, totals.row_no
        """
    ).fetchall()
    return [Sum("fct_performance_project", *row) for row in rows]
