"""The sentences of an answer, in both languages: what is certain of the amount and under which reading, what each reading comes to.

Commands and pages take them from here; only how a sum is written is theirs to choose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from cdmz_rules.decisions.decision import Decision
from cdmz_rules.decisions.explanation import Amount, Assumed, DependsOn, ReadingLine, StepLine
from cdmz_rules.decisions.figure import Figure, Outcome
from cdmz_rules.decisions.wording import quantity
from cdmz_rules.i18n.outcomes import NAMES
from cdmz_rules.i18n.phrases import in_both
from cdmz_rules.i18n.words import Words

Writing = Callable[[float, str], Words]
"""How a sum is written."""
SETTLED = (Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE, Outcome.NEEDS_A_PERSON)
SHOWN_CONDITIONS = 2
HALF_A_FEN = 0.005
SHARE = "ratio"
"""The unit of shares: nothing to all."""


Bounded = Figure | Amount | StepLine


class Line(NamedTuple):
    """A figure, and under which reading it is so; None if under any."""

    figure: Words
    condition: Words | None = None

    @property
    def sentence(self) -> Words:
        """Both in one."""
        if self.condition is None:
            return self.figure
        return in_both("{amount}, {condition}", amount=self.figure, condition=self.condition)


class Headline(NamedTuple):
    """What is certain of the main amount.

    Attributes:
        lines: The main amount; before it what is left to pay, where a limit of unknown size may make that more.
        named: What is unknown and named in them.
        rest: The amount that is left to pay, by its name, where it stands before the main one.
    """

    lines: tuple[Line, ...]
    named: tuple[str, ...] = ()
    rest: str | None = None


def value(assumed: Assumed) -> Words:
    """What a pack assumes, in words."""
    if assumed.value_label is not None:
        return assumed.value_label.words
    return in_both("not in force") if assumed.value is None else quantity(assumed.value, assumed.unit)


def tells(figure: Bounded) -> bool:
    """Whether a bound says anything: that an amount is at least nothing does not."""
    return figure.upper is not None or bool(figure.lower)


def amount(figure: Bounded, write: Writing = quantity) -> Words:
    """A figure as far as it is certain; a range from nothing says no more than its upper end."""
    if figure.bound == "exact" and figure.value is not None:
        return write(figure.value, figure.unit)
    return between(figure.lower, figure.upper, figure.unit, write)


def between(lower: float | None, upper: float | None, unit: str, write: Writing = quantity) -> Words:
    """What lies between two ends, of which either may be unknown."""
    if unit == SHARE and _says_nothing(lower or 0, upper):
        return in_both("not certain yet")
    if upper is None:
        return in_both("at least {amount}", amount=write(lower, unit)) if lower else in_both("no upper limit known")
    if not lower and upper:
        return in_both("at most {amount}", amount=write(upper, unit))
    if lower is None or lower == upper:
        return write(upper, unit)
    return in_both("{low} to {high}", low=_bare(write(lower, unit), write(upper, unit)), high=write(upper, unit))


def _says_nothing(lower: float, upper: float | None) -> bool:
    """Whether a share may be all there is, or bounds that nobody narrowed go beyond nothing and all."""
    return lower < 0 or (upper is not None and (upper > 1 or (lower == 0 and upper == 1)))


def _bare(low: Words, high: Words) -> Words:
    """The lower end of a range: its unit stands behind the upper end, if it is the same."""
    return Words(*map(_without_unit, low, high))


def _without_unit(low: str, high: str) -> str:
    first, _, unit = low.partition(" ")
    return first if unit and unit == high.partition(" ")[2] else low


def headline(decision: Decision, write: Writing = quantity) -> Headline:
    """What is certain of the main amount and under which reading: a limit of unknown size is a reading, and never the headline."""
    main = decision.amount
    limit = _unknown_limit(decision)
    if limit is not None:
        return _unless(decision, *limit, write)
    rounded = next((warning.message.words for warning in decision.warnings if warning.code == "rounded_away"), None)
    if rounded is not None:
        return Headline((Line(amount(main, write), rounded),))
    entries = list(_conditional(decision))[:SHOWN_CONDITIONS] if tells(main) else []
    condition = _joined([_condition(*each) for each in entries])
    return Headline((Line(amount(main, write), condition),), tuple(entry.name for entry, _ in entries))


def _unless(decision: Decision, limit: DependsOn, best: ReadingLine, write: Writing) -> Headline:
    """The amounts if a limit of unknown size does not come to bear."""
    main = decision.amount
    figure = between(best.lower, best.upper, main.unit, write)
    less = in_both("less only if “{limit}” (rule not known) comes to bear", limit=limit.label)
    rest = _rest(decision, best)
    if rest is None:
        return Headline((Line(figure, less),), (limit.name,))
    more = in_both("more only if “{limit}” (rule not known) comes to bear", limit=limit.label)
    left = Line(_left(decision, rest, best, write), more)
    named = in_both("{name}: {amount}", name=main.label, amount=figure)
    return Headline((left, Line(named, less)), (limit.name,), rest.id)


def _unknown_limit(decision: Decision) -> tuple[DependsOn, ReadingLine] | None:
    """What no text gives and could take everything, though at its best the amount is known closely; with its best reading."""
    for entry in decision.depends_on:
        best, worst = max(entry.readings, key=_top), min(entry.readings, key=_top)
        directed = entry.kind == "law" and best.value is None and worst.value is None
        close = best.lower and best.upper is not None and best.outcome == worst.outcome
        if directed and close and not worst.lower and not _refused(best):
            return entry, best
    return None


def _rest(decision: Decision, best: ReadingLine) -> Amount | None:
    """The amount that is just what the main one leaves to pay."""
    main = decision.amount
    if main.upper is None or best.lower is None or best.upper is None:
        return None
    for rest in decision.amounts[1:]:
        whole = (rest.lower or 0) + main.upper
        if not rest.falls or rest.unit != main.unit or rest.upper is None:
            continue
        if abs(whole - rest.upper - (main.lower or 0)) < HALF_A_FEN:
            return rest
    return None


def _left(decision: Decision, rest: Amount, best: ReadingLine, write: Writing) -> Words:
    """What the amount leaves to pay if it is as in a reading."""
    whole = (rest.lower or 0) + (decision.amount.upper or 0)
    figure = between(round(whole - (best.upper or 0), 2), round(whole - (best.lower or 0), 2), rest.unit, write)
    return in_both("{name}: {amount}", name=rest.label, amount=figure)


def _conditional(decision: Decision) -> Iterator[tuple[DependsOn, ReadingLine]]:
    """What is unknown and has one reading alone in which the amount can come to its upper end."""
    for entry in decision.depends_on:
        most = max(map(_top, entry.readings))
        good = [reading for reading in entry.readings if not _refused(reading) and _top(reading) == most]
        if len(good) == 1 and good[0].value is not None:
            yield entry, good[0]


def _top(reading: ReadingLine) -> float:
    return -1.0 if _refused(reading) else float("inf") if reading.upper is None else reading.upper


def _refused(reading: ReadingLine) -> bool:
    return reading.outcome is Outcome.NOT_ELIGIBLE


def _condition(entry: DependsOn, reading: ReadingLine) -> Words:
    if entry.kind == "input":
        return in_both("“{name}” is “{answer}”", name=entry.label, answer=reading.label)
    place = entry.place_label or Words("", "")
    if reading.value is True:
        return in_both("{place} rules “{name}”", place=place, name=entry.label)
    if reading.value is False:
        return in_both("{place} does not rule “{name}”", place=place, name=entry.label)
    return in_both("“{name}” in {place} is “{answer}”", name=entry.label, place=place, answer=reading.label)


def _joined(conditions: Sequence[Words]) -> Words | None:
    if not conditions:
        return None
    both = conditions[0] if len(conditions) == 1 else in_both("{one} and {two}", one=conditions[0], two=conditions[1])
    return in_both("if {condition}", condition=both)


class Card(NamedTuple):
    """A reading by itself: what would have to be so, and what the answer comes to then; no figure for whoever is refused."""

    reading: Words
    outcome: Outcome
    figure: Words | None


def cards(entry: DependsOn, unit: str, write: Writing = quantity) -> list[Card]:
    """The readings of something unknown, the most favourable first."""
    return [_card(each, unit, write) for each in sorted(entry.readings, key=_top, reverse=True)]


def _card(line: ReadingLine, unit: str, write: Writing) -> Card:
    reading = line.label.words if line.value is None else in_both("if “{reading}”", reading=line.label)
    figure = None if _refused(line) else between(line.lower, line.upper, unit, write)
    return Card(reading, line.outcome, figure)


def readings(entry: DependsOn, unit: str, write: Writing = quantity) -> list[Words]:
    """What an answer comes to in each reading, the most favourable first: ``是：符合条件，最多 800,000 元``."""
    return [_reading(each, unit, write) for each in sorted(entry.readings, key=_top, reverse=True)]


def _reading(line: ReadingLine, unit: str, write: Writing) -> Words:
    result = _result(line, unit, write)
    if line.value is None:
        return in_both("{reading}: {result}", reading=line.label, result=result)
    return in_both("if {reading}: {result}", reading=line.label, result=result)


def _result(line: ReadingLine, unit: str, write: Writing) -> Words:
    name = in_both(NAMES[line.outcome.value])
    if _refused(line):
        return name
    figure = between(line.lower, line.upper, unit, write)
    return in_both("{outcome}, {amount}", outcome=name, amount=figure) if line.outcome in SETTLED else figure
