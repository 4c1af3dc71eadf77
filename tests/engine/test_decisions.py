"""What a decision says beside its amount: outcome by precedence, reasons, gaps, sources, warnings and questions."""

from datetime import date

import pytest
from generators import cases, lawtests

from cdmz_rules import decide
from cdmz_rules.decisions.decision import Outcome

LOAN = "provident_fund_loan"
TODAY = date(2026, 11, 23)
EX01 = next(case for case in cases.examples() if case.name.startswith("ex01"))
EX03 = next(case for case in cases.examples() if case.name.startswith("ex03"))
DEYANG = next(case for case in cases.examples() if case.name.startswith("deyang"))
REFUSED = next(case for case in cases.examples() if case.name.startswith("refused"))


def loan(case=EX01, day=None, today=TODAY, pack=False, member=None, **changes):
    """The decision on an example with some inputs changed; None takes one away."""
    members = [dict(each) for each in case.inputs["members"]]
    members[0] |= member or {}
    inputs = {**case.inputs, **changes, "members": members}
    return decide(inputs, LOAN, day or case.day, reform=lawtests.pack() if pack else None, today=today)


def clause(decision, name):
    return next(each for each in decision.conditions if each.id == name)


def step(decision, name):
    return next(each for each in decision.steps if each.id == name)


def test_a_sure_failure_comes_first():
    decision = loan(REFUSED, credit_doubtful=True, household_monthly_income=None)
    assert decision.outcome is Outcome.NOT_ELIGIBLE
    assert decision.next_questions == []
    assert decision.amount.value == 0
    assert len(decision.amounts) == 1


def test_what_the_office_judges_comes_before_what_is_not_known():
    assert loan(DEYANG, credit_doubtful=True).outcome is Outcome.NEEDS_A_PERSON


def test_unknown_law_comes_before_a_missing_input():
    assert loan(DEYANG, household_monthly_income=None).outcome is Outcome.RULE_UNKNOWN


def test_a_missing_input_that_matters_leaves_it_open():
    decision = loan(household_monthly_income=None)
    assert decision.outcome is Outcome.UNDETERMINED
    assert (decision.amount.bound, decision.amount.lower, decision.amount.upper) == ("range", 0, 800_000)
    assert decision.next_questions[0].name == "household_monthly_income"
    assert decision.next_questions[0].label.zh == "家庭月收入"
    assert clause(decision, "provident_fund_loan_income").status == "unknown"


def test_a_refusal_says_how_much_is_missing_and_which_paper_proves_it():
    decision = loan(REFUSED)
    first = decision.conditions[0]
    assert (first.id, first.status) == ("provident_fund_loan_deposit_months", "fails")
    assert (first.value, first.line, first.comparison) == (4, 6, ">=")
    assert first.gap.zh == "差 2 个月"
    assert first.gap.en == "2 months short"
    assert first.paper.zh == "住房公积金缴存明细"
    assert decision.sources[first.sources[0]].path == "provident_fund.loan.deposit_months.employee"
    assert decision.sources[first.sources[0]].document["title"].startswith("成都市“高效办成一件事”直播")


def test_clauses_that_fail_or_are_open_stand_first_and_those_that_do_not_apply_last():
    order = ("fails", "unknown", "holds", "not_applicable")
    for case in (EX01, EX03, DEYANG, REFUSED):
        ranks = [order.index(each.status) for each in loan(case).conditions]
        assert ranks == sorted(ranks)


def test_the_limit_that_binds_is_named():
    binds = {each.id: each.binds for each in loan().steps if each.binds is not None}
    assert binds == {
        "provident_fund_loan_by_maximum": True,
        "provident_fund_loan_by_balance": False,
        "provident_fund_loan_by_price": False,
        "provident_fund_loan_by_income": False,
    }


def test_two_limits_that_are_equal_bind_both():
    decision = loan(
        EX03, price=1_200_000, member={"provident_fund_balance": 38_400}, pack=True, provident_fund_loans_taken=0
    )
    binds = {each.id for each in decision.steps if each.binds}
    assert "provident_fund_loan_by_price" in binds
    assert decision.amount.value == 960_000


def test_every_value_of_the_law_that_was_used_names_its_document():
    for case in cases.examples():
        for source in decide(case.inputs, case.benefit, case.day, today=TODAY).sources:
            assert source.evidence in ("official", "reported", "recalled") or source.state == "not_in_force"
            assert source.origin == "law"
            assert source.document is not None or source.state == "not_in_force"
            assert source.start <= case.day


def test_the_evidence_is_the_weakest_that_was_used():
    order = ("official", "reported", "recalled", "assumed")
    for pack in (False, True):
        decision = loan(pack=pack)
        used = [source.evidence for source in decision.sources if source.evidence]
        assert decision.evidence == max(used, key=order.index)
    assert loan().evidence == "reported"
    assert loan(pack=True).evidence == "assumed"


def test_an_unknown_says_why_and_whom_to_ask():
    (missing,) = loan().missing_law
    assert (missing.kind, missing.name, missing.place) == ("law", "provident_fund.loan.rounding_unit", "chengdu")
    assert missing.ask == "成都住房公积金管理中心"
    assert missing.reason.zh
    deyang = loan(DEYANG)
    assert deyang.outcome is Outcome.RULE_UNKNOWN
    assert {each.ask for each in deyang.missing_law} == {"德阳市住房公积金管理中心"}
    assert "provident_fund.loan.maximum_single" in {each.name for each in deyang.missing_law}
    assert {each.place for each in deyang.missing_law} == {"deyang"}


def test_the_assumption_pack_is_named_wherever_it_was_used():
    decision = loan(DEYANG, pack=True)
    assert (decision.outcome, decision.evidence, decision.reform) == (Outcome.ELIGIBLE, "assumed", "assumptions_2026")
    (warning,) = [each for each in decision.warnings if each.code == "assumption_pack"]
    assert "provident_fund.loan.maximum_single" in warning.paths
    assumed = [source for source in decision.sources if source.origin == "assumptions_2026"]
    assert {source.evidence for source in assumed} <= {"assumed", None}
    assert any(source.placeholder for source in assumed)
    assert not [each for each in loan().warnings if each.code == "assumption_pack"]


@pytest.mark.parametrize("name", [case.name for case in cases.examples()])
def test_a_figure_that_a_pack_gives_several_cities_is_named_by_the_city_it_stands_for(name):
    case = next(case for case in cases.examples() if case.name == name)
    for city in ("deyang", "ziyang"):
        moved = cases.moved(case, city)
        for source in decide(moved.inputs, moved.benefit, moved.day, reform=lawtests.pack(), today=TODAY).sources:
            assert source.place in (city, "sichuan", "national"), source.path


def codes(decision):
    return {warning.code for warning in decision.warnings}


def test_a_day_ahead_is_said_to_be_projected():
    assert "projected" in codes(
        loan(day=date(2026, 12, 20), today=date(2026, 11, 23), contract_filing_date="2026-03-01")
    )
    assert "projected" not in codes(loan())


def test_values_not_looked_at_for_long_are_said_to_be_stale():
    (stale,) = [each for each in loan().warnings if each.code == "stale"]
    assert "provident_fund.loan.term_years" in stale.paths
    assert "provident_fund.loan.maximum_single" not in stale.paths


def test_values_whose_first_day_is_not_known_say_so():
    (seen,) = [each for each in loan().warnings if each.code == "first_seen"]
    assert "provident_fund.loan.balance_multiple.employee" in seen.paths
    assert "provident_fund.loan.maximum_single" not in seen.paths


def test_too_much_missing_is_said_and_no_bound_is_claimed():
    decision = decide({"members": [{"role": "applicant"}]}, LOAN, EX01.day, law=lawtests.packed(), today=TODAY)
    assert decision.outcome is Outcome.UNDETERMINED
    assert "many_unknowns" in codes(decision)
    assert decision.amount.bound == "not_bounded"
    assert (decision.amount.lower, decision.amount.value, decision.amount.upper) == (None, None, None)
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


def test_what_is_presumed_is_said():
    presumed = {each.name: each.value for each in loan().presumed}
    assert presumed["trade_in"] is False
    assert presumed["deposit_months_elsewhere"] == 0
    assert "trade_in" not in {each.name for each in loan(trade_in=False).presumed}


def test_who_pays_follows_the_place_whose_rule_applies():
    assert loan().amount.payer == "成都住房公积金管理中心"
    assert loan(DEYANG).amount.payer == "德阳市住房公积金管理中心"
    provincial = loan(member={"deposit_centre": "sichuan_provincial"})
    assert provincial.place == "sichuan_provincial"
    assert provincial.amount.payer == "四川省省级住房公积金管理中心"


def test_the_short_answer_holds_outcome_amounts_evidence_and_failed_clauses():
    short = loan(REFUSED).compact().model_dump(mode="json")
    assert short["outcome"] == "not_eligible"
    assert short["failed"] == ["provident_fund_loan_deposit_months"]
    assert short["amounts"] == [{"id": LOAN, "unit": "CNY", "bound": "exact", "value": 0.0, "lower": 0.0, "upper": 0.0}]
    assert set(short) == {"benefit", "date", "outcome", "amounts", "evidence", "reform", "failed"}


def test_what_is_not_encoded_is_said():
    assert "商业贷款转公积金贷款" in {each.zh for each in loan().not_encoded}


def test_a_decision_survives_the_way_through_json():
    decision = loan()
    again = type(decision).model_validate_json(decision.model_dump_json())
    assert again.model_dump(mode="json") == decision.model_dump(mode="json")


@pytest.mark.parametrize("role", ["spouse", "child", "other"])
@pytest.mark.parametrize("pack", [False, True])
def test_a_retirement_date_of_the_applicant_alone_is_enough(role, pack):
    inputs = {**EX01.inputs, "members": [*EX01.inputs["members"], {"role": role}]}
    if role == "spouse":
        inputs["members"][1] |= {"provident_fund_contribution": "none", "provident_fund_balance": 0}
    reform = lawtests.pack() if pack else None
    decision = decide(inputs, LOAN, EX01.day, reform=reform, today=TODAY)
    alone = loan(pack=pack)
    assert (decision.outcome, decision.amount.upper) == (alone.outcome, alone.amount.upper)
    assert decision.evidence == alone.evidence


def test_nobody_is_promised_a_loan_while_the_number_of_homes_is_open():
    decision = loan(EX03, homes_owned=None)
    assert decision.outcome is not Outcome.ELIGIBLE
    assert "homes_owned" in {question.input for question in decision.next_questions}


def test_nobody_is_promised_a_loan_while_homes_and_loans_are_both_open():
    green = next(case for case in cases.examples() if case.name.startswith("ex07"))
    decision = loan(green, home_kind="affordable", homes_owned=None, provident_fund_loans_taken=None)
    told = loan(green, home_kind="affordable", homes_owned=1, provident_fund_loans_taken=2)
    assert told.outcome is Outcome.RULE_UNKNOWN
    assert decision.outcome is not Outcome.ELIGIBLE


@pytest.mark.parametrize("day", ["2025-10-01", "2026-04-20", "2026-09-10"])
def test_months_that_run_from_a_day_nobody_told_are_not_counted_as_certain(day):
    buyer = next(case for case in cases.examples() if case.benefit == "provident_fund_purchase_withdrawal")
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
    income = next(case for case in cases.examples() if case.name.startswith("ex10"))
    less = {amount.id: amount for amount in loan(income, pack=True, term_months=None).amounts}
    more = {amount.id: amount for amount in loan(income, pack=True).amounts}
    payment = "provident_fund_monthly_payment"
    assert less[payment].lower is None or less[payment].lower <= more[payment].value
    assert less[payment].upper is None or more[payment].value <= less[payment].upper


def test_a_refusal_rests_on_the_clause_that_refuses():
    decision = loan(REFUSED, pack=True)
    assert decision.outcome is Outcome.NOT_ELIGIBLE
    assert decision.evidence == "reported"
    assert "assumption_pack" not in codes(decision)


def test_a_refusal_because_nothing_is_in_force_says_how_that_is_known():
    """Assumed by the pack, or foretold by a text for a day to come."""
    chain = {
        "members": [{"role": "applicant"}],
        "institution_stars": 3,
        "operator_institutions": 4,
        "operator_rated_institutions": 4,
    }
    here = decide(
        chain | {"institution_city": "deyang"}, "chain_award", "2026-06-30", reform=lawtests.pack(), today=TODAY
    )
    assert (here.outcome, here.evidence, codes(here)) == (Outcome.NOT_ELIGIBLE, "assumed", {"assumption_pack"})
    later = decide(chain | {"institution_city": "chengdu"}, "chain_award", "2027-06-20", today=TODAY)
    assert (later.outcome, later.evidence, codes(later)) == (Outcome.NOT_ELIGIBLE, "official", {"projected"})


def test_whoever_lacks_a_day_is_not_told_that_a_year_is_missing():
    barred = loan(day=date(2026, 10, 15), loan_fraud_date="2021-10-16")
    gap = clause(barred, "provident_fund_loan_ban_over").gap
    assert (gap.zh, gap.en) == ("至多差 1 年", "at most 1 years short")
    months = clause(loan(REFUSED), "provident_fund_loan_deposit_months").gap
    assert not months.en.startswith("at most")
