"""How a law grows old: what a day brings, what nobody has verified, which benefits and households rest on it."""

from datetime import date, timedelta

import pytest
from generators import cases
from generators.toy import BOOK, TOY

from cdmz_rules.decisions.grounds import grounds
from cdmz_rules.decisions.impact import Household
from cdmz_rules.law import outlook
from cdmz_rules.law.item import State
from cdmz_rules.law.tree import with_written
from cdmz_rules.rulebook.uses import benefits_on

TODAY, LAST = date(2026, 11, 23), date(2028, 1, 1)
MOST, HEATING = "orchard.most", "welfare.heating.most"
VERIFIED = date(2026, 6, 30)


def coming(law=BOOK.law, today=TODAY, last=LAST, stale_after=180):
    return outlook.outlook(law, today, last, stale_after)


def at(path, place, **options):
    """Kind, day, what stands before and what after, of an item at a place."""
    found = [each for each in coming(**options) if (each.before.path, each.place) == (path, place)]
    return [(each.kind, str(each.day), each.before.value, each.after.value) for each in found]


def written(path, place, *values):
    """The toy law with other values at one place: first day, value, and what is said of it."""
    item = BOOK.law[path]
    (first, *_) = item.written[place]
    new = tuple(replaced(first, date.fromisoformat(day), value, facts) for day, value, facts in values)
    law = with_written(item, {**item.written, place: new})
    return BOOK.law.with_items({path: law}, "changed")


def replaced(first, day, value, facts):
    unknown = {} if value is not None else {"not_in_force": {"zh": "无", "en": "none"}}
    return first._replace(start=day, value=value, facts={**first.facts, **unknown, **facts})


KNOWN = {"evidence": "official", "source": "rules", "last_verified": "2026-06-30"}


def test_a_regime_that_nobody_has_renewed_becomes_unknown_and_a_derogation_reverts():
    assert at(MOST, "valley") == [("unknown", "2027-01-01", 120_000, None)]
    assert at(HEATING, "harbour") == [("reverts", "2027-01-01", 1500, 900)]
    (reverting,) = [each for each in coming() if each.place == "harbour" and each.before.path == HEATING]
    assert reverting.after.place == "valley"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([("2026-01-01", 1, {"until": "2027-02-28", "on_expiry": "ends"})], [("ends", "2027-03-01", 1, None)]),
        ([("2026-01-01", 1, {}), ("2027-03-01", 2, {})], [("changes", "2027-03-01", 1, 2)]),
        ([("2026-01-01", 1, {}), ("2027-03-01", 1, {})], []),
        ([("2026-01-01", None, {}), ("2027-03-01", 2, {})], [("changes", "2027-03-01", None, 2)]),
        ([("2026-01-01", 1, {}), ("2026-10-01", 2, {})], []),
        ([("2026-01-01", 1, {}), ("2028-01-02", 2, {})], []),
    ],
)
def test_what_a_day_brings_is_said_once_and_only_within_the_days_asked(values, expected):
    law = written(MOST, "upper", *((day, value, {**KNOWN, **facts}) for day, value, facts in values))
    assert [each for each in at(MOST, "upper", law=law) if each[0] != "stale"] == expected


def test_a_value_goes_stale_the_day_after_so_many_days_unless_it_has_an_end():
    assert at(MOST, "upper") == [("stale", "2026-12-28", 200_000, 200_000)]
    assert VERIFIED + timedelta(days=181) == date(2026, 12, 28)
    assert at(MOST, "upper", stale_after=145) == []  # it is stale already
    assert not [each for each in coming() if each.kind == "stale" and each.before.until is not None]
    days = [each.day for each in coming()]
    assert days == sorted(days)


def test_what_is_stale_are_the_values_in_use_the_oldest_first():
    found = outlook.stale(BOOK.law, TODAY, 100)
    assert found
    assert all(cell.state is State.KNOWN and (TODAY - cell.last_verified).days > 100 for cell in found)
    assert [cell.last_verified for cell in found] == sorted(cell.last_verified for cell in found)
    assert (MOST, "upper") in {(cell.path, cell.place) for cell in found}
    assert outlook.stale(BOOK.law, TODAY, (TODAY - VERIFIED).days) == []
    assert (MOST, "valley") not in {(c.path, c.place) for c in outlook.stale(BOOK.law, date(2027, 6, 1), 100)}


def test_benefits_rest_on_the_items_that_their_formulas_look_up():
    assert benefits_on(BOOK, MOST) == ("orchard_loan",)
    assert benefits_on(BOOK, HEATING) == ("heating_grant",)


def test_households_rest_on_the_values_that_their_answers_name():
    asking = [Household(case.name, case.benefit, case.day, case.inputs) for case in cases.examples(TOY)]
    found = grounds(BOOK, asking, date(2026, 10, 15))
    assert found
    loans = {case.name for case in cases.examples(TOY) if case.benefit == "orchard_loan"}
    assert set(found[MOST, "upper", date(2026, 1, 1)]) <= loans
    for path, _place, _start in found:
        assert set(benefits_on(BOOK, path)) & {case.benefit for case in asking_for(path, found)}


def asking_for(path, found):
    names = {name for (each, _, _), holders in found.items() if each == path for name in holders}
    return [case for case in cases.examples(TOY) if case.name in names]
