"""Bad input about the shipped law: every input names its own mistakes, and the names of places are told apart."""

import pytest
from generators.shipped import BOOK

from cdmz_rules import InputError, decide

NO_VALUE = {"money": -1, "number": "many", "yes_no": "perhaps", "date": "2026-02-31", "choice": "atlantis"}
"""What no input of a kind takes."""


def problems(benefit, member=None, **household):
    with pytest.raises(InputError) as refusal:
        decide({"members": [{"role": "applicant", **(member or {})}], **household}, benefit, "2026-04-01")
    return refusal.value.problems


@pytest.mark.parametrize("name", BOOK.catalogue.inputs)
def test_every_input_names_what_it_does_not_take_with_its_place(name):
    info = BOOK.catalogue.inputs[name]
    given = {name: NO_VALUE[info.kind]}
    personal = info.entity == "person"
    (problem,) = problems("provident_fund_loan", given) if personal else problems("provident_fund_loan", **given)
    assert problem.pointer == (f"members[0].{name}" if personal else name)
    assert problem.code in ("out_of_range", "wrong_type", "not_a_date", "unknown_value")
    assert problem.message_zh != problem.message_en


@pytest.mark.parametrize("place", ["atlantis", "chengdu_central", "sichuan_provincial", "sichuan", 510100])
def test_a_place_that_is_no_city_is_refused_for_one(place):
    (problem,) = problems("provident_fund_loan", property_city=place)
    assert (problem.code, problem.pointer) == ("unknown_value", "property_city")


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ({"prise": 1}, "price"),
        ({"property_city": "成都氏"}, "chengdu"),
        ({"property_city": "chengd"}, "chengdu"),
        ({"home_kind": "second-hand"}, "second_hand"),
    ],
)
def test_what_was_probably_meant_is_suggested(given, meant):
    (problem,) = problems("provident_fund_loan", **given)
    assert problem.did_you_mean == meant


def test_a_benefit_that_does_not_exist_is_named_with_the_nearest():
    (problem,) = problems("provident_fund_lone")
    assert (problem.code, problem.did_you_mean) == ("not_found", "provident_fund_loan")


def test_a_fact_that_is_computed_cannot_be_told():
    (problem,) = problems("provident_fund_loan", contributors=2)
    assert (problem.code, problem.pointer) == ("unknown_field", "contributors")
