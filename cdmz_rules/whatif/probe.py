"""One household in many variants at once: what each is entitled to, and what moves it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.cases import Cases, Column, open_day, stored
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.decisions.exploration import BOUNDS, Exploration
from cdmz_rules.decisions.explore import explore_all
from cdmz_rules.decisions.figure import Bound
from cdmz_rules.decisions.interpret import OUTCOMES, answers
from cdmz_rules.decisions.situation import OpenDay, Situation
from cdmz_rules.decisions.unknowns import BOUNDLESS, of_law
from cdmz_rules.decisions.worlds import Worlds
from cdmz_rules.law.item import Cell
from cdmz_rules.law.law import Law
from cdmz_rules.plan import Asked, Plan
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.rulebook import BenefitRules
from cdmz_rules.whatif import slopes
from cdmz_rules.whatif.switches import switches
from cdmz_rules.whatif.work import Work


@dataclass(frozen=True)
class Variant:
    """A household with some of its inputs changed.

    Attributes:
        changes: The inputs that differ from the case; a value of None takes one away.
        along: The input along which it is followed; None if it is not.
    """

    changes: Mapping[Asked, Any]
    along: Asked | None = None


@dataclass(frozen=True)
class Answer:
    """What a variant is entitled to.

    Attributes:
        outcome: About eligibility.
        failed: The clauses that fail, whatever is unknown.
        unsure: The clauses that hold or fail, depending on what is unknown.
        bound: How certain the amount is.
        lower: It is at least this; None if nothing is known.
        upper: It is at most this; None if nothing is known.
        smooth: The amount before the law's rounding, or the most it can be; NaN if nothing bounds it or it was not followed.
        slope: How much of it one more unit of the input brings.
        curved: Whether something on the way is not straight in the input.
        sides: On which side of every switch it is, in every world.
        top: The same, in the world in which the amount is greatest.
        roots: By how many units of the input it is away from each switch, as far as formulas are straight.
    """

    outcome: Outcome
    failed: tuple[str, ...]
    unsure: tuple[str, ...]
    bound: Bound
    lower: float | None
    upper: float | None
    smooth: float = float("nan")
    slope: float = 0.0
    curved: bool = False
    sides: bytes = b""
    top: bytes = b""
    roots: tuple[float, ...] = ()

    @property
    def verdict(self) -> tuple[Any, ...]:
        """What tells one answer from another beside its amount."""
        return self.outcome, self.failed, self.unsure, self.bound

    @property
    def value(self) -> float | None:
        """The amount, if it is exact."""
        return self.lower if self.bound == "exact" else None


@dataclass(frozen=True)
class Probe:
    """Answers about one benefit for variants of one household.

    Attributes:
        rules: The benefit, under the law asked about.
        case: The household.
        day: The day decided for.
        work: The work that is left for the question.
    """

    rules: BenefitRules
    case: Situation
    day: date
    work: Work = field(default_factory=Work)

    @cached_property
    def plan(self) -> Plan:
        """The formulas, as the answers' own runs have them."""
        return self.rules.plan(self.day, self.case.roles, self.rules.beside)

    def answers(self, variants: Sequence[Variant]) -> list[Answer]:
        """What each variant is entitled to, in one run for all to whom the same is unknown."""
        if not variants:
            return []
        rules = self.rules
        cases = variants_of(rules.catalogue, self.case, self.day, variants)
        by_row: dict[int, Answer] = {}
        for part, exploration in explore_all(rules, cases):
            some = [variants[row] for row in part]
            self.work.spend(len(part) * len(exploration.worlds.matrix) * len(self.plan.traced.graph.symbols))
            by_row |= zip(part.tolist(), self._read(cases.take(part), some, exploration), strict=True)
        return [by_row[row] for row in range(len(variants))]

    def _read(self, cases: Cases, variants: Sequence[Variant], exploration: Exploration) -> Iterator[Answer]:
        rules, plain = self.rules, answers(self.rules, exploration)
        amount, unit = plain.amounts[rules.id], rules.catalogue.unit(rules.id)
        ends = [exploration.ends(name) for name in rules.clauses]
        unsure = np.stack([low != high for low, high in ends])
        along = any(variant.along is not None for variant in variants)
        followed = self._follow(cases, variants, exploration) if along else [{}] * cases.count
        for row in range(cases.count):
            figure, outcome = amount.figure(rules.id, unit, row), OUTCOMES[plain.outcome[row]]
            known = outcome is not Outcome.RULE_UNKNOWN
            sure = known and (figure.value is not None or figure.upper is not None)
            yield Answer(
                outcome,
                tuple(name for name, fails in zip(rules.clauses, plain.failed[row], strict=True) if fails),
                tuple(name for name, open_ in zip(rules.clauses, unsure[:, row], strict=True) if open_),
                BOUNDS[amount.bound[row]],
                figure.lower,
                figure.upper,
                **(followed[row] if sure else {**followed[row], **_UNBOUNDED}),
            )

    def _follow(self, cases: Cases, variants: Sequence[Variant], exploration: Exploration) -> list[dict[str, Any]]:
        last = [len(unknown.levels) - 1 for unknown in exploration.unknowns]
        matrix = np.array(
            [[0] * len(last), last] if last else [[]], np.intp
        )  # everything at its best, and at its worst
        worlds = Worlds(self.rules.rulebook, self.day, cases.roles, exploration.unknowns, matrix)
        shape = (cases.count, worlds.count)
        frame = _frame(self.plan, self.rules.law, cases, worlds)
        seeds = {
            number: np.array([[float(variant.along == asked)] for variant in variants])
            for number, asked in enumerate(self.plan.asked)
            if any(variant.along == asked for variant in variants) and _moves(self.rules.catalogue, asked)
        }
        tangents = slopes.follow(self.plan.traced, frame, seeds)
        result = self.plan.traced.values[self.rules.id, None]
        amount = tangents.steps[id(result)]
        smooth, slope = (np.broadcast_to(part, shape) for part in (amount.smooth, amount.slope))
        curved = np.asarray(np.broadcast_to(tangents.curved, shape).any(axis=1))
        sides = np.stack([np.broadcast_to(side, shape) for side in tangents.switches], axis=1)
        roots = np.stack([np.broadcast_to(root, shape) for root in _roots(tangents)], axis=1)
        top = np.argmax(smooth, axis=1)
        return [
            {
                "smooth": float(smooth[row, top[row]]),
                "slope": float(slope[row, top[row]]),
                "curved": bool(curved[row]),
                "sides": sides[row].tobytes(),
                "top": np.ascontiguousarray(sides[row, :, top[row]]).tobytes(),
                "roots": tuple(np.unique(roots[row][np.isfinite(roots[row])]).tolist()),
            }
            for row in range(cases.count)
        ]

    def switched(self, one: Answer, other: Answer) -> list[str]:
        """The variables whose formulas take another way in one answer than in another."""
        names = switches(self.plan.traced).values()
        pairs = zip(names, one.top, other.top, strict=True) if one.top and other.top else ()
        return list(dict.fromkeys(name for name, a, b in pairs if a != b and name))


_UNBOUNDED = {"smooth": float("nan"), "slope": 0.0}


def _moves(catalogue: Catalogue, asked: Asked) -> bool:
    return catalogue.inputs[asked.name].kind in ("money", "number")


def _roots(tangents: slopes.Tangents) -> list[npt.NDArray[np.float64]]:
    with np.errstate(all="ignore"):
        pairs = zip(tangents.gaps, tangents.rates, strict=True)
        roots = [np.where(rate == 0, np.nan, -gap / rate) for gap, rate in pairs]
        return [np.where(np.abs(root) < BOUNDLESS / 1e3, root, np.nan) for root in roots]


@dataclass(frozen=True)
class _Gaps:
    """What stands in for an unknown in each world; see `cdmz_rules.plan.Gaps`."""

    law_in_force: Law
    plan: Plan
    worlds: Worlds

    def law(self, _: int, cell: Cell, __: Any) -> Any:
        return self.worlds.column(of_law(self.law_in_force[cell.path], cell)).astype(np.float64)

    def input(self, asked: int, _: Any) -> Any:
        return self.worlds.of_input(*self.plan.asked[asked])


def _frame(plan: Plan, law: Law, cases: Cases, worlds: Worlds) -> slopes.FollowedFrame:
    """The variants downward, the worlds across."""

    def down(array: Any) -> Any:
        return array if not isinstance(array, np.ndarray) or len(array) == 1 else array[:, None]

    columns = [cases.column(asked) for asked in plan.asked]
    return slopes.FollowedFrame(
        asked=plan.asked,
        columns=[down(values) for values, _ in columns],
        missing=[down(missing) for _, missing in columns],
        there=[np.ones(1, bool) if there is None else down(there) for there in cases.there],
        law=plan.under(law, cases.day),
        days=cases.days,
        gaps=_Gaps(law, plan, worlds),
    )


def variants_of(catalogue: Catalogue, case: Situation, day: date, variants: Sequence[Variant]) -> Cases:
    """Variants of a household as the rows of a run."""
    base, count = Cases.as_said(catalogue, case, day), len(variants)
    changed = dict.fromkeys(asked for variant in variants for asked in variant.changes)
    given = {
        asked: Column(np.broadcast_to(column.values, (count,)), None)
        for asked, column in base.given.items()
        if asked not in changed
    }
    ranges = {asked: span for asked, span in base.ranges.items() if asked not in changed}
    for asked in changed:
        unchanged = case.ranges.get((asked.name, asked.place)) or _given(case, asked).get(asked.name)
        values = [variant.changes.get(asked, unchanged) for variant in variants]
        exact = [None if isinstance(value, OpenDay) else value for value in values]
        known = np.array([value is not None for value in exact])
        column = stored(catalogue.variables[asked.name], exact)
        given[asked] = Column(column, None if known.all() else known)
        if any(isinstance(value, OpenDay) for value in values):
            low, high = catalogue.inputs[asked.name].bounds
            ranges[asked] = open_day(
                [value if isinstance(value, OpenDay) else OpenDay(low, min(high, day), "", 0) for value in values]
            )
    return Cases(catalogue, count, base.roles, base.there, given, base.days, ranges=ranges).deduced()


def _given(case: Situation, asked: Asked) -> Mapping[str, Any]:
    return case.household if asked.place is None else case.persons[asked.place]
