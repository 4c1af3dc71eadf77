"""The shipped law as a value: its reforms, together and on top of each other, apply what both include once."""

from itertools import permutations

import pytest
from generators.shipped import BOOK

from cdmz_rules.law.reform import compose


@pytest.mark.parametrize(
    "names",
    [*permutations(["one_standard", "treatment_across_cities"]), *permutations(["assumptions_2026", "one_standard"])],
)
def test_several_reforms_apply_what_they_include_once(names):
    reforms = [BOOK.reforms.load(name) for name in names]
    together = BOOK.under(reforms).law.applied
    assert together == compose(reforms).apply(BOOK.law).applied
    assert len(set(together)) == len(together)
    assert set(together) == {step.name for reform in reforms for step in reform.steps}


@pytest.mark.parametrize("name", BOOK.reforms.names)
def test_the_law_before_any_reform_drops_the_reform(name):
    reformed = BOOK.under(name)
    plain = reformed.with_law(reformed.base)
    assert plain.law is BOOK.law
    assert plain.reform is None
