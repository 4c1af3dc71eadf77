"""Interviews on the toy law: what is asked, when an answer is settled, what is not known, and what is asked together."""

import itertools
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from generators import interviews, lawtests, truths
from generators.cases import examples
from generators.toy import BOOK, PACKED, TOY
from openfisca_country_template import CountryTaxBenefitSystem

from cdmz_rules import InputError, decide
from cdmz_rules.decisions.boxes import Boxes
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.decisions.situation import parse
from cdmz_rules.interview import choosing
from cdmz_rules.interview.interview import interview
from cdmz_rules.interview.standing import standing
from cdmz_rules.model.variable import Facts
from cdmz_rules.rulebook.openfisca import adopt

DAY = date(2026, 10, 15)
APPLICANT = {"members": [{"role": "applicant"}]}


def asked(case, benefits, skipped=(), book=BOOK):
    return interview(case, benefits, DAY, skipped=skipped, rulebook=book)


def names(said):
    return [question.name for question in said.questions]


def test_a_blank_page_is_open_and_asks_for_the_place_first():
    said = asked(APPLICANT, "heating_grant")
    assert [answer.status for answer in said.answers] == ["open"]
    assert said.certain == []
    assert names(said) == ["members[0].home_city"]
    (question,) = said.questions
    assert (question.kind, question.instead) == ("choice", [])
    assert list(question.choices) == ["upper", "lower", "abroad"]
    assert [(each.benefit, each.settles) for each in question.why] == [("heating_grant", "outcome")]


def test_an_answer_brings_the_next_question_and_leaves_fewer():
    before = asked(APPLICANT, "heating_grant")
    after = asked({"members": [{"role": "applicant", "home_city": "upper"}]}, "heating_grant")
    assert after.progress.answered == 1
    assert after.progress.left < before.progress.left
    assert names(after)
    assert set(names(after)).isdisjoint(names(before))


def test_whoever_is_refused_is_asked_no_more():
    case = {"members": [{"role": "applicant", "home_city": "upper", "monthly_income": 1_000_000}]}
    said = asked(case, "heating_grant")
    assert (said.answers[0].status, said.answers[0].outcome.value) == ("settled", "not_eligible")
    assert (said.questions, said.certain, said.progress.left) == ([], ["heating_grant"], 0)


@pytest.mark.parametrize("example", examples(TOY), ids=lambda case: case.name)
@pytest.mark.parametrize("book", [BOOK, PACKED], ids=["without", "with"])
def test_an_example_told_in_full_is_settled(example, book):
    said = interview(example.inputs, example.benefit, example.day, rulebook=book)
    full = decide(example.inputs, example.benefit, example.day, detail="compact", rulebook=book)
    assert (said.answers[0].status, said.questions) == ("settled", [])
    assert (said.answers[0].outcome, said.answers[0].amount) == (full.outcome, full.amount)


@pytest.mark.parametrize("example", examples(TOY), ids=lambda case: case.name)
@pytest.mark.parametrize("book", [BOOK, PACKED], ids=["without", "with"])
def test_every_part_of_an_example_is_settled_only_if_nothing_that_is_told_later_changes_it(example, book):
    """All subsets of what an example tells: a settled one has the outcome and the amount of the whole."""
    told = [(None, key) for key in example.inputs if key != "members"]
    told += [(at, key) for at, member in enumerate(example.inputs["members"]) for key in member if key != "role"]
    full = decide(example.inputs, example.benefit, example.day, detail="compact", rulebook=book)
    seen = set()
    for kept in itertools.product([True, False], repeat=len(told)):
        case = {"members": [{"role": member["role"]} for member in example.inputs["members"]]}
        for keep, (at, key) in zip(kept, told, strict=True):
            if keep:
                source, into = (
                    (example.inputs, case) if at is None else (example.inputs["members"][at], case["members"][at])
                )
                into[key] = source[key]
        said = interview(case, example.benefit, example.day, rulebook=book)
        seen.add(said.answers[0].status)
        assert (said.answers[0].status == "open") == bool(said.questions)
        if said.answers[0].status == "settled" and all(
            keep or BOOK.catalogue.inputs.get(key) is None or BOOK.catalogue.inputs[key].presumed is None
            for keep, (_, key) in zip(kept, told, strict=True)
        ):
            assert said.answers[0].outcome == full.outcome
            ends = [(amount.lower or 0, amount.upper) for amount in (said.answers[0].amount, full.amount)]
            assert ends[0] == pytest.approx(ends[1], abs=0.006)
    assert "settled" in seen


def test_unknown_law_keeps_no_answer_from_being_settled():
    """Law tests of which everything is told, and whose amount or outcome is open by the law alone."""
    open_by_law = [
        test
        for test in lawtests.all_tests(TOY)
        if test.expected.get("outcome") == "rule_unknown" or test.expected.get("bound") in ("at_most", "range")
    ]
    told = [(test, decide(test.case, test.benefit, test.day, rulebook=test.rulebook)) for test in open_by_law]
    told = [(test, answer) for test, answer in told if not answer.next_questions and answer.missing_law]
    assert len(told) >= 3
    for test, answer in told:
        said = interview(test.case, test.benefit, test.day, rulebook=test.rulebook)
        assert (said.answers[0].status, said.questions) == ("settled", []), test.name
        assert said.answers[0].outcome == answer.outcome


def test_what_is_not_known_is_not_asked_again_and_stays_open():
    case, skipped = APPLICANT, []
    while True:
        said = asked(case, "heating_grant", skipped)
        if not said.questions:
            break
        assert set(names(said)).isdisjoint(skipped)
        skipped += names(said)
    assert said.answers[0].status == "open"
    assert said.progress.left == 0
    assert {each.name for each in said.left_open} == set(skipped)
    assert said.may_matter == []


def test_an_age_may_be_not_known_by_the_name_of_the_day_of_birth():
    case = {"members": [{"role": "applicant", "home_city": "upper"}, {"role": "child"}]}
    assert names(asked(case, "child_meal")) == ["members[1].birth_date"]
    assert [each.name for each in asked(case, "child_meal").questions[0].instead] == ["age"]
    assert asked(case, "child_meal", ["members[1].age"]).questions == []


@pytest.mark.parametrize(
    ("skipped", "pointer"),
    [
        (["price"], "skipped[0]"),
        (["fuel", "members[0].fuel"], "skipped[1]"),
        (["members[7].home_city"], "skipped[0]"),
        (["home_city"], "skipped[0]"),
    ],
)
def test_what_cannot_be_asked_cannot_be_not_known(skipped, pointer):
    with pytest.raises(InputError) as error:
        asked(APPLICANT, "heating_grant", skipped)
    assert [problem.pointer for problem in error.value.problems] == [pointer]


@pytest.mark.parametrize(
    ("wanted", "benefits"),
    [
        ("winter", ["heating_grant", "child_meal"]),
        ("welfare", ["child_meal", "crowding_grant", "heating_grant"]),
        (["orchard_loan", "child_meal"], ["orchard_loan", "child_meal"]),
    ],
)
def test_several_benefits_are_asked_about_at_once(wanted, benefits):
    said = asked({"members": [{"role": "applicant"}, {"role": "child"}]}, wanted)
    assert [answer.benefit for answer in said.answers] == benefits
    assert said.progress.benefits == len(benefits)


def test_a_question_counts_for_every_benefit_that_is_open():
    said = asked({"members": [{"role": "applicant"}, {"role": "child"}]}, "winter")
    assert names(said) == ["members[0].home_city"]
    assert {each.benefit for each in said.questions[0].why} == {"heating_grant", "child_meal"}


def test_a_benefit_that_does_not_exist_or_stands_twice_is_refused():
    for wanted in ("heating_grants", ["winter", "child_meal"]):
        with pytest.raises(InputError):
            asked(APPLICANT, wanted)


def test_what_belongs_together_is_asked_together_about_one_person_while_it_can_matter():
    case = parse(BOOK.catalogue, {"members": [{"role": "applicant"}, {"role": "child"}]}, DAY)
    stands = [standing(BOOK.benefit(name), case, DAY) for name in ("child_meal", "orchard_loan")]
    found = choosing.candidates(stands, frozenset())
    only = {key: each for key, each in found.items() if key[1] in ("birth_date", "joined_date", "savings")}
    order = choosing.Order(together=(["savings", "joined_date", "birth_date"],))
    together = choosing.chosen(BOOK.catalogue, order, stands, only)
    assert {each.unknown.key[2] for each in together} in ({0}, {1})


def test_what_is_asked_early_comes_before_all_but_places():
    case = parse(BOOK.catalogue, APPLICANT, DAY)
    stands = [standing(BOOK.benefit("heating_grant"), case, DAY)]
    found = choosing.candidates(stands, frozenset())
    place, *_ = choosing.chosen(BOOK.catalogue, choosing.Order(), stands, found)
    assert place.unknown.key[1] in BOOK.catalogue.whereabouts
    rest = {key: each for key, each in found.items() if key[1] not in BOOK.catalogue.whereabouts}
    usual = choosing.chosen(BOOK.catalogue, choosing.Order(), stands, rest)[0].unknown.key
    late = next(key for key, each in rest.items() if key != usual and each.stage < choosing.LAST)
    order = choosing.Order(early=frozenset([late[1]]))
    assert choosing.chosen(BOOK.catalogue, order, stands, rest)[0].unknown.key == late
    assert choosing.chosen(BOOK.catalogue, order, stands, found)[0].unknown.key == place.unknown.key


def test_a_place_of_what_may_not_be_there_waits_for_the_question_that_says_so():
    case = parse(BOOK.catalogue, APPLICANT, DAY)
    stands = [standing(BOOK.benefit("heating_grant"), case, DAY)]
    found = choosing.candidates(stands, frozenset())
    usual = choosing.chosen(BOOK.catalogue, choosing.Order(), stands, found)[0].unknown.key
    household = next(key for key in found if key[2] is None)
    assert usual[1] in BOOK.catalogue.whereabouts
    order = choosing.Order(moot={usual[1]: {household[1]: "none"}})
    chosen = [each.unknown.key for each in choosing.chosen(BOOK.catalogue, order, stands, found)]
    assert usual not in chosen
    alone = choosing.chosen(BOOK.catalogue, order, stands, {key: found[key] for key in (usual, household)})
    assert [each.unknown.key for each in alone] == [household]
    told = choosing.chosen(
        BOOK.catalogue, order, stands, {key: each for key, each in found.items() if key != household}
    )
    assert told[0].unknown.key == usual
    assert order.is_moot(usual[1], {household[1]: "none"})
    assert not order.is_moot(usual[1], {household[1]: "some"})
    assert not order.is_moot(usual[1], {})


def test_figures_do_not_wait_where_a_rule_that_nobody_knows_keeps_the_outcome_open():
    case = parse(BOOK.catalogue, APPLICANT, DAY)
    stands = standing(BOOK.benefit("heating_grant"), case, DAY)
    figures = {key for key, each in choosing.candidates([stands], frozenset()).items() if each.stage == 1}
    assert figures
    doubtful = replace(stands, outcome=Outcome.RULE_UNKNOWN)
    assert {each.stage for key, each in choosing.candidates([doubtful], frozenset()).items() if key in figures} == {0}


def test_a_law_that_cannot_be_planned_asks_for_whatever_is_missing():
    book = adopt(
        CountryTaxBenefitSystem(), ["housing_allowance"], {"rent": Facts(favours="higher", bounds=(0, 100_000))}
    )
    case = {"members": [{"role": "adult"}]}
    said = interview(case, "housing_allowance", date(2015, 6, 1), rulebook=book)
    assert (said.answers[0].status, names(said)) == ("open", ["rent"])
    said = interview({**case, "rent": 1000}, "housing_allowance", date(2015, 6, 1), rulebook=book)
    assert (said.answers[0].status, said.answers[0].amount.value, said.questions) == ("settled", 250, [])


def test_boxes_of_one_unknown_after_the_other_leave_nothing_out_in_whatever_order_its_pieces_stand():
    nine, one, none = ((np.array([value]),) * 2 for value in (9.0, 1.0, 0.0))
    boxes = Boxes.alone({("input", "a", None): [nine, one], ("input", "b", None): [none]})
    low, high = boxes.spans["input", "a", None]
    assert low.tolist() == [9, 1, 1]
    assert high.tolist() == [9, 1, 9]


@pytest.mark.parametrize("example", examples(TOY), ids=lambda case: case.name)
@pytest.mark.parametrize("book", [BOOK, PACKED], ids=["without", "with"])
def test_each_answer_lies_within_what_was_certain_before(example, book):
    household = truths.Household(example.name, example.benefit, example.day, example.inputs, ())
    walk = interviews.walk(household, [example.benefit], book)
    assert walk.steps[-1].answers[0].status == "settled"
    assert [interviews.widened(*pair) for pair in itertools.pairwise(walk.steps)] == [[]] * (len(walk.steps) - 1)


def test_a_standing_says_what_each_input_settles():
    case = parse(BOOK.catalogue, APPLICANT, DAY)
    stands = standing(BOOK.benefit("heating_grant"), case, DAY)
    assert stands.settles(("input", "home_city", 0)) == "outcome"
    assert stands.settles(("input", "savings", 0)) is None
    assert not stands.settled
