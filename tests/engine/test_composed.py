"""What is one step where it is asked what a value can be goes with each of its arguments as it is declared to; rounding stays between."""

from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import cdmz_rules.model as model
from cdmz_rules.model import dates, loans, money
from cdmz_rules.model.composed import Composition

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(lambda day: np.array([day], "datetime64[D]"))
WHOLE_MONTHS = st.integers(-600, 600).map(float)
LOANS, RATES = st.floats(0, 1e7), st.just(0.0) | st.floats(1e-6, 0.01)
TERMS = st.integers(1, 480).map(float)
DOMAINS = {
    "annuity_factor": (RATES, TERMS),
    "instalment": (LOANS, RATES, TERMS),
    "repaid": (LOANS, RATES, TERMS, TERMS),
    "interest_of_equal_principal": (LOANS, RATES, TERMS),
    "interest_of_instalments": (LOANS, RATES, TERMS),
    "interest_of_first": (LOANS, RATES, TERMS, TERMS),
    "months_between": (DAYS, DAYS),
    "years_between": (DAYS, DAYS),
    "years_begun": (DAYS, DAYS),
    "calendar_months_after": (DAYS, DAYS),
    "add_months": (DAYS, WHOLE_MONTHS),
    "month_start": (DAYS,),
    "month_end": (DAYS,),
}
"""Of each, what its arguments are: of loans, the months repaid first are no more than all."""
NOISE = 1e-9
"""What powers and logarithms miss, in proportion to the greatest argument."""
UNITS = st.integers(1, 1_000_000).map(lambda fen: fen / 100)
SUMS = st.integers(-(10**10), 10**10).map(lambda fen: fen / 100) | st.floats(-1e8, 1e8)


def compositions():
    for module in (model, dates, loans, money):
        for value in vars(module).values():
            rule = getattr(value, "composition", None)
            if isinstance(rule, Composition):
                yield rule.name, rule


RULES = dict(compositions())


def test_every_composition_has_a_domain():
    assert RULES.keys() == DOMAINS.keys()


def result(rule, args):
    value = np.asarray(rule.function(*(np.atleast_1d(arg) for arg in args)))
    return float((value.astype("datetime64[D]") if value.dtype.kind == "M" else value).astype(np.float64)[0])


@pytest.mark.parametrize("name", sorted(RULES))
def test_it_goes_with_each_argument_as_it_is_declared_to(name):
    rule = RULES[name]

    @given(st.tuples(*DOMAINS[name]), st.data())
    def holds(args, data):
        place = data.draw(st.integers(0, len(args) - 1))
        changed = [*args]
        changed[place] = data.draw(DOMAINS[name][place] | near(args[place]))
        if np.all(changed[place] < args[place]):
            args, changed = changed, list(args)
        if "first" in rule.function.__code__.co_varnames[: len(args)]:
            assume(all(each[3] <= each[2] for each in (args, changed)))
        before, after = result(rule, args), result(rule, changed)
        slack = NOISE * max(1.0, *(abs(float(np.asarray(a).astype(np.float64).reshape(-1)[0])) for a in args))
        assert (after - before) * rule.directions[place] >= -slack

    holds()


def near(value):
    """Values beside one: a step apart."""
    if isinstance(value, np.ndarray):
        return st.sampled_from([value + np.timedelta64(step, "D") for step in (-31, -1, 1, 31)])
    steps = (1.0,) if float(value).is_integer() else (1e-6,)
    return st.sampled_from([value + step for step in steps])


@pytest.mark.parametrize("direction", sorted(money.ROUNDINGS))
def test_rounding_stays_between_what_is_said_of_it(direction):
    rule = money.ROUNDINGS[direction]

    @given(st.lists(SUMS, min_size=3, max_size=3), st.lists(UNITS, min_size=3, max_size=3), st.booleans())
    def holds(sums, units, one_unit):
        low, amount, high = (np.array([each]) for each in sorted(sums))
        finest, unit, coarsest = (np.array([each]) for each in sorted(units))
        if one_unit:
            finest = coarsest = unit
        least, most = rule.between([(low, high), (finest, coarsest)])
        rounded = rule.function(amount, unit)
        slack = NOISE * np.maximum(1, np.abs(amount))
        assert (least - slack <= rounded).all()
        assert (rounded <= most + slack).all()

    holds()


def test_a_direction_declared_the_wrong_way_round_would_be_noticed():
    rule = RULES["instalment"]
    assert result(rule, (1e5, 0.002, 120.0)) > result(rule, (1e5, 0.002, 240.0))
    assert result(rule, (1e5, 0.003, 120.0)) > result(rule, (1e5, 0.002, 120.0))
