"""How answers read: a sentence says what is so, a figure was told or is said to be presumed, and no key stands where a word belongs."""

from pathlib import Path

import pytest
import yaml
from terminal import ROOT, said

from cdmz_rules import InputError, Rulebook, decide, load_reform
from cdmz_rules.decisions.wording import gap, quantity

CASES = Path(__file__).parents[1] / "cases"
FLAT = yaml.safe_load((CASES / "flat_no_points.yaml").read_text(encoding="utf-8"))
MEDICAL = ROOT / "examples" / "medical_stay_in_chengdu.yaml"
DAY = "2026-06-15"


def answer(case, benefit="public_rental_flat", day=DAY, pack=True):
    return decide(case, benefit, day, reform=load_reform("assumptions_2026") if pack else None)


def clause(decision, name):
    return next(each for each in decision.conditions if each.id == name)


def without_points(**household):
    (applicant,) = FLAT["members"]
    left = {key: value for key, value in applicant.items() if key != "residence_points"}
    return {**FLAT, "members": [left], **household}


@pytest.mark.parametrize("pack", [True, False])
@pytest.mark.parametrize("income", [78_000, 500_000])
def test_a_value_that_nobody_told_is_not_shown(pack, income):
    points = clause(answer(without_points(household_annual_income=income), pack=pack), "public_rental_points")
    assert (points.status, points.value, points.told) == ("unknown", None, "not_told")
    assert points.sentence.zh.startswith("居住证积分：未填写（")
    assert points.sentence.en.startswith("Points of the residence permit: not told (")


def test_a_value_that_was_told_is_shown():
    points = clause(answer(FLAT), "public_rental_points")
    assert (points.value, points.told) == (0, "told")
    assert points.sentence.en == "Points of the residence permit: 0 points (required ≥ 1 point)"


LOAN = {"members": [{"role": "applicant", "provident_fund_contribution": "employee"}], "property_city": "chengdu"}


def test_what_is_presumed_is_said_to_be():
    credit = clause(answer(LOAN, "provident_fund_loan"), "provident_fund_loan_credit")
    assert (credit.status, credit.told) == ("holds", "presumed")
    assert credit.sentence.zh == "个人信用良好（未填写，按“是否有不良信用记录：否”推定）"
    assert credit.sentence.en == "Good credit (not told, presumed: “Is there a record of bad credit? no”)"
    assert [each.name for each in credit.presumed] == ["credit_doubtful"]


def test_what_was_told_is_not_said_to_be_presumed():
    credit = clause(answer({**LOAN, "credit_doubtful": False}, "provident_fund_loan"), "provident_fund_loan_credit")
    assert (credit.told, credit.presumed, credit.sentence.zh) == ("told", [], "个人信用良好")


def test_what_is_presumed_beside_what_was_told_stands_with_the_condition():
    income = clause(answer(FLAT), "public_rental_income_within_line")
    assert (income.told, income.value) == ("told", 78_000)
    assert [(each.name, each.value_label.zh) for each in income.presumed] == [
        ("provident_fund_withdrawn_in_year", "0 元/年")
    ]


def test_no_condition_shows_a_figure_of_an_empty_case():
    for benefit in Rulebook.shipped().benefits:
        for pack in (True, False):
            for each in answer({"members": [{"role": "applicant"}]}, benefit, pack=pack).conditions:
                assert each.told == "presumed" or each.value is None, (benefit, each.id, each.sentence.zh)


def test_a_condition_that_fails_does_not_read_as_if_it_held():
    case = {"members": [{"role": "applicant"}], "institution_city": "chengdu"}
    found = clause(answer(case, "chain_award", "2027-07-01"), "chain_award_in_force")
    assert found.status == "fails"
    assert (found.sentence.zh, found.sentence.en) == ("不满足：连锁奖励在施行期内", "Not met: The award is in force")


def test_no_refusal_says_what_is_required_as_if_it_were_so():
    over = answer(without_points(household_annual_income=500_000))
    for each in over.conditions:
        if each.status == "fails":
            assert each.comparison is not None or each.sentence.zh.startswith("不满足：")
    income = clause(over, "public_rental_income_within_line")
    assert income.sentence.en == (
        "Income that counts: 500,000 yuan a year (required ≤ 100,000 yuan a year; yearly income within the line)"
    )


def test_a_value_that_is_the_line_itself_is_not_enough_and_says_so():
    assert gap(35, 35, ">", "age") == ("须超过 35 岁", "it must be more than 35 years")
    assert gap(35, 35, "<", "age") == ("须低于 35 岁", "it must be less than 35 years")


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1, "months", "1 month"),
        (2, "months", "2 months"),
        (1, "years", "1 year"),
        (0, "days", "0 days"),
        (1, "CNY", "1 yuan"),
    ],
)
def test_one_of_a_unit_is_said_as_one(value, unit, words):
    assert quantity(value, unit).en == words


def test_an_order_of_allocation_is_a_class_and_a_year():
    assert quantity(32_026.0, "class_and_year") == ("第3类，2026年", "class 3, 2026")
    assert Rulebook.shipped().catalogue.unit("public_rental_allocation_order") == "class_and_year"


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (2, "“2”应为是或否", "2 is neither yes nor no"),
        ("maybe", "“maybe”应为是或否", "maybe is neither yes nor no"),
    ],
)
def test_what_is_neither_yes_nor_no_is_shown(value, zh, en):
    assert mistake({**LOAN, "credit_doubtful": value}) == (zh, en)


@pytest.mark.parametrize(
    ("value", "en"), [("1_2", "1_2 is no number"), (True, "true is no number"), (["many"], "a list is no number")]
)
def test_what_is_no_number_is_shown(value, en):
    assert mistake({**LOAN, "price": value})[1] == en


def mistake(case):
    with pytest.raises(InputError) as raised:
        answer(case, "provident_fund_loan")
    (problem,) = raised.value.problems
    return problem.message_zh, problem.message_en


def test_what_is_presumed_is_named_in_words():
    case = yaml.safe_load(MEDICAL.read_text(encoding="utf-8"))
    found = {each.name: each.value_label for each in answer(case, "medical_reimbursement", case["date"]).presumed}
    assert (found["cost_bearer"].zh, found["cost_bearer"].en) == ("无", "nobody else")
    assert found["employee_account"].zh == "统账结合（有个人账户）"
    assert found["consumables_cost"].zh == "0 元"


def test_no_key_of_a_choice_stands_in_chinese_text():
    keys = {key for info in Rulebook.shipped().catalogue.inputs.values() for key in info.choices or ()}
    text = said("decide", "medical_reimbursement", MEDICAL, "--reform", "assumptions_2026")
    presumed = text.partition("未说明，按下列情况处理")[2].partition("未纳入判断")[0]
    assert presumed
    assert not {line.partition("：")[2].split()[0] for line in presumed.splitlines() if "：" in line} & keys


def test_one_item_of_the_law_says_and_several_say():
    path = "provident_fund.loan.maximum_single"
    assert "What 1 item says on" in said("law", "matrix", path, "--lang", "en")
    assert "items say on" in said("law", "matrix", "provident_fund.loan", "--lang", "en")


def test_a_role_is_named_in_words():
    twice = {"members": [{"role": "applicant"}, {"role": "spouse"}, {"role": "spouse"}]}
    assert mistake(twice) == ("配偶只能有一人", "there can be only one spouse")
