"""Soundness, on the toy law: no completion of what is unknown lies outside what is said to be certain; and a bound too close is noticed."""

from dataclasses import replace

import numpy as np
import pytest
from generators import completions, partial, sound
from generators.toy import BOOK, TOY

HOUSEHOLDS, IN_FULL = 12, 150
"""So many partial households for each benefit, without and with the pack."""


@pytest.mark.parametrize("which", TOY.books)
@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
def test_no_completion_lies_outside_what_is_certain(benefit, which, sampling):
    sound.check(TOY, which, benefit, IN_FULL if sampling.full else HOUSEHOLDS, sampling)


@pytest.mark.parametrize("end", [0, 1])
def test_a_bound_that_is_too_close_is_noticed(end):
    rules, random = BOOK.benefit("heating_grant"), np.random.default_rng(1)
    bill = {"members": [{"role": "applicant", "monthly_income": 1000, "home_city": "upper"}], "fuel": "gas"}
    done = completions.completed(rules, partial.Partial("bill", partial.DAY, bill), 500, random)
    assert done.outside() == []
    ends = [np.array(each) for each in done.certain.ends("heating_grant")]
    ends[end] += 1.0 if end == 0 else -1.0
    closer = replace(done.certain, bounds={**done.certain.bounds, "heating_grant": tuple(ends)})
    assert any("heating_grant" in fault for fault in replace(done, certain=closer).outside())


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_an_outcome_that_is_not_certain_is_noticed(certain):
    rules, random = BOOK.benefit("heating_grant"), np.random.default_rng(1)
    case = partial.Partial("nothing told", partial.DAY, {"members": [{"role": "applicant"}]})
    done = completions.completed(rules, case, 500, random)
    assert done.outside() == []
    end = np.full(1, certain), np.full(1, certain)
    said = dict.fromkeys([*done.certain.bounds], end)
    faults = replace(done, certain=replace(done.certain, bounds=said)).outside()
    assert any("was certain, then" in fault for fault in faults)


@pytest.mark.parametrize("which", TOY.books)
@pytest.mark.parametrize("benefit", sorted(BOOK.benefits))
def test_nothing_goes_another_way_than_the_graph_proves(benefit, which, sampling):
    sound.check_signs(TOY, which, benefit, 60 if sampling.full else 6, sampling)
