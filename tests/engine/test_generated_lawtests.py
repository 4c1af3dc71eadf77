"""The collector of law tests: a test that is written wrongly is an error with its place, and one that is wrong fails."""

import pytest
from generators import lawtests
from generators.toy import LAW_TESTS, TOY

from cdmz_rules.decisions.decision import Outcome

GOOD = """
- name: a grant
  source: 双法〔2020〕1号
  benefit: heating_grant
  period: 2026-06-15
  input:
    persons:
      ann: {home_city: upper, monthly_income: 8000}
    household: {applicant: ann, stove_inspected: true, fuel: gas, heating_bill: 1500, contract_filing_date: 2026-03-01}
  outcome: eligible
  bound: exact
  evidence: reported
  amounts:
    heating_grant: 900
  output:
    heating_stove: true
"""


def read(tmp_path, text):
    file = tmp_path / "tests.yaml"
    file.write_text(text.lstrip(), encoding="utf-8")
    return lawtests.read(TOY, file)


def test_a_test_that_comes_out_has_no_faults(tmp_path):
    (test,) = read(tmp_path, GOOD)
    assert lawtests.faults(test) == []
    assert test.case["members"][0]["role"] == "applicant"
    assert test.line == 1


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("  source: 双法〔2020〕1号\n", "", 1, "the key 'source' is missing"),
        ("source: 双法〔2020〕1号", "source:", 1, "the key 'source' is missing"),
        ("source: 双法〔2020〕1号", "source: somewhere", 2, "begins with no title or number"),
        ("source: 双法〔2020〕1号", "source: [2026]", 2, "is no text"),
        (
            "source: 双法〔2020〕1号",
            "source: 'unknown: no.such.item'",
            2,
            "is no item of the law that is unknown",
        ),
        ("  outcome: eligible", "  result: eligible", 9, "unknown key 'result'"),
        ("benefit: heating_grant", "benefit: grant", 3, "there is no benefit 'grant'"),
        ("period: 2026-06-15", "period: 2026-06-32", 4, "is no day"),
        ("outcome: eligible", "outcome: perhaps", 9, "'perhaps' is none of"),
        ("bound: exact", "bound: about", 10, "'about' is none of"),
        ("evidence: reported", "evidence: rumoured", 11, "'rumoured' is none of"),
        ("evidence: reported", "pack: 1", 11, "pack is true or false"),
        ("    heating_grant: 900", "    grant: 900", 13, "there is no household variable 'grant'"),
        ("    heating_grant: 900", "    heating_grant: 900.005", 13, "finer than a fen"),
        ("    heating_grant: 900", "    heating_grant:", 13, "a value is missing"),
        ("    heating_grant: 900", "    heating_grant: {most: 1}", 13, "`lower`, `upper` or both"),
        ("{applicant: ann,", "{", 8, "every person has one role"),
        ("    household:", "    hushold:", 5, "input holds `persons` and `household`"),
        ("- name: a grant", "- text:\n  name: a grant", 1, "unknown key 'text'"),
    ],
)
def test_a_test_written_wrongly_is_an_error_with_its_line(tmp_path, old, new, line, said):
    assert old in GOOD
    with pytest.raises((lawtests.LawTestError, ValueError)) as raised:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert f"tests.yaml:{line}:" in str(raised.value)
    assert said in str(raised.value)


def test_a_test_that_expects_nothing_is_an_error(tmp_path):
    with pytest.raises(lawtests.LawTestError, match="nothing is expected"):
        read(tmp_path, GOOD[: GOOD.index("  outcome:")])


def test_two_tests_of_one_name_are_an_error(tmp_path):
    with pytest.raises(lawtests.LawTestError, match="stands twice"):
        read(tmp_path, GOOD + GOOD)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("outcome: eligible", "outcome: not_eligible", "outcome: expected not_eligible, came eligible"),
        ("bound: exact", "bound: range", "bound: expected range, came exact"),
        ("evidence: reported", "evidence: official", "evidence: expected official, came reported"),
        ("grant: 900", "grant: 900.01", "expected lower 900.01, came exact 900.0…900.0"),
        ("grant: 900", "grant: {upper: null}", "expected upper None"),
        ("heating_grant: 900", "orchard_loan: 900", "the decision does not give it"),
        ("stove: true", "stove: false", "heating_stove: expected False, came True"),
        ("stove: true", "stove: 1", "heating_stove: expected 1, came True"),
        ("stove: true", "stove: null", "heating_stove: expected None, came True"),
        ("heating_bill: 1500", "heating_bill: -1", "the case is refused: heating_bill: -1 is below 0"),
        ("heating_bill: 1500", "bill: 1500", "the case is refused: bill: there is no input bill"),
    ],
)
def test_a_test_that_does_not_come_out_says_what_came(tmp_path, old, new, said):
    assert old in GOOD
    (test,) = read(tmp_path, GOOD.replace(old, new, 1))
    assert said in " ".join(lawtests.faults(test))


def test_a_difference_of_one_fen_is_a_difference():
    assert lawtests.fen(800_000.01) != lawtests.fen(800_000.02)
    assert lawtests.fen(0.1 + 0.2) == lawtests.fen(0.3)
    assert lawtests.fen(1.005) == 101
    assert lawtests.fen(211_136.786) == 21_113_679


def test_every_file_of_law_tests_is_read():
    assert {file.stem for file in TOY.law_tests} == set(TOY.rulebook.benefits)
    assert {file.parent for file in TOY.law_tests} == {LAW_TESTS}
    assert sum(len(lawtests.read(TOY, file)) for file in TOY.law_tests) == len(lawtests.all_tests(TOY))


def test_every_benefit_and_outcome_has_a_law_test():
    outcomes = {(test.benefit, test.expected.get("outcome")) for test in lawtests.all_tests(TOY)}
    for benefit in TOY.rulebook.benefits:
        assert {(benefit, "eligible"), (benefit, "not_eligible")} <= outcomes
    assert {outcome for _, outcome in outcomes} >= set(Outcome)
