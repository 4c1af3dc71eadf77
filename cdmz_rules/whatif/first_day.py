"""When a household qualifies: day after day, as time goes on and the law as known goes on with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby, islice, pairwise
from typing import Literal

from cdmz_rules.decisions.decision import Day, Decision, Outcome
from cdmz_rules.decisions.explanation import Amount, Clause, Missing
from cdmz_rules.decisions.explanation import Question as Open
from cdmz_rules.decisions.situation import given
from cdmz_rules.i18n.text import Part, Text, text
from cdmz_rules.law.item import State
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.whatif import levers
from cdmz_rules.whatif.growth import MONTHS
from cdmz_rules.whatif.question import Question
from cdmz_rules.whatif.timeline import Stretch, holds_from, timeline

MAX_SPANS = 120


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
    """A clause that fails on the first day, and from when on it holds for certain; None if it does not within the days looked at."""

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
        waits: The clauses that fail on the day asked about, and from when on each holds for certain.
        stopped_by: The clauses that fail on the day on which it stops; if none does for certain, those that may.
        lapses: What of the law that the answer rests on today is another by the first day (by the last one looked at, if there is none).
        stops_with: What of the law is another on the day on which it stops.
        grows: The inputs that grow with time.
        provided: What somebody has to go on with for months or years that are counted to grow, such as to go on paying.
        stays: Inputs counted in months or years that are taken to stay as they are.
        spans: Day by day, the answers.
        missing_law: What no text gives on the day asked about, and whom to ask.
        next_questions: What nobody told and matters on that day.
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
    provided: list[Text]
    stays: list[Text]
    spans: list[Span]
    missing_law: list[Missing]
    next_questions: list[Open]


def when(question: Question, years: int = 10) -> When:
    """The first day, from the day asked about on, on which a household is entitled, and the day on which that ends.

    Args:
        question: The household, the benefit, the first day and the law; what is given as of that day (an age, months) is kept as a day.
        years: So many years are looked at.

    Raises:
        InputError: if the years are not within 1 and 40.
    """
    stretches = list(timeline(question, years))
    entitled = next((each for each in stretches if each.outcome is Outcome.ELIGIBLE), None)
    after = [each for each in stretches if entitled and each.first > entitled.first]
    stop = next((each for each in after if each.outcome is not Outcome.ELIGIBLE), None)
    today, until = question.decision, stretches[-1].last
    then = question.decided(day=entitled.first) if entitled else None
    before_stop = question.decided(day=stop.first - timedelta(days=1)) if stop else None
    grows, stays, provided = _with_time(question)
    rules, catalogue, reform = question.rules, question.rules.catalogue, question.rules.reform
    return When(
        benefit=rules.id,
        label=rules.info.label,
        date=question.day,
        reform=reform.name if reform else None,
        reform_title=text(reform.title) if reform else None,
        outcome=today.outcome,
        first=entitled.first if entitled else None,
        stops=stop.first if stop else None,
        looked_until=until,
        amount=then.amount if then else None,
        waits=[_wait(clause, stretches) for clause in today.conditions if clause.status == "fails"],
        stopped_by=_labels(catalogue, stop.failed or stop.verdict.unsure) if stop else [],
        lapses=_lapses(question, today, entitled.first if entitled else until),
        stops_with=_lapses(question, before_stop, stop.first) if stop and before_stop else [],
        grows=grows,
        provided=provided,
        stays=stays,
        spans=list(islice(_spans(catalogue, stretches), MAX_SPANS)),
        missing_law=today.missing_law,
        next_questions=today.next_questions,
    )


def _labels(catalogue: Catalogue, names: Sequence[str]) -> list[Text]:
    return [catalogue.words(name).label for name in names]


def _spans(catalogue: Catalogue, stretches: Sequence[Stretch]) -> Iterator[Span]:
    for (outcome, failed), same in groupby(stretches, key=lambda each: (each.outcome, each.failed)):
        first, *more = same
        last = [first, *more][-1].last
        yield Span(first=first.first, last=last, outcome=outcome, failed=_labels(catalogue, failed))


def _wait(clause: Clause, stretches: Sequence[Stretch]) -> Wait:
    return Wait(id=clause.id, label=clause.label, gap=clause.gap, holds_from=holds_from(clause.id, stretches))


def _lapses(question: Question, decision: Decision, day: date) -> list[Lapse]:
    """What a decision rests on that is another on a later day."""
    law, lapses = question.rules.law, {}
    for source in decision.sources:
        item = law[source.path]
        place = decision.place if decision.place in law.places else source.place
        for (start, cell), (following, then) in pairwise(item.timeline(place)):
            if start == source.start and cell.place == source.place and decision.date < following <= day:
                state = State(then.state).name.lower() if then.state is not State.REVERTS else "not_in_force"
                lapses[source.path] = Lapse(
                    path=source.path,
                    label=source.label,
                    place=source.place,
                    until=following - timedelta(days=1),
                    then=state,  # type: ignore[arg-type]
                )
    return list(lapses.values())


def _with_time(question: Question) -> tuple[list[Text], list[Text], list[Text]]:
    """The inputs given that grow with time, those counted in months or years that stay as they are, and what has to go on for the first."""
    case, matter, grows = question.case, set(question.probe.plan.asked), question.rules.rulebook.registry.grows
    told = [*((name, place) for name, place, _ in given(case)), *case.ranges]
    names = [key for key in told if key in matter]
    inputs = [levers.of(question.rules.catalogue, name, place, case) for name, place in names]
    days = [lever for lever in inputs if lever.info.kind == "date" and not lever.info.future]
    counted = [lever for lever in inputs if lever.info.name in grows]
    stays = [lever for lever in inputs if lever.info.unit in MONTHS and lever not in counted]
    meanwhile = dict.fromkeys(grows[lever.info.name] for lever in counted)
    return (
        [lever.label for lever in days + counted],
        [lever.label for lever in stays],
        [text(each) for each in meanwhile],
    )
