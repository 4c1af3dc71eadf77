"""What can never be, on the toy law: refused with both places wherever it is said; members listed bound every count."""

from datetime import date

import pytest
from generators.toy import BOOK

from cdmz_rules import InputError, decide, decide_table
from cdmz_rules.decisions.situation import parse
from cdmz_rules.interview.interview import interview
from cdmz_rules.model.never import Before, Below, Beside, Fewer

DAY = date(2026, 6, 15)
HOME = {"people_at_home": 4, "children_at_home": 2, "moved_in_date": "2025-12-15", "nursery_used": True}
PEOPLE = [{"role": "applicant", "home_city": "upper"}, {"role": "child"}, {"role": "child"}]


def refused(case):
    with pytest.raises(InputError) as caught:
        parse(BOOK.catalogue, case, DAY)
    return [(each.code, each.pointer, each.others) for each in caught.value.problems]


def decided(case):
    return decide(case, "crowding_grant", DAY, rulebook=BOOK)


@pytest.mark.parametrize(
    ("said", "pointer", "others"),
    [
        ({"people_at_home": 2}, "people_at_home", ("members[0]", "members[1]", "members[2]")),
        ({"people_at_home": 3, "children_at_home": 4}, "people_at_home", ("children_at_home",)),
        ({"nursery_used": True, "children_at_home": 0}, "nursery_used", ("children_at_home",)),
        ({"all_listed": True, "people_at_home": 4}, "people_at_home", ("all_listed",)),
    ],
)
def test_what_cannot_be_is_refused_with_both_places(said, pointer, others):
    assert refused({"members": PEOPLE, **HOME, **said}) == [("contradiction", pointer, others)]


def test_a_day_before_another_is_refused_by_the_names_that_the_case_uses():
    born = [{**PEOPLE[0], "birth_date": "2026-01-01"}]
    assert refused({"members": born, **HOME}) == [("contradiction", "moved_in_date", ("members[0].birth_date",))]
    aged = [{**PEOPLE[0], "age": 0}]
    assert decided({"members": aged, **HOME})
    assert refused({"members": aged, **HOME, "moved_in_date": "2020-01-01"}) == [
        ("contradiction", "moved_in_date", ("members[0].age",))
    ]


def test_a_count_above_the_list_is_accepted_and_one_left_out_is_no_less_than_it():
    with_two = {"members": PEOPLE, "moved_in_date": "2025-12-15", "nursery_used": False, "children_at_home": 0}
    above = decided({**with_two, "people_at_home": 7})
    assert above.amount.value == 7 * 50
    open_count = decided(with_two)
    assert open_count.amount.lower == 0
    assert open_count.amount.upper == 20 * 50
    three = {**with_two, "members": [*PEOPLE, {"role": "child"}]}
    assert decided(three).amount.lower == 4 * 50


def test_all_members_listed_are_counted_and_nobody_is_asked_how_many():
    listed = {"members": PEOPLE, "moved_in_date": "2025-12-15", "nursery_used": False, "children_at_home": 0}
    complete = decided({**listed, "members": [*PEOPLE, {"role": "other"}], "all_listed": True})
    assert complete.amount.value == 4 * 50
    assert complete.next_questions == []


@pytest.mark.parametrize("age", [13, 14])
def test_children_count_as_long_as_they_are_young_enough(age):
    people = [*PEOPLE[:2], {"role": "child", "birth_date": date(DAY.year - age, 6, 15).isoformat()}]
    case = {"members": people, **HOME, "children_at_home": 0, "nursery_used": False}
    if age < 14:
        assert refused(case) == [("contradiction", "children_at_home", ("members[2]",))]
    else:
        assert decided(case)


def test_rows_are_held_against_the_same_with_the_headings_they_use():
    table = {
        "applicant.home_city": ["upper"] * 4,
        "applicant.birth_date": ["1980-01-01", "2026-01-01", "1980-01-01", "1980-01-01"],
        "moved_in_date": ["2025-12-15"] * 4,
        "people_at_home": [4, 4, 1, 4],
        "children_at_home": [2, 2, 0, 0],
        "child1": [True] * 4,
        "nursery_used": [True, False, False, True],
    }
    answer = decide_table(table, ["crowding_grant"], DAY, rulebook=BOOK)
    found = [(each.row, each.problem.pointer, each.problem.others) for each in answer.errors]
    assert found == [
        (1, "moved_in_date", ("applicant.birth_date",)),
        (2, "people_at_home", ("applicant", "child1")),
        (3, "nursery_used", ("children_at_home",)),
    ]
    assert answer.table["crowding_grant"].to_pylist() == [4 * 50 + 2 * 20 + 80, None, None, None]


def test_rows_count_the_members_listed_as_a_case_does():
    table = {
        "applicant.home_city": ["upper"] * 2,
        "moved_in_date": ["2025-12-15"] * 2,
        "children_at_home": [0, 0],
        "nursery_used": [False, False],
        "all_listed": [True, None],
        **{f"other{number}": [True, True] for number in range(1, 5)},
    }
    answer = decide_table(table, ["crowding_grant"], DAY, rulebook=BOOK).table
    assert answer["crowding_grant.lower"].to_pylist() == [250, 250]
    assert answer["crowding_grant.upper"].to_pylist() == [250, 1000]


def test_every_kind_is_declared_and_described():
    nevers = BOOK.catalogue.nevers
    assert {type(never) for some in nevers.values() for never in some} == {Below, Before, Beside, Fewer}
    for name, some in nevers.items():
        described = BOOK.catalogue.inputs[name].never
        assert [each.inputs for each in described] == [list(never.inputs) for never in some]
        assert all(each.words.zh and each.words.en for each in described)


def test_an_interview_asks_whether_all_are_listed_before_it_asks_how_many():
    case = {"members": [*PEOPLE, {"role": "other"}], "moved_in_date": "2025-12-15", "nursery_used": False}
    first = interview(case, "crowding_grant", DAY, rulebook=BOOK)
    assert [each.name for each in first.questions] == ["all_listed"]
    assert {"all_listed", "people_at_home"} <= set(first.may_matter)
    no = interview({**case, "all_listed": False}, "crowding_grant", DAY, rulebook=BOOK)
    skipped = interview(case, "crowding_grant", DAY, rulebook=BOOK, skipped=["all_listed"])
    for said in (no, skipped):
        assert said.questions
        assert "all_listed" not in [each.name for each in said.questions]
    yes = interview({**case, "all_listed": True, "children_at_home": 0}, "crowding_grant", DAY, rulebook=BOOK)
    assert (yes.answers[0].status, yes.questions) == ("settled", [])


def test_what_never_stands_beside_a_value_is_not_so_where_that_is_said():
    childless = {"members": PEOPLE[:1], **HOME, "people_at_home": 4, "children_at_home": 0}
    told, left_out = ({**childless, "nursery_used": used} for used in (False, None))
    assert decided(left_out).amounts == decided(told).amounts
    assert "nursery_used" not in [each.name for each in decided(left_out).next_questions]
    some = decided({**left_out, "children_at_home": 2})
    assert "nursery_used" in [each.name for each in some.next_questions]


def test_an_interview_asks_first_what_may_spare_a_question():
    case = {"members": PEOPLE[:1], **{key: HOME[key] for key in ("people_at_home", "moved_in_date")}}
    said = interview(case, "crowding_grant", DAY, rulebook=BOOK)
    assert [each.input for each in said.questions] == ["children_at_home"]
    said = interview({**case, "children_at_home": 0}, "crowding_grant", DAY, rulebook=BOOK)
    assert said.questions == []
