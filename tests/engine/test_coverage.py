"""What is known of a law: every item at every place has one state, and the totals are theirs."""

from collections import Counter
from datetime import date

import pytest
from generators.toy import BOOK

from cdmz_rules.law.coverage import Mark, coverage

DAY = date(2026, 4, 1)


@pytest.fixture(scope="module", name="known")
def known_today():
    return coverage(BOOK.law, DAY)


def marks(path, day=DAY):
    return next(row for row in coverage(BOOK.law, day).rows if row.path == path).marks


def test_every_item_at_every_city_and_pool(known):
    assert [row.path for row in known.rows] == sorted(BOOK.law)
    assert set(known.places) == {"upper", "lower", "boatmen"}
    assert all(row.marks.keys() == set(known.places) for row in known.rows)


@pytest.mark.parametrize(
    ("path", "place", "mark"),
    [
        ("orchard.multiple", "upper", Mark("known", "official", "upper", False)),
        ("orchard.multiple", "lower", Mark("known", "official", "valley", True)),
        ("orchard.short_months", "lower", Mark("known", "official", "national", True)),
        ("orchard.months_least", "boatmen", Mark("known", "recalled", "boatmen", False)),
        ("orchard.rounding", "lower", Mark("unknown", None, "lower", False)),
        ("welfare.heating.hard_winter", "lower", Mark("not_in_force", None, "national", True)),
    ],
)
def test_what_is_known_of_an_item_at_a_place(path, place, mark):
    assert marks(path)[place] == mark


@pytest.mark.parametrize(
    ("path", "place", "states"),
    [
        ("welfare.heating.most", "upper", {date(2025, 12, 31): "unknown", date(2026, 1, 1): "known"}),
        (
            "welfare.heating.hard_winter",
            "upper",
            {
                date(2026, 10, 31): "not_in_force",
                date(2026, 11, 1): "known",
                date(2027, 3, 31): "known",
                date(2027, 4, 1): "not_in_force",
            },
        ),
        ("orchard.most", "lower", {date(2026, 12, 31): "known", date(2027, 1, 1): "unknown"}),
    ],
)
def test_the_day_matters(path, place, states):
    assert {day: marks(path, day)[place].state for day in states} == states


def test_totals_add_up(known):
    for place in known.places:
        totals = known.totals(place)
        assert totals["known"] + totals["unknown"] + totals["not_in_force"] == len(known.rows)
        assert sum(totals[grade] for grade in ("official", "reported", "recalled", "assumed")) == totals["known"]
        assert totals["assumed"] == 0
        states = Counter(row.marks[place].state for row in known.rows)
        assert all(totals[state] == number for state, number in states.items())
        assert totals["inherited"] == sum(row.marks[place].inherited for row in known.rows)
    assert known.totals("upper")["known"] > known.totals("lower")["known"] > 0
