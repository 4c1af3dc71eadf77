"""A reform is held against schema and law by whatever door it comes in."""

import json

import pytest

from cdmz_rules import Rulebook
from cdmz_rules.errors import InputError, NotFound
from cdmz_rules.law.reform import compose

REFORMS = Rulebook.shipped().reforms
PATH = "provident_fund.loan.maximum_single"
GOOD = {
    "name": "mine",
    "title": {"zh": "一", "en": "one"},
    "rationale": {"zh": "一", "en": "one"},
    "effective": "2027-01-01",
    "parameters": {PATH: {"cities": "all", "value": 900_000}},
}


def loaded(body, folder):
    file = folder / "mine.json"
    file.write_text(json.dumps(body), encoding="utf-8")
    return REFORMS.load(str(file))


DOORS = {
    "from_body": lambda body, _: REFORMS.from_body(body),
    "inline": lambda body, _: REFORMS.inline(body),
    "load": loaded,
}


def mistakes(door, body, folder):
    with pytest.raises(InputError) as caught:
        DOORS[door](body, folder)
    return [
        (each.code, each.pointer.rpartition(": ")[2].removeprefix("reform."), each.did_you_mean)
        for each in caught.value.problems
    ]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("change", "mistake"),
    [
        ({"efective": "2027-01-01"}, ("unknown_field", "efective", "effective")),
        ({"effective": "2027-02-30"}, ("wrong_value", "effective", None)),
        ({"parameters": {f"{PATH}x": {"cities": "all", "value": 1}}}, ("wrong_value", f"parameters.{PATH}x[0]", PATH)),
        ({"parameters": {PATH: {"cities": "all", "value": "much"}}}, ("wrong_value", f"parameters.{PATH}[0]", None)),
    ],
    ids=["unknown_field", "no_day", "no_item", "no_number"],
)
def test_a_mistake_has_the_same_place_by_every_door(door, change, mistake, tmp_path):
    found = mistakes(door, {**GOOD, **change}, tmp_path)
    assert mistake in found


@pytest.mark.parametrize("door", DOORS)
def test_a_good_one_is_taken_by_every_door(door, tmp_path):
    assert DOORS[door](GOOD, tmp_path).name == "mine"


@pytest.mark.parametrize("body", [None, 5, "text", [], {"name": 1}])
def test_what_is_no_reform_is_refused(body):
    with pytest.raises(InputError):
        REFORMS.from_body(body)


def test_what_nests_too_deeply_is_refused():
    body = []
    for _ in range(5000):
        body = [body]
    with pytest.raises(InputError, match="nests too deeply"):
        REFORMS.from_body({**GOOD, "expected": body})


def test_what_includes_a_reform_that_does_not_exist_is_refused():
    with pytest.raises(NotFound):
        REFORMS.from_body({**GOOD, "includes": ["nothing"]})


def test_two_that_differ_have_two_names_and_one_may_be_named_twice():
    first, other = REFORMS.from_body(GOOD), REFORMS.from_body({**GOOD, "effective": "2028-01-01"})
    with pytest.raises(InputError) as caught:
        compose([first, other])
    assert caught.value.problems[0].code == "given_twice"
    assert [step.name for step in compose([first, first]).steps] == ["mine"]
