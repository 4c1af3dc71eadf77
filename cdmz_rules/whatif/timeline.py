"""The answers of many days: of all on which everything is known, in one run; of others on which an answer can have changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions import blocks
from cdmz_rules.decisions.cases import Cases, Column
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.decisions.explore import known as known_rows
from cdmz_rules.decisions.interpret import OUTCOMES
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.whatif.growth import growing
from cdmz_rules.whatif.moving import moving
from cdmz_rules.whatif.question import Question
from cdmz_rules.whatif.work import day_cost

MAX_YEARS = 40
LAST = date(2100, 12, 31)

Days = npt.NDArray[np.datetime64]
Rows = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]
Verdict = tuple[Outcome, tuple[str, ...]]
"""The outcome, and the clauses that fail."""


@dataclass(frozen=True)
class Stretch:
    """Days on which the answer is the same: the first and last, the outcome, and what fails."""

    first: date
    last: date
    outcome: Outcome
    failed: tuple[str, ...]


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
    for day, (outcome, failed) in _verdicts(question, days):
        if begun is not None and (begun.outcome, begun.failed) == (outcome, failed):
            begun = replace(begun, last=day)
            continue
        if begun is not None:
            yield begun
        begun = Stretch(day, day, outcome, failed)
    if begun is not None:
        yield begun


def holds_from(clause: str, stretches: Sequence[Stretch]) -> date | None:
    """The first day on which a clause that fails no longer does."""
    return next((each.first for each in stretches if clause not in each.failed), None)


def _verdicts(question: Question, days: Days) -> Iterator[tuple[date, Verdict]]:
    """The answer of every day; ends where no work is left."""
    cases = _on(question, days)
    known = known_rows(question.rules, cases)
    verdicts = _decided(question, cases, np.flatnonzero(known))
    looked_at = np.flatnonzero(_moving(question, cases, known)).tolist()
    each = day_cost(question.decision) if looked_at else 1
    able = max(1, question.work.left // each)
    verdicts |= _decided(question, cases, np.array(looked_at[:able], np.intp))
    question.work.spend(each * len(looked_at[:able]))
    ends = looked_at[able] if len(looked_at) > able else len(days)
    last: Verdict | None = None
    for row, day in enumerate(days[:ends].astype(object)):
        last = verdicts.get(row, last)
        assert last is not None, "the first day is always looked at"
        yield day, last


def _on(question: Question, days: Days) -> Cases:
    """The household on each of many days: what grows with time has grown by then."""
    rules = question.rules
    one, shape = Cases.of_one(rules.catalogue, question.case, question.day), (len(days),)
    columns = {key: column._replace(values=np.broadcast_to(column.values, shape)) for key, column in one.given.items()}
    for each in growing(rules.rulebook, question.case):
        dtype = columns[each.asked].values.dtype
        columns[each.asked] = Column(each.on(days, question.day).astype(dtype), None)
    return Cases(one.catalogue, len(days), one.roles, one.there, columns, days, ranges=one.ranges)


def _decided(question: Question, cases: Cases, chosen: Rows) -> dict[int, Verdict]:
    """The answers of some days, as a table of households is decided."""
    rules = question.rules
    verdicts: dict[int, Verdict] = {}
    if not len(chosen):
        return verdicts
    for part, plain in blocks.decide(rules, cases.take(chosen)):
        for row, outcome, failed in zip(chosen[part], plain.outcome, plain.failed, strict=True):
            names = tuple(name for name, fails in zip(rules.clauses, failed, strict=True) if fails)
            verdicts[int(row)] = OUTCOMES[outcome], names
    return verdicts


def _moving(question: Question, cases: Cases, known: Bools) -> Bools:
    """Of the days on which something is unknown, those on which an answer can be another than on the day before."""
    if known.all():
        return np.zeros(cases.count, bool)
    rules, changes = question.rules, np.zeros(cases.count, bool)
    for era in blocks.by_formulas(rules, cases):
        some = cases.take(era)
        changes[era] = moving(rules, rules.plan(some.first_day, some.roles, rules.beside), some)
    fresh = np.concatenate([[True], known[:-1]])
    return np.asarray((changes | fresh) & ~known)
