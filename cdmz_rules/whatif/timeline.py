"""The answers of many days: of those on which all is known in one run, of others where something may have changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.cases import Cases
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.decisions.explore import explore_all
from cdmz_rules.decisions.explore import known as known_rows
from cdmz_rules.decisions.interpret import OUTCOMES, answers
from cdmz_rules.decisions.situation import given
from cdmz_rules.decisions.unknowns import Unknown, of_input
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.whatif.question import Question

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


def timeline(question: Question, years: int) -> Iterator[Stretch]:
    """The answers from the day asked about on, equal days joined.

    Raises:
        InputError: if the years are not within 1 and 40.
    """
    if not 1 <= years <= MAX_YEARS:
        words = f"应为1至{MAX_YEARS}年", f"{years} is not within 1 and {MAX_YEARS} years"
        raise InputError([Problem("out_of_range", "years", *words, f"1–{MAX_YEARS}")])
    end = min(LAST, question.day + timedelta(days=round(365.25 * years)))
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
    """The answer of every day; ends when time is over."""
    cases, clock = _on(question, days), question.clock
    known = known_rows(question.rules, cases)
    eventful = np.flatnonzero(_eventful(question, days, known)).tolist()
    verdicts = _explored(question, cases, np.flatnonzero(known))
    for part in clock.parts(eventful):
        verdicts |= _explored(question, cases, np.array(part))
    needed, last = set(eventful), None
    for row, day in enumerate(days.astype(object)):
        if row in needed and row not in verdicts:
            if clock.over and last is not None:
                return
            verdicts |= _explored(question, cases, np.array([row]))
        last = verdicts.get(row, last)
        assert last is not None, "the first day is always looked at"
        yield day, last


def _on(question: Question, days: Days) -> Cases:
    """The household on each of many days."""
    one, shape = Cases.of_one(question.rules.catalogue, question.case, question.day), (len(days),)
    columns = {key: column._replace(values=np.broadcast_to(column.values, shape)) for key, column in one.given.items()}
    return Cases(one.catalogue, len(days), one.roles, one.there, columns, days)


def _explored(question: Question, cases: Cases, chosen: Rows) -> dict[int, Verdict]:
    """The answers of some days, in one run for all.

    Where a missing input can be something else from day to day, a day is answered only if it is asked about alone.
    """
    rules = question.rules
    some = cases.take(chosen)
    verdicts: dict[int, Verdict] = {}
    for part, exploration in explore_all(rules, some):
        plain = answers(rules, exploration)
        for row, outcome, failed in zip(chosen[part], plain.outcome, plain.failed, strict=True):
            names = tuple(name for name, fails in zip(rules.clauses, failed, strict=True) if fails)
            verdicts[int(row)] = OUTCOMES[outcome], names
    return verdicts


def _timeless(unknown: Unknown, question: Question, days: Days) -> bool:
    """Whether what is unknown can be the same things on all these days; a missing day of the past lies before the day decided for."""
    if unknown.is_law:
        return True
    _, name, member = unknown.key
    rules = question.rules
    ends = (date.fromisoformat(str(day)) for day in (days[0], days[-1]))
    first, last = (of_input(rules.rulebook, rules.catalogue.inputs[name], member, day).levels for day in ends)
    return first == last


def _eventful(question: Question, days: Days, known: Bools) -> Bools:
    """Days on which an answer can change though something is unknown: a version of the law begins, a month is full, a month begins."""
    starts = np.array(sorted(_starts(question)), "datetime64[D]")
    months = days.astype("datetime64[M]")
    in_month = (days - months.astype("datetime64[D]")).astype(int)
    full = {value.day - 1 for _, _, value in given(question.case) if isinstance(value, date)} | {0}
    last = (days + 1).astype("datetime64[M]") != months
    eventful = np.isin(in_month, list(full)) | last | np.isin(days, starts)
    fresh = np.concatenate([[True], known[:-1]])
    return np.asarray((eventful | fresh) & ~known)


def _starts(question: Question) -> set[Any]:
    """The days on which a version of what the answer may rest on begins."""
    law = question.rules.law
    grids = question.probe.plan.under(law, question.day).grids
    return {start for grid in grids for path in grid.paths for start in law[path].table.starts.tolist()}
