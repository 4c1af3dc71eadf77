"""When a household qualifies: day after day, as time goes on and the law as known goes on with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

import numpy as np

from cdmz_rules.decisions import blocks as many
from cdmz_rules.decisions import interpret as rows
from cdmz_rules.decisions.cases import Cases, of_one
from cdmz_rules.decisions.decision import Amount, Day, Decision, Outcome
from cdmz_rules.decisions.executor import PlanExecutor
from cdmz_rules.decisions.explore import Explorer
from cdmz_rules.decisions.situation import given
from cdmz_rules.decisions.unknowns import Unknown, of_input
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.i18n.text import Part, Text
from cdmz_rules.law.item import State
from cdmz_rules.places import JURISDICTIONS
from cdmz_rules.rulebook import catalogue
from cdmz_rules.rulebook.catalogue import all_inputs
from cdmz_rules.whatif import levers
from cdmz_rules.whatif.question import Question

MAX_YEARS = 40
MAX_SPANS = 120
LAST = date(2100, 12, 31)
GROWING_UNITS = ("months", "years")


@dataclass(frozen=True)
class Stretch:
    """Days on which the answer is the same: the first and last, the outcome, and what fails."""

    first: date
    last: date
    outcome: Outcome
    failed: tuple[str, ...]


class Span(Part):
    """Days on which the answer is the same."""

    first: Day
    last: Day
    outcome: Outcome
    failed: list[Text]


class Lapse(Part):
    """A value of the law that is another on a later day.

    Attributes:
        until: The last day on which it stands.
        then: What stands afterwards: ``known`` (another value), ``unknown`` or ``not_in_force``.
    """

    path: str
    label: Text
    place: str
    until: Day
    then: Literal["known", "unknown", "not_in_force"]


class Wait(Part):
    """A clause that fails on the first day, and from when on it holds; None if it does not within the days looked at."""

    id: str
    label: Text
    gap: Text | None
    holds_from: Day | None


class When(Part):
    """From when on a household qualifies, if nothing changes but the day.

    Attributes:
        first: The first day on which it is entitled for certain; None if there is none.
        stops: The first day after it on which that is no longer so; None if there is none.
        looked_until: The last day looked at.
        amount: What it is entitled to on the first day.
        waits: The clauses that fail on the day asked about, and from when on each holds.
        stopped_by: The clauses that fail on the day on which it stops.
        lapses: What of the law that the answer rests on today is another by the first day (by the last one looked at, if there is none).
        stops_with: What of the law is another on the day on which it stops.
        grows: The inputs that grow with time.
        stays: Inputs counted in months or years that are taken to stay as they are.
        spans: Day by day, the answers.
    """

    benefit: str
    label: Text
    date: Day
    reform: str | None
    reform_title: Text | None
    outcome: Outcome
    first: Day | None
    stops: Day | None
    looked_until: Day
    amount: Amount | None
    waits: list[Wait]
    stopped_by: list[Text]
    lapses: list[Lapse]
    stops_with: list[Lapse]
    grows: list[Text]
    stays: list[Text]
    spans: list[Span]


def when(asked: Question, years: int = 10) -> When:
    """The first day, from the day asked about on, on which a household is entitled, and the day on which that ends.

    Args:
        asked: The household, the benefit, the first day and the law; what is given as of that day (an age, months) is kept as a day.
        years: So many years are looked at.

    Raises:
        InputError: if the years are not within 1 and 40.
    """
    stretches = list(timeline(asked, years))
    entitled = next((each for each in stretches if each.outcome is Outcome.ELIGIBLE), None)
    after = [each for each in stretches if entitled and each.first > entitled.first]
    stop = next((each for each in after if each.outcome is not Outcome.ELIGIBLE), None)
    today, until = asked.decision, stretches[-1].last
    then = asked.decided(day=entitled.first) if entitled else None
    before_stop = asked.decided(day=stop.first - timedelta(days=1)) if stop else None
    grows, stays = _with_time(asked)
    info, reform = catalogue.benefit(asked.benefit), asked.reform
    return When(
        benefit=info.id,
        label=info.label,
        date=asked.day,
        reform=reform.name if reform else None,
        reform_title=catalogue.text(reform.title) if reform else None,
        outcome=today.outcome,
        first=entitled.first if entitled else None,
        stops=stop.first if stop else None,
        looked_until=until,
        amount=then.amount if then else None,
        waits=[_wait(clause.id, clause.gap, stretches) for clause in today.conditions if clause.status == "fails"],
        stopped_by=[_label(name) for name in stop.failed] if stop else [],
        lapses=_lapses(asked, today, entitled.first if entitled else until),
        stops_with=_lapses(asked, before_stop, stop.first) if stop and before_stop else [],
        grows=grows,
        stays=stays,
        spans=[_span(each) for each in stretches[:MAX_SPANS]],
    )


def timeline(asked: Question, years: int) -> Iterator[Stretch]:
    """The answers from the day asked about on, equal days joined.

    Raises:
        InputError: if the years are not within 1 and 40.
    """
    if not 1 <= years <= MAX_YEARS:
        words = f"应为1至{MAX_YEARS}年", f"{years} is not within 1 and {MAX_YEARS} years"
        raise InputError([Problem("out_of_range", "years", *words, f"1–{MAX_YEARS}")])
    end = min(LAST, asked.day + timedelta(days=round(365.25 * years)))
    days = np.arange(np.datetime64(asked.day), np.datetime64(end) + 1)
    begun: Stretch | None = None
    for day, outcome, failed in _answers(asked, days):
        if begun is not None and (begun.outcome, begun.failed) == (outcome, failed):
            begun = replace(begun, last=day)
            continue
        if begun is not None:
            yield begun
        begun = Stretch(day, day, outcome, failed)
    if begun is not None:
        yield begun


def _answers(asked: Question, days: np.ndarray) -> Iterator[tuple[date, Outcome, tuple[str, ...]]]:
    """The answer of every day: of those on which all is known in one run, of others where something may have changed."""
    cases, clock = _on(asked, days), asked.clock
    known = many.known(asked.law, cases, asked.benefit)
    eventful = np.flatnonzero(_eventful(asked, days, known))
    found = _explored(asked, cases, np.flatnonzero(known))
    for part in clock.parts(eventful.tolist()):
        found |= _explored(asked, cases, np.array(part))
    wanted, last = set(eventful.tolist()), None
    for row, day in enumerate(days.astype(object)):
        if row in wanted and row not in found:
            if clock.over and last is not None:
                return
            found |= _explored(asked, cases, np.array([row]))
        last = found.get(row, last)
        assert last is not None, "the first day is always looked at"
        yield day, *last


def _on(asked: Question, days: np.ndarray) -> Cases:
    one = of_one(asked.case, asked.day)
    told = {
        key: column._replace(values=np.broadcast_to(column.values, (len(days),))) for key, column in one.told.items()
    }
    return Cases(len(days), one.roles, one.there, told, days)


def _explored(asked: Question, cases: Cases, chosen: np.ndarray) -> dict[int, tuple[Outcome, tuple[str, ...]]]:
    """The answers of some days, in one run for all.

    Where a missing input can be something else from day to day, a day is answered only if it is asked about alone.
    """
    runs, outputs = PlanExecutor(catalogue.beside(asked.benefit)), catalogue.outputs(asked.benefit)
    clauses = catalogue.clauses(asked.benefit)
    found: dict[int, tuple[Outcome, tuple[str, ...]]] = {}
    some = cases.take(chosen)
    for era in many.by_formulas(asked.law, some, asked.benefit):
        for part, exploration in Explorer(runs, asked.law, some.take(era), outputs).all():
            if len(chosen) > 1 and not all(
                _timeless(unknown, asked, cases.days[chosen]) for unknown in exploration.unknowns
            ):
                continue
            answered = rows.answers(asked.benefit, exploration)
            for row, outcome, failed in zip(chosen[era[part]], answered.outcome, answered.failed, strict=True):
                names = tuple(name for name, fails in zip(clauses, failed, strict=True) if fails)
                found[int(row)] = rows.OUTCOMES[outcome], names
    return found


def _timeless(unknown: Unknown, asked: Question, days: np.ndarray) -> bool:
    """Whether what is unknown can be the same things on all these days; a missing day of the past lies before the day decided for."""
    if unknown.is_law:
        return True
    _, name, member = unknown.key
    ends = (date.fromisoformat(str(day)) for day in (days[0], days[-1]))
    first, last = (of_input(all_inputs()[name], member, day, asked.law).levels for day in ends)
    return first == last


def _eventful(asked: Question, days: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Days on which an answer can change though something is unknown: a version of the law begins, a month is full, a month begins."""
    law = asked.law
    starts = {start for path in _paths(asked) for start in law[path].table.starts.tolist()}
    months = days.astype("datetime64[M]")
    in_month = (days - months.astype("datetime64[D]")).astype(int)
    told = {value for _, _, value in given(asked.case) if isinstance(value, date)}
    full = {value.day - 1 for value in told} | {0}
    last = (days + 1).astype("datetime64[M]") != months
    eventful = np.isin(in_month, list(full)) | last | np.isin(days, np.array(sorted(starts), "datetime64[D]"))
    fresh = np.concatenate([[True], known[:-1]])
    return np.asarray((eventful | fresh) & ~known)


def _paths(asked: Question) -> set[str]:
    plan = asked.probe.plan
    return {path for grid in plan.under(asked.law, asked.day).grids for path in grid.paths}


def _label(name: str) -> Text:
    return catalogue.written(name).label


def _span(each: Stretch) -> Span:
    return Span(first=each.first, last=each.last, outcome=each.outcome, failed=[_label(name) for name in each.failed])


def _wait(clause: str, gap: Text | None, stretches: Sequence[Stretch]) -> Wait:
    return Wait(id=clause, label=_label(clause), gap=gap, holds_from=holds_from(clause, stretches))


def holds_from(clause: str, stretches: Sequence[Stretch]) -> date | None:
    """The first day on which a clause that fails no longer does."""
    return next((each.first for each in stretches if clause not in each.failed), None)


def _lapses(asked: Question, decision: Decision, day: date) -> list[Lapse]:
    """What a decision rests on that is another on a later day."""
    found = {}
    for source in decision.sources:
        item = asked.law[source.path]
        place = decision.place if decision.place in JURISDICTIONS else source.place
        for (start, cell), (following, then) in pairwise(item.timeline(place)):
            if start == source.start and cell.place == source.place and decision.date < following <= day:
                state = State(then.state).name.lower() if then.state is not State.REVERTS else "not_in_force"
                found[source.path] = Lapse(
                    path=source.path,
                    label=source.label,
                    place=source.place,
                    until=following - timedelta(days=1),
                    then=state,  # type: ignore[arg-type]
                )
    return list(found.values())


def _with_time(asked: Question) -> tuple[list[Text], list[Text]]:
    """The inputs given that grow with time, and those counted in months or years that stay as they are."""
    matter = set(asked.probe.plan.asked)
    told = [levers.of(name, place, asked.case) for name, place, _ in given(asked.case) if (name, place) in matter]
    grows = [lever.label for lever in told if lever.info.kind == "date" and not lever.info.future]
    stays = [lever.label for lever in told if lever.info.unit in GROWING_UNITS]
    return grows, stays
