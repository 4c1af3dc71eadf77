"""What a page shows of an answer: its words and tone, its limits on one scale, a loan year by year, whom to ask, where to apply."""

from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import pytest
from cdmz_rules.api.pages import answer, bill, several
from cdmz_rules.api.pages.further import further
from cdmz_rules.api.pages.limits import limits
from cdmz_rules.api.pages.loan_years import loan_years
from cdmz_rules.api.pages.render import dialled
from cdmz_rules.api.pages.repayment_form import OFFERED
from generators import cases
from generators.shipped import BOOK, SHIPPED

from cdmz_rules import decide, decide_all
from cdmz_rules.decisions import sentences
from cdmz_rules.decisions.case_file import read_case
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.decisions.totals import FLOWS
from cdmz_rules.decisions.wording import quantity
from cdmz_rules.i18n.phrases import catalogue

CASES = Path(__file__).parents[1] / "cases"


def decided(name, book=BOOK):
    case = cases.example(SHIPPED, name)
    return case, decide(case.inputs, case.benefit, case.day, rulebook=book)


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("flow", FLOWS)
def test_every_outcome_has_its_word_and_what_is_owed_is_never_good_news(flow, outcome):
    phrase = answer.word(flow, outcome)
    assert phrase.split(":")[0] in ("Yes", "No", "It depends")
    assert catalogue("zh").gettext(phrase) != phrase
    if flow == "owed":
        assert answer.tone(flow, outcome) != "eligible"
        assert "ntitled" not in phrase


def test_limits_stand_on_one_scale_with_the_one_that_binds_marked():
    _, decision = decided("ex10_chengdu_income_binds")
    found = limits(decision)
    (binding,) = [bar for bar in found.bars if bar.step.binds]
    assert found.mark == binding.high
    assert binding.step.upper == min(bar.step.upper for bar in found.bars)
    whole = [bar for bar in found.bars if not bar.cut]
    assert len(whole) > 1
    scales = [bar.step.upper / bar.high for bar in whole]
    assert scales == pytest.approx([scales[0]] * len(whole), rel=0.01)
    assert all(bar.low <= bar.high for bar in found.bars)


def test_where_nothing_is_known_of_limits_none_are_drawn():
    assert limits(decide({"members": [{"role": "applicant"}]}, "rent_subsidy", "2026-04-01", rulebook=BOOK)) is None


def test_a_loan_is_repaid_in_full_in_either_way_and_drawn_on_one_scale():
    _, decision = decided("ex10_chengdu_income_binds")
    found = loan_years(decision)
    assert [way.method for way in found.ways] == ["equal_instalments", "equal_principal"]
    assert found.certain == (decision.amount.bound == "exact")
    for way in found.ways:
        assert sum(year.principal for year in way.years) == pytest.approx(found.loan)
        assert way.years[-1].balance == 0
        assert sum(year.interest for year in way.years) == pytest.approx(way.interest)
        drawn = [column.bottom - column.top for column in way.columns]
        paid = [year.payment for year in way.years]
        assert [height / each for height, each in zip(drawn, paid, strict=True)] == pytest.approx(
            [drawn[0] / paid[0]] * len(paid), rel=0.01
        )
        assert all(column.top <= column.between <= column.bottom for column in way.columns)
    assert loan_years(decided("rent_subsidy_family")[1]) is None


def results(decision):
    found = further(decision, loan_years(decision), quantity)
    return {row.label.zh: row.figure.zh for row in found.rows}


def test_the_interest_in_all_stands_once_where_the_loan_is_shown_year_by_year():
    _, decision = decided("ex10_chengdu_income_binds")
    assert {"等额本息月还款额", "等额本金首月还款额"} <= results(decision).keys()
    assert not [label for label in results(decision) if "利息总额" in label]
    assert {row.label.zh for row in further(decision, None, quantity).rows} >= {"等额本息利息总额", "等额本金利息总额"}


def test_the_form_of_a_loans_life_is_told_of_which_home_and_term_the_loan_is():
    _, decision = decided("ex10_chengdu_income_binds")
    found = loan_years(decision)
    assert (found.home, found.months) == ("first", 120)
    assert found.home in OFFERED["home"]


@pytest.mark.parametrize("path", ["/benefits/provident_fund_loan", "/interviews/provident_fund_loan"])
def test_the_form_of_a_loans_life_stands_in_no_other_form(client, path):
    text = client.get(path).text
    before = text[: text.index('<form id="life" method="post" action="/repayment">')]
    assert before.count("<form") == before.count("</form>") == 1


def test_without_a_term_no_instalment_is_named():
    case = cases.example(SHIPPED, "ex10_chengdu_income_binds")
    untold = {key: each for key, each in case.inputs.items() if key != "term_months"}
    found = results(decide(untold, case.benefit, case.day, rulebook=BOOK))
    assert found["等额本息月还款额"] == found["等额本息利息总额"] == "取决于“申请贷款期限”"
    assert found["最低首付款"] == "120,000 元"


def test_what_is_left_of_a_bill_is_said_as_far_as_the_headline_and_its_stack_say_it():
    raw = dict(read_case(CASES / "resident_bill.yaml"))
    benefit, day = raw.pop("benefit"), raw.pop("date")
    raw.pop("title")
    decision = decide(raw, benefit, day, rulebook=BOOK)
    assert sentences.headline(decision).rest == "patient_pays"
    assert results(decision)["个人负担"] == "至少 6,380 元"
    rest = bill.of(BOOK, decision, raw, day)["parts"][-1]
    assert (rest["bound"], rest["value"]) == ("at_least", 6_380)


def test_a_bill_comes_down_layer_by_layer_to_what_is_left():
    case, decision = decided("medical_visit_of_a_retiree")
    found = bill.of(BOOK, decision, case.inputs, case.day)
    assert sum(part["value"] for part in found["parts"]) == pytest.approx(found["total"])
    for before, after in pairwise(found["parts"]):
        assert after["from"] == pytest.approx(before["from"] + before["share"])
    assert found["parts"][-1]["id"] == "patient_pays"


def test_each_office_is_named_once_with_all_there_is_to_ask_it():
    _, decision = decided("deyang_household")
    asking = answer.whom_to_ask(decision)
    assert len({each.office for each in asking}) == len(asking) > 0
    assert sorted(item.name for each in asking for item in each.items) == sorted(
        item.name for item in decision.missing_law
    )
    assert all(each.contact for each in asking)


def test_papers_are_named_once_and_none_of_a_condition_that_does_not_apply():
    _, decision = decided("refused_four_of_six_months")
    found = answer.reasons(decision)
    assert [clause.status for clause in found.fails] == ["fails"]
    papers = [paper.en for paper in found.papers]
    assert len(papers) == len(set(papers))
    applying = {clause.paper.en for clause in decision.conditions if clause.paper and clause.status != "not_applicable"}
    assert set(papers) == applying


def test_where_to_apply_says_what_is_not_known():
    _, decision = decided("rent_subsidy_family")
    found = answer.applying(BOOK, decision)
    assert found.here.office == decision.amount.payer
    assert (found.from_afar, found.evidence) == (None, None)
    assert "address" in found.unrecorded
    assert len(found.elsewhere) == 3
    assert found.here.office not in {desk.office for desk in found.elsewhere}


def test_what_the_rules_say_of_applying_from_afar_is_said_with_its_grade():
    _, decision = decided("ex01_chengdu_one_contributor")
    with patch.dict(BOOK.registry.offices.from_afar, {"provident_fund": "provident_fund.crosscity.loan_allowed"}):
        found = answer.applying(BOOK, decision)
    assert (found.from_afar, found.evidence) == (True, "recalled")


def test_without_a_place_nobody_says_where_to_apply():
    decision = decide({"members": [{"role": "applicant"}]}, "rent_subsidy", "2026-04-01", rulebook=BOOK)
    found = answer.applying(BOOK, decision)
    assert (found.here, found.elsewhere, found.unrecorded) == (None, [], [])


def test_a_number_is_dialled_and_nothing_else_becomes_markup():
    assert dialled("电话 028-12 & <b>", "028-12") == '电话 <a class="tel" href="tel:02812">028-12</a> &amp; &lt;b&gt;'
    assert dialled("<b>", None) == "&lt;b&gt;"


def test_sums_that_say_nothing_are_named_and_what_is_refused_bears_on_nothing():
    case = cases.example(SHIPPED, "rent_subsidy_family")
    bundle = decide_all(case.inputs, case.day, name="elders", rulebook=BOOK)
    assert bundle.groups["neither"]
    refused = set(bundle.groups["neither"])
    between = several.between(bundle)
    assert len(between.known) + len(between.open) < len(bundle.interactions)
    assert all(refused.isdisjoint(each.benefits) for each in (*between.known, *between.open))
    found = several.sums(bundle)
    told = {name for card in found.cards for total in card.totals for name in total.benefits}
    counted = {name for total in bundle.totals for name in total.benefits}
    assert told.isdisjoint(found.silent)
    assert told | set(found.silent) == counted


# What is looked for once the answer stands


def typed(value):
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def form(name, **changes):
    case = cases.example(SHIPPED, name)
    (applicant, *_) = case.inputs["members"]
    told = {f"applicant.{key}": typed(each) for key, each in applicant.items() if key != "role"}
    told |= {f"household.{key}": typed(each) for key, each in case.inputs.items() if key != "members"}
    months = told.pop("applicant.deposits_unbroken_months", None)
    told |= {"applicant.deposits_unbroken_since": "2026-01-12"} if months else {}
    return case.benefit, {"lang": "en", "date": str(case.day), **told, **changes}


def ahead(client, name, **changes):
    benefit, sent = form(name, **changes)
    found = client.post(f"/benefits/{benefit}/prospects", data=sent)
    assert found.status_code == 200, found.text
    return " ".join(found.text.split())


def test_whoever_is_refused_is_told_what_would_help_and_from_when(client):
    text = ahead(client, "refused_four_of_six_months")
    assert "What would help" in text
    assert "From 2026-07-12 on" in text
    assert "Deposits without a break since" in text


def test_whoever_is_entitled_is_told_until_when(client):
    text = ahead(client, "bed_grant_of_a_nursing_home")
    assert "No longer from 2027-06-20" in text


@pytest.mark.parametrize(
    "changes", [{"household.price": "9**9"}, {"date": "2026-13-01"}, {"applicant.deposits_unbroken_since": ""}]
)
def test_where_something_is_wrong_or_missing_nothing_is_looked_for(client, changes):
    assert ahead(client, "ex01_chengdu_one_contributor", **changes) == ""


def test_a_field_that_no_form_has_is_refused(client):
    benefit, sent = form("ex01_chengdu_one_contributor")
    refused = client.post(f"/benefits/{benefit}/prospects", data=sent | {"x": "1"})
    assert refused.status_code == 422
    assert client.post("/benefits/nothing/prospects", data={"lang": "en"}).status_code == 404
