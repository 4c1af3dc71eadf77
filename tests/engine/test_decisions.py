"""What a decision says beside its amount: outcome by precedence, reasons, gaps, sources, warnings and questions."""

from datetime import date

import pytest
from generators import cases
from generators.toy import BOOK, PACKED, TOY

from cdmz_rules import decide
from cdmz_rules.decisions.decision import Outcome

TODAY = date(2026, 11, 23)
DAY = date(2026, 10, 15)
HEATING = cases.example(TOY, "heating_grant")
MEAL = cases.example(TOY, "child_meal")
LOAN = cases.example(TOY, "orchard_loan")
LOWER = {"orchard_city": "lower"}
"""Nobody knows whom Lower lends to, whose savings count and to which unit a loan is rounded."""


def answer(case, day=DAY, today=TODAY, book=BOOK, member=None, **changes):
    """The decision on an example with some inputs changed; None takes one away."""
    members = [dict(each) for each in case.inputs["members"]]
    members[0] |= member or {}
    return decide({**case.inputs, **changes, "members": members}, case.benefit, day, rulebook=book, today=today)


def clause(decision, name):
    return next(each for each in decision.conditions if each.id == name)


def codes(decision):
    return {warning.code for warning in decision.warnings}


def test_a_sure_failure_comes_first():
    decision = answer(HEATING, member={"monthly_income": 6000}, stove_inspected=None)
    assert decision.outcome is Outcome.NOT_ELIGIBLE
    assert decision.next_questions == []
    assert decision.amount.value == 0
    assert len(decision.amounts) == 1


def test_what_the_office_judges_comes_before_what_is_not_known():
    assert answer(LOAN, **LOWER, debts_disputed=True).outcome is Outcome.NEEDS_A_PERSON


def test_unknown_law_comes_before_a_missing_input():
    decision = answer(LOAN, **LOWER, member={"guild": "upper", "savings": None})
    assert decision.outcome is Outcome.RULE_UNKNOWN


def test_a_missing_input_that_matters_leaves_it_open():
    decision = answer(HEATING, member={"monthly_income": None})
    assert decision.outcome is Outcome.UNDETERMINED
    assert (decision.amount.bound, decision.amount.lower, decision.amount.upper) == ("range", 0, 1200)
    assert decision.next_questions[0].name == "members[0].monthly_income"
    assert decision.next_questions[0].label.zh == "申请人：月收入"
    assert clause(decision, "heating_income").status == "unknown"


def test_a_refusal_says_how_much_is_missing_and_which_paper_proves_it():
    decision = answer(LOAN, member={"joined_date": "2026-06-15"})
    first = decision.conditions[0]
    assert (first.id, first.status) == ("loan_months", "fails")
    assert (first.value, first.line, first.comparison) == (4, 12, ">=")
    assert first.gap.zh == "差 8 个月"
    assert first.gap.en == "8 months short"
    assert first.paper.zh == "会员证"
    assert decision.sources[first.sources[0]].path == "orchard.months_least"
    assert decision.sources[first.sources[0]].document["title"] == "果园贷款章程"


@pytest.mark.parametrize(
    "changes",
    [{}, LOWER, {"member": {"joined_date": "2026-06-15"}}, {"member": {"guild": "upper"}}, {"debts_disputed": True}],
    ids=str,
)
def test_clauses_that_fail_or_are_open_stand_first_and_those_that_do_not_apply_last(changes):
    order = ("fails", "unknown", "holds", "not_applicable")
    ranks = [order.index(each.status) for each in answer(LOAN, **changes).conditions]
    assert len(ranks) == 3
    assert ranks == sorted(ranks)


def test_the_limit_that_binds_is_named():
    binds = {each.id: each.binds for each in answer(HEATING).steps if each.binds is not None}
    assert binds == {"heating_by_bill": True, "heating_cap": False}


def test_two_limits_that_are_equal_bind_both():
    decision = answer(HEATING, heating_bill=2500)
    assert {each.id for each in decision.steps if each.binds} == {"heating_by_bill", "heating_cap"}
    assert decision.amount.value == 1500


@pytest.mark.parametrize("case", cases.examples(TOY), ids=lambda case: case.name)
def test_every_value_of_the_law_that_was_used_names_its_document(case):
    decision = answer(case)
    assert decision.sources
    for source in decision.sources:
        assert source.evidence in ("official", "reported", "recalled")
        assert source.origin == "law"
        assert source.document is not None
        assert source.start <= case.day


@pytest.mark.parametrize("book", [BOOK, PACKED], ids=TOY.books)
@pytest.mark.parametrize(
    ("case", "changes", "evidence"),
    [(LOAN, {}, "official"), (HEATING, {}, "reported"), (HEATING, {"member": {"home_city": "upper"}}, "reported")],
)
def test_the_evidence_is_the_weakest_of_what_decides(book, case, changes, evidence):
    order = ("official", "reported", "recalled", "assumed")
    decision = answer(case, book=book, home_zone=None, **changes)
    beside = {"welfare.heating.neighbours"}  # only what is reported beside the grant rests on it
    used = [source.evidence for source in decision.sources if source.evidence and source.path not in beside]
    assert decision.evidence == max(used, key=order.index) == evidence


def test_an_unknown_says_why_and_whom_to_ask():
    decision = answer(LOAN, **LOWER, member={"guild": "upper"})
    assert decision.outcome is Outcome.RULE_UNKNOWN
    missing = {each.name: each for each in decision.missing_law}
    assert set(missing) == {"orchard.guilds", "orchard.savings_counted", "orchard.rounding"}
    assert {each.kind for each in missing.values()} == {"law"}
    assert {each.place for each in missing.values()} == {"lower"}
    assert {each.ask for each in missing.values()} == {"下城果园局"}
    assert (missing["orchard.guilds"].reason.zh, missing["orchard.guilds"].reason.en) == (
        "名单未公布",
        "the list is not published",
    )


def test_the_assumption_pack_is_named_wherever_it_was_used():
    decision = answer(LOAN, **LOWER, member={"guild": "upper"}, book=PACKED)
    assert (decision.outcome, decision.evidence, decision.reform) == (Outcome.ELIGIBLE, "assumed", "assumptions_2026")
    (warning,) = [each for each in decision.warnings if each.code == "assumption_pack"]
    assert set(warning.paths) == {"orchard.guilds", "orchard.savings_counted", "orchard.rounding"}
    assumed = [source for source in decision.sources if source.origin == "assumptions_2026"]
    assert {source.evidence for source in assumed} == {"assumed"}
    assert {source.path for source in assumed if source.placeholder} == {"orchard.rounding"}
    assert {source.place for source in assumed} == {"lower"}
    assert "assumption_pack" not in codes(answer(LOAN, **LOWER))


def test_a_day_ahead_is_said_to_be_projected():
    assert "projected" in codes(answer(LOAN, day=date(2026, 12, 20)))
    assert "projected" not in codes(answer(LOAN))


def test_values_not_looked_at_for_long_are_said_to_be_stale():
    (stale,) = [each for each in answer(HEATING).warnings if each.code == "stale"]
    assert "welfare.heating.income_most" in stale.paths
    assert "stale" not in codes(answer(HEATING, today=date(2026, 7, 15)))


def test_values_whose_first_day_is_not_known_say_so():
    (seen,) = [each for each in answer(HEATING).warnings if each.code == "first_seen"]
    assert seen.paths == ["welfare.heating.share.gas"]
    assert "first_seen" not in codes(answer(HEATING, contract_filing_date="2026-02-28"))


@pytest.mark.parametrize("benefit", BOOK.benefits)
@pytest.mark.parametrize("city", ["upper", "lower"])
@pytest.mark.parametrize("day", ["2025-08-31", "2026-10-15", "2027-01-01"])
def test_a_bound_says_which_ends_are_known(benefit, city, day):
    members = [{"role": "applicant", "home_city": city}, {"role": "child"}]
    decision = decide({"members": members, "orchard_city": city}, benefit, day, rulebook=BOOK, today=TODAY)
    ends = {"exact": (True, True), "range": (True, True), "at_most": (False, True), "at_least": (True, False)}
    for amount in decision.amounts:
        known = (amount.lower is not None, amount.upper is not None)
        assert known == ends.get(amount.bound, (False, False)), amount.id
        assert amount.bound == "exact" or amount.because


def test_what_is_presumed_is_said():
    assert {each.name: each.value for each in answer(LOAN).presumed} == {"debts_disputed": False}
    assert answer(LOAN, debts_disputed=False).presumed == []
    assert [each.name for each in answer(MEAL).presumed] == ["at_school"]


def test_who_pays_follows_the_place_whose_rule_applies():
    assert answer(LOAN).amount.payer == "河谷省果业银行"
    boatman = answer(LOAN, member={"guild": "boatmen"})
    assert boatman.place == "boatmen"
    assert boatman.amount.payer == "船工行会"
    assert answer(HEATING).place == "harbour"
    assert answer(HEATING).amount.payer == "下城民政局"  # a zone has no office of its own
    assert answer(MEAL).amount.payer == "上城学务局"  # meals are of the welfare domain, and schools pay


def test_the_short_answer_holds_outcome_amounts_evidence_and_failed_clauses():
    short = answer(LOAN, member={"joined_date": "2026-06-15"}).compact().model_dump(mode="json")
    assert short["outcome"] == "not_eligible"
    assert short["failed"] == ["loan_months"]
    nothing = {"id": "orchard_loan", "unit": "CNY", "bound": "exact", "value": 0.0, "lower": 0.0, "upper": 0.0}
    assert short["amounts"] == [nothing]
    assert set(short) == {"benefit", "date", "outcome", "amounts", "evidence", "reform", "failed"}


def test_what_is_not_encoded_is_said():
    assert [each.zh for each in answer(HEATING).not_encoded] == ["停电补偿"]


def test_a_decision_survives_the_way_through_json():
    decision = answer(HEATING)
    again = type(decision).model_validate_json(decision.model_dump_json())
    assert again.model_dump(mode="json") == decision.model_dump(mode="json")


def test_a_refusal_rests_on_the_clause_that_refuses():
    decision = answer(LOAN, **LOWER, member={"joined_date": "2026-06-15"}, book=PACKED)
    assert decision.outcome is Outcome.NOT_ELIGIBLE
    assert decision.evidence == "official"
    assert "assumption_pack" not in codes(decision)


def test_a_refusal_because_nothing_is_in_force_says_that_it_is_assumed():
    inputs = {"members": [{"role": "applicant", "home_city": "lower"}, {"role": "child", "age": 8}]}
    decision = decide(inputs, "child_meal", "2025-08-31", rulebook=PACKED, today=TODAY)
    assert (decision.outcome, decision.evidence) == (Outcome.NOT_ELIGIBLE, "assumed")
    assert "assumption_pack" in codes(decision)
