"""What if, on the toy law: the least change, when a household qualifies, scenarios, the cities by two laws, and the law matrix."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from generators import cases
from generators.toy import BOOK, PACK, PACKED, TOY

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

CASES = {case.name: case for case in cases.examples(TOY)}
HEATING, MEALS, LOAN = CASES["heating_grant"], CASES["child_meal"], CASES["orchard_loan"]
LEVEL_UP = BOOK.reforms.load("level_up")
DAY = date(2026, 10, 15)
BEFORE_LOWER = date(2024, 10, 15)
"""Upper lists no guild of elsewhere yet."""
EARNING_MORE = [{**HEATING.inputs["members"][0], "monthly_income": 6000}]


def asked(case, day=None, reform=None, **changes):
    return question(case.inputs | changes, case.benefit, day or case.day, rulebook=BOOK, reform=reform)


def answer(case, day, **changes):
    return decide(case.inputs | changes, case.benefit, day, rulebook=BOOK)


def since(joined, **more):
    """The members of the loan, the applicant in the guild since a day."""
    applicant, spouse = LOAN.inputs["members"]
    return [{**applicant, "joined_date": joined, **more}, spouse]


def trial(path, settings):
    """The toy law with a reform that sets one item."""
    words = {"zh": "试算", "en": "A trial"}
    body = {
        "name": "trial",
        "title": words,
        "rationale": words,
        "basis": [{"title": "试算"}],
        "effective": "2026-01-01",
    }
    return BOOK.under(BOOK.reforms.from_body(body | {"parameters": {path: [settings]}}))


def test_a_household_refused_for_two_reasons_gets_both_together():
    least = least_change(asked(HEATING, members=EARNING_MORE, stove_inspected=False))
    assert [clause.id for clause in least.fails] == ["heating_income", "heating_stove"]
    (change,) = least.changes
    assert [(shift.name, shift.after, [cause.id for cause in shift.clauses]) for shift in change.shifts] == [
        ("members[0].monthly_income", 5000, ["heating_income"]),
        ("stove_inspected", True, ["heating_stove"]),
    ]
    assert (change.outcome, change.amount.value) == (Outcome.ELIGIBLE, 1200)


def test_the_least_change_is_least_and_enough():
    """One fen more, and the household is refused still; what it would take elsewhere comes after."""
    least = least_change(asked(HEATING, members=EARNING_MORE))
    assert [change.shifts[0].kind for change in least.changes] == ["input", "city"]
    assert [change.size for change in least.changes] == sorted(change.size for change in least.changes)
    incomes = (least.changes[0].shifts[0].after, least.changes[0].shifts[0].after + 0.01)
    outcomes = [
        answer(HEATING, DAY, members=[{**EARNING_MORE[0], "monthly_income": income}]).outcome for income in incomes
    ]
    assert outcomes == [Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE]
    assert least.changes[1].amount.value == 1200


def test_three_reasons_of_which_two_are_a_matter_of_time():
    least = least_change(asked(LOAN, BEFORE_LOWER, members=since("2024-05-20"), debts_disputed=True))
    assert [clause.id for clause in least.fails] == ["loan_guild", "loan_months", "loan_debts"]
    shifts = {shift.name: shift.after for shift in least.changes[0].shifts}
    assert shifts == {"date": date(2025, 5, 20), "debts_disputed": False}
    assert not {shift.name for change in least.changes for shift in change.shifts} & BOOK.registry.fixed


def test_what_nothing_mends_is_said():
    applicant, _, _ = MEALS.inputs["members"]
    least = least_change(asked(MEALS, members=[applicant, {"role": "child", "age": 13}]))
    assert [clause.id for clause in least.fails] == ["meals_child"]
    assert (least.complete, least.changes) == (True, [])
    assert [label.en for label in least.stuck] == ["There is a child who gets meals"]


def test_whoever_ran_out_of_work_is_not_told_that_nothing_helps(monkeypatch):
    hard = {"members": EARNING_MORE, "stove_inspected": False}
    assert least_change(asked(HEATING, **hard)).complete
    monkeypatch.setattr(work, "BUDGET", 0)
    hurried = least_change(asked(HEATING, **hard))
    assert not hurried.complete
    assert {clause.id for clause in hurried.fails} == {"heating_income", "heating_stove"}
    assert (hurried.changes, hurried.stuck) == ([], [])
    lines = "\n".join(str(part) for part in whatif_view.least(BOOK.catalogue, hurried))
    assert "未能全部试完" in lines or "Not everything could be tried" in lines
    assert not any(words in lines for words in ("没有哪项", "无法通过", "Nothing"))


def test_an_amount_is_lifted_exactly_so_far():
    least = least_change(asked(HEATING, heating_bill=1000), 1000)
    (change,) = least.changes
    assert [(shift.name, shift.after) for shift in change.shifts] == [("heating_bill", 1666.66)]
    assert change.amount.value == 1000
    assert [step.en for step in change.moves] == ["By the bill", "The lesser of the two"]
    again = least_change(asked(HEATING, heating_bill=1666.66), 1000)
    assert (again.reached, again.changes) == (True, [])
    assert least_change(asked(HEATING), 5000).changes == [], "the cap is in the way"
    with pytest.raises(InputError):
        least_change(asked(HEATING), -1)


def test_where_no_text_gives_the_line_nothing_is_promised():
    least = least_change(asked(LOAN, members=since("2024-01-15", guild="upper"), orchard_city="lower"))
    assert (least.outcome, least.changes) == (Outcome.RULE_UNKNOWN, [])
    assert "Guilds of elsewhere" in {missing.label.en for missing in least.missing_law}


def test_a_membership_is_long_enough_on_the_day_it_is():
    forecast = when(asked(LOAN, members=since("2026-05-20")))
    assert forecast.first == date(2027, 5, 20)
    assert [(wait.id, wait.holds_from) for wait in forecast.waits] == [("loan_months", forecast.first)]
    days = (forecast.first - timedelta(days=1), forecast.first)
    outcomes = [answer(LOAN, day, members=since("2026-05-20")).outcome for day in days]
    assert outcomes == [Outcome.NOT_ELIGIBLE, Outcome.ELIGIBLE]
    assert [label.en for label in forecast.grows] == ["applicant: Day one joined"]
    assert forecast.amount.value == 156_000


def test_what_is_told_as_an_age_or_a_count_of_months_grows_and_a_term_does_not():
    applicant, _, _ = MEALS.inputs["members"]
    forecast = when(asked(MEALS, members=[applicant, {"role": "child", "age": 12}]), 3)
    assert (forecast.first, forecast.stops) == (DAY, DAY + timedelta(days=1)), (
        "the thirteenth birthday may be the next day"
    )
    assert [label.en for label in forecast.stopped_by] == ["There is a child who gets meals"]
    assert (forecast.spans[-1].first, forecast.spans[-1].outcome) == (date(2027, 10, 15), Outcome.NOT_ELIGIBLE)
    assert [label.en for label in forecast.grows] == ["child: Date of birth"]
    member = when(asked(LOAN, member_months=4), 2)
    assert member.first == date(2027, 6, 15), "twelve months are full if one stays a member"
    assert [wait.holds_from for wait in member.waits] == [member.first]
    assert [label.en for label in member.provided] == ["if you stay a member"]
    assert [label.en for label in member.stays] == ["Term"]
    days = ((member.first - timedelta(days=1), 11), (member.first, 12))
    outcomes = [answer(LOAN, day, member_months=months).outcome for day, months in days]
    assert outcomes == [Outcome.NOT_ELIGIBLE, Outcome.ELIGIBLE]


def test_the_day_it_stops():
    forecast = when(asked(MEALS))
    assert forecast.stops == date(2031, 3, 2), "the younger child is thirteen"
    days = (forecast.stops - timedelta(days=1), forecast.stops)
    assert [answer(MEALS, day).outcome for day in days] == [Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE]


def test_what_of_the_law_lapses_before_the_day_and_what_ends_it():
    """The income line of the better city holds for both for two years, then that of the worse; the cap of the harbour is over before."""
    asking = asked(HEATING, reform=LEVEL_UP, members=EARNING_MORE)
    forecast = when(asking, 3)
    assert (forecast.first, forecast.stops) == (date(2027, 1, 1), date(2029, 1, 1))
    assert [(lapse.path, lapse.until) for lapse in forecast.lapses] == [
        ("welfare.heating.most", date(2026, 12, 31)),
        ("welfare.heating.income_most", date(2026, 12, 31)),
    ]
    assert [(lapse.path, lapse.until) for lapse in forecast.stops_with] == [
        ("welfare.heating.income_most", date(2028, 12, 31))
    ]


def test_a_value_that_lapses_is_followed_by_what_the_law_says():
    asking = asked(LOAN, date(2026, 9, 1), members=since("2026-05-20", guild="upper"), orchard_city="lower")
    forecast = when(asking, 3)
    lapses = {lapse.path: lapse for lapse in forecast.lapses}
    assert lapses.keys() == {"orchard.most", "orchard.rate.long"}
    for path, lapse in lapses.items():
        following = BOOK.law[path].at(lapse.place, lapse.until + timedelta(days=1))
        assert (lapse.then == "unknown") is (following.state is State.UNKNOWN)


def test_unknown_law_never_becomes_a_day():
    forecast = when(asked(LOAN, members=since("2024-01-15", guild="upper"), orchard_city="lower"), 1)
    assert (forecast.first, forecast.amount) == (None, None)
    assert {span.outcome for span in forecast.spans} == {Outcome.RULE_UNKNOWN}


def test_scenarios_differ_by_what_they_change():
    answers = scenarios(
        asked(HEATING),
        [
            Scenario("richer", {"members[0].monthly_income": 6000}),
            Scenario("in the hills", {"home_zone": "hills"}),
            Scenario("later", {}, day="2027-01-15"),
            Scenario("no bill", {"heating_bill": None}),
        ],
    )
    richer, hills, later, silent = answers.scenarios
    assert (richer.amount.value, richer.difference) == (0, -1200)
    assert [label.en for label in richer.fails] == ["Income up to the line"]
    assert [(each.name, each.before, each.after) for each in hills.changes] == [("home_zone", "harbour", "hills")]
    assert (hills.difference, hills.fails) == (-300, [])
    assert (later.date, later.difference) == (date(2027, 1, 15), -300)
    assert (silent.outcome, silent.difference) == (Outcome.ELIGIBLE, None)


def test_a_scenario_is_told_as_an_age_and_changes_a_day():
    (older,) = scenarios(asked(MEALS), [Scenario("older", {"members[1].age": 13})]).scenarios
    told = [(each.name, each.label.en, each.unit, each.before, each.after) for each in older.changes]
    assert told == [("members[1].age", "child: age in completed years", "years", 11, 13)]
    assert older.difference == -120.5


def test_a_scenario_by_another_law_stands_beside_the_law_asked_about_and_not_upon_it():
    for asking in (asked(MEALS, reform=PACK), question(MEALS.inputs, MEALS.benefit, MEALS.day, rulebook=PACKED)):
        answers = scenarios(asking, [Scenario("other", reform=LEVEL_UP), Scenario("same")])
        reforms = [each.reform for each in (answers.base, *answers.scenarios)]
        assert reforms == [PACK.name, LEVEL_UP.name, PACK.name]


@pytest.mark.parametrize(
    ("settings", "pointer"),
    [
        ({"heating_bil": 1}, "scenarios[0].set.heating_bil"),
        ({"heating_bill": -1}, "scenarios[0].set.heating_bill"),
        ({"members[9].age": 3}, "scenarios[0].set.members[9].age"),
        ({"fuel": "coal"}, "scenarios[0].set.fuel"),
    ],
)
def test_a_wrong_scenario_says_where(settings, pointer):
    with pytest.raises(InputError) as refusal:
        scenarios(asked(HEATING), [Scenario("a", settings)])
    assert refusal.value.problems[0].pointer == pointer


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_changed_case_is_the_case_written_anew(case):
    asking = asked(case)
    changed = applied(asking.case, {})
    assert [member["role"] for member in changed.raw["members"]] == [
        member["role"] for member in case.inputs["members"]
    ]
    again = decide(changed.raw, asking.rules.id, asking.day, rulebook=BOOK)
    assert again.receipt.result == asking.decision.receipt.result


def test_cities_stand_beside_each_other_by_two_laws_and_on_two_days():
    days = ["2026-10-15", "2027-06-15"]
    boards = compare_cities(HEATING.inputs, HEATING.benefit, days, reform=LEVEL_UP, rulebook=BOOK).boards
    laws = [(str(board.date), board.reform) for board in boards]
    assert laws == [(day, reform) for day in days for reform in (None, "level_up")]
    assert boards[1].unchanged == ["upper", "lower"], "the reform has not begun"
    assert [answer.amount.value for answer in boards[2].answers] == [1200, 900]
    assert [answer.difference for answer in boards[2].answers] == [None, None]
    assert [answer.amount.value for answer in boards[3].answers] == [1050, 1050]
    assert [answer.difference for answer in boards[3].answers] == [-150, 150]


def test_nothing_is_subtracted_from_the_unknown():
    boards = compare_cities(MEALS.inputs, MEALS.benefit, ["2026-10-15"], reform=PACK, rulebook=BOOK).boards
    assert [[answer.amount.value for answer in board.answers] for board in boards] == [[241, None], [241, 260]]
    assert [answer.difference for answer in boards[1].answers] == [0, None]
    assert [label.en for label in boards[0].answers[1].unknown] == ["Rate of a child"]
    assert boards[1].not_comparable


@pytest.mark.parametrize("wrong", [{"days": ["2026-06-15"] * 13}, {"cities": ["harbour"]}, {"cities": ["paris"]}])
def test_too_many_days_and_what_is_no_city_are_refused(wrong):
    with pytest.raises(InputError):
        compare_cities(HEATING.inputs, HEATING.benefit, rulebook=BOOK, **wrong)


@pytest.mark.parametrize("book", [BOOK, PACKED], ids=["without the pack", "with the pack"])
def test_the_matrix_says_what_the_law_says(book):
    places = ("upper", "lower", "harbour", "boatmen")
    table = matrix(book, DAY, places=places)
    assert [row.path for row in table.rows] == sorted(book.law)
    for row in table.rows:
        assert [cell.place for cell in row.cells] == list(places)
        for cell in row.cells:
            in_law = book.law[row.path].at(cell.place, DAY)
            assert (cell.value, cell.evidence, cell.source, cell.article, cell.found_at) == (
                in_law.value,
                in_law.evidence,
                in_law.source,
                in_law.article,
                in_law.place,
            )
            assert (cell.state == "unknown") is (in_law.state is State.UNKNOWN)


def reasons(row):
    return [reason.en for apart in row.apart for reason in apart.reasons]


def test_the_matrix_says_why_two_places_cannot_be_compared():
    rows = {row.path: row for row in matrix(BOOK, DAY).rows}
    assert reasons(rows["orchard.months_least"]) == [], "one rule for all"
    assert reasons(rows["orchard.rounding"]) == ["not known of Lower"]
    packed = {row.path: row for row in matrix(PACKED, DAY).rows}
    assert reasons(packed["orchard.rounding"]) == ["the figure of Lower is assumed, the other's is not"]


def test_figures_that_are_read_by_another_rule_cannot_be_compared():
    book = trial("orchard.savings_counted", {"cities": ["lower"], "value": "applicant"})
    (row,) = matrix(book, DAY, under="orchard.multiple").rows
    assert reasons(row) == ["Whose savings count differs: those of both spouses; the applicant's"]


@pytest.mark.parametrize(("value", "comparable"), [(9, False), (12, True)])
def test_what_one_city_alone_is_to_get_cannot_be_compared_unless_it_is_made_equal(value, comparable):
    book = trial("orchard.multiple", {"cities": ["lower"], "value": value})
    (row,) = matrix(book, date(2026, 6, 15), under="orchard.multiple").rows
    assert [cell.value for cell in row.cells] == [12, value]
    assert reasons(row) == ([] if comparable else ["the figure of Lower is proposed by a reform, the other's is not"])


def test_the_matrix_as_files():
    table = matrix(BOOK, DAY, under="welfare.heating")
    text = io.BytesIO()
    matrix_files.write(table, "csv", text)
    lines = text.getvalue().decode("utf-8-sig").splitlines()
    assert lines[0].startswith('"path","label","unit","upper","upper.state"')
    book = io.BytesIO()
    matrix_files.write(table, "xlsx", book, "en")
    sheet = openpyxl.load_workbook(book).active
    assert sheet.max_row == len(table.rows) + 1
    assert sheet.cell(2, 1).value == table.rows[0].path


@pytest.mark.parametrize("wrong", [{"under": "no.such"}, {"places": ["mars"]}, {"places": ["upper", "upper"]}])
def test_a_matrix_of_what_there_is_not_is_refused(wrong):
    with pytest.raises(InputError):
        matrix(BOOK, DAY, **wrong)
