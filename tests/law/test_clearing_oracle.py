"""A hundred thousand stays with every kind of trouble: the clearing matrix is what a plain loop over elders and months finds."""

import io
from collections import Counter
from datetime import date

import numpy as np
import pytest
from generators import stays
from generators.beds_law import LAWS, under, would_pay
from generators.shipped import BOOK, PACKED

from cdmz_rules.settlement.beds import months_from
from cdmz_rules.settlement.beds.clearing import clear
from cdmz_rules.settlement.beds.columns import BENEFIT, stay_columns
from cdmz_rules.settlement.beds.screening import screen
from cdmz_rules.settlement.beds.table import read
from cdmz_rules.tables.csv_source import CsvSource

COUNT = 100_000
DAY = date(2026, 10, 10)
MONTHS = months_from("2026-03", "2026-05", DAY)
TROUBLES = {
    "overlap",
    "duplicate",
    "missing",
    "in_the_future",
    "contradiction",
    "after_death",
    "backwards",
    "not_a_date",
}


@pytest.fixture(scope="module")
def rows():
    return stays.drawn(COUNT, seed=7)


@pytest.fixture(scope="module")
def oracle(rows):
    return stays.Oracle(rows, MONTHS, DAY)


@pytest.fixture(scope="module")
def expected(oracle):
    return {name: oracle.matrix(would_pay(name)) for name in LAWS}


@pytest.fixture(scope="module")
def screening(rows):
    return screened(rows)


def screened(rows):
    source = CsvSource(io.BytesIO(stays.text(rows)), "stays.csv", stay_columns(BOOK.catalogue).knows)
    return screen(BOOK.catalogue, read(BOOK.catalogue, source, DAY), DAY, PACKED.law)


def cleared(screening, rulebook):
    return clear(rulebook.benefit(BENEFIT), screening.stays, MONTHS, COUNT)


def matrix(found):
    """Fen by month, city that owes and city of the institution, where there are any."""
    return {
        (str(found.months[month])[:7], found.cities[owes], found.cities[host]): int(found.owed[month, owes, host])
        for month, owes, host in zip(*np.nonzero(found.owed), strict=True)
    }


def test_the_same_rows_are_refused(oracle, screening):
    found = list(screening.refusals)
    assert {row for row, *_ in found} == oracle.refused
    assert screening.refusals.count == len(oracle.refused)
    assert {problem.code for _, problem, _ in found} == TROUBLES


@pytest.mark.parametrize("name", LAWS)
def test_the_matrix_is_that_of_the_oracle_and_balances(expected, screening, name):
    found = cleared(screening, under(name))
    assert matrix(found) == expected[name]
    assert found.positions.sum() == 0
    assert found.net.sum() > 0
    assert (
        found.total
        == sum(expected[name].values())
        == found.stay_fen.sum()
        == sum(each.fen for each in found.institutions)
    )


def test_regimes_and_rates_differ(expected):
    # Today only Chengdu's elders are paid for abroad, and its rates are the highest: the host's rate is the lower one.
    assert expected["today-host"] == expected["today-lower"]
    assert len({tuple(sorted(found.items())) for found in expected.values()}) == len(LAWS) - 1


def test_the_order_of_rows_changes_nothing(rows, screening):
    order = np.random.default_rng(3).permutation(COUNT)
    rulebook = under(next(iter(LAWS)))
    found, again = cleared(screening, rulebook), cleared(screened([rows[row] for row in order]), rulebook)
    assert np.array_equal(found.owed, again.owed)
    assert found.institutions == again.institutions
    # Of rows that say the very same the first counts, so single rows are compared by what they say.
    assert Counter(zip(rows, found.stay_fen.tolist(), strict=True)) == Counter(
        zip((rows[row] for row in order), again.stay_fen.tolist(), strict=True)
    )
