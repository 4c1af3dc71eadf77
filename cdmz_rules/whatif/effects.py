"""What a reform does, in three laws side by side: as the law is, after the packs that fill what is unknown, after the reform itself.

Without the middle one an assumption would look like a gift of the reform: what nobody knows today becomes a figure by the pack alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any, Literal

from cdmz_rules.decisions.decide import decide
from cdmz_rules.decisions.decision import Compact, Day, Outcome
from cdmz_rules.decisions.figure import Evidence, Figure
from cdmz_rules.decisions.households import households, in_cities
from cdmz_rules.decisions.impact import Household
from cdmz_rules.i18n.text import Part, Text, text
from cdmz_rules.i18n.words import both
from cdmz_rules.law.difference import Difference
from cdmz_rules.law.item import Item
from cdmz_rules.law.layers import Layers
from cdmz_rules.law.reform import Reform, compose
from cdmz_rules.law.reforms import Reforms
from cdmz_rules.reading import china
from cdmz_rules.rulebook.rulebook import Rulebook
from cdmz_rules.rulebook.uses import benefits_on
from cdmz_rules.whatif.matrix_cells import MatrixCell, matrix_cell

Way = Literal["more", "less", "other", "same"]
MAX_KEPT = 64


class ItemRow(Part):
    """Places in which an item changes in the same way, under each of the three laws.

    Attributes:
        first: The first day on which it reads otherwise.
        computed: By which rule the reform's value was computed, and from what; None if it was not.
    """

    places: list[str]
    first: Day
    before: MatrixCell
    packed: MatrixCell
    reformed: MatrixCell
    computed: Text | None


class ItemEffect(Part):
    """An item that a reform changes."""

    path: str
    domain: str
    label: Text
    benefits: list[str]
    rows: list[ItemRow]


class Answer(Part):
    """What a household gets under one of the laws."""

    outcome: Outcome
    amount: Figure
    evidence: Evidence | None


class CityEffect(Part):
    """A household in a city under the three laws.

    Attributes:
        way: What the reform itself does, held against the law with the packs: more, less, another outcome or bound, or the same.
        difference: By how much; None unless both amounts are exact.
    """

    city: str
    before: Answer
    packed: Answer
    reformed: Answer
    way: Way
    difference: float | None


class HouseholdEffect(Part):
    """An example household whose answer a reform changes, with the cities in which it does."""

    name: str
    title: Text
    benefit: str
    label: Text
    cities: list[CityEffect]


class Effects(Part):
    """What a reform does to the law.

    Attributes:
        name: The reform.
        title: Its title.
        date: The day of which all is said: the first on which all of it is in force.
        first: The first day on which it makes a difference; None if it makes none.
        packs: The packs that come first.
        items: The items it changes.
        named: How many items it names: of those that do not change nothing is known, or it stands so already.
        left_alone: The cities in which nothing changes.
        asking: How many example households ask for something that it touches.
    """

    name: str
    title: Text
    date: Day
    first: Day | None
    packs: list[str]
    items: list[ItemEffect]
    named: int
    left_alone: list[str]
    asking: int


class OnHouseholds(Part):
    """What a reform does to the example households that ask for something that it touches.

    Attributes:
        date: The day on which each of them asks.
        households: Those whose answer changes somewhere.
        asking: How many there are.
    """

    date: Day
    households: list[HouseholdEffect]
    asking: int


def shipped_packs(reforms: Reforms) -> list[Reform]:
    """The assumption packs that come with a rulebook."""
    return [reform for name in reforms.names if (reform := reforms.load(name)).mode == "fill_unknown"]


def layered(rulebook: Rulebook, reform: Reform) -> Layers:
    """A reform on top of the packs that come with the rulebook, unless it names packs of its own or is one."""
    if reform.packs:
        return Layers(rulebook.base, reform)
    return Layers(rulebook.base, compose([*shipped_packs(rulebook.reforms), reform]))


@lru_cache(maxsize=MAX_KEPT)
def effects(rulebook: Rulebook, reform: Reform) -> Effects:
    """What a reform does to the law.

    Args:
        rulebook: The rules, without any reform.
        reform: The reform.
    """
    layers = layered(rulebook, reform)
    day = layers.whole_day or china.today()
    return Effects(
        name=reform.name,
        title=text(reform.title),
        date=day,
        first=layers.first_day,
        packs=[step.name for step in layers.reform.steps if step.mode == "fill_unknown" and reform.mode == "replace"],
        items=list(_items(rulebook, layers, day)),
        named=len(layers.own_paths),
        left_alone=layers.left_alone,
        asking=len(_touched(rulebook, layers)),
    )


@lru_cache(maxsize=MAX_KEPT)
def on_households(rulebook: Rulebook, reform: Reform) -> OnHouseholds:
    """What a reform does to the example households that come with a rulebook; see `effects`. It takes seconds, once for each reform."""
    layers = layered(rulebook, reform)
    day, asking = layers.whole_day or china.today(), _touched(rulebook, layers)
    changed = list(_households(rulebook, layers, asking, day))
    return OnHouseholds(date=day, households=changed, asking=len(asking))


def _touched(rulebook: Rulebook, layers: Layers) -> list[Household]:
    """The example households that ask for something on which a change bears."""
    benefits = {name for path in {each.path for each in layers.own} for name in benefits_on(rulebook, path)}
    return [each for each in _asking(rulebook).values() if each.benefit in benefits]


def _items(rulebook: Rulebook, layers: Layers, day: date) -> Iterator[ItemEffect]:
    for path, group in groupby(layers.own, key=lambda each: each.path):
        found = list(group)
        standing = [each for each in found if each.first <= day and (each.last is None or day <= each.last)]
        rows = _rows(rulebook, layers, standing or found, day if standing else found[0].first)
        item = rulebook.base[path]
        yield ItemEffect(
            path=path,
            domain=item.domain,
            label=text(item.label),
            benefits=list(benefits_on(rulebook, path)),
            rows=rows,
        )


def _rows(rulebook: Rulebook, layers: Layers, found: Sequence[Difference], day: date) -> list[ItemRow]:
    """The places of an item, those together in which it reads the same under all three laws."""
    together: dict[str, list[Difference]] = {}
    for each in found:
        states = [law[each.path].at(each.place, day) for law in (layers.law, layers.packed, layers.reformed)]
        together.setdefault(repr([(cell.state, cell.value) for cell in states]), []).append(each)
    return [_row(rulebook, layers, some, day) for some in together.values()]


def _row(rulebook: Rulebook, layers: Layers, found: Sequence[Difference], day: date) -> ItemRow:
    path, place = found[0].path, found[0].place

    def cell(item: Item) -> MatrixCell:
        return matrix_cell(rulebook, item, place, item.at(place, day))

    return ItemRow(
        places=[each.place for each in found],
        first=min(each.first for each in found),
        before=cell(layers.law[path]),
        packed=cell(layers.packed[path]),
        reformed=cell(layers.reformed[path]),
        computed=text(reason) if (reason := layers.reformed[path].at(place, day).reason) else None,
    )


def _households(
    rulebook: Rulebook, layers: Layers, asking: Sequence[Household], day: date
) -> Iterator[HouseholdEffect]:
    packs = [] if layers.packed is layers.law else [r for r in layers.reform.steps if r.mode == "fill_unknown"]
    books = rulebook.under(packs), rulebook.under(layers.reform)
    for household in asking:
        cities = _cities(rulebook, household.name)
        changed = [each for city, case in cities if (each := _in_city(rulebook, books, household, city, case, day))]
        if changed:
            info = rulebook.benefits[household.benefit]
            title = text(both(str(household.case.get("title") or household.name)))
            yield HouseholdEffect(name=household.name, title=title, benefit=info.id, label=info.label, cities=changed)


def _in_city(
    rulebook: Rulebook, books: Sequence[Rulebook], household: Household, city: str, case: Mapping[str, Any], day: date
) -> CityEffect | None:
    """A household in a city; None if the reform leaves its answer as it is."""
    packed, reformed = (_answer(book, household.benefit, case, day) for book in books)
    way = _way(packed, reformed)
    if way == "same":
        return None
    before = packed if books[0] is rulebook else _answer(rulebook, household.benefit, case, day)
    one, other = packed.amount.value, reformed.amount.value
    return CityEffect(
        city=city,
        before=before,
        packed=packed,
        reformed=reformed,
        way=way,
        difference=None if one is None or other is None else round(other - one, 2),
    )


def _answer(book: Rulebook, benefit: str, case: Mapping[str, Any], day: date) -> Answer:
    decided: Compact = decide(case, benefit, day, rulebook=book, today=day, detail="compact")
    return Answer(outcome=decided.outcome, amount=decided.amount, evidence=decided.evidence)


def _way(one: Answer, other: Answer) -> Way:
    ends = [(each.amount.bound, each.amount.lower, each.amount.upper) for each in (one, other)]
    if one.outcome is other.outcome and ends[0] == ends[1]:
        return "same"
    before, after = one.amount.value, other.amount.value
    if before is None or after is None or before == after:
        return "other"
    return "more" if after > before else "less"


@lru_cache(maxsize=2)
def _asking(rulebook: Rulebook) -> Mapping[str, Household]:
    """The example households by name; none, if none are shipped."""
    return {each.name: each for each in households(rulebook)} if rulebook.content.examples.is_dir() else {}


@lru_cache(maxsize=1024)
def _cities(rulebook: Rulebook, name: str) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """The case of a household in every city of those that have agreed to compare.

    Where it lives is read by the law with the packs: more of it is known.
    """
    book, cities = rulebook.under(shipped_packs(rulebook.reforms)), rulebook.places.agreed_cities
    moved = in_cities(book, _asking(rulebook)[name], cities)
    return tuple((there.name.partition(" @ ")[2], there.case) for there in moved)
