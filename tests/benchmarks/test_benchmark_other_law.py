"""Peers written by hand follow another law too: of rules that do not bite on the day of the benchmark, they write both sides."""

import numpy as np
import pytest
from generators.shipped import BOOK

from benchmarks import agreement
from benchmarks.book import PACKED
from benchmarks.contenders import Peers
from benchmarks.figures import Figures
from benchmarks.names import BENEFIT, ELIGIBLE
from benchmarks.peers import numba_by_hand, tables
from benchmarks.peers.numpy_by_hand import NumpyByHand
from benchmarks.peers.stock_on_ours import CountryTaxBenefitSystem, Stock

ROWS = 3000
CHANGES = {
    "provident_fund.loan.first_home_rule": [{"cities": "all", "value": "no_home_and_no_loan"}],
    "provident_fund.crosscity.same_city.second_hand_allowed": [{"cities": ["chengdu", "deyang"], "value": False}],
    "provident_fund.crosscity.same_city.homes_counted": [
        {"cities": ["chengdu", "deyang", "ziyang"], "value": "deposit_and_purchase"}
    ],
    "provident_fund.crosscity.same_city.down_payment.first_home": [{"cities": ["chengdu", "meishan"], "value": 0.6}],
    "provident_fund.crosscity.same_city.down_payment.second_home": [{"cities": ["chengdu"], "value": 0.7}],
}


@pytest.fixture(scope="module")
def peers():
    return Peers(ROWS)


@pytest.fixture(scope="module")
def law():
    said = {"zh": "另一部法", "en": "another law"}
    body = {"name": "other", "title": said, "rationale": said, "effective": "2026-01-01", "parameters": CHANGES}
    return BOOK.reforms.from_body(body).apply(PACKED.law)


@pytest.fixture(scope="module")
def reference(peers, law):
    system = CountryTaxBenefitSystem()
    system.law = law
    stock = Stock("another law", system)
    return stock.run(stock.build(peers.rows))


def test_the_other_law_decides_otherwise(peers, reference):
    assert np.count_nonzero(reference[ELIGIBLE] != peers.reference[ELIGIBLE]) > 20
    both = reference[ELIGIBLE] & peers.reference[ELIGIBLE]
    assert np.count_nonzero(both & (reference[BENEFIT] != peers.reference[BENEFIT])) > 20


@pytest.mark.parametrize("kind", [NumpyByHand, numba_by_hand.NumbaByHand])
def test_a_peer_written_by_hand_follows(kind, peers, law, reference):
    if kind is numba_by_hand.NumbaByHand and not numba_by_hand.available():
        pytest.skip("numba is not installed: pip install '.[bench]'")
    found = kind(tables.build(Figures(law))).run(peers.population.columns)
    agreement.hold(kind.name, found, reference, peers.population)
