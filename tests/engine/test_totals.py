"""What several benefits come to: sums hold whatever is unknown, and never count on two that cannot both be had."""

from itertools import combinations

import pytest
from generators.shipped import BOOK
from hypothesis import given
from hypothesis import strategies as st

from cdmz_rules import decide_all
from cdmz_rules.decisions.decision import Compact
from cdmz_rules.decisions.figure import Figure, Outcome
from cdmz_rules.decisions.interactions import Interaction
from cdmz_rules.decisions.totals import FLOWS, OFTEN, group, groups, totals

MONTHLY = [
    name for name, info in BOOK.benefits.items() if BOOK.benefit(name).info.flow == "received" and info.unit == OFTEN[0]
]
WORDS = {"zh": "可同时领取", "en": "both can be had"}


def answer(benefit, lower, upper, outcome=Outcome.ELIGIBLE, unit=OFTEN[0]):
    figure = Figure(id=benefit, unit=unit, bound="range", value=None, lower=lower, upper=upper)
    facts = {"date": "2026-04-01", "evidence": None, "reform": None, "failed": []}
    return Compact(benefit=benefit, outcome=outcome, amounts=[figure], **facts)


def beside(one, other, status, either_or=True):
    return Interaction(benefits=[one, other], label=WORDS, either_or=either_or, status=status)


amounts = st.integers(0, 5000)
answers = st.lists(
    st.tuples(amounts, st.none() | amounts, st.sampled_from(list(Outcome))), min_size=1, max_size=len(MONTHLY)
)
pairs = st.dictionaries(
    st.sampled_from(list(combinations(MONTHLY, 2))), st.sampled_from(["yes", "no", "not_known"]), max_size=8
)


@given(answers, pairs)
def test_a_sum_holds_in_every_way_in_which_it_can_turn_out(drawn, between):
    said = [
        answer(name, low, None if top is None else low + top, outcome)
        for name, (low, top, outcome) in zip(MONTHLY, drawn, strict=False)
    ]
    counted = {each.benefit: each for each in said if each.outcome is not Outcome.NOT_ELIGIBLE}
    found = totals(BOOK, said, [beside(*pair, status) for pair, status in between.items()])
    if not counted:
        assert found == []
        return
    (total,) = found

    def best(amount, statuses):
        apart = [set(pair) for pair, status in between.items() if status in statuses]
        ways = (set(some) for count in range(len(counted) + 1) for some in combinations(counted, count))
        return max(sum(amount(counted[each]) for each in way) for way in ways if not any(each <= way for each in apart))

    sure = best(lambda each: each.amounts[0].lower if each.outcome is Outcome.ELIGIBLE else 0, ("no", "not_known"))
    open_ended = [name for name, each in counted.items() if each.amounts[0].upper is None]
    assert total.lower == sure
    assert total.unbounded == open_ended
    assert total.upper == (None if open_ended else best(lambda each: each.amounts[0].upper, ("no",)))
    assert total.benefits == list(counted)
    assert (total.value is not None) == (total.bound == "exact") == (total.lower == total.upper)
    assert {frozenset(pair) for pair in total.one_of} == {
        frozenset(pair) for pair, status in between.items() if status != "yes" and set(pair) <= counted.keys()
    }


def test_what_does_not_say_that_both_can_be_had_keeps_no_sum_apart():
    one, other = MONTHLY[:2]
    said = [answer(one, 100, 100), answer(other, 50, 50)]
    (total,) = totals(BOOK, said, [beside(one, other, "no", either_or=False)])
    assert (total.bound, total.value, total.one_of) == ("exact", 150, [])


def test_money_of_another_kind_or_paid_as_often_otherwise_stands_apart():
    said = [
        answer("rent_subsidy", 300, 300),
        answer("childcare_subsidy", 3600, 3600, unit="CNY/year"),
        answer("provident_fund_loan", 800_000, 800_000, unit="CNY"),
        answer("provident_fund_deposit", 900, 900),
        answer("resident_medical_contribution", 400, 400, Outcome.UNDETERMINED, "CNY/year"),
    ]
    found = {(each.flow, each.unit): (each.lower, each.upper) for each in totals(BOOK, said, [])}
    assert found == {
        ("received", "CNY/month"): (300, 300),
        ("received", "CNY/year"): (3600, 3600),
        ("lent", "CNY"): (800_000, 800_000),
        ("owed", "CNY/month"): (900, 900),
        ("owed", "CNY/year"): (0, 400),
    }
    assert {name: members for name, members in groups(BOOK, said).items() if members} == {
        "gets": ["rent_subsidy", "childcare_subsidy", "provident_fund_loan"],
        "owes": ["provident_fund_deposit"],
        "may_owe": ["resident_medical_contribution"],
    }


@pytest.mark.parametrize("flow", FLOWS)
def test_whoever_is_refused_neither_gets_nor_owes(flow):
    assert group(flow, Outcome.NOT_ELIGIBLE) == "neither"
    assert (group(flow, Outcome.ELIGIBLE) == "owes") == (flow == "owed")


def test_every_contribution_is_owed():
    owed = {name for name in BOOK.benefits if BOOK.benefit(name).info.flow == "owed"}
    assert owed == {
        "long_term_care_contribution",
        "provident_fund_deposit",
        "resident_long_term_care_contribution",
        "resident_medical_contribution",
    }


def test_all_benefits_are_decided_with_what_they_come_to():
    case = {"members": [{"role": "applicant"}], "infant_birth_date": "2025-09-01", "infant_hukou_city": "chengdu"}
    found = decide_all(case, "2026-04-01", rulebook=BOOK)
    assert list(found.decisions) == list(BOOK.benefits)
    assert sorted(name for members in found.groups.values() for name in members) == sorted(BOOK.benefits)
    assert found.groups["gets"] == ["childcare_subsidy"]
    total = next(each for each in found.totals if (each.flow, each.unit) == ("received", "CNY/year"))
    assert (total.bound, total.value, total.benefits) == ("exact", 3600, ["childcare_subsidy"])
    assert found.interactions


def test_of_a_bill_all_layers_count():
    bill = answer("medical_reimbursement", 100, 100, unit="CNY")
    whole = bill.amount.model_copy(update={"id": "medical_paid_in_all", "lower": 140, "upper": 150})
    (total,) = totals(BOOK, [bill.model_copy(update={"amounts": [bill.amount, whole]})], [])
    assert (total.bound, total.lower, total.upper) == ("range", 140, 150)
