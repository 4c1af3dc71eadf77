"""Long-term care insurance is the insurers' business: whoever is told that its rule is not known is sent to them."""

from datetime import date

import pytest
from generators import cases
from generators.shipped import BOOK, SHIPPED

from cdmz_rules import decide
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.law.item import State

TODAY = date(2026, 11, 23)
CASES = {case.name: case for case in cases.examples(SHIPPED)}


@pytest.mark.parametrize("name", ["long_term_care_contribution_at_40", "long_term_care_of_a_retiree"])
def test_the_year_after_the_scheme_is_not_known_and_the_insurer_is_to_be_asked(name):
    case = CASES[name]
    found = decide(case.inputs, case.benefit, "2027-01-01", today=TODAY)
    assert found.outcome is Outcome.RULE_UNKNOWN
    assert found.missing_law
    assert all("医疗保障局" in missing.ask for missing in found.missing_law)


def test_no_unknown_of_the_scheme_sends_to_another_office():
    items = [item for item in BOOK.law.values() if item.path.startswith("elder_care.long_term_care.")]
    cells = [cell for item in items for cells in item.versions.values() for cell in cells]
    assert items
    assert not [cell.key for cell in cells if cell.state is State.UNKNOWN and "医疗保障局" not in (cell.ask or "")]
