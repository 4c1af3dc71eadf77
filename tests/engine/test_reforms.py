"""Reforms: what each rule makes of a value, what stays as it is, in which order, and that the law itself is never touched."""

import copy
import json
import time
from dataclasses import replace
from datetime import date
from fractions import Fraction
from statistics import median

import pytest
from generators import cases
from generators.shipped import BOOK, PACK, PACKED, SHIPPED
from hypothesis import given, settings
from hypothesis import strategies as st

from cdmz_rules import decide
from cdmz_rules.decisions.expectations import findings
from cdmz_rules.decisions.replay import replay
from cdmz_rules.errors import InputError
from cdmz_rules.law import population
from cdmz_rules.law.difference import differences, unchanged_cities
from cdmz_rules.law.item import State
from cdmz_rules.law.reform import compose
from cdmz_rules.law.reform_check import faults
from cdmz_rules.law.revision import step_days

LOAN, MAXIMUM = "provident_fund_loan", "provident_fund.loan.maximum_single"
BASE_UPPER = "provident_fund.deposit.base_upper"
DAY, TODAY = date(2027, 6, 15), date(2027, 6, 15)
LAW = BOOK.law
FOUR = ("chengdu", "deyang", "meishan", "ziyang")


def reform(name="mine", effective="2027-01-01", **body):
    words = {"zh": "方案", "en": "A reform"}
    return BOOK.reforms.from_body({"name": name, "title": words, "rationale": words, "effective": effective, **body})


def changing(path=MAXIMUM, name="mine", **change):
    return reform(name, parameters={path: {"cities": "all", **change}})


def stands(law, path, day=DAY):
    """What stands in each of the four cities."""
    cells = [law[path].at(city, day) for city in FOUR]
    return [cell.value if cell.state is State.KNOWN else cell.state for cell in cells]


def today(path, day=DAY):
    return stands(PACKED.law, path, day)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"rule": "best"}, [800_000] * 4),
        ({"rule": "worst"}, [400_000] * 4),
        ({"rule": "median", "round_to": 1}, [550_000] * 4),
        ({"rule": "median", "round_to": 100_000}, [600_000] * 4),
        ({"rule": "median", "round_to": 100_000, "rounding": "down"}, [500_000] * 4),
        ({"rule": {"copy_of": "meishan"}}, [500_000] * 4),
        ({"value": 700_000}, [700_000] * 4),
        ({"rule": {"scale_by": 1.25}, "round_to": 10_000}, [1_000_000, 750_000, 630_000, 500_000]),
        ({"rule": {"scale_by": 0.5}, "round_to": 1, "cities": ["ziyang"]}, [800_000, 600_000, 500_000, 200_000]),
        ({"rule": "remove"}, [State.NOT_IN_FORCE] * 4),
    ],
)
def test_each_rule(change, expected):
    assert today(MAXIMUM) == [800_000, 600_000, 500_000, 400_000]
    law = compose([PACK, changing(**change)]).apply(LAW)
    assert stands(law, MAXIMUM) == expected
    assert stands(law, MAXIMUM, date(2026, 12, 31)) == today(MAXIMUM)


def test_where_a_lower_value_is_better_the_best_is_the_lowest():
    path = "medical_insurance.inpatient.employee.deductible.level_3"
    assert LAW[path].favours == "lower"
    best, worst = (compose([PACK, changing(path, rule=rule)]).apply(LAW) for rule in ("best", "worst"))
    assert stands(best, path) == [min(today(path))] * 4
    assert stands(worst, path) == [max(today(path))] * 4


def test_the_weights_are_the_residents_of_the_census():
    law = compose([PACK, changing(BASE_UPPER, rule="population_weighted", round_to=1)]).apply(LAW)
    residents = [population.on(LAW.population, city, DAY) for city in FOUR]
    assert sum(residents) == 29_657_768
    mean = sum(Fraction(value) * count for value, count in zip(today(BASE_UPPER), residents, strict=True)) / sum(
        residents
    )
    assert stands(law, BASE_UPPER) == [int(mean + Fraction(1, 2))] * 4


def test_an_unknown_city_stays_unknown_and_is_named_as_left_out():
    law = changing(BASE_UPPER, rule="median", round_to=1).apply(LAW)
    known = [value for value in stands(LAW, BASE_UPPER) if value is not State.UNKNOWN]
    middle = median(known)
    assert stands(law, BASE_UPPER) == [middle, middle, State.UNKNOWN, middle]
    cell = law[BASE_UPPER].at("chengdu", DAY)
    assert cell.evidence == "proposed"
    assert "眉山市未知" in cell.reason.zh
    assert "left out" in cell.reason.en
    assert "Meishan" in cell.reason.en


def test_what_is_copied_from_an_unknown_place_is_unknown():
    law = changing(rule={"copy_of": "deyang"}, cities=["chengdu"]).apply(LAW)
    cell = law[MAXIMUM].at("chengdu", DAY)
    assert (cell.state, cell.evidence) == (State.UNKNOWN, None)
    assert cell.ask == "德阳市住房公积金管理中心"
    assert law[MAXIMUM].at("chengdu", date(2026, 12, 31)).value == 800_000


def test_a_value_stands_where_nothing_was_known():
    assert stands(changing(value=500_000).apply(LAW), MAXIMUM) == [500_000] * 4


def test_what_equals_the_result_keeps_its_evidence():
    law = compose([PACK, changing(rule="best")]).apply(LAW)
    assert [law[MAXIMUM].at(city, DAY).evidence for city in FOUR] == ["reported", "proposed", "proposed", "proposed"]
    changed = differences(PACKED.law, law, [MAXIMUM])
    spans = [(one.place, one.first, one.last) for one in changed]
    assert spans == [(city, date(2027, 1, 1), None) for city in FOUR[1:]]
    assert unchanged_cities(changed, BOOK.places) == ["chengdu"]


def test_a_district_with_a_value_of_its_own_is_not_pulled_down():
    path = "provident_fund.deposit.base_lower"
    zones = ("chengdu_central", "chengdu_county_towns")
    own = [LAW[path].at(zone, DAY).value for zone in zones]
    assert own == [2330, 2200]
    law = compose([PACK, changing(path, rule="best")]).apply(LAW)
    assert all(law[path].at(zone, DAY).value >= value for zone, value in zip(zones, own, strict=True))
    assert law[path].at("chengdu_central", DAY).value == 2330


def test_a_change_is_phased_in():
    steps = {"until": "2029-01-01", "steps": 3}
    law = compose([PACK, changing(rule={"copy_of": "chengdu"}, cities=["deyang"], phase_in=steps, round_to=1)]).apply(
        LAW
    )
    values = [law[MAXIMUM].at("deyang", date(year, 1, 1)).value for year in (2026, 2027, 2028, 2029, 2030)]
    assert values == [600_000, 666_667, 733_333, 800_000, 800_000]
    assert "1/3" in law[MAXIMUM].at("deyang", DAY).reason.en
    assert step_days(date(2027, 1, 31), date(2027, 2, 28), 3) == [
        date(2027, 1, 31),
        date(2027, 2, 14),
        date(2027, 2, 28),
    ]
    assert step_days(date(2027, 11, 1), date(2028, 5, 1), 3) == [date(2027, 11, 1), date(2028, 2, 1), date(2028, 5, 1)]


def test_a_change_with_a_last_day_ends():
    law = changing(value=700_000, cities=["chengdu"], until="2027-12-31").apply(LAW)
    assert [law[MAXIMUM].at("chengdu", date(year, 6, 1)).value for year in (2027, 2028)] == [700_000, 800_000]


def test_a_switch_is_a_value_for_all_cities():
    path = "public_rental_housing.non_local.all_permanent_residents"
    law = reform(switches={path: True}).apply(LAW)
    assert stands(law, path) == [True] * 4
    assert LAW[path].at("chengdu", DAY).state is State.UNKNOWN


def test_reforms_are_applied_in_order_and_their_conflicts_are_named():
    one, two = changing(name="one", value=700_000), changing(name="two", value=900_000, cities=["deyang"])
    both, reverse = compose([one, two]), compose([two, one])
    assert stands(both.apply(LAW), MAXIMUM) == [700_000, 900_000, 700_000, 700_000]
    assert stands(reverse.apply(LAW), MAXIMUM) == [700_000] * 4
    assert (both.name, both.title.en) == ("one+two", "A reform + A reform")
    assert both.conflicts == [(MAXIMUM, "deyang", date(2027, 1, 1), "one", "two")]
    assert compose([one, changing(BASE_UPPER, name="two", value=1)]).conflicts == []
    answer = decide(in_deyang(), LOAN, DAY, reform=compose([PACK, one, two]), today=TODAY)
    assert [(part.name, part.values > 0) for part in answer.reforms] == [
        ("assumptions_2026", True),
        ("one", False),
        ("two", True),
    ]
    assert {"reform", "reform_conflict", "assumption_pack"} <= {warning.code for warning in answer.warnings}


def in_deyang():
    case = next(case for case in cases.examples(SHIPPED) if case.name.startswith("ex01"))
    return cases.moved(BOOK, case, "deyang").inputs


def test_an_answer_shows_what_is_proposed_and_from_what():
    answer = decide(in_deyang(), LOAN, DAY, reform=compose([PACK, changing(rule="best")]), today=TODAY)
    source = next(source for source in answer.sources if source.path == MAXIMUM)
    assert (answer.evidence, source.evidence, source.origin, source.value) == ("proposed", "proposed", "mine", 800_000)
    assert source.computed.en.startswith(
        "the best for applicants of Chengdu 800,000 yuan, Deyang 600,000 yuan (assumed)"
    )
    assert answer.compact() == decide(
        in_deyang(), LOAN, DAY, reform=compose([PACK, changing(rule="best")]), today=TODAY, detail="compact"
    )


@pytest.mark.parametrize("made", [lambda: changing(rule="best"), lambda: compose([PACK, changing(value=1)])])
def test_a_receipt_holds_the_body_so_that_it_replays(made):
    first = decide(in_deyang(), LOAN, DAY, reform=made(), today=TODAY)
    again = replay(json.loads(json.dumps(first.receipt.model_dump(mode="json"))))
    assert (again.same, again.needs, again.decision) == (True, [], first)


@pytest.mark.parametrize("value", ["x", -1, True])
def test_a_receipt_whose_reform_was_tampered_with_is_refused(value):
    kept = decide(in_deyang(), LOAN, DAY, reform=compose([PACK, changing(value=1)]), today=TODAY).receipt.model_dump(
        mode="json"
    )
    kept["reform"]["steps"][1]["parameters"][MAXIMUM][0]["value"] = value
    with pytest.raises(InputError) as raised:
        replay(kept)
    assert raised.value.problems[0].code == "not_a_receipt"


@pytest.mark.parametrize("name", BOOK.reforms.names)
def test_every_shipped_reform_does_what_its_file_expects(name):
    shipped = BOOK.reforms.load(name)
    assert list(faults(shipped, LAW)) == []
    assert shipped.conflicts == []
    assert [outcome.faults for outcome in findings(BOOK, shipped) if outcome.faults] == []
    assert shipped.body.expected or shipped.mode == "fill_unknown"


def test_an_expected_result_that_does_not_come_out_is_told():
    shipped = BOOK.reforms.load("median_provident_fund")
    body = shipped.body
    wrong = body.expected[0].model_copy(update={"today": body.expected[0].today.model_copy(update={"amount": 1})})
    other = replace(shipped, body=body.model_copy(update={"expected": [wrong]}))
    assert [fault.en for fault in findings(BOOK, other)[0].faults] == ["today: amount should be 1, it is 800000.0"]


def test_applying_shares_what_it_does_not_change_and_takes_no_time():
    one = BOOK.reforms.load("one_standard")
    before = replace(LAW).fingerprint
    law = one.apply(LAW)
    touched = {path for step in one.steps for _, path, _ in step.body.changes()}
    assert all((law[path] is LAW[path]) is (path not in touched) for path in LAW)
    assert law.shape is LAW.shape
    assert replace(law).fingerprint != before == replace(LAW).fingerprint
    taken = []
    for _ in range(5):
        fresh = replace(BOOK.reforms.load("level_up_medical_insurance"))
        start = time.process_time()
        fresh.apply(LAW)
        taken.append(time.process_time() - start)
    assert min(taken) < 0.001


def aside(decision):
    """A decision without what names the reform."""
    plain = decision.model_dump(mode="json")
    return {key: value for key, value in plain.items() if not key.startswith("reform")} | {
        "receipt": {**plain["receipt"], "reform": None}
    }


def any_change(path, drawn):
    item = LAW[path]
    if item.kind != "number":
        return {"rule": {"copy_of": drawn.draw(st.sampled_from(("chengdu", "meishan", "ziyang")))}}
    ways = [
        {"rule": {"scale_by": 1.5}, "round_to": 0.01},
        {"rule": {"scale_by": 0.5}, "round_to": 0.01, "phase_in": {"until": "2026-08-01", "steps": 4}},
        {"rule": "median", "round_to": 0.01},
        {"rule": "population_weighted", "round_to": 0.01},
        {"rule": {"copy_of": "ziyang"}},
        {"rule": "remove"},
    ]
    return drawn.draw(st.sampled_from(ways))


BEFORE = {}


@settings(max_examples=12)
@given(st.data())
def test_a_reform_of_deyang_alone_leaves_every_other_city_bit_for_bit_as_it_was(drawn):
    changes = {
        path: {"cities": ["deyang"], **any_change(path, drawn)} for path, item in LAW.items() if item.harmonisable
    }
    mine = reform(effective="2020-01-01", parameters=changes)
    applied = compose([PACK, mine])
    case = drawn.draw(st.sampled_from(cases.examples(SHIPPED)))
    for city in ("chengdu", "meishan", "ziyang"):
        moved = cases.moved(BOOK, case, city)
        key = (case.name, city)
        if key not in BEFORE:
            BEFORE[key] = aside(decide(moved.inputs, case.benefit, case.day, reform=PACK, today=TODAY))
        after = decide(moved.inputs, case.benefit, case.day, reform=applied, today=TODAY)
        assert aside(after) == BEFORE[key]
        assert after.reforms[-1].values == 0
    law = applied.apply(LAW)
    for path in changes:
        for place in BOOK.places:
            if place != "deyang":
                assert law[path].timeline(place) == PACKED.law[path].timeline(place)


def test_it_is_deyang_that_changes():
    mine = reform(parameters={MAXIMUM: {"cities": ["deyang"], "value": 123_000}})
    answer = decide(in_deyang(), LOAN, DAY, reform=compose([PACK, mine]), today=TODAY)
    assert answer.amount.value == 123_000
    assert BOOK.places.cities == FOUR


def test_a_body_is_not_changed_by_being_read():
    body = {
        "name": "mine",
        "title": {"zh": "方", "en": "A"},
        "rationale": {"zh": "方", "en": "A"},
        "effective": "2027-01-01",
        "parameters": {MAXIMUM: {"cities": "all", "rule": "best"}},
    }
    kept = copy.deepcopy(body)
    read = BOOK.reforms.from_body
    assert read(read(body).plain).plain == read(body).plain
    assert body == kept
