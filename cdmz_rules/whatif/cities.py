"""One household under the law of several cities, today's and a reform's, on any days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cdmz_rules.decisions.compare import Comparison, compare
from cdmz_rules.decisions.decision import Day, Decision, KnownOn, Outcome
from cdmz_rules.decisions.explanation import Amount
from cdmz_rules.decisions.figure import Evidence
from cdmz_rules.decisions.situation import check_day
from cdmz_rules.errors import InputError, NotFound, Problem
from cdmz_rules.i18n.text import Part, Text, text
from cdmz_rules.law.reform import Reform
from cdmz_rules.places import Places
from cdmz_rules.reading import china
from cdmz_rules.rulebook.rulebook import Rulebook
from cdmz_rules.whatif.work import Work, cost

MAX_DAYS = 12


class CityAnswer(Part):
    """The answer in one city.

    Attributes:
        difference: By how much the amount differs from that by the law without the reform; None unless both are exact.
        fails: The clauses that fail.
        unknown: The values of the law that no text gives.
    """

    city: str
    label: Text
    outcome: Outcome
    amount: Amount
    evidence: Evidence | None
    difference: float | None
    fails: list[Text]
    unknown: list[Text]


class NotComparable(Part):
    """Cities whose answers cannot be compared: two with each other, or one with any, and why."""

    cities: list[Text]
    reasons: list[Text]


class Board(Part):
    """The cities side by side on one day, by one law.

    Attributes:
        unchanged: With a reform, the cities whose answer it leaves as it is.
    """

    date: Day
    reform: str | None
    reform_title: Text | None
    home: str
    moved: list[Text]
    answers: list[CityAnswer]
    not_comparable: list[NotComparable]
    unchanged: list[str]


class Boards(Part):
    """A household in several cities: for every day by the law as it is and, if one was asked for, by the reform's.

    Attributes:
        known_on: The day as known on which the law was asked for; None for all that is known.
    """

    benefit: str
    label: Text
    unit: str
    known_on: KnownOn = None
    boards: list[Board]


def compare_cities(
    case: Mapping[str, Any],
    benefit: str,
    days: Sequence[date | str] = (),
    *,
    cities: Sequence[str] = (),
    reform: Reform | None = None,
    rulebook: Rulebook | None = None,
    today: date | None = None,
) -> Boards:
    """Decide a case in several cities, on several days, by the law as it is and by a reform's.

    Args:
        case: The household; it is moved from the city where it is to each of the others (see `cdmz_rules.decisions.compare`).
        benefit: The benefit's id.
        days: The days decided for; by default the ``date`` of the case, else today.
        cities: The cities; by default those that have agreed to compare.
        reform: An assumption pack or reform, to stand beside the law as it is.
        rulebook: The rules; by default those that are shipped.
        today: The day on which the question is asked.

    Raises:
        InputError: if the case, benefit, a day or a city is wrong, or there are too many days.
    """
    book, asked = rulebook or Rulebook.shipped(), today or china.today()
    info = book.benefit(benefit).info
    chosen = _days(days, case, asked)
    _check(book.places, cities)
    boards, work = [], Work()
    for number, day in enumerate(chosen):
        work.check(f"dates[{number}]")
        plain = compare(case, benefit, day, cities=cities, rulebook=book, today=asked)
        _spend(work, plain)
        boards.append(_board(plain, None, day, None))
        if reform is not None:
            reformed = compare(case, benefit, day, cities=cities, reform=reform, rulebook=book, today=asked)
            _spend(work, reformed)
            boards.append(_board(reformed, plain, day, reform))
    return Boards(benefit=info.id, label=info.label, unit=info.unit, known_on=book.known_on, boards=boards)


def _spend(work: Work, comparison: Comparison) -> None:
    for column in comparison.columns:
        work.spend(cost(column.decision))


def _days(days: Sequence[date | str], case: Mapping[str, Any], today: date) -> list[date]:
    given = case.get("date") if isinstance(case, Mapping) else None
    chosen = list(days) or [given if given is not None else today]
    if len(chosen) > MAX_DAYS:
        raise InputError([Problem("too_many", "dates", f"日期超过{MAX_DAYS}个", f"more than {MAX_DAYS} days")])
    return [check_day(day, f"dates[{number}]") for number, day in enumerate(chosen)]


def _check(places: Places, cities: Sequence[str]) -> None:
    for number, name in enumerate(cities):
        if name not in places.cities:
            raise NotFound("城市", "city", name[:80], places.cities, f"cities[{number}]")


def _board(comparison: Comparison, plain: Comparison | None, day: date, reform: Reform | None) -> Board:
    """The cities on one day; of a reform's law, beside those by the law as it is."""
    before = {column.city: column.decision for column in plain.columns} if plain else {}
    columns = comparison.columns
    answers = [_answer(column.city, column.label, column.decision, before.get(column.city)) for column in columns]
    same = [column.city for column in columns if column.city in before and _same(column.decision, before[column.city])]
    return Board(
        date=day,
        reform=reform.name if reform else None,
        reform_title=text(reform.title) if reform else None,
        home=comparison.home,
        moved=comparison.moved,
        answers=answers,
        not_comparable=[NotComparable(cities=list(gap.cities), reasons=gap.reasons) for gap in comparison.gaps],
        unchanged=same,
    )


def _same(one: Decision, other: Decision) -> bool:
    return one.outcome is other.outcome and one.receipt.result == other.receipt.result


def _answer(city: str, label: Text, decision: Decision, before: Decision | None) -> CityAnswer:
    value, earlier = decision.amount.value, before.amount.value if before else None
    return CityAnswer(
        city=city,
        label=label,
        outcome=decision.outcome,
        amount=decision.amount,
        evidence=decision.evidence,
        difference=round(value - earlier, 2) if value is not None and earlier is not None else None,
        fails=[clause.sentence for clause in decision.conditions if clause.status == "fails"],
        unknown=[missing.label for missing in decision.missing_law],
    )
