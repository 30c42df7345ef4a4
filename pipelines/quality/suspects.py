"""The suspect of a contradiction: which number is most likely wrong, and what would mend it.

The identities of a document are one system of equations: every number that takes part (a figure of
a table, an amount in the text) is a variable, every instance of a rule that could be judged says
that a sum of them with signs lies within the rounding of the printed numbers. Some of them fail.
Sought is the smallest set of numbers which, changed, lets all of them hold: those that fail, and
those that hold already. The solver is OR-Tools' CP-SAT, which computes in whole numbers.

Sets of equal size are told apart by how the change looks, each step worth less than a number:

1. a number that the extraction has marked as doubtful;
2. a change that is a slip of the hand: a power of ten (a point or a unit misplaced), one digit
   other, missing or too many, two neighbouring digits swapped;
3. any other.

Where another set is as good without a number, that number is not named: a tie names nobody. The
suspect is a suggestion in ``fct_reconciliation`` and changes no figure.

Belongs here: the system, its solution, and writing the names into the build file. Does not belong
here: the identities themselves and their verdicts (dbt, ``models/reconciliation``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import duckdb

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

#: Half a fen: with it, amounts and half units of the second decimal are whole numbers.
_PER_YUAN = 200
#: Of one finer than that, so that no rounding interval is cut before all of them are added.
_HALF_PRECISION = 10_000

#: What one changed number costs; how it changes weighs less, however many change.
_CHANGE = 1_000
_MARKED, _SLIP, _OTHER = 0, 1, 3
#: CP-SAT counts in 64 bits.
_LARGEST = 2**61
#: For one question to the solver, in its own measure (about seconds), so that the answer does not
#: depend on the machine; most take milliseconds, and one that does not end names nobody.
_EFFORT = 20.0


@dataclass(frozen=True)
class Number:
    """A printed number: ``amount`` in half fen, ``unit`` its last printed digit in half fen."""

    id: str
    amount: int
    unit: int = 2
    is_claim: bool = False
    is_marked: bool = False


@dataclass(frozen=True)
class Reading:
    """One way to read an instance: Σ sign · amount, which should lie within ± tolerance."""

    signs: Mapping[str, int]
    difference: int
    tolerance: int


@dataclass(frozen=True)
class Identity:
    """An instance of a rule; it holds where one of its readings does."""

    id: str
    readings: Sequence[Reading]
    is_equal: bool = True
    """False: the sum may be below zero (one side is not above the other)."""

    def numbers(self) -> set[str]:
        """Ids of all numbers that take part in any reading."""
        return {number for reading in self.readings for number in reading.signs}

    def fails(self) -> bool:
        """Whether no reading holds as printed."""
        return not any(self._holds(reading) for reading in self.readings)

    def _holds(self, reading: Reading) -> bool:
        low = not self.is_equal or reading.difference >= -reading.tolerance
        return low and reading.difference <= reading.tolerance


@dataclass(frozen=True)
class Suspect:
    """The number that is most likely wrong, and the amount in half fen that would mend it."""

    number: str
    amount: int
    others: int = 0
    """How many more numbers have to change before all identities hold."""


@dataclass
class System:
    """The numbers and identities of one document."""

    numbers: dict[str, Number] = field(default_factory=dict)
    identities: list[Identity] = field(default_factory=list)


def name_suspects(build_path: Path) -> int:
    """Write the suspects of all failures into ``fct_reconciliation`` of the build file.

    Returns how many failures have one. What an earlier call wrote is written over.
    """
    with duckdb.connect(build_path) as con:
        named = [
            (finding, *_in_words(con, suspect))
            for system in read_systems(con)
            for finding, suspect in find_suspects(system).items()
        ]
        con.execute("begin")
        con.execute(_CLEAR)
        if named:
            con.executemany(_WRITE, named)
        con.execute("commit")
    return len(named)


_CLEAR = """
    update marts.fct_reconciliation set suspect_figure_id = null, suspect_claim_id = null,
        suggested_value = null, suspect_zh = null, suspect_en = null
    where suggested_value is not null
"""

_WRITE = """
    update marts.fct_reconciliation set suspect_figure_id = $2, suspect_claim_id = $3,
        suggested_value = $4, suspect_zh = $5, suspect_en = $6
    where finding_id = $1
"""

#: Readings that can be judged, of the instances that were, in documents where one of them fails.
_TERMS = f"""
    select
        t.document_id, v.finding_id, r.relation = 'equal' as is_equal, t.reading,
        coalesce(t.figure_id, t.claim_id) as number, t.claim_id is not null as is_claim,
        coalesce(t.is_marked, false) as is_marked, if(t.side = 'actual', 1, -1) as sign,
        cast(t.amount * {_PER_YUAN} as bigint) as amount,
        cast(t.half_unit * {_PER_YUAN * _HALF_PRECISION} as bigint) as half_unit,
        case regexp_extract(t.printed, '亿元|万元')
            when '亿元' then 100000000 when '万元' then 10000 else 1
        end as factor
    from reconciliation.rec_term as t
    inner join reconciliation.rec_verdict as v
        on t.rule_id = v.rule_id and t.document_id = v.document_id
        and t.instance_key = v.instance_key
    inner join marts.dim_rule as r on t.rule_id = r.rule_id
    left join reconciliation.rec_figure as f on t.figure_id = f.figure_id
    where v.state in ('pass', 'pass_rounding', 'fail') and t.amount is not null and r.unit = 'yuan'
        and t.document_id in (
            select f.document_id from reconciliation.rec_verdict as f
            inner join marts.dim_rule as d on f.rule_id = d.rule_id
            where f.state = 'fail' and d.unit = 'yuan'
        )
    window reading as (partition by t.document_id, v.finding_id, t.reading)
    qualify count(t.reason) over reading = 0
        and min(t.side) over reading <> max(t.side) over reading
        -- a rule that reads a figure in another unit than the page says speaks of another number
        and count(*) filter (where f.amount_yuan <> t.amount) over reading = 0
    order by t.document_id, v.finding_id, t.reading, number, sign
"""


class _Term(NamedTuple):
    document: str
    identity: str
    is_equal: bool
    reading: int
    number: str
    is_claim: bool
    is_marked: bool
    sign: int
    amount: int
    half_unit: int
    factor: int


def read_systems(con: duckdb.DuckDBPyConnection) -> list[System]:
    """The systems of all documents in which an identity fails; ids are finding ids."""
    systems: dict[str, System] = {}
    readings: dict[tuple[str, str, bool], dict[int, list[_Term]]] = {}
    for term in (_Term(*row) for row in con.execute(_TERMS).fetchall()):
        # A table's last digits may be zeros that are not printed: 1.2 beside 1.94.
        last_digit = min(2 * term.half_unit // _HALF_PRECISION, term.factor * _PER_YUAN // 100)
        systems.setdefault(term.document, System()).numbers[term.number] = Number(
            term.number, term.amount, max(2, last_digit), term.is_claim, term.is_marked
        )
        of_identity = readings.setdefault((term.document, term.identity, term.is_equal), {})
        of_identity.setdefault(term.reading, []).append(term)
    for (document, identity, is_equal), terms in readings.items():
        systems[document].identities.append(
            Identity(identity, [_reading(t) for t in terms.values()], is_equal)
        )
    return list(systems.values())


def _reading(terms: Iterable[_Term]) -> Reading:
    signs: dict[str, int] = defaultdict(int)
    difference = halves = zeros = 0
    for term in terms:
        signs[term.number] += term.sign
        difference += term.sign * term.amount
        if term.amount:
            halves += term.half_unit
        else:  # all zeros together move a sum by no more than one number does
            zeros = max(zeros, term.half_unit)
    tolerance = (halves + zeros) // _HALF_PRECISION
    return Reading({n: s for n, s in signs.items() if s}, difference, tolerance)


_FIGURE = (
    "select page, place, printed, money_unit from reconciliation.rec_figure where figure_id = ?"
)
_CLAIM = "select page, sentence, printed, unit from reconciliation.rec_claim where claim_id = ?"
_FACTORS = {"亿元": 100_000_000, "万元": 10_000}


def _in_words(
    con: duckdb.DuckDBPyConnection, suspect: Suspect
) -> tuple[str | None, str | None, Decimal, str, str]:
    """Figure, claim, suggested value in 元, and the sentence in Chinese and English."""
    figure, claim = suspect.number, None
    row = con.execute(_FIGURE, [suspect.number]).fetchone()
    if row is None:
        figure, claim = None, suspect.number
        row = con.execute(_CLAIM, [suspect.number]).fetchone()
    if row is None:
        raise LookupError(f"no figure and no claim is called {suspect.number}")
    page, place, printed, unit = row
    yuan = Decimal(suspect.amount) / _PER_YUAN
    was = printed if unit in printed else f"{printed} {unit}"
    now = f"{written_like(yuan, printed, unit)} {unit}"
    if claim:
        zh = f"最可能有误的是第{page}页文字中的 {was}：若为 {now}"
        en = f"Most likely wrong is {was} in the text of page {page}: with {now}"
    else:
        zh = f"最可能有误的是第{page}页{place}的 {was}：若为 {now}"
        en = f"Most likely wrong is {was} on page {page}, {place}: with {now}"
    if suspect.others:
        zh += f"，并改正另外 {suspect.others} 处"
        en += f" and {suspect.others} more numbers corrected"
    return figure, claim, yuan, f"{zh}，各式均成立。", f"{en}, all sums and repetitions agree."


def written_like(yuan: Decimal, printed: str, unit: str) -> str:
    """An amount in ``unit``, as exact as ``printed`` and at least as its value needs."""
    value = yuan / _FACTORS.get(unit, 1)
    digits = re.search(r"[.．](\d+)", printed)
    places = len(digits[1]) if digits else 0
    if value != round(value, places):
        places = max(places, min(2, -int(value.normalize().as_tuple().exponent)))
    comma = "," if "," in printed or "，" in printed else ""
    return f"{round(value, places):{comma}.{places}f}"


def find_suspects(system: System) -> dict[str, Suspect]:
    """Id of a failing identity -> its suspect. Identities without one are not in the result."""
    found: dict[str, Suspect] = {}
    for part in _neighbourhoods(system):
        with suppress(TimeoutError):
            found.update(_solve(part))
    return found


def _neighbourhoods(system: System) -> Iterable[System]:
    """What each connected group of failures can reach, as systems of their own.

    Numbers of a failing identity may change, and those that stand in an identity with one of them
    (to keep it holding); all identities that say something of these are part of the system.
    """
    by_number: dict[str, list[Identity]] = defaultdict(list)
    for identity in system.identities:
        for number in identity.numbers():
            by_number[number].append(identity)
    left = {i.id: i for i in system.identities if i.fails()}
    while left:
        group = [left.pop(next(iter(left)))]
        reach: set[str] = set()
        for identity in group:
            for number in identity.numbers():
                for neighbour in by_number[number]:
                    reach |= neighbour.numbers()
            for other in [i for i in left.values() if not reach.isdisjoint(i.numbers())]:
                group.append(left.pop(other.id))
        identities = {i.id: i for number in reach for i in by_number[number]}
        yield System({n: system.numbers[n] for n in reach}, list(identities.values()))


class _Model:
    """The system for CP-SAT: which numbers change, and by how many of their last digits."""

    def __init__(self, system: System) -> None:
        from ortools.sat.python import cp_model

        self._cp = cp_model
        self._system = system
        self.model = cp_model.CpModel()
        self.steps: dict[str, cp_model.IntVar] = {}
        self.changed: dict[str, cp_model.IntVar] = {}
        most = _largest_change(system)
        for number in system.numbers.values():
            steps = most // number.unit + 1
            # An amount that is printed without a minus does not get one.
            fewest = max(-steps, -(number.amount // number.unit)) if number.amount >= 0 else -steps
            self.steps[number.id] = self.model.new_int_var(fewest, steps, "")
            self.changed[number.id] = self.model.new_bool_var("")
            self.model.add(self.steps[number.id] == 0).only_enforce_if(~self.changed[number.id])
        #: By identity and reading: it holds by this reading.
        self.chosen = {
            (identity.id, place): self.model.new_bool_var("")
            for identity in system.identities
            for place in range(len(identity.readings))
        }
        for identity in system.identities:
            for place, reading in enumerate(identity.readings):
                left, choice = self.left(reading), self.chosen[identity.id, place]
                self.model.add(left <= reading.tolerance).only_enforce_if(choice)
                if identity.is_equal:
                    self.model.add(left >= -reading.tolerance).only_enforce_if(choice)
            self.model.add_bool_or(
                self.chosen[identity.id, place] for place in range(len(identity.readings))
            )

    def left(self, reading: Reading) -> cp_model.LinearExprT:
        """The difference after the changes; numbers beyond the system stay as they are."""
        return reading.difference + sum(
            sign * self._system.numbers[n].unit * self.steps[n]
            for n, sign in reading.signs.items()
            if n in self.steps
        )

    def size(self, value: cp_model.LinearExprT, largest: int) -> cp_model.IntVar:
        """The absolute value, where it is minimised."""
        size = self.model.new_int_var(0, largest, "")
        self.model.add(value <= size)
        self.model.add(-value <= size)
        return size

    def least(self, cost: cp_model.LinearExprT) -> tuple[int, cp_model.CpSolver] | None:
        """Least cost and a solution that has it; None where there is none.

        Raises :class:`TimeoutError` where neither is known after ``_EFFORT``.
        """
        self.model.minimize(cost)
        solver = self._cp.CpSolver()
        solver.parameters.num_workers = 1  # the same answer every time
        solver.parameters.random_seed = 0
        solver.parameters.max_deterministic_time = _EFFORT
        # Trying out every step of amounts with fifteen digits takes a hundred times the solution.
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        status = solver.solve(self.model)
        if status == self._cp.INFEASIBLE:
            return None
        if status != self._cp.OPTIMAL:
            raise TimeoutError(f"no answer with this effort: {solver.status_name(status)}")
        return round(solver.objective_value), solver


def _largest_change(system: System) -> int:
    """No number needs to change by more than all failures together."""
    failing = (i for i in system.identities if i.fails())
    return 2 * sum(max(abs(r.difference) for r in i.readings) for i in failing) + 2


def _solve(system: System) -> dict[str, Suspect]:
    failing = [i for i in system.identities if i.fails()]
    longest = max(len(i.numbers()) for i in system.identities)
    if _largest_change(system) * (longest + 1) > _LARGEST:
        return {}
    penalty = {n: _CHANGE + _penalty(number, failing) for n, number in system.numbers.items()}
    model = _Model(system)
    best = model.least(sum(penalty[n] * z for n, z in model.changed.items()))
    if best is None:
        return {}
    cost, solution = best
    members = [n for n, z in model.changed.items() if solution.boolean_value(z)]
    certain = [n for n in members if _is_needed(system, n, penalty, cost)]
    amounts = _amounts(system, members) if certain else {}
    shared = {n: sum(n in i.numbers() for i in failing) for n in certain}
    named: dict[str, Suspect] = {}
    for identity in failing:
        candidates = [n for n in certain if n in identity.numbers() and n in amounts]
        if candidates:
            number = max(candidates, key=lambda n: (shared[n], n))
            named[identity.id] = Suspect(
                number, amounts[number], len(_together(system, number, members)) - 1
            )
    return named


def _together(system: System, number: str, members: Collection[str]) -> set[str]:
    """The members whose changes belong together with that of ``number``, itself among them."""
    found, new = set[str](), {number}
    while new:
        found |= new
        near = {
            n for i in system.identities if not new.isdisjoint(i.numbers()) for n in i.numbers()
        }
        new = near.intersection(members) - found
    return found


def _is_needed(system: System, number: str, penalty: Mapping[str, int], cost: int) -> bool:
    """Whether every set without ``number`` is worse."""
    model = _Model(system)
    model.model.add(model.changed[number] == 0)
    model.model.add(sum(penalty[n] * z for n, z in model.changed.items()) <= cost)
    return model.least(0) is None


def _amounts(system: System, members: Collection[str]) -> dict[str, int]:
    """The amounts of a set: the smallest change, then the one that leaves least to rounding.

    A number whose amount the identities do not settle is not in the result.
    """
    model = _Model(system)
    for number, changed in model.changed.items():
        if number not in members:
            model.model.add(changed == 0)
    most = _largest_change(system)
    units = {n: system.numbers[n].unit for n in members}
    smallest = model.least(sum(model.size(units[n] * model.steps[n], 2 * most) for n in members))
    if smallest is None:
        return {}
    # Where an amount may agree with one of several places, the nearest is now settled.
    left = []
    for identity in system.identities:
        if identity.numbers().isdisjoint(members):
            continue
        for place, reading in enumerate(identity.readings):
            chosen = smallest[1].boolean_value(model.chosen[identity.id, place])
            if chosen and identity.is_equal:
                model.model.add(model.chosen[identity.id, place] == 1)
                left.append(model.size(model.left(reading), reading.tolerance))
    nearest = model.least(sum(left))
    if nearest is None:
        return {}
    amounts = {
        n: system.numbers[n].amount + units[n] * nearest[1].value(model.steps[n]) for n in members
    }
    return {n: amount for n, amount in amounts.items() if _is_settled(system, model, n)}


def _is_settled(system: System, model: _Model, number: str) -> bool:
    """Whether rounding alone leaves the number room; with more, no value is better than another."""
    lowest, highest = model.least(model.steps[number]), model.least(-model.steps[number])
    if lowest is None or highest is None:
        return False
    unit = system.numbers[number].unit
    rounding = max(
        reading.tolerance
        for identity in system.identities
        for reading in identity.readings
        if number in reading.signs
    )
    return unit * (-highest[0] - lowest[0]) <= 4 * rounding + unit


def _penalty(number: Number, failing: Iterable[Identity]) -> int:
    """How unlikely the change looks that would mend one of the failing identities alone."""
    if number.is_marked:
        return _MARKED
    corrections = {
        number.amount - reading.difference // reading.signs[number.id]
        for identity in failing
        for reading in identity.readings
        if reading.signs.get(number.id)
    }
    return _SLIP if any(is_slip(number, amount) for amount in corrections) else _OTHER


def is_slip(number: Number, amount: int) -> bool:
    """Whether ``amount`` printed as ``number`` is a slip of the hand (see the module)."""
    was, now = (str(abs(value) // number.unit) for value in (number.amount, amount))
    if number.amount * amount <= 0 or was == now:
        return False
    if was.rstrip("0") == now.rstrip("0"):
        return True
    if abs(len(was) - len(now)) == 1:
        short, long = sorted((was, now), key=len)
        return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
    if len(was) != len(now):
        return False
    differ = [i for i, (a, b) in enumerate(zip(was, now, strict=True)) if a != b]
    if len(differ) == 1:
        return True
    return (
        len(differ) == 2
        and differ[1] == differ[0] + 1
        and was[differ[0]] == now[differ[1]]
        and was[differ[1]] == now[differ[0]]
    )
