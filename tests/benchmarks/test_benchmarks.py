"""What is compared in speed computes the same: every peer agrees with openfisca-core's run of our formulas, to the fen."""

import numpy as np
import pytest
from generators.shipped import BOOK

from benchmarks import agreement, forms, ours
from benchmarks.contenders import Peers
from benchmarks.goals import GOALS, GROUPS, groups_of
from benchmarks.names import BENEFIT, ELIGIBLE, OUTPUTS
from benchmarks.peers import numba_by_hand

ROWS = 3000
SINGLE = 12


@pytest.fixture(scope="module")
def peers():
    return Peers(ROWS)


def test_the_population_is_mixed(peers):
    people = len(peers.rows.household_of) / ROWS
    eligible = peers.reference[ELIGIBLE].mean()
    assert 1.55 < people < 1.65
    assert 0.55 < eligible < 0.65
    assert len(np.unique(peers.reference[BENEFIT])) > 300


def test_every_condition_fails_for_somebody(peers):
    simulation = peers.stock.build(peers.rows)
    never = set()
    for clause in BOOK.catalogue.facts(ELIGIBLE).of:
        holds = simulation.calculate(clause, peers.stock.period)
        assert holds.any(), clause
        if holds.all():
            never.add(clause)
    # On the day every lender lends, to contributors of every place, and across the four cities for second-hand homes too.
    assert never == {
        "provident_fund_loan_offered",
        "provident_fund_loan_across_cities",
        "provident_fund_loan_open_to_outsiders",
        "provident_fund_loan_second_hand_across",
    }


@pytest.mark.parametrize("name", ["numpy_by_hand", "numpy_tuned", "numba_by_hand"])
def test_a_peer_written_by_hand_agrees(peers, name):
    if name == "numba_by_hand" and not numba_by_hand.available():
        pytest.skip("numba is not installed: pip install '.[bench]'")
    agreement.hold(name, peers.by_hand[name](peers.population), peers.reference, peers.population)


def test_plain_openfisca_agrees(peers):
    found = peers.plain.run(peers.plain.build(peers.rows))
    agreement.hold("plain_openfisca", found, peers.reference, peers.population)


def test_our_population_run_agrees(peers):
    agreement.hold("ours", peers.ours.run(peers.population), peers.reference, peers.population)


@pytest.mark.parametrize("name", ["ours", "plain", "stock"])
def test_single_decisions_agree(peers, name):
    make = forms.cases if name == "ours" else forms.situations
    for row, given in enumerate(make(peers.population, range(SINGLE))):
        decided = getattr(peers, name).decide(given)
        answer = ours.outputs(decided) if name == "ours" else decided
        assert [float(answer[output]) for output in OUTPUTS] == pytest.approx(
            [float(peers.reference[output][row]) for output in OUTPUTS], abs=0.004
        )


def test_decisions_agree_of_whom_a_person_must_judge(peers):
    doubtful = peers.population.columns["credit_doubtful"] & peers.reference[ELIGIBLE]
    rows = [int(row) for row in np.flatnonzero(doubtful)[:SINGLE]]
    assert rows
    for row, case in zip(rows, forms.cases(peers.population, rows), strict=True):
        answer = ours.outputs(peers.ours.decide(case))
        assert answer[BENEFIT] == pytest.approx(float(peers.reference[BENEFIT][row]), abs=0.004)


def test_a_table_agrees(peers):
    loans = ours.loans(peers.ours.table(forms.arrow(peers.population)))
    agreement.hold("decide_table", {**peers.reference, BENEFIT: loans}, peers.reference, peers.population)


def test_a_difference_shows_the_household(peers):
    wrong = {name: values.copy() for name, values in peers.reference.items()}
    wrong[BENEFIT][7] += 0.01
    with pytest.raises(agreement.Disagreement, match=r"household 7: .*'property_city'"):
        agreement.hold("somebody", wrong, peers.reference, peers.population)


def test_rows_and_groups_can_be_chosen():
    assert groups_of([]) == list(GROUPS)
    assert groups_of(["http_trace", "memory"]) == ["memory", "http"]
    assert len({goal.id for goal in GOALS} | set(GROUPS)) >= len(GOALS)
    with pytest.raises(KeyError, match="nonsense"):
        groups_of(["nonsense"])
