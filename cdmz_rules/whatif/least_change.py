"""The least change that helps: which input, how far, and which clause asks for it.

Every input that a household can change is followed as in a sweep, from where it stands to either side; other days and other cities are
tried too. What fails for two reasons needs two changes: they are named together, and the whole is decided once more before it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Any, Literal

from cdmz_rules.decisions.compare import FOUR_CITIES, city_of, moved
from cdmz_rules.decisions.decision import Amount, Clause, Day, Decision, Missing, Outcome, Scalar
from cdmz_rules.decisions.decision import Question as Open
from cdmz_rules.decisions.situation import given
from cdmz_rules.decisions.wording import quantity
from cdmz_rules.errors import InputError, Problem
from cdmz_rules.files import paths
from cdmz_rules.files import yaml as yamls
from cdmz_rules.i18n.text import Part, Text
from cdmz_rules.places import JURISDICTIONS
from cdmz_rules.plan import Asked
from cdmz_rules.rulebook import catalogue
from cdmz_rules.rulebook.catalogue import InputInfo
from cdmz_rules.whatif import changes, levers
from cdmz_rules.whatif.causes import Cause, cause
from cdmz_rules.whatif.first_day import Stretch, holds_from, timeline
from cdmz_rules.whatif.levers import Lever
from cdmz_rules.whatif.lines import Line, reaches, settle
from cdmz_rules.whatif.probe import Answer, Variant
from cdmz_rules.whatif.question import Question

MAX_CHANGES = 12
EACH = (0, 12, 4, 3, 2)
"""Of so many clauses that fail at once, how many ways to mend each are tried together; one, if more fail."""
YEARS_AHEAD = 10
YEARS_BACK = 20 * 365
A_YEAR = {"months": 12.0, "date": 365.0}
CITY = 2.0
"""Sizes: a year is one, and so is as much money again as there is, one member or home more, or another choice; another city is two."""


class Shift(Part):
    """One thing that changes.

    Attributes:
        kind: ``input``, ``date`` (the day decided for) or ``city`` (the household lives there instead).
        words: By how much.
        clauses: The clauses that fail now and hold then.
        size: How large the change is, to rank by; see `CITY`.
    """

    kind: Literal["input", "date", "city"]
    name: str
    label: Text
    unit: str
    before: Scalar
    after: Scalar
    words: Text
    clauses: list[Cause]
    size: float


class Change(Part):
    """Shifts that together make the household entitled, or lift the amount so far, and what it then is entitled to.

    Attributes:
        moves: The steps of the amount that come out differently, in the order in which a clerk would write them down.
    """

    shifts: list[Shift]
    outcome: Outcome
    amount: Amount
    size: float
    moves: list[Text]


class Least(Part):
    """The least changes that help.

    Attributes:
        goal: The amount asked for; None if entitlement is.
        reached: Whether it is so already.
        fails: The clauses that fail as things stand, each with line and gap.
        changes: What helps, the smallest first.
        complete: Whether everything was tried: time may be up, or points too many.
        stuck: Of the clauses that fail, those that nothing the household can change would mend; none unless everything was tried.
        missing_law: What no text gives, and whom to ask: as long as it is unknown nothing is certain to help.
        next_questions: What nobody told and matters.
    """

    benefit: str
    label: Text
    date: Day
    reform: str | None
    reform_title: Text | None
    outcome: Outcome
    amount: Amount
    goal: float | None
    reached: bool
    fails: list[Clause]
    changes: list[Change]
    complete: bool
    stuck: list[Text]
    missing_law: list[Missing]
    next_questions: list[Open]


@dataclass(frozen=True)
class _Way:
    """A single thing to change, and what fails then."""

    shift: Shift
    reached: bool
    mends: frozenset[str]
    changes: Mapping[Asked, Any] = field(default_factory=dict)
    day: date | None = None
    decision: Decision | None = None


@lru_cache(maxsize=1)
def fixed() -> frozenset[str]:
    """The inputs that nobody can change, as registered."""
    return frozenset(yamls.read(paths.REGISTRY / "what_if.yaml")["fixed"])


def least_change(asked: Question, goal: float | None = None) -> Least:
    """What would make a household entitled, or lift its amount to a goal, by the least change.

    Args:
        asked: The household, the benefit, the day and the law.
        goal: The amount looked for, in the benefit's unit; entitlement alone if None.

    Raises:
        InputError: if the goal is no amount above nothing.
    """
    if goal is not None and not 0 < goal <= 1e12:
        raise InputError([Problem("out_of_range", "goal", "目标应大于0", "the goal must be above nothing", "0.01–")])
    today = asked.decision
    failing = tuple(clause.id for clause in today.conditions if clause.status == "fails")
    reached = _reached(today, goal)
    able = [] if reached else _able(asked, failing)
    lines = [_line(lever, asked, goal) for lever in able if levers.countable(lever.info)]
    settle(asked.probe, lines, asked.clock)
    counted = [way for line in lines for way in _counted(line, asked, failing, goal)]
    chosen = _chosen(able, asked, failing, goal)
    ways = [] if reached else [*counted, *chosen, *_days(asked, failing, goal), *_cities(asked, goal)]
    found = [] if reached else [*_alone(asked, ways), *_together(asked, failing, ways, goal)]
    mended = frozenset[str]().union(*(way.mends for way in ways))
    complete = all(line.settled for line in lines) and not asked.clock.over
    info, reform = catalogue.benefit(asked.benefit), asked.reform
    return Least(
        benefit=info.id,
        label=info.label,
        date=asked.day,
        reform=reform.name if reform else None,
        reform_title=catalogue.text(reform.title) if reform else None,
        outcome=today.outcome,
        amount=today.amount,
        goal=goal,
        reached=reached,
        fails=[clause for clause in today.conditions if clause.status == "fails"],
        changes=sorted(found, key=lambda change: (change.size, len(change.shifts)))[:MAX_CHANGES],
        complete=complete,
        stuck=[]
        if reached or not complete
        else [catalogue.written(name).label for name in failing if name not in mended],
        missing_law=today.missing_law,
        next_questions=today.next_questions,
    )


def _reached(decision: Decision, goal: float | None) -> bool:
    lower = decision.amount.lower
    if decision.outcome is not Outcome.ELIGIBLE:
        return False
    return goal is None or (lower is not None and round(lower * 100) >= round(goal * 100))


def _able(asked: Question, failing: Sequence[str]) -> list[Lever]:
    """What the household told that matters and that it can change."""
    able = [levers.of(name, place, asked.case) for name, place, _ in given(asked.case) if name not in fixed()]
    behind = frozenset[str]().union(*(catalogue.behind(name, "") for name in failing or (asked.benefit,)))
    return [lever for lever in able if lever.info.name in behind]


def _counted(line: Line, asked: Question, failing: Sequence[str], goal: float | None) -> Iterator[_Way]:
    """Ways by one input that is a number or a day."""
    for step, answer in _nearest(line, failing, goal):
        yield _by_input(asked, line.lever, line.lever.value(step), answer, failing, goal)


def _chosen(able: Sequence[Lever], asked: Question, failing: Sequence[str], goal: float | None) -> Iterator[_Way]:
    """Ways by one input that is a choice."""
    chosen = [(lever, value) for lever in able for value in _choices(lever.info) if value != lever.value_in(asked.case)]
    for part in asked.clock.parts(chosen):
        answers = asked.probe.answers([Variant({lever.asked: value}) for lever, value in part])
        for (lever, value), answer in zip(part, answers, strict=True):
            yield _by_input(asked, lever, value, answer, failing, goal)


def _line(lever: Lever, asked: Question, goal: float | None) -> Line:
    low, high = (lever.step(end) for end in levers.bounds(lever, asked.day))
    own = lever.step(lever.value_in(asked.case))
    if lever.info.kind == "date":
        low, high = max(low, own - YEARS_BACK), min(high, own + YEARS_BACK)
    return Line(lever, low, high, own=own, goal=goal)


def _choices(info: InputInfo) -> list[Any]:
    """What else could be chosen; where a household lives or works is a city's matter."""
    if info.kind == "yes_no":
        return [True, False]
    if info.kind != "choice" or "chengdu" in (info.choices or {}) or info.name.endswith("_zone"):
        return []
    return list(info.choices or {})


def _nearest(line: Line, failing: Sequence[str], goal: float | None) -> Iterator[tuple[int, Answer]]:
    """The points nearest to where the case stands, to either side: of each clause that fails, where it is mended, and where all is."""
    own = line.own or 0
    told: set[int] = set()
    for wanted in (None, *failing):
        for side in (-1, 1):
            steps = [step for step in line.points if (step - own) * side > 0]
            good = [step for step in steps if _good(line.points[step], wanted, failing, goal)]
            nearest = min(good, key=lambda step: abs(step - own), default=None)
            if nearest is not None and nearest not in told:
                told.add(nearest)
                yield nearest, line.points[nearest]


def _good(answer: Answer, wanted: str | None, failing: Sequence[str], goal: float | None) -> bool:
    return reaches(answer, goal) if wanted is None else wanted in _mended(answer, failing)


def _mended(answer: Answer, failing: Sequence[str]) -> frozenset[str]:
    """The clauses that hold for certain then and fail now; none, if others fail that hold now."""
    if set(answer.failed) - set(failing):
        return frozenset()
    return frozenset(failing) - set(answer.failed) - set(answer.unsure)


def _by_input(
    asked: Question, lever: Lever, value: Any, answer: Answer, failing: Sequence[str], goal: float | None
) -> _Way:
    own, info, mends = lever.value_in(asked.case), lever.info, _mended(answer, failing)
    shift = Shift(
        kind="input",
        name=lever.name,
        label=lever.label,
        unit=info.unit,
        before=own,
        after=value,
        words=_by_how_much(info, own, value),
        clauses=[cause(name) for name in failing if name in mends],
        size=_size(info, own, value),
    )
    return _Way(shift, reaches(answer, goal), mends, {lever.asked: value})


def _by_how_much(info: InputInfo, own: Any, value: Any) -> Text:
    if info.kind == "date":
        days = abs((value - own).days)
        zh, en = ("提前", "earlier") if value < own else ("推迟", "later")
        return Text(zh=f"{zh} {days} 天", en=f"{days} days {en}")
    if info.kind in ("money", "number"):
        by = quantity(round(abs(value - own), 6), info.unit)
        more = value > own
        return Text(zh=f"{'增加' if more else '减少'} {by.zh}", en=f"{by.en} {'more' if more else 'less'}")
    words = quantity(value, info.unit) if isinstance(value, bool) else (info.choices or {})[value]
    return Text(zh=f"改为{words.zh}", en=f"{words.en} instead")


def _size(info: InputInfo, own: Any, value: Any) -> float:
    if info.kind == "date":
        return float(abs((value - own).days) / A_YEAR["date"])
    if info.kind == "number":
        whole = max(own, 1.0) if info.unit == "m2" else 1.0
        return float(abs(value - own) / A_YEAR.get(info.unit, whole))
    if info.kind == "money":
        return float(abs(value - own) / max(own, float(info.example or 0), 1.0))
    return 1.0


def _days(asked: Question, failing: Sequence[str], goal: float | None) -> Iterator[_Way]:
    """Ways by waiting: until all is well, and until each clause that fails holds."""
    stretches = list(timeline(asked, YEARS_AHEAD)) if failing and not asked.clock.over else []
    entitled = next((each.first for each in stretches if each.outcome is Outcome.ELIGIBLE), None)
    wanted = {entitled, *(holds_from(name, stretches) for name in failing)} - {None, asked.day}
    for day in sorted(day for day in wanted if day is not None):
        stretch = next(each for each in stretches if each.first <= day <= each.last)
        yield _by_waiting(asked, day, stretch, failing, goal)


def _by_waiting(asked: Question, day: date, stretch: Stretch, failing: Sequence[str], goal: float | None) -> _Way:
    days, mends = (day - asked.day).days, frozenset(failing) - set(stretch.failed)
    shift = Shift(
        kind="date",
        name="date",
        label=Text(zh="决定日", en="Day decided for"),
        unit="date",
        before=asked.day,
        after=day,
        words=Text(zh=f"再等 {days} 天", en=f"wait {days} days"),
        clauses=[cause(name) for name in failing if name in mends],
        size=days / A_YEAR["date"],
    )
    decision = asked.decided(day=day) if stretch.outcome is Outcome.ELIGIBLE else None
    return _Way(shift, decision is not None and _reached(decision, goal), mends, day=day, decision=decision)


def _cities(asked: Question, goal: float | None) -> Iterator[_Way]:
    """Ways by living in another of the four cities."""
    home = city_of(asked.decision.place)
    for city in FOUR_CITIES if home in JURISDICTIONS else ():
        if city == home or asked.clock.over:
            continue
        decision = asked.of(moved(asked.raw, home, city)).decision
        if _reached(decision, goal):
            words = JURISDICTIONS[city].words
            shift = Shift(
                kind="city",
                name="city",
                label=Text(zh="所在城市", en="City"),
                unit="choice",
                before=home,
                after=city,
                words=Text(zh=f"改在{words.zh}", en=f"in {words.en} instead"),
                clauses=[cause(clause.id) for clause in asked.decision.conditions if clause.status == "fails"],
                size=CITY,
            )
            yield _Way(shift, True, frozenset(), decision=decision)


def _alone(asked: Question, ways: Sequence[_Way]) -> Iterator[Change]:
    for way in ways:
        if way.reached:
            decision = way.decision or asked.decided(changes.applied(asked.case, way.changes))
            yield _change(asked, [way], decision)


def _together(asked: Question, failing: Sequence[str], ways: Sequence[_Way], goal: float | None) -> Iterator[Change]:
    """Several ways at once, one for each clause that fails."""
    if len(failing) < 2:
        return
    each = EACH[len(failing)] if len(failing) < len(EACH) else 1
    ranked = sorted(ways, key=lambda way: way.shift.size)
    mending = [[way for way in ranked if name in way.mends and not way.reached][:each] for name in failing]
    tried: set[frozenset[int]] = set()
    for chosen in product(*mending):
        kept = {way.shift.name: way for way in sorted(chosen, key=lambda way: way.shift.size)}
        key = frozenset(id(way) for way in kept.values())
        if key in tried or len(kept) < 2 or asked.clock.over:
            continue
        tried.add(key)
        merged = {asked_: value for way in kept.values() for asked_, value in way.changes.items()}
        day = next((way.day for way in kept.values() if way.day is not None), None)
        decision = asked.decided(changes.applied(asked.case, merged), day)
        if _reached(decision, goal):
            yield _change(asked, list(kept.values()), decision)


def _change(asked: Question, ways: Sequence[_Way], decision: Decision) -> Change:
    before = {step.id: (step.lower, step.upper) for step in asked.decision.steps}
    return Change(
        shifts=[way.shift for way in ways],
        outcome=decision.outcome,
        amount=decision.amount,
        size=round(sum(way.shift.size for way in ways), 6),
        moves=[step.label for step in decision.steps if before.get(step.id) != (step.lower, step.upper)],
    )
