"""The population of the housing benchmark is mixed, and both runs of it agree to the fen; a difference shows the household."""

import numpy as np
import pytest

from benchmarks.agreement import Disagreement
from benchmarks.peers.stock_on_ours import CountryTaxBenefitSystem
from benchmarks.rows import applicants, housing

COUNT = 2000


@pytest.fixture(scope="module")
def tenants():
    return housing.Tenants(COUNT)


@pytest.fixture(scope="module")
def reference(tenants):
    return tenants.stock(tenants.simulation(CountryTaxBenefitSystem()))


def test_the_population_is_mixed(reference):
    assert 0.1 < reference[housing.ELIGIBLE].mean() < 0.5
    assert len(np.unique(reference[housing.BENEFIT])) > 30


def test_our_run_agrees(tenants, reference):
    applicants.hold(tenants.ours, reference, housing.OUTPUTS)


def test_a_difference_shows_the_household(tenants, reference):
    wrong = {name: np.array(values) for name, values in reference.items()}
    wrong[housing.BENEFIT][7] += 0.01
    with pytest.raises(Disagreement, match="household 7"):
        applicants.hold(tenants.ours, wrong, housing.OUTPUTS)
