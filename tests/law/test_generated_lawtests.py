"""The law tests of the shipped law: every file is read, and every benefit has tests of either outcome."""

from generators import lawtests
from generators.shipped import BOOK, LAW_TESTS, SHIPPED

from cdmz_rules.decisions.decision import Outcome


def test_every_file_of_law_tests_is_read():
    assert {file.parent.name for file in SHIPPED.law_tests} == {item.domain for item in BOOK.law.values()}
    assert sum(len(lawtests.read(SHIPPED, file)) for file in SHIPPED.law_tests) == len(lawtests.all_tests(SHIPPED))
    others = {file.name for file in set(LAW_TESTS.rglob("*.yaml")) - set(SHIPPED.law_tests)}
    assert others == {"mutation_survivors.yaml", "lines_in_formulas.yaml"}


def test_every_benefit_and_outcome_has_a_law_test():
    outcomes = {(test.benefit, test.expected.get("outcome")) for test in lawtests.all_tests(SHIPPED)}
    for benefit in BOOK.benefits:
        assert {(benefit, "eligible"), (benefit, "not_eligible")} <= outcomes
    assert {outcome for _, outcome in outcomes} >= set(Outcome)
