"""The claims of the medical benchmarks are mixed, both runs of them agree to the fen, and a year of them is settled in order."""

import numpy as np
import pytest

from benchmarks.agreement import Disagreement
from benchmarks.goals import GOALS
from benchmarks.peers.stock_on_ours import CountryTaxBenefitSystem
from benchmarks.rows import applicants, medical
from benchmarks.sizes import FULL
from cdmz_rules.settlement.claims import adds_up
from cdmz_rules.settlement.claims.columns import LAYERS

COUNT = 2000


@pytest.fixture(scope="module")
def bills():
    return medical.Bills(COUNT)


@pytest.fixture(scope="module")
def reference(bills):
    return bills.stock(bills.simulation(CountryTaxBenefitSystem()))


@pytest.fixture(scope="module")
def table():
    return medical.year(3 * COUNT)


@pytest.fixture(scope="module")
def settled(table):
    return medical.settled(table)


def test_the_claims_are_mixed(bills, reference):
    assert 0.5 < reference[medical.ELIGIBLE].mean() < 0.9
    assert len(np.unique(reference[medical.BENEFIT])) > COUNT / 3
    for name in ("claim_kind", "applicant.insurance_scheme", "hospital_level", "applicant.insurance_pool"):
        assert len(np.unique(bills.columns[name])) >= 3


def test_our_run_agrees(bills, reference):
    applicants.hold(bills.ours, reference, medical.OUTPUTS)


def test_a_difference_shows_the_row(bills, reference):
    wrong = {name: np.array(values) for name, values in reference.items()}
    wrong[medical.BENEFIT][7] += 0.01
    with pytest.raises(Disagreement, match="household 7"):
        applicants.hold(bills.ours, wrong, medical.OUTPUTS)


def test_most_people_have_few_claims_and_some_have_many(table):
    each = np.unique(table.person, return_counts=True)[1]
    assert table.count == 3 * COUNT
    assert 0.9 < len(each) / COUNT < 1.1
    assert (each <= 4).mean() > 0.9
    assert each.max() > 15


def test_a_year_is_settled_in_order_and_adds_up(table, settled):
    assert adds_up(settled, table.inputs["total_cost"]).all()
    assert all((settled[layer] > 0).any() for layer in LAYERS)
    assert settled["rank"].max() == np.unique(table.person, return_counts=True)[1].max()


def test_the_goal_says_how_many_claims_there_are():
    goal = next(goal for goal in GOALS if goal.id == "settle")
    assert f"{FULL.claims:,}" in goal.title
