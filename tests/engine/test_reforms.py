"""Reforms: every rule of a change, what stays as it is, what an answer shows of it, and what a receipt keeps."""

import copy
import json
import sys
from dataclasses import replace
from datetime import date

import pytest
from generators import cases
from generators.toy import BOOK, FOLDER, PACK, PACKED, TOY
from hypothesis import given
from hypothesis import strategies as st
from sampling import dear

from cdmz_rules import Rulebook, decide
from cdmz_rules.decisions.expectations import findings
from cdmz_rules.decisions.replay import replay
from cdmz_rules.errors import InputError
from cdmz_rules.law.difference import differences, unchanged_cities
from cdmz_rules.law.item import State
from cdmz_rules.law.reform import compose
from cdmz_rules.law.revision import step_days

MULTIPLE, ROUNDING, INCOME = "orchard.multiple", "orchard.rounding", "welfare.heating.income_most"
EFFECTIVE, DAY, TODAY = date(2026, 11, 1), date(2026, 11, 15), date(2026, 11, 15)
LAW = BOOK.law
CITIES = ("upper", "lower")
CASE = {
    "members": [{"role": "applicant", "guild": "lower", "joined_date": "2024-01-15", "savings": 8000.50}],
    "orchard_city": "lower",
    "term_months": 60,
}


def reform(name="mine", effective=EFFECTIVE, book=BOOK, **body):
    words = {"zh": "方案", "en": "A reform"}
    entries = {"name": name, "title": words, "rationale": words, "effective": str(effective), **body}
    return book.reforms.from_body(entries)


def changing(path=MULTIPLE, name="mine", **change):
    return reform(name, parameters={path: {"cities": "all", **change}})


def stands(law, path=MULTIPLE, day=DAY, places=CITIES):
    """What stands in each of the cities."""
    cells = [law[path].at(place, day) for place in places]
    return [cell.value if cell.state is State.KNOWN else cell.state for cell in cells]


def loan(*reforms, **options):
    return decide(CASE, "orchard_loan", DAY, rulebook=BOOK.under([PACK, *reforms]), today=TODAY, **options)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"rule": "best"}, [12, 12]),
        ({"rule": "worst"}, [10, 10]),
        ({"rule": "median", "round_to": 1}, [11, 11]),
        ({"rule": "median", "round_to": 2}, [12, 12]),
        ({"rule": "median", "round_to": 2, "rounding": "down"}, [10, 10]),
        ({"rule": "population_weighted", "round_to": 0.5}, [11.5, 11.5]),  # 300,000 and 100,000 residents
        ({"rule": {"copy_of": "lower"}}, [10, 10]),
        ({"value": 7}, [7, 7]),
        ({"rule": {"scale_by": 1.25}, "round_to": 1}, [15, 13]),
        ({"rule": {"scale_by": 0.5}, "round_to": 1, "cities": ["lower"]}, [12, 5]),
        ({"rule": "remove"}, [State.NOT_IN_FORCE] * 2),
    ],
)
def test_each_rule(change, expected):
    assert stands(LAW) == [12, 10]
    law = compose([PACK, changing(**change)]).apply(LAW)
    assert stands(law) == expected
    assert stands(law, day=date(2026, 10, 31)) == [12, 10]


def test_where_a_lower_value_is_better_the_best_is_the_lowest():
    assert LAW[ROUNDING].favours == "lower"
    assert stands(PACKED.law, ROUNDING) == [100, 1000]
    best, worst = (compose([PACK, changing(ROUNDING, rule=rule)]).apply(LAW) for rule in ("best", "worst"))
    assert (stands(best, ROUNDING), stands(worst, ROUNDING)) == ([100, 100], [1000, 1000])


@pytest.mark.parametrize(
    ("restricts", "rule", "expected"),
    [
        (False, "best", [12, 12]),
        (False, "worst", [State.NOT_IN_FORCE] * 2),
        (True, "best", [State.NOT_IN_FORCE] * 2),
        (True, "worst", [12, 12]),
    ],
)
def test_not_to_be_in_force_takes_part_in_what_is_best(restricts, rule, expected):
    """What is granted in one city alone is granted in both; what holds people back in one alone holds nobody back."""
    item = replace(LAW[MULTIPLE], restricts=restricts)
    for change in (changing(cities=["lower"], rule="remove"), changing(rule=rule)):
        item = change.revise(item, LAW.population)
    cells = [item.at(place, DAY) for place in CITIES]
    assert [cell.value if cell.state is State.KNOWN else cell.state for cell in cells] == expected
    changed = [cell for cell in cells if cell.origin == "mine" and "the value that" not in cell.reason.en]
    assert all(cell.evidence == "proposed" for cell in changed)


def test_where_it_is_in_force_in_no_city_nothing_is_levelled():
    item = LAW[MULTIPLE]
    for change in (changing(rule="remove"), changing(rule="best")):
        item = change.revise(item, LAW.population)
    assert [item.at(place, DAY).state for place in CITIES] == [State.NOT_IN_FORCE] * 2


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """The toy law with a third city, of which a rounding unit is known."""
    overlay = tmp_path_factory.mktemp("overlay")
    place = (
        "middle: {level: city, parent: valley, region: two_cities, code: 900300, zh: 中城, en: Middle, offices: {}}\n"
    )
    (overlay / "jurisdictions.yaml").write_text(place, encoding="utf-8")
    file = overlay / "parameters" / "orchard" / "rounding.yaml"
    file.parent.mkdir(parents=True)
    facts = "{evidence: official, source: charter, last_verified: 2026-06-30}"
    file.write_text(f"middle: {{values: {{2026-01-01: {{value: 300, metadata: {facts}}}}}}}\n", encoding="utf-8")
    return Rulebook.load(FOLDER, overlay)


def test_an_unknown_city_stays_unknown_and_is_named_as_left_out(three):
    mine = reform(book=three, parameters={ROUNDING: {"cities": "all", "rule": "median", "round_to": 1}})
    law = three.under(mine).law
    assert stands(law, ROUNDING, places=("upper", "middle", "lower")) == [200, 200, State.UNKNOWN]
    cell = law[ROUNDING].at("upper", DAY)
    assert cell.evidence == "proposed"
    assert "下城未知" in cell.reason.zh
    assert "left out" in cell.reason.en
    assert "Lower" in cell.reason.en


def test_what_is_copied_from_an_unknown_place_is_unknown():
    path = "orchard.savings_counted"
    law = changing(path, rule={"copy_of": "lower"}, cities=["upper"]).apply(LAW)
    cell = law[path].at("upper", DAY)
    assert (cell.state, cell.evidence, cell.ask) == (State.UNKNOWN, None, "下城果园局")
    assert law[path].at("upper", date(2026, 10, 31)).value == "household"


def test_a_value_stands_where_nothing_was_known():
    assert stands(changing(ROUNDING, value=500).apply(LAW), ROUNDING) == [500, 500]


def test_what_equals_the_result_keeps_its_evidence():
    law = changing(rule="best").apply(LAW)
    assert [law[MULTIPLE].at(city, DAY).evidence for city in CITIES] == ["official", "proposed"]
    changed = differences(LAW, law, [MULTIPLE])
    assert [(one.place, one.first, one.last) for one in changed] == [("lower", EFFECTIVE, None)]
    assert unchanged_cities(changed, BOOK.places) == ["upper"]


def test_a_zone_with_a_value_of_its_own_is_not_pulled_down():
    path, places = "welfare.heating.most", ("upper", "lower", "harbour", "hills")
    assert stands(LAW, path, places=places) == [1200, 900, 1500, 900]
    law = changing(path, rule="best").apply(LAW)
    assert stands(law, path, places=places) == [1200, 1200, 1500, 1200]


def test_a_change_is_phased_in():
    steps = {"until": "2028-11-01", "steps": 3}
    law = changing(INCOME, rule={"copy_of": "upper"}, cities=["lower"], phase_in=steps, round_to=1).apply(LAW)
    values = [law[INCOME].at("lower", date(year, 11, 1)).value for year in (2025, 2026, 2027, 2028, 2029)]
    assert values == [5000, 6000, 7000, 8000, 8000]
    assert "1/3" in law[INCOME].at("lower", DAY).reason.en
    assert step_days(date(2027, 1, 31), date(2027, 2, 28), 3) == [
        date(2027, 1, 31),
        date(2027, 2, 14),
        date(2027, 2, 28),
    ]
    assert step_days(date(2027, 11, 1), date(2028, 5, 1), 3) == [date(2027, 11, 1), date(2028, 2, 1), date(2028, 5, 1)]


def test_a_change_with_a_last_day_ends():
    law = changing(value=7, cities=["upper"], until="2027-12-31").apply(LAW)
    assert [law[MULTIPLE].at("upper", date(year, 12, 31)).value for year in (2026, 2027, 2028)] == [7, 7, 12]


def test_a_switch_is_a_value_for_all_cities():
    path, day = "welfare.meals.offered", date(2025, 6, 1)
    assert stands(LAW, path, day) == [True, State.UNKNOWN]
    assert stands(reform(effective="2025-01-01", switches={path: True}).apply(LAW), path, day) == [True, True]


def test_reforms_are_applied_in_order_and_their_conflicts_are_named():
    one, two = changing(name="one", value=7), changing(name="two", value=9, cities=["lower"])
    both, reverse = compose([one, two]), compose([two, one])
    assert stands(both.apply(LAW)) == [7, 9]
    assert stands(reverse.apply(LAW)) == [7, 7]
    assert (both.name, both.title.en) == ("one+two", "A reform + A reform")
    assert both.conflicts == [(MULTIPLE, "lower", EFFECTIVE, "one", "two")]
    assert compose([one, changing(INCOME, name="two", value=1)]).conflicts == []
    answer = loan(one, two)
    values = [(part.name, part.values > 0) for part in answer.reforms]
    assert values == [("assumptions_2026", True), ("one", False), ("two", True)]
    assert {"reform", "reform_conflict", "assumption_pack"} <= {warning.code for warning in answer.warnings}


def test_an_answer_shows_what_is_proposed_and_from_what():
    answer = loan(changing(rule="best"))
    source = next(source for source in answer.sources if source.path == MULTIPLE)
    assert (source.evidence, source.origin, source.value) == ("proposed", "mine", 12)
    assert source.computed.en.startswith("the best for applicants of Upper 12")
    assert answer.compact() == loan(changing(rule="best"), detail="compact")


def test_only_where_it_is_said_does_anything_change():
    assert loan(changing(value=5, cities=["lower"])).amount.value == 40_000  # 5 x 8,000.50, in whole thousands
    assert loan(changing(value=5, cities=["upper"])).amount.value == loan().amount.value == 80_000


@pytest.mark.parametrize("change", [{"rule": "best"}, {"value": 1}])
@pytest.mark.parametrize("before", [(), (PACK,)], ids=["alone", "after the pack"])
def test_a_receipt_holds_the_body_so_that_it_replays(before, change):
    mine = compose([*before, changing(**change)])
    first = decide(CASE, "orchard_loan", DAY, reform=mine, rulebook=BOOK, today=TODAY)
    again = replay(json.loads(json.dumps(first.receipt.model_dump(mode="json"))), rulebook=BOOK)
    assert (again.same, again.needs, again.decision) == (True, [], first)


@pytest.mark.parametrize("value", ["x", -1, True, "", 10**400, "1e999"])
def test_a_receipt_whose_reform_was_tampered_with_is_refused(value):
    kept = loan(changing(value=1)).receipt.model_dump(mode="json")
    kept["reform"]["steps"][1]["parameters"][MULTIPLE][0]["value"] = value
    with pytest.raises(InputError) as raised:
        replay(kept, rulebook=BOOK)
    assert raised.value.problems[0].code == "not_a_receipt"


def test_what_is_computed_is_never_beyond_all_numbers():
    steps = [
        changing("orchard.most", "first", value=1e308),
        changing("orchard.most", "other", rule={"scale_by": 100}, round_to=1),
    ]
    law = compose(steps).apply(LAW)
    assert stands(law, "orchard.most") == [int(sys.float_info.max)] * 2


def test_an_expected_result_that_does_not_come_out_is_told():
    level_up = BOOK.reforms.load("level_up")
    assert [outcome.faults for outcome in findings(BOOK, level_up)] == [[]]
    expected = level_up.body.expected[0]
    wrong = expected.model_copy(update={"today": expected.today.model_copy(update={"amount": 1})})
    other = replace(level_up, body=level_up.body.model_copy(update={"expected": [wrong]}))
    assert [fault.en for fault in findings(BOOK, other)[0].faults] == ["today: amount should be 1, it is 0.0"]


def test_applying_shares_what_it_does_not_change():
    one_river = BOOK.reforms.load("one_river")
    before = replace(LAW).fingerprint
    law = one_river.apply(LAW)
    touched = {path for step in one_river.steps for _, path, _ in step.body.changes()}
    assert all((law[path] is LAW[path]) is (path not in touched) for path in LAW)
    assert law.shape is LAW.shape
    assert replace(law).fingerprint != before == replace(LAW).fingerprint


def test_a_body_is_not_changed_by_being_read():
    words = {"zh": "方", "en": "A"}
    body = {
        "name": "mine",
        "title": words,
        "rationale": words,
        "effective": "2027-01-01",
        "parameters": {MULTIPLE: {"cities": "all", "rule": "best"}},
    }
    kept = copy.deepcopy(body)
    read = BOOK.reforms.from_body
    assert read(read(body).plain).plain == read(body).plain
    assert body == kept


def aside(decision):
    """A decision without what names the reform."""
    plain = decision.model_dump(mode="json")
    return {key: value for key, value in plain.items() if not key.startswith("reform")} | {
        "receipt": {**plain["receipt"], "reform": None}
    }


def any_change(path, drawn):
    if LAW[path].kind != "number":
        return {"rule": {"copy_of": "upper"}}
    ways = [
        {"rule": {"scale_by": 1.5}, "round_to": 0.01},
        {"rule": {"scale_by": 0.5}, "round_to": 0.01, "phase_in": {"until": "2026-08-01", "steps": 4}},
        {"rule": "median", "round_to": 0.01},
        {"rule": "population_weighted", "round_to": 0.01},
        {"rule": {"copy_of": "upper"}},
        {"rule": "remove"},
    ]
    return drawn.draw(st.sampled_from(ways))


@dear(12)
@given(st.data())
def test_a_reform_of_one_city_leaves_the_other_bit_for_bit_as_it_was(drawn):
    changes = {
        path: {"cities": ["lower"], **any_change(path, drawn)} for path, item in LAW.items() if item.harmonisable
    }
    applied = compose([PACK, reform(effective="2020-01-01", parameters=changes)])
    case = drawn.draw(st.sampled_from(cases.examples(TOY)))
    inputs = cases.moved(BOOK, case, "upper").inputs
    before, after = (
        decide(inputs, case.benefit, case.day, reform=each, rulebook=BOOK, today=TODAY) for each in (PACK, applied)
    )
    assert aside(after) == aside(before)
    assert after.reforms[-1].values == 0
    law = applied.apply(LAW)
    for path in changes:
        for place in set(BOOK.places) - {"lower", "harbour", "hills"}:
            assert law[path].timeline(place) == PACKED.law[path].timeline(place)
