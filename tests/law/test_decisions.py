"""What decisions by the shipped law say beside their amount: documents, bounds while something is open, gaps, and who pays."""

from datetime import date

import pytest
from generators import cases
from generators.shipped import BOOK, PACK, PACKED, SHIPPED

from cdmz_rules import decide
from cdmz_rules.decisions import sentences
from cdmz_rules.decisions.decision import Outcome

LOAN = "provident_fund_loan"
TODAY = date(2026, 11, 23)
EX01 = cases.example(SHIPPED, "ex01")
EX03 = cases.example(SHIPPED, "ex03")
DEYANG = cases.example(SHIPPED, "deyang")
REFUSED = cases.example(SHIPPED, "refused")


def loan(case=EX01, day=None, today=TODAY, pack=False, member=None, **changes):
    """The decision on an example with some inputs changed; None takes one away."""
    members = [dict(each) for each in case.inputs["members"]]
    members[0] |= member or {}
    inputs = {**case.inputs, **changes, "members": members}
    return decide(inputs, LOAN, day or case.day, reform=PACK if pack else None, today=today)


def clause(decision, name):
    return next(each for each in decision.conditions if each.id == name)


def test_every_value_of_the_law_that_was_used_names_its_document():
    for case in cases.examples(SHIPPED):
        for source in decide(case.inputs, case.benefit, case.day, today=TODAY).sources:
            assert source.evidence in ("official", "reported", "recalled") or source.state == "not_in_force"
            assert source.origin == "law"
            assert source.document is not None or source.state == "not_in_force"
            assert source.start <= case.day


@pytest.mark.parametrize("name", [case.name for case in cases.examples(SHIPPED)])
def test_a_figure_that_a_pack_gives_several_cities_is_named_by_the_city_it_stands_for(name):
    case = cases.example(SHIPPED, name)
    for city in ("deyang", "ziyang"):
        moved = cases.moved(BOOK, case, city)
        for source in decide(moved.inputs, moved.benefit, moved.day, reform=PACK, today=TODAY).sources:
            assert source.place in (city, "sichuan", "national"), source.path


def codes(decision):
    return {warning.code for warning in decision.warnings}


def test_who_tells_nothing_is_told_what_is_certain_all_the_same():
    decision = decide({"members": [{"role": "applicant"}]}, LOAN, EX01.day, rulebook=PACKED, today=TODAY)
    assert decision.outcome is Outcome.UNDETERMINED
    assert "many_unknowns" not in codes(decision)
    assert decision.amount.lower == 0
    assert decision.amount.value is None
    assert decision.next_questions


@pytest.mark.parametrize(
    "told", [{}, {"claim_kind": "inpatient", "hardship_group": "dibao"}], ids=["nothing", "little"]
)
def test_a_bound_says_which_ends_are_known(told):
    decision = decide({"members": [{"role": "applicant"}], **told}, "medical_reimbursement", "2026-09-01", today=TODAY)
    ends = {"exact": (True, True), "range": (True, True), "at_most": (False, True), "at_least": (True, False)}
    for amount in decision.amounts:
        known = (amount.lower is not None, amount.upper is not None)
        assert known == ends.get(amount.bound, (False, False)), amount.id


def test_who_pays_follows_the_place_whose_rule_applies():
    assert loan().amount.payer == "成都住房公积金管理中心"
    assert loan(DEYANG).amount.payer == "德阳市住房公积金管理中心"
    provincial = loan(member={"deposit_centre": "sichuan_provincial"})
    assert provincial.place == "sichuan_provincial"
    assert provincial.amount.payer == "四川省省级住房公积金管理中心"


@pytest.mark.parametrize("role", ["spouse", "child", "other"])
@pytest.mark.parametrize("pack", [False, True])
def test_a_retirement_date_of_the_applicant_alone_is_enough(role, pack):
    inputs = {**EX01.inputs, "members": [*EX01.inputs["members"], {"role": role}]}
    if role == "child":
        inputs["children"] = 1
    if role == "spouse":
        inputs["members"][1] |= {"provident_fund_contribution": "none", "provident_fund_balance": 0}
    reform = PACK if pack else None
    decision = decide(inputs, LOAN, EX01.day, reform=reform, today=TODAY)
    alone = loan(pack=pack)
    assert (decision.outcome, decision.amount.upper) == (alone.outcome, alone.amount.upper)
    assert decision.evidence == alone.evidence


def test_nobody_is_promised_a_loan_while_the_number_of_homes_is_open():
    decision = loan(EX03, homes_owned=None)
    assert decision.outcome is not Outcome.ELIGIBLE
    assert "homes_owned" in {question.input for question in decision.next_questions}


def test_nobody_is_promised_a_loan_while_homes_and_loans_are_both_open():
    green = cases.example(SHIPPED, "ex07")
    decision = loan(green, home_kind="second_hand", homes_owned=None, provident_fund_loans_taken=None)
    told = loan(green, home_kind="second_hand", homes_owned=1, provident_fund_loans_taken=2)
    assert told.outcome is Outcome.RULE_UNKNOWN
    assert decision.outcome is not Outcome.ELIGIBLE


@pytest.mark.parametrize("day", ["2025-10-01", "2026-04-20", "2026-09-10"])
def test_months_that_run_from_a_day_nobody_told_are_not_counted_as_certain(day):
    buyer = cases.example(SHIPPED, "purchase_withdrawal")
    household = {name: value for name, value in buyer.inputs.items() if name != "purchase_date"}
    less = decide(household, buyer.benefit, day, today=TODAY).amounts[1]
    more = decide({**household, "purchase_date": "2024-04-20"}, buyer.benefit, day, today=TODAY).amounts[1]
    assert (more.id, more.bound) == ("provident_fund_withdrawal_months", "exact")
    assert more.value > 0
    assert less.upper is None or less.upper >= more.value
    assert less.lower is None or less.lower <= more.value


def test_what_only_one_centre_leaves_unknown_is_not_overlooked_while_the_centre_is_open():
    less = {amount.id: amount for amount in loan(member={"deposit_centre": None}).amounts}
    more = {amount.id: amount for amount in loan(member={"deposit_centre": "sichuan_provincial"}).amounts}
    term = "provident_fund_loan_term"
    assert (more[term].bound, more[term].lower) == ("range", 12)
    assert less[term].lower is None or less[term].lower <= 12


def test_a_range_of_what_is_reported_holds_whatever_is_told_later():
    income = cases.example(SHIPPED, "ex10")
    less = {amount.id: amount for amount in loan(income, pack=True, term_months=None).amounts}
    more = {amount.id: amount for amount in loan(income, pack=True).amounts}
    payment = "provident_fund_monthly_payment"
    assert less[payment].lower is None or less[payment].lower <= more[payment].value
    assert less[payment].upper is None or more[payment].value <= less[payment].upper


def test_a_refusal_because_nothing_is_in_force_says_how_that_is_known():
    """Assumed by the pack, or foretold by a text for a day to come."""
    chain = {
        "members": [{"role": "applicant"}],
        "institution_stars": 3,
        "operator_institutions": 4,
        "operator_rated_institutions": 4,
    }
    here = decide(chain | {"institution_city": "deyang"}, "chain_award", "2026-06-30", reform=PACK, today=TODAY)
    assert (here.outcome, here.evidence, codes(here)) == (Outcome.NOT_ELIGIBLE, "assumed", {"assumption_pack"})
    later = decide(chain | {"institution_city": "chengdu"}, "chain_award", "2027-06-20", today=TODAY)
    assert (later.outcome, later.evidence, codes(later)) == (Outcome.NOT_ELIGIBLE, "official", {"projected"})


def test_whoever_lacks_a_day_is_not_told_that_a_year_is_missing():
    barred = loan(day=date(2031, 10, 15), loan_fraud_date="2026-10-16")
    gap = clause(barred, "provident_fund_loan_ban_over").gap
    assert (gap.zh, gap.en) == ("至多差 1 年", "at most 1 year short")
    months = clause(loan(REFUSED), "provident_fund_loan_deposit_months").gap
    assert not months.en.startswith("at most")


@pytest.mark.parametrize(("price", "amount"), [(1_100, 0), (1_250, 1_000)])
def test_what_is_left_of_an_amount_by_rounding_is_said_where_it_is_nothing(price, amount):
    case = {name: value for name, value in EX01.inputs.items() if name != "price"}
    decision = decide({**case, "price": price}, LOAN, EX01.day, reform=PACK, today=TODAY)
    assert (decision.outcome, decision.amount.value) == (Outcome.ELIGIBLE, amount)
    said = [warning for warning in decision.warnings if warning.code == "rounded_away"]
    assert len(said) == (amount == 0)
    if said:
        assert said[0].paths == ["provident_fund.loan.rounding_unit"]
        assert said[0].message.zh == "取整前为 880 元，不足一个取整单位，舍去后为零"
        (line,) = sentences.headline(decision).lines
        assert line.sentence.en == "0 yuan, before rounding it is 880 yuan: less than one unit, so nothing is left"
