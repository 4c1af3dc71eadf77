"""The collector of law tests: a test that is written wrongly is an error with its place, and one that is wrong fails."""

from pathlib import Path

import pytest
from generators import lawtests

from cdmz_rules.decisions.decision import Outcome

GOOD = """
- name: a tenant
  source: 成公积金委〔2026〕5号
  benefit: provident_fund_rent_withdrawal
  period: 2026-08-05
  input:
    persons:
      ann: {provident_fund_contribution: employee, deposit_centre: chengdu, deposits_unbroken_since: 2025-02-10}
    household: {applicant: ann, tenancy: registered, monthly_rent: 3000, homes_in_deposit_city: 0, children: 0}
  outcome: eligible
  bound: exact
  evidence: reported
  amounts:
    provident_fund_rent_withdrawal: 1800
  output:
    provident_fund_rent_no_home: true
"""


def read(tmp_path, text):
    file = tmp_path / "law" / "domain" / "tests.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text.lstrip(), encoding="utf-8")
    return lawtests.read(file)


def test_a_test_that_comes_out_has_no_faults(tmp_path):
    (test,) = read(tmp_path, GOOD)
    assert lawtests.faults(test) == []
    assert test.case["members"][0]["role"] == "applicant"
    assert test.line == 1


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("  source: 成公积金委〔2026〕5号\n", "", 1, "the key 'source' is missing"),
        ("source: 成公积金委〔2026〕5号", "source:", 1, "the key 'source' is missing"),
        ("source: 成公积金委〔2026〕5号", "source: somewhere", 2, "begins with no title or number"),
        ("source: 成公积金委〔2026〕5号", "source: [2026]", 2, "is no text"),
        (
            "source: 成公积金委〔2026〕5号",
            "source: 'unknown: no.such.item'",
            2,
            "is no item of the law that is unknown",
        ),
        ("  outcome: eligible", "  result: eligible", 9, "unknown key 'result'"),
        ("benefit: provident_fund_rent_withdrawal", "benefit: rent", 3, "there is no benefit 'rent'"),
        ("period: 2026-08-05", "period: 2026-08-32", 4, "is no day"),
        ("outcome: eligible", "outcome: perhaps", 9, "'perhaps' is none of"),
        ("bound: exact", "bound: about", 10, "'about' is none of"),
        ("evidence: reported", "evidence: rumoured", 11, "'rumoured' is none of"),
        ("evidence: reported", "pack: 1", 11, "pack is true or false"),
        ("    provident_fund_rent_withdrawal: 1800", "    rent: 1800", 13, "there is no household variable 'rent'"),
        (
            "    provident_fund_rent_withdrawal: 1800",
            "    provident_fund_rent_withdrawal: 1800.005",
            13,
            "finer than a fen",
        ),
        ("    provident_fund_rent_withdrawal: 1800", "    provident_fund_rent_withdrawal:", 13, "a value is missing"),
        (
            "    provident_fund_rent_withdrawal: 1800",
            "    provident_fund_rent_withdrawal: {most: 1}",
            13,
            "`lower`, `upper` or both",
        ),
        ("{applicant: ann,", "{", 8, "every person has one role"),
        ("    household:", "    hushold:", 5, "input holds `persons` and `household`"),
        ("- name: a tenant", "- text:\n  name: a tenant", 1, "unknown key 'text'"),
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
        ("withdrawal: 1800", "withdrawal: 1800.01", "expected lower 1800.01, came exact 1800.0…1800.0"),
        ("withdrawal: 1800", "withdrawal: {upper: null}", "expected upper None"),
        ("provident_fund_rent_withdrawal: 1800", "provident_fund_loan: 1800", "the decision does not give it"),
        ("no_home: true", "no_home: false", "provident_fund_rent_no_home: expected False, came True"),
        ("no_home: true", "no_home: 1", "provident_fund_rent_no_home: expected 1, came True"),
        ("no_home: true", "no_home: null", "provident_fund_rent_no_home: expected None, came True"),
        ("monthly_rent: 3000", "monthly_rent: -1", "the case is refused: monthly_rent: -1 is below 0"),
        ("monthly_rent: 3000", "rent: 3000", "the case is refused: rent: there is no input rent"),
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
    folder = Path(__file__).parents[1] / "law"
    files = lawtests.files(folder)
    assert {file.parent.name for file in files} >= {"common", "provident_fund"}
    assert sum(len(lawtests.read(file)) for file in files) == len(lawtests.all_tests())
    assert {file.name for file in folder.glob("*.yaml")} == {"mutation_survivors.yaml", "lines_in_formulas.yaml"}


def test_every_benefit_and_outcome_has_a_law_test():
    outcomes = {(test.benefit, test.expected.get("outcome")) for test in lawtests.all_tests()}
    for benefit in {test.benefit for test in lawtests.all_tests()}:
        assert {(benefit, "eligible"), (benefit, "not_eligible")} <= outcomes
    assert {outcome for _, outcome in outcomes} >= set(Outcome)
