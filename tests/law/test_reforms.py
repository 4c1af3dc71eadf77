"""Reforms of the shipped law: the census as weights, what each file expects, and four cities of which three stay as they are."""

import time
from dataclasses import replace
from datetime import date
from fractions import Fraction
from statistics import median

import pytest
from generators import cases
from generators.shipped import BOOK, PACK, PACKED, SHIPPED
from hypothesis import given
from hypothesis import strategies as st
from sampling import dear

from cdmz_rules import decide
from cdmz_rules.decisions.expectations import findings
from cdmz_rules.law import population
from cdmz_rules.law.difference import differences, unchanged_cities
from cdmz_rules.law.item import State
from cdmz_rules.law.reform import compose
from cdmz_rules.law.reform_check import faults

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
        ({"rule": {"copy_of": "meishan"}}, [500_000] * 4),
        ({"rule": {"scale_by": 1.25}, "round_to": 10_000}, [1_000_000, 750_000, 630_000, 500_000]),
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


@pytest.mark.parametrize("name", BOOK.reforms.names)
def test_every_shipped_reform_does_what_its_file_expects(name):
    shipped = BOOK.reforms.load(name)
    assert list(faults(shipped, LAW)) == []
    assert shipped.conflicts == []
    assert [outcome.faults for outcome in findings(BOOK, shipped) if outcome.faults] == []
    assert shipped.body.expected or shipped.mode == "fill_unknown"


def test_applying_a_reform_takes_no_time():
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


@dear(12)
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
