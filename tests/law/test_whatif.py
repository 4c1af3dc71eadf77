"""What if, by the shipped law: the least change, when a household qualifies, scenarios, the cities by two laws, and the law matrix."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from generators import cases
from generators.shipped import BOOK, PACK, PACKED, SHIPPED

from cdmz_rules import decide
from cdmz_rules.cli import whatif_view
from cdmz_rules.decisions.decision import Outcome
from cdmz_rules.errors import InputError
from cdmz_rules.law.item import State
from cdmz_rules.whatif import matrix_files, work
from cdmz_rules.whatif.changes import applied
from cdmz_rules.whatif.cities import compare_cities
from cdmz_rules.whatif.first_day import when
from cdmz_rules.whatif.least_change import least_change
from cdmz_rules.whatif.matrix import matrix
from cdmz_rules.whatif.question import question
from cdmz_rules.whatif.scenarios import Scenario, scenarios
from cdmz_rules.whatif.sweep import Axis, sweep

CASES = {case.name: case for case in cases.examples(SHIPPED)}


def asked(name, pack=True, **changes):
    case = CASES[name]
    return question(case.inputs | changes, case.benefit, case.day, reform=PACK if pack else None)


def test_a_household_refused_for_two_reasons_gets_both_together():
    asking = asked("rent_subsidy_refused", home_transferred_date=None)
    least = least_change(asking)
    assert [clause.id for clause in least.fails] == ["public_rental_income_within_line", "public_rental_area"]
    best = least.changes[0]
    assert {(shift.name, shift.after) for shift in best.shifts} == {
        ("household_annual_income", 84_000),
        ("own_floor_area", 47.99),
    }
    assert sorted(cause.id for shift in best.shifts for cause in shift.clauses) == sorted(c.id for c in least.fails)
    assert best.outcome is Outcome.ELIGIBLE
    assert all(len(change.shifts) == 2 for change in least.changes), "either alone helps nobody"
    assert [change.size for change in least.changes] == sorted(change.size for change in least.changes)


def test_the_least_change_is_least_and_enough():
    """One step less of any shift, and the household is refused still."""
    case = CASES["rent_subsidy_refused"]
    inputs = {**case.inputs, "home_transferred_date": None, "household_annual_income": 84_000, "own_floor_area": 47.99}

    def outcome(**changes):
        return decide(inputs | changes, case.benefit, case.day, reform=PACK).outcome

    assert outcome() is Outcome.ELIGIBLE
    assert outcome(household_annual_income=84_000.01) is Outcome.NOT_ELIGIBLE
    assert outcome(own_floor_area=48) is Outcome.NOT_ELIGIBLE


def test_three_reasons_of_which_one_is_a_matter_of_time():
    least = least_change(asked("rent_subsidy_refused"))
    shifts = {shift.name: shift.after for shift in least.changes[0].shifts}
    assert shifts == {"household_annual_income": 84_000, "own_floor_area": 47.99, "date": date(2028, 5, 1)}
    assert not {shift.name for change in least.changes for shift in change.shifts} & BOOK.registry.fixed


def test_whoever_ran_out_of_work_is_not_told_that_nothing_helps(monkeypatch):
    fails = ("public_rental_income_within_line", "public_rental_area")
    whole = least_change(asked("rent_subsidy_refused"))
    assert whole.complete
    monkeypatch.setattr(work, "BUDGET", 0)
    hurried = least_change(asked("rent_subsidy_refused"))
    assert not hurried.complete
    assert {clause.id for clause in hurried.fails} >= set(fails)
    assert (hurried.changes, hurried.stuck) == ([], [])
    lines = "\n".join(str(part) for part in whatif_view.least(BOOK.catalogue, hurried))
    assert "未能全部试完" in lines or "Not everything could be tried" in lines
    assert not any(words in lines for words in ("没有哪项", "无法通过", "Nothing"))


def test_an_amount_is_lifted_exactly_so_far():
    least = least_change(asked("ex01_chengdu_one_contributor", price=800_000), 700_000)
    assert [(shift.name, shift.after) for shift in least.changes[0].shifts] == [("price", 875_000)]
    assert least.changes[0].amount.value == 700_000
    again = least_change(asked("ex01_chengdu_one_contributor", price=875_000), 700_000)
    assert again.reached
    assert again.changes == []
    with pytest.raises(InputError):
        least_change(asked("ex01_chengdu_one_contributor"), -1)


def test_where_no_text_gives_the_line_nothing_is_promised():
    least = least_change(asked("rent_subsidy_family", pack=False))
    assert least.outcome is Outcome.RULE_UNKNOWN
    assert least.changes == []
    assert least.missing_law


def test_four_of_six_months_are_full_on_the_day_the_sixth_is():
    forecast = when(asked("refused_four_of_six_months", pack=False))
    assert forecast.first == date(2026, 7, 12)
    assert [(wait.id, wait.holds_from) for wait in forecast.waits] == [
        ("provident_fund_loan_deposit_months", forecast.first)
    ]
    case = CASES["refused_four_of_six_months"]
    outcomes = [decide(case.inputs, case.benefit, forecast.first - timedelta(days=n)).outcome for n in (1, 0)]
    assert outcomes == [Outcome.NOT_ELIGIBLE, Outcome.ELIGIBLE]
    assert [label.en for label in forecast.grows] == ["applicant: Deposits without a break since"]


def test_months_told_as_a_number_grow_as_well():
    case = CASES["refused_four_of_six_months"]
    applicant = {key: value for key, value in case.inputs["members"][0].items() if key != "deposits_unbroken_since"}
    members = [{**applicant, "deposits_unbroken_months": 4}, *case.inputs["members"][1:]]
    forecast = when(question({**case.inputs, "members": members}, case.benefit, case.day), 1)
    assert forecast.first == date(2026, 7, 20)


def test_the_day_it_stops_and_what_of_the_law_lapses():
    case = CASES["affordable_rental_young"]
    young = {**case.inputs, "members": [{**case.inputs["members"][0], "birth_date": "1991-12-01"}]}
    forecast = when(question(young, case.benefit, case.day), 3)
    if forecast.first is not None and forecast.stops is not None:
        assert decide(young, case.benefit, forecast.stops).outcome is not Outcome.ELIGIBLE
        assert decide(young, case.benefit, forecast.stops - timedelta(days=1)).outcome is Outcome.ELIGIBLE
    late = when(asked("medical_coverage_after_a_break", pack=False), 2)
    assert late.stops == date(2027, 1, 1)
    assert (
        decide(CASES["medical_coverage_after_a_break"].inputs, "medical_coverage", late.stops).outcome
        is Outcome.NOT_ELIGIBLE
    )


def test_a_value_that_ends_before_the_day_is_listed():
    """The lower down payment of 2026 is over when the months of deposits are full."""
    case = CASES["refused_four_of_six_months"]
    members = [{**case.inputs["members"][0], "deposits_unbroken_since": "2026-11-10"}, *case.inputs["members"][1:]]
    asking = question({**case.inputs, "members": members}, case.benefit, "2026-12-01")
    forecast = when(asking, 1)
    ending = {
        source.path
        for source in asking.decision.sources
        if source.until is not None and asking.day < source.until + timedelta(days=1) <= forecast.first
    }
    assert ending
    assert ending <= {lapse.path for lapse in forecast.lapses}
    for lapse in forecast.lapses:
        then = asking.rules.law[lapse.path].at(asking.decision.place, lapse.until + timedelta(days=1))
        assert (lapse.then == "unknown") is (then.state is State.UNKNOWN)


def test_unknown_law_never_becomes_a_day():
    forecast = when(asked("rent_subsidy_family", pack=False), 1)
    assert (forecast.first, forecast.amount) == (None, None)
    assert {span.outcome for span in forecast.spans} == {Outcome.RULE_UNKNOWN}


def test_months_told_as_a_count_are_varied_and_measured_from_the_nearest_day():
    """Five months of unbroken deposits leave open a month in which they began: the change is measured from its nearer end."""
    (applicant,) = CASES["ex01_chengdu_one_contributor"].inputs["members"]
    asking = asked("ex01_chengdu_one_contributor", members=[{**applicant, "deposits_unbroken_months": 5}])
    told = [[(shift.name, shift.before, shift.after) for shift in each.shifts] for each in least_change(asking).changes]
    assert told == [
        [("members[0].deposits_unbroken_since", date(2025, 10, 2), date(2025, 10, 1))],
        [("date", date(2026, 4, 1), date(2026, 5, 1))],
    ]
    swept = sweep(asking, Axis("members[0].deposits_unbroken_since"))
    assert swept.input.given is None
    assert [each.before.at for each in swept.lines[0].breaks if each.kind == "cliff"] == [date(2025, 10, 1)]


def test_scenarios_differ_by_what_they_change():
    answers = scenarios(
        asked("rent_subsidy_family"),
        [
            Scenario("poorer", {"household_annual_income": 20_000}),
            Scenario("richer", {"household_annual_income": 120_000, "members[0].age": 50}),
            Scenario("later", {}, day="2027-11-23"),
        ],
    )
    poorer, richer, later = answers.scenarios
    assert (poorer.amount.value, poorer.difference, poorer.fails) == (1050, 450, [])
    assert [label.en for label in richer.fails] == ["Yearly income within the line"]
    assert [(each.name, each.unit, each.after) for each in richer.changes][1] == ("members[0].age", "years", 50)
    assert (later.date, later.difference) == (date(2027, 11, 23), 0)
    assert scenarios(asked("rent_subsidy_family", pack=False), [Scenario("same")]).scenarios[0].difference is None


def test_a_scenario_by_another_law_stands_beside_the_law_asked_about_and_not_upon_it():
    case, other = CASES["rent_subsidy_family"], BOOK.reforms.load("level_up_public_rental_housing")
    for asking in (
        question(case.inputs, case.benefit, case.day, reform=PACK),
        question(case.inputs, case.benefit, case.day, rulebook=PACKED),
    ):
        answers = scenarios(asking, [Scenario("other", reform=other), Scenario("same")])
        assert (answers.base.reform, *(each.reform for each in answers.scenarios)) == (PACK.name, other.name, PACK.name)


def test_a_changed_case_is_the_case_written_anew():
    asking = asked("rent_subsidy_family")
    changed = applied(asking.case, {})
    assert changed.raw["members"][0]["role"] == "applicant"
    again = decide(changed.raw, asking.rules.id, asking.day, reform=PACK)
    assert again.receipt.result == asking.decision.receipt.result


def test_cities_stand_beside_each_other_by_two_laws_and_on_two_days():
    case = CASES["rent_subsidy_family"]
    comparison = compare_cities(case.inputs, case.benefit, ["2026-06-15", "2027-06-15"], reform=PACK)
    assert [(str(board.date), board.reform) for board in comparison.boards] == [
        (day, reform) for day in ("2026-06-15", "2027-06-15") for reform in (None, "assumptions_2026")
    ]
    assert {answer.outcome for answer in comparison.boards[0].answers} == {Outcome.RULE_UNKNOWN}
    assert {answer.difference for answer in comparison.boards[1].answers} == {None}, (
        "nothing is subtracted from the unknown"
    )
    assert comparison.boards[1].answers[0].amount.value == 600
    assert comparison.boards[1].not_comparable
    with pytest.raises(InputError):
        compare_cities(case.inputs, case.benefit, ["2026-06-15"] * 13)
    with pytest.raises(InputError):
        compare_cities(case.inputs, case.benefit, cities=["paris"])


def test_the_matrix_says_what_the_law_says():
    law, day = BOOK.law, date(2026, 6, 15)
    table = matrix(BOOK, day, under="provident_fund.loan")
    assert [row.path for row in table.rows] == [path for path in sorted(law) if path.startswith("provident_fund.loan.")]
    for row in table.rows:
        for cell in row.cells:
            in_law = law[row.path].at(cell.place, day)
            assert (cell.value, cell.evidence, cell.source, cell.article) == (
                in_law.value,
                in_law.evidence,
                in_law.source,
                in_law.article,
            )
            assert (cell.state == "unknown") is (in_law.state is State.UNKNOWN)


def test_the_matrix_says_why_two_places_cannot_be_compared():
    day = date(2026, 6, 15)
    rows = {row.path: row for row in matrix(BOOK, day).rows}
    assert rows["provident_fund.crosscity.loan_allowed"].apart == [], "one rule for all"
    unknown = rows["public_rental_housing.access.asset_line"].apart
    assert len(unknown) == 6
    packed = {row.path: row for row in matrix(PACKED, day).rows}
    reasons = {
        reason.en for apart in packed["public_rental_housing.tiers.low_income_share"].apart for reason in apart.reasons
    }
    assert any(reason.startswith("How the low-income tier is drawn differs") for reason in reasons)


def test_what_one_city_alone_is_to_get_cannot_be_compared_unless_it_is_made_equal():
    path, day = "elder_care.construction.per_new_bed", date(2026, 6, 15)
    for value, comparable in ((9_000, False), (10_000, True)):
        body = {
            "name": "beds_of_deyang",
            "title": {"zh": "德阳床位", "en": "Beds of Deyang"},
            "rationale": {"zh": "试算。", "en": "A trial."},
            "basis": [{"title": "试算"}],
            "effective": "2026-01-01",
            "parameters": {path: [{"cities": ["deyang"], "value": value}]},
        }
        book = BOOK.under(BOOK.reforms.from_body(body))
        row = matrix(book, day, under=path, places=("chengdu", "deyang")).rows[0]
        assert [cell.value for cell in row.cells] == [10_000, value]
        reasons = [reason.en for apart in row.apart for reason in apart.reasons]
        assert reasons == ([] if comparable else ["the figure of Deyang is proposed by a reform, the other's is not"])


def test_the_matrix_as_files():
    table = matrix(BOOK, date(2026, 6, 15), under="public_rental_housing.rent_subsidy")
    text = io.BytesIO()
    matrix_files.write(table, "csv", text)
    lines = text.getvalue().decode("utf-8-sig").splitlines()
    assert lines[0].startswith('"path","label","unit","chengdu","chengdu.state"')
    book = io.BytesIO()
    matrix_files.write(table, "xlsx", book, "en")
    sheet = openpyxl.load_workbook(book).active
    assert sheet.max_row == len(table.rows) + 1
    assert sheet.cell(2, 1).value == table.rows[0].path
    with pytest.raises(InputError):
        matrix(BOOK, date(2026, 6, 15), under="no.such")
    with pytest.raises(InputError):
        matrix(BOOK, date(2026, 6, 15), places=["mars"])
