"""A reform is held against schema and law by whatever door it comes in."""

import json
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from cdmz_rules import Rulebook
from cdmz_rules.decisions.receipt import content_hash
from cdmz_rules.errors import InputError, NotFound
from cdmz_rules.files import yaml as yamls
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


def loaded_from_yaml(body, folder):
    file = folder / "mine.yaml"
    file.write_text(yamls.dump(body), encoding="utf-8")
    return REFORMS.load(str(file))


DOORS = {
    "from_body": lambda body, _: REFORMS.from_body(body),
    "inline": lambda body, _: REFORMS.inline(body),
    "load": loaded,
}
ALL_DOORS = {**DOORS, "load_yaml": loaded_from_yaml}


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
        ({"parameters": {f"{PATH}x": {"cities": "all", "value": 1}}}, ("wrong_value", f"parameters.{PATH}x", PATH)),
        ({"parameters": {PATH: {"cities": "all", "value": "much"}}}, ("wrong_type", f"parameters.{PATH}.value", None)),
        (
            {"parameters": {PATH: [{"cities": "all", "value": "much"}]}},
            ("wrong_type", f"parameters.{PATH}[0].value", None),
        ),
    ],
    ids=["unknown_field", "no_day", "no_item", "no_number", "no_number_in_a_list"],
)
def test_a_mistake_has_the_same_place_by_every_door(door, change, mistake, tmp_path):
    found = mistakes(door, {**GOOD, **change}, tmp_path)
    assert mistake in found


@pytest.mark.parametrize("door", DOORS)
def test_a_good_one_is_taken_by_every_door(door, tmp_path):
    assert DOORS[door](GOOD, tmp_path).name == "mine"


RATE = "provident_fund.loan.down_payment.first_home"
SPELLINGS = [
    *(({"value": written}, {"value": 700_000}) for written in (7e5, "70万", "70万元", "￥700,000", "0700000", "7e5")),
    *(
        ({"value": 1, "from": written}, {"value": 1, "from": "2027-03-01"})
        for written in ("2027/3/1", 20270301, "20270301", "2027年3月1日", "2027.3.1", "２０２７－０３－０１")
    ),
    ({"value": 1, "until": "2027年3月1日"}, {"value": 1, "until": "2027-03-01"}),
    (
        {"value": "70万", "round_to": "0.1万元", "phase_in": {"until": "2029/1/1", "steps": "3"}},
        {"value": 700_000, "round_to": 1000, "phase_in": {"until": "2029-01-01", "steps": 3}},
    ),
    ({"rule": {"scale_by": "1.2"}, "round_to": "1元"}, {"rule": {"scale_by": 1.2}, "round_to": 1}),
]


@pytest.mark.parametrize("door", ALL_DOORS)
@pytest.mark.parametrize(("written", "kept"), SPELLINGS)
def test_figures_and_days_are_read_as_people_write_them_and_kept_in_one_form(door, written, kept, tmp_path):
    reform = ALL_DOORS[door]({**GOOD, "parameters": {PATH: {"cities": "all", **written}}}, tmp_path)
    assert reform.plain["parameters"][PATH] == [{"cities": "all", **kept}]
    usual = REFORMS.from_body({**GOOD, "parameters": {PATH: [{"cities": "all", **kept}]}})
    assert content_hash(reform) == content_hash(usual)


@pytest.mark.parametrize("door", ALL_DOORS)
def test_every_kind_of_item_is_read_by_the_one_reader(door, tmp_path):
    several = {
        "effective": "2027年1月1日",
        "parameters": {RATE: [{"cities": ["deyang"], "value": "20%", "round_to": "1%"}]},
        "switches": {"provident_fund.loan.balances_added": "是"},
    }
    reform = ALL_DOORS[door]({**GOOD, **several}, tmp_path)
    assert reform.plain["effective"] == "2027-01-01"
    assert reform.plain["parameters"][RATE] == [{"cities": ["deyang"], "value": 0.2, "round_to": 0.01}]
    assert reform.plain["switches"] == {"provident_fund.loan.balances_added": True}


def test_one_reform_in_two_spellings_is_one():
    one, other = (
        REFORMS.inline({**GOOD, "effective": day, "parameters": {PATH: {"cities": "all", "value": value}}})
        for day, value in (("2027-01-01", 900_000), ("2027/1/1", "90万元"))
    )
    assert one is other


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        ({"value": int("9" * 4000)}, "out_of_range", "value"),
        ({"value": "9" * 4000}, "not_finite", "value"),
        ({"value": -1}, "out_of_range", "value"),
        ({"value": "70千"}, "wrong_type", "value"),
        ({"value": "70%"}, "wrong_type", "value"),
        ({"value": "700_000"}, "wrong_type", "value"),
        ({"value": True}, "wrong_type", "value"),
        ({"value": ""}, "missing", "value"),
        ({"rule": "median", "round_to": 10**400}, "wrong_value", "round_to"),
        ({"value": 1, "from": "2027/2/30"}, "wrong_value", "from"),
        ({"value": 1, "from": "2027"}, "wrong_value", "from"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(door, change, code, place, tmp_path):
    body = {**GOOD, "parameters": {PATH: {"cities": "all", **change}}}
    assert (code, f"parameters.{PATH}.{place}", None) in mistakes(door, body, tmp_path)


def test_a_switch_that_says_neither_yes_nor_no_is_refused_in_words_of_its_kind():
    for switch, code in (("不", "wrong_type"), (2, "wrong_type"), ("", "missing")):
        body = {**GOOD, "switches": {"provident_fund.loan.balances_added": switch}}
        assert (code, "switches.provident_fund.loan.balances_added", None) in mistakes("from_body", body, None)


@pytest.mark.parametrize("value", [Decimal(700_000), np.int64(700_000), np.float64(700_000), "70万"])
def test_python_gives_figures_as_it_has_them(value):
    reform = REFORMS.from_body(
        {**GOOD, "effective": date(2027, 1, 1), "parameters": {PATH: {"cities": "all", "value": value}}}
    )
    assert (reform.plain["effective"], reform.plain["parameters"][PATH][0]["value"]) == ("2027-01-01", 700_000)


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
