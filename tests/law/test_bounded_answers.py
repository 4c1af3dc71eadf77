"""Answers of which something was left out: bounds that hold, and the question that closes them."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from generators.shipped import BOOK, PACKED

from cdmz_rules import decide, decide_table

CASES = Path(__file__).parents[1] / "cases"
EXAMPLES = Path(__file__).parents[2] / "examples"
JUNE = date(2026, 6, 1)


def case(name, applicant=None, **changes):
    """A case of the folder with some inputs of the household and of the applicant changed; None takes one away."""
    given = yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8")) | changes
    given["members"][0] |= applicant or {}
    given["members"][0] = {key: value for key, value in given["members"][0].items() if value is not None}
    return {key: value for key, value in given.items() if value is not None}


def answer(given, day, book=BOOK, benefit="provident_fund_loan"):
    return decide(given, benefit, day, rulebook=book, today=day)


def ends(decision, name="provident_fund_loan"):
    amount = next(amount for amount in decision.amounts if amount.id == name)
    return amount.lower, amount.upper


def asked(decision):
    return [question.name for question in decision.next_questions]


def test_an_age_leaves_the_birthday_open_and_asks_for_it():
    decision = answer(case("loan_base", {"retirement_date": None, "age": 56, "sex": "male"}), JUNE, PACKED)
    assert ends(decision) == (733_000, 800_000)
    assert asked(decision)[0] == "members[0].birth_date"


@pytest.mark.parametrize("born", ["1969-06-02", "1969-12-31", "1970-06-01"])
def test_whatever_the_birthday_is_the_amount_lies_between_those_bounds(born):
    decision = answer(case("loan_base", {"retirement_date": None, "birth_date": born, "sex": "male"}), JUNE, PACKED)
    assert decision.amount.bound == "exact"
    assert 733_000 <= decision.amount.value <= 800_000


def test_one_of_64_may_be_too_old_by_the_day_of_the_year():
    decision = answer(case("loan_age_64"), JUNE, PACKED)
    assert (decision.outcome, ends(decision)) == ("undetermined", (0, 53_000))
    assert asked(decision) == ["members[0].birth_date"]
    too_old = answer(case("loan_age_64", {"age": None, "birth_date": "1961-06-02"}), JUNE, PACKED)
    assert too_old.outcome == "not_eligible"


def test_a_table_takes_an_age_as_a_case_does():
    given = case("loan_age_64")
    columns = {key: [value] for key, value in given.items() if key != "members"}
    columns |= {f"applicant.{key}": [value] for key, value in given["members"][0].items() if key != "role"}
    row = decide_table(columns, "provident_fund_loan", JUNE, rulebook=PACKED).table.to_pylist()[0]
    assert row["provident_fund_loan.outcome"] == "undetermined"
    assert (row["provident_fund_loan.lower"], row["provident_fund_loan.upper"]) == (0, 53_000)


def test_two_inputs_of_which_neither_alone_changes_anything_are_asked():
    decision = answer(case("loan_basics_only"), date(2026, 11, 30))
    assert {"homes_owned", "provident_fund_loans_taken"} <= set(asked(decision))


def test_what_bears_only_on_what_is_reported_is_asked_last_and_bounded():
    decision = answer(case("loan_base", contract_filing_date=None), date(2026, 9, 10))
    assert asked(decision)[-1] == "contract_filing_date"
    assert decision.next_questions[-1].settles == "reported"
    assert ends(decision, "provident_fund_down_payment") == (225_000, 300_000)
    low, high = ends(decision, "provident_fund_interest_subsidy")
    assert low == 0
    assert high is not None


def test_a_contributor_of_another_city_learns_on_what_it_depends():
    decision = answer(
        case("loan_base", {"deposit_centre": "chongqing", "accumulated_deposits": 30_000}), date(2026, 6, 1)
    )
    first = decision.depends_on[0]
    assert (first.name, first.place) == ("provident_fund.crosscity.open_to.chongqing", "chengdu")
    told = {reading.value: (reading.outcome, reading.upper) for reading in first.readings}
    assert told == {False: ("not_eligible", 0), True: ("eligible", 800_000)}
    assert ends(decision)[1] == 800_000


CHAIN = {
    "institution_city": "chengdu",
    "institution_stars": 4,
    "operator_institutions": 5,
    "operator_rated_institutions": 5,
}


def test_a_reading_that_changes_nothing_leaves_the_grade():
    decision = answer({"members": [{"role": "applicant"}], **CHAIN}, date(2026, 6, 1), PACKED, "chain_award")
    counted = {source.path: source.evidence for source in decision.sources}
    assert "elder_care.chain_award.counted" not in counted
    other = answer(
        {"members": [{"role": "applicant"}], **CHAIN, "operator_rated_institutions": 4},
        date(2026, 6, 1),
        PACKED,
        "chain_award",
    )
    assert "elder_care.chain_award.counted" in {source.path for source in other.sources}


def test_while_the_office_may_have_to_judge_the_amount_may_be_nothing():
    young = yaml.safe_load((EXAMPLES / "affordable_rental_young.yaml").read_text("utf-8"))
    applicant = {key: value for key, value in young["members"][0].items() if key != "birth_date"}

    def told(**more):
        given = {**young, "members": [{**applicant, "hukou_city": "chengdu", **more}]}
        return answer(given, JUNE, PACKED, "affordable_rental")

    of_any_age, young_one, elder = told(), told(birth_date="2000-01-01"), told(birth_date="1960-01-01")
    assert (of_any_age.outcome, young_one.outcome, elder.outcome) == ("undetermined", "eligible", "needs_a_person")
    most = young_one.amount.value
    assert most > 0
    assert [ends(each, "affordable_rental") for each in (of_any_age, elder)] == [(0, most), (0, most)]
    assert [each.name for each in of_any_age.amount.because] == ["members[0].birth_date"]


def test_whoever_owns_no_home_owns_none_anywhere_in_a_case_and_in_a_table():
    renter = yaml.safe_load((EXAMPLES / "affordable_rental_young.yaml").read_text("utf-8"))
    renter = {
        key: value for key, value in renter.items() if not key.startswith("homes_") and key not in ("title", "benefit")
    }
    outcomes = {}
    for homes in (0, 1):
        decision = answer({**renter, "homes_owned": homes}, JUNE, PACKED, "affordable_rental")
        columns = {key: [value] for key, value in {**renter, "homes_owned": homes}.items() if key != "members"}
        columns |= {f"applicant.{key}": [value] for key, value in renter["members"][0].items() if key != "role"}
        row = decide_table(columns, "affordable_rental", JUNE, rulebook=PACKED).table.to_pylist()[0]
        assert row["affordable_rental.outcome"] == decision.outcome
        outcomes[homes] = decision.outcome, asked(decision)
    assert outcomes[0] == ("eligible", [])
    assert outcomes[1][0] == "undetermined"
    assert "homes_in_residence_city" in outcomes[1][1]


def test_homes_follow_in_each_row_from_whichever_total_it_says():
    renter = yaml.safe_load((EXAMPLES / "affordable_rental_young.yaml").read_text("utf-8"))
    left_out = ("title", "benefit", "members", "homes_in_residence_city", "homes_in_residence_district")
    columns = {key: [value] * 3 for key, value in renter.items() if key not in left_out}
    columns |= {f"applicant.{key}": [value] * 3 for key, value in renter["members"][0].items() if key != "role"}
    columns |= {"homes_owned": [0, None, 2], "homes_in_residence_city": [None, 0, None]}
    rows = decide_table(columns, "affordable_rental", JUNE, rulebook=PACKED).table.to_pylist()
    assert [row["affordable_rental.outcome"] for row in rows] == ["eligible", "eligible", "undetermined"]
