"""The engine for pages says what this one says: of the shipped law's benefits, of households that leave out some of what matters."""

from collections.abc import Iterator

import numpy as np
import pytest
from generators import partial, script
from generators.shipped import BOOK, SHIPPED

CASES, ROWS = 2, 40
MANY, TOGETHER = 100_000, 500
"""Households of each benefit, in full; so many of them drawn together."""


@pytest.fixture(scope="module")
def engine() -> Iterator[script.Script]:
    shipped = script.Script(BOOK)
    yield shipped
    shipped.close()


@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
def test_a_household_is_known_alike(engine, benefit, sampling):
    rules, random = BOOK.benefit(benefit), np.random.default_rng(7)
    held = script.Held(engine, rules)
    drawn = partial.partials(SHIPPED, rules, 20 * CASES if sampling.full else CASES, random)
    assert {case.name: unlike for case in drawn if (unlike := held.case(case, random))} == {}


@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
def test_many_households_are_known_alike(engine, benefit, sampling):
    rules, random = BOOK.benefit(benefit), np.random.default_rng(8)
    held, (count, rows) = script.Held(engine, rules), (MANY, TOGETHER) if sampling.full else (ROWS, ROWS)
    for _ in range(0, count, rows):
        assert held.cases(script.random_cases(rules, rows, random)) == []
    sampling.tally("households known alike in a page, shipped law", count)
