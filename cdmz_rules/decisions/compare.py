"""One household in several cities: the same question by each city's rule, and where two answers cannot be compared."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from cdmz_rules.decisions.decide import decide
from cdmz_rules.decisions.decision import Decision, Outcome
from cdmz_rules.i18n.text import Text, text
from cdmz_rules.i18n.words import Words
from cdmz_rules.law.reform import Reform
from cdmz_rules.places import UNKNOWN, Places
from cdmz_rules.rulebook.catalogue import Catalogue
from cdmz_rules.rulebook.rulebook import BenefitRules, Rulebook

CERTAIN = (Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE)


@dataclass(frozen=True)
class Column:
    """The answer for one city."""

    city: str
    label: Text
    decision: Decision


@dataclass(frozen=True)
class Gap:
    """What cannot be compared, and why: two cities with each other, or one with any."""

    cities: tuple[Text, ...]
    reasons: list[Text]


@dataclass(frozen=True)
class Comparison:
    """One household in several cities.

    Attributes:
        home: The city in which the household is; ``unknown`` if the case does not say: then there is nothing to compare.
        moved: The inputs that matter to the benefit and were moved along from city to city.
        columns: One answer for each city.
        gaps: The cities that cannot be compared with any, then the pairs that cannot be compared with each other.
    """

    home: str
    moved: list[Text]
    columns: list[Column]
    gaps: list[Gap]


def compare(
    case: Mapping[str, Any],
    benefit: str,
    day: date,
    *,
    cities: Sequence[str] = (),
    reform: Reform | None = None,
    rulebook: Rulebook | None = None,
    today: date | None = None,
) -> Comparison:
    """Decide a case as if the household were in each of several cities.

    What names the city where it is moves along: hukou that is local stays local. Zones are left out, for no other city has them.

    Args:
        case: The household.
        benefit: The benefit's id.
        day: The day decided for.
        cities: The cities; by default those that have agreed to compare.
        reform: A pack or reform to apply.
        rulebook: The rules; by default those that are shipped.
        today: The day on which the question is asked.

    Raises:
        InputError: if the case or the benefit is wrong.
    """
    book = (rulebook or Rulebook.shipped()).under(reform)
    rules, places = book.benefit(benefit), book.places
    first = decide(case, benefit, day, rulebook=book, today=today)
    home = home_of(rules, case, first.place)
    if home == UNKNOWN:
        return Comparison(home, [], [], [])
    columns, pool = [], pool_of(places, first.place)
    for city in cities or places.agreed_cities:
        other = moved(rules.catalogue, case, home, city, pool)
        answer = first if city == home else decide(other, benefit, day, rulebook=book, today=today)
        columns.append(Column(city, text(places[city].words), answer))
    return Comparison(home, _places(rules, case, (home, pool)), columns, _gaps(columns))


def home_of(rules: BenefitRules, case: Mapping[str, Any], place: str) -> str:
    """The city in which a household is; ``unknown`` if nothing says.

    Args:
        rules: The benefit.
        case: The household.
        place: The place that decides about it. A pool works beside a city, a province for all of them: then the city is the one that the
            household names.
    """
    places = rules.places
    city = places.city_of(place)
    if place not in places or city in places.cities:
        return city
    pool = pool_of(places, place)
    if pool is not None:
        return str(places[pool].beside)
    above = places[place].level in ("province", "national")
    named = {value for _, value in _named(rules, case) if above and value in places.cities}
    return named.pop() if len(named) == 1 else UNKNOWN


def pool_of(places: Places, place: str) -> str | None:
    """A place, if it is a pool that works beside a city."""
    return place if place in places and places[place].beside is not None else None


def _named(rules: BenefitRules, case: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The inputs that matter to the benefit and name a city, with what they name."""
    matter = {info.name for info in rules.inputs}
    for holder in (case, *case.get("members", [])):
        for key, value in holder.items():
            if key in matter and isinstance(value, str) and _names_city(rules.catalogue, key):
                yield key, value


def moved(
    catalogue: Catalogue, case: Mapping[str, Any], home: str, city: str, pool: str | None = None
) -> dict[str, Any]:
    """The case as if it were in another city.

    Args:
        catalogue: What can be asked.
        case: The household.
        home: The city in which it is.
        city: The other city.
        pool: The pool beside its city that decides about it: there is none beside the other, so that its city's stands for it there.
    """
    household = {key: value for key, value in case.items() if key != "members"}
    members = [_moved(catalogue, member, (home, pool), city) for member in case.get("members", [])]
    return {**_moved(catalogue, household, (home, pool), city), "members": members}


def _moved(catalogue: Catalogue, given: Mapping[str, Any], left: Collection[Any], city: str) -> dict[str, Any]:
    kept = {key: value for key, value in given.items() if not _is_zone(catalogue, value)}
    return {key: city if _stands_for(catalogue, key, value, left) else value for key, value in kept.items()}


def _stands_for(catalogue: Catalogue, key: str, value: Any, left: Collection[Any]) -> bool:
    return isinstance(value, str) and value in left and _names_city(catalogue, key)


def _places(rules: BenefitRules, case: Mapping[str, Any], left: Collection[Any]) -> list[Text]:
    """The inputs that name the city and matter to the benefit, in the order in which it needs them."""
    named = {key for key, value in _named(rules, case) if value in left}
    return [info.label for info in rules.inputs if info.name in named]


def _names_city(catalogue: Catalogue, key: str) -> bool:
    """Whether an input names a city, or what lies beside one."""
    info = catalogue.inputs.get(key)
    choices = info.choices if info is not None else None
    return choices is not None and not choices.keys().isdisjoint(catalogue.law.places.cities)


def _is_zone(catalogue: Catalogue, value: object) -> bool:
    place = catalogue.law.places.get(value) if isinstance(value, str) else None
    return place is not None and place.level.endswith("zone")


def _gaps(columns: Sequence[Column]) -> list[Gap]:
    unsure = [column for column in columns if column.decision.outcome not in CERTAIN]
    entitled = [column for column in columns if column.decision.outcome is Outcome.ELIGIBLE]
    pairs = [(one, other, reasons(one, other)) for one, other in combinations(entitled, 2)]
    alone = [Gap((column.label,), [text(_open(column))]) for column in unsure]
    return alone + [Gap((one.label, other.label), why) for one, other, why in pairs if why]


def reasons(one: Column, other: Column) -> list[Text]:
    """Why the amounts of two cities in which a household is entitled cannot be compared; empty if they can."""
    every = (_overlap(one.decision, other.decision), _basis(one.decision, other.decision), _assumed(one, other))
    return [text(words) for words in every if words]


def _open(column: Column) -> Words:
    decision = column.decision
    if decision.outcome is Outcome.RULE_UNKNOWN:
        first = decision.missing_law[0].label
        return Words(f"规定未知，如{first.zh}", f"its rule is not known, such as: {first.en}")
    if decision.outcome is Outcome.NEEDS_A_PERSON:
        return Words("由经办机构判断", "the office judges")
    return Words("还缺信息，尚不能确定", "it is not certain yet")


def _overlap(one: Decision, other: Decision) -> Words | None:
    """Amounts of which one is not exact, and whose bounds overlap."""
    ends = [(each.amount.lower or 0.0, _top(each)) for each in (one, other)]
    exact = all(each.amount.bound == "exact" for each in (one, other))
    if exact or ends[0][1] < ends[1][0] or ends[1][1] < ends[0][0]:
        return None
    return Words("金额只知道范围，且范围重叠", "amounts are known by bounds only, and these overlap")


def _top(decision: Decision) -> float:
    return float("inf") if decision.amount.upper is None else decision.amount.upper


def _basis(one: Decision, other: Decision) -> Words | None:
    """A rule that is of another kind in the other city: the figures stand for different things."""
    first, second = (
        {source.path: source for source in each.sources if source.unit == "choice" and source.state == "known"}
        for each in (one, other)
    )
    for path in [path for path in first if path in second]:
        here, there = first[path], second[path]
        if here.value != there.value and here.value_label and there.value_label:
            return Words(
                f"{here.label.zh}不同：{here.value_label.zh}；{there.value_label.zh}",
                f"{here.label.en} differs: {here.value_label.en}; {there.value_label.en}",
            )
    return None


def _assumed(one: Column, other: Column) -> Words | None:
    assumed = [each for each in (one, other) if each.decision.evidence == "assumed"]
    if len(assumed) != 1:
        return None
    place = assumed[0].label
    return Words(f"{place.zh}的数值是假设，另一方不是", f"figures of {place.en} are assumptions, the other's are not")
