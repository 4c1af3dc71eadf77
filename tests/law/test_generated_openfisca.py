"""Law tests of the shipped law pass stock ``openfisca test`` too."""

from collections import Counter

import pytest
from generators import lawtests, openfisca
from generators.shipped import BOOK, SHIPPED


@pytest.fixture(scope="module")
def subset(sampling):
    return openfisca.subset(sampling.some("law tests as openfisca runs them", lawtests.all_tests(SHIPPED), 500))


def test_no_input_of_a_household_is_called_like_a_role():
    assert set(openfisca.role_keys(BOOK.catalogue).values()) & set(BOOK.catalogue.inputs) == set()


def test_the_subset_is_large_and_holds_nothing_but_openfiscas_keys(subset):
    assert len(subset) > 100
    assert set().union(*subset) == {"name", "period", "input", "output", "absolute_error_margin"}
    assert [name for name, count in Counter(test["name"] for test in subset).items() if count > 1] == []


def test_stock_openfisca_passes_the_subset_and_notices_a_wrong_figure(subset, tmp_path):
    result = openfisca.run("cdmz_rules", tmp_path, subset=subset, wrong=openfisca.with_wrong_figure(subset))
    assert result.returncode != 0
    assert f"1 failed, {len(subset)} passed" in result.stdout, result.stdout[-4000:] + result.stderr[-4000:]
    assert "wrong.yaml" in result.stdout
