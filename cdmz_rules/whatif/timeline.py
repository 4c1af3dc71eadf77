"""The answers of many days, decided as a table of households is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import compress
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.cases import Cases, Column
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.decisions.explore import explore_all
from cdmz_rules.decisions.interpret import OUTCOMES, outcomes
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.whatif.growth import growing
from cdmz_rules.whatif.question import Question

MAX_YEARS = 40
LAST = date(2100, 12, 31)
AT_ONCE = 400
"""So many days are decided at once: whoever looks for the first may not need more."""
STEPS_OF_BOUNDS = 4
"""A step that tells what a value can be counts for so many."""

Days = npt.NDArray[np.datetime64]


class Verdict(NamedTuple):
    """The outcome, the clauses that fail whatever is unknown, and those that hold or fail by what is unknown."""

    outcome: Outcome
    failed: tuple[str, ...]
    unsure: tuple[str, ...]


@dataclass(frozen=True)
class Stretch:
    """Days on which the answer is the same: the first and last, and the answer."""

    first: date
    last: date
    verdict: Verdict

    @property
    def outcome(self) -> Outcome:
        """The outcome."""
        return self.verdict.outcome

    @property
    def failed(self) -> tuple[str, ...]:
        """The clauses that fail, whatever is unknown."""
        return self.verdict.failed


def timeline(question: Question, years: int, until: date | None = None) -> Iterator[Stretch]:
    """The answers from the day asked about on, equal days joined.

    Args:
        question: The household, the benefit and the first day.
        years: So many years are looked at.
        until: No further than to this day.

    Raises:
        InputError: if the years are not within 1 and 40.
    """
    if not 1 <= years <= MAX_YEARS:
        words = f"应为1至{MAX_YEARS}年", f"{years} is not within 1 and {MAX_YEARS} years"
        raise InputError([Problem("out_of_range", "years", *words, f"1–{MAX_YEARS}")])
    end = min(until or LAST, LAST, question.day + timedelta(days=round(365.25 * years)))
    days = np.arange(np.datetime64(question.day), np.datetime64(end) + 1)
    begun: Stretch | None = None
    for day, verdict in _verdicts(question, days):
        if begun is not None and begun.verdict == verdict:
            begun = replace(begun, last=day)
            continue
        if begun is not None:
            yield begun
        begun = Stretch(day, day, verdict)
    if begun is not None:
        yield begun


def holds_from(clause: str, stretches: Sequence[Stretch]) -> date | None:
    """The first day on which a clause holds, whatever is unknown."""
    return next((each.first for each in stretches if clause not in each.failed + each.verdict.unsure), None)


def _verdicts(question: Question, days: Days) -> Iterator[tuple[date, Verdict]]:
    """The answer of every day, some hundred days at a time; ends where no work is left."""
    steps = len(question.probe.plan.bounded.steps)
    first = 0
    while first < len(days) and not (first and question.work.over):
        part = days[first : first + AT_ONCE]
        first += len(part)
        verdicts = _decided(question, _on(question, part))
        question.work.spend(STEPS_OF_BOUNDS * steps * len(part))
        yield from zip(part.astype(object), verdicts, strict=True)


def _on(question: Question, days: Days) -> Cases:
    """The household on each of many days: what grows with time has grown by then."""
    rules = question.rules
    one, shape = Cases.as_said(rules.catalogue, question.case, question.day), (len(days),)
    columns = {key: column._replace(values=np.broadcast_to(column.values, shape)) for key, column in one.given.items()}
    for each in growing(rules.rulebook, question.case):
        dtype = columns[each.asked].values.dtype
        columns[each.asked] = Column(each.on(days, question.day).astype(dtype), None)
    every = Cases(one.catalogue, len(days), one.roles, one.there, columns, days, ranges=one.ranges, by_day=True)
    return every.deduced()


def _decided(question: Question, cases: Cases) -> list[Verdict]:
    """The answer of each day, as a table of households is decided."""
    rules = question.rules
    verdicts: dict[int, Verdict] = {}
    for rows, exploration in explore_all(rules, cases):
        ends = [exploration.ends(name) for name in rules.clauses]
        failed = np.stack([high == 0 for _, high in ends], axis=1)
        unsure = np.stack([low != high for low, high in ends], axis=1)
        for row, outcome, *flags in zip(rows.tolist(), outcomes(rules, exploration), failed, unsure, strict=True):
            verdicts[row] = Verdict(OUTCOMES[outcome], *(tuple(compress(rules.clauses, each)) for each in flags))
    return [verdicts[row] for row in range(cases.count)]
