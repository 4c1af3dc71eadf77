"""The elders of the bed benchmarks are mixed, both runs of them agree to the fen, and a quarter of stays adds up."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.agreement import Disagreement
from benchmarks.goals import GOALS
from benchmarks.peers.stock_on_ours import CountryTaxBenefitSystem
from benchmarks.rows import applicants, beds
from benchmarks.sizes import FULL

COUNT = 2000


@pytest.fixture(scope="module")
def elders():
    return beds.Elders(COUNT)


@pytest.fixture(scope="module")
def reference(elders):
    return elders.stock(elders.simulation(CountryTaxBenefitSystem()))


@pytest.fixture(scope="module")
def found():
    return beds.settled(beds.table(20 * COUNT))


def test_the_elders_are_mixed(reference):
    assert 0.1 < reference[beds.ELIGIBLE].mean() < 0.9
    assert len(np.unique(reference[beds.BENEFIT])) > 6


def test_our_run_agrees(elders, reference):
    applicants.hold(elders.ours, reference, elders.outputs)


def test_stays_are_spread_and_most_can_be_settled(found):
    assert (found.matrix > 0).sum() > 6
    assert (found.owed.sum((1, 2)) > 0).all()
    assert 0.2 < (found.stay_months > 0).mean() < 0.9


def test_a_quarter_adds_up_and_a_difference_shows(found):
    beds.hold(found)
    wrong = replace(found, stay_fen=found.stay_fen + 1)
    with pytest.raises(Disagreement, match="sums of"):
        beds.hold(wrong)


def test_the_goal_says_how_many_stays_there_are():
    goal = next(goal for goal in GOALS if goal.id == "clearing")
    assert f"{FULL.stays:,}" in goal.title
