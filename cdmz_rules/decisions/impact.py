"""What another law does to households: whose answer changes, and which values of the law are the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from cdmz_rules.decisions.decide import decide
from cdmz_rules.decisions.decision import Decision
from cdmz_rules.i18n.text import Part, Text
from cdmz_rules.law.law import Law
from cdmz_rules.law.reform import Reform
from cdmz_rules.rulebook.rulebook import Rulebook


class Household(NamedTuple):
    """A household and what it asks for."""

    name: str
    benefit: str
    day: date
    case: Mapping[str, Any]


class Stands(Part):
    """What an answer knew of an item at a place; a value of None: unknown or not in force."""

    place: str
    state: str
    value: Any
    start: date | None
    evidence: str | None


class Reason(Part):
    """An item on which two answers rest differently; None where an answer did not rest on it."""

    path: str
    label: Text
    unit: str
    before: Stands | None
    after: Stands | None


class Impact(Part):
    """A household whose answer changes: under the old law, under the new one, and why."""

    name: str
    before: Decision
    after: Decision
    reasons: list[Reason]


def impacts(
    old: Law,
    new: Law,
    households: Iterable[Household],
    reform: Reform | None = None,
    today: date | None = None,
    rulebook: Rulebook | None = None,
) -> Iterator[Impact]:
    """The households whose outcome, amounts or evidence differ between two laws, a pack or reform applied to both.

    Raises:
        InputError: if a benefit does not exist or a case is wrong.
    """
    book = rulebook or Rulebook.shipped()
    books = [book.with_law(law).under(reform) for law in (old, new)]
    for name, benefit, day, case in households:
        before, after = (decide(case, benefit, day, rulebook=each, today=today or day) for each in books)
        if before.compact() != after.compact():
            yield Impact(name=name, before=before, after=after, reasons=list(_reasons(before, after)))


class _Ground(NamedTuple):
    """An item on which an answer rests."""

    label: Text
    unit: str
    stands: Stands


def _reasons(before: Decision, after: Decision) -> Iterator[Reason]:
    old, new = _grounds(before), _grounds(after)
    for path in dict.fromkeys([*old, *new]):
        first, second = (grounds[path].stands if path in grounds else None for grounds in (old, new))
        if first != second:
            ground = new.get(path) or old[path]
            yield Reason(path=path, label=ground.label, unit=ground.unit, before=first, after=second)


def _grounds(decision: Decision) -> dict[str, _Ground]:
    """What an answer rests on, by item: what it knew, and what it would have had to know."""
    known = {
        source.path: _Ground(
            source.label,
            source.unit,
            Stands(
                place=source.place,
                state=source.state,
                value=source.value,
                start=source.start,
                evidence=source.evidence,
            ),
        )
        for source in decision.sources
    }
    unknown = Stands(place="", state="unknown", value=None, start=None, evidence=None)
    missing = {
        one.name: _Ground(one.label, "", unknown.model_copy(update={"place": one.place or ""}))
        for one in decision.missing_law
        if one.name not in known
    }
    return {**known, **missing}
