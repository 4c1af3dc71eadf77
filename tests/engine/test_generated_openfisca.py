"""Law tests of the toy law pass stock ``openfisca test`` too: any rulebook is a country package."""

from generators import lawtests, openfisca
from generators.toy import BOOK, FOLDER, TOY

SUBSET = openfisca.subset(lawtests.all_tests(TOY))
COUNTRY = f"""
from pathlib import Path

import cdmz_rules
from cdmz_rules.files import paths


class CountryTaxBenefitSystem(cdmz_rules.CountryTaxBenefitSystem):
    def __init__(self):
        super().__init__(paths.at(Path({str(FOLDER)!r})))
"""


def test_no_input_of_a_household_is_called_like_a_role():
    assert set(openfisca.role_keys(BOOK.catalogue).values()) & set(BOOK.catalogue.inputs) == set()


def test_the_subset_holds_what_openfisca_can_compute_and_nothing_but_its_keys():
    assert {test["name"].partition(":")[0] for test in SUBSET} == set(BOOK.benefits)
    assert set().union(*SUBSET) == {"name", "period", "input", "output", "absolute_error_margin"}
    names = " ".join(test["name"] for test in SUBSET)
    assert "nobody told the income" not in names  # a missing input
    assert "its cap is not known" not in names  # an unknown of the law
    assert "the same, with the assumption" not in names  # a pack


def test_stock_openfisca_passes_the_subset_and_notices_a_wrong_figure(tmp_path):
    (tmp_path / "twin_rivers.py").write_text(COUNTRY, encoding="utf-8")
    result = openfisca.run("twin_rivers", tmp_path, subset=SUBSET, wrong=openfisca.with_wrong_figure(SUBSET))
    assert result.returncode != 0
    assert f"1 failed, {len(SUBSET)} passed" in result.stdout, result.stdout[-4000:] + result.stderr[-4000:]
