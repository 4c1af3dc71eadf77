"""A reform in layers: what it changes itself, and what a pack among its steps fills before it."""

from datetime import date

import pytest
from generators.shipped import BOOK

from cdmz_rules.law.difference import differences
from cdmz_rules.law.layers import Layers
from cdmz_rules.whatif.effects import effects, layered, on_households

PACK, LEVEL_UP, FOLLOWS = "assumptions_2026", "level_up_provident_fund", "bed_subsidy_follows_the_person"
MAXIMUM = "provident_fund.loan.maximum_single"
TOGETHER = BOOK.reforms.shipped(f"{PACK}+{LEVEL_UP}")


def keys(changes):
    return {(one.path, one.place, one.first) for one in changes}


def test_own_changes_are_those_it_would_make_of_the_law_with_the_pack():
    packed = BOOK.under(PACK)
    alone = Layers(packed.law, BOOK.reforms.load(LEVEL_UP))
    assert keys(Layers(BOOK.law, TOGETHER).own) == keys(alone.own) != set()
    assert alone.of_packs == []


def test_what_the_pack_fills_is_not_among_them():
    layers = Layers(BOOK.law, TOGETHER)
    filled = {one.path for one in layers.of_packs}
    assert len(filled) > len(layers.own_paths)
    assert {one.origin for change in layers.own for one in [change.after]} == {LEVEL_UP}
    assert {change.after.origin for change in layers.of_packs} == {PACK}
    # Held against the law without the pack, the reform would seem to have done all of it.
    assert len(differences(BOOK.law, layers.reformed, filled)) > len(layers.own)


def test_a_pack_alone_is_held_against_the_law():
    layers = Layers(BOOK.law, BOOK.reforms.load(PACK))
    assert (layers.packed, layers.of_packs) == (BOOK.law, [])
    assert {change.after.evidence for change in layers.own} == {"assumed"}


def test_the_order_of_steps_is_kept():
    other = Layers(BOOK.law, BOOK.reforms.shipped(f"{LEVEL_UP}+{PACK}"))
    # Before the pack nothing is known to level up: the reform has nothing to do.
    assert [change for change in other.own if change.after.origin == LEVEL_UP] == []


@pytest.mark.parametrize(("place", "before", "packed", "reformed"), [("deyang", None, 600_000, 800_000)])
def test_an_item_stands_under_three_laws(place, before, packed, reformed):
    found = effects(BOOK, BOOK.reforms.load(LEVEL_UP))
    row = next(row for item in found.items if item.path == MAXIMUM for row in item.rows if place in row.places)
    assert (row.before.value, row.packed.value, row.reformed.value) == (before, packed, reformed)
    assert (found.first, found.date, found.packs) == (date(2027, 1, 1), date(2027, 1, 1), [PACK])
    assert found.left_alone == ["chengdu"]
    assert {item.path for item in found.items} == {one.path for one in layered(BOOK, BOOK.reforms.load(LEVEL_UP)).own}


def test_a_household_stands_under_three_laws_and_only_where_the_reform_itself_changes_its_answer():
    found = on_households(BOOK, BOOK.reforms.load(FOLLOWS))
    (across,) = found.households
    assert (across.name, found.asking) == ("bed_subsidy_across_cities", 2)
    by_city = {each.city: each for each in across.cities}
    assert by_city.keys() == {"meishan", "ziyang"}  # of Chengdu's elders the notice of 2019 pays already
    ziyang = by_city["ziyang"]
    assert (ziyang.before.outcome, ziyang.packed.amount.value, ziyang.reformed.amount.value) == ("rule_unknown", 0, 180)
    assert (ziyang.way, ziyang.difference) == ("more", 180)
