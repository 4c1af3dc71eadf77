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


def _reasons(before: Decision, after: Decision) -> Iterator[Reason]:
    was, now = _known(before), _known(after)
    for key in dict.fromkeys([*was, *now]):
        one, other = was.get(key), now.get(key)
        if one is None or other is None or one[2] != other[2]:
            label, unit, _ = other or one  # type: ignore[misc]
            yield Reason(
                path=key, label=label, unit=unit, before=one[2] if one else None, after=other[2] if other else None
            )


def _known(decision: Decision) -> dict[str, tuple[Text, str, Stands]]:
    """What an answer rests on, by item: what it knew, and what it would have had to know."""
    found = {
        source.path: (
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
        one.name: (one.label, "", unknown.model_copy(update={"place": one.place or ""}))
        for one in decision.missing_law
        if one.name not in found
    }
    return {**found, **missing}
